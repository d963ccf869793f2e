from collections import Counter

import pandas as pd
import pytest

from geodata import vocabulary
from geodata.boundaries.ground import shipped_boundaries
from geodata.builds import inputs
from geodata.counting import aggregate
from geodata.figures import measures
from geodata.figures.measures import BY_KEY
from geodata.readers import ucdp_ged
from geodata.schema import tables
from tests import worlds

RAW = "data/ucdp/ged241_country_download_mali.csv"
YEARS = [str(year) for year in range(2012, 2024)]


@pytest.fixture(scope="module")
def edition(shipped):
    return shipped.edition()


def test_one_source_in_one_frame_ships_by_year_and_region(shipped, edition):
    assert shipped.editions == [{"source": inputs.INCIDENTS, "frame": "2016", "ground": "shipped"}]
    assert set(edition.figures.units) == {"admin1", "zones", "grid"}
    assert (edition.figures.covered_months, edition.figures.absent, edition.figures.zone_counter) == (
        set(),
        set(),
        None,
    )
    assert edition.manifest["violence"] == list(vocabulary.VIOLENCE_TYPES)
    assert not edition.has("events.parquet")


def unit(made, pcode, level="admin1"):
    return next(unit for unit in made.figures.units[level] if unit.pcode == pcode)


def figures(made, level, pcode, period):
    if level == "country":
        row = made.figures.national(period, "all", "any")
    elif pcode is None:
        row = made.figures.not_allocated(level, period, "all", "any")
    else:
        row = made.figures.row(level, unit(made, pcode, level), period, "all", "any")
    return [row[name] for name in tables.ADDITIVE_NAMES]


@pytest.mark.parametrize(
    ("level", "pcode", "events", "low", "best", "high", "civilians"),
    [
        ("country", "MLI", 408, 3534, 3650, 4456, 1798),
        ("admin1", "ML07", 58, 749, 842, 1058, None),
        ("admin1", None, 3, None, 68, None, None),
        ("zones", "either-50", 94, None, 1308, None, None),
    ],
)
def test_the_anchors_of_2022(edition, level, pcode, events, low, best, high, civilians):
    for found, expected in zip(
        figures(edition, level, pcode, "2022"), (events, low, best, high, civilians), strict=True
    ):
        assert expected is None or found == expected


def test_the_anchors_of_all_years(edition):
    whole = [figures(edition, "country", "MLI", year) for year in YEARS]
    assert (sum(row[0] for row in whole), sum(row[2] for row in whole)) == (1998, 13646)
    assert sum(figures(edition, "admin1", None, year)[0] for year in YEARS) == 91


@pytest.mark.parametrize("level", ["admin1", "grid"])
def test_units_and_not_allocated_are_the_country_for_every_count_period_and_breakdown(edition, level):
    """From the rows of the counts table, without asking Figures."""
    sums = {"country": Counter(), level: Counter()}
    for row in edition.table("counts"):
        for name in tables.ADDITIVE_NAMES if row["level"] in sums else ():
            key = row["period"], row["violence_type"], row["actor_family"], name
            sums[row["level"]][key] += row[name]
    assert +sums[level] == +sums["country"]
    assert sums["country"]["2022", "all", "any", "events"] == 408


@pytest.mark.parametrize("period", YEARS)
def test_inside_outside_and_not_allocated_are_the_country(edition, period):
    found = edition.figures
    for zone in found.units["zones"]:
        for family in ("any", *vocabulary.FAMILIES):
            inside = found.row("zones", zone, period, "all", family)
            outside = found.outside(zone, period, "all", family)
            unknown = found.not_allocated("zones", period, "all", family)
            whole = found.national(period, "all", family)
            assert outside["events"] >= 0
            for name in tables.ADDITIVE_NAMES:
                assert inside[name] + outside[name] + unknown[name] == whole[name]


def test_2024_exists_for_the_country_only(edition):
    for level, units in edition.figures.units.items():
        for each in units:
            row = edition.figures.row(level, each, "2024", "all", "any")
            assert [row[name] for name in tables.ADDITIVE_NAMES] == [None] * 5
    row = edition.figures.row("admin1", unit(edition, "ML07"), "2024", "all", "any")
    assert measures.status(BY_KEY["fatalities_per_100k"], row) == "no_data"
    last = edition.table("national")[-1]
    assert (last["period"], last["source_id"], last["events"]) == ("2024", "ucdp-country-year", None)
    assert last["fatalities_best"] > 0


def test_what_the_build_holds(edition):
    assert {level: len(units) for level, units in edition.figures.units.items()}.items() >= {
        "admin1": 11,
        "zones": 12,
    }.items()
    assert edition.figures.periods == [*YEARS, "2024"]
    census = pd.read_csv(vocabulary.DATA / "boundaries" / "people.csv", dtype={"frame": str})
    census = census.query("year == 2022 and frame == '2016'")
    people = {each.pcode: each.population for each in edition.figures.units["admin1"] if each.population}
    assert people == dict(zip(census["pcode"], census["population"], strict=True))
    assert len(people) == 9
    assert edition.manifest["sources"][inputs.INCIDENTS]["release"] == "24.1"


def test_every_correction_of_a_site_is_reported(edition):
    decided = {row["site_id"]: row["decided"] for row in edition.manifest["contradictions"]}
    anefis = dict.fromkeys(("fama-anefis", "fama-anefis-2", "wagner-anefis"), "ML08")
    senou = dict.fromkeys(("africa-corps-bamako-senou", "wagner-bamako-senou"), "ML20")
    assert decided == {"fama-indelimane": "ML07", **anefis, **senou}
    placed = {row["site_id"]: row["pcode"] for row in edition.table("sites")}
    assert {site: placed[site] for site in decided} == decided


def test_the_raw_file_gives_the_committed_files_byte_for_byte(tmp_path):
    ground = shipped_boundaries()
    events = ucdp_ged.read(worlds.shared(RAW)).table
    made = aggregate.from_events(
        events, ground.admin1, ground.surroundings.borders, frame=vocabulary.FRAME, rules=ground.rules["admin1"]
    )
    aggregate.write(made, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(
        ["accounting.csv", *(f"counts_{level}.csv" for level in ("country", "admin1", "zones", "grid", "beside"))]
    )
    for name in names:
        assert (tmp_path / name).read_bytes() == (vocabulary.DATA / "ucdp" / name).read_bytes(), name
