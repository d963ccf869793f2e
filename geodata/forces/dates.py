"""Dates of sites known to the year, month or day: what they can mean, and the status of a site on a day.

A date known only to the year or month is uncertain within it. A site whose end is not known is open up to its last
report, last reported after it, and closed when its force had left.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from geodata.errors import DataError

STATUSES = ("not_yet", "open", "last_reported", "uncertain", "closed")
LISTED = STATUSES[1:]
"""The statuses of a site that is listed on a day: of all but one not yet open."""
_DAY = timedelta(days=1)


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


def first_day(text: str) -> date:
    """The first day that a date of year, month or day precision can mean. Raises DataError as interval does."""
    found = interval(text)
    if found is None:
        raise DataError("a date is missing", expected="2022, 2022-08 or 2022-08-15")
    return found[0]


@dataclass(frozen=True)
class Dates:
    """What is known of a site's opening and closing, each as the first and the last day that it can have been.

    None where nothing is known. `reported` is the last day on which a site without a known end surely was there; None
    where the end is known, or no report. Past the last day of a span, the date is surely reached; a span of one day is
    reached on it.
    """

    opened: tuple[date, date] | None
    closed: tuple[date, date] | None
    reported: date | None = None

    def status(self, day: date) -> str:
        """The documented status on a day, one of STATUSES.

        Open only if it had surely opened by that day and had surely not closed; closed if it surely had; not yet open
        if it surely had not opened; last reported if it had surely opened, its end is not known and its last report is
        past; uncertain in between.
        """
        return status_on(day, self.opened, self.closed, self.reported)

    def since(self, earliest: date | None) -> Dates:
        """The same, where a site that may be older than its date is not older than its force, there from `earliest`."""
        if self.opened is None or earliest is None or self.opened[0] != date.min or earliest > self.opened[1]:
            return self
        return replace(self, opened=(earliest, self.opened[1]))


def opening(text: str | None, basis: str) -> tuple[date, date] | None:
    """First and last day that an opening can have been; a site first observed in a year may be older.

    One that may be older than its first report is documented from that on, and stands as not yet open before it.
    """
    when = interval(text)
    return (date.min, when[1]) if when and basis == "first_year_observed" else when


def closing(text: str | None, latest: str | None = None) -> tuple[date, date] | None:
    """First and last day that a closing can have been; by the day `latest` the site had closed.

    That day ends the span of a vaguer date, and opens a span from a day, or from any day before where no date is known.
    None where neither is known.
    """
    when, limit = interval(text), interval(latest)
    if limit is None:
        return when
    first, last = when or (date.min, date.max)
    ends = limit[0] - _DAY
    return first, max(first, ends) if first == last else min(last, ends)


def site_dates(site: Mapping[Any, Any]) -> Dates:
    """What a site's row (columns.SITES) says of its opening, its closing and its last report."""
    opened = opening(site["from_date"], site["from_basis"])
    closed = closing(site["to_date"], site["to_latest"])
    if isinstance(site["to_date"], str):
        return Dates(opened, closed)
    told = interval(site["reported"])
    began = interval(site["from_date"])
    if opened is None and told:
        opened = date.min, told[1] - _DAY
    known = [day for day in (began[1] if began else None, told[0] if told else None) if day]
    reported = max(known, default=None)
    if closed and reported:
        closed = min(reported, closed[1] - _DAY), closed[1]
    return Dates(opened, closed, reported)


def status_on(
    day: date,
    opened: tuple[date, date] | None,
    closed: tuple[date, date] | None,
    reported: date | None = None,
) -> str:
    """The documented status of a site on a day; see Dates."""
    if opened is not None and day < opened[0]:
        return "not_yet"
    if closed is not None and _is_past(day, closed):
        return "closed"
    if opened is None or not _is_past(day, opened):
        return "uncertain"
    if reported is not None:
        return "open" if day <= reported else "last_reported"
    return "open" if closed is not None and day < closed[0] else "uncertain"


def _is_past(day: date, when: tuple[date, date]) -> bool:
    """True if a day is surely at or after a date; false within the span of an imprecise date."""
    first, last = when
    return day >= last if first == last else day > last


def year_end(period: str) -> date:
    """The last day of a year."""
    return date(int(period), 12, 31)
