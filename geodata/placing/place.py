"""Which unit each event belongs to: names give candidates, the point decides, and every event is accounted for.

Precision limits by level: UCDP GED codebook, where_prec (1 exact, 2 within about 25 km, 3 second-order unit
known, 4 first-order unit known, 5 linear or vague feature, 6 country, 7 international).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.geometry.points import containing, nearest
from geodata.names import NameRule, candidates, normalised


@dataclass(frozen=True)
class Scale:
    """How precise a source says its points are: the worst code that may decide a unit by level, and the vague ones."""

    limit: Mapping[str, int]
    vague_from: int
    """From here on a named region is still believed, and the event is flagged."""


UCDP = Scale({"admin1": 4, "admin2": 3, "admin3": 1, "grid": 2, "zones": 2}, vague_from=5)
ACLED = Scale({"admin1": 3, "admin2": 2, "admin3": 1, "grid": 2, "zones": 2}, vague_from=4)
"""ACLED codebook, geo_precision: 1 exact, 2 part of a region, 3 region."""


def _meant(
    events: pd.DataFrame, units: gpd.GeoDataFrame, level: str, rules: Sequence[NameRule]
) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]]]:
    """For each event the number of what its names can mean, and the meanings by that number: tuples of p-codes."""
    own = dict(zip(units["name"].map(normalised), units["pcode"], strict=True)) if level == "admin1" else {}
    names = [pd.factorize(events[column], use_na_sentinel=True) for column in ("admin1_name", "admin2_name")]
    plain_names = [["", *(normalised(text) for text in texts)] for _, texts in names]
    years = events["year"].to_numpy(int)
    first = int(years.min()) if len(years) else 0
    span = int(years.max()) - first + 1 if len(years) else 1
    pair = (names[0][0] + 1) * (len(plain_names[1])) + names[1][0] + 1
    keys, which = np.unique(pair * span + (years - first), return_inverse=True)
    meanings = []
    for key in keys.tolist():
        both, year = divmod(key, span)
        region, cercle = divmod(both, len(plain_names[1]))
        meanings.append(candidates(plain_names[0][region], plain_names[1][cercle], year + first, own, rules))
    return which, meanings


def place(
    events: pd.DataFrame,
    units: gpd.GeoDataFrame,
    *,
    frame: str,
    level: str,
    rules: Sequence[NameRule] = (),
    scale: Scale = UCDP,
    vague_among: int | None = None,
) -> pd.DataFrame:
    """The placement of every event, once, in the order of `events`: columns.PLACEMENT.

    `units` (pcode, name, geometry in EPSG:4326). Where the source names a unit, the name decides: a region at any
    precision, a smaller unit only if the place is known that well. Where the name can mean several, the point
    decides among them (the nearest, if it lies in none), unless its precision is worse than `vague_among` (None:
    however vague). Where no known unit is named, the point decides if its precision allows; otherwise `pcode` is
    null and `reason` says why. `point_pcode` is the unit that the point lies in, whatever decided.
    """
    units = units.sort_values("pcode", ignore_index=True)
    longitude, latitude = events["longitude"].to_numpy(float), events["latitude"].to_numpy(float)
    precision = events["where_precision"].to_numpy(int)
    inside = containing(longitude, latitude, units)
    which, meanings = _meant(events, units, level, rules)
    limit = scale.limit[level]
    position = {pcode: index for index, pcode in enumerate(units["pcode"])}
    unit = np.where((precision <= limit) & (inside >= 0), inside, -1)
    verdict = np.where(precision > limit, _TOO_VAGUE, np.where(inside < 0, _OUTSIDE, _POINT))
    believed = np.ones(len(events), bool) if level == "admin1" else precision <= limit
    for number, meant in enumerate(meanings):
        if not meant:
            continue
        at = np.flatnonzero((which == number) & believed)
        if len(meant) == 1:
            unit[at], verdict[at] = position[meant[0]], _NAMED
            continue
        unit[at], verdict[at] = _among([position[pcode] for pcode in meant], at, longitude, latitude, inside, units)
        if vague_among is not None:
            lost = at[precision[at] > vague_among]
            unit[lost], verdict[lost] = -1, _AMBIGUOUS
    is_vague = (precision >= scale.vague_from) & np.isin(verdict, (_NAMED, _DECIDES, _NEAREST))
    pcodes = np.array([*units["pcode"], None], dtype=object)
    return pd.DataFrame(
        {
            "event_id": events["event_id"],
            "frame": frame,
            "level": level,
            "pcode": pcodes[unit],
            "basis": _BASES[verdict],
            "reason": _REASONS[verdict + len(_VERDICTS) * is_vague],
            "point_pcode": pcodes[inside],
        },
        index=events.index,
    )


_VERDICTS = (
    ("point", "point_precise"),
    ("name", "named"),
    ("name_and_point", "point_decides"),
    ("name_and_point", "nearest_named"),
    ("none", "precision_too_low"),
    ("none", "point_outside"),
    ("none", "ambiguous_name"),
)
_POINT, _NAMED, _DECIDES, _NEAREST, _TOO_VAGUE, _OUTSIDE, _AMBIGUOUS = range(len(_VERDICTS))
_BASES = np.array([basis for basis, _ in _VERDICTS], dtype=object)
_REASONS = np.array(
    [reason for _, reason in _VERDICTS] + [f"{reason}_low_precision" for _, reason in _VERDICTS], dtype=object
)


def _among(
    positions: Sequence[int],
    at: npt.NDArray[np.int64],
    longitude: npt.NDArray[np.float64],
    latitude: npt.NDArray[np.float64],
    inside: npt.NDArray[np.int64],
    units: gpd.GeoDataFrame,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The unit of each event `at`, out of those its name can mean, and whether its point lay in it or near it."""
    unit = inside[at].copy()
    is_in = np.isin(unit, positions)
    far = at[~is_in]
    if len(far):
        unit[~is_in] = np.array(positions)[nearest(longitude[far], latitude[far], units.iloc[list(positions)])]
    return unit, np.where(is_in, _DECIDES, _NEAREST)
