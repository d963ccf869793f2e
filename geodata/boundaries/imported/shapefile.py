"""Shapefiles, the one format of users' boundaries that GDAL reads: without network, links and virtual files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj

from geodata.boundaries.imported.measure import Shapes
from geodata.errors import DataError

MAGIC = b"\x00\x00\x27\x0a"
"""The first bytes of a .shp: with them GDAL takes its driver of shapefiles and no other."""
_OFFLINE = {"CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none", "GDAL_HTTP_PROXY": "none://none"}
"""Settings of GDAL while it reads: what it would ask of a network fails before it connects."""
_WKT = re.compile(
    r"\s*(PROJCS|GEOGCS|GEOCCS|COMPD_CS|PROJCRS|GEOGCRS|GEODCRS|BOUNDCRS|COMPOUNDCRS)\s*\[", re.IGNORECASE
)


def require(path: Path, where: str) -> None:
    """Raise DataError unless the .shp begins as one and its .prj, where there is any, is a coordinate system in WKT."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise DataError("holds a .shp that is no shapefile", where=where, todo="Take the file again.")
    prj = path.with_suffix(".prj")
    if prj.exists() and not _WKT.match(prj.read_bytes().decode("latin-1").removeprefix("ï»¿")):
        raise DataError(
            "its .prj is no coordinate system",
            where=where,
            expected="text that begins with GEOGCS[ or PROJCS[",
            todo="Take the file again from its publisher, or leave the .prj out if it is in longitude and latitude.",
        )


def attributes(path: Path, most: int) -> pd.DataFrame:
    """The columns of the features, at most `most`; without a .cpg as UTF-8, else as Windows writes them."""
    options = {"read_geometry": False, "max_features": most}
    if path.with_suffix(".cpg").exists():
        return _read(path, **options)
    try:
        return _read(path, encoding="utf-8", **options)
    except UnicodeDecodeError:
        return _read(path, encoding="cp1252", **options)


def shapes(path: Path) -> tuple[Shapes, pyproj.CRS | None]:
    """The geometry of the features in order, and the coordinate system of the .prj; None without one."""
    table = gpd.GeoDataFrame(_read(path, columns=[], force_2d=True, on_invalid="ignore"))
    return table.geometry.to_numpy(), table.crs


def _read(path: Path, **options: Any) -> pd.DataFrame:
    with _offline():
        table: pd.DataFrame = pyogrio.read_dataframe(path, **options)
    return table


@contextmanager
def _offline() -> Iterator[None]:
    before = {name: pyogrio.get_gdal_config_option(name) for name in _OFFLINE}
    pyogrio.set_gdal_config_options(_OFFLINE)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
