"""Place each event in a unit: names give candidates, the point decides, and every event is accounted for.

Precision limits by level: UCDP GED codebook, where_prec (1 exact, 2 within about 25 km, 3 second-order unit
known, 4 first-order unit known, 5 linear or vague feature, 6 country, 7 international).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.geometry.points import containing, nearest
from geodata.names import NameRule, candidates, normalised


@dataclass(frozen=True)
class Scale:
    """A source's precision codes: the worst code whose point may decide a unit, by level, and the first vague code."""

    limit: Mapping[str, int]
    vague_from: int
    """From here on a named region is still believed, and the event is flagged."""
    decides: int = 2
    """The worst code whose point is finer than any name: worse ones are representative points of the unit named, so
    that they decide nothing between the units that the name may mean."""


UCDP = Scale({"admin1": 4, "admin2": 3, "admin3": 1, "grid": 2, "zones": 2}, vague_from=5)
ACLED = Scale({"admin1": 3, "admin2": 2, "admin3": 1, "grid": 2, "zones": 2}, vague_from=4)
"""ACLED codebook, geo_precision: 1 exact, 2 part of a region, 3 region."""


class Verdict(IntEnum):
    """The way an event was allocated, or the reason why it was not: `basis` and `reason` of columns.PLACEMENT.

    NAMED_LOW_PRECISION is NAMED of a place that the source calls vague; it is flagged.
    """

    basis: str
    reason: str

    def __new__(cls, basis: str, reason: str) -> Verdict:
        """Number the members from 0, so that an array of them is one of integers."""
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.basis, member.reason = basis, reason
        return member

    POINT = "point", "point_precise"
    NAMED = "name", "named"
    NAMED_LOW_PRECISION = "name", "named_low_precision"
    POINT_DECIDES = "name_and_point", "point_decides"
    NEAREST_NAMED = "name_and_point", "nearest_named"
    TOO_VAGUE = "none", "precision_too_low"
    OUTSIDE = "none", "point_outside"
    AMBIGUOUS = "none", "ambiguous_name"


_BASES = np.array([verdict.basis for verdict in Verdict], dtype=object)
_REASONS = np.array([verdict.reason for verdict in Verdict], dtype=object)
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Points:
    """Where the events are: coordinates, precision, and the position of the unit that holds each (-1: none)."""

    longitude: npt.NDArray[np.float64]
    latitude: npt.NDArray[np.float64]
    precision: Integers
    inside: Integers


@dataclass(frozen=True)
class _Allocation:
    """For each event the position of its unit (-1: none) and its Verdict."""

    unit: Integers
    verdict: Integers


def _meant(
    events: pd.DataFrame, units: gpd.GeoDataFrame, level: str, rules: Sequence[NameRule]
) -> tuple[Integers, list[tuple[str, ...]]]:
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
) -> pd.DataFrame:
    """Allocate every event to a unit of one level: columns.PLACEMENT, a row for each event in the given order.

    `units` has pcode, name and geometry in EPSG:4326. Where the source names a unit, the name decides: a region at any
    precision, a smaller unit only if the place is known that well. Where the name fits several units, the point
    decides among them (the nearest, if it lies in none) if it is finer than the name (Scale.decides). Where no known
    unit is named, the point decides if its precision allows; otherwise `pcode` is null and `reason` says why.
    `named_pcode` is the one unit that the names mean, `point_pcode` the unit that holds the point, whatever decided.
    """
    units = units.sort_values("pcode", ignore_index=True)
    points = _points(events, units)
    found = _by_point(points, scale.limit[level])
    which, meanings = _meant(events, units, level, rules)
    is_believed = (level == "admin1") | (points.precision <= scale.limit[level])
    for number, meant in enumerate(meanings):
        if meant:
            _by_name(found, np.flatnonzero((which == number) & is_believed), meant, points, units, scale.decides)
    is_flagged = (found.verdict == Verdict.NAMED) & (points.precision >= scale.vague_from)
    found.verdict[is_flagged] = Verdict.NAMED_LOW_PRECISION
    pcodes = np.array([*units["pcode"], None], dtype=object)
    return pd.DataFrame(
        {
            "event_id": events["event_id"],
            **{"frame": frame, "level": level},
            "pcode": pcodes[found.unit],
            "basis": _BASES[found.verdict],
            "reason": _REASONS[found.verdict],
            "named_pcode": _the_one(meanings)[which],
            "point_pcode": pcodes[points.inside],
        },
        index=events.index,
    )


def _the_one(meanings: Sequence[tuple[str, ...]]) -> npt.NDArray[np.object_]:
    """Of each meaning its p-code where it has one alone, else None."""
    return np.array([meant[0] if len(meant) == 1 else None for meant in meanings], dtype=object)


def _points(events: pd.DataFrame, units: gpd.GeoDataFrame) -> _Points:
    longitude, latitude = events["longitude"].to_numpy(float), events["latitude"].to_numpy(float)
    inside = containing(longitude, latitude, units)
    return _Points(longitude, latitude, events["where_precision"].to_numpy(int), inside)


def _by_point(points: _Points, limit: int) -> _Allocation:
    """Allocate by the points alone: those precise enough to the unit that holds them."""
    is_vague, is_outside = points.precision > limit, points.inside < 0
    verdict = np.where(is_vague, Verdict.TOO_VAGUE, np.where(is_outside, Verdict.OUTSIDE, Verdict.POINT))
    return _Allocation(np.where(is_vague | is_outside, -1, points.inside), verdict)


def _by_name(
    found: _Allocation,
    at: Integers,
    meant: Sequence[str],
    points: _Points,
    units: gpd.GeoDataFrame,
    decides: int,
) -> None:
    """Overwrite the allocation of the events `at`, whose names mean one of the units `meant` (p-codes)."""
    known = pd.Index(units["pcode"])
    positions = np.array([known.get_loc(pcode) for pcode in meant])
    if len(positions) == 1:
        found.unit[at], found.verdict[at] = positions[0], Verdict.NAMED
        return
    found.unit[at], found.verdict[at] = _among(positions, at, points, units)
    undecided = at[points.precision[at] > decides]
    found.unit[undecided], found.verdict[undecided] = -1, Verdict.AMBIGUOUS


def _among(positions: Integers, at: Integers, points: _Points, units: gpd.GeoDataFrame) -> tuple[Integers, Integers]:
    """The unit of each event `at` out of those its name fits, and the verdict: its point lies in it, or nearest."""
    unit = points.inside[at].copy()
    is_in = np.isin(unit, positions)
    far = at[~is_in]
    if len(far):
        unit[~is_in] = positions[nearest(points.longitude[far], points.latitude[far], units.iloc[positions])]
    return unit, np.where(is_in, Verdict.POINT_DECIDES, Verdict.NEAREST_NAMED)
