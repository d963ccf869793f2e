"""Dates of sites known to the year, month or day: what they can mean, and the status of a site on a day.

A date known only to the year or month is uncertain within it; a date that is not known is uncertain for good.
"""

from __future__ import annotations

import calendar
from datetime import date

from geodata.errors import DataError

STATUSES = ("not_yet", "open", "uncertain", "closed")


def interval(text: str | None) -> tuple[date, date] | None:
    """First and last day that a date of year, month or day precision can mean; None when it is not known.

    Raises DataError for anything else.
    """
    if not isinstance(text, str) or text == "":
        return None
    try:
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 1:
            return date(parts[0], 1, 1), date(parts[0], 12, 31)
        if len(parts) == 2:
            last = calendar.monthrange(parts[0], parts[1])[1]
            return date(parts[0], parts[1], 1), date(parts[0], parts[1], last)
        day = date(*parts)
    except (ValueError, TypeError):
        raise DataError(f"{text!r} is not a valid date", expected="2022, 2022-08 or 2022-08-15") from None
    return day, day


def opening(text: str | None, basis: str) -> tuple[date, date] | None:
    """First and last day that an opening can have been; a site first observed in a year may be older than it."""
    when = interval(text)
    return (date.min, when[1]) if when and basis == "first_year_observed" else when


def closing(text: str | None, basis: str) -> tuple[date, date] | None:
    """First and last day that a closing can have been; a site last observed in a year may have stayed after it, and
    so may one of which only the end of the last mandate known is known."""
    when = interval(text)
    return (when[0], date.max) if when and basis in ("last_year_observed", "mandate_end") else when


def status_on(day: date, opened: tuple[date, date] | None, closed: tuple[date, date] | None) -> str:
    """The documented status of a site on a day, from the days that its opening and closing can have been.

    Open only if it had surely opened by that day and had surely not closed; closed if it surely had; not yet open
    if it surely had not opened; uncertain in between, and wherever a date that would decide is not known.
    """
    if opened is not None and day < opened[0]:
        return "not_yet"
    if closed is not None and _is_past(day, closed):
        return "closed"
    has_opened = opened is not None and _is_past(day, opened)
    has_not_closed = closed is not None and day < closed[0]
    return "open" if has_opened and has_not_closed else "uncertain"


def _is_past(day: date, when: tuple[date, date]) -> bool:
    """True if a day is surely at or after a date; false within the span of an imprecise date."""
    first, last = when
    return day >= last if first == last else day > last


def year_end(period: str) -> date:
    """The last day of a year."""
    return date(int(period), 12, 31)
