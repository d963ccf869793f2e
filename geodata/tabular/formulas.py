"""Cells of a spreadsheet: text that it would run as a formula made plain text."""

from __future__ import annotations

import re

_STARTS_FORMULA = re.compile(r"[\s\x00-\x20\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
"""The first characters of a formula in spreadsheets, also full-width and after blanks or invisible characters."""
_NEGATIVE = re.compile(r"-\d+(?:\.\d+)?")


def escape_formula(value: object) -> object:
    """The value, but text that a spreadsheet would run as a formula with an apostrophe before it.

    Numbers stay, and so does text that is nothing but a negative number: it is read as that number.
    """
    if isinstance(value, str) and _STARTS_FORMULA.match(value) and not _NEGATIVE.fullmatch(value):
        return "'" + value
    return value
