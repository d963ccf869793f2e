"""Geometry as files and browsers want it: RFC 7946 for downloads, integer steps of 0.001° for the map."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

WEB_SCALE = 1000
"""Steps in a degree of the web encoding: 0.001° is about 110 m."""


def rfc7946(shapes: Iterable[shapely.Geometry], decimals: int = 4) -> list[dict[str, Any]]:
    """The geometries as GeoJSON: outer rings counter-clockwise, holes clockwise (RFC 7946, 3.1.6), EPSG:4326."""
    snapped = shapely.orient_polygons(shapely.set_precision(np.array(list(shapes), object), 10.0**-decimals))
    rounded = shapely.transform(snapped, lambda points: np.round(points, decimals))
    return [json.loads(text) for text in shapely.to_geojson(rounded)]


def bbox(shapes: Iterable[shapely.Geometry]) -> list[float]:
    """West, south, east, north of the shapes, rounded to 4 decimals."""
    return [round(float(number), 4) for number in shapely.total_bounds(list(shapes))]


def steps(shape: shapely.Geometry) -> list[list[int]]:
    """The shape's rings or lines, each a flat list x0, y0, dx, dy, ... in thousandths of a degree.

    A polygon's rings follow one another; with even-odd filling holes need no mark.
    """
    parts = []
    for part in shapely.get_parts(shape):
        lines = shapely.get_parts(shapely.get_rings(part)) if part.geom_type == "Polygon" else [part]
        parts += [_steps(shapely.get_coordinates(line)) for line in lines]
    return [part for part in parts if len(part) > 2]


def _steps(coordinates: np.ndarray[Any, Any]) -> list[int]:
    points = np.rint(coordinates * WEB_SCALE).astype(int)
    moves = np.diff(points, axis=0)
    moves = moves[np.any(moves != 0, axis=1)]
    found: list[int] = np.concatenate([points[:1], moves]).ravel().tolist()
    return found


def web_shapes(table: gpd.GeoDataFrame, key: str, *, tolerance: float = 0.0) -> list[dict[str, Any]]:
    """The table's shapes in web encoding: {"id": key, "rings": steps}; simplified by `tolerance` degrees if given."""
    shapes = table.geometry.to_numpy()
    if tolerance:
        shapes = shapely.simplify(shapes, tolerance)
    return [{"id": str(name), "rings": steps(shape)} for name, shape in zip(table[key], shapes, strict=True)]
