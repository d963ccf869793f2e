"""Who was in Mali on a day: mandates and documented sites, from the rows of a build, where a vague date is a span."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from geodata.errors import DataError
from geodata.forces.dates import closing, interval, opening, status_on
from geodata.vocabulary import ALSO

Row = Mapping[str, Any]
Span = tuple[date, date]

PRESENCES = ("not_yet", "in_mali", "withdrawing", "uncertain", "closing", "ended")
"""withdrawing: in Mali, the mandate ended. closing: the force left, a documented site in Mali is still open."""
LISTED = ("open", "uncertain", "closed")
_ORDER = ("in_mali", "withdrawing", "uncertain", "ended", "not_yet")


def keys(force: str) -> tuple[str, ...]:
    """The keys of the tables whose rows stand on a force's page: its own, and vocabulary.ALSO."""
    return (force, *ALSO.get(force, ()))


def of_force(rows: Iterable[Row], force: str) -> list[Row]:
    """The rows of a force, and of those that stand on its page, in their order."""
    return [row for row in rows if row["force"] in keys(force)]


def first_day(mandates: Iterable[Row], force: str) -> date | None:
    """The first day that a force can have been in Mali; None where no mandate says."""
    spans = [interval(row["started"]) for row in of_force(mandates, force)]
    return min((span[0] for span in spans if span), default=None)


def site_spans(site: Row, earliest: date | None = None) -> tuple[Span | None, Span | None]:
    """The days that a site's opening and its closing can have been; None where a date is not known.

    A site first observed in a year may be older, but not older than `earliest`, its force's first day.
    """
    opened, closed = opening(site["from_date"], site["from_basis"]), closing(site["to_date"], site["to_basis"])
    if opened and earliest and opened[0] == date.min and earliest <= opened[1]:
        opened = earliest, opened[1]
    return opened, closed


def site_status(site: Row, day: date, earliest: date | None = None) -> str:
    """One of sitedates.STATUSES; see site_spans."""
    return status_on(day, *site_spans(site, earliest))


def counts(sites: Iterable[Row], day: date, earliest: date | None = None) -> dict[str, int] | None:
    """The number of sites open, uncertain and closed on a day; None if none is listed."""
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

    Where only the mandate's end is known, the presence may have lasted beyond it.
    """
    left = interval(mandate["left_mali"])
    ended = interval(mandate["ended"])
    return interval(mandate["started"]), left or ((ended[0], date.max) if ended else None)


def mandate_presence(mandate: Row, day: date) -> str:
    """One of PRESENCES on a day. A mandate whose end is not known goes on."""
    started, left = mandate_spans(mandate)
    status = status_on(day, started, left or (date.max, date.max))
    if status != "open":
        return {"closed": "ended"}.get(status, status)
    ended = interval(mandate["ended"])
    return "withdrawing" if ended and day > ended[1] else "in_mali"


def presence(mandates: Iterable[Row], day: date) -> str | None:
    """One of PRESENCES for a force with several mandates; None where it has none."""
    found = [mandate_presence(mandate, day) for mandate in mandates]
    return min(found, key=_ORDER.index) if found else None


def presence_with_sites(mandates: Sequence[Row], sites: Iterable[Row], day: date, earliest: date | None) -> str | None:
    """The presence of a force, which is closing where it has ended and a site of it in Mali is surely open."""
    found = presence(mandates, day)
    held = counts(in_mali(sites), day, earliest)
    return "closing" if found == "ended" and held and held["open"] else found


def stretches(opened: Span | None, closed: Span | None, window: Span) -> list[tuple[date, date, bool]]:
    """The days of a window on which something is there, as (first, day after the last, whether surely).

    On those that are sure sitedates.status_on says open, on the others uncertain.
    """
    start, end = window[0], window[1] + timedelta(days=1)
    sure = (_after(opened) if opened else None, closed[0] if closed else None)
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
