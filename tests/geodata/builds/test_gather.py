"""Real files imported into a data directory and built: the issue's own figures, at every level and frame."""

from __future__ import annotations

import shutil
from collections import Counter

import pandas as pd
import pytest

from geodata.builds import assemble, gather, inputs, store
from geodata.builds import report as reporting
from geodata.counting import aggregate
from geodata.figures import measures
from geodata.imports.record import listed, remove
from geodata.schema import tables
from tests import once

EVENTS = "data/ucdp/ged241_country_download_mali.csv"
CANDIDATE = "data/ucdp/ged_candidate_26_0_2.xlsx"
COMMUNES = "data/boundaries/MLI-ADM3.geojson"
BROUGHT, GROUND = "ucdp-ged-24.1", "geoboundaries-adm3"
FRAMES = ("2012", "2016", "2023")
PARTITIONS = ("admin1", "admin2", "admin3", "grid")
COUNTS = list(tables.ADDITIVE_NAMES)
KEYS = ["period", "violence_type", "actor_family"]


@pytest.fixture(scope="module")
def data():
    """A data directory with UCDP's file of Mali and geoBoundaries' communes, built."""
    folder = once.imported_build(EVENTS, COMMUNES)
    assert {one.name for one in listed(folder)} == {BROUGHT, GROUND}
    return folder


@pytest.fixture(scope="module")
def made(data):
    return store.read(data)


def counts(edition, *levels):
    """The counts of the levels as a table by key, not allocated under "none"."""
    table = pd.read_parquet(edition._path("counts.parquet"))
    return table[table["level"].isin(levels)].assign(pcode=table["pcode"].fillna("none"))


def yearly(table):
    return table[table["period"].str.len() == 4]


def difference(one, other, keys):
    """The rows in which two tables of counts differ, as other less one."""
    first, second = one.set_index(keys)[COUNTS], other.set_index(keys)[COUNTS]
    both = first.index.union(second.index)
    less = second.reindex(both, fill_value=0) - first.reindex(both, fill_value=0)
    return less[(less != 0).any(axis=1)]


def test_the_imported_source_takes_the_place_of_the_counts_made_from_it_in_every_frame(made):
    assert made.editions == [
        {"source": BROUGHT, "frame": frame, "ground": GROUND} for frame in ("2016", "2012", "2023")
    ]
    cited = made.manifest["sources"][BROUGHT]
    shipped = inputs.shipped_inputs().sources[inputs.INCIDENTS]
    assert (cited["release"], cited["policy"], cited["data_to"]) == ("24.1", "ucdp", "2023-12-31")
    assert cited["raw_sha256"] == shipped.raw_sha256
    assert made.manifest["sources"][GROUND]["licence"]
    assert made.edition().manifest["ground_sources"] == [GROUND, "natural-earth", "instat-rgph"]


def test_a_corrected_site_is_counted_in_a_region_of_its_own_frame(made):
    """Bamako's code of 2016 is none of 2012, where its old one is Taoudénit's of 2016."""
    for frame, code in {"2012": "ML09", "2016": "ML20", "2023": "ML20"}.items():
        edition = made.edition(None, frame)
        names = {unit.pcode: unit.name for unit in edition.figures.units["admin1"]}
        decided = {row["site_id"]: row["decided"] for row in edition.manifest["contradictions"]}
        assert decided["wagner-bamako-senou"] == code
        assert {site: names[where] for site, where in decided.items()} == {
            "fama-indelimane": "Gao",
            **dict.fromkeys(("fama-anefis", "fama-anefis-2", "wagner-anefis"), "Kidal"),
            **dict.fromkeys(("africa-corps-bamako-senou", "wagner-bamako-senou"), "Bamako"),
        }


def test_at_admin1_of_2016_the_counts_are_the_shipped_ones_but_for_one_event_of_2018(shipped, made):
    """It names no region, and its point lies between Mopti and Tombouctou in the two boundary files."""
    here, there = (counts(each, "admin1") for each in (shipped.edition(), made.edition(None, "2016")))
    moved = difference(here, yearly(there), ["pcode", *KEYS])
    assert set(moved.index.get_level_values("period")) == {"2018"}
    whole = moved.xs(("2018", "all", "any"), level=KEYS)
    assert whole.T.to_dict("list") == {"ML05": [-1, -2, -2, -2, 0], "ML06": [1, 2, 2, 2, 0]}
    rows = made.edition(None, "2016").table("placement")
    (event,) = [row for row in rows if row["level"] == "admin1" and row["basis"] == "point"]
    assert (event["event_id"], event["pcode"], event["reason"]) == ("274660", "ML06", "point_precise")


@pytest.mark.parametrize("frame", FRAMES)
def test_country_zones_and_grid_are_the_shipped_ones_in_every_frame(shipped, made, frame):
    here, there = (counts(each, "country", "zones", "grid") for each in (shipped.edition(), made.edition(None, frame)))
    assert len(here) > 3000
    assert difference(here, yearly(there), ["level", "pcode", *KEYS]).empty


@pytest.mark.parametrize("level", PARTITIONS)
@pytest.mark.parametrize("frame", FRAMES)
def test_national_totals_are_unchanged_at_every_level_and_frame_and_in_every_month(shipped, made, frame, level):
    found = counts(made.edition(None, frame), level).groupby(KEYS)[COUNTS].sum()
    whole = counts(made.edition(None, "2016"), "country").groupby(KEYS)[COUNTS].sum()
    pd.testing.assert_frame_equal(found, whole)
    is_month = found.index.get_level_values("period").str.len() > 4
    national = counts(shipped.edition(), "country").groupby(KEYS)[COUNTS].sum()
    pd.testing.assert_frame_equal(found[~is_month], national)
    months = found[is_month].reset_index()
    by_year = months.assign(period=months["period"].str[:4]).groupby(KEYS)[COUNTS].sum()
    pd.testing.assert_frame_equal(by_year, national)


@pytest.mark.parametrize(
    ("frame", "level", "allocated"),
    [
        ("2012", "admin1", 1925),
        ("2016", "admin1", 1907),  # 18 name a region that was divided, and their point is no finer
        ("2023", "admin1", 1869),
        ("2012", "admin2", 1702),
        ("2016", "admin2", 1699),
        ("2023", "admin2", 1699),
        *((frame, "admin3", 762) for frame in FRAMES),
        *((frame, "grid", 1529) for frame in FRAMES),
    ],
)
def test_of_1998_events_so_many_are_placed_and_the_others_not_allocated(made, frame, level, allocated):
    rows = [row for row in made.edition(None, frame).table("accounting") if row["level"] == level]
    number = Counter()
    for row in rows:
        number[row["allocated"]] += row["events"]
    assert number == {True: allocated, False: 1998 - allocated}
    lost = {row["reason"] for row in rows if not row["allocated"]}
    is_divided = frame != "2012" and level in ("admin1", "admin2")
    assert lost == {"precision_too_low"} | ({"ambiguous_name"} if is_divided else set())


def test_the_report_prints_the_accounting(made):
    report = reporting.report(made)
    assert report[0] == f"{BROUGHT}, boundaries of 2016:"
    assert report[1] == "  Left out: 122 events of earlier years."
    for line in (
        "  Events: 1998 = 1907 in regions + 91 not allocated.",
        "  Events: 1998 = 1699 in cercles + 299 not allocated.",
        "  Events: 1998 = 762 in communes + 1236 not allocated.",
        "  Events: 1998 = 1529 in grid cells + 469 not allocated.",
        "  Name and point disagree at regions for 9 events; the name decided.",
        "  Name and point disagree at cercles for 40 events; the name decided.",
    ):
        assert line in report


@pytest.mark.parametrize(("frame", "regions", "cercles"), [("2012", 9, 50), ("2016", 11, 51), ("2023", 20, None)])
def test_every_frame_has_its_regions_cercles_and_communes(made, frame, regions, cercles):
    units = made.edition(None, frame).figures.units
    assert (len(units["admin1"]), len(units["admin3"])) == (regions, 701)
    assert cercles is None or len(units["admin2"]) == cercles
    known = {unit.pcode for unit in units["admin1"]}
    for level in ("admin2", "admin3"):
        assert {unit.admin1 for unit in units[level]} == known


def test_months_are_covered_from_the_first_event_to_the_last(made):
    manifest = made.edition().manifest
    assert manifest["covered_months"] == [f"{year}-{month:02}" for year in range(2012, 2024) for month in range(1, 13)]
    assert manifest["periods"][-1] == "2024"  # for the country alone
    figures = made.edition().figures
    assert figures.national("2024-01", "all", "any")["events"] is None
    assert figures.national("2022-03", "all", "any")["events"] > 0
    assert figures.national("2022-00", "all", "any")["events"] > 0


@pytest.mark.parametrize("frame", FRAMES)
def test_where_nobody_counted_a_regions_people_its_rates_are_missing_and_its_counts_are_not(made, frame):
    figures = made.edition(None, frame).figures
    rate = measures.BY_KEY["fatalities_per_100k"]
    said = {
        unit.pcode: measures.status(rate, figures.row("admin1", unit, "2022", "all", "any"))
        for unit in figures.units["admin1"]
        if unit.population is None
    }
    assert set(said) == {"2012": {"ML02", "ML09"}, "2016": {"ML02", "ML20"}}.get(frame, set(said))
    assert len(said) == 2, "whose people are not published for these boundaries"
    assert set(said.values()) <= {"no_denominator", "none_recorded"}


def test_taoudenit_is_not_painted_by_points_that_stand_for_tombouctou(made):
    figures = made.edition(None, "2016").figures
    there = figures.unit("admin1", "ML09")
    deaths = {year: figures.row("admin1", there, year, "all", "any")["fatalities_best"] for year in figures.covered}
    assert {year: count for year, count in deaths.items() if count} == {"2013": 29, "2022": 2}


def test_what_the_report_reads_stays_as_it_was(made):
    figures = made.edition(None, "2016").figures
    gao = figures.row("admin1", figures.unit("admin1", "ML07"), "2022", "all", "any")
    near = figures.row("zones", figures.unit("zones", "either-50"), "2022", "all", "any")
    found = [(row["events"], row["fatalities_best"]) for row in (figures.national("2022", "all", "any"), gao, near)]
    assert found == [(408, 3650), (58, 842), (94, 1308)]


def test_ansongo_in_march_2022_has_55_deaths_and_147_more_name_it(made):
    edition = made.edition(None, "2016")
    ansongo = edition.figures.unit("admin2", "ML0701")
    rows = [one.figures.row("admin2", ansongo, "2022-03", "all", "any") for one in (edition, edition.with_named)]
    assert [row["fatalities_best"] for row in rows] == [55, 202]
    assert edition.figures.named("admin2", ansongo, "2022-03", "all", "any")["fatalities_best"] == 147


def test_of_233_events_near_a_border_102_have_an_exact_point(made):
    figures = made.edition().figures
    zone = figures.unit("zones", "either-25")
    whole, exact = (
        sum(read(zone, year, "all", "any")["events"] for year in figures.covered)
        for read in (lambda *of: figures.row("zones", *of), figures.exact)
    )
    assert (whole, exact) == (233, 102)


def test_a_zone_of_75_km_lies_between_those_of_50_and_100(made):
    figures = made.edition().figures
    number = {
        km: figures.row("zones", figures.unit("zones", f"either-{km}"), "2022", "all", "any")["events"]
        for km in (50, 75, 100)
    }
    assert number[50] == 94
    assert number[50] < number[75] < number[100]


def test_without_the_imports_the_build_is_the_shipped_one_again(shipped, data, made, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    for name in (BROUGHT, GROUND):
        remove(folder, name)
    assert assemble.build(folder) == shipped.id != made.id
    assert store.current_id(folder) == shipped.id


def test_events_without_boundaries_are_counted_in_the_regions_that_ship(shipped):
    found = store.read(once.imported_build(EVENTS))
    assert found.editions == [{"source": BROUGHT, "frame": "2016", "ground": "shipped"}]
    levels = ("country", "admin1", "zones", "grid")
    here, there = counts(shipped.edition(), *levels), counts(found.edition(), *levels, "admin2", "admin3")
    assert difference(here, yearly(there), ["level", "pcode", *KEYS]).empty
    assert len(there) > len(yearly(there)) == len(here)


def test_boundaries_without_events_leave_the_shipped_counts_as_they_are(shipped):
    found = gather.gather_inputs(once.imported(COMMUNES))
    assert [ground.frame for ground in found.grounds] == list(FRAMES)
    assert (found.imported, found.is_superseded) == ([], False)
    assert GROUND in found.sources


def test_the_candidate_release_has_33_events_of_mali_and_those_of_other_countries_are_left_out():
    (record,) = listed(once.imported(CANDIDATE))
    assert {name: record.countries[name] for name in ("Mali", "Burkina Faso", "Niger")} == {
        "Mali": 33,
        "Burkina Faso": 48,
        "Niger": 21,
    }
    found = gather.gather_inputs(once.imported(CANDIDATE))
    (brought,) = found.imported
    located = aggregate.locate(brought.events, found.ground.surroundings.borders)
    assert len(located.events) == 33
    assert located.left_out == {"other_countries": record.accepted - 33, "earlier_years": 0}
    assert not found.is_superseded
