"""Documented sites of security forces: which were open on a date, and how many a unit had at a year's end.

The list is what is documented, not all there is. What dates mean stands in `dates`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.errors import DataError
from geodata.forces.dates import LISTED, STATUSES, closing, interval, opening, site_dates, status_on, year_end
from geodata.geometry.points import containing, nearest
from geodata.vocabulary import INTERNATIONAL

__all__ = [
    "STATUSES",
    "closing",
    "documented",
    "interval",
    "locate",
    "opening",
    "relocate",
    "status_by_year",
    "status_on",
    "year_end",
]


def locate(
    sites: pd.DataFrame, units: gpd.GeoDataFrame, corrections: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sites with the p-code of the unit that their point lies in, and the contradictions found on the way.

    A point that contradicts the stated region needs a correction (site_id, decided_pcode, reason); the second
    table lists site_id, stated, found, decided, reason. Raises DataError for a contradiction without a
    correction and for a correction that matches none.
    """
    units = units.sort_values("pcode", ignore_index=True)
    inside = containing(sites["longitude"].to_numpy(float), sites["latitude"].to_numpy(float), units)
    pcodes, names = units["pcode"].to_numpy(), units["name"].to_numpy()
    found = pd.Series([pcodes[unit] if unit >= 0 else None for unit in inside], index=sites.index, dtype="string")
    found_name = pd.Series([names[unit] if unit >= 0 else None for unit in inside], index=sites.index, dtype="string")
    is_region = sites["stated_admin1"].isin(names)
    is_contradicted = (is_region & ~found_name.eq(sites["stated_admin1"]).fillna(False)) | (~is_region & found.notna())
    decided = corrections.set_index("site_id")
    wrong = sites.loc[is_contradicted, "site_id"]
    for site in sorted(set(decided.index) - set(wrong)):
        raise DataError(f"the correction of {site!r} matches no contradiction", where="corrections.csv")
    for site in sorted(set(wrong) - set(decided.index)):
        raise DataError(
            f"the point of {site!r} contradicts its stated region",
            where="sites.csv",
            todo="Add a row to corrections.csv.",
        )
    report = pd.DataFrame(
        {
            "site_id": wrong,
            "stated": sites.loc[wrong.index, "stated_admin1"],
            "found": found_name[wrong.index],
            "decided": decided.loc[wrong, "decided_pcode"].to_numpy(),
            "reason": decided.loc[wrong, "reason"].to_numpy(),
        }
    ).reset_index(drop=True)
    pcode = found.copy()
    pcode[wrong.index] = report["decided"].to_numpy()
    return sites.assign(pcode=pcode), report


def relocate(sites: pd.DataFrame, units: gpd.GeoDataFrame, since_2016: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """The sites, located in the regions of 2016, with the p-code of the region of another frame or boundary file.

    The region of 2016 gives the candidates (`since_2016`), the point decides among them: the nearest, if it lies in
    none. A site abroad stays without one.
    """
    units = units.sort_values("pcode", ignore_index=True)
    found: list[str | None] = []
    for pcode, longitude, latitude in zip(sites["pcode"], sites["longitude"], sites["latitude"], strict=True):
        if pd.isna(pcode):
            found.append(None)
            continue
        among = units[units["pcode"].isin(since_2016.get(pcode, [pcode]))].reset_index(drop=True)
        at = np.array([longitude], float), np.array([latitude], float)
        inside = int(containing(*at, among)[0])
        found.append(str(among["pcode"].iloc[inside if inside >= 0 else int(nearest(*at, among)[0])]))
    return sites.assign(pcode=pd.Series(found, index=sites.index, dtype="string"))


def status_by_year(sites: pd.DataFrame, periods: Collection[str]) -> pd.DataFrame:
    """The status of every site at the end of every year: site_id, period, status."""
    rows = [
        (row["site_id"], period, known.status(year_end(period)))
        for row in sites.to_dict("records")
        for known in [site_dates(row)]
        for period in periods
    ]
    return pd.DataFrame(rows, columns=["site_id", "period", "status"])


def documented(sites: pd.DataFrame, statuses: pd.DataFrame) -> pd.DataFrame:
    """Documented sites of the international forces by unit and year end: pcode, period, sites_open,
    sites_last_reported, sites_uncertain, sites_closed.

    A unit without a row has none in the list: nothing is known of it, which is not zero. A unit whose listed
    sites are all closed, or not yet open, has sites_open 0. A place held by two forces counts twice.
    """
    listed = sites.loc[sites["force"].isin(INTERNATIONAL) & sites["pcode"].notna(), ["site_id", "pcode"]]
    joined = statuses.merge(listed, on="site_id")
    is_of = {f"sites_{status}": (joined["status"] == status).astype(np.int64) for status in LISTED}
    return joined[["pcode", "period"]].assign(**is_of).groupby(["pcode", "period"], as_index=False).sum()
