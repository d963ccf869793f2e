"""Documented sites of security forces: which were open on a date, and how many a unit had at a year's end.

The list is what is documented, not all there is. What dates mean stands in `dates`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
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
    codes = units["pcode"].tolist()
    found: list[str | None] = []
    for pcode, longitude, latitude in zip(sites["pcode"], sites["longitude"], sites["latitude"], strict=True):
        if pd.isna(pcode):
            found.append(None)
            continue
        may_be = [at for at, code in enumerate(codes) if code in since_2016.get(pcode, [pcode])]
        if len(may_be) > 1:
            among = units.iloc[may_be].reset_index(drop=True)
            point = np.array([longitude], float), np.array([latitude], float)
            inside = int(containing(*point, among)[0])
            may_be = [may_be[inside if inside >= 0 else int(nearest(*point, among)[0])]]
        found.append(str(codes[may_be[0]]))
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
    pcodes = dict(zip(listed["site_id"], listed["pcode"], strict=True))
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for site_id, period, status in zip(statuses["site_id"], statuses["period"], statuses["status"], strict=True):
        if site_id in pcodes:
            found[pcodes[site_id], period][status] += 1
    rows = [(*key, *(found[key][status] for status in LISTED)) for key in sorted(found)]
    names = [f"sites_{status}" for status in LISTED]
    return pd.DataFrame(rows, columns=["pcode", "period", *names]).astype(
        {"pcode": sites["pcode"].dtype, "period": "str", **dict.fromkeys(names, np.int64)}
    )
