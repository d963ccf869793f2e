"""The other sides of the border zones against UCDP's raw files, counted slowly."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from functools import cache
from itertools import product

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geodata import vocabulary
from geodata.boundaries.ground import shipped_boundaries
from geodata.builds import ship
from geodata.figures.figures import Figures
from geodata.placing import grid
from geodata.schema.tables import ADDITIVE_NAMES
from tests import worlds
from tests.examples import some

RAW = {
    "MLI": "data/ucdp/ged241_country_download_mali.csv",
    "NER": "data/ucdp/ged241_country_download_niger_recovered.csv",
    "BFA": "data/ucdp/ged241_country_download_burkina_faso.csv",
}
LATER = "data/ucdp/organizedviolence_country_year_25_1_{}.csv"
NUMBERS = {"MLI": ("Mali", 432), "NER": ("Niger", 436), "BFA": ("Burkina Faso", 439)}
WRITTEN = ("low_est", "best_est", "high_est", "deaths_civilians")
YEARS = [str(year) for year in range(2012, 2024)]
GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def figures(shipped) -> Figures:
    return shipped.edition().figures


@pytest.fixture(scope="module")
def widest(shipped):
    return {side: shipped.edition().document(f"geometry_zones_{side}")["either-100"] for side in ("NER", "BFA")}


def additive(row):
    return tuple(row[name] for name in ADDITIVE_NAMES)


@pytest.mark.parametrize(
    ("side", "events", "deaths"), [("MLI", 94, 1308), ("NER", 5, 40), ("BFA", 41, 568)], ids=["Mali", "Niger", "BFA"]
)
def test_the_anchors_of_either_border_within_50_km_in_2022(figures, side, events, deaths):
    own = figures if side == "MLI" else figures.abroad[side]
    row = own.row("zones", own.unit("zones", "either-50"), "2022", "all", "any")
    assert (row["events"], row["fatalities_best"]) == (events, deaths)


def raw_events(side: str) -> list[dict[str, str]]:
    """The rows of 2012 on, as the publisher wrote them."""
    with worlds.shared(RAW[side]).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["year"]) >= 2012]
    assert {int(row["country_id"]) for row in rows} == {NUMBERS[side][1]}
    return rows


@cache
def precise_events(side: str) -> list[dict[str, str]]:
    """Those whose point is known to about 25 km."""
    return [row for row in raw_events(side) if int(row["where_prec"]) <= 2]


@cache
def slow_km(side: str, iso: str) -> list[float]:
    """For each precise event of a side, the least geodesic distance to a line cut every 0.002°, some 200 m.

    Only the 400 points that are nearest in degrees, the longitude shortened, are measured.
    """
    borders = shipped_boundaries().surroundings.borders
    line = shapely.union_all(borders.geometry[borders["neighbour_iso_a3"] == iso].to_numpy())
    there = shapely.get_coordinates(shapely.segmentize(line, 0.002))
    points = [(float(row["longitude"]), float(row["latitude"])) for row in precise_events(side)]
    found = {}
    for x, y in set(points):  # many events share a place
        away = np.hypot((there[:, 0] - x) * np.cos(np.radians(y)), there[:, 1] - y)
        near = there[np.argpartition(away, 400)[:400]]
        ones = np.ones(len(near))
        found[x, y] = GEOD.inv(x * ones, y * ones, near[:, 0], near[:, 1])[2].min() / 1000
    return [found[point] for point in points]


def cell_of(row: dict[str, str]) -> str:
    """The number of the PRIO-GRID cell of an event's point, by the arithmetic of its codebook."""
    north, east = float(row["latitude"]) + 90, float(row["longitude"]) + 180
    return str(math.floor(north * 2) * 720 + math.floor(east * 2) + 1)


def family_names(row: dict[str, str]) -> set[str]:
    """The families jnim, is and government, told from the names of the sides alone."""
    names = {name.strip() for side in ("side_a", "side_b") for name in row[side].split(",")}
    meant = {"jnim": {"JNIM", "AQIM", "Ansar Dine", "MUJAO"}, "is": {"IS"}, "government": {"Government of Mali"}}
    return {"any", *(family for family, members in meant.items() if names & members)}


@pytest.mark.parametrize("side", ["MLI", "NER", "BFA"])
def test_every_zone_of_every_side_is_the_raw_file_counted_slowly(figures, side):
    """Each year, type of violence and family, and the exact points; geodesic distances by pyproj alone."""
    rows = raw_events(side)
    precise = precise_events(side)
    near = {kind: slow_km(side, iso) for kind, iso in (("niger", "NER"), ("burkina", "BFA"))}
    found: dict[tuple[str, ...], np.ndarray] = {}

    def add(row, zone, part):
        numbers = np.array([1, *(int(row[name]) for name in WRITTEN)])
        for violence in ("all", {"1": "state_based", "2": "non_state", "3": "one_sided"}[row["type_of_violence"]]):
            for family in family_names(row):
                key = (part, zone, row["year"], violence, family)
                found[key] = found.get(key, 0) + numbers

    for row in rows:
        add(row, "country", "all")
        if int(row["where_prec"]) > 2:
            add(row, "unknown", "all")
    for row, niger, burkina in zip(precise, *near.values(), strict=True):
        for km in vocabulary.DISTANCES_KM:
            assert min(abs(niger - km), abs(burkina - km)) > 0.001  # no event is so near a limit that 1 m matters
            is_in = {"niger": niger <= km, "burkina": burkina <= km}
            is_in |= {"either": any(is_in.values()), "both": all(is_in.values())}
            for kind in vocabulary.KINDS:
                if is_in[kind]:
                    add(row, f"{kind}-{km}", "all")
                    if row["where_prec"] == "1":
                        add(row, f"{kind}-{km}", "exact")
        add(row, cell_of(row), "all")
    own = figures if side == "MLI" else figures.abroad[side]
    kinds = list(product(("all", *vocabulary.VIOLENCE_TYPES), ("any", "jnim", "is", "government")))
    for turn, year in enumerate(YEARS):
        for violence, family in some(kinds, 3, turn):
            key = (year, violence, family)
            asked = {("all", "country"): own.national(*key), ("all", "unknown"): own.not_allocated("zones", *key)}
            for cell in own.units["grid"] if family == "any" else ():
                asked["all", cell.pcode] = own.row("grid", cell, *key)
            for zone in own.units["zones"]:
                asked["all", zone.pcode] = own.row("zones", zone, *key)
                asked["exact", zone.pcode] = own.exact(zone, *key)
            for part, row in asked.items():
                assert additive(row) == tuple(found.get((*part, *key), (0,) * 5)), (part, key)


def test_the_source_gives_two_events_of_mali_a_point_in_niger_and_none_of_a_neighbour_one_elsewhere(figures):
    """Within 100 km of the borders, among the points known to about 25 km."""
    around = shipped_boundaries().surroundings
    shapes = dict(zip(around.neighbours["iso_a3"], around.neighbours.geometry, strict=True))
    shapes["MLI"] = shapely.union_all(shipped_boundaries().admin1.geometry.to_numpy())
    wrong = Counter()
    for side in RAW:
        distances = zip(slow_km(side, "NER"), slow_km(side, "BFA"), strict=True)
        near = [row for row, km in zip(precise_events(side), distances, strict=True) if min(km) <= 100]
        points = [(float(row["longitude"]), float(row["latitude"])) for row in near]
        for iso, shape in shapes.items():
            wrong[side, iso] += sum(shapely.contains_xy(shape, *point) for point in points)
    there = {(side, iso) for (side, iso), number in wrong.items() if number}
    assert there == {("MLI", "MLI"), ("NER", "NER"), ("BFA", "BFA"), ("MLI", "NER")}
    assert wrong["MLI", "NER"] == 2


@pytest.mark.parametrize("side", ["NER", "BFA"])
def test_the_cells_of_a_side_are_those_that_its_part_of_the_widest_zone_meets(figures, widest, side):
    own = figures.abroad[side]
    shape = shapely.from_geojson(json.dumps(widest[side]))
    for cell in own.units["grid"]:
        assert shapely.area(shapely.intersection(grid.cell(int(cell.pcode)), shape)) > 0
    met = grid.covering(shape)
    assert set(met["pcode"]) == {cell.pcode for cell in own.units["grid"]}
    for year in YEARS:
        inside = sum(own.row("grid", cell, year, "all", "any")["events"] for cell in own.units["grid"])
        whole, vague = own.national(year, "all", "any"), own.not_allocated("grid", year, "all", "any")
        near = own.row("zones", own.unit("zones", "either-100"), year, "all", "any")
        assert near["events"] <= inside <= whole["events"] - vague["events"]


def test_the_raw_files_give_the_committed_files_byte_for_byte(tmp_path):
    pairs = [
        (worlds.shared(RAW[side]), worlds.shared(LATER.format(name)))
        for side, name in (("NER", "niger"), ("BFA", "burkina_faso"))
    ]
    ship.ship_abroad(pairs, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(
        f"{kind}_{side}.csv" for kind in ("counts", "national_country_year") for side in ("ner", "bfa")
    )
    for name in names:
        assert (tmp_path / name).read_bytes() == (vocabulary.DATA / "ucdp" / name).read_bytes(), name


def test_the_national_series_of_a_neighbour_ends_with_the_later_release(shipped):
    there = {side: shipped.edition().of_side(side).national() for side in ("NER", "BFA")}
    for side, rows in there.items():
        assert [row["period"] for row in rows][-2:] == ["2023", "2024"]
        assert rows[-1]["source_id"] == f"ucdp-country-year-{side.lower()}"
        assert {row["source_id"] for row in rows[:-1]} == {f"ucdp-ged-{side.lower()}"}
    assert {side: rows[-1]["fatalities_best"] for side, rows in there.items()} == {"NER": 1222, "BFA": 4251}
