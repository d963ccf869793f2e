"""Geometry on the sheet: shapes and lines projected, and the window that the map shows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry import shape as shaped

from geodata.mapsheet.look import PX
from geodata.mapsheet.sheet import Extent, Geometry, Lines, Place

Shapes = npt.NDArray[np.object_]
"""Shapes in the sheet's projection."""
CENTRE = (-4.0, 17.5)
"""Longitude and latitude of the projection's centre."""
CRS = f"+proj=laea +lat_0={CENTRE[1]} +lon_0={CENTRE[0]} +datum=WGS84 +units=m"
"""Lambert azimuthal equal-area; in Mali lengths are true to 0.4 %."""
KNOWN = (-15.0, 8.0, 7.0, 28.0)
"""West, south, east and north of the neighbours on the base map."""
_PAD = 0.05
_INSIDE = 0.002
"""Degrees inside of what is known at which its edge is taken, so that every border meets it."""
_NEAR_METRES = 160_000.0
"""The distance from the country within which a neighbour is named."""
_TILE_METRES = 156_543.034
"""Metres of a px at zoom 0 on the equator (web Mercator)."""
_SCREEN = (1000.0, 640.0)
"""Width and height in px that a map on the screen has, for sheets of a zoom."""


@dataclass(frozen=True)
class Window:
    """A part of the projected plane in metres: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Metres from west to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Metres from south to north."""
        return self.north - self.south

    def wider(self, metres: float) -> shapely.Geometry:
        """The window with so much more on all sides, as a box."""
        return shapely.box(self.west - metres, self.south - metres, self.east + metres, self.north + metres)

    def holds(self, x: float, y: float) -> bool:
        """True if a point is in the window."""
        return self.west <= x <= self.east and self.south <= y <= self.north


@cache
def _projection() -> Transformer:
    """From longitude and latitude to the sheet's projection."""
    return Transformer.from_crs("EPSG:4326", CRS, always_xy=True)


def _projected(made: Iterable[shapely.Geometry]) -> Shapes:
    shapes = np.array([*made], dtype=object)
    corners = shapely.get_coordinates(shapes)
    if len(corners):
        shapes = shapely.set_coordinates(shapes, np.column_stack(_projection().transform(*corners.T)))
    return shapes


def shapes(geometries: Iterable[Geometry]) -> Shapes:
    """The shapes in the sheet's projection, in their order, outer rings and holes turned against each other."""
    oriented: Shapes = shapely.orient_polygons(_projected(_shape(geometry) for geometry in geometries))
    return oriented


def _shape(geometry: Geometry) -> shapely.Geometry:
    """The shape of a GeoJSON geometry; shapely.shape takes the points of a polygon one by one."""
    if geometry["type"] == "Polygon":
        return _polygon(geometry["coordinates"])
    if geometry["type"] == "MultiPolygon":
        return shapely.MultiPolygon([_polygon(rings) for rings in geometry["coordinates"]])
    return shaped(geometry)


def _polygon(rings: Sequence[Any]) -> shapely.Polygon:
    outer, *holes = (np.array(ring) for ring in rings)
    return shapely.Polygon(outer, holes)


def lines(steps: Lines) -> Shapes:
    """The lines in the sheet's projection."""
    return _projected(shapely.LineString(points_of(line)) for line in steps)


def points(places: Sequence[Place]) -> np.ndarray[Any, Any]:
    """The places in the sheet's projection: rows of x and y in metres."""
    if not places:
        return np.empty((0, 2))
    x, y = zip(*places, strict=True)
    return np.column_stack(_projection().transform(x, y))


def countries(names: Sequence[Place], borders: Lines, country: shapely.Geometry) -> list[shapely.Geometry | None]:
    """The part of the neighbour that each place lies in, near the country, as far as the base map knows it.

    `country` and the parts are in the sheet's projection. Borders that end inside of what is known, since what lies
    beyond is no neighbour, are led straight to its edge.
    """
    west, south, east, north = KNOWN
    box = shapely.box(west + _INSIDE, south + _INSIDE, east - _INSIDE, north - _INSIDE)
    drawn = shapely.line_merge(shapely.union_all([shapely.LineString(points_of(line)) for line in borders]))
    ends = Counter(end for line in shapely.get_parts(drawn) for end in (line.coords[0], line.coords[-1]))
    loose = [
        shapely.Point(end) for end, times in ends.items() if times == 1 and shapely.contains(box, shapely.Point(end))
    ]
    led = shapely.shortest_line(loose, box.exterior).tolist() if loose else []
    noded = shapely.union_all([drawn, box.exterior, *led])
    faces = _projected(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    near = shapely.intersection(faces, _around(country))
    inside = [shapely.Point(*place) for place in points(names)]
    return [
        next((part for face, part in zip(faces, near, strict=True) if shapely.contains(face, point)), None)
        for point in inside
    ]


@lru_cache(maxsize=4)
def _around(country: shapely.Geometry) -> shapely.Geometry:
    """The country and what is near it: the same for every sheet of a frame, and slow to make."""
    return shapely.buffer(country, _NEAR_METRES)


def points_of(line: Sequence[int]) -> np.ndarray[Any, Any]:
    """The points of a line in the web encoding: rows of longitude and latitude."""
    return np.cumsum(np.reshape(line, (-1, 2)), axis=0) / 1000


def wanted(extent: Extent) -> Window:
    """The window that the extent asks for, before it takes the form of the sheet's map."""
    if extent.at:
        return _at(*extent.at)
    west, south, east, north = shapely.total_bounds(shapes(extent.shapes))
    more = _PAD * max(east - west, north - south)
    return Window(west - more, south - more, east + more, north + more)


def _at(zoom: float, latitude: float, longitude: float) -> Window:
    metres = _TILE_METRES * math.cos(math.radians(latitude)) / 2**zoom
    (x, y), half = points([(longitude, latitude)])[0], [metres * px / 2 for px in _SCREEN]
    return Window(x - half[0], y - half[1], x + half[0], y + half[1])


@cache
def limits() -> Window:
    """The largest window within the extent of the base map."""
    west, south, east, north = KNOWN
    sides = points([(west, south + 2), (west, north - 2), (east, south + 2), (east, north - 2)])
    ends = points([(west, south), (CENTRE[0], south), (east, south), (CENTRE[0], north)])
    return Window(sides[:2, 0].max(), ends[:3, 1].max(), sides[2:, 0].min(), ends[3, 1])


def fitted(asked: Window, width: float, height: float) -> tuple[Window, float]:
    """The window of a map of so many points that holds what is asked for, and the width that it really takes.

    It never leaves what the base map knows: there the map is narrower, or shows less.
    """
    most = limits()
    metres = min(max(asked.width / width, asked.height / height), most.height / height)
    width = min(width, most.width / metres)
    x, y = (asked.west + asked.east) / 2, (asked.south + asked.north) / 2
    half_x, half_y = width * metres / 2, height * metres / 2
    x = min(max(x, most.west + half_x), most.east - half_x)
    y = min(max(y, most.south + half_y), most.north - half_y)
    return Window(x - half_x, y - half_y, x + half_x, y + half_y), width


def zoom(metres_per_point: float, scale: float) -> float:
    """The zoom of a screen at which the map is as large."""
    latitude = math.radians(CENTRE[1])
    return math.log2(_TILE_METRES * math.cos(latitude) / (metres_per_point * PX * scale))
