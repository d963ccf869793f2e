"""What a boundary file is that gives no units: which units of Mali it holds, and what to take instead."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.boundaries.imported import audit, repair
from geodata.boundaries.imported.audit import finding
from geodata.boundaries.imported.recognition import Recognised
from geodata.errors import DataError
from geodata.texts import N_

TAKE = N_(
    "Take the communes instead: geoBoundaries' MLI-ADM3, the adm3 layer of OCHA's COD-AB, or level 4 of GADM. "
    "Regions and cercles of every frame are then made from them."
)
_WORDS = {"admin0": "areas of the whole country", "admin1": N_("regions")}
_AREAS = (3, 6)
_NAMED = 10


def require_areas(features: gpd.GeoDataFrame, level: str, where: str) -> None:
    """Raise DataError for a file of points or lines alone, and for one feature: neither divides a country."""
    kinds = shapely.get_type_id(features.geometry.to_numpy())
    there = kinds[kinds >= 0]
    if len(there) and not np.isin(there, _AREAS).any():
        raise DataError(
            f"holds {len(features)} {_kind(there)}{_some(features['name'])} and no areas",
            where=where,
            expected="polygons of communes or cercles",
            todo=TAKE,
        )
    if len(features) == 1:
        what = "the whole country" if level == "admin0" else "one feature"
        raise DataError(
            f"holds {what}{_some(features['name'])} and nothing that divides it",
            where=where,
            expected="a feature for each commune or cercle",
            todo=TAKE,
        )


def other_level(found: Recognised, features: gpd.GeoDataFrame, where: str) -> DataError:
    """The refusal of units that are no communes or cercles: how many, of which frame, by what codes, how sound."""
    what = _WORDS.get(found.level, N_("arrondissements"))
    frame = audit.guess_frame(features["name"] if found.level == "admin1" else features["region"])
    of_frame = f" of the frame {frame}" if frame else ""
    codes = sorted(features["pcode"].dropna())
    coded = f" with p-codes {codes[0]} to {codes[-1]}" if codes else ""
    _, flaws = repair.coverage(features.geometry.to_numpy())
    sound = f"with {len(flaws)} gaps, overlaps or other flaws" if flaws else "without gaps or overlaps"
    return DataError(
        f"holds {len(features)} {what}{of_frame}{_some(features['name'])}{coded}, {sound}, and no cercles or communes",
        where=where,
        expected="a file of communes, which lie whole in a cercle and a region of every frame, or of cercles",
        todo=TAKE,
    )


def left_out(found: Recognised) -> list[dict[str, Any]]:
    """A finding on the features of other countries, which are left out."""
    if not found.others:
        return []
    there = ", ".join(f"{country} {number}" for country, number in found.others.items())
    return [
        finding("count", "noted", "", f"{sum(found.others.values())} features of other countries left out: {there}")
    ]


def _kind(kinds: np.ndarray[tuple[int], np.dtype[np.int64]]) -> str:
    return (
        "points" if np.isin(kinds, (0, 4)).all() else "lines" if np.isin(kinds, (1, 2, 5)).all() else "points or lines"
    )


def _some(names: pd.Series[str]) -> str:
    """The first names in brackets; "" where there are none."""
    known = [name for name in names if name]
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return f" ({', '.join(known[:_NAMED])}{more})" if known else ""
