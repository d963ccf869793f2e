"""Vector files in EPSG:4326."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio

from geodata.errors import DataError


def read_layer(path: Path) -> gpd.GeoDataFrame:
    """The features of a file in EPSG:4326. Raises DataError when it cannot be read or its CRS is another."""
    try:
        table = gpd.read_file(path, engine="pyogrio")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as problem:
        raise DataError(f"cannot be read ({problem})", where=str(path)) from None
    if table.crs is None or not table.crs.equals("EPSG:4326", ignore_axis_order=True):
        raise DataError(f"its coordinates are in {table.crs}", where=str(path), expected="EPSG:4326 (WGS 84)")
    return table.set_crs("EPSG:4326", allow_override=True)
