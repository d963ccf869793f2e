"""Departures of international forces from documented sites, and what a source counts before and after them.

A sequence in time and nothing more. Plain Python over a build's rows: a web worker imports this, and no table library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata.figures.figures import Row
from geodata.forces.dates import interval, site_dates
from geodata.periods import between, bounds, months_later, undated, year_of
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import INTERNATIONAL

RADII_KM = (50, 100)
"""Distances from a site within which events are counted, where a build has the events."""
NOWHERE = ""
"""The site_id of events whose place is too vague for any distance."""
WINDOW = 12
"""The number of months before and after a departure; its own month is in neither."""
LEAD = 24
"""Months that a series shows before the first departure."""

Counter = Callable[[str], Row]
"""The additive counts of a place in a period, None where there is no data."""


@dataclass(frozen=True)
class Departure:
    """A closed site of an international force. `pcode` is its region in the frame, None abroad.

    `days` are the first and the last day that the closing can have been. Without a closing date (`closed_on`) these are
    the day of the last report (`reported`) and the one before the site had closed at the latest (`latest`).
    """

    site_id: str
    force: str
    site: str
    pcode: str | None
    closed_on: str | None
    basis: str
    days: tuple[date, date]
    reported: str | None = None
    latest: str | None = None
    taken_over_by: str | None = None
    source_id: str | None = None

    @property
    def is_dated(self) -> bool:
        """True if a closing date is known, be it to the month or year."""
        return self.closed_on is not None

    @property
    def month(self) -> str | None:
        """The month in which it surely fell; None if only the year is known."""
        return _common(self.days, "%Y-%m")

    @property
    def year(self) -> str | None:
        """The year in which it surely fell; None if that is not known."""
        return _common(self.days, "%Y")

    @property
    def shown(self) -> tuple[date, date]:
        """First and last day of its date as written; without one, those that it can have been."""
        return interval(self.closed_on) or self.days


def _common(days: tuple[date, date], form: str) -> str | None:
    first, last = (day.strftime(form) for day in days)
    return first if first == last else None


def read(sites: Iterable[Mapping[str, Any]]) -> list[Departure]:
    """The departures among the rows of a build's sites (columns.SITES and pcode), the earliest first."""
    found = [
        Departure(
            site_id=row["site_id"],
            force=row["force"],
            site=row["site"],
            pcode=row["pcode"],
            closed_on=row["to_date"],
            basis=row["to_basis"],
            days=days,
            reported=row["reported"],
            latest=row["to_latest"],
            taken_over_by=row["taken_over_by"],
            source_id=row["source_id"],
        )
        for row in sites
        if row["force"] in INTERNATIONAL and (days := site_dates(row).closed)
    ]
    return sorted(found, key=lambda one: (one.shown, INTERNATIONAL.index(one.force), one.site))


@dataclass(frozen=True)
class Tally:
    """Counts summed over the requested periods that the source covers; None: none is covered, or not counted."""

    asked: tuple[str, ...]
    covered: tuple[str, ...]
    counts: Row

    @property
    def is_cut(self) -> bool:
        """True if the source covers fewer periods than requested."""
        return len(self.covered) < len(self.asked)


def tally(counter: Counter, asked: Sequence[str]) -> Tally:
    """The sums of a place over periods."""
    rows = {period: counter(period) for period in asked}
    covered = tuple(period for period in asked if rows[period]["events"] is not None)
    sums: Row = {}
    for name in ADDITIVE_NAMES:
        numbers = [rows[period][name] for period in covered]
        known = [number for number in numbers if number is not None]
        sums[name] = sum(known) if covered and len(known) == len(numbers) else None
    return Tally(tuple(asked), covered, sums)


@dataclass(frozen=True)
class Span:
    """A window beside a departure: the place, the regions without a departure, what could not be placed.

    `others` are the place's other departures whose date, as written, lies at least in part in the window.
    """

    here: Tally
    elsewhere: Tally | None
    unplaced: Tally
    others: tuple[Departure, ...]


@dataclass(frozen=True)
class Windows:
    """Before, at and after a departure, in months or in years; None where its date is too vague for them.

    `undated` counts the place's events of the years that the months lie in whose month is not known.
    """

    departure: Departure
    before: Span | None = None
    at: Span | None = None
    after: Span | None = None
    undated: Tally | None = None


@dataclass(frozen=True)
class Place:
    """A place in which events are counted: a region, a border zone, or the surroundings of a site within `km`.

    `unplaced` counts what no place of its kind can be told of. `departures` are those of the place itself.
    """

    key: str
    name: str
    count: Counter
    unplaced: Counter
    departures: tuple[Departure, ...]
    km: int | None = None


def by_month(place: Place, departure: Departure, elsewhere: Counter | None) -> Windows:
    """The 12 months before the month of a departure, that month, and the 12 after it."""
    month = departure.month
    if month is None:
        return Windows(departure)
    asked = [months_later(month, by) for by in range(-WINDOW, WINDOW + 1)]
    parts = asked[:WINDOW], asked[WINDOW : WINDOW + 1], asked[WINDOW + 1 :]
    years = sorted({undated(year_of(period)) for period in asked})
    before, at, after = (_span(place, departure, part, elsewhere) for part in parts)
    return Windows(departure, before, at, after, tally(place.count, years))


def by_year(place: Place, departure: Departure, elsewhere: Counter | None) -> Windows:
    """The calendar year before the year of a departure, that year, and the one after it."""
    if departure.year is None:
        return Windows(departure)
    before, at, after = (_span(place, departure, [str(int(departure.year) + by)], elsewhere) for by in (-1, 0, 1))
    return Windows(departure, before, at, after)


def _span(place: Place, departure: Departure, asked: Sequence[str], elsewhere: Counter | None) -> Span:
    first, last = bounds(asked[0])[0], bounds(asked[-1])[1]
    return Span(
        here=tally(place.count, asked),
        elsewhere=tally(elsewhere, asked) if elsewhere else None,
        unplaced=tally(place.unplaced, asked),
        others=tuple(
            other
            for other in place.departures
            if other.site_id != departure.site_id and other.shown[0] <= last and first <= other.shown[1]
        ),
    )


def months_shown(departures: Sequence[Departure], covered: Iterable[str]) -> list[str]:
    """The months of a series: from 24 before the first departure to the end of the data, or 12 after the last one.

    Without a departure, the months that are covered.
    """
    known = sorted(covered)
    if not departures:
        return between(known[0], known[-1]) if known else []
    first = min(one.shown[0] for one in departures).strftime("%Y-%m")
    last = max(one.shown[1] for one in departures).strftime("%Y-%m")
    return between(months_later(first, -LEAD), max([months_later(last, WINDOW), *known[-1:]]))


def years_shown(departures: Sequence[Departure], covered: Iterable[str]) -> list[str]:
    """The years of a series: all that are covered, and those up to the last departure."""
    known = sorted(covered)
    last = max([*known, *(str(one.shown[1].year) for one in departures)])
    return [str(year) for year in range(int(known[0]), int(last) + 1)]


def pooled(counters: Sequence[Counter]) -> Counter:
    """The sum of several places in each period; None if one of them has no data."""

    def count(period: str) -> Row:
        rows = [counter(period) for counter in counters]
        sums: Row = {}
        for name in ADDITIVE_NAMES:
            known = [number for row in rows if (number := row[name]) is not None]
            sums[name] = sum(known) if len(known) == len(rows) else None
        return sums

    return count
