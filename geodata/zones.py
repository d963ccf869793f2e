"""Distance of events to a border, and the border zones that are thresholds on it.

Zones are no partition: an event may lie in several, and one of poor precision is in none that we know of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod, Transformer

from geodata.placing import UCDP, Scale
from geodata.vocabulary import DISTANCES_KM, KINDS, zone_id

BORDERS = {"niger": "NER", "burkina": "BFA"}
"""Zone kinds that follow one border, and the neighbour's ISO 3166-1 alpha-3 code."""

GEOD = Geod(ellps="WGS84")
_STEP_DEGREES = 0.01
_CURVE = 64


def _transformer(line: shapely.Geometry) -> Transformer:
    centre = shapely.centroid(line)
    return _plane(centre.y, centre.x)


@lru_cache(maxsize=32)
def _plane(latitude: float, longitude: float) -> Transformer:
    """The azimuthal-equidistant plane around a place; PROJ takes some 10 ms to make one, and a border has one."""
    target = f"+proj=aeqd +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", target, always_xy=True)


def distance_km(longitude: pd.Series[float], latitude: pd.Series[float], border: shapely.Geometry) -> pd.Series[float]:
    """Geodesic distance in km (WGS 84) from each point to the border line, the points' index.

    The nearest point of the line is found in one azimuthal-equidistant plane, and the distance to it is then
    taken on the ellipsoid: within a few metres of the exact one.
    """
    line = shapely.segmentize(border, _STEP_DEGREES)
    plane = _transformer(line)
    flat_line = shapely.transform(line, plane.transform, interleaved=False)
    x, y = longitude.to_numpy(float), latitude.to_numpy(float)
    shapely.prepare(flat_line)
    foot = shapely.get_point(shapely.shortest_line(flat_line, shapely.points(*plane.transform(x, y))), 0)
    foot_x, foot_y = plane.transform(shapely.get_x(foot), shapely.get_y(foot), direction="INVERSE")
    metres = GEOD.inv(x, y, foot_x, foot_y)[2]
    return pd.Series(np.asarray(metres) / 1000, index=longitude.index)


def distances(events: pd.DataFrame, borders: gpd.GeoDataFrame, scale: Scale = UCDP) -> pd.DataFrame:
    """km_to_niger and km_to_burkina of each event; NaN for events too imprecise for zones."""
    precise = events["where_precision"] <= scale.limit["zones"]
    near = events[precise]
    table = pd.DataFrame(index=events.index)
    for kind, iso in BORDERS.items():
        line = shapely.union_all(borders.geometry[borders["neighbour_iso_a3"] == iso].to_numpy())
        km = distance_km(near["longitude"], near["latitude"], line)
        table[f"km_to_{kind}"] = km.reindex(events.index)
    return table


def is_inside(distance: pd.DataFrame, kind: str, km: float) -> pd.Series[bool]:
    """Whether each event lies in the zone; False for events whose distance is not known."""
    niger, burkina = distance["km_to_niger"] <= km, distance["km_to_burkina"] <= km
    return {"niger": niger, "burkina": burkina, "either": niger | burkina, "both": niger & burkina}[kind]


def polygons(
    borders: gpd.GeoDataFrame, country: shapely.Geometry, distances_km: Sequence[int] = DISTANCES_KM
) -> gpd.GeoDataFrame:
    """The zones of these distances drawn inside the country, by kind, then distance.

    pcode (zone id), zone, distance_km, area_km2, geometry in EPSG:4326. Only for drawing and areas: membership is
    decided by distance.
    """
    rows = []
    lines = {
        kind: shapely.union_all(borders.geometry[borders["neighbour_iso_a3"] == iso].to_numpy())
        for kind, iso in BORDERS.items()
    }
    for km in distances_km:
        band = {kind: _band(line, km) for kind, line in lines.items()}
        band["either"] = shapely.union(band["niger"], band["burkina"])
        band["both"] = shapely.intersection(band["niger"], band["burkina"])
        for kind in KINDS:
            clipped = shapely.intersection(band[kind], country)
            rows.append({"pcode": zone_id(kind, km), "zone": kind, "distance_km": km, "geometry": _areal(clipped)})
    table = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
    table["area_km2"] = [area_km2(shape) for shape in table.geometry]
    return table.sort_values(
        ["zone", "distance_km"],
        key=lambda column: column.map(KINDS.index) if column.name == "zone" else column,
        ignore_index=True,
    )


def _band(line: shapely.Geometry, km: float) -> shapely.Geometry:
    plane = _transformer(line)
    flat = shapely.transform(shapely.segmentize(line, _STEP_DEGREES), plane.transform, interleaved=False)
    ring = shapely.simplify(shapely.buffer(flat, km * 1000, quad_segs=_CURVE), 50)

    def back(x: object, y: object) -> object:
        return plane.transform(x, y, direction="INVERSE")

    return shapely.make_valid(shapely.transform(ring, back, interleaved=False))


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def area_km2(shape: shapely.Geometry) -> float:
    """Area on the WGS 84 ellipsoid in km²; 0 for an empty shape."""
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6 if not shape.is_empty else 0.0
