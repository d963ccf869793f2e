import pandas as pd
import pytest

from geodata.errors import DataError
from geodata.imports import layouts
from geodata.imports.layouts import LAYOUTS
from geodata.schema import tables
from tests import drawn_ged, files

DRAWN = {
    "ucdp-ged": files.ged([{}, {"year": 2021}]),
    "ucdp-candidate": files.candidate([{}, {}]),
    "acled": files.acled([{}, {}]),
    "acled-old": files.acled([{}, {}], old=True),
    "acled-monthly": files.monthly([{}, {}]),
    "hapi": files.hapi([{}, {}]),
    "un-personnel": files.personnel([{}, {}]),
}
WHY = {
    "ucdp-ged": "47 columns, best_est/high_est/low_est: the per-country download",
    "ucdp-candidate": "49 columns, best/high/low: a candidate release, of 2022 only and partly not cleared",
    "acled": "31 columns, event_id_cnty and disorder_type among them",
    "acled-old": "31 columns, event_id_cnty among them, disorder_type not",
    "acled-monthly": "10 columns, Admin2 Pcode, Month and Year, Events and Fatalities among them",
    "hapi": "19 columns, location_code, admin2_code and reference_period_start among them",
    "un-personnel": "9 columns, mission_acronym and female_personnel and male_personnel among them",
}
TITLES = "; ".join(layout.title for layout in LAYOUTS.values())


def unknown(path):
    with pytest.raises(DataError) as caught:
        layouts.recognise(path)
    return caught.value.text


@pytest.mark.parametrize("key", LAYOUTS)
def test_a_layout_is_recognised_by_its_header_and_says_why(tmp_path, key):
    layout, why = layouts.recognise(files.write_csv(tmp_path / "anything.txt", DRAWN[key]))
    assert (layout.key, why) == (key, f"{layout.title}: {WHY[key]}")
    assert layout.read(tmp_path / "anything.txt").layout == key


@pytest.mark.parametrize("key", LAYOUTS)
def test_a_workbook_is_recognised_by_the_sheet_that_has_the_columns(tmp_path, key):
    sheets = {"Read me": [["A title", "and more"], ["x", "y"]], "Table": DRAWN[key], "Empty": []}
    path = files.write_xlsx(tmp_path / "book", sheets)
    layout, why = layouts.recognise(path)
    assert (layout.key, why) == (key, f"{layout.title}: {WHY[key].replace(' columns', ' columns in sheet Table')}")
    assert layout.read(path).rows == 2


@pytest.mark.parametrize("key", LAYOUTS)
def test_the_order_and_the_spelling_of_columns_do_not_matter_and_more_are_fine(tmp_path, key):
    order = sorted(range(len(DRAWN[key][0])), key=lambda place: DRAWN[key][0][place][::-1])
    header, *rows = [[row[place] for place in order] for row in DRAWN[key]]
    changed = [[*(f"  {name.upper()} " for name in header), "more"], *([*row, "x"] for row in rows)]
    path = files.write_csv(tmp_path / "shuffled.csv", changed)
    assert layouts.recognise(path)[0].key == key
    straight = LAYOUTS[key].read(files.write_csv(tmp_path / "straight.csv", DRAWN[key]))
    assert LAYOUTS[key].read(path).table.equals(straight.table)


def test_official_files_of_the_newer_names_are_an_official_release(tmp_path):
    header, *rows = files.ged([{"code_status": "Clear"}, {"year": 2021, "code_status": "Clear"}])
    rows = [[name.removesuffix("_est") for name in header], *rows]
    layout, why = layouts.recognise(files.write_csv(tmp_path / "ged.csv", rows))
    assert (layout.key, why.split(": ", 1)[1]) == ("ucdp-ged", "47 columns, best/high/low: an official release")


@pytest.mark.parametrize(
    ("statuses", "years", "key"),
    [
        (["Clear"] * 20, [2023], "ucdp-ged"),
        (["Clear"] * 19 + ["Check dyad"], [2023], "ucdp-ged"),
        (["Clear"] * 18 + ["Check dyad"] * 2, [2022, 2023], "ucdp-candidate"),
        (["Check dyad"] * 20, [2021, 2022, 2023], "ucdp-ged"),
        ([""] * 20, [2023], "ucdp-ged"),
    ],
)
def test_a_candidate_release_is_of_two_years_at_most_and_not_all_cleared(tmp_path, statuses, years, key):
    spec = [{"code_status": status, "year": years[n % len(years)]} for n, status in enumerate(statuses)]
    path = files.write_csv(tmp_path / "ged.csv", files.ged(spec))
    assert layouts.recognise(path)[0].key == LAYOUTS[key].read(path).layout == key


def test_an_unknown_layout_names_the_closest_one_and_what_is_missing(tmp_path):
    rows = [
        [cell for name, cell in zip(DRAWN["hapi"][0], row, strict=True) if name != "events"] for row in DRAWN["hapi"]
    ]
    assert unknown(files.write_csv(tmp_path / "less.csv", rows)) == (
        "less.csv: unknown layout; the closest is HDX HAPI, conflict events by month, but these columns are missing: "
        f"events. Expected: {TITLES}. Export the table again with all its columns."
    )


def test_of_many_missing_columns_the_first_are_named(tmp_path):
    text = unknown(files.write_csv(tmp_path / "less.csv", [["event_id_cnty", "event_date", "actor1"], ["1", "2", "3"]]))
    assert "the closest is ACLED, events (columns before 2023), but these columns are missing: year, " in text
    assert "country and 8 more. Expected: " in text


def test_a_workbook_without_any_row_has_no_header(tmp_path):
    path = files.write_xlsx(tmp_path / "none.xlsx", {"Data": []})
    assert unknown(path) == "none.xlsx: holds no header. Expected: a header and a row an event."


def test_every_layout_says_whose_it_is_and_what_may_be_done_with_it():
    kinds = {"events": "events", "monthly": "monthly", "personnel": "personnel"}
    for key, layout in LAYOUTS.items():
        assert layout.key == key
        assert layout.title
        assert layout.producer
        assert layout.licence
        assert layout.citation
        assert layout.url.startswith("https://")
        assert layout.licence_url.startswith("https://")
        assert kinds[layout.kind] in tables.TABLES
    assert {layout.policy for layout in LAYOUTS.values()} == {"ucdp", "acled", "open"}
    assert {key for key, layout in LAYOUTS.items() if layout.policy == "acled"} == {
        *("acled", "acled-old", "acled-monthly", "hapi"),
    }


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ucdp-ged", "23.1"),
        ("ucdp-candidate", "2022-03"),
        ("acled", "to 2022-03-27"),
        ("acled-old", "to 2022-03-27"),
        ("acled-monthly", "2022-01 to 2022-02"),
        ("hapi", "2022-03"),
        ("un-personnel", "2022-03"),
    ],
)
def test_the_release_is_inferred_from_what_is_covered(tmp_path, key, expected):
    found = LAYOUTS[key].read(files.write_csv(tmp_path / "drawn.csv", DRAWN[key]))
    assert layouts.release(found) == (expected, True)


def test_the_release_of_nothing_is_unknown(tmp_path):
    found = LAYOUTS["ucdp-ged"].read(drawn_ged.ged_file(tmp_path / "ged.csv", [{"year": "?"}]))
    assert layouts.release(found) == ("", False)


@pytest.mark.parametrize("key", LAYOUTS)
def test_a_table_without_any_usable_row_has_all_its_columns(tmp_path, key):
    header, *rows = DRAWN[key]
    found = LAYOUTS[key].read(files.write_csv(tmp_path / "bad.csv", [header, *(["?"] * len(header) for _ in rows)]))
    assert (found.rows, len(found.table), found.rejected["row"].nunique()) == (2, 0, 2)
    assert found.table.columns.tolist() == [column.name for column in tables.TABLES[LAYOUTS[key].kind]]
    assert pd.concat([found.table, found.table]).empty
