import csv
import shutil

import pandas as pd
import pytest

from geodata import vocabulary
from geodata.builds import assemble, publishing, store
from geodata.errors import DataError
from geodata.forces import tables
from geodata.forces.sites import locate
from geodata.schema.tables import TABLES
from tests import deep_worlds, worlds
from tests.geodata.forces.rows import none_for_missing, rows_of

UNITS = worlds.units(worlds.DRAWING)
FOLDER = vocabulary.DATA / "forces"


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


FORCES = "minusma, french, takuba, eutm, eucap, g5, fama, wagner, africa_corps, jnim, isgs, cma, csp, fla, fu_aes"


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
        ("headcounts", {"confidence": "likely"}, "headcounts.csv: row 4, column confidence: 'likely' "),
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
        "headcounts.csv: row 4: no source, but confidence 'single_source'"
    )


@pytest.mark.parametrize(
    ("table", "cells", "text"),
    [
        ("sites", {"more_sources": "un;rumour"}, "sites.csv: unknown sources: rumour, un. Add their records first."),
        (
            "sites",
            {"to_latest": "soon"},
            "sites.csv: row 4: 'soon' is not a valid date. Expected: 2022, 2022-08 or 2022-08-15.",
        ),
        (
            "sites",
            {"to_date": "2026", "reported": "2025"},
            "sites.csv: row 4: a closing date and a last report. Expected: one of them, or neither.",
        ),
        (
            "sites",
            {"taken_over_by": "fama;nobody"},
            "sites.csv: row 4: unknown holder 'nobody'. Expected: minusma, french, takuba, eutm, eucap, g5, fama, "
            "wagner, africa_corps, jnim, isgs, civil_authorities, divided by semicolons.",
        ),
        (
            "headcounts",
            {"as_of": "June"},
            "headcounts.csv: row 4: 'June' is not a valid date. Expected: 2022, 2022-08 or 2022-08-15.",
        ),
        (
            "headcounts",
            {"low": "3000", "best": "2000", "high": "2500"},
            "headcounts.csv: row 4: low, best and high are 3000, 2000, 2500. "
            "Expected: low at most best, best at most high.",
        ),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(edited, table, cells, text):
    assert edited(table, 4, **cells) == text


def test_a_site_that_outlives_its_force_is_refused(edited):
    sites = [row["site_id"] for row in rows_of(FOLDER / "sites.csv")]
    row = sites.index("wagner-gao") + 2
    assert edited("sites", row, to_date="2025-06-07") == (
        f"sites.csv: row {row}: 'wagner-gao' outlives its force, which left on 2025-06-06. "
        "Correct its dates, or the day on which the force left in mandates.csv."
    )


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
    publishing.publish(
        tmp_path, lambda folder: assemble.write(assemble.assemble(deep_worlds.deep_world(tmp_path)), folder)
    )
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
        "more_sources": None,
        "confidence": "unsourced",
    }


def nominal(edition):
    return edition.table("nominal_troops")
