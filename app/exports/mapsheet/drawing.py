"""What the map of a sheet shows of a view: its units in their classes, its layers, and where it looks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.presenters.legend import class_key, fill_of
from app.request import parameters
from app.request.view import ViewState
from app.text import captions
from app.web.languages import language
from geodata import periods, vocabulary
from geodata.builds.store import Edition
from geodata.exports import events, records, sites
from geodata.figures import measures
from geodata.figures.figures import Unit
from geodata.figures.listings import SITES
from geodata.forces.dates import closing, opening, status_on
from geodata.mapsheet.sheet import Area, Circle, Drawn, Extent, Geometry, Lines, Mark, Name, Symbol, Zone

_ZONE_OF = {"three-borders": "both-50", "niger": "niger-50", "burkina": "burkina-50"}
"""The zone that a focus shows."""


def drawn(edition: Edition, view: ViewState) -> Drawn:
    """Everything that the map of a view shows."""
    base = edition.document("web_base")
    regions: dict[str, Geometry] = edition.document("geometry_admin1")
    zones = _zones(edition, view)
    has_units = "units" in view.layers
    is_fine = view.level != "admin1"
    return Drawn(
        extent=_extent(edition, view, regions),
        level=view.level,
        regions=regions,
        units=tuple(areas(edition, view, view.level)) if has_units else (),
        cells=tuple(areas(edition, of_grid(view), "grid")) if "grid" in view.layers else (),
        outlines=_lines(edition.document(f"outlines_{view.level}")) if has_units and is_fine else (),
        borders=_lines(base["borders"]),
        rivers=_lines(line for river in base["rivers"] for line in river["rings"]) if "rivers" in view.layers else (),
        zones=zones,
        highlights=tuple(edition.manifest["highlights"]) if has_units else (),
        opened=_outlined(edition, view),
        circles=tuple(_circles(edition, view)),
        marks=(*_events(edition, view), *_sites(edition, view)),
        towns=tuple(town["at"][::-1] for town in base["towns"]) if "towns" in view.layers else (),
        names=tuple(_names(edition, view, zones, base["towns"])),
        countries=tuple(
            Name(place["name_fr" if language() == "fr" else "name_en"], place["at"][::-1], 6, "country")
            for place in base["neighbours"]
        ),
    )


def of_grid(view: ViewState) -> ViewState:
    """The view that the cells of the grid are coloured by."""
    return replace(view, level="grid", measure=captions.GRID_MEASURE)


def areas(edition: Edition, view: ViewState, level: str) -> Iterator[Area]:
    """The units of a level, each in the class that it has in the table and on the screen."""
    measure, shapes = measures.BY_KEY[view.measure], edition.document(f"geometry_{level}")
    for unit in edition.figures.units[level]:
        cell = cell_of(edition, view, unit, level)
        key = class_key(cell, measure, is_change=view.since is not None)
        yield Area(unit.pcode, key, fill_of(key, measure, cell["class"]), shapes[unit.pcode])


def cell_of(edition: Edition, view: ViewState, unit: Unit, level: str) -> dict[str, Any]:
    """The value of the view's measure for a unit (records.cell)."""
    filters = {"violence": view.violence, "family": view.family, "since": view.since}
    return records.cell(edition, measures.BY_KEY[view.measure], level, unit, view.period, **filters)  # type: ignore[arg-type]


def _lines(steps: Any) -> Lines:
    return tuple(tuple(line) for line in steps)


def shown_zones(edition: Edition, view: ViewState) -> list[Unit]:
    """The zones that the view shows, in the order of their kinds and distances."""
    found = [unit for unit in edition.figures.units["zones"] if unit.pcode in view.layers]
    return sorted(
        found,
        key=lambda unit: (vocabulary.KINDS.index(str(unit.extra["zone"])), int(str(unit.extra["distance_km"]))),
    )


def _zones(edition: Edition, view: ViewState) -> tuple[Zone, ...]:
    shown = shown_zones(edition, view)
    shapes = edition.document("geometry_zones") if shown else {}
    return tuple(Zone(unit.pcode, str(unit.extra["zone"]), shapes[unit.pcode]) for unit in shown)


def opened(edition: Edition, view: ViewState) -> tuple[str, Unit] | None:
    """The unit or zone that is opened, with its level; None where none is, or the whole country."""
    found = (
        (level, unit)
        for level in ("admin1", "admin2", "admin3", "zones")
        for unit in edition.figures.units.get(level, ())
        if unit.pcode == view.unit
    )
    return next(found, None)


def _outlined(edition: Edition, view: ViewState) -> Geometry | None:
    """The shape of the unit or zone that is opened."""
    found = opened(edition, view)
    shape: Geometry | None = edition.document(f"geometry_{found[0]}")[found[1].pcode] if found else None
    return shape


def _extent(edition: Edition, view: ViewState, regions: dict[str, Geometry]) -> Extent:
    """What the view looks at: the shapes of its focus (views/focus.js), or its zoom and middle."""
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


def most(edition: Edition, view: ViewState) -> float:
    """The largest count of any unit in any year, a quarter of it for months: what the largest circle stands for."""
    column, figures = circle_column(view), edition.figures
    counts = (
        figures.row(view.level, unit, period, "all", "any")[column] or 0
        for unit in figures.units[view.level]
        for period in figures.periods
    )
    top = max(1.0, *counts)
    return max(1.0, top / 4) if view.month else top


def circle_column(view: ViewState) -> str:
    """The count that the circles show."""
    return "events" if view.circles == "events" else "fatalities_best"


def radius(count: float, top: float) -> float:
    """The radius in px of a count's circle."""
    largest = measures.LARGEST_CIRCLE_PX
    return min(largest * 1.5, max(1.5, largest * math.sqrt(count / top))) if count else 0.0


def _circles(edition: Edition, view: ViewState) -> Iterator[Circle]:
    if view.circles == "none":
        return
    top, column = most(edition, view), circle_column(view)
    for unit in edition.figures.units[view.level]:
        count = edition.figures.row(view.level, unit, view.period, view.violence, view.family)[column]
        if count and unit.label_point:
            yield Circle(unit.label_point, radius(count, top))


def shown_forces(view: ViewState) -> list[vocabulary.Force]:
    """The forces whose sites the view shows."""
    return [force for force in vocabulary.FORCES if f"sites-{force.key}" in view.layers]


def _sites(edition: Edition, view: ViewState) -> Iterator[Mark]:
    """The sites of the view's forces with their status on the last day of the period (values/sites.js)."""
    forces = [force.key for force in shown_forces(view)]
    if not forces or not SITES.covers(view.year):
        return
    listed = [site.row for site in sites.documented(edition) if site.row["force"] in forces]
    for row in sorted(listed, key=lambda row: (forces.index(row["force"]), row["site_id"])):
        if status := site_status(row, view.period):
            colour = vocabulary.BY_FORCE[row["force"]].colour
            yield Mark((row["longitude"], row["latitude"]), Symbol("site", row["force"], colour, status))


def site_status(row: dict[str, Any] | Any, period: str) -> str | None:
    """What is drawn of a site: open, uncertain, closed_during the period, or closed before it; None: nothing."""
    closed = closing(row["to_date"], row["to_basis"])
    status = status_on(periods.bounds(period)[1], opening(row["from_date"], row["from_basis"]), closed)
    if status == "closed" and closed is not None and closed[0] >= periods.bounds(period)[0]:
        return "closed_during"
    return None if status == "not_yet" else status


def _events(edition: Edition, view: ViewState) -> Iterator[Mark]:
    for event in shown_events(edition, view):
        yield Mark((event["at"][1], event["at"][0]), Symbol("event", str(min(4, event["where"]))))


def shown_events(edition: Edition, view: ViewState) -> list[dict[str, Any]]:
    """The events of the view that can be drawn, where the source's terms let them be shown (values/events.js)."""
    if (
        "events" not in view.layers
        or not parameters.shows_events(edition)
        or view.year not in edition.manifest["covered"]
    ):
        return []
    return [
        event
        for event in events.of_year(edition, view.year)["events"]
        if (not view.month or event["month"] == view.period)
        and view.violence in ("all", event["type"])
        and (view.family == "any" or view.family in event["families"])
    ]


def _names(edition: Edition, view: ViewState, zones: tuple[Zone, ...], towns: list[dict[str, Any]]) -> Iterator[Name]:
    """The names of regions, units, zones and towns with their ranks (layers/labels.js)."""
    figures = edition.figures
    if "units" in view.layers:
        for unit in figures.units["admin1"]:
            is_high = unit.pcode in edition.manifest["highlights"] or unit.pcode == view.unit
            if unit.label_point:
                rank, kind = (0.0, "high") if is_high else (3.0, "region")
                yield Name(unit.name, unit.label_point, rank, kind, unit.pcode)
        for unit in figures.units[view.level] if view.level != "admin1" else []:
            if unit.label_point:
                is_opened = unit.pcode == view.unit
                rank, kind = (0.5, "region") if is_opened else (5.0, "unit")
                yield Name(unit.name, unit.label_point, rank, kind, unit.pcode)
    yield from _zone_names(edition, zones)
    for town in towns if "towns" in view.layers else []:
        yield Name(town["name"], town["at"][::-1], 4 - min(0.9, (town["population"] or 0) / 5e6), "town")


def _zone_names(edition: Edition, zones: tuple[Zone, ...]) -> Iterator[Name]:
    """The name of the widest zone of each kind."""
    widest = {zone.kind: zone for zone in zones}
    for kind, zone in widest.items():
        unit = edition.figures.unit("zones", zone.id)
        if unit and unit.label_point:
            yield Name(captions.zone_name(zone.id), unit.label_point, 1 if kind == "both" else 2, "zone", zone.id)
