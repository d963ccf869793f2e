"""Distances and areas on the WGS 84 ellipsoid."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Geod, Transformer

GEOD = Geod(ellps="WGS84")
_STEP_DEGREES = 0.01


def _transformer(line: shapely.Geometry) -> Transformer:
    centre = shapely.centroid(line)
    return _plane(centre.y, centre.x)


@lru_cache(maxsize=32)
def _plane(latitude: float, longitude: float) -> Transformer:
    """The azimuthal-equidistant plane around a place; PROJ takes some 10 ms to make one, and a border has one."""
    target = f"+proj=aeqd +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", target, always_xy=True)


class BorderLine:
    """A border line, prepared for the distances of any number of points to it."""

    def __init__(self, border: shapely.Geometry) -> None:
        """Put the line (EPSG:4326) into the plane around it."""
        line = shapely.segmentize(border, _STEP_DEGREES)
        self._plane = _transformer(line)
        self._flat = shapely.transform(line, self._plane.transform, interleaved=False)
        shapely.prepare(self._flat)

    def km(self, longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Geodesic distance in km (WGS 84) from each point to the line.

        The nearest point of the line is found in one azimuthal-equidistant plane, and the distance to it is then
        taken on the ellipsoid: within a few metres of the exact one.
        """
        points = shapely.points(*self._plane.transform(longitude, latitude))
        foot = shapely.get_point(shapely.shortest_line(self._flat, points), 0)
        foot_x, foot_y = self._plane.transform(shapely.get_x(foot), shapely.get_y(foot), direction="INVERSE")
        return np.asarray(GEOD.inv(longitude, latitude, foot_x, foot_y)[2]) / 1000


def distance_km(longitude: pd.Series[float], latitude: pd.Series[float], border: shapely.Geometry) -> pd.Series[float]:
    """Geodesic distance in km (WGS 84) from each point to the border line, the points' index: see BorderLine.km."""
    x, y = (np.asarray(column, dtype=np.float64) for column in (longitude, latitude))
    km = BorderLine(border).km(x, y)
    return pd.Series(km, index=longitude.index)


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def area_km2(shape: shapely.Geometry) -> float:
    """Area on the WGS 84 ellipsoid in km²; 0 for an empty shape."""
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6 if not shape.is_empty else 0.0
