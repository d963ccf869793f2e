from collections import Counter

import pandas as pd
import pytest

from geodata import aggregate, build, columns, inputs, measures, store, vocabulary
from geodata.measures import BY_KEY
from geodata.readers import ucdp_ged
from tests import worlds

RAW = "data/ucdp/ged241_country_download_mali.csv"
YEARS = [str(year) for year in range(2012, 2024)]


def unit(made, pcode, level="admin1"):
    return next(unit for unit in made.figures.units[level] if unit.pcode == pcode)


def figures(made, level, pcode, period):
    if level == "country":
        row = made.figures.national(period, "all", "any")
    elif pcode is None:
        row = made.figures.not_allocated(level, period, "all", "any")
    else:
        row = made.figures.row(level, unit(made, pcode, level), period, "all", "any")
    return [row[name] for name in columns.ADDITIVE_NAMES]


@pytest.mark.parametrize(
    ("level", "pcode", "events", "low", "best", "high", "civilians"),
    [
        ("country", "MLI", 408, 3534, 3650, 4456, 1798),
        ("admin1", "ML07", 58, 749, 842, 1058, None),
        ("admin1", None, 2, None, 63, None, None),
        ("zones", "either-50", 94, None, 1308, None, None),
    ],
)
def test_the_anchors_of_2022(shipped, level, pcode, events, low, best, high, civilians):
    for found, expected in zip(
        figures(shipped, level, pcode, "2022"), (events, low, best, high, civilians), strict=True
    ):
        assert expected is None or found == expected


def test_the_anchors_of_all_years(shipped):
    whole = [figures(shipped, "country", "MLI", year) for year in YEARS]
    assert (sum(row[0] for row in whole), sum(row[2] for row in whole)) == (1998, 13646)
    assert sum(figures(shipped, "admin1", None, year)[0] for year in YEARS) == 73


@pytest.mark.parametrize("level", ["admin1", "grid"])
def test_units_and_not_allocated_are_the_country_for_every_count_period_and_breakdown(shipped, level):
    """From the rows of the counts table, without asking Figures."""
    sums = {"country": Counter(), level: Counter()}
    for row in shipped.table("counts"):
        for name in columns.ADDITIVE_NAMES if row["level"] in sums else ():
            key = row["period"], row["violence_type"], row["actor_family"], name
            sums[row["level"]][key] += row[name]
    assert +sums[level] == +sums["country"]
    assert sums["country"]["2022", "all", "any", "events"] == 408


@pytest.mark.parametrize("period", YEARS)
def test_inside_outside_and_not_allocated_are_the_country(shipped, period):
    found = shipped.figures
    for zone in found.units["zones"]:
        for family in ("any", *vocabulary.FAMILIES):
            inside = found.row("zones", zone, period, "all", family)
            outside = found.outside(zone, period, "all", family)
            unknown = found.not_allocated("zones", period, "all", family)
            whole = found.national(period, "all", family)
            assert outside["events"] >= 0
            for name in columns.ADDITIVE_NAMES:
                assert inside[name] + outside[name] + unknown[name] == whole[name]


def test_2024_exists_for_the_country_only(shipped):
    for level, units in shipped.figures.units.items():
        for each in units:
            row = shipped.figures.row(level, each, "2024", "all", "any")
            assert [row[name] for name in columns.ADDITIVE_NAMES] == [None] * 5
    row = shipped.figures.row("admin1", unit(shipped, "ML07"), "2024", "all", "any")
    assert measures.status(BY_KEY["fatalities_per_100k"], row) == "no_data"
    last = shipped.table("national")[-1]
    assert (last["period"], last["source_id"], last["events"]) == ("2024", "ucdp-country-year", None)
    assert last["fatalities_best"] > 0


def test_what_the_build_holds(shipped):
    assert {level: len(units) for level, units in shipped.figures.units.items()}.items() >= {
        "admin1": 11,
        "zones": 12,
    }.items()
    assert shipped.figures.periods == [*YEARS, "2024"]
    census = pd.read_csv(inputs.DATA / "boundaries" / "population_admin1.csv").query("year == 2022")
    people = {each.iso_3166_2: each.population for each in shipped.figures.units["admin1"]}
    assert people == dict(zip(census["iso_3166_2"], census["population"], strict=True))
    assert shipped.manifest["sources"][inputs.INCIDENTS]["release"] == "24.1"


def test_every_correction_of_a_site_is_reported(shipped):
    decided = {row["site_id"]: row["decided"] for row in shipped.manifest["contradictions"]}
    assert decided == {"fama-indelimane": "ML07", "wagner-anefis": "ML08", "wagner-bamako-senou": "ML20"}
    placed = {row["site_id"]: row["pcode"] for row in shipped.table("sites")}
    assert {site: placed[site] for site in decided} == decided


def test_the_raw_file_gives_the_committed_files_byte_for_byte(tmp_path):
    ground = inputs.shipped_boundaries()
    events = ucdp_ged.read(worlds.shared(RAW))
    made = aggregate.from_events(
        events, ground.units, ground.surroundings.borders, frame=inputs.FRAME, rules=ground.rules
    )
    aggregate.write(made, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(
        ["accounting.csv", *(f"counts_{level}.csv" for level in ("country", "admin1", "zones", "grid"))]
    )
    for name in names:
        assert (tmp_path / name).read_bytes() == (inputs.DATA / "ucdp" / name).read_bytes(), name


def test_a_build_of_the_raw_file_is_the_shipped_one_but_for_the_manifest(shipped, tmp_path):
    raw = worlds.shared(RAW)
    made = store.read(tmp_path, build.build(tmp_path, raw))
    names = sorted(path.name for path in shipped.folder.iterdir())
    assert sorted(path.name for path in made.folder.iterdir()) == names
    differ = [name for name in names if (made.folder / name).read_bytes() != (shipped.folder / name).read_bytes()]
    assert differ == ["manifest.json"]
    unlike = {key for key, value in shipped.manifest.items() if made.manifest[key] != value}
    assert unlike == {"left_out", "sources"}
    assert made.manifest["left_out"] == {"other_countries": 0, "earlier_years": 122}
    assert store.events_file(tmp_path) == raw.resolve()
    sources = {key: {**value, "files": None} for key, value in shipped.manifest["sources"].items()}
    assert {key: {**value, "files": None} for key, value in made.manifest["sources"].items()} == sources
