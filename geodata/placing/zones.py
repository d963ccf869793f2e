"""Distance of events to a border, and the border zones that are thresholds on it.

Zones are no partition: an event may lie in several, and one of poor precision is in none that we know of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import geopandas as gpd
import pandas as pd
import shapely

from geodata.geometry.geodesy import _STEP_DEGREES, _areal, _transformer, area_km2, distance_km
from geodata.placing.bands import border_lines
from geodata.placing.scale import UCDP, Scale
from geodata.vocabulary import DISTANCES_KM, KINDS, zone_id

_CURVE = 64
_KEPT = 128
"""Distances whose zones are kept: those of a build, which has 40, for another of the same borders."""
_EDGES_KEPT = 8
"""Sides whose outer edges are kept, for another build."""
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
    lines = border_lines(borders)
    found = {}
    for key, country in countries.items():
        inside = {km: _inside(lines["niger"], lines["burkina"], country, km) for km in distances_km}
        rows = [
            (zone_id(kind, km), kind, km, *inside[km][at])
            for at, kind in enumerate(KINDS)
            for km in sorted(distances_km)
        ]
        found[key] = gpd.GeoDataFrame(
            rows, columns=["pcode", "zone", "distance_km", "geometry", "area_km2"], crs="EPSG:4326"
        )
    return found


@lru_cache(_KEPT)
def _inside(
    niger: shapely.Geometry, burkina: shapely.Geometry, country: shapely.Geometry, km: float
) -> tuple[tuple[shapely.Geometry, float], ...]:
    """The zones of a distance inside a country and their areas, in the order of KINDS."""
    shapes = [_areal(shapely.intersection(band, country)) for band in _by_kind(niger, burkina, km)]
    return tuple((shape, area_km2(shape)) for shape in shapes)


@lru_cache(_EDGES_KEPT)
def outer_edges(shapes: tuple[shapely.Geometry, ...], land: shapely.Geometry) -> tuple[shapely.Geometry, ...]:
    """The part of the edge of each zone drawn inside a land that is not the land's own edge: lines in EPSG:4326."""
    own = shapely.buffer(shapely.boundary(land), _ROUNDING)
    return tuple(shapely.line_merge(shapely.difference(shapely.boundary(shape), own)) for shape in shapes)


@lru_cache(_KEPT)
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
