"""Periods as text: a year "2022", a month "2022-03", and "2022-00" for events of a year whose month is not known.

An event that spans months, or whose date is known no finer than that, has no month: it counts in its year only.
Light on purpose: a web worker imports this.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MONTHS = tuple(f"{number:02d}" for number in range(1, 13))
CLOCK = "%Y-%m-%dT%H:%M:%SZ"
"""A moment in UTC as RFC 3339 has it, in whole seconds."""
WORST_DATE_PRECISION = 4
"""UCDP GED codebook, date_prec: 4 is known to the month, 5 less well. ACLED's time_precision ends at 3, the month."""


def period_of(year: str, month: str | None) -> str:
    """The period of a year, or of one of its months ("01" to "12")."""
    return f"{year}-{month}" if month else year


def year_of(period: str) -> str:
    """The year that a period lies in."""
    return period[:4]


def is_month(period: str) -> bool:
    """True if a period is a month, the unknown one included."""
    return len(period) > 4


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
    """First and last day of a year or a known month."""
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
