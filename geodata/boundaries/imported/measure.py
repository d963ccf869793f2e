"""Measure polygons in metres: how wide they are, and how far a border moved.

Borders are straight in degrees; each shape is measured in a plane that is true at its middle.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import shapely

from geodata.geometry.geodesy import GEOD

Shapes = npt.NDArray[np.object_]

SEEN_M = 0.01
"""Gaps and overlaps narrower than a centimetre are closed without a word."""


def widths(shapes: Shapes, *, at_least: float = SEEN_M) -> tuple[npt.NDArray[np.float64], Shapes]:
    """The width of each (multi)polygon in metres, 0 below `at_least`, and a point where it is widest (EPSG:4326).

    The width is twice the distance by which the shape can be eroded, to 1 % or a centimetre, in a plane that is true
    at its middle. A point without a width is empty.
    """
    flat = in_metres(shapes)
    low, high = np.zeros(len(flat)), 2 * np.sqrt(shapely.area(flat) / math.pi)
    points = np.full(len(flat), shapely.Point(), dtype=object)
    todo = np.flatnonzero(high > at_least)
    middle = np.full(len(flat), at_least)
    while len(todo):
        eroded = shapely.buffer(flat[todo], -middle[todo] / 2, quad_segs=4)
        is_left = ~shapely.is_empty(eroded)
        wide, narrow = todo[is_left], todo[~is_left]
        low[wide], points[wide] = middle[wide], shapely.point_on_surface(eroded[is_left])
        high[narrow] = middle[narrow]
        todo = todo[(low[todo] > 0) & (high[todo] - low[todo] > np.maximum(SEEN_M, high[todo] / 100))]
        middle[todo] = (low[todo] + high[todo]) / 2
    return np.where(low > 0, high, 0.0), _back(points, shapes)


def in_metres(shapes: Shapes) -> Shapes:
    """The shapes in metres, each in a plane that is true at its own middle."""
    return _scaled(shapes, _metres_per_degree(shapes))


def _back(points: Shapes, shapes: Shapes) -> Shapes:
    return _scaled(points, 1 / _metres_per_degree(shapes))


def _scaled(shapes: Shapes, factors: npt.NDArray[np.float64]) -> Shapes:
    coordinates, index = shapely.get_coordinates(shapes, return_index=True)
    return np.asarray(shapely.set_coordinates(shapes.copy(), coordinates * factors[index]))


def _metres_per_degree(shapes: Shapes) -> npt.NDArray[np.float64]:
    """Metres in a degree of longitude and of latitude at the middle of each shape, on the ellipsoid."""
    bounds = np.nan_to_num(shapely.bounds(shapes).reshape(-1, 4))
    latitude = np.radians((bounds[:, 1] + bounds[:, 3]) / 2)
    bend = 1 - GEOD.es * np.sin(latitude) ** 2
    east = np.radians(GEOD.a / np.sqrt(bend) * np.cos(latitude))
    north = np.radians(GEOD.a * (1 - GEOD.es) / bend**1.5)
    return np.column_stack([east, north])


def polygons_of(shapes: Shapes) -> Shapes:
    """Of each shape what has an area, as one (multi)polygon."""
    made = shapes.copy()
    for index in np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (3, 6))):
        parts = shapely.get_parts(shapely.get_parts(shapes[index]))
        made[index] = shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])
    return made


def moved_m(before: shapely.Geometry, after: shapely.Geometry) -> tuple[float, shapely.Point]:
    """The largest movement of a shape's border in metres, and a point where it occurs.

    What it gained counts by its farthest point from what the shape was, what it lost by its width: a spike of a metre
    may go, but no strip along a border may go to a shape that does not lie beside it.
    """
    if after.is_empty:
        return math.inf, shapely.point_on_surface(before)
    lost, where = widths(polygons_of(np.array([shapely.difference(before, after)])))
    points = shapely.points(shapely.get_coordinates(shapely.difference(after, before)))
    scale = _metres_per_degree(np.array([before]))
    was = _scaled(np.array([before]), scale)[0]
    gained = shapely.distance(was, _scaled(points, np.repeat(scale, len(points), axis=0)))
    farthest = (float(gained.max()), points[int(gained.argmax())]) if len(points) else (0.0, shapely.Point())
    return max((float(lost[0]), where[0]), farthest, key=lambda pair: pair[0])
