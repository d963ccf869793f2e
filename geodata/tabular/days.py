"""Text to days: ISO 8601, days with the month's name, and days in figures, whose order the whole column tells.

03/04/2022 is the third of April or the fourth of March. No cell says which, so the cells are read together: a first
part above 12 means day first, a second part above 12 month first. Where neither is there, or both are, nobody can
tell, and a file that may be misread is refused as a whole rather than read in part.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from geodata.errors import DataError

Order = Literal["day", "month"]
"""The part that comes first."""

_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}" + _TIME
_IS_ISO = re.compile(_ISO).fullmatch
_FIGURES = re.compile(rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})([/.-])([0-9]{{4}}){_TIME}\n?")
_WORDED = re.compile(r"([0-9]{1,2})[ -]([A-Za-z]{3,9})[ -]([0-9]{4}|[0-9]{2})" + _TIME)
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
MONTHS = {name[:end]: number for number, name in enumerate(_MONTH_NAMES, start=1) for end in (3, len(name))}
"""English names of months and their first three letters, in lower case: 1 to 12."""
_CENTURY_FROM = 46
_MONTHS_OF_A_YEAR = 12
_TELLING = 8
"""Days below 13 that are no chance any more: of days of whole months, about one in a thousand such rows."""
WRITE_ISO = "Write its dates as 2022-03-27 (ISO 8601), as the source has them, and import the file again."


@dataclass(frozen=True)
class Published:
    """The way a publisher writes days in figures: a pattern that all cells fit, and the order that it then means."""

    pattern: str
    order: Order


@dataclass(frozen=True)
class _Parts:
    """The days in figures among some cells: first and second number, the year, and the cells as they are."""

    cells: pd.Series[str]
    first: pd.Series[int]
    second: pd.Series[int]
    year: pd.Series[int]

    @property
    def is_day_first(self) -> pd.Series[bool]:
        return (self.first > _MONTHS_OF_A_YEAR) & (self.second <= _MONTHS_OF_A_YEAR)

    @property
    def is_month_first(self) -> pd.Series[bool]:
        return (self.second > _MONTHS_OF_A_YEAR) & (self.first <= _MONTHS_OF_A_YEAR)

    @property
    def is_either(self) -> pd.Series[bool]:
        is_month = (self.first <= _MONTHS_OF_A_YEAR) & (self.second <= _MONTHS_OF_A_YEAR)
        return is_month & (self.first != self.second)


def order(
    cells: pd.Series[str], column: str, where: str, place: Callable[[int], str], published: Published | None = None
) -> Order:
    """The order of days in figures among the cells, of one column or of several that are written alike.

    The publisher's own counts where all cells are written in that way and none contradicts it. `column` is what a
    message calls them, `place` how it calls a row. Raises DataError where the cells contradict each other, where
    nothing decides and the order would matter, and where a spreadsheet has turned round the days below 13.
    """
    found = _parts_of(cells)
    day_first, month_first = found.cells[found.is_day_first], found.cells[found.is_month_first]
    if len(day_first) and len(month_first):
        raise DataError(
            f"column {column} mixes days before months and months before days: {_shown(day_first, place)} can only be "
            f"day first ({len(day_first):,} such dates), {_shown(month_first, place)} month first "
            f"({len(month_first):,})",
            where=where,
            expected="one order in the whole column",
            todo=WRITE_ISO,
        )
    _require_not_turned(cells, found, column, where, place)
    if len(day_first) or len(month_first):
        return "day" if len(day_first) else "month"
    if published is not None and found.cells.str.fullmatch(published.pattern).all():
        return published.order
    unsure = found.cells[found.is_either]
    if len(unsure):
        raise DataError(
            f"column {column} can be read day first and month first: no day of its {len(found.cells):,} dates in "
            f"figures is above 12, such as {_shown(unsure, place)}",
            where=where,
            expected="dates of which only one order makes sense",
            todo=WRITE_ISO,
        )
    return "month"


def _require_not_turned(
    cells: pd.Series[str], found: _Parts, column: str, where: str, place: Callable[[int], str]
) -> None:
    """Raise DataError where all days below 13 are ISO and all above 12 are text: a spreadsheet took days for months."""
    iso = cells[_is_iso(cells)]
    if len(iso) < _TELLING or not len(found.cells) or not (found.is_day_first | found.is_month_first).all():
        return
    if (iso.str.slice(8, 10).astype(int) <= _MONTHS_OF_A_YEAR).all():
        raise DataError(
            f"column {column} was turned round by a spreadsheet: all {len(iso):,} days below 13 are dates, such as "
            f"{_shown(iso, place)}, and all {len(found.cells):,} above 12 are left as text, such as "
            f"{_shown(found.cells, place)}, so that day and month of the former have changed places",
            where=where,
            expected="the file as its publisher gives it",
            todo="Take it again from its publisher, and import it without opening it in a spreadsheet.",
        )


def read(cells: pd.Series[str], first: Order) -> pd.Series[pd.Timestamp]:
    """The days of the cells, a time cut off; null where a cell is none. Two digits of a year are 1946 to 2045."""
    texts = cells.tolist()
    known = {text: _day(text, first) for text in set(texts)}
    return pd.Series(np.array([known[text] for text in texts], "datetime64[D]").astype("datetime64[us]"), cells.index)


def _day(cell: str, first: Order) -> date | None:
    if _IS_ISO(cell):
        year, month, day = int(cell[:4]), int(cell[5:7]), int(cell[8:10])
    elif match := _in_figures(cell):
        one, two, year = map(int, match.group(1, 3, 5))
        day, month = (one, two) if first == "day" else (two, one)
    elif named := _named(cell):
        year, month, day = named
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_iso(cells: pd.Series[str]) -> pd.Series[bool]:
    return pd.Series([_IS_ISO(cell) is not None for cell in cells], index=cells.index, dtype=bool)


def _in_figures(cell: str) -> re.Match[str] | None:
    match = _FIGURES.fullmatch(cell)
    return match if match and match[2] == match[4] else None


def _parts_of(cells: pd.Series[str]) -> _Parts:
    known = {cell: match for cell in set(cells) if (match := _in_figures(cell))}
    is_figures = [cell in known for cell in cells]
    found = cells[is_figures]
    numbers = np.array([known[cell].group(1, 3, 5) for cell in found], dtype="int64").reshape(-1, 3)
    return _Parts(found, *(pd.Series(part, index=found.index) for part in numbers.T))


def _shown(cells: pd.Series[str], place: Callable[[int], str]) -> str:
    """The first of the cells, quoted, with its row."""
    return f"{cells.iloc[0]!r} in {place(int(str(cells.index[0])))}"


def _named(cell: str) -> tuple[int, int, int] | None:
    """The parts of a day such as 27 March 2022 or 27-Mar-22, whatever the locale; None for any other text."""
    match = _WORDED.fullmatch(cell)
    month = MONTHS.get(match[2].lower()) if match else None
    if match is None or month is None:
        return None
    year = int(match[3])
    if len(match[3]) == 2:
        year += 1900 if year >= _CENTURY_FROM else 2000
    return year, month, int(match[1])
