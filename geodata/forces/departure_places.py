"""Places (region, zone, site surroundings) for which departures can be analysed, over an edition's figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geodata.figures.figures import Figures, Row, Unit
from geodata.forces.departures import NOWHERE, RADII_KM, Counter, Departure, Place, pooled, tally
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, split_zone

_FILTER = (ALL_VIOLENCE, ANY_FAMILY)


@dataclass(frozen=True)
class Around:
    """Counts around closed sites by site, distance in km and period, from rows of columns.AROUND_SITES."""

    counts: Mapping[tuple[str, int | None, str], Row]

    def counter(self, figures: Figures, site_id: str, km: int | None) -> Counter:
        """The counts within a distance of a site: 0 in a month that the source covers, None in another; a year is
        the sum of its months and of the events whose month is not known."""

        def count(period: str) -> Row:
            if not figures.is_covered(period):
                return dict.fromkeys(ADDITIVE_NAMES)
            months = [f"{period}-{number:02d}" for number in range(13)] if len(period) == 4 else [period]
            rows = [row for month in months if (row := self.counts.get((site_id, km, month)))]
            return {
                name: None if name in figures.absent else sum(row[name] or 0 for row in rows) for name in ADDITIVE_NAMES
            }

        return count


def read_around(rows: Iterable[Mapping[str, Any]]) -> Around:
    """The lookup of a build's rows of columns.AROUND_SITES."""
    return Around(
        {(row["site_id"], row["km"], row["period"]): {name: row[name] for name in ADDITIVE_NAMES} for row in rows}
    )


@dataclass(frozen=True)
class DeparturePlaces:
    """Places (region, zone, site surroundings) for which an edition's departures can be analysed.

    `km_between`: distance in km of a closed site to a border ("niger", "burkina") and to another closed site.
    `around` is None where the build does not hold the events, and a site stands for its region.
    """

    figures: Figures
    departures: tuple[Departure, ...]
    km_between: Mapping[tuple[str, str], float]
    around: Around | None = None

    def region(self, unit: Unit) -> Place:
        """A region with its departures."""
        return Place(
            unit.pcode,
            unit.name,
            _of(self.figures, "admin1", unit),
            _unplaced(self.figures, "admin1"),
            tuple(one for one in self.departures if one.pcode == unit.pcode),
        )

    def zone(self, unit: Unit) -> Place:
        """A border zone with the departures from sites in it."""
        kind, km = split_zone(unit.pcode)
        return Place(
            unit.pcode,
            unit.name,
            _of(self.figures, "zones", unit),
            _unplaced(self.figures, "zones"),
            tuple(one for one in self.departures if one.pcode and self._is_inside(one, kind, km)),
        )

    def _is_inside(self, departure: Departure, kind: str, km: int) -> bool:
        near = {border: self.km_between[departure.site_id, border] <= km for border in ("niger", "burkina")}
        return {**near, "either": any(near.values()), "both": all(near.values())}[kind]

    def site(self, departure: Departure, km: int = RADII_KM[0]) -> Place | None:
        """The surroundings of a closed site, as a Place; its region if the build has no events; None abroad."""
        unit = self.figures.unit("admin1", departure.pcode) if departure.pcode else None
        if unit is None:
            return None
        if self.around is None:
            found = self.region(unit)
            return Place(departure.site_id, unit.name, found.count, found.unplaced, found.departures)
        return Place(
            departure.site_id,
            departure.site,
            self.around.counter(self.figures, departure.site_id, km),
            self.around.counter(self.figures, NOWHERE, None),
            tuple(
                one
                for one in self.departures
                if one == departure or self.km_between[departure.site_id, one.site_id] <= km
            ),
            km,
        )

    def without(self) -> list[Unit]:
        """The regions without a listed departure."""
        left = {one.pcode for one in self.departures}
        return [unit for unit in self.figures.units["admin1"] if unit.pcode not in left]

    def vaguely_left(self) -> list[tuple[Unit, tuple[Departure, ...]]]:
        """The regions that only departures without a closing date set apart from those of `without`, with these."""
        found = []
        for unit in self.figures.units["admin1"]:
            own = tuple(one for one in self.departures if one.pcode == unit.pcode)
            if own and not any(one.is_dated for one in own):
                found.append((unit, own))
        return found

    def share_without(self) -> float | None:
        """The share of the country's deaths in the regions without a departure, all years together; None: unknown."""
        elsewhere, covered = self.elsewhere(), sorted(self.figures.covered)
        parts = tally(elsewhere, covered).counts["fatalities_best"] if elsewhere else None
        whole = tally(lambda period: _additive(self.figures.national(period, *_FILTER)), covered)
        deaths = whole.counts["fatalities_best"]
        return parts / deaths if parts is not None and deaths else None

    def elsewhere(self) -> Counter | None:
        """The counts of all regions without a listed departure, together; None if every region has one."""
        counters = [_of(self.figures, "admin1", unit) for unit in self.without()]
        return pooled(counters) if counters else None


def places_of(
    figures: Figures,
    sites: Iterable[Departure],
    distances: Iterable[Mapping[str, Any]],
    around: Iterable[Mapping[str, Any]] | None,
) -> DeparturePlaces:
    """The places of an edition, from rows of columns.SITE_DISTANCES and, where it has events, AROUND_SITES."""
    km = {(row["site_id"], row["to"]): row["away_km"] for row in distances}
    return DeparturePlaces(figures, tuple(sites), km, None if around is None else read_around(around))


def _of(figures: Figures, level: str, unit: Unit) -> Counter:
    return lambda period: _additive(figures.row(level, unit, period, *_FILTER))


def _unplaced(figures: Figures, level: str) -> Counter:
    return lambda period: _additive(figures.not_allocated(level, period, *_FILTER))


def _additive(row: Row) -> Row:
    return {name: row[name] for name in ADDITIVE_NAMES}
