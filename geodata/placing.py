"""Which unit each event belongs to: names give candidates, the point decides, and every event is accounted for.

Precision limits by level: UCDP GED codebook, where_prec (1 exact, 2 within about 25 km, 3 second-order unit
known, 4 first-order unit known, 5 linear or vague feature, 6 country, 7 international).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

PRECISION_LIMIT = {"admin1": 4, "admin2": 3, "admin3": 1, "grid": 2, "zones": 2}
"""Worst where_prec whose point alone may decide the unit, by level."""

LOW_PRECISION = 5
"""From here on a named unit is still believed, and the event is flagged."""

_WORDS = (" region", " cercle", " district", " commune")
_SPELLINGS = {
    "timbuktu": "tombouctou",
    "taoudenni": "taoudenit",
    "taoudeni": "taoudenit",
    "koulikouro": "koulikoro",
}


@dataclass(frozen=True)
class NameRule:
    """A region's name that stands for other units than its own: one row of name_rules.csv.

    `cercle` empty: whatever cercle is named. `until` None: in every year.
    """

    region: str
    cercle: str
    until: int | None
    pcodes: tuple[str, ...]


def plain(name: object) -> str:
    """A name without accents, case, hyphens and the word region or cercle; "" for a missing name."""
    if not isinstance(name, str):
        return ""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    ascii_name = " ".join(ascii_name.replace("-", " ").split())
    for word in _WORDS:
        ascii_name = ascii_name.removesuffix(word)
    return _SPELLINGS.get(ascii_name, ascii_name)


def candidates(
    region: str, cercle: str, year: int, units: dict[str, str], rules: Sequence[NameRule]
) -> tuple[str, ...]:
    """The p-codes that a pair of names can mean in a year, sorted; empty when the region is not named or not known.

    `units` maps plain names to p-codes of the frame; `rules` are read in order and the first that fits decides.
    """
    for rule in rules:
        fits_year = rule.until is None or year <= rule.until
        if rule.region == region and fits_year and rule.cercle in ("", cercle):
            return tuple(sorted(rule.pcodes))
    return (units[region],) if region in units else ()


def containing(points: npt.NDArray[np.object_], units: gpd.GeoDataFrame) -> npt.NDArray[np.int64]:
    """For each point the position of the unit that holds or touches it, -1 for none.

    A point on a shared border belongs to the lowest p-code, once. `units` must be sorted by p-code.
    """
    tree = shapely.STRtree(units.geometry.to_numpy())
    which, unit = tree.query(points, predicate="intersects")
    found = np.full(len(points), len(units), dtype=np.int64)
    np.minimum.at(found, which, unit)
    found[found == len(units)] = -1
    return found


def _metric(units: gpd.GeoDataFrame) -> Transformer:
    """From degrees to metres in one azimuthal-equidistant plane: good enough to tell which of two units is nearer."""
    west, south, east, north = units.total_bounds
    centre = f"+proj=aeqd +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +datum=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", centre, always_xy=True)


class _Nearness:
    """Which of some units is nearest to a point; the units are projected once, when first asked."""

    def __init__(self, units: gpd.GeoDataFrame) -> None:
        self._units = units

    @cached_property
    def _plane(self) -> tuple[Transformer, npt.NDArray[np.object_]]:
        to_metres = _metric(self._units)
        return to_metres, shapely.transform(self._units.geometry.to_numpy(), to_metres.transform, interleaved=False)

    def nearest(self, point: shapely.Point, positions: Sequence[int]) -> int:
        """The position of the unit nearest to a point that lies in none of them; ties to the lowest p-code."""
        to_metres, shapes = self._plane
        here = shapely.transform(point, to_metres.transform, interleaved=False)
        return positions[int(np.argmin(shapely.distance(shapes[list(positions)], here)))]


def place(
    events: pd.DataFrame,
    units: gpd.GeoDataFrame,
    *,
    frame: str,
    level: str,
    rules: Sequence[NameRule] = (),
    named: bool = True,
) -> pd.DataFrame:
    """The placement of every event, once, in the order of `events`: columns.PLACEMENT.

    `units` (pcode, name, geometry in EPSG:4326). Where the source names a unit, the name decides; where the
    name can mean several, the point decides among them (the nearest, if it lies in none). Where no known unit
    is named, the point decides if its precision allows; otherwise `pcode` is null and `reason` says why.
    `named` False ignores names (grids and zones have none).
    """
    units = units.sort_values("pcode", ignore_index=True)
    position = {pcode: index for index, pcode in enumerate(units["pcode"])}
    by_name = {plain(name): pcode for name, pcode in zip(units["name"], units["pcode"], strict=True)} if named else {}
    points = shapely.points(events["longitude"].to_numpy(float), events["latitude"].to_numpy(float))
    inside = containing(points, units)
    nearness = _Nearness(units)
    limit = PRECISION_LIMIT[level]
    pcodes = units["pcode"].tolist()
    rows: list[tuple[str | None, str, str]] = []
    for index, (region, cercle, year, precision) in enumerate(
        zip(
            events["admin1_name"].map(plain),
            events["admin2_name"].map(plain),
            events["year"],
            events["where_precision"],
            strict=True,
        )
    ):
        meant = candidates(region, cercle, int(year), by_name, rules) if named else ()
        low = "_low_precision" if precision >= LOW_PRECISION else ""
        if len(meant) == 1:
            rows.append((meant[0], "name", "named" + low))
        elif meant:
            positions = [position[pcode] for pcode in meant]
            hit = inside[index] in positions
            unit = int(inside[index]) if hit else nearness.nearest(points[index], positions)
            rows.append((pcodes[unit], "name_and_point", ("point_decides" if hit else "nearest_named") + low))
        else:
            rows.append(_by_point(int(inside[index]), int(precision), limit, pcodes))
    placed = pd.DataFrame(rows, columns=["pcode", "basis", "reason"], index=events.index)
    placed.insert(0, "event_id", events["event_id"])
    placed.insert(1, "frame", frame)
    placed.insert(2, "level", level)
    placed["point_pcode"] = [pcodes[unit] if unit >= 0 else None for unit in inside]
    return placed


def _by_point(unit: int, precision: int, limit: int, pcodes: list[str]) -> tuple[str | None, str, str]:
    if precision > limit:
        return None, "none", "precision_too_low"
    if unit < 0:
        return None, "none", "point_outside"
    return pcodes[unit], "point", "point_precise"
