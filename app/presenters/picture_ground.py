"""What a first picture looks at, as Leaflet will (views/focus.js), and what in it no figure changes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.presenters.drawn_shapes import (
    Box,
    Corner,
    Points,
    bounds,
    path,
    point,
    projected,
    rings_of,
    thinned,
    thinned_line,
)
from app.presenters.map_view import MapView
from app.web.cache import Cache
from geodata.builds.store import Edition

_ZONE_OF = {"east": "both-50", "three-borders": "both-50", "niger": "niger-50", "burkina": "burkina-50"}
"""The zone that a focus shows besides."""
_FOCUS_ZOOM, _FOUND_ZOOM, _LEAST_ZOOM, _MOST_ZOOM = 8.0, 9.5, 4.5, 11.0
"""The nearest that a focus, and what was found, is looked at from; the farthest and nearest of all."""
_ROOM = (808, 546)
"""A usual window's room for what is looked at, in px: there a unit of the drawing is a px."""
_AROUND = 600
"""The px around a middle that are drawn as the box."""
_BEYOND, _BEYOND_MIDDLE = 350, 700
"""How far beyond its box a window of another form may show the map, in units of the drawing."""
_THIN = 1.4
"""How far, in units of the drawing, a corner that is left out may lie from the line."""


@dataclass(frozen=True)
class Window:
    """What is looked at: the west and north of its box, projected, how long a radian is, and what is drawn of it.

    `px`: the largest width and height of the box on the screen; `is_fixed`: it has no other.
    """

    west: float
    north: float
    scale: float
    width: int
    height: int
    px: tuple[int, int]
    is_fixed: bool

    def at(self, place: tuple[float, float]) -> Corner:
        """A projected place in the drawing."""
        return round((place[0] - self.west) * self.scale), round((self.north - place[1]) * self.scale)

    def reaches(self, corners: Sequence[Corner]) -> bool:
        """True if the box around these corners meets the window or its surroundings."""
        xs, ys, far = [x for x, _ in corners], [y for _, y in corners], self._far
        return min(xs) <= self.width + far and max(xs) >= -far and min(ys) <= self.height + far and max(ys) >= -far

    def paths(self, shapes: Mapping[str, Sequence[Points]]) -> dict[str, str]:
        """The path of each shape, without the rings that do not reach into the window's surroundings."""
        rings = [(name, [self.at(place) for place in ring]) for name, of in shapes.items() for ring in of]
        near = [(name, ring) for name, ring in rings if self.reaches(ring)]
        found = dict.fromkeys(shapes, "")
        for (name, _), ring in zip(near, thinned([ring for _, ring in near], _THIN), strict=True):
            found[name] += path(ring)
        return found

    def lines(self, lines: Sequence[Sequence[int]]) -> str:
        """The path of lines of the web encoding, cut where they leave the window's surroundings."""
        found = ""
        for line in lines:
            corners = map(self.at, projected(line))
            for is_shown, part in groupby(corners, lambda corner: self.reaches([corner])):
                found += path(thinned_line(list(part), _THIN), "") if is_shown else ""
        return found

    @property
    def _far(self) -> int:
        return _BEYOND_MIDDLE if self.is_fixed else _BEYOND


@dataclass(frozen=True)
class Ground:
    """The paths of units and of regions by P-code, of the regions' outlines where units are finer, of the borders."""

    units: Mapping[str, str]
    regions: Mapping[str, str]
    outlines: str
    borders: str

    @property
    def size(self) -> int:
        """Its length."""
        return sum(map(len, (*self.units.values(), *self.regions.values(), self.outlines, self.borders)))


_GROUNDS: Cache[Ground] = Cache(1 << 20, lambda ground: ground.size)


def ground(edition: Edition, level: str, window: Window) -> Ground:
    """The ground of a level in a window, kept for other views of it: with communes it takes half a second."""
    return _GROUNDS.get((edition.id, edition.key, level, window), lambda: _ground(edition, level, window))


def _ground(edition: Edition, level: str, window: Window) -> Ground:
    regions = window.paths(rings_of(edition, "web_admin1"))
    is_fine = level != "admin1"
    return Ground(
        units=window.paths(rings_of(edition, f"web_{level}")) if is_fine else regions,
        regions=regions,
        outlines=window.lines(edition.document(f"outlines_{level}")) if is_fine else "",
        borders=window.lines(edition.document("web_base")["borders"]),
    )


def window(shown: MapView) -> Window:
    """Where a view looks: around a middle, at what is opened of a coarser level, or at its focus."""
    edition, view = shown.edition, shown.view
    if view.at:
        radian = _radian(min(max(view.at[0], _LEAST_ZOOM), _MOST_ZOOM))
        x, y = point(*view.at[1:])
        half = _AROUND / 2 / radian
        return Window(x - half, y + half, radian, _AROUND, _AROUND, (_AROUND, _AROUND), is_fixed=True)
    level, unit = shown.opened or ("zones", None)
    if unit and level not in (view.level, "zones"):
        return _fitted(bounds(rings_of(edition, f"web_{level}")[unit.pcode]), _FOUND_ZOOM)
    return _fitted(bounds(_focus(edition, view.focus)), _FOCUS_ZOOM)


def _radian(zoom: float) -> float:
    """How many px a radian of the equator is long at a zoom."""
    return float(256 * 2**zoom / (2 * math.pi))


def _fitted(box: Box, nearest: float) -> Window:
    west, south, east, north = box
    wide, high = east - west, north - south
    scale = min(_ROOM[0] / wide, _ROOM[1] / high)
    px = round(wide * _radian(nearest)), round(high * _radian(nearest))
    return Window(west, north, scale, round(wide * scale), round(high * scale), px, is_fixed=False)


def _focus(edition: Edition, focus: str) -> Iterator[Points]:
    """The rings of a focus: those of regions, and of a zone where there are zones."""
    regions, highlights = rings_of(edition, "web_admin1"), edition.manifest["highlights"]
    has_zones = bool(edition.figures.units["zones"])
    own = {"mali": list(regions), "gao": highlights[:1], "menaka": highlights[-1:], "east": highlights}
    codes = own.get(focus, [] if has_zones else highlights)
    for pcode in codes or ([] if has_zones else regions):
        yield from regions[pcode]
    if has_zones and focus in _ZONE_OF:
        yield from rings_of(edition, "web_zones_50")[_ZONE_OF[focus]]
