"""Arrow columns become numbers here; what cannot be used is marked with its reason, never dropped."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from geodata.errors import DataError
from geodata.placing.meanings import Coded
from geodata.tabular.typed_cells import EMPTY, NO_DATE, NO_NUMBER, NOT_WHOLE, OUT_OF_RANGE, UNKNOWN_CODE

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_DOWNLOADED = " 00:00:00"
"""After the days of UCDP's downloads by country, which begin with the month."""
_NO_DAY = np.iinfo(np.int64).min
_NUMBER = r"^[+-]?([0-9]{1,15}(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$"


class Rejections:
    """The rows of a batch that cannot be used: of each the first column that is wrong, and why."""

    def __init__(self, rows: int) -> None:
        """All of the rows can be used so far."""
        self.is_rejected: Flags = np.zeros(rows, bool)
        self.counts: dict[tuple[str, str], int] = {}

    def reject(self, column: str, mask: Flags, reason: str) -> None:
        """Reject the masked rows that are not rejected yet."""
        new = mask & ~self.is_rejected
        number = int(new.sum())
        if number:
            self.counts[column, reason] = self.counts.get((column, reason), 0) + number
            self.is_rejected |= new


def number(
    column: pa.Array, name: str, least: float, most: float, bad: Rejections, *, whole: bool, required: bool = True
) -> tuple[Floats | Integers, Flags]:
    """The numbers of a column (0 where there is none to use), and which rows have none. Text is read as numbers.

    Raises DataError for a column of another type.
    """
    found = _numbers(column, name, bad)
    is_missing = np.asarray(found.is_null()) if found.null_count else np.zeros(len(found), bool)
    if required and found.null_count:
        bad.reject(name, is_missing, EMPTY)
    numbers = found.fill_null(0).to_numpy(zero_copy_only=False) if found.null_count else found.to_numpy()
    if numbers.dtype.kind == "f" and not (is_finite := np.isfinite(numbers)).all():
        bad.reject(name, ~is_finite, NO_NUMBER)
        numbers = np.where(is_finite, numbers, 0)
    if whole and numbers.dtype.kind == "f":
        is_whole = np.floor(numbers) == numbers
        if not is_whole.all():
            bad.reject(name, ~is_whole, NOT_WHOLE)
            numbers = np.where(is_whole, numbers, 0)
        numbers = numbers.astype(np.int64)
    in_range = (numbers >= least) & (numbers <= most)
    if not in_range.all():
        highest = f"{most:g}" if most < 10_000 else f"{most:,.0f}"
        bad.reject(name, ~in_range & ~is_missing, OUT_OF_RANGE.format(f"{least:g}", highest))
        numbers = np.where(in_range, numbers, 0)
    return numbers, is_missing


def _numbers(column: pa.Array, name: str, bad: Rejections) -> pa.Array:
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return column
    if pa.types.is_decimal(kind):
        return column.cast(pa.float64())
    text = _text(column, name, "numbers")
    try:
        return text.cast(pa.float64())
    except pa.ArrowInvalid:  # a cell is no number, or has spaces around it: looked at one by one
        text = pc.utf8_trim_whitespace(text)
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, text.type), text)
        is_number = pc.match_substring_regex(text, _NUMBER)
        bad.reject(name, np.asarray(pc.invert(is_number).fill_null(False)), NO_NUMBER)
        return pc.if_else(is_number, text, pa.scalar("0", text.type)).cast(pa.float64())


def _text(column: pa.Array, name: str, what: str) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    raise DataError(f"holds {kind} where {what} belong", where=f"column {name}", expected=f"{what}, or text of them")


def coded(column: pa.Array, name: str) -> Coded:
    """The texts of a column as numbers; a missing or empty one is -1."""
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        column = column.cast(pa.string())
    if not pa.types.is_dictionary(column.type):
        column = _text(column, name, "texts").dictionary_encode()
    texts = ["" if text is None else str(text).strip() for text in column.dictionary.to_pylist()]
    codes = column.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False).astype(np.int32)
    numbers = np.array([at if text else -1 for at, text in enumerate(texts)] + [-1], np.int32)
    return Coded(numbers[codes], texts)


def code(
    column: pa.Array, name: str, meanings: Mapping[str, int], bad: Rejections | None, *, shown: str = ""
) -> Integers:
    """What the codes of a column mean (in lower case, 1.0 as 1), -1 where they mean nothing; rejected with `bad`."""
    found = coded(column, name)
    numbers = [meanings.get(_without_decimals(text.lower()), -1) for text in found.texts]
    meant = found.through(numbers, -1).astype(np.int64)
    if bad is not None and (meant < 0).any():
        bad.reject(name, found.codes < 0, EMPTY)
        bad.reject(name, meant < 0, UNKNOWN_CODE.format(shown or ", ".join(meanings)))
    return meant


def _without_decimals(text: str) -> str:
    head, _, tail = text.partition(".")
    return head if tail.strip("0") == "" and head.isdecimal() else text


def days(column: pa.Array, name: str, bad: Rejections) -> Integers:
    """The days of a column as days since 1970-01-01; 0 where there is none to use, and the row is rejected."""
    kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        found = pc.cast(column, pa.timestamp("s"), safe=False).cast(pa.int64())
        is_missing = np.asarray(found.is_null())
        bad.reject(name, is_missing, EMPTY)
        return np.asarray(found.fill_null(0).to_numpy(zero_copy_only=False) // 86_400, np.int64)
    texts = coded(column, name)
    known = np.array([_day(text) for text in texts.texts] + [0], np.int64)
    meant: Integers = known[texts.codes]
    bad.reject(name, texts.codes < 0, EMPTY)
    is_day = meant != _NO_DAY
    if not is_day.all():
        bad.reject(name, ~is_day, NO_DATE)
        meant = np.where(is_day, meant, 0)
    return meant


def _day(text: str) -> int:
    """The day of an ISO date, a time after it cut off, or of UCDP's downloads by country; _NO_DAY for other text."""
    if text.endswith(_DOWNLOADED) and len(text) == len(_DOWNLOADED) + 10 and text[2] == text[5] == "/":
        text = f"{text[6:10]}-{text[:2]}-{text[3:5]}"
    head, rest = text[:10], text[10:11]
    if rest not in ("", "T", " ") or len(head) != 10 or head[4] != "-" or head[7] != "-":
        return int(_NO_DAY)
    try:
        return int(np.datetime64(head, "D").astype(np.int64))
    except ValueError:
        return int(_NO_DAY)
