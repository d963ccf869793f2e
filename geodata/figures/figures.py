"""The one answer to "how many, where, when, of what", for page, table, map values, files and API.

Plain Python over the build's sparse counts, so that a web worker needs no pandas. Zero means covered by the
source and no event there; None means not covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from geodata.figures.any_distance import ZoneCounter, less, plus
from geodata.figures.listings import LISTINGS, Listing
from geodata.periods import is_month, is_range, months_of, split, undated, year_of
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import CENSUS, CENSUS_BEFORE, COUNTRY, COUNTRY_PCODE, DISTANCES_KM, PEOPLE, split_zone

Row = dict[str, float | None]
Counts = Mapping[tuple[str, str, str], Mapping[tuple[str | None, str], tuple[int | None, ...]]]
"""(level, violence type, actor family) -> (p-code or None, period) -> the additive counts in their order."""


@dataclass(frozen=True)
class Unit:
    """A unit, zone or cell: code, names, area in km², population (None if not counted), and further attributes."""

    pcode: str
    name: str
    area_km2: float
    population: int | None = None
    iso_3166_2: str | None = None
    label_point: tuple[float, float] | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    admin1: str | None = None
    """P-code of the region that a cercle or commune lies in."""
    population_before: int | None = None
    """People at the census before, that of 2009."""


def people_of(unit: Unit, year: str, people: str) -> int | None:
    """The people of a unit that rates of a year divide by: of the census, or of the year.

    Between the censuses a number grows by the same factor each year; from the later one on it stays what that counted.
    None where a census that is needed has no number for the unit.
    """
    now, before = unit.population, unit.population_before
    if people == PEOPLE[0] or int(year) >= CENSUS or not now:
        return now
    if not before:
        return None
    share = (int(year) - CENSUS_BEFORE) / (CENSUS - CENSUS_BEFORE)
    return round(float(before ** (1 - share) * now**share))


PERIODS = "periods"
"""The key, in a row of figures, of how many years or months its counts are the sum of."""


def add_up(rows: Sequence[Row]) -> Row:
    """The sums of the counts of several years or months, and how many these are; None where one has no data."""
    return {**{name: _total([row[name] for row in rows]) for name in ADDITIVE_NAMES}, PERIODS: len(rows)}


def _total(numbers: Sequence[float | None]) -> float | None:
    """The sum; None of nothing, and where one is not known."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _mean(numbers: Sequence[int | None]) -> int | None:
    """The mean in whole numbers, a half upwards; None where one is not known."""
    known = [number for number in numbers if number is not None]
    return (2 * sum(known) + len(known)) // (2 * len(known)) if len(known) == len(numbers) else None


NAMED, EXACT = BESIDE = ("named", "exact")
"""Counts that stand beside those of a unit: events that name it and are placed in none; of a zone's, the exact."""


@dataclass(frozen=True, repr=False)  # written out, it is gigabytes
class Figures:
    """The counts of one source in one frame, with the units they belong to.

    `periods` are the years shown; `covered` and `covered_months` are what the source covers. `absent` names the
    additive counts that the source does not give at all. `zone_counter`: of any distance, where there are events.
    `listed`: by key of a listing, p-code and year -> the values of its columns; no entry: nothing is listed there.
    `people`: of vocabulary.PEOPLE, whose number rates divide by.
    `is_explicit`: the source has a row where it counted nothing, so that no row of a unit means no data, not zero.
    `beside`: by kind (BESIDE), the counts that stand beside those of units. `has_named`: units count those as well that
    name them and are placed in none; see `with_named`. `country`: whose events they are, ISO 3166-1 alpha-3.
    """

    counts: Counts
    units: Mapping[str, Sequence[Unit]]
    periods: Sequence[str]
    covered: frozenset[str]
    listed: Mapping[str, Mapping[tuple[str, str], tuple[int, ...]]] = field(default_factory=dict)
    covered_months: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    zone_counter: ZoneCounter | None = None
    is_explicit: bool = False
    beside: Mapping[str, Counts] = field(default_factory=dict)
    has_named: bool = False
    people: str = PEOPLE[0]
    country: str = COUNTRY_PCODE
    abroad: Mapping[str, Figures] = field(default_factory=dict)
    """The other sides of the border zones: figures of the neighbours' events by side, "NER" and "BFA"; empty where the
    source has none.

    Each is Figures of its own, and answers as Mali's do, for its zones and its country alone:

        there = edition.figures.abroad["BFA"]
        for zone in there.units["zones"]:  # codes as Mali's, such as either-50; area and label on that side
            there.row("zones", zone, "2022", "all", "any")["fatalities_best"]
            there.exact(zone, "2022", "all", "any")  # of these, the events of exact place
        there.not_allocated("zones", ...)  # too vague for any zone
        there.national(...)  # the neighbour's whole country

    An event is on the side of the country that the source gives it. Zones of imported files go to any distance where
    the file has the neighbour's events, else to 25, 50 and 100 km: what is not among `units` is not known. Nothing of
    Mali's own counts is in them, and sides are never added up but where a sum says that it is one.
    """

    def is_covered(self, period: str) -> bool:
        """True if the source covers a year, a month or any of a range; the unknown month is covered with its year."""
        if period in self.covered:
            return True
        if is_range(period):
            return any(map(self.is_covered, split(period)))
        if is_month(period) and period != undated(year_of(period)):
            return period in self.covered_months
        return year_of(period) in self.covered

    def covers_whole(self, year: str, quarter: int | None = None) -> bool:
        """True if the source covers the whole of a year, or of one of its quarters."""
        months = months_of(year)[3 * quarter - 3 : 3 * quarter] if quarter else months_of(year)
        return self.covered_months.issuperset(months) if self.covered_months else year in self.covered

    def summed(self, period: str) -> list[str]:
        """The years or months of a period that are in its counts: those of it that the source covers."""
        return [part for part in split(period) if self.is_covered(part)]

    def unit(self, level: str, pcode: str) -> Unit | None:
        """The unit with that code at a level, or None."""
        return next((unit for unit in self.units[level] if unit.pcode == pcode), None)

    def row(self, level: str, unit: Unit, period: str, violence: str, family: str) -> Row:
        """The figures of a unit in a period: additive counts, denominators, and listed values of a region in the year.

        Counts are None in a period that the source does not cover. What is listed (listings.LISTINGS) is None where
        the list has nothing of the unit, and where it does not cover the year. Of a range, counts are the sums over
        the `periods` years or months of it that are covered, the people their mean, and what is listed the last year's.
        """
        row = self._additive(level, unit.pcode, period, violence, family)
        held = self.summed(period) or split(period)
        row["population"] = _mean([people_of(unit, year_of(part), self.people) for part in held])
        row["area_km2"] = unit.area_km2
        for listing in LISTINGS.values():
            row |= self._listed(listing, level, unit.pcode, year_of(period))
        return row

    def counted(self, level: str, unit: Unit, period: str, violence: str, family: str) -> Row:
        """The additive counts of a unit in a period alone: see `row`."""
        return self._additive(level, unit.pcode, period, violence, family)

    def _listed(self, listing: Listing, level: str, pcode: str, year: str) -> Row:
        is_covered = level == "admin1" and listing.covers(year)
        found = self.listed.get(listing.key, {}).get((pcode, year)) if is_covered else None
        values = found or (None,) * len(listing.columns)
        return {listing.flag: is_covered, **dict(zip(listing.columns, values, strict=True))}

    def listed_total(self, listing: Listing, year: str) -> Row:
        """What is listed in all regions in a year that the list covers."""
        rows = [values for (_, period), values in self.listed.get(listing.key, {}).items() if period == year]
        return {name: sum(values[index] for values in rows) for index, name in enumerate(listing.columns)}

    def not_allocated(self, level: str, period: str, violence: str, family: str) -> Row:
        """Counts of events that could not be allocated to any unit at this level."""
        return self._additive(level, None, period, violence, family)

    def named(self, level: str, unit: Unit, period: str, violence: str, family: str) -> Row:
        """The counts of the events that name a unit and are placed in no unit of the level: no part of `row`, but
        after `with_named`. None in a period that the source does not cover."""
        return self._beside(NAMED, level, unit.pcode, period, violence, family)

    def named_in_all(self, level: str, period: str, violence: str, family: str) -> Row:
        """The sum of `named` over the units of a level."""
        if is_range(period):
            return self._sum(lambda part: self.named_in_all(level, part, violence, family), period)
        found: tuple[int | None, ...] | None = None
        for (_, when), numbers in self.beside.get(NAMED, {}).get((level, violence, family), {}).items():
            found = plus(found, numbers) if when == period else found
        is_known = self.is_covered(period) and not self.is_explicit
        return self._none_or(found) if is_known else dict.fromkeys(ADDITIVE_NAMES)

    def has_any_named(self, level: str) -> bool:
        """True if in any period an event names a unit of a level and is placed in none."""
        return any(key[0] == level for key in self.beside.get(NAMED, {}))

    def exact(self, zone: Unit, period: str, violence: str, family: str) -> Row:
        """The counts of those of a zone's events whose place is known exactly: a part of its `row`."""
        if is_range(period):
            return self._sum(lambda part: self.exact(zone, part, violence, family), period)
        kind, km = split_zone(zone.pcode)
        if self.zone_counter is None or km in DISTANCES_KM:
            return self._beside(EXACT, "zones", zone.pcode, period, violence, family)
        if not self.is_covered(period):
            return dict.fromkeys(ADDITIVE_NAMES)
        found = self.zone_counter.exact(kind, km).get((violence, family, period))
        return self._none_or(found)

    def _beside(self, kind: str, level: str, pcode: str, period: str, violence: str, family: str) -> Row:
        if is_range(period):
            return self._sum(lambda part: self._beside(kind, level, pcode, part, violence, family), period)
        if not self.is_covered(period) or self.is_explicit:
            return dict.fromkeys(ADDITIVE_NAMES)
        return self._none_or(self.beside.get(kind, {}).get((level, violence, family), {}).get((pcode, period)))

    def _none_or(self, found: tuple[int | None, ...] | None) -> Row:
        """The counts found or, where no event is, 0 in every count that the source gives."""
        if found is None:
            return {name: None if name in self.absent else 0 for name in ADDITIVE_NAMES}
        return dict(zip(ADDITIVE_NAMES, found, strict=True))

    def with_named(self) -> Figures:
        """The figures in which units count the events that name them as well; fewer are then not allocated."""
        named = self.beside.get(NAMED, {})
        if self.has_named or not named:
            return self
        counts = {**self.counts}
        for key, rows in named.items():
            own = dict(counts.get(key, {}))
            for (pcode, period), numbers in rows.items():
                own[pcode, period] = plus(own.get((pcode, period)), numbers)
                own[None, period] = less(own[None, period], numbers)
            counts[key] = own
        return replace(self, counts=counts, has_named=True)

    def national(self, period: str, violence: str, family: str) -> Row:
        """The counts of the whole country."""
        return self._additive(COUNTRY, self.country, period, violence, family)

    def outside(self, unit: Unit, period: str, violence: str, family: str) -> Row:
        """The counts outside a zone: the country less inside less not allocated. None if there is no data."""
        whole = self.national(period, violence, family)
        inside = self._additive("zones", unit.pcode, period, violence, family)
        unknown = self.not_allocated("zones", period, violence, family)
        return {
            name: None if (count := whole[name]) is None else count - (inside[name] or 0) - (unknown[name] or 0)
            for name in ADDITIVE_NAMES
        }

    def _sum(self, read: Callable[[str], Row], period: str) -> Row:
        """The sum of counts over what is covered of a range; None where one of its covered periods has no data."""
        return add_up([read(part) for part in self.summed(period)])

    def _additive(self, level: str, pcode: str | None, period: str, violence: str, family: str) -> Row:
        if is_range(period):
            return self._sum(lambda part: self._additive(level, pcode, part, violence, family), period)
        if not self.is_covered(period):
            return dict.fromkeys(ADDITIVE_NAMES)
        found = self._found(level, pcode, period, violence, family)
        if found is None and self._is_row_missing(pcode, period, violence, family):
            return dict.fromkeys(ADDITIVE_NAMES)
        return self._none_or(found)

    def _is_row_missing(self, pcode: str | None, period: str, violence: str, family: str) -> bool:
        """True if an explicit source lacks this row, so: no data, not zero. Not allocated follows the country's row."""
        if not self.is_explicit or period == undated(year_of(period)):
            return False
        return pcode is not None or self._found(COUNTRY, self.country, period, violence, family) is None

    def _found(
        self, level: str, pcode: str | None, period: str, violence: str, family: str
    ) -> tuple[int | None, ...] | None:
        if level == "zones" and pcode is not None and self.zone_counter is not None:
            kind, km = split_zone(pcode)
            if km not in DISTANCES_KM:
                return self.zone_counter.zone(kind, km).get((violence, family, period))
        return self.counts.get((level, violence, family), {}).get((pcode, period))

    def series(self, level: str, unit: Unit, violence: str, family: str) -> list[Row]:
        """The unit's figures for every year, in order."""
        return [self.row(level, unit, period, violence, family) for period in self.periods]


def index_counts(rows: Iterable[tuple[str, str | None, str, str, str, *tuple[int | None, ...]]]) -> Counts:
    """Counts by key from rows of (level, pcode, period, violence_type, actor_family, additive counts...).

    Equal keys and counts are one object: of tens of thousands of rows most repeat others'.
    """
    index: dict[tuple[str, str, str], dict[tuple[str | None, str], tuple[int | None, ...]]] = {}
    places: dict[tuple[str | None, str], tuple[str | None, str]] = {}
    numbers: dict[tuple[int | None, ...], tuple[int | None, ...]] = {}
    for level, pcode, period, violence, family, *counts in rows:
        place, found = (pcode, period), tuple(counts)
        of_kind = index.setdefault((level, violence, family), {})
        of_kind[places.setdefault(place, place)] = numbers.setdefault(found, found)
    return index
