"""GeoJSON read by ourselves: a coordinate system is known by its name, and no address in a file is ever asked."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely
from shapely.geometry import shape

from geodata.boundaries.imported.measure import Shapes
from geodata.errors import DataError

DEGREES = "EPSG:4326"
_EPSG = re.compile(
    r"(?:epsg:|urn:(?:x-)?ogc:def:crs:epsg:[\d.]*:|https?://www\.opengis\.net/def/crs/epsg/[\d.]+/)(\d+)"
)
_CRS84 = re.compile(
    r"crs84|ogc:crs84|urn:ogc:def:crs:ogc:[\d.]*:crs84|https?://www\.opengis\.net/def/crs/ogc/[\d.]+/crs84"
)
_OTHER = {
    "Feature": "one GeoJSON feature and no collection of features",
    "Topology": "TopoJSON and no GeoJSON",
    **dict.fromkeys(("Polygon", "MultiPolygon", "GeometryCollection"), "one shape without a name"),
    **dict.fromkeys(("Point", "MultiPoint", "LineString", "MultiLineString"), "one shape that is no area"),
}
"""The types of GeoJSON, and of its likes, that are no collection of features, in words."""
_NO_SHAPE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, shapely.errors.ShapelyError)
"""The exceptions of shapely for a geometry that is none."""


def read(path: Path, where: str) -> tuple[list[dict[str, Any]], pyproj.CRS]:
    """The features of a FeatureCollection and their coordinate system, WGS 84 where the file names none (RFC 7946).

    Raises DataError, naming `where`, for what is no whole FeatureCollection and for a `crs` that names no system of
    EPSG nor CRS84: an address is a name or nothing, and is not asked.
    """
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        text = problem.doc if isinstance(problem, json.JSONDecodeError) else "}"
        cut = "" if text.rstrip().endswith("}") else f": it ends in the middle, after {len(text):,} characters"
        raise DataError(
            f"cannot be read as GeoJSON{cut} ({problem})",
            where=where,
            expected="a whole file in UTF-8",
            todo="Take the file again from its publisher, and open it in no editor or spreadsheet before.",
        ) from None
    kind = found.get("type") if isinstance(found, dict) else None
    if kind in _OTHER:
        raise DataError(f"is {_OTHER[kind]}", where=where, expected="a GeoJSON FeatureCollection of all units")
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise DataError("its features are no list of features", where=where, expected="a GeoJSON FeatureCollection")
    return features, _crs(found.get("crs"), where)


def attributes(features: list[dict[str, Any]]) -> pd.DataFrame:
    """The properties of the features as they are, a row each; a property that a feature lacks is None."""
    rows = [one.get("properties") for one in features]
    named = [
        {_clean(key): _clean(value) for key, value in row.items()} if isinstance(row, dict) else {} for row in rows
    ]
    table = pd.DataFrame(named, index=pd.RangeIndex(len(named)), dtype=object)
    return table.where(table.notna(), None)


def shapes(features: list[dict[str, Any]]) -> Shapes:
    """The geometry of each feature; None where it has none that can be read."""
    made = np.full(len(features), None, dtype=object)
    for position, feature in enumerate(features):
        try:
            made[position] = shape(feature["geometry"])
        except _NO_SHAPE:
            continue
    return made


def _crs(member: Any, where: str) -> pyproj.CRS:
    if member is None:
        return pyproj.CRS(DEGREES)
    properties = member.get("properties") if isinstance(member, dict) and member.get("type") == "name" else None
    name = properties.get("name") if isinstance(properties, dict) else None
    plain = name.strip().casefold() if isinstance(name, str) else ""
    code = 4326 if _CRS84.fullmatch(plain) else int(found[1][:9]) if (found := _EPSG.fullmatch(plain)) else None
    try:
        return pyproj.CRS.from_epsg(code) if code is not None else _unknown(member, where)
    except pyproj.exceptions.CRSError:
        return _unknown(member, where)


def _unknown(member: Any, where: str) -> pyproj.CRS:
    raise DataError(
        f"its crs names no coordinate system that is known here: {json.dumps(member)[:120]}",
        where=where,
        expected="no crs, which is longitude and latitude (RFC 7946), or a name such as urn:ogc:def:crs:EPSG::32630; "
        "addresses are not asked",
        todo="Save the file again in longitude and latitude (EPSG:4326).",
    )


def _clean(value: Any) -> Any:
    """A text without halves of surrogate pairs, which no file could be written with; anything else as it is."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
