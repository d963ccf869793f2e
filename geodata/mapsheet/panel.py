"""A part of the page that shows a window of the projected plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geodata.mapsheet import ground, labels, patterns
from geodata.mapsheet.ground import Window
from geodata.mapsheet.look import INK, LAND
from geodata.mapsheet.page import Page, outline
from geodata.mapsheet.sheet import Area, Place

_APART = 40.0
"""Points between the three-border area and the name of another zone, where there is room."""
_FINEST_PT = 0.25
"""Points on A4 that a shape may be simplified by: an eleventh of a millimetre."""
_HIGHLIGHT, _OPENED, _CIRCLES, _TOWNS, _MARKS, _NAMES, _FRAME = 9.0, 10.0, 11.0, 12.0, 14.0, 20.0, 30.0


@dataclass
class Panel:
    """A part of the page that shows a window of the projected plane: in points, west and south, width and height.

    `death`: points of radius of an event's death.
    """

    page: Page
    window: Window
    west: float
    south: float
    width: float
    height: float
    death: float = 0.0

    def __post_init__(self) -> None:
        """The box that cuts off what is drawn, the land under it."""
        self.metres = self.window.width / self.width
        self.clip = self._box(z=0.5, facecolor=LAND, edgecolor="none")

    @property
    def box(self) -> labels.Box:
        """West, south, east and north in points."""
        return self.west, self.south, self.west + self.width, self.south + self.height

    def place(self, points: Any) -> Any:
        """Points of the projected plane as points of the page."""
        return (points - [self.window.west, self.window.south]) / self.metres + [self.west, self.south]

    def spots(self, places: Sequence[Place]) -> list[labels.Spot]:
        """Places as points of the page."""
        return [(float(x), float(y)) for x, y in self.place(ground.points(places))]

    def holds(self, spot: labels.Spot, margin: float = 0.0) -> bool:
        """True if a point of the page is inside the panel, at least this far from its edge."""
        west, south, east, north = self.box
        return west + margin <= spot[0] <= east - margin and south + margin <= spot[1] <= north - margin

    def inside(self, spot: labels.Spot, margin: float) -> labels.Spot:
        """The point of the panel, so far from its edge, that is nearest to a point of the page."""
        west, south, east, north = self.box
        x, y = min(max(spot[0], west + margin), east - margin), min(max(spot[1], south + margin), north - margin)
        return x, y

    def cut(self, shapes: ground.Shapes) -> ground.Shapes:
        """The parts of shapes that are in the window, a little more, as finely as the page can show."""
        box = self.window.wider(12 * self.metres)
        parts: ground.Shapes = shapely.clip_by_rect(shapes, *box.bounds)
        return parts

    def line(self, shapes: ground.Shapes, *, z: float, gid: str | None = None, **look: Any) -> None:
        """The shapes' rings, or lines, as one stroke cut off by the panel."""
        whole = [part for part in self.cut(shapes) if not part.is_empty]
        path = Path.make_compound_path(*(outline(part, self.place) for part in whole)) if whole else Path([(0, 0)])
        drawn = self.page.path(path, z=z, facecolor=look.pop("facecolor", "none"), joinstyle="round", **look)
        drawn.set_clip_path(self.clip)
        drawn.set_gid(gid)

    def fill(self, area: Area, shape: shapely.Geometry, kind: str, *, z: float) -> None:
        """A shape in its class's colour or pattern, marked with kind, id and class; nothing out of sight.

        The shape itself is cut off by the panel: an artist has one clip path, and a pattern's is its shape.
        """
        seen = shapely.clip_by_rect(shape, *_bounds(self.window))
        if seen.area:
            gid = f"{kind}-{area.id}-{area.key}"
            patterns.fill(self.page, outline(seen, self.place), area.fill, z=z, gid=gid)

    def frame(self) -> None:
        """The line around the map."""
        self._box(z=_FRAME, facecolor="none", edgecolor=INK, linewidth=0.7 * self.page.scale)

    def _box(self, *, z: float, **look: Any) -> PathPatch:
        west, south, east, north = self.box
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        return self.page.path(Path(corners, closed=True), z=z, **look)


def _on_page(panel: Panel, shape: shapely.Geometry) -> shapely.Geometry:
    """A shape in points of the page."""
    return shapely.transform(shape, panel.place)


def _along(panel: Panel, shape: shapely.Geometry, shared: shapely.Geometry) -> list[labels.Spot]:
    """Points of a shape's edge that are in the panel, as further places for its name; those off `shared` first."""
    points = [(float(x), float(y)) for x, y in shapely.get_coordinates(shape)]
    seen = [spot for spot in points if panel.holds(spot, 10)]
    far = (
        shapely.distance(shapely.points(seen), shared) > _APART if seen and not shared.is_empty else [True] * len(seen)
    )
    ordered = [spot for spot, is_far in zip(seen, far, strict=True) if is_far]
    ordered += [spot for spot, is_far in zip(seen, far, strict=True) if not is_far]
    return ordered[:: max(1, len(ordered) // 40)]


def _bounds(window: Window) -> tuple[float, float, float, float]:
    return window.west, window.south, window.east, window.north
