"""Distance of events to a border, and the border zones that are thresholds on it.

Zones are no partition: an event may lie in several, and one of poor precision is in none that we know of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geodata.geometry.geodesy import _STEP_DEGREES, _areal, _transformer, area_km2, distance_km
from geodata.placing.bands import border_lines
from geodata.placing.scale import UCDP, Scale
from geodata.vocabulary import DISTANCES_KM, KINDS, zone_id

_CURVE = 64
_BANDS_KEPT = 128
"""Distances whose bands are kept: those of a build, which has 40, for another of the same borders."""
_ROUNDING = 1e-6
"""Degrees, some 0.1 m: more than an edge moves where it is cut."""


def distances(events: pd.DataFrame, borders: gpd.GeoDataFrame, scale: Scale = UCDP) -> pd.DataFrame:
    """km_to_niger and km_to_burkina of each event; NaN for events too imprecise for zones."""
    precise = events["where_precision"] <= scale.limit["zones"]
    near = events[precise]
    table = pd.DataFrame(index=events.index)
    for kind, line in border_lines(borders).items():
        km = distance_km(near["longitude"], near["latitude"], line)
        table[f"km_to_{kind}"] = km.reindex(events.index)
    return table


def is_inside(distance: pd.DataFrame, kind: str, km: float) -> pd.Series[bool]:
    """Mark the events in the zone; False for events of unknown distance."""
    niger, burkina = distance["km_to_niger"] <= km, distance["km_to_burkina"] <= km
    return {"niger": niger, "burkina": burkina, "either": niger | burkina, "both": niger & burkina}[kind]


def polygons(
    borders: gpd.GeoDataFrame, country: shapely.Geometry, distances_km: Sequence[int] = DISTANCES_KM
) -> gpd.GeoDataFrame:
    """The zones of these distances drawn inside the country: see `on_sides`."""
    return on_sides(borders, {"": country}, distances_km)[""]


def on_sides(
    borders: gpd.GeoDataFrame, countries: Mapping[str, shapely.Geometry], distances_km: Sequence[int] = DISTANCES_KM
) -> dict[str, gpd.GeoDataFrame]:
    """The zones of these distances drawn inside each country, by its key: by kind, then distance.

    pcode (zone id), zone, distance_km, area_km2, geometry in EPSG:4326. Only for drawing and areas: membership is
    decided by distance.
    """
    bands = _bands(borders, distances_km)
    return {key: _inside(bands, country) for key, country in countries.items()}


def _inside(bands: pd.DataFrame, country: shapely.Geometry) -> gpd.GeoDataFrame:
    shapes = [_areal(shapely.intersection(band, country)) for band in bands["geometry"]]
    table = gpd.GeoDataFrame(bands.drop(columns="geometry"), geometry=shapes, crs="EPSG:4326")
    table["area_km2"] = [area_km2(shape) for shape in shapes]
    return table


def _bands(borders: gpd.GeoDataFrame, distances_km: Sequence[int]) -> pd.DataFrame:
    """What lies within these distances on any side, by kind, then distance: pcode, zone, distance_km, geometry."""
    lines = border_lines(borders)
    rows: list[dict[str, Any]] = [
        {"pcode": zone_id(kind, km), "zone": kind, "distance_km": km, "geometry": shape}
        for km in distances_km
        for kind, shape in zip(KINDS, _by_kind(lines["niger"], lines["burkina"], km), strict=True)
    ]
    rows.sort(key=lambda row: (KINDS.index(row["zone"]), row["distance_km"]))
    return pd.DataFrame(rows)


def outer_edges(shapes: Sequence[shapely.Geometry], land: shapely.Geometry) -> list[shapely.Geometry]:
    """The part of the edge of each zone drawn inside a land that is not the land's own edge: lines in EPSG:4326."""
    own = shapely.buffer(shapely.boundary(land), _ROUNDING)
    return [shapely.line_merge(shapely.difference(shapely.boundary(shape), own)) for shape in shapes]


@lru_cache(_BANDS_KEPT)
def _by_kind(niger: shapely.Geometry, burkina: shapely.Geometry, km: float) -> tuple[shapely.Geometry, ...]:
    """The bands of a distance in the order of KINDS."""
    band = {"niger": _band(niger, km), "burkina": _band(burkina, km)}
    band["either"] = shapely.union(band["niger"], band["burkina"])
    band["both"] = shapely.intersection(band["niger"], band["burkina"])
    return tuple(band[kind] for kind in KINDS)


def _band(line: shapely.Geometry, km: float) -> shapely.Geometry:
    plane = _transformer(line)
    flat = shapely.transform(shapely.segmentize(line, _STEP_DEGREES), plane.transform, interleaved=False)
    ring = shapely.simplify(shapely.buffer(flat, km * 1000, quad_segs=_CURVE), 50)

    def back(x: object, y: object) -> object:
        return plane.transform(x, y, direction="INVERSE")

    return shapely.make_valid(shapely.transform(ring, back, interleaved=False))
