"""Distances and areas on the WGS 84 ellipsoid."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
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


def distance_km(longitude: pd.Series[float], latitude: pd.Series[float], border: shapely.Geometry) -> pd.Series[float]:
    """Geodesic distance in km (WGS 84) from each point to the border line, the points' index.

    The nearest point of the line is found in one azimuthal-equidistant plane, and the distance to it is then
    taken on the ellipsoid: within a few metres of the exact one.
    """
    line = shapely.segmentize(border, _STEP_DEGREES)
    plane = _transformer(line)
    flat_line = shapely.transform(line, plane.transform, interleaved=False)
    x, y = longitude.to_numpy(float), latitude.to_numpy(float)
    shapely.prepare(flat_line)
    foot = shapely.get_point(shapely.shortest_line(flat_line, shapely.points(*plane.transform(x, y))), 0)
    foot_x, foot_y = plane.transform(shapely.get_x(foot), shapely.get_y(foot), direction="INVERSE")
    metres = GEOD.inv(x, y, foot_x, foot_y)[2]
    return pd.Series(np.asarray(metres) / 1000, index=longitude.index)


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def area_km2(shape: shapely.Geometry) -> float:
    """Area on the WGS 84 ellipsoid in km²; 0 for an empty shape."""
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6 if not shape.is_empty else 0.0
