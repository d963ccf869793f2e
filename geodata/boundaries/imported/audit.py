"""Audit of a boundary file: its flaws, those that were mended with how far a border moved, and those that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.boundaries import frames, gazetteer
from geodata.boundaries.imported import repair
from geodata.errors import DataError
from geodata.names import key
from geodata.schema import validate
from geodata.schema.boundaries import AUDIT
from geodata.texts import N_

WORDS = {
    "validity": N_("invalid polygon"),
    "overlap": N_("overlap"),
    "gap": N_("gap"),
    "edges": N_("shared border without shared points"),
}
"""The name of a flaw of the polygons."""

_PLACES_SHOWN = 5
_FOLDED_M = 1.0
_CODE = re.compile(r"ML\d{2,10}")


@dataclass(frozen=True)
class Audit:
    """The contents of a boundary file and the findings of its audit.

    `layout` as recognition.recognise names it, `frame` a guess by the regions it names (None: it names none), `level`
    that of its units, `units` their number, `frames` those that can be made of them, `matched` how many features were
    matched by what (matching.BASES, cercles.BASES), `findings` columns.AUDIT.
    """

    file: str
    layout: str
    why: str
    features: int
    level: str
    units: int
    frame: str | None
    frames: tuple[str, ...]
    matched: Mapping[str, int]
    findings: pd.DataFrame


def finding(
    check: str,
    outcome: str,
    names: str,
    detail: str,
    *,
    at: tuple[float | None, float | None] = (None, None),
    metres: float | None = None,
) -> dict[str, Any]:
    """A row of columns.AUDIT."""
    longitude, latitude = at
    return {
        "check": check,
        "outcome": outcome,
        "names": names,
        "longitude": longitude,
        "latitude": latitude,
        "metres": metres,
        "detail": detail,
    }


def table(findings: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The findings as columns.AUDIT has them."""
    names = [column.name for column in AUDIT]
    return validate.validate("audit", pd.DataFrame(list(findings), columns=names), "audit")


def mend(features: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, list[dict[str, Any]]]:
    """Mend the features to a valid coverage, and list what was mended, by `name`. EPSG:4326.

    Flaws narrower than a metre are one finding a kind. Raises DataError, listing the places, where mending would move
    a border by more than 100 m (mending.MOVE_AT_MOST_M).
    """
    shapes, flaws = repair.coverage(features.geometry.to_numpy())
    names = features["name"].tolist()
    refused = sorted((flaw for flaw in flaws if not flaw.is_mendable), key=lambda flaw: -flaw.metres)
    if refused:
        more = f"; and {len(refused) - _PLACES_SHOWN} more" if len(refused) > _PLACES_SHOWN else ""
        raise DataError(
            "; ".join(_sentence(flaw, names) for flaw in refused[:_PLACES_SHOWN]) + more,
            where=where,
            expected=f"units that neither overlap nor leave gaps, or by {repair.MOVE_AT_MOST_M:.0f} m at most, "
            "so that borders need not be moved further",
            todo="Take the file again from its publisher, or mend these places in a GIS.",
        )
    return features.set_geometry(shapes, crs=features.crs), _mended(flaws, names)


def _mended(flaws: Sequence[repair.Flaw], names: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for check, word in WORDS.items():
        of_kind = [flaw for flaw in flaws if flaw.check == check]
        small = [flaw for flaw in of_kind if flaw.metres < _FOLDED_M]
        for flaw in sorted((flaw for flaw in of_kind if flaw not in small), key=lambda flaw: -flaw.metres):
            place = (flaw.longitude, flaw.latitude)
            rows.append(finding(check, "mended", _members(flaw, names), word, at=place, metres=flaw.metres))
        if small:
            worst = max(small, key=lambda flaw: flaw.metres)
            detail = f"{word}: {len(small)} narrower than {_FOLDED_M:.0f} m"
            place = (worst.longitude, worst.latitude)
            rows.append(finding(check, "mended", _members(worst, names), detail, at=place, metres=worst.metres))
    return rows


def _members(flaw: repair.Flaw, names: Sequence[str]) -> str:
    some = ", ".join(names[member] for member in flaw.members[:3])
    return some + (f" and {len(flaw.members) - 3} more" if len(flaw.members) > 3 else "")


def _sentence(flaw: repair.Flaw, names: Sequence[str]) -> str:
    north = "N" if flaw.latitude >= 0 else "S"
    east = "E" if flaw.longitude >= 0 else "W"
    place = f"{abs(flaw.latitude):.4f}° {north}, {abs(flaw.longitude):.4f}° {east}"
    wide = f" {flaw.metres:.0f} m wide" if flaw.metres != float("inf") else ""
    return f"{WORDS[flaw.check]}{wide} at {place} ({_members(flaw, names)})"


def guess_frame(regions: Iterable[str]) -> str | None:
    """The frame whose regions have these names, by those that only it has; None if the names do not decide."""
    named = {key(name) for name in regions}
    known = {
        frame: {key(name) for name in part["name"]} for frame, part in gazetteer.units().groupby("frame", sort=True)
    }
    for frame, earlier in (("2023", "2016"), ("2016", "2012")):
        if named & (known[frame] - known[earlier]):
            return frame
    return "2012" if known["2012"] <= named else None


def of_names(features: gpd.GeoDataFrame, expected: int, what: str = "communes") -> list[dict[str, Any]]:
    """Findings on count, p-codes (`pcode`, may be missing) and accents of the features' names."""
    rows = []
    if len(features) != expected:
        detail = f"{len(features)} features, {expected} {what}"
        rows.append(finding("count", "noted", "", detail))
    codes = features["pcode"].dropna()
    odd = [code for code in codes if not _CODE.fullmatch(code)]
    if odd:
        rows.append(finding("codes", "noted", _some(odd), f"{len(odd)} p-codes of another form than ML010101"))
    twice = sorted(set(codes[codes.duplicated()]))
    if twice:
        rows.append(finding("codes", "noted", _some(twice), f"{len(twice)} repeated p-codes"))
    if all(name.isascii() for name in features["name"]):
        rows.append(finding("accents", "noted", "", "no name has an accent"))
    return rows


def of_nesting(features: gpd.GeoDataFrame, frame: str) -> list[dict[str, Any]]:
    """A finding for each commune that the file puts in another region than the frame does; all have `region`."""
    of = frames.membership(features["commune_id"], frame)
    rows = []
    for name, given, known in zip(features["name"], features["region"], of["admin1_name"], strict=True):
        if key(given) != key(known):
            rows.append(finding("nesting", "noted", name, f"in {given} here, in {known} in the frame {frame}"))
    return rows


def of_frames(cercles: Mapping[str, str], possible: Sequence[str], why: str) -> list[dict[str, Any]]:
    """A finding for each frame that cannot be made, with those of the cercles (p-code to name) that it divides."""
    rows = []
    for frame in frames.FRAMES:
        if frame not in possible:
            divided = [name for pcode, name in cercles.items() if frame not in frames.undivided([pcode])]
            rows.append(finding("frame", "noted", _some(divided), f"the boundaries of {frame} cannot be made: {why}"))
    return rows


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _PLACES_SHOWN} more" if len(names) > _PLACES_SHOWN else ""
    return ", ".join(names[:_PLACES_SHOWN]) + more
