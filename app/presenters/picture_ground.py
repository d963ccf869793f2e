"""What a first picture looks at, as Leaflet will (views/focus.js), and what in it no figure changes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.presenters.drawn_shapes import (
    Box,
    Corner,
    Points,
    around,
    boxes_of,
    path,
    point,
    projected,
    rings_of,
    thinned,
    thinned_line,
)
from app.presenters.map_view import MapView
from app.web.cache import Cache
from geodata import vocabulary
from geodata.builds.store import Edition

_ZONE_OF = {"east": "both-50", "three-borders": "both-50", "niger": "niger-50", "burkina": "burkina-50"}
"""The zone that a focus shows besides."""
_FOCUS_ZOOM, _FOUND_ZOOM, _LEAST_ZOOM, _MOST_ZOOM = 8.0, 9.5, 4.5, 11.0
"""The nearest that a focus, and what was found, is looked at from; the farthest and nearest of all."""
_CORNER = (26.0, -13.0)
"""Latitude and longitude where the drawing of a zoom begins."""
_ROOM = (808, 546)
"""A usual window's room for what is looked at, in px: there a unit of the drawing is a px."""
_AROUND = 600
"""The px around a middle that are drawn as the box."""
_BEYOND, _BEYOND_MIDDLE = 350, 700
"""How far beyond its box a window of another form may show the map, in units of the drawing."""
_THIN = 1.4
"""How far, in units of the drawing, a corner that is left out may lie from the line."""


@dataclass(frozen=True)
class Piece:
    """A ring or line of the drawing, with the corners of the box around it."""

    path: str
    corners: tuple[Corner, Corner]


@dataclass(frozen=True)
class Window:
    """What is looked at: the west and north where the drawing begins, projected, how long a radian is in it, and the
    box in it that is seen.

    `px`: the largest width and height of the box on the screen; `is_fixed`: it has no other. `is_whole`: everything is
    drawn, from which others see a part.
    """

    west: float
    north: float
    scale: float
    width: int
    height: int
    px: tuple[int, int]
    is_fixed: bool
    left: int = 0
    top: int = 0
    is_whole: bool = False

    def at(self, place: tuple[float, float]) -> Corner:
        """A projected place in the drawing."""
        return round((place[0] - self.west) * self.scale), round((self.north - place[1]) * self.scale)

    def reaches(self, corners: Sequence[Corner]) -> bool:
        """True if the box around these corners meets the window or its surroundings."""
        if self.is_whole:
            return True
        xs, ys, far = [x - self.left for x, _ in corners], [y - self.top for _, y in corners], self._far
        return min(xs) <= self.width + far and max(xs) >= -far and min(ys) <= self.height + far and max(ys) >= -far

    def pieces(self, shapes: Mapping[str, Sequence[Points]]) -> dict[str, list[Piece]]:
        """The rings of each shape that reach into the window's surroundings."""
        rings = [(name, [self.at(place) for place in ring]) for name, of in shapes.items() for ring in of]
        near = [(name, ring) for name, ring in rings if self.reaches(ring)]
        found: dict[str, list[Piece]] = {name: [] for name in shapes}
        for (name, _), ring in zip(near, thinned([ring for _, ring in near], _THIN), strict=True):
            found[name].append(Piece(path(ring), _corners(ring)))
        return found

    def lines(self, lines: Sequence[Sequence[int]]) -> list[Piece]:
        """Lines of the web encoding, cut where they leave the window's surroundings."""
        found = []
        for line in lines:
            corners = map(self.at, projected(line))
            for is_shown, part in groupby(corners, lambda corner: self.reaches([corner])):
                if is_shown:
                    thin = thinned_line(list(part), _THIN)
                    found.append(Piece(path(thin, ""), _corners(thin)))
        return found

    def seen(self, pieces: Sequence[Piece]) -> str:
        """The path of those pieces that reach into the window's surroundings."""
        return "".join(piece.path for piece in pieces if self.reaches(piece.corners))

    @property
    def whole(self) -> Window:
        """The window of which it sees a part: itself or, of those around a middle, that of everything at their zoom."""
        return replace(self, width=0, height=0, left=0, top=0, is_whole=True) if self.is_fixed else self

    @property
    def _far(self) -> float:
        return _BEYOND_MIDDLE * self.width / _AROUND if self.is_fixed else _BEYOND


def _corners(line: Sequence[Corner]) -> tuple[Corner, Corner]:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return (min(xs), min(ys)), (max(xs), max(ys))


@dataclass(frozen=True)
class Ground:
    """The paths of units and of regions by P-code, of the regions' outlines where units are finer, of the borders."""

    units: Mapping[str, str]
    regions: Mapping[str, str]
    outlines: str
    borders: str


@dataclass(frozen=True)
class _Kept:
    """The pieces of a ground, which no figure changes: of a window, or of all windows around a middle at a zoom."""

    units: Mapping[str, Sequence[Piece]]
    regions: Mapping[str, Sequence[Piece]]
    outlines: Sequence[Piece]
    borders: Sequence[Piece]

    @property
    def size(self) -> int:
        """About how long it is."""
        shapes = [*self.units.values(), *self.regions.values(), self.outlines, self.borders]
        return sum(len(piece.path) for pieces in shapes for piece in pieces)


_ZONES: Cache[list[Piece]] = Cache(1 << 19, lambda pieces: sum(len(piece.path) for piece in pieces))
_GROUNDS: Cache[_Kept] = Cache(1 << 21, lambda kept: kept.size)


def ground(edition: Edition, level: str, window: Window) -> Ground:
    """The ground of a level in a window. What it is a part of is kept for other views: communes take half a second."""
    whole = window.whole
    kept = _GROUNDS.get((edition.id, edition.key, level, whole), lambda: _ground(edition, level, whole))
    return Ground(
        units={name: window.seen(pieces) for name, pieces in kept.units.items()},
        regions={name: window.seen(pieces) for name, pieces in kept.regions.items()},
        outlines=window.seen(kept.outlines),
        borders=window.seen(kept.borders),
    )


def zone(edition: Edition, zone_id: str, window: Window) -> str:
    """The path of a border zone in a window; what it is a part of is kept."""
    document, whole = f"web_zones_{vocabulary.split_zone(zone_id)[1]}", window.whole
    kept = _ZONES.get(
        (edition.id, edition.key, zone_id, whole),
        lambda: whole.pieces({zone_id: rings_of(edition, document)[zone_id]})[zone_id],
    )
    return window.seen(kept)


def _ground(edition: Edition, level: str, window: Window) -> _Kept:
    regions = window.pieces(rings_of(edition, "web_admin1"))
    is_fine = level != "admin1"
    return _Kept(
        units=window.pieces(rings_of(edition, f"web_{level}")) if is_fine else regions,
        regions=regions,
        outlines=window.lines(edition.document(f"outlines_{level}")) if is_fine else [],
        borders=window.lines(edition.document("web_base")["borders"]),
    )


def window(shown: MapView) -> Window:
    """Where a view looks: around a middle, at what is opened of a coarser level, or at its focus."""
    edition, view = shown.edition, shown.view
    if view.at:
        return _around(min(max(view.at[0], _LEAST_ZOOM), _MOST_ZOOM), point(*view.at[1:]))
    level, unit = shown.opened or ("zones", None)
    if unit and level not in (view.level, "zones"):
        return _fitted(boxes_of(edition, f"web_{level}")[unit.pcode], _FOUND_ZOOM)
    return _fitted(around(_focus(edition, view.focus)), _FOCUS_ZOOM)


def _around(zoom: float, middle: tuple[float, float]) -> Window:
    """The window around a middle, in the drawing of its whole zoom, in which all such windows lie."""
    grain, half = _radian(round(zoom)), _AROUND / 2 / _radian(zoom)
    west, north = point(*_CORNER)
    left, top, size = (middle[0] - half - west) * grain, (north - middle[1] - half) * grain, round(2 * half * grain)
    return Window(west, north, grain, size, size, (_AROUND, _AROUND), is_fixed=True, left=round(left), top=round(top))


def _radian(zoom: float) -> float:
    """How many px a radian of the equator is long at a zoom."""
    return float(256 * 2**zoom / (2 * math.pi))


def _fitted(box: Box, nearest: float) -> Window:
    west, south, east, north = box
    wide, high = east - west, north - south
    scale = min(_ROOM[0] / wide, _ROOM[1] / high)
    px = round(wide * _radian(nearest)), round(high * _radian(nearest))
    return Window(west, north, scale, round(wide * scale), round(high * scale), px, is_fixed=False)


def _focus(edition: Edition, focus: str) -> Iterator[Box]:
    """The boxes of a focus: those of regions, and of a zone where there are zones."""
    regions, highlights = boxes_of(edition, "web_admin1"), edition.manifest["highlights"]
    has_zones = bool(edition.figures.units["zones"])
    own = {"mali": list(regions), "gao": highlights[:1], "menaka": highlights[-1:], "east": highlights}
    codes = own.get(focus, [] if has_zones else highlights)
    for pcode in codes or ([] if has_zones else regions):
        yield regions[pcode]
    if has_zones and focus in _ZONE_OF:
        yield boxes_of(edition, "web_zones_50")[_ZONE_OF[focus]]
