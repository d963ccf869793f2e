"""A view as a sheet shows it: which units, cells, zones, sites and events are on it, for its map and its legend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from app.presenters.map_view import MapView
from app.request import options
from app.request.view import View
from app.text import captions
from geodata import periods, vocabulary
from geodata.builds.store import Edition
from geodata.exports import events
from geodata.figures.figures import Unit

CIRCLED = {"events": "events", "fatalities": "fatalities_best"}
"""The count that the circles show."""


@dataclass(frozen=True)
class SheetView:
    """The view of a map as a sheet draws it: the figures of its units and, over them, those of the grid's cells."""

    units: MapView

    @property
    def edition(self) -> Edition:
        """The edition that is drawn."""
        return self.units.edition

    @property
    def view(self) -> View:
        """The view as it was asked for."""
        return self.units.view

    @property
    def has_units(self) -> bool:
        """True if the units are drawn."""
        return "units" in self.view.layers

    @cached_property
    def cells(self) -> MapView | None:
        """The figures of the grid's cells; None where they are not shown."""
        if "grid" not in self.view.layers:
            return None
        return MapView(self.edition, replace(self.view, level="grid", measure=captions.GRID_MEASURE))

    @cached_property
    def cells_abroad(self) -> Mapping[str, MapView]:
        """By neighbour's side that the view shows, the figures of its cells."""
        if self.cells is None:
            return {}
        return {side: there for side, there in self.cells.sides.items() if there and there.units}

    @property
    def coloured(self) -> MapView:
        """The view that colours the map: the cells where they are shown, else the units."""
        return self.cells or self.units

    @cached_property
    def zones(self) -> tuple[Unit, ...]:
        """The zones that are shown, in the order of their kinds and distances."""
        found = [unit for unit in self.edition.figures.units["zones"] if unit.pcode in self.view.layers]
        return tuple(
            sorted(
                found,
                key=lambda unit: (vocabulary.KINDS.index(str(unit.extra["zone"])), int(str(unit.extra["distance_km"]))),
            )
        )

    @property
    def forces(self) -> list[vocabulary.Force]:
        """The forces whose sites are shown."""
        return [force for force in vocabulary.FORCES if f"sites-{force.key}" in self.view.layers]

    @cached_property
    def largest_count(self) -> float:
        """The count of the largest circle: the largest of any unit in any year, for months a quarter of it."""
        column, figures = CIRCLED[self.view.circles], self.edition.figures
        counts = (
            figures.row(self.view.level, unit, period, "all", "any")[column] or 0
            for unit in figures.units[self.view.level]
            for period in figures.periods
        )
        top = max(1.0, *counts)
        return max(1.0, top / 4) if self.view.month else top

    @property
    def event_years(self) -> list[str]:
        """The years of the view's period that the source covers."""
        return [year for year in periods.years_of(self.view.period) if year in self.edition.manifest["covered"]]

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        """The events of the view's period and filters, where the source's terms let them be shown."""
        view, months = self.view, periods.split(self.view.period)
        if "events" not in view.layers or not options.shows_events(self.edition):
            return []
        return [
            event
            for year in self.event_years
            for event in events.of_year(self.edition, year)["events"]
            if (not view.month or event["month"] in months)
            and view.violence in ("all", event["type"])
            and (view.family == "any" or view.family in event["families"])
        ]
