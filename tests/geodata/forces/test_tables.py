import csv
import shutil
from collections import Counter

import pandas as pd
import pytest

from geodata import vocabulary
from geodata.boundaries.ground import shipped_boundaries
from geodata.builds import assemble, store
from geodata.errors import DataError
from geodata.forces import tables
from geodata.forces.dates import interval
from geodata.forces.sites import locate
from geodata.schema.tables import TABLES
from tests import worlds

UNITS = worlds.units(worlds.DRAWING)
FOLDER = vocabulary.DATA / "forces"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def none_for_missing(series):
    return series.astype(object).where(series.notna(), None).tolist()


@pytest.fixture(scope="module")
def shipped():
    return tables.shipped_forces()


# refusals


@pytest.fixture
def edited(tmp_path, monkeypatch):
    """Read the shipped tables with one cell of one row changed."""
    shutil.copytree(FOLDER, tmp_path / "forces")
    monkeypatch.setattr(tables, "DATA", tmp_path)

    def read(table, number, **cells):
        path = tmp_path / "forces" / f"{table}.csv"
        rows = rows_of(path)
        rows[number - 2] |= cells
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            lines.writeheader()
            lines.writerows(rows)
        with pytest.raises(DataError) as caught:
            tables.shipped_forces()
        return caught.value.text

    return read


FORCES = "minusma, french, takuba, eutm, eucap, g5, fama, wagner, jnim, isgs"


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"source_id": "rumour"}, "timeline.csv: unknown sources: rumour. Add their records first."),
        (
            {"site_id": "french-bamako"},
            "timeline.csv: row 4: unknown site 'french-bamako'. Expected: a site_id of sites.csv, or an empty field.",
        ),
        (
            {"forces": "eutm;eu"},
            f"timeline.csv: row 4: unknown force 'eu'. Expected: {FORCES}, divided by semicolons.",
        ),
        (
            {"date": "18/02/2013"},
            "timeline.csv: row 4: '18/02/2013' is not a valid date. Expected: 2022, 2022-08 or 2022-08-15.",
        ),
        (
            {"end_date": "2013-02-30"},
            "timeline.csv: row 4: '2013-02-30' is not a valid date. Expected: 2022, 2022-08 or 2022-08-15.",
        ),
        (
            {"end_date": "2013-02-17"},
            "timeline.csv: row 4: it ends on 2013-02-17, before it starts on 2013-02-18.",
        ),
        ({"end_date": "2012"}, "timeline.csv: row 4: it ends on 2012, before it starts on 2013-02-18."),
        ({"latitude": ""}, "timeline.csv: row 4: half a point. Expected: latitude and longitude, or neither."),
        ({"event_id": "gao-retaken"}, "timeline.csv: row 4: 'gao-retaken' is the id of another event."),
        (
            {"source_id": ""},
            "timeline.csv: row 4: no source, but confidence 'sourced'. "
            "Expected: confidence unsourced where source_id is empty, and only there.",
        ),
        (
            {"confidence": "unsourced"},
            "timeline.csv: row 4: eu-council-201302, but confidence 'unsourced'. "
            "Expected: confidence unsourced where source_id is empty, and only there.",
        ),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_its_row(edited, cells, text):
    assert edited("timeline", 4, **cells) == text


@pytest.mark.parametrize(
    ("table", "cells", "found"),
    [
        ("timeline", {"category": "war"}, "timeline.csv: row 4, column category: 'war' "),
        ("timeline", {"confidence": "likely"}, "timeline.csv: row 4, column confidence: 'likely' "),
        ("timeline", {"is_key": "maybe"}, "timeline.csv: row 4, column is_key: "),
        ("timeline", {"date": ""}, "timeline.csv: row 4, column date: "),
        ("timeline", {"latitude": "95"}, "timeline.csv: row 4, column latitude: 95.0 "),
        ("headcounts", {"uncertainty": "guess"}, "headcounts.csv: row 4, column uncertainty: 'guess' "),
        ("headcounts", {"confidence": "partly_sourced"}, "headcounts.csv: row 4, column confidence: 'partly_sourced' "),
        ("nominal_troops", {"nominal_troops": "-1"}, "nominal_troops.csv: row 4, column nominal_troops: -1 "),
        ("nominal_troops", {"source_id": ""}, "nominal_troops.csv: row 4, column source_id: "),
        ("mandates", {"legal_basis_fr": ""}, "mandates.csv: row 4, column legal_basis_fr: "),
    ],
)
def test_a_value_outside_the_dictionary_is_refused_with_its_row(edited, table, cells, found):
    assert edited(table, 4, **cells).startswith(found)


@pytest.mark.parametrize("table", ["sites", "headcounts", "mandates", "nominal_troops"])
def test_no_table_names_an_unknown_source(edited, table):
    assert edited(table, 4, source_id="rumour") == (f"{table}.csv: unknown sources: rumour. Add their records first.")


def test_a_headcount_without_a_source_says_so(edited):
    assert edited("headcounts", 4, source_id="").startswith(
        "headcounts.csv: row 4: no source, but confidence 'sourced'"
    )


def test_dates_of_a_year_or_month_may_hold_the_end(shipped):
    event = shipped.timeline[:1].assign(date="2022-03-08", end_date="2022")
    tables.check_timeline(event, shipped.sites)
    with pytest.raises(DataError):
        tables.check_timeline(event.assign(end_date="2022-02"), shipped.sites)


# where points lie


def test_a_point_lies_in_its_region_a_sites_point_where_the_site_does_and_abroad_in_none():
    sites, _ = locate(
        worlds.sites("""
            site_id force   site stated_admin1 latitude longitude from_date to_date role source_id
            post    fama    Post Gao           15.5     0.9       2013      .       base un
            niamey  g5      Post Niger         15.5     3.5       2013      .       base un
        """),
        UNITS,
        pd.DataFrame([("post", "ML07", "the post is in Gao")], columns=worlds.CORRECTIONS, dtype="str"),
    )
    points = worlds.table("""
        place   latitude longitude
        Post    15.5     0.9
        Mopti   15.5     0.8
        Mali    .        .
        Ménaka  16.5     2.5
        Niamey  15.5     3.5
        Algiers 19       1.5
        Border  15.5     2
    """).astype({"latitude": float, "longitude": float})
    placed = tables.placed(points, sites, UNITS[::-1])
    assert none_for_missing(placed["pcode"]) == ["ML07", "ML05", None, "ML10", None, None, "ML07"]
    assert placed.drop(columns="pcode").equals(points)


def test_a_build_holds_the_tables_placed_in_each_frame(tmp_path):
    store.publish(tmp_path, lambda folder: assemble.write(assemble.assemble(worlds.deep_world(tmp_path)), folder))
    made = store.read(tmp_path)
    by_frame = {frame: made.edition("brought", frame) for frame in ("2016", "2012")}
    regions = {
        frame: {row["event_id"]: row["pcode"] for row in edition.table("timeline")}
        for frame, edition in by_frame.items()
    }
    same = {"coup": None, "menaka-attack": "ML10", "un-to-leave": None, "menaka-closed": "ML10"}
    assert regions == {"2016": same | {"gao-fr-left": "ML07"}, "2012": same | {"gao-fr-left": "ML05"}}
    assert [(row["site"], row["period"], row["pcode"], row["nominal_troops"]) for row in nominal(by_frame["2012"])] == [
        ("Gao", "2021", "ML05", 450),
        ("Gao", "2022", "ML05", 600),
        ("Ménaka", "2022", "ML10", 150),
    ]
    coup, *_ = by_frame["2016"].table("timeline")
    assert list(coup) == [column.name for column in TABLES["timeline"]]
    assert coup == {
        "event_id": "coup",
        "date": "2021-05-24",
        "end_date": None,
        "category": "politics",
        "forces": "fama",
        "title_en": "coup",
        "title_fr": "coup (fr)",
        "place": "Mali",
        "latitude": None,
        "longitude": None,
        "pcode": None,
        "site_id": None,
        "is_key": True,
        "source_id": None,
        "confidence": "unsourced",
    }


def nominal(edition):
    return edition.table("nominal_troops")


# what ships


def stated(sites):
    """Where the shipped tables lie, in the regions that ship."""
    ground = shipped_boundaries()
    located, _ = locate(sites.sites, ground.admin1, sites.corrections)
    names = dict(zip(ground.admin1["pcode"], ground.admin1["name"], strict=True))

    def regions(table):
        found = tables.placed(table, located, ground.admin1)["pcode"]
        return [None if code is None else names[code] for code in none_for_missing(found)]

    return regions


FROM_CLAIMS = "un-official-expelled"
"""An event that the project's table of claims has, not its timeline."""


def test_there_are_80_events_in_order_of_their_dates(shipped):
    assert len(shipped.timeline) == 80
    assert shipped.timeline["date"].is_monotonic_increasing
    assert shipped.timeline["event_id"].str.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*").all()
    assert Counter(shipped.timeline["confidence"]) == {"sourced": 66, "partly_sourced": 6, "unsourced": 8}


def test_the_events_are_those_of_the_project_data(shipped):
    given = rows_of(worlds.shared("data/forces/timeline.csv"))
    other_dates = {
        "fuel-blockade": ("2025-09", None),  # given as September
        "minusma-ogossagou-closed": ("2023-08-03", "2023-08-04"),  # the last left a day later
        "minusma-mopti-closed": ("2023-12-08", "2023-12-09"),  # handed over and closed
    }
    found = [row for row in shipped.timeline.to_dict("records") if row["event_id"] != FROM_CLAIMS]
    for row, event in zip(given, found, strict=True):
        dates = event["date"], None if pd.isna(event["end_date"]) else event["end_date"]
        assert dates == other_dates.get(event["event_id"], (row["date"], row["end_date"] or None))
        assert event["category"] == row["category"].replace(" ", "_")
        assert pd.isna(event["source_id"]) == (row["source_title"] == "")


def test_titles_are_short_and_typeset(shipped):
    titles = [*shipped.timeline["title_en"], *shipped.timeline["title_fr"]]
    assert len(set(titles)) == 2 * len(shipped.timeline)
    assert shipped.timeline["title_en"].str.len().max() <= 70
    assert shipped.timeline["title_fr"].str.len().max() <= 80
    for title in titles:
        assert not set(title) & {"'", '"', "\u00a0", "."}
    for title in shipped.timeline["title_fr"]:
        for mark in ";:!?":
            assert f" {mark}" not in title
            assert title.count(mark) == title.count(f"\u202f{mark}")
        assert title.strip() == title


def test_the_key_events_are_those_that_charts_can_name(shipped):
    assert set(shipped.timeline.loc[shipped.timeline["is_key"], "event_id"]) == {
        "coup-2020",
        "coup-2021",
        "barkhane-tessalit-handed-over",
        "menaka-offensive",
        "moura",
        "barkhane-gossi-handed-over",
        "g5-exit",
        "barkhane-menaka-handed-over",
        "ivorian-soldiers-detained",
        "barkhane-gao-handed-over",
        "resolution-2690",
        "minusma-menaka-closed",
        "minusma-kidal-closed",
        "kidal-captured",
        "eutm-ends",
        "wagner-departs",
    }


def test_events_lie_in_the_regions_that_were_stated(shipped):
    given = rows_of(worlds.shared("data/forces/timeline.csv"))
    timeline = shipped.timeline[shipped.timeline["event_id"] != FROM_CLAIMS]
    found = stated(shipped)(timeline)
    other = {
        "kati-attack": "Koulikoro",  # given at Bamako; the town is in Koulikoro
        "takuba-created": None,  # given at Ménaka, where its command was later
        "aes-confederation": None,  # Niamey
    }
    for row, event, region in zip(given, timeline["event_id"], found, strict=True):
        assert region == other.get(event, row["admin1"] or None), event


CLOSED_WITHOUT_EVENT = {
    "fama-anderamboukane": "left with Labbezanga, in one event",
    "fama-indelimane": "left with Labbezanga, in one event",
    "g5-bamako": "no dated event",
    "g5-mopti-sevare": "the event of the attack names the month of the move",
}
DIFFERS = {"takuba-menaka": ("2022-06-13", "2022-06-30")}
"""Sites whose closing is not the day of the event that ends them: the base was handed over before the force ended."""


def span(event):
    first = interval(event["date"])
    return first[0], (interval(event["end_date"]) or first)[1]


def overlap(one, other):
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def test_every_site_with_a_sourced_closing_has_an_event_that_dates_it(shipped):
    events = shipped.timeline[shipped.timeline["site_id"].notna()].to_dict("records")
    without = {
        site["site_id"]
        for site in shipped.sites[shipped.sites["to_basis"] == "sourced"].to_dict("records")
        if not any(
            event["site_id"] == site["site_id"] and overlap(span(event), interval(site["to_date"])) for event in events
        )
    }
    assert without == set(CLOSED_WITHOUT_EVENT) | set(DIFFERS)


def test_the_dates_of_events_and_of_sites_agree(shipped):
    sites = shipped.sites.set_index("site_id")
    apart = {}
    for event in shipped.timeline[shipped.timeline["site_id"].notna()].to_dict("records"):
        site = sites.loc[event["site_id"]]
        if not any(overlap(span(event), interval(site[name])) for name in ("from_date", "to_date")):
            apart[event["site_id"]] = (site["to_date"], event["date"])
    assert apart == DIFFERS


def test_every_reported_force_has_a_sourced_headcount_or_is_a_stated_gap(shipped):
    rows = shipped.headcounts
    assert {force.key for force in vocabulary.REPORTED} == set(rows["force"])
    is_known = rows["source_id"].notna() & rows["best"].notna()
    assert set(rows["force"]) - set(rows.loc[is_known, "force"]) == {"isgs"}
    gap = rows[rows["force"] == "isgs"]
    assert (gap["confidence"] == "unsourced").all()


def test_every_headcount_of_the_project_data_is_there(shipped):
    given = rows_of(worlds.shared("data/forces/forces.csv"))
    rows = shipped.headcounts
    assert len(rows) == len(given) == 151
    redated = {"contingent:Benin": "2022-05-20", "contingent:Côte d'Ivoire": "2022-11-15"}
    days = [redated.get(row["component"], row["as_of_date"]) for row in given]
    assert Counter(rows["as_of"]) == Counter(days), "two announcements have the day of their own source"
    assert Counter(none_for_missing(rows["best"])) == Counter(
        int(row["headcount_best"]) if row["headcount_best"] else None for row in given
    )
    assert Counter(rows["confidence"]) == {"sourced": 126, "derived": 11, "unsourced": 14}
    missing = rows[rows["uncertainty"] == "missing"]
    assert missing[["low", "best", "high"]].isna().all(axis=None)


def test_nominal_troops_are_geo_pkos(shipped):
    rows = shipped.nominal_troops
    given = rows_of(worlds.shared("data/forces/geopko_minusma_sites.csv"))
    assert len(rows) == len(given) == 134
    assert not rows.duplicated(["site", "period"]).any()
    by_year = Counter()
    for row in given:
        by_year[row["year"]] += int(row["avg_troops_unit_size_based"])
    assert rows.groupby("period")["nominal_troops"].sum().to_dict() == by_year
    assert by_year["2022"] == 18_520
    assert (rows["period"].min(), rows["period"].max()) == ("2014", "2024")


def test_nominal_troops_stand_at_listed_sites_and_lie_in_their_regions(shipped):
    sites = shipped.sites[shipped.sites["force"] == "minusma"]
    regions = dict(zip(sites["site"], sites["stated_admin1"], strict=True))
    found = stated(shipped)(shipped.nominal_troops)
    assert found == [regions[site] for site in shipped.nominal_troops["site"]]


def test_every_source_has_an_id_a_title_and_a_publisher(shipped):
    assert shipped.sources[["source_id", "title", "publisher"]].notna().all(axis=None)
    assert not shipped.sources["source_id"].duplicated().any()
    assert not shipped.sources["url"].dropna().duplicated().any()
