"""Periods as text: a year "2022", a month "2022-03", and "2022-00" for events of a year whose month is not known.

A range is a period too: of whole years "2021-2023", or of months "2022-03..2022-08". Its counts are sums.
An event that spans months, or whose date is known no finer than that, has no month: it counts in its year only.
Light on purpose: a web worker imports this.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MONTHS = tuple(f"{number:02d}" for number in range(1, 13))
CLOCK = "%Y-%m-%dT%H:%M:%SZ"
"""A moment in UTC as RFC 3339 has it, in whole seconds."""
WORST_DATE_PRECISION = 4
"""UCDP GED codebook, date_prec: 4 is known to the month, 5 less well. ACLED's time_precision ends at 3, the month."""

MONTHS_APART = ".."
"""What stands between the first and the last month of a range; between years it is a hyphen."""
MOST_MONTHS = 36
"""Months of a range at most: a longer one is asked for in years."""
_RANGE = re.compile(r"(\d{4})-(\d{4})|(\d{4}-(?:0[1-9]|1[0-2]))\.\.(\d{4}-(?:0[1-9]|1[0-2]))", re.ASCII)


def period_of(year: str, month: str | None) -> str:
    """The period of a year or range of years, or of a year's month ("01" to "12"); a range of months is itself."""
    if month and is_range(month):
        return month
    return f"{year}-{month}" if month else year


@lru_cache(1024)
def year_of(period: str) -> str:
    """The year that a period lies in: of a range, the last."""
    return ends(period)[1][:4]


def is_month(period: str) -> bool:
    """True if a period is a month, the unknown one included."""
    return len(period) == len("2022-03")


@lru_cache(1024)
def is_range(period: str) -> bool:
    """True if a period is a range of years or of months."""
    return MONTHS_APART in period or len(period) == len("2021-2023")


def is_of_months(period: str) -> bool:
    """True if a period is a month or a range of months, and not of whole years."""
    return is_month(period) or MONTHS_APART in period


def ends(period: str) -> tuple[str, str]:
    """The first and the last year or month of a period: twice itself, where it is no range."""
    if not is_range(period):
        return period, period
    first, last = period.split(MONTHS_APART if MONTHS_APART in period else "-")
    return first, last


def range_of(first: str, last: str) -> str:
    """The range from one year or month to another; the one period where both are the same."""
    if first == last:
        return first
    return f"{first}{MONTHS_APART if is_month(first) else '-'}{last}"


def split(period: str) -> list[str]:
    """The years or months that a period holds, in order: itself alone, where it is no range."""
    first, last = ends(period)
    if first == last:
        return [period]
    return between(first, last) if is_month(first) else [str(year) for year in range(int(first), int(last) + 1)]


def years_of(period: str) -> list[str]:
    """The years that a period touches, in order."""
    return list(dict.fromkeys(part[:4] for part in split(period)))


def is_written_as_range(text: str) -> bool:
    """True if a text has the form of a range, whatever its ends."""
    return _RANGE.fullmatch(text) is not None


def shifted(period: str, year: str) -> str:
    """The same months in another year or, of a range, from that year on; of whole years, the other year."""
    if not is_of_months(period):
        return year
    first, last = ends(period)
    by = int(year) - int(first[:4])
    return range_of(*(f"{int(month[:4]) + by:04d}{month[4:]}" for month in (first, last)))


def compared(period: str, since: str) -> str:
    """The period that `since` compares one with: a year's same months, or what it names itself."""
    return since if is_of_months(since) or is_range(since) else shifted(period, since)


def before(period: str) -> str:
    """The period of the same length right before one."""
    held = split(period)
    if is_of_months(period):
        return range_of(months_later(held[0], -len(held)), months_later(held[0], -1))
    first = int(held[0])
    return range_of(f"{first - len(held):04d}", f"{first - 1:04d}")


def joined(parts: list[str]) -> str:
    """Years or months in their order as text, those that follow each other as a range: 2019, 2021-2023."""
    runs: list[list[str]] = []
    for part in parts:
        if runs and before(part) == runs[-1][-1]:
            runs[-1].append(part)
        else:
            runs.append([part])
    return ", ".join(range_of(run[0], run[-1]) for run in runs)


def months_later(month: str, by: int) -> str:
    """The month `by` months after one, or before it."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def undated(year: str) -> str:
    """The period of a year's events whose month is not known."""
    return f"{year}-00"


def months_of(year: str) -> list[str]:
    """The twelve months of a year."""
    return [f"{year}-{month}" for month in MONTHS]


def between(first: str, last: str) -> list[str]:
    """The months from the first to the last, both of them months."""
    years = range(int(first[:4]), int(last[:4]) + 1)
    return [period for year in years for period in months_of(str(year)) if first <= period <= last]


def clock(moment: datetime) -> str:
    """A moment in UTC as CLOCK writes it."""
    return moment.strftime(CLOCK)


def bounds(period: str) -> tuple[date, date]:
    """First and last day of a year, a known month, or a range of them."""
    if is_range(period):
        first, last = ends(period)
        return bounds(first)[0], bounds(last)[1]
    year = int(period[:4])
    if not is_month(period):
        return date(year, 1, 1), date(year, 12, 31)
    month = int(period[5:])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


MAIN_SHARE = 0.05
"""Least share of a provisional file's events that start in a month it is about: the others are late corrections."""


def covered(starts: pd.Series[pd.Timestamp], *, is_provisional: bool = False) -> list[str]:
    """The months that events starting on these days cover: from the first to the last one with an event.

    A provisional release is about a month or a few: only the months with at least MAIN_SHARE of its events, where
    there is any.
    """
    shares = starts.dt.strftime("%Y-%m").value_counts(normalize=True)
    if is_provisional and (shares >= MAIN_SHARE).any():
        return sorted(str(month) for month in shares.index[shares >= MAIN_SHARE])
    return between(str(shares.index.min()), str(shares.index.max())) if len(shares) else []


def months(events: pd.DataFrame) -> pd.Series[str]:
    """The month of each event of columns.EVENTS, in the year that the source gives it; else the unknown month."""
    start, end, year = events["date_start"], events["date_end"], events["year"]
    is_known = (
        (start.dt.year == end.dt.year)
        & (start.dt.month == end.dt.month)
        & (start.dt.year == year)
        & (events["date_precision"] <= WORST_DATE_PRECISION)
    )
    month = start.dt.month.where(is_known, 0).astype(int)
    found: pd.Series[str] = (year.astype(int).astype(str) + "-" + month.astype(str).str.zfill(2)).astype("string")
    return found
