"""Points in polygons: the unit that holds a point, and the one nearest to it. For many points: see `lattice`."""

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


class Nearness:
    """A few units in the azimuthal-equidistant plane around them, to tell which is nearest to a point in none."""

    def __init__(self, shapes: npt.NDArray[np.object_]) -> None:
        """Put the shapes (EPSG:4326) into the plane around their bounds."""
        west, south, east, north = shapely.total_bounds(shapes)
        centre = f"+proj=aeqd +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +datum=WGS84 +units=m"
        self._plane = Transformer.from_crs("EPSG:4326", centre, always_xy=True)
        self._shapes = shapely.transform(shapes, self._plane.transform, interleaved=False)

    def nearest(self, longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """For each point the position of the nearest unit, ties to the first.

        Good enough to tell which of a few units is nearer to a point that lies in none of them.
        """
        points = shapely.points(*self._plane.transform(longitude, latitude))
        found: npt.NDArray[np.int64] = np.argmin(shapely.distance(points[:, None], self._shapes[None, :]), axis=1)
        return found


def nearest(
    longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64], units: gpd.GeoDataFrame
) -> npt.NDArray[np.int64]:
    """For each point the position of the nearest unit, ties to the lowest p-code; `units` are sorted by p-code."""
    return Nearness(units.geometry.to_numpy()).nearest(longitude, latitude)
