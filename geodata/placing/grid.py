"""PRIO-GRID: cells of half a degree, whose geometry is arithmetic (Tollefsen, Strand & Buhaug 2012)."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.geometry.geodesy import area_km2

SIZE_DEGREES = 0.5
_COLUMNS = 720


def gid(longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """The number of the cell that holds each point; a point on an edge belongs to the cell north and east of it."""
    row = np.floor((np.asarray(latitude, float) + 90) / SIZE_DEGREES)
    column = np.floor((np.asarray(longitude, float) + 180) / SIZE_DEGREES)
    return np.asarray(row * _COLUMNS + column + 1, np.int64)


def cell(number: int) -> shapely.Polygon:
    """The square of a cell in EPSG:4326."""
    row, column = divmod(number - 1, _COLUMNS)
    west, south = column * SIZE_DEGREES - 180, row * SIZE_DEGREES - 90
    return shapely.box(west, south, west + SIZE_DEGREES, south + SIZE_DEGREES)


def covering(country: shapely.Geometry, extra: Collection[int] = ()) -> gpd.GeoDataFrame:
    """The cells whose inside meets the country, and `extra` ones: pcode (the gid as text), gid, area_km2, geometry."""
    west, south, east, north = shapely.bounds(country)
    longitudes = np.arange(np.floor(west * 2) / 2, east, SIZE_DEGREES) + SIZE_DEGREES / 2
    latitudes = np.arange(np.floor(south * 2) / 2, north, SIZE_DEGREES) + SIZE_DEGREES / 2
    x, y = np.meshgrid(longitudes, latitudes)
    numbers = gid(x.ravel(), y.ravel())
    cells = np.array([cell(int(number)) for number in numbers])
    met = shapely.area(shapely.intersection(cells, country)) > 0
    chosen = sorted({int(number) for number in numbers[met]} | set(extra))
    shapes = [cell(number) for number in chosen]
    return gpd.GeoDataFrame(
        {
            "pcode": [str(number) for number in chosen],
            "gid": chosen,
            "area_km2": [area_km2(shape) for shape in shapes],
        },
        geometry=shapes,
        crs="EPSG:4326",
    )
