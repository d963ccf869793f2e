"""Mali's regions, cercles and communes as they were in 2012, 2016 and 2023, all dissolved from the communes.

A frame is a vintage of the boundaries. Its regions are whole communes of 2017 (geodata/data/boundaries/communes.csv),
which for 2023 is approximate. A p-code is a key only together with its frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.boundaries import gazetteer
from geodata.errors import DataError
from geodata.geometry import geodesy
from geodata.names import NameRule, key, normalised
from geodata.schema import validate
from geodata.schema.boundaries import ADMIN

FRAMES = ("2012", "2016", "2023")
LEVELS = ("admin1", "admin2", "admin3")

_STEP_DEGREES = 0.05
"""Borders are straight in longitude and latitude: for areas they are cut into steps of this length."""
_STOOD_UNTIL = {"gao": 2015}
"""Last year in which sources name a region of 2012 and mean all that was made of it; the others: in every year."""


def levels(communes: gpd.GeoDataFrame, frame: str) -> dict[str, gpd.GeoDataFrame]:
    """Regions (admin1), cercles (admin2) and communes (admin3) of a frame: columns.ADMIN and geometry, by p-code.

    `communes` (commune_id, name, geometry in EPSG:4326) must be a valid coverage, as boundary_file.read_units gives
    it: borders are then shared to the last digit, so that each level is an exact partition that nests in the next.
    A cercle that lies in two regions of the frame is divided (see `membership`). Raises DataError for unknown ids and
    where the communes are no valid coverage.
    """
    of = membership(communes["commune_id"], frame).assign(unit=communes["name"].to_numpy())
    return _levels(of.assign(unit_pcode=of["commune_id"]), communes, frame, "communes", LEVELS)


def levels_of_cercles(cercles: gpd.GeoDataFrame, frame: str) -> dict[str, gpd.GeoDataFrame]:
    """Regions and cercles of a frame from the cercles of 2017 alone (admin2_pcode, geometry), as `levels` gives them.

    Raises DataError for a frame in which one of them lies in several regions: see `undivided`.
    """
    if frame not in undivided(cercles["admin2_pcode"]):
        raise DataError("a cercle lies in several regions", where=f"frame {frame}", expected="a file of communes")
    known = _members(frame).drop_duplicates("admin2_pcode").set_index("admin2_pcode", drop=False)
    of = known.loc[cercles["admin2_pcode"]].reset_index(drop=True)
    return _levels(of, cercles, frame, "cercles", LEVELS[:2])


def undivided(cercles: Iterable[str]) -> tuple[str, ...]:
    """The frames in which each of these cercles (p-codes of 2017) lies whole in one region."""
    asked = set(cercles)
    return tuple(frame for frame, divided in _divided().items() if not asked & divided)


@cache
def _divided() -> dict[str, frozenset[str]]:
    """By frame, the cercles of 2017 that lie in several of its regions."""
    inside = gazetteer.communes().groupby("admin2_pcode")
    regions = {frame: inside[f"r{frame}"].nunique() for frame in FRAMES}
    return {frame: frozenset(number.index[number != 1]) for frame, number in regions.items()}


def _levels(
    of: pd.DataFrame, units: gpd.GeoDataFrame, frame: str, what: str, made: Sequence[str]
) -> dict[str, gpd.GeoDataFrame]:
    """The levels of a frame dissolved from units with what they belong to, in the same order."""
    shapes = units.geometry.to_numpy()
    if not shapely.coverage_is_valid(shapes):
        raise DataError(
            f"the {what} do not form a coverage", where=f"frame {frame}", expected="borders shared to the last digit"
        )
    areas = np.array([geodesy.area_km2(shape) for shape in shapely.segmentize(shapes, _STEP_DEGREES)])
    tables = {}
    for level in made:
        code, name = ("unit_pcode", "unit") if level == "admin3" else (f"{level}_pcode", f"{level}_name")
        tables[level] = _dissolved(of.assign(pcode=of[code], name=of[name]), shapes, areas)
    iso = _regions(frame)["iso_3166_2"]
    tables["admin1"]["iso_3166_2"] = tables["admin1"]["pcode"].map(iso)
    return {level: _checked(table, f"{level} of {frame}") for level, table in tables.items()}


def _dissolved(of: pd.DataFrame, shapes: npt.NDArray[np.object_], areas: npt.NDArray[np.float64]) -> gpd.GeoDataFrame:
    rows = []
    for pcode, places in sorted(of.groupby("pcode").indices.items()):
        first = of.iloc[places[0]]
        shape = shapely.coverage_union_all(shapes[places]) if len(places) > 1 else shapes[places[0]]
        area = float(areas[places].sum())
        rows.append((pcode, None, first["name"], area, first["admin1_pcode"], first["admin1_name"], shape))
    names = [*(column.name for column in ADMIN), "geometry"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=names), geometry="geometry", crs="EPSG:4326")


def _checked(table: gpd.GeoDataFrame, where: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(validate.validate("admin", table, where), geometry="geometry", crs=table.crs)


def membership(commune_ids: Iterable[str], frame: str) -> pd.DataFrame:
    """Cercle and region of each commune in a frame, in the order given.

    commune_id, admin2_pcode, admin2_name, admin1_pcode, admin1_name. Where a cercle lies in several regions, the
    part with most communes keeps its p-code and name; another part is "ML0605-ML09", "Tombouctou (Taoudénit)".
    A commune that is not in the gazetteer lies where its cercle does. Raises DataError where that is not one place.
    """
    known = _members(frame)
    ids = list(commune_ids)
    unknown = [name for name in ids if name not in known.index]
    later = {name: _of_cercle(name) for name in unknown}
    if None in later.values():
        missing = [name for name, found in later.items() if found is None]
        raise DataError(
            f"unknown communes: {', '.join(missing)}", where=f"frame {frame}", expected="ids of communes.csv"
        )
    found = known.loc[[later.get(name) or name for name in ids]].reset_index(drop=True)
    found.insert(0, "commune_id", ids)
    return found


def _of_cercle(commune_id: str) -> str | None:
    cercle, _, name = commune_id.partition("-")
    if (cercle, key(name)) not in gazetteer.LATER_COMMUNES:
        return None
    table = gazetteer.communes()
    return str(table.loc[(table["admin2_pcode"] == cercle), "commune_id"].iloc[0])


@cache
def _regions(frame: str) -> pd.DataFrame:
    table = gazetteer.units()
    if frame not in FRAMES:
        raise DataError(f"no frame '{frame}'", expected=" or ".join(FRAMES))
    return table[table["frame"] == frame].set_index("pcode")


@cache
def _members(frame: str) -> pd.DataFrame:
    regions = _regions(frame)["name"]
    table = gazetteer.communes()
    region = table[f"r{frame}"]
    pairs = pd.DataFrame({"cercle": table["admin2_pcode"], "region": region})
    sizes = pairs.value_counts(sort=False).reset_index(name="communes")
    largest = sizes.sort_values(["communes", "region"], ascending=[False, True]).drop_duplicates("cercle")
    keeper = largest.set_index("cercle")["region"]
    is_kept = table["admin2_pcode"].map(keeper) == region
    name = region.map(regions)
    return pd.DataFrame(
        {
            "admin2_pcode": table["admin2_pcode"].where(is_kept, table["admin2_pcode"] + "-" + region).to_numpy(),
            "admin2_name": table["admin2_name"].where(is_kept, table["admin2_name"] + " (" + name + ")").to_numpy(),
            "admin1_pcode": region.to_numpy(),
            "admin1_name": name.to_numpy(),
        },
        index=table["commune_id"],
    )


def rules(frame: str, level: str) -> list[NameRule]:
    """The name rules of a frame, beside its own names; the first that matches decides.

    admin1: in 2012 the regions made later stand for the one they were made of; in 2016 and 2023 a region of 2012 that
    was divided stands for all that was made of it, and a cercle named with it narrows that.
    admin2: a cercle, or a later one within it, in whatever region (""), stands for its parts in the frame; a region
    made later tells which. admin3: none. Names are as placing.plain makes them.
    """
    _regions(frame)
    if level == "admin1":
        return _rules_2012() if frame == "2012" else _divided_rules(frame)
    return list(_cercle_rules(frame)) if level == "admin2" else []


def _rules_2012() -> list[NameRule]:
    table = gazetteer.communes()
    old = set(_regions("2012")["name"])
    return [
        NameRule(normalised(name), "", None, _sorted(table.loc[table["r2016"] == pcode, "r2012"]))
        for pcode, name in _regions("2016")["name"].items()
        if name not in old
    ]


def _divided_rules(frame: str) -> list[NameRule]:
    made = []
    for region, inside in _groups(_named_cercles(frame), "region"):
        pcodes = _sorted(inside["admin1_pcode"])
        if len(pcodes) > 1:
            made += [
                NameRule(region, cercle, None, _sorted(part["admin1_pcode"]))
                for cercle, part in _groups(inside, "cercle")
            ]
            made.append(NameRule(region, "", _STOOD_UNTIL.get(region), pcodes))
    return made


@cache
def _cercle_rules(frame: str) -> list[NameRule]:
    made, general = [], []
    for cercle, part in _groups(_named_cercles(frame), "cercle"):
        general.append(NameRule("", cercle, None, _sorted(part["admin2_pcode"])))
        if part["admin2_pcode"].nunique() > 1:
            later = part[part["admin1"] != part["region"]]
            made += [
                NameRule(region, cercle, None, _sorted(inside["admin2_pcode"]))
                for region, inside in _groups(later, "admin1")
            ]
    return made + general


def _groups(table: pd.DataFrame, column: str) -> list[tuple[str, pd.DataFrame]]:
    return [(str(name), part) for name, part in table.groupby(column, sort=False)]


def _sorted(pcodes: pd.Series[str]) -> tuple[str, ...]:
    return tuple(sorted(set(pcodes)))


@cache
def _named_cercles(frame: str) -> pd.DataFrame:
    """A row for each commune and name of its cercle: plain names of region in 2012 and in the frame, and the codes."""
    table = gazetteer.communes()
    of = membership(table["commune_id"], frame)
    of["region"] = table["r2012"].map(_regions("2012")["name"]).map(normalised)
    of["admin1"] = of["admin1_name"].map(normalised)
    other = {pcode: name for name, pcode in gazetteer.OTHER_NAMES.items()}
    parts = [
        of.assign(cercle=table["admin2_name"].map(normalised)),
        of.assign(cercle=table["admin2_pcode"].map(other).map(normalised)),
        of.assign(cercle=table["later_cercles"].str.split(";")).explode("cercle"),
    ]
    named = pd.concat(parts, ignore_index=True)
    named["cercle"] = named["cercle"].map(normalised)
    return named[named["cercle"] != ""]


def differences(frame: str, other: str) -> list[tuple[str, list[str], bool]]:
    """For each region of a frame, by p-code: the regions of the other frame it shares communes with, and whether it
    is the same set of communes as one of them. Codes of different frames say nothing of each other."""
    table = gazetteer.communes()
    here, there = table[f"r{frame}"], table[f"r{other}"]
    sizes = there.value_counts()
    rows = []
    for pcode, inside in there.groupby(here, sort=True):
        met = sorted(set(inside))
        rows.append((str(pcode), met, len(met) == 1 and int(sizes[met[0]]) == len(inside)))
    return rows
