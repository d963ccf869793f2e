"""Where a build has the events of a file: by precision, names and months, and what terms keep out of it."""

from collections import Counter
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from geodata import policies
from geodata.builds import report as reporting
from geodata.builds import store
from geodata.names import NameRule
from tests import deep_worlds, once
from tests.geodata.builds.read import best

SOME = [
    # by point, each in another commune; months by day
    {"id": "1", "x": 1.1, "y": 15.2, "best": 1, "date_start": "01/05/2022", "date_end": "01/05/2022"},
    {"id": "2", "x": 1.6, "y": 15.9, "best": 2, "prec": 2, "date_start": "01/31/2022", "date_end": "01/31/2022"},
    {"id": "3", "x": 1.6, "y": 15.1, "best": 4, "prec": 3, "date_start": "02/01/2022", "date_end": "02/28/2022"},
    {"id": "4", "x": 1.6, "y": 15.1, "best": 8, "prec": 4, "date_start": "02/28/2022", "date_end": "03/01/2022"},
    {"id": "5", "x": 1.6, "y": 15.1, "best": 16, "prec": 5},
    {"id": "6", "x": 0.5, "y": 15.1, "best": 32, "prec": 6, "region": "Gao region", "date_prec": "5"},
    # the name against the point
    {"id": "7", "x": 0.1, "y": 15.1, "best": 64, "region": "Gao region", "cercle": "Gao 2 cercle"},
    {"id": "8", "x": 0.1, "y": 15.1, "best": 128, "prec": 4, "region": "Gao", "cercle": "Gao 2", "date_prec": "4"},
]
"""Eight events of 2022, their deaths powers of two: a sum says which are in it."""
NOT_OF_EVENTS = ("sites", "timeline", "nominal_troops", "communes")
"""Tables that have places and dates of their own."""


@pytest.fixture(scope="module")
def some(tmp_path_factory):
    folder = tmp_path_factory.mktemp("some")
    given_inputs = deep_worlds.deep_world(folder, SOME)
    rules = {
        "2016": {"admin2": [NameRule("", "gao 2", None, ("ML0702",))]},
        "2012": {
            "admin1": [NameRule("gao", "", None, ("ML05",))],
            "admin2": [NameRule("", "gao 2", None, ("ML0702",))],
        },
    }
    grounds = [replace(ground, rules=rules[ground.frame]) for ground in given_inputs.grounds]
    return store.read(folder, once.publish(folder, replace(given_inputs, grounds=grounds)))


@pytest.mark.parametrize(
    ("frame", "level", "expected"),
    [
        # named: 6 to 8; by a point no worse than 4: 1 to 4; 5 is too vague
        ("2016", "admin1", {"ML07": 1 + 2 + 4 + 8 + 32 + 64 + 128, None: 16}),
        ("2012", "admin1", {"ML05": 1 + 2 + 4 + 8 + 32 + 64 + 128, None: 16}),
        # a cercle's name counts no more than a point that is worse than 3
        ("2016", "admin2", {"ML0701": 1, "ML0702": 2 + 4 + 64, None: 8 + 16 + 32 + 128}),
        ("2012", "admin2", {"ML0701": 1, "ML0702": 2 + 4 + 64, None: 8 + 16 + 32 + 128}),
        # a commune by exact points alone, wherever the name says
        ("2016", "admin3", {"ML0501-a": 64, "ML0701-a": 1, None: 2 + 4 + 8 + 16 + 32 + 128}),
        ("2012", "admin3", {"ML0501-a": 64, "ML0701-a": 1, None: 2 + 4 + 8 + 16 + 32 + 128}),
    ],
)
def test_each_event_lies_where_its_precision_and_names_put_it(some, frame, level, expected):
    assert best(some.edition("brought", frame), level) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2022-01", 1 + 2),
        ("2022-02", 4),
        ("2022-03", 16 + 64 + 128),
        ("2022-04", None),
        ("2022-00", 8 + 32),  # one spans two months, the date of one is known to the year only
        ("2022", 255),
    ],
)
def test_each_event_lies_in_its_month_or_in_none(some, period, expected):
    for frame in ("2012", "2016"):
        figures = some.edition("brought", frame).figures
        assert figures.national(period, "all", "any")["fatalities_best"] == expected
    assert some.edition("brought", "2016").manifest["covered_months"] == ["2022-01", "2022-02", "2022-03"]


def test_the_accounting_says_why(some):
    rows = some.edition("brought", "2016").table("accounting")
    found = {(row["level"], row["reason"]): row["fatalities_best"] for row in rows}
    assert found == {
        ("admin1", "named"): 64 + 128,
        ("admin1", "named_low_precision"): 32,
        ("admin1", "point_precise"): 1 + 2 + 4 + 8,
        ("admin1", "precision_too_low"): 16,
        ("admin2", "named"): 64,
        ("admin2", "point_precise"): 1 + 2 + 4,
        ("admin2", "precision_too_low"): 8 + 16 + 32 + 128,
        ("admin3", "point_precise"): 1 + 64,
        ("admin3", "precision_too_low"): 2 + 4 + 8 + 16 + 32 + 128,
        ("grid", "point_precise"): 1 + 2 + 64,
        ("grid", "precision_too_low"): 4 + 8 + 16 + 32 + 128,
    }


def test_a_name_and_a_point_that_disagree_are_reported_with_counts(some):
    rows = some.edition("brought", "2016").table("disagreements")
    assert [tuple(row.values()) for row in rows] == [
        ("2016", "admin1", "ML07", "ML05", 3, 32 + 64 + 128),
        ("2016", "admin2", "ML0702", "ML0501", 1, 64),
    ]
    assert [
        (row["level"], row["pcode"], row["events"]) for row in some.edition("brought", "2012").table("disagreements")
    ] == [("admin2", "ML0702", 1)]  # before, both places were Mopti
    report = reporting.report(some)
    assert report[0] == "brought, boundaries of 2016:"
    assert "  Events: 8 = 4 in cercles + 4 not allocated." in report
    assert "        4 precision too low" in report
    assert "  Name and point disagree at regions for 3 events; the name decided." in report
    assert "  Name and point disagree at cercles for 1 events; the name decided." in report
    assert "ucdp-ged, boundaries of 2016:" in report


def test_the_placement_of_every_event_is_kept_at_every_level(some):
    for frame in ("2012", "2016"):
        rows = some.edition("brought", frame).table("placement")
        assert Counter((row["event_id"], row["level"]) for row in rows) == Counter(
            (event["id"], level) for event in SOME for level in ("admin1", "admin2", "admin3")
        )
        assert {row["frame"] for row in rows} == {frame}
    by_id = {row["event_id"]: row for row in rows if row["level"] == "admin2"}
    assert (by_id["7"]["pcode"], by_id["7"]["point_pcode"], by_id["7"]["basis"]) == ("ML0702", "ML0501", "name")


@pytest.fixture(scope="module")
def forbidden(tmp_path_factory):
    """A build of SOME under terms that forbid communes, cells and events."""
    drawn = deep_worlds.brought(tmp_path_factory.mktemp("forbidden"), SOME, "2012", "2016", policy="acled")
    return store.read(once.world(drawn))


def test_where_the_terms_forbid_it_no_commune_cell_or_event_is_in_the_build(forbidden):
    allowed = {"country", "admin1", "admin2", "zones"}
    assert set(policies.allowed_levels("acled")) == allowed
    for frame in ("2012", "2016"):
        edition = forbidden.edition("brought", frame)
        assert {row["level"] for row in edition.table("counts")} == allowed
        assert {row["level"] for row in edition.table("accounting")} == {"admin1", "admin2"}
        assert {row["level"] for row in edition.table("placement")} <= {"admin1", "admin2"}
        assert edition.manifest["units"]["grid"] == []
        assert edition.figures.zone_counter is None
        assert {unit.extra["distance_km"] for unit in edition.figures.units["zones"]} == {25, 50, 100}
    assert not list(forbidden.folder.rglob("events.parquet"))


def test_nothing_that_says_where_one_event_was_is_in_a_build_whose_terms_forbid_it(forbidden):
    own = {"longitude", "latitude", "side_a", "km_to_niger", "date_start", "place"}
    tables_of_it = [path for path in forbidden.folder.rglob("*.parquet") if path.stem not in NOT_OF_EVENTS]
    assert {"counts", "placement"} <= {path.stem for path in tables_of_it}
    for path in tables_of_it:
        assert not own & set(pq.read_schema(path).names), path
