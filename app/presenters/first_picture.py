"""The map of a view as its page carries it: seen until Leaflet has drawn its own, and where no script runs.

It lies where Leaflet's map will, at the same scale, drawn as finely as a usual window shows. Units, zones, cells and
names are in it; circles, sites, events, towns, rivers and the neighbours' sides come with the script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.presenters import picture_ground
from app.presenters.drawn_shapes import Box, meet, point
from app.presenters.legend import class_key, fill_of
from app.presenters.map_view import MapView, UnitFigures
from app.presenters.picture_ground import Window
from app.text import captions
from geodata import vocabulary

_MANY = 100
"""From so many units on, those of a region are one link."""
_GRID_COLUMNS, _GRID_SIDE = 720, 0.5
_NARROW, _EDGE = 0.37, 12
"""A phone's room, as a part of the usual one, and how far in px a name may reach beyond it."""


@dataclass(frozen=True)
class Area:
    """A unit or a cell of the grid, or several that are drawn alike: fill, outline, whether the estimate matters."""

    pcodes: tuple[str, ...]
    fill: str
    path: str
    is_hatched: bool = False


@dataclass(frozen=True)
class Group:
    """What is one link: a unit, or the units of a region. What it leads to, and its name with its value."""

    href: str
    title: str
    areas: Sequence[Area]


@dataclass(frozen=True)
class ZoneLine:
    """The line around a border zone."""

    path: str
    colour: str
    width: float
    dashes: str
    is_filled: bool


@dataclass(frozen=True)
class Label:
    """A name with its place in percent; `kind`: the classes of its style."""

    text: str
    x: str
    y: str
    kind: str


@dataclass(frozen=True)
class FirstPicture:
    """Everything that the picture shows. `width` and `height`: its largest size in px; `is_fixed`: it has no other.

    `box`: left, top, width and height of what is seen of its drawing, in units of its own; `edge`: the class of the
    units' borders.
    """

    width: int
    height: int
    is_fixed: bool
    box: tuple[int, int, int, int]
    edge: str
    cells: Sequence[Area]
    groups: Sequence[Group]
    outlines: str
    borders: str
    zones: Sequence[ZoneLine]
    highlights: Sequence[str]
    labels: Sequence[Label]


def first_picture(shown: MapView, titles: Mapping[str, str], *, has_links: bool) -> FirstPicture:
    """The picture of a view. `titles`: what is said of a unit, by P-code; `has_links`: units lead to their figures."""
    edition, view = shown.edition, shown.view
    window = picture_ground.window(shown)
    ground = picture_ground.ground(edition, view.level, window)
    has_units = "units" in view.layers
    return FirstPicture(
        width=window.px[0],
        height=window.px[1],
        is_fixed=window.is_fixed,
        box=(window.left, window.top, window.width, window.height),
        edge=view.level,
        cells=tuple(_cells(shown, window)) if "grid" in view.layers else (),
        groups=tuple(_groups(shown, ground.units, titles, has_links=has_links)) if has_units else (),
        outlines=ground.outlines if has_units else "",
        borders=ground.borders,
        zones=tuple(_zones(shown, window)),
        highlights=[ground.regions[one] for one in edition.manifest["highlights"] if has_units],
        labels=tuple(_labels(shown, window)),
    )


def _area(one: UnitFigures, shown: MapView, drawn: str) -> Area:
    fill = fill_of(class_key(one.cell, shown.measure), shown.measure, one.cell.number)
    return Area((one.unit.pcode,), fill, drawn, one.cell.is_class_uncertain)


def _cells(shown: MapView, window: Window) -> Iterator[Area]:
    """The cells of the grid, which are squares by their number."""
    cells = MapView(shown.edition, replace(shown.view, level="grid", measure=captions.GRID_MEASURE))
    for one in cells.units:
        row, column = divmod(int(one.unit.pcode) - 1, _GRID_COLUMNS)
        south, west = row * _GRID_SIDE - 90, column * _GRID_SIDE - 180
        (left, bottom), (right, top) = (window.at(point(south + far, west + far)) for far in (0, _GRID_SIDE))
        if window.reaches([(left, top), (right, bottom)]):
            yield _area(one, cells, f"M{left} {top}H{right}V{bottom}H{left}z")


def _groups(shown: MapView, paths: Mapping[str, str], titles: Mapping[str, str], *, has_links: bool) -> Iterator[Group]:
    """The units in what is one link: each, or of many those of a region. Where cells lie on the map they are empty."""
    view = shown.view
    drawn = [(one, found) for one in shown.units if (found := paths.get(one.unit.pcode))]
    is_each = len(shown.units) <= _MANY
    names = titles if is_each else {unit.pcode: unit.name for unit in shown.edition.figures.units["admin1"]}
    of = {one.unit.pcode: one.unit.pcode if is_each else one.unit.admin1 or "" for one, _ in drawn}
    for code in dict.fromkeys(of.values()):
        areas = [_area(one, shown, found) for one, found in drawn if of[one.unit.pcode] == code]
        if "grid" in view.layers:
            areas = [replace(area, fill="none", is_hatched=False) for area in areas]
        href = view.query(unit=code) + "#chosen" if has_links and code else ""
        yield Group(href, names.get(code, ""), areas if is_each else _alike(areas))


def _alike(areas: Sequence[Area]) -> list[Area]:
    """Areas that are filled alike, as one."""
    found: dict[tuple[str, bool], list[Area]] = {}
    for area in areas:
        found.setdefault((area.fill, area.is_hatched), []).append(area)
    return [
        Area(tuple(one.pcodes[0] for one in alike), fill, "".join(one.path for one in alike), is_hatched)
        for (fill, is_hatched), alike in found.items()
    ]


def _zones(shown: MapView, window: Window) -> Iterator[ZoneLine]:
    for zone in _shown_zones(shown):
        kind, _ = vocabulary.split_zone(zone)
        line = vocabulary.ZONE_LINES[kind]
        drawn = picture_ground.zone(shown.edition, zone, window)
        yield ZoneLine(drawn, line.colour, line.width, " ".join(map(str, line.dashes)), kind == "both")


def _shown_zones(shown: MapView) -> list[str]:
    return [unit.pcode for unit in shown.edition.figures.units["zones"] if unit.pcode in shown.view.layers]


def _labels(shown: MapView, window: Window) -> Iterator[Label]:
    """The names that have room, none on another, the most important first; those without room on a phone are `wide`."""
    taken: dict[float, list[Box]] = {1.0: [], _NARROW: []}
    for text, place, kind, size in _names(shown):
        x, y = window.at(point(place[1], place[0]))
        x, y = x - window.left, y - window.top
        if not (0 < x < window.width and 0 < y < window.height):
            continue
        half, high = len(text) * size * 0.3 + 3, size * 0.5 + 3
        fits = {}
        for part, others in taken.items():
            own = (x * part - half, y * part - high, x * part + half, y * part + high)
            is_within = own[0] > -_EDGE and own[2] < window.width * part + _EDGE
            fits[part] = is_within and not any(meet(own, other) for other in others)
            others += [own] if fits[part] else []
        if fits[1.0]:
            left, top = 100 * x / window.width, 100 * y / window.height
            yield Label(text, f"{left:.1f}%", f"{top:.1f}%", kind if fits[_NARROW] else f"{kind} wide")


def _names(shown: MapView) -> Iterator[tuple[str, tuple[float, float], str, int]]:
    """Text, place, kind and size in px of each name, in the order of layers/labels.js."""
    figures, highlights = shown.edition.figures, shown.edition.manifest["highlights"]
    regions = [unit for unit in figures.units["admin1"] if "units" in shown.view.layers and unit.label_point]
    high = [(unit.name, unit.label_point, "high", 17) for unit in regions if unit.pcode in highlights]
    others = [(unit.name, unit.label_point, "region", 13) for unit in regions if unit.pcode not in highlights]
    widest = {vocabulary.split_zone(zone)[0]: zone for zone in _shown_zones(shown)}
    zones = []
    for kind, zone in sorted(widest.items(), key=lambda one: one[0] != "both"):
        found = figures.unit("zones", zone)
        zones += [(captions.zone_name(zone), found.label_point, f"zone {kind}", 12)] if found else []
    for text, place, kind, size in (*high, *zones, *others):
        if place:
            yield text, place, kind, size
