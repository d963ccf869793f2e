"""Events around the sites that international forces left, and how far those sites are from borders and each other."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.counting.aggregate import Located
from geodata.forces.departures import NOWHERE, RADII_KM
from geodata.geometry.geodesy import GEOD, distance_km
from geodata.placing.bands import BORDERS
from geodata.schema import validate
from geodata.schema.order import ordered
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import INTERNATIONAL

_KEYS = ["site_id", "km", "period"]


def closed(sites: pd.DataFrame) -> pd.DataFrame:
    """The sites of international forces that have a closing date, or had closed by a day that is known."""
    return sites[sites["force"].isin(INTERNATIONAL) & (sites["to_date"].notna() | sites["to_latest"].notna())]


def count(located: Located, sites: pd.DataFrame, radii_km: Sequence[int] = RADII_KM) -> pd.DataFrame:
    """Events of Mali within these distances of each closed site by month: columns.AROUND_SITES, sparse.

    Distances are geodesic (WGS 84), the limit included. Events whose place is not known within about 25 km (UCDP GED
    codebook, where_prec above 2) are near no site that we know of: rows with no site and no distance count them.
    """
    events = located.events[list(ADDITIVE_NAMES[1:])].assign(events=1, period=located.months)
    is_placed = located.events["where_precision"] <= located.scale.limit["zones"]
    placed = np.flatnonzero(is_placed)
    parts: list[tuple[str, int | None, npt.NDArray[np.intp]]] = [(NOWHERE, None, np.flatnonzero(~is_placed))]
    for site_id, longitude, latitude in _points(closed(sites)):
        away = _km(longitude, latitude, located.events[is_placed]).to_numpy()
        parts += [(site_id, km, placed[away <= km]) for km in radii_km]
    sizes = [len(at) for *_, at in parts]
    rows = events.iloc[np.concatenate([at for *_, at in parts])].reset_index(drop=True)
    rows = rows.assign(
        site_id=pd.array(np.repeat(np.array([site for site, *_ in parts], object), sizes), dtype="string"),
        km=pd.array([km for _, km, _ in parts], dtype="Int64").repeat(sizes),
    )
    summed = rows.groupby(_KEYS, dropna=False)[list(ADDITIVE_NAMES)].sum(min_count=1).reset_index()
    return ordered(validate.validate("around_sites", summed, "around sites"), _KEYS)


def _points(sites: pd.DataFrame) -> list[tuple[str, float, float]]:
    return list(zip(sites["site_id"], sites["longitude"].astype(float), sites["latitude"].astype(float), strict=True))


def _km(longitude: float, latitude: float, points: pd.DataFrame) -> pd.Series[float]:
    """Geodesic distance in km from a place to each of the points (longitude, latitude), in their index."""
    ones = np.ones(len(points))
    there = points["longitude"].to_numpy(float), points["latitude"].to_numpy(float)
    return pd.Series(np.asarray(GEOD.inv(longitude * ones, latitude * ones, *there)[2]) / 1000, points.index)


def distances(sites: pd.DataFrame, borders: gpd.GeoDataFrame) -> pd.DataFrame:
    """Geodesic distance of each closed site to both borders and to every other such site: columns.SITE_DISTANCES."""
    chosen = closed(sites).reset_index(drop=True)
    ids = chosen["site_id"].to_numpy()
    rows: list[tuple[str, str, float]] = []
    for kind, iso in BORDERS.items():
        line = shapely.union_all(borders.geometry[borders["neighbour_iso_a3"] == iso].to_numpy())
        away = distance_km(chosen["longitude"], chosen["latitude"], line)
        rows += zip(ids, [kind] * len(ids), away, strict=True)
    for site_id, longitude, latitude in _points(chosen):
        away = _km(longitude, latitude, chosen)
        rows += [(site_id, other, km) for other, km in zip(ids, away, strict=True) if other != site_id]
    table = pd.DataFrame(rows, columns=["site_id", "to", "away_km"])
    return ordered(validate.validate("site_distances", table, "site distances"), ["site_id", "to"])
