"""A view of the map with its figures: each looked up once for an answer, and read by all that shows or tells them.

Table, legend, headline, map sheet and briefing take this value and ask no further: what one shows is what the others
show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.request import options
from app.request.view import View
from geodata import periods
from geodata.builds.store import Edition
from geodata.exports import records, sums
from geodata.exports.records import Cell
from geodata.figures import measures
from geodata.figures.figures import Row, Unit, add_up
from geodata.figures.measures import Measure
from geodata.sources import Provenance
from geodata.vocabulary import ABROAD


@dataclass(frozen=True)
class Counts:
    """The figures of a place in the view's period and, where it shows a change, in the period compared with."""

    now: Row
    then: Row | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The period's figures and, behind them, those of the period compared with."""
        return (self.now,) if self.then is None else (self.now, self.then)

    @property
    def has_events(self) -> bool:
        """True if there is an event in any of the periods."""
        return any(row["events"] for row in self.rows)


@dataclass(frozen=True)
class UnitFigures:
    """A unit of the view's level: its counts, and the value of the view's measure with its class."""

    unit: Unit
    counts: Counts
    cell: Cell


@dataclass(frozen=True)
class MapView:
    """The figures of one edition under one view; None in a row means no data, 0 no event in what is covered."""

    edition: Edition
    view: View

    def __post_init__(self) -> None:
        """Count what the view counts: see View.counted."""
        object.__setattr__(self, "edition", self.view.counted(self.edition))

    @cached_property
    def measure(self) -> Measure:
        """The measure that the units are coloured by."""
        return measures.BY_KEY[self.view.measure]

    @property
    def is_change(self) -> bool:
        """True if the colours show a change between two periods."""
        return self.view.since is not None

    @property
    def source(self) -> Provenance:
        """The record of the incident source."""
        return self.edition.manifest["sources"][self.edition.source]

    @cached_property
    def breaks(self) -> Mapping[str, Sequence[float]]:
        """The limits of the classes of the measure's values and of its changes (records.breaks_of)."""
        return records.breaks_of(self.edition, self.measure, self.view.level, self.view.period)

    @cached_property
    def units(self) -> tuple[UnitFigures, ...]:
        """Every unit of the level with its figures, in the edition's order."""
        return tuple(self._figures(unit) for unit in self.edition.figures.units[self.view.level])

    @cached_property
    def picked(self) -> tuple[UnitFigures, ...]:
        """The picked units with their figures, in the edition's order."""
        return tuple(one for one in self.units if one.unit.pcode in self.view.picked)

    def summed(self, period: str) -> Row:
        """The counts of the picked units together in a period."""
        units = [one.unit for one in self.picked]
        return sums.row(self.edition, self.view.level, units, period, *self._filters)

    @cached_property
    def summed_named(self) -> Row:
        """The period's counts of the events that name one of the picked units and are placed in none of the level."""
        units = [one.unit for one in self.picked]
        return sums.named(self.edition, self.view.level, units, self.view.period, *self._filters)

    @cached_property
    def national(self) -> Counts:
        """The country's counts; in a period that the source does not cover, those of another release."""
        then = self.national_in(self.view.then) if self.view.then else None
        return Counts(self._national[0], then)

    @property
    def national_release(self) -> str:
        """The release of the country's counts where it is another than the units'; "" else."""
        return self._national[1]

    @property
    def undated(self) -> Counts:
        """The country's counts of the view's years, and of those compared with, whose month is not known."""
        return Counts(*map(self._undated, self.periods))

    def _undated(self, period: str) -> Row:
        years = periods.years_of(period)
        known = [year for year in years if self.edition.figures.is_covered(year)]
        return add_up([self.national_in(periods.undated(year)) for year in known or years])

    @cached_property
    def missing(self) -> Counts:
        """The counts of the events that no unit of the level could be told."""
        return self.not_allocated(self.view.level)

    @cached_property
    def opened(self) -> tuple[str, Unit] | None:
        """The opened unit or zone, with its level; None if none or the whole country is opened."""
        found = (
            (level, unit)
            for level in ("admin1", "admin2", "admin3", "zones")
            for unit in self.edition.figures.units.get(level, ())
            if unit.pcode == self.view.unit
        )
        return next(found, None)

    def counts(self, level: str, unit: Unit) -> Counts:
        """The counts of a unit of any level, or of a zone."""
        return Counts(*(self.row(level, unit, period) for period in self.periods))

    def row(self, level: str, unit: Unit, period: str) -> Row:
        """The counts of a unit of any level, or of a zone, in another period."""
        return self.edition.figures.row(level, unit, period, *self._filters)

    def national_in(self, period: str) -> Row:
        """The country's counts in another period, of the source itself."""
        return self.edition.figures.national(period, *self._filters)

    def not_allocated(self, level: str) -> Counts:
        """The counts of the events that no unit of a level could be told."""
        return Counts(*(self.edition.figures.not_allocated(level, period, *self._filters) for period in self.periods))

    def named(self, level: str, unit: Unit) -> Row:
        """The period's counts of the events that name a unit and are placed in none of the level."""
        return self.edition.figures.named(level, unit, self.view.period, *self._filters)

    @cached_property
    def named_in_all(self) -> Row:
        """The sum of `named` over the units of the view's level."""
        return self.edition.figures.named_in_all(self.view.level, self.view.period, *self._filters)

    @property
    def has_named(self) -> bool:
        """True if at the view's level, in any period, an event names a unit and is placed in none."""
        return self.edition.figures.has_any_named(self.view.level)

    def exact(self, zone: Unit) -> Row:
        """The period's counts of those of a zone's events whose place is known exactly."""
        return self.edition.figures.exact(zone, self.view.period, *self._filters)

    @cached_property
    def sides(self) -> Mapping[str, MapView | None]:
        """The view of each neighbour's side that it shows; None where the source has no events of the neighbour."""
        if self.view.sides != options.BOTH:
            return {}
        known = self.edition.figures.abroad
        return {side: replace(self, edition=self.edition.of_side(side)) if side in known else None for side in ABROAD}

    @property
    def side_sources(self) -> list[str]:
        """The sources of the neighbours' events that it shows, but for the edition's own."""
        found = (there.edition.side_source for there in self.sides.values() if there)
        return [name for name in dict.fromkeys(found) if name != self.edition.source]

    def outside(self, zone: Unit) -> Row:
        """The period's counts outside a zone."""
        return self.edition.figures.outside(zone, self.view.period, *self._filters)

    @property
    def periods(self) -> tuple[str, ...]:
        """The period shown and, behind it, the one compared with."""
        return (self.view.period, self.view.then) if self.view.then else (self.view.period,)

    @property
    def _filters(self) -> tuple[str, str]:
        return self.view.violence, self.view.family

    @cached_property
    def _national(self) -> tuple[Row, str]:
        return records.national(self.edition, self.view.period, *self._filters)

    def _figures(self, unit: Unit) -> UnitFigures:
        counts = self.counts(self.view.level, unit)
        return UnitFigures(unit, counts, self.cell_of(counts))

    def cell_of(self, counts: Counts) -> Cell:
        """The value of the view's measure for counts, with its class."""
        return records.cell_of(self.measure, counts.now, counts.then, self.breaks, self.view.estimate)
