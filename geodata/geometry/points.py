"""Points in polygons: the unit that holds a point, and the one nearest to it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer


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


def nearest(
    longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64], units: gpd.GeoDataFrame
) -> npt.NDArray[np.int64]:
    """For each point the position of the nearest unit, ties to the lowest p-code: in one azimuthal-equidistant plane.

    Good enough to tell which of a few units is nearer to a point that lies in none of them.
    """
    west, south, east, north = units.total_bounds
    centre = f"+proj=aeqd +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +datum=WGS84 +units=m"
    plane = Transformer.from_crs("EPSG:4326", centre, always_xy=True)
    shapes = shapely.transform(units.geometry.to_numpy(), plane.transform, interleaved=False)
    points = shapely.points(*plane.transform(longitude, latitude))
    found: npt.NDArray[np.int64] = np.argmin(shapely.distance(points[:, None], shapes[None, :]), axis=1)
    return found
