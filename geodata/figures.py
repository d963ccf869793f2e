"""The one place that answers "how many, where, when, of what": page, table, map values, files and API all ask here.

Plain Python over the build's sparse counts, so that a web worker needs no pandas. Zero means covered by the
source and no event there; None means not covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from geodata import measures
from geodata.columns import ADDITIVE_NAMES
from geodata.measures import Measure

Row = dict[str, float | None]
Counts = Mapping[tuple[str, str, str], Mapping[tuple[str | None, str], tuple[int, ...]]]
"""(level, violence type, actor family) -> (p-code or None, period) -> the additive counts in their order."""

COUNTRY = "country"


@dataclass(frozen=True)
class Unit:
    """A unit, zone or cell: its code, names, area in km², people (None where nobody counted), and own attributes."""

    pcode: str
    name: str
    area_km2: float
    population: int | None = None
    iso_3166_2: str | None = None
    label_point: tuple[float, float] | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """The counts of a build with the units they belong to."""

    counts: Counts
    units: Mapping[str, Sequence[Unit]]
    periods: Sequence[str]
    covered: frozenset[str]
    sites: Mapping[tuple[str, str], tuple[int, int, int]]
    sites_covered: frozenset[str]

    def row(self, level: str, unit: Unit, period: str, violence: str, family: str) -> Row:
        """The figures of a unit in a period: additive counts, denominators, documented sites.

        Counts are None in a period that the source does not cover. `documented_sites` is None where no site of
        the unit is in the list, and where the list does not cover the period.
        """
        row = self._additive(level, unit.pcode, period, violence, family)
        row["population"] = unit.population
        row["area_km2"] = unit.area_km2
        covered = level == "admin1" and period in self.sites_covered
        sites = self.sites.get((unit.pcode, period)) if covered else None
        row["is_sites_covered"] = covered
        row["documented_sites"], row["uncertain_sites"], row["closed_sites"] = sites or (None, None, None)
        return row

    def not_allocated(self, level: str, period: str, violence: str, family: str) -> Row:
        """The counts of the events that no unit of the level can be told of."""
        return self._additive(level, None, period, violence, family)

    def national(self, period: str, violence: str, family: str) -> Row:
        """The counts of the whole country."""
        return self._additive(COUNTRY, "MLI", period, violence, family)

    def outside(self, unit: Unit, period: str, violence: str, family: str) -> Row:
        """The counts outside a zone: the country less inside less not allocated. None where there is no data."""
        whole = self.national(period, violence, family)
        inside = self._additive("zones", unit.pcode, period, violence, family)
        unknown = self.not_allocated("zones", period, violence, family)
        if period not in self.covered:
            return whole
        return {name: (whole[name] or 0) - (inside[name] or 0) - (unknown[name] or 0) for name in ADDITIVE_NAMES}

    def _additive(self, level: str, pcode: str | None, period: str, violence: str, family: str) -> Row:
        if period not in self.covered:
            return dict.fromkeys(ADDITIVE_NAMES)
        found = self.counts.get((level, violence, family), {}).get((pcode, period), (0,) * len(ADDITIVE_NAMES))
        return dict(zip(ADDITIVE_NAMES, found, strict=True))

    def series(self, level: str, unit: Unit, violence: str, family: str) -> list[Row]:
        """The unit's figures for every period, in order."""
        return [self.row(level, unit, period, violence, family) for period in self.periods]

    def pooled(self, measure: Measure, level: str) -> list[float]:
        """Every value of a measure at a level, all periods and units, no filter."""
        found = (
            measures.value(measure, self.row(level, unit, period, "all", "any"))
            for unit in self.units[level]
            for period in self.periods
        )
        return [value for value in found if value is not None]

    def pooled_changes(self, measure: Measure, level: str) -> list[float]:
        """The size of every change of a measure between two periods of one unit, no filter."""
        sizes = []
        for unit in self.units[level]:
            values = [measures.value(measure, row) for row in self.series(level, unit, "all", "any")]
            known = [value for value in values if value is not None]
            sizes += [abs(b - a) for index, a in enumerate(known) for b in known[index + 1 :]]
        return sizes


def index_counts(rows: Iterable[Sequence[object]]) -> Counts:
    """Counts by key from rows of (level, pcode, period, violence_type, actor_family, additive counts...)."""
    index: dict[tuple[str, str, str], dict[tuple[str | None, str], tuple[int, ...]]] = {}
    for level, pcode, period, violence, family, *numbers in rows:
        key = (str(level), str(violence), str(family))
        unit = None if pcode is None else str(pcode)
        index.setdefault(key, {})[(unit, str(period))] = tuple(int(str(number)) for number in numbers)
    return index
