"""Ranges of years and months as addresses name them, and why a period cannot be shown or compared with another."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from app.request import options
from app.request.registry import Unfit
from app.web.languages import gettext
from geodata import periods
from geodata.builds.store import Edition

_MEANT = re.compile(r"\d{4}(?:-\d{2})?\.\.(?:\d{4}(?:-\d{2})?)?|\.\.\d{4}(?:-\d{2})?|\d{4}-(?:\d{4})?|-\d{4}", re.ASCII)
"""What somebody writes who means a range, open ends among it."""


def is_meant(text: str) -> bool:
    """True if a text means a range, well written or not."""
    return _MEANT.fullmatch(text) is not None


def read(text: str, years: Collection[str], *, of_months: bool = False) -> str:
    """The range that a text names, of years or of months; `years` are those known. Raises ValueError, or Unfit."""
    if not is_meant(text):
        raise ValueError(text)
    if not periods.is_written_as_range(text) or periods.is_of_months(text) != of_months:
        form = "2022-03..2022-08" if of_months else "2021-2023"
        raise Unfit(gettext("a range has a first and a last one, as in %(form)s", form=form))
    first, last = periods.ends(text)
    if first >= last:
        raise Unfit(
            gettext("a range ends after it begins, and %(last)s is not after %(first)s", first=first, last=last)
        )
    if not are_among(text, years):
        known = {"first": min(years), "last": max(years)}
        raise Unfit(gettext("both ends of a range are in the years from %(first)s to %(last)s", **known))
    if of_months and (found := len(periods.split(text))) > (most := periods.MOST_MONTHS):
        said = {"found": found, "most": most}
        raise Unfit(gettext("%(found)s months are too many: at most %(most)s, or a range of years", **said))
    return text


def are_among(period: str, years: Collection[str]) -> bool:
    """True if the years of a period's ends are among some."""
    return all(end[:4] in years for end in periods.ends(period))


def settle(chosen: dict[str, Any]) -> None:
    """Set the year of a range of months: the last one that it touches. Raises Unfit, of `year`, for another."""
    month, year = chosen.get("month"), chosen.get("year")
    if not month or not periods.is_range(month):
        return
    if year and year not in periods.years_of(month):
        said = gettext("a range of months, %(months)s, has its years in it; leave 'year' out", months=month)
        raise Unfit(said)
    chosen["year"] = periods.year_of(month)


def problem(year: str | None, month: str | None, since: str | None, edition: Edition) -> tuple[str, str] | None:
    """The parameter that does not fit the others of a period and of the one compared with, and why; None: all fit."""
    if month and not periods.is_range(month) and year and periods.is_range(year):
        return "month", gettext("a month is of one year; a range of months is written as in 2022-03..2022-08")
    if since is None:
        return None
    if periods.is_of_months(since) and not month:
        return "from", gettext("months are compared with months; give 'month' as well")
    if month and periods.is_range(since) and not periods.is_of_months(since):
        return "from", gettext("months are compared with the same months of one year, or with a range of months")
    if year is None:
        return None
    period = periods.period_of(year, month)
    then = periods.compared(period, since)
    if then == period:
        return "from", gettext("it is the same as the period shown, %(period)s; give another", period=period)
    if not are_among(then, options.years(edition)):
        return "from", gettext("the months compared with, %(months)s, are not all known", months=then)
    return None
