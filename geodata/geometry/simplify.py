"""Units drawn with fewer points for the web: neighbours keep their shared border, no unit is lost."""

from __future__ import annotations

import gzip
import json

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.errors import DataError
from geodata.geometry import encode

TOLERANCE = {"admin1": 0.005, "admin2": 0.003, "admin3": 0.002}
"""Degrees to begin with, by level: about the root of the smallest triangle that is kept (Visvalingam-Whyatt)."""

LIMIT_BYTES = {"admin1": 20_000, "admin2": 50_000, "admin3": 200_000}
"""Most that a level's shapes may weigh in the web's encoding, gzipped."""

_COARSER, _COARSEST = 1.4, 0.1


def web(units: gpd.GeoDataFrame, level: str) -> gpd.GeoDataFrame:
    """The units with simplified shapes in EPSG:4326, every other column as it was; still a valid coverage.

    `units` must be a valid coverage. The tolerance is the level's, or as much coarser as a file of finer borders
    needs to stay under LIMIT_BYTES. Raises DataError where a unit would
    vanish on the web's grid of 0.001°.
    """
    tolerance = TOLERANCE[level]
    drawn = _simplified(units, tolerance)
    while weight(drawn) > LIMIT_BYTES[level] and tolerance < _COARSEST:
        tolerance *= _COARSER
        drawn = _simplified(units, tolerance)
    lost = units["pcode"][_is_lost(drawn)]
    if len(lost):
        raise DataError(
            f"units too small to be drawn: {', '.join(lost)}", where=level, expected="units wider than 200 m"
        )
    return drawn


def _simplified(units: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    return units.set_geometry(shapely.coverage_simplify(units.geometry.to_numpy(), tolerance), crs=units.crs)


def _is_lost(drawn: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    on_grid = shapely.transform(drawn.geometry.to_numpy(), lambda points: np.rint(points * encode.WEB_SCALE))
    return np.asarray(shapely.area(on_grid) == 0)


def outlines(drawn: gpd.GeoDataFrame) -> shapely.MultiLineString:
    """The lines between and around the regions that drawn units lie in (admin1_pcode), along the units' own borders.

    `drawn`: any level as `web` gives it, a valid coverage; EPSG:4326.
    """
    shapes = drawn.geometry.to_numpy()
    groups = drawn["admin1_pcode"].to_numpy()
    regions = [shapely.coverage_union_all(shapes[groups == pcode]) for pcode in sorted(set(groups))]
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(regions)))
    return shapely.multilinestrings(shapely.get_parts(lines))


def weight(drawn: gpd.GeoDataFrame) -> int:
    """Bytes of the units' shapes in the web's encoding (layers.web_shapes), as JSON, gzipped."""
    text = json.dumps(encode.web_shapes(drawn, "pcode"), separators=(",", ":"))
    return len(gzip.compress(text.encode(), 9, mtime=0))
