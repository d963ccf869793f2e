"""Who was in Mali on a day: mandates and documented sites, from the rows of a build, where a vague date is a span."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from geodata.errors import DataError
from geodata.forces.dates import LISTED, Dates, interval, site_dates, status_on

Row = Mapping[str, Any]
Span = tuple[date, date]

PRESENCES = ("not_yet", "in_mali", "withdrawing", "uncertain", "closing", "ended", "succeeded", "not_known")
"""withdrawing: in Mali, its end decided on. closing: the force left, a documented site in Mali is still open.
succeeded: it ended as another operation, which stayed. not_known: the day is past what the tables know."""
_DAY = timedelta(days=1)
_ORDER = ("in_mali", "withdrawing", "uncertain", "not_known", "ended", "succeeded", "not_yet")
_LASTING = ("in_mali", "withdrawing", "uncertain", "closing")
"""What is not known of a day that is past what the tables know."""


def of_force(rows: Iterable[Row], force: str) -> list[Row]:
    """The rows of a force in their order."""
    return [row for row in rows if row["force"] == force]


def first_day(mandates: Iterable[Row], force: str) -> date | None:
    """The first day that a force can have been in Mali; None where no mandate says."""
    spans = [mandate_spans(row)[0] for row in of_force(mandates, force)]
    return min((span[0] for span in spans if span), default=None)


def dates_of(site: Row, earliest: date | None = None) -> Dates:
    """What is known of a site's dates; one that may be older than its date is not older than its force's first day."""
    return site_dates(site).since(earliest)


def site_status(site: Row, day: date, earliest: date | None = None) -> str:
    """One of dates.STATUSES; see dates_of."""
    return dates_of(site, earliest).status(day)


def counts(sites: Iterable[Row], day: date, earliest: date | None = None) -> dict[str, int] | None:
    """The number of sites open, last reported, uncertain and closed on a day; None if none is listed."""
    found = [site_status(site, day, earliest) for site in sites]
    return {status: found.count(status) for status in LISTED} if found else None


def in_mali(sites: Iterable[Row]) -> list[Row]:
    """The sites that lie in a region of Mali."""
    return [site for site in sites if site["pcode"]]


def abroad(sites: Iterable[Row]) -> list[Row]:
    """The sites that lie in another country."""
    return [site for site in sites if not site["pcode"]]


def days(event: Row) -> Span:
    """The first and the last day that a dated event can have been on."""
    first = interval(event["date"])
    if first is None:
        raise DataError(f"the event {event['event_id']!r} has no date", where="timeline")
    last = interval(event["end_date"])
    return first[0], (last or first)[1]


def mandate_spans(mandate: Row) -> tuple[Span | None, Span | None]:
    """The days that a presence under a mandate can have begun, and ended; None where a date is not known.

    Where only a day is known by which the force was there, it may have come on any day between the last on which it was
    not and that one. Where only the mandate's end is known, the presence may have lasted beyond it; an operation that
    became another one was over on the next day.
    """
    here, absent, left, ended = (interval(mandate[name]) for name in ("here_by", "not_before", "left_mali", "ended"))
    started = interval(mandate["started"])
    if started is None and here:
        started = absent[0] + _DAY if absent else date.min, here[0] - _DAY
    if left is None and ended:
        left = (ended[1] + _DAY, ended[1] + _DAY) if mandate["succeeded_by"] else (ended[0], date.max)
    return started, left


def mandate_presence(mandate: Row, day: date, known_to: date | None = None) -> str:
    """One of PRESENCES on a day. A mandate whose end is not known goes on, up to the day that the tables know."""
    found = _mandate_presence(mandate, day)
    return "not_known" if known_to and day > known_to and found in _LASTING else found


def _mandate_presence(mandate: Row, day: date) -> str:
    started, left = mandate_spans(mandate)
    status = status_on(day, started, left or (date.max, date.max))
    if status == "closed":
        return "succeeded" if mandate["succeeded_by"] else "ended"
    if status != "open":
        return status
    decided, ended = interval(mandate["end_decided"]), interval(mandate["ended"])
    return "withdrawing" if (decided and day >= decided[1]) or (ended and day > ended[1]) else "in_mali"


def presence(mandates: Iterable[Row], day: date, known_to: date | None = None) -> str | None:
    """One of PRESENCES for a force with several mandates; None where it has none."""
    found = [mandate_presence(mandate, day, known_to) for mandate in mandates]
    return min(found, key=_ORDER.index) if found else None


def presence_with_sites(
    mandates: Sequence[Row], sites: Iterable[Row], day: date, earliest: date | None, known_to: date | None = None
) -> str | None:
    """The presence of a force, which is closing where it has ended and a site of it in Mali is surely open."""
    found = presence(mandates, day, known_to)
    held = counts(in_mali(sites), day, earliest)
    return "closing" if found == "ended" and held and held["open"] else found


def stretches(
    opened: Span | None, closed: Span | None, window: Span, reported: date | None = None
) -> list[tuple[date, date, bool]]:
    """The days of a window on which something is there, as (first, day after the last, whether surely).

    On those that are sure dates.status_on says open, on the others uncertain, or last reported.
    """
    start, end = window[0], window[1] + timedelta(days=1)
    surely_to = reported + timedelta(days=1) if reported else closed[0] if closed else None
    sure = (_after(opened) if opened else None, surely_to)
    possible = (max(opened[0], start) if opened else start, min(_after(closed), end) if closed else end)
    if sure[0] is None or sure[1] is None or sure[0] >= sure[1]:
        return _within([(*possible, False)], start, end)
    parts = [(possible[0], sure[0], False), (sure[0], sure[1], True), (sure[1], possible[1], False)]
    return _within(parts, start, end)


def _after(when: Span) -> date:
    """The first day on which a date is surely reached: the day itself, or the day after a span."""
    first, last = when
    return last if first == last or last == date.max else last + timedelta(days=1)


def _within(parts: Sequence[tuple[date, date, bool]], start: date, end: date) -> list[tuple[date, date, bool]]:
    cut = [(max(first, start), min(last, end), is_sure) for first, last, is_sure in parts]
    return [part for part in cut if part[0] < part[1]]
