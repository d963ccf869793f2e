"""The neighbours' parts of border zones as the map colours them, where a view shows both sides of the border."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.presenters import legend
from app.presenters.legend import Entry
from app.presenters.map_view import MapView
from app.text import captions
from geodata import vocabulary
from geodata.exports import records
from geodata.exports.records import Cell
from geodata.figures import measures
from geodata.figures.figures import Unit
from geodata.figures.measures import Measure

_NESTED = ("both", "niger", "burkina", "either")
"""The kinds of zones, a smaller one before those that hold it."""


@dataclass(frozen=True)
class SidePart:
    """A zone on a neighbour's side: the value that colours it; None where its line alone is drawn."""

    side: str
    unit: Unit
    cell: Cell | None


def measure_of(shown: MapView) -> Measure:
    """The measure that colours the parts: the view's where that is by area, else one that is."""
    own = shown.measure
    return own if own.denominator == "area_km2" else measures.BY_KEY[captions.GRID_MEASURE]


def is_filled(zone: str, side: str) -> bool:
    """True if a part is coloured: one along the neighbour's own border or either, of which one lies on the other."""
    kind, _ = vocabulary.split_zone(zone)
    return kind in ("either", vocabulary.KINDS[vocabulary.ABROAD.index(side)])


def parts(shown: MapView, zones: Iterable[Unit]) -> Iterator[SidePart]:
    """The parts of these zones on the neighbours' sides that the view shows, the widest first: a narrower one lies on
    it."""
    if not shown.sides:
        return
    measure, limits = measure_of(shown), _limits(shown)
    for zone in sorted(zones, key=rank, reverse=True):
        for side, there in shown.sides.items():
            unit = there.edition.figures.unit("zones", zone.pcode) if there else None
            if there and unit:
                counts = there.counts("zones", unit)
                cell = records.cell_of(measure, counts.now, counts.then, limits, shown.view.estimate)
                yield SidePart(side, unit, cell if is_filled(zone.pcode, side) else None)


def zone_cells(shown: MapView, zones: Iterable[Unit]) -> dict[str, Cell]:
    """By zone, the value that colours it in Mali, where neither units nor cells of the grid lie on the map."""
    if {"units", "grid"} & {*shown.view.layers} or not _is_known(shown):
        return {}
    measure, limits, estimate = measure_of(shown), _limits(shown), shown.view.estimate
    counted = ((zone.pcode, shown.counts("zones", zone)) for zone in zones)
    return {pcode: records.cell_of(measure, one.now, one.then, limits, estimate) for pcode, one in counted}


def _is_known(shown: MapView) -> bool:
    """True if there are limits of classes for zones, which the sides of neighbours bring."""
    breaks = shown.edition.manifest["breaks"].get(captions.GRID_MEASURE, {})
    return bool(shown.edition.figures.abroad) and "zones" in breaks


def rank(zone: Unit) -> tuple[int, int]:
    """The order from the narrowest to the widest, as a narrower one lies on a wider."""
    kind, km = vocabulary.split_zone(zone.pcode)
    return km, _NESTED.index(kind)


def _limits(shown: MapView) -> Mapping[str, Sequence[float]]:
    """The limits of the classes: those of the map where its measure is shown, else those of zones."""
    measure = measure_of(shown)
    return shown.breaks if measure is shown.measure else _of_zones(shown, measure)


def _of_zones(shown: MapView, measure: Measure) -> Mapping[str, Sequence[float]]:
    return records.breaks_of(shown.edition, measure, "zones", shown.view.period)


def entries(shown: MapView) -> list[Entry]:
    """The classes of a legend of their own; none where the map's legend is theirs. What is no class is told there."""
    return [] if measure_of(shown) is shown.measure else classes(shown)


def classes(shown: MapView) -> list[Entry]:
    """The classes of zones, lowest first."""
    breaks = _limits(shown)["change" if shown.is_change else "value"]
    return legend.classes(measure_of(shown), breaks, is_change=shown.is_change)
