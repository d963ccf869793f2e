"""Row numbers of a workbook of which several sheets are read one below the other: to the sheet, and to words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SEVERAL = 2


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook that rows were read from: its name, what its row numbers count on from, its rows."""

    name: str
    before: int
    rows: int


def sheet_of(sheets: Sequence[Sheet], row: int) -> tuple[Sheet, int]:
    """The sheet that a row is in, and its number there; `sheets` are in order."""
    found = [sheet for sheet in sheets if sheet.before < row][-1]
    return found, row - found.before


def place_of(sheets: Sequence[Sheet], row: int) -> str:
    """A row for a person: "row 5", or where several sheets were read "row 5 of sheet Data"."""
    if len(sheets) < _SEVERAL:
        return f"row {row:,}"
    sheet, number = sheet_of(sheets, row)
    return f"row {number:,} of sheet {sheet.name}"
