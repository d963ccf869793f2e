"""The map of a sheet for a view: units in their classes, layers, extent."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from app.exports.mapsheet import events
from app.exports.mapsheet.view import CIRCLED, SheetView
from app.presenters import side_parts
from app.presenters.legend import class_key, fill_of
from app.presenters.map_view import MapView
from app.request.view import View
from app.text import captions
from app.web.languages import language
from geodata import periods, vocabulary
from geodata.builds.store import Edition
from geodata.exports import period_columns, sites
from geodata.figures import measures
from geodata.figures.listings import SITES
from geodata.forces.dates import site_dates
from geodata.mapsheet.sheet import Area, Circle, Drawn, Extent, Geometry, Lines, Mark, Name, Part, Symbol, Zone

_ZONE_OF = {"three-borders": "both-50", "niger": "niger-50", "burkina": "burkina-50"}
"""The zone that a focus shows."""


def drawn(shown: SheetView) -> Drawn:
    """Everything that the map of a view shows."""
    edition, view = shown.edition, shown.view
    base = edition.document("web_base")
    regions: dict[str, Geometry] = edition.document("geometry_admin1")
    zones = _zones(shown)
    is_fine = view.level != "admin1"
    return Drawn(
        extent=_extent(edition, view, regions),
        level=view.level,
        regions=regions,
        units=tuple(areas(shown.units)) if shown.has_units else (),
        cells=tuple(areas(shown.cells)) if shown.cells else (),
        outlines=_lines(edition.document(f"outlines_{view.level}")) if shown.has_units and is_fine else (),
        borders=_lines(base["borders"]),
        rivers=_lines(line for river in base["rivers"] for line in river["rings"]) if "rivers" in view.layers else (),
        zones=zones,
        parts=(*_cells_abroad(shown), *_parts(shown)),
        highlights=tuple(edition.manifest["highlights"]) if shown.has_units else (),
        opened=_outlined(shown),
        picked=tuple(_picked(shown)),
        circles=tuple(_circles(shown)),
        marks=tuple(_sites(shown)),
        events=tuple(events.drawn(shown)),
        event_years=len(shown.event_years),
        towns=tuple(town["at"][::-1] for town in base["towns"]) if "towns" in view.layers else (),
        names=tuple(_names(shown, zones, base["towns"])),
        countries=tuple(
            Name(place["name_fr" if language() == "fr" else "name_en"], place["at"][::-1], 6, "country")
            for place in base["neighbours"]
        ),
    )


def areas(shown: MapView) -> Iterator[Area]:
    """The units of a level, each in the class that it has in the table and on the screen."""
    return _areas(shown, shown.edition.document(f"geometry_{shown.view.level}"))


def _areas(shown: MapView, shapes: Mapping[str, Geometry]) -> Iterator[Area]:
    for one in shown.units:
        key, pcode = class_key(one.cell, shown.measure), one.unit.pcode
        yield Area(pcode, key, fill_of(key, shown.measure, one.cell.number), shapes[pcode], one.cell.is_class_uncertain)


def _lines(steps: Any) -> Lines:
    return tuple(tuple(line) for line in steps)


def _zones(shown: SheetView) -> tuple[Zone, ...]:
    shapes = shown.edition.document("geometry_zones") if shown.zones else {}
    cells, measure = side_parts.zone_cells(shown.units, shown.zones), side_parts.measure_of(shown.units)

    def area(pcode: str) -> Area | None:
        cell = cells.get(pcode)
        key = class_key(cell, measure) if cell else ""
        return Area(pcode, key, fill_of(key, measure, cell.number), shapes[pcode]) if cell else None

    ordered = sorted(shown.zones, key=side_parts.rank, reverse=bool(cells)) if cells else shown.zones
    return tuple(Zone(unit.pcode, str(unit.extra["zone"]), shapes[unit.pcode], area(unit.pcode)) for unit in ordered)


def _cells_abroad(shown: SheetView) -> Iterator[Part]:
    """The neighbours' cells that are shown."""
    for side, there in shown.cells_abroad.items():
        for area in _areas(there, shown.edition.document(f"geometry_grid_{side}")):
            yield Part(area.id, side, "either", (), area)


def _parts(shown: SheetView) -> Iterator[Part]:
    """The neighbours' parts of the zones that are shown."""
    measure = side_parts.measure_of(shown.units)
    for part in side_parts.parts(shown.units, shown.zones):
        zone, edition = part.unit.pcode, shown.edition
        area = None
        if part.cell and not shown.cells:
            key = class_key(part.cell, measure)
            shape = edition.document(f"geometry_zones_{part.side}")[zone]
            area = Area(zone, key, fill_of(key, measure, part.cell.number), shape)
        edge = _lines(edition.document(f"web_edges_{part.side}")[zone])
        yield Part(zone, part.side, str(part.unit.extra["zone"]), edge, area)


def _outlined(shown: SheetView) -> Geometry | None:
    """The shape of the unit or zone that is opened."""
    if shown.units.opened is None:
        return None
    level, unit = shown.units.opened
    shape: Geometry = shown.edition.document(f"geometry_{level}")[unit.pcode]
    return shape


def _picked(shown: SheetView) -> Iterator[Geometry]:
    """The shapes of the picked units."""
    for one in shown.units.picked:
        yield shown.edition.document(f"geometry_{shown.view.level}")[one.unit.pcode]


def _extent(edition: Edition, view: View, regions: dict[str, Geometry]) -> Extent:
    """The extent that the view looks at: the shapes of its focus (views/focus.js), or its zoom and middle."""
    highlights, has_zones = edition.manifest["highlights"], bool(edition.figures.units["zones"])
    codes = {
        "mali": list(regions),
        "gao": highlights[:1],
        "menaka": highlights[-1:],
        "east": highlights,
    }.get(view.focus, [] if has_zones else highlights)
    zone = ("both-50" if view.focus == "east" else _ZONE_OF.get(view.focus)) if has_zones else None
    shapes = [regions[code] for code in codes if code in regions]
    shapes += [edition.document("geometry_zones")[zone]] if zone else []
    return Extent(tuple(shapes or regions.values()), view.at)


def radius(count: float, top: float) -> float:
    """The radius in px of a count's circle."""
    largest = measures.LARGEST_CIRCLE_PX
    return min(largest * 1.5, max(1.5, largest * math.sqrt(count / top))) if count else 0.0


def _circles(shown: SheetView) -> Iterator[Circle]:
    if shown.view.circles == "none":
        return
    top, column = shown.largest_count, CIRCLED[shown.view.circles]
    for one in shown.units.units:
        count = period_columns.mean(one.counts.now)[column]
        if count and one.unit.label_point:
            yield Circle(one.unit.label_point, radius(count, top))


def _sites(shown: SheetView) -> Iterator[Mark]:
    """The sites of the view's forces with their status on the last day of the period (values/sites.js)."""
    forces = [force.key for force in shown.forces]
    if not forces or not SITES.covers(shown.view.last_year):
        return
    listed = [site.row for site in sites.documented(shown.edition) if site.row["force"] in forces]
    for row in sorted(listed, key=lambda row: (forces.index(row["force"]), row["site_id"])):
        if status := site_status(row, shown.view.period):
            colour = vocabulary.BY_FORCE[row["force"]].colour
            yield Mark((row["longitude"], row["latitude"]), Symbol(row["force"], colour, status))


def site_status(row: dict[str, Any] | Any, period: str) -> str | None:
    """The drawn status of a site: open, last_reported, uncertain, closed_during the period, or closed before it.

    None: not at all.
    """
    known = site_dates(row)
    status, closed = known.status(periods.bounds(period)[1]), known.closed
    if status == "closed" and closed is not None and closed[0] >= periods.bounds(period)[0]:
        return "closed_during"
    return None if status == "not_yet" else status


def _names(shown: SheetView, zones: tuple[Zone, ...], towns: list[dict[str, Any]]) -> Iterator[Name]:
    """The names of regions, units, zones and towns with their ranks (layers/labels.js)."""
    if shown.has_units:
        yield from _unit_names(shown.edition, shown.view)
    yield from _zone_names(shown.edition, zones)
    for town in towns if "towns" in shown.view.layers else []:
        yield Name(town["name"], town["at"][::-1], 4 - min(0.9, (town["population"] or 0) / 5e6), "town")


def _unit_names(edition: Edition, view: View) -> Iterator[Name]:
    """The names of the regions and of the units below them: first what is highlighted or opened."""
    figures = edition.figures
    for unit in figures.units["admin1"]:
        is_high = unit.pcode in edition.manifest["highlights"] or unit.pcode == view.unit
        if unit.label_point:
            rank, kind = (0.0, "high") if is_high else (3.0, "region")
            yield Name(unit.name, unit.label_point, rank, kind, unit.pcode)
    for unit in figures.units[view.level] if view.level != "admin1" else []:
        if unit.label_point:
            rank, kind = (0.5, "region") if unit.pcode == view.unit else (5.0, "unit")
            yield Name(unit.name, unit.label_point, rank, kind, unit.pcode)


def _zone_names(edition: Edition, zones: tuple[Zone, ...]) -> Iterator[Name]:
    """The name of the widest zone of each kind."""
    widest = {zone.kind: zone for zone in zones}
    for kind, zone in widest.items():
        unit = edition.figures.unit("zones", zone.id)
        if unit and unit.label_point:
            yield Name(captions.zone_name(zone.id), unit.label_point, 1 if kind == "both" else 2, "zone", zone.id)
