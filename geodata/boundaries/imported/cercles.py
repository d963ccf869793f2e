"""Match the features of a file of cercles with the 50 cercles of 2017, by the points of their communes and by name."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.boundaries import gazetteer
from geodata.errors import DataError
from geodata.names import key
from geodata.texts import N_

BASES = {
    "name_and_points": N_("the name, and the points of that cercle's communes inside"),
    "points": N_("the points of a cercle's communes inside, under another name"),
}
_MOST = 0.9
"""A cercle is there if this share of its communes' points lies in it: borders of different sources differ."""
_NAMED = 10


def match(features: gpd.GeoDataFrame) -> pd.DataFrame:
    """The cercle of each feature, in the features' order: admin2_pcode and basis (BASES), both None for no match.

    `features`: name, geometry in EPSG:4326, a coverage. Cercles made later within one of 2017 belong to it, so that
    several features may be one cercle; a feature under an unknown name is one only if it is all of it. A name that
    its communes' points contradict is no match, nor is a cercle of which a tenth of the communes lies elsewhere.
    """
    table = gazetteer.communes()
    points = shapely.points(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    commune, feature = shapely.STRtree(features.geometry.to_numpy()).query(points, predicate="intersects")
    inside = pd.DataFrame({"commune": commune, "feature": feature, "cercle": table["admin2_pcode"].to_numpy()[commune]})
    sizes = table["admin2_pcode"].value_counts()
    held = inside[["feature", "cercle"]].value_counts(sort=True).reset_index()
    held = held.drop_duplicates("feature").set_index("feature")
    named = features["name"].map(key).map(gazetteer.cercle_keys())
    of = held["cercle"].reindex(range(len(features))).to_numpy(dtype=object)
    share = (held["count"] / held["cercle"].map(sizes)).reindex(range(len(features)))
    is_named = (named == of).to_numpy()
    is_whole = named.isna().to_numpy() & (share >= _MOST).to_numpy()
    found = pd.DataFrame({"admin2_pcode": of, "basis": np.where(is_named, "name_and_points", "points")}, dtype=object)
    found.loc[~(is_named | is_whole)] = None
    is_right = (found["admin2_pcode"].reindex(inside["feature"]).to_numpy() == inside["cercle"]).to_numpy()
    there = inside[is_right].drop_duplicates("commune")["cercle"].value_counts().reindex(sizes.index, fill_value=0)
    found.loc[found["admin2_pcode"].isin(sizes.index[there < _MOST * sizes])] = None
    return found.set_index(features.index)


def matched(features: gpd.GeoDataFrame, where: str, todo: str) -> gpd.GeoDataFrame:
    """The 50 cercles, sorted by p-code: admin2_pcode, name, source_name, source_pcode, basis, geometry, a coverage.

    Raises DataError, with what to do (`todo`), where a cercle has no feature or a feature no cercle; where the file
    names regions made in 2023, it says that their cercles are not known here.
    """
    pairs = match(features)
    table = gazetteer.communes().drop_duplicates("admin2_pcode").set_index("admin2_pcode")
    missing = [str(name) for name in table["admin2_name"][~table.index.isin(pairs["admin2_pcode"])]]
    left = features["name"][pairs["admin2_pcode"].isna()].tolist()
    if missing or left:
        raise DataError(
            f"holds {len(features)} cercles: {len(left)} are none of the {len(table)} of 2017, or only a part of one"
            f"{_some(left)}; {len(missing)} of those are not there whole{_some(missing)}",
            where=where,
            expected="the 50 cercles of 2017, of which some may be divided as in COD-AB of 2021; those made in 2023 "
            "(COD-AB of 2025 has 160 in 20 regions) are in no table here, so that nothing could be counted in them",
            todo=todo,
        )
    rows = []
    for pcode, places in features.groupby(pairs["admin2_pcode"].to_numpy()).indices.items():
        part = features.iloc[places]
        codes = part["pcode"].dropna().tolist()
        rows.append(
            {
                "admin2_pcode": pcode,
                "name": table.loc[pcode, "admin2_name"],
                "source_name": "; ".join(part["name"]),
                "source_pcode": "; ".join(codes) if codes else None,
                "basis": pairs["basis"].iloc[places[0]],
                "region": part["region"].iloc[0],
                "geometry": shapely.coverage_union_all(part.geometry.to_numpy()),
            }
        )
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=features.crs)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f" ({', '.join(names[:_NAMED])}{more})" if names else ""
