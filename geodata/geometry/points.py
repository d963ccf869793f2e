"""Points in polygons: the unit that holds a point, and the one nearest to it. For many points: see `lattice`."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]


def containing(
    longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64], units: gpd.GeoDataFrame
) -> npt.NDArray[np.int64]:
    """For each point (degrees) the position of the unit that holds or touches it, -1 for none.

    A point on a shared border belongs to the lowest p-code, once. `units` must be sorted by p-code.
    """
    shapes = units.geometry.to_numpy()
    shapely.prepare(shapes)
    order = np.argsort(longitude, kind="stable")
    x, y = longitude[order], latitude[order]
    found = np.full(len(x), -1, dtype=np.int64)
    for position, (shape, (west, south, east, north)) in enumerate(zip(shapes, shapely.bounds(shapes), strict=True)):
        first, last = np.searchsorted(x, west, side="left"), np.searchsorted(x, east, side="right")
        near = first + np.flatnonzero((y[first:last] >= south) & (y[first:last] <= north) & (found[first:last] < 0))
        found[near[shapely.intersects_xy(shape, x[near], y[near])]] = position
    placed = np.empty_like(found)
    placed[order] = found
    return placed


_SIDE = 0.05
"""Degrees of a square that answers for all points in it where one unit is nearer by more than the square is wide."""
_MIDDLE_AND_CORNERS = np.array([(0, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)]) * (_SIDE / 2)
_AROUND = 3.0
"""Degrees around the units in which there are squares; beyond, every point is measured."""
_UNDECIDED, _NOT_ASKED = -1, -2
_WIDER = 1.05
"""Times the way from a square's middle to its corners, in the plane: more than to any other point of it."""
_ROUGH_METRES, _SLACK_METRES = 500.0, 50.0
"""Metres within which units of few vertices follow their outlines, and a little more: of most points these tell."""


class Nearness:
    """A few units in the azimuthal-equidistant plane around them, to tell which is nearest to a point in none.

    Good enough to tell which of a few units is nearer to a point that lies in none of them.
    """

    def __init__(self, shapes: Shapes) -> None:
        """Put the shapes (EPSG:4326) into the plane around their bounds."""
        west, south, east, north = shapely.total_bounds(shapes)
        centre = f"+proj=aeqd +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +datum=WGS84 +units=m"
        self._plane = Transformer.from_crs("EPSG:4326", centre, always_xy=True)
        self._shapes = shapely.transform(shapes, self._plane.transform, interleaved=False)
        self._rough = shapely.simplify(self._shapes, _ROUGH_METRES)
        self._west, self._south = west - _AROUND, south - _AROUND
        self._columns = int((east - west + 2 * _AROUND) / _SIDE) + 1
        self._rows = int((north - south + 2 * _AROUND) / _SIDE) + 1
        self._known = np.full(self._columns * self._rows, _NOT_ASKED, np.int16)

    def nearest(self, longitude: Floats, latitude: Floats) -> Integers:
        """For each point the position of the nearest unit, ties to the first: every point is measured."""
        found: Integers = np.argmin(_metres(self._points(longitude, latitude), self._shapes), axis=1)
        return found

    def nearest_of_many(self, longitude: Floats, latitude: Floats) -> Integers:
        """The same for many points: squares are measured once, points where squares leave it open, first roughly."""
        column, row = (longitude - self._west) / _SIDE, (latitude - self._south) / _SIDE
        is_near = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
        at = np.flatnonzero(is_near)
        square = row[at].astype(np.int64) * self._columns + column[at].astype(np.int64)
        answer = self._known[square]
        if (answer == _NOT_ASKED).any():
            self._ask(np.unique(square[answer == _NOT_ASKED]))
            answer = self._known[square]
        found: Integers = np.full(len(longitude), _UNDECIDED, np.int64)
        found[at] = answer
        open_ = np.flatnonzero(found == _UNDECIDED)
        if len(open_):
            found[open_] = self._measured(self._points(longitude[open_], latitude[open_]))
        return found

    def _measured(self, points: Shapes) -> Integers:
        """The nearest unit of each point of the plane, told by rough outlines where these cannot be wrong."""
        found = _clearest(_metres(points, self._rough), np.full(len(points), _ROUGH_METRES + _SLACK_METRES))
        open_ = np.flatnonzero(found == _UNDECIDED)
        if len(open_):
            found[open_] = np.argmin(_metres(points[open_], self._shapes), axis=1)
        return found

    def _points(self, longitude: Floats, latitude: Floats) -> Shapes:
        found: Shapes = shapely.points(*self._plane.transform(longitude, latitude))
        return found

    def _ask(self, squares: Integers) -> None:
        """Measure the middles of squares: of one whose points all have one nearest unit, keep that."""
        column, row = (squares % self._columns).astype(np.float64), (squares // self._columns).astype(np.float64)
        x, y = self._west + (column + 0.5) * _SIDE, self._south + (row + 0.5) * _SIDE
        east, north = (x + _MIDDLE_AND_CORNERS[:, :1], y + _MIDDLE_AND_CORNERS[:, 1:])
        flat_x, flat_y = (
            flat.reshape(east.shape) for flat in self._plane.transform(east.ravel(), north.ravel())
        )  # at once: PROJ takes as long to begin as for some hundred points
        metres = _metres(shapely.points(flat_x[0], flat_y[0]), self._rough)
        reach = np.hypot(flat_x[1:] - flat_x[0], flat_y[1:] - flat_y[0]).max(axis=0) * _WIDER + 1
        self._known[squares] = _clearest(metres, reach + _ROUGH_METRES + _SLACK_METRES)


def _metres(points: Shapes, shapes: Shapes) -> Floats:
    """The distance of each point to each shape."""
    found: Floats = shapely.distance(points[:, None], shapes[None, :])
    return found


def _clearest(metres: Floats, error: Floats) -> Integers:
    """The nearest unit of each point, _UNDECIDED where another is as near: each distance may err by `error`."""
    best, second = np.partition(metres, 1, axis=1)[:, :2].T
    found: Integers = np.where(second - best > 2 * error, np.argmin(metres, axis=1), _UNDECIDED)
    return found


def nearest(
    longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64], units: gpd.GeoDataFrame
) -> npt.NDArray[np.int64]:
    """For each point the position of the nearest unit, ties to the lowest p-code; `units` are sorted by p-code."""
    return Nearness(units.geometry.to_numpy()).nearest(longitude, latitude)
