import pytest

from geodata.errors import DataError
from geodata.readers import ucdp_ged
from tests import worlds

AGAIN = "Correct these rows, or take the file again from UCDP."
LAYOUTS = "Expected: UCDP GED, per-country download (47 columns) or official csv (49 columns)."


def read(tmp_path, spec, **options):
    return ucdp_ged.read(worlds.ged_file(tmp_path / "ged.csv", spec, **options))


def refused(path):
    with pytest.raises(DataError) as caught:
        ucdp_ged.read(path)
    return caught.value.text


def test_a_row_becomes_an_event(tmp_path):
    events = read(tmp_path, worlds.EVENTS)
    assert events.index.tolist() == events["row"].tolist() == [2, 3, 4, 5, 6, 7, 8]
    event = events.loc[3].to_dict()
    assert {name: str(value) for name, value in event.items()} == {
        "event_id": "2",
        "row": "3",
        "year": "2022",
        "country_id": "432",
        "date_start": "2022-03-27 00:00:00",
        "date_end": "2022-03-27 00:00:00",
        "date_precision": "1",
        "where_precision": "1",
        "longitude": "1.5",
        "latitude": "15.5",
        "admin1_name": "Gao region",
        "admin2_name": "Gao cercle",
        "violence_type": "one_sided",
        "side_a": "IS",
        "side_b": "Civilians",
        "fatalities_low": "10",
        "fatalities_best": "12",
        "fatalities_high": "12",
        "civilian_fatalities": "12",
    }
    assert events["admin1_name"].isna().tolist() == [False, False, False, True, False, True, False]
    assert events["violence_type"].tolist()[:3] == ["state_based", "one_sided", "non_state"]


@pytest.mark.parametrize(
    "options",
    [
        {"rename": {f"{name}_est": name for name in ("best", "high", "low")}},
        {"day": "{year}-03-27"},
        {"day": "{year}-03-27 00:00:00.000"},
        {"trailing_comma": False},
        {"encoding": "utf-8-sig"},
    ],
    ids=["official estimates", "ISO days", "ISO times", "no trailing comma", "BOM"],
)
def test_both_layouts_and_all_spellings_give_the_same_events(tmp_path, options):
    assert read(tmp_path, worlds.EVENTS, **options).equals(read(tmp_path, worlds.EVENTS))


def test_newlines_in_quotes_do_not_split_a_row(tmp_path):
    events = read(tmp_path, [{"source_headline": 'first,\nsecond "line"\r\n'}, {"best": 7}])
    assert events["row"].tolist() == [2, 3]
    assert events["fatalities_best"].tolist() == [1, 7]


def test_estimates_out_of_order_are_kept_as_published(tmp_path):
    events = read(tmp_path, [{"low": 9, "best": 8, "high": 3}])
    assert events.iloc[0][["fatalities_low", "fatalities_best", "fatalities_high"]].tolist() == [9, 8, 3]


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ([{}, {"best": "many"}], "column best_est: row 3: 'many'. Expected: a number."),
        ([{"high": ""}], "column high_est: row 2: ''. Expected: a number."),
        ([{"low": "1.5"}], "column low_est: row 2: '1.5'. Expected: a whole number."),
        ([{"civilians": "inf"}], "column deaths_civilians: row 2: 'inf'. Expected: a number."),
        ([{"x": "1°E"}], "column longitude: row 2: '1°E'. Expected: a number."),
        ([{"type": 4}], "column type_of_violence: row 2: '4'. Expected: 1, 2 or 3."),
        (
            [{"date_end": "soon"}],
            "column date_end: row 2: 'soon'. Expected: a date as 2022-03-27 or 03/27/2022.",
        ),
        (
            [{"year": "x"}] * 7,
            "column year: row 2: 'x'; row 3: 'x'; row 4: 'x'; row 5: 'x'; row 6: 'x'; and 2 more. Expected: a number.",
        ),
    ],
)
def test_a_value_that_cannot_be_read_is_shown_with_row_and_column(tmp_path, spec, text):
    assert refused(worlds.ged_file(tmp_path / "ged.csv", spec)) == f"ged.csv: {text} {AGAIN}"


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ({"prec": 8}, "row 3, column where_precision: 8 (less_than_or_equal_to(7))"),
        ({"date_prec": 0}, "row 3, column date_precision: 0 (greater_than_or_equal_to(1))"),
        ({"y": 91}, "row 3, column latitude: 91.0 (less_than_or_equal_to(90))"),
        ({"best": -1}, "row 3, column fatalities_best: -1 (greater_than_or_equal_to(0))"),
        ({"id": " "}, "row 3, column event_id: nan (not_nullable)"),
        ({"a": ""}, "row 3, column side_a: nan (not_nullable)"),
    ],
)
def test_a_value_outside_the_codebook_is_shown_with_row_and_column(tmp_path, event, text):
    found = refused(worlds.ged_file(tmp_path / "ged.csv", [{}, event]))
    assert found.startswith(f"ged.csv: {text}. Expected: ")
    assert found.endswith("Correct these rows, or take the file again from its publisher.")


@pytest.mark.parametrize(
    ("drop", "missing"),
    [
        (["adm_1", "deaths_civilians"], "adm_1, deaths_civilians"),
        (["date_start", "type_of_violence"], "type_of_violence, date_start"),
        (["best_est"], "best, high, low (or best_est, high_est, low_est)"),
    ],
)
def test_missing_columns_are_named(tmp_path, drop, missing):
    path = worlds.ged_file(tmp_path / "ged.csv", [{}], drop=drop)
    assert refused(path) == f"ged.csv: missing columns: {missing}. {LAYOUTS}"


def test_a_row_of_another_width_is_named(tmp_path):
    path = worlds.ged_file(tmp_path / "ged.csv", [{}, {}])
    path.write_bytes(path.read_bytes() + b"1,2,3\n")
    assert refused(path) == (
        "ged.csv: rows 4 have another number of fields than the header. "
        "Expected: 47 fields. Take the file again from UCDP."
    )


@pytest.mark.parametrize("content", [b"", b"id,year\n"], ids=["empty", "header only"])
def test_a_file_without_events_says_so(tmp_path, content):
    (tmp_path / "ged.csv").write_bytes(content)
    assert refused(tmp_path / "ged.csv") == "ged.csv: holds no events. Expected: a header and a row an event."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("id\nDébéré".encode("latin-1"), "'utf-8' codec can't decode byte 0xe9"),
        (b'id\n"1', "unexpected end of data"),
    ],
)
def test_a_file_that_is_no_utf8_csv_says_so(tmp_path, content, problem):
    (tmp_path / "ged.csv").write_bytes(content)
    text = refused(tmp_path / "ged.csv")
    assert text.startswith(f"ged.csv: cannot be read as UTF-8 csv ({problem}")
    assert text.endswith(". Take the file again from UCDP.")


def test_a_file_that_is_not_there_says_so(tmp_path):
    path = tmp_path / "none.csv"
    assert refused(path) == f"{path}: cannot be opened (No such file or directory). Check the path."


def test_an_id_that_is_there_twice_is_refused(tmp_path):
    with pytest.raises(DataError) as caught:
        ucdp_ged.read(worlds.ged_file(tmp_path / "twice.csv", [{"id": "7"}, {"id": "7"}]))
    assert caught.value.text == (
        "twice.csv: column id: row 3: '7'. Expected: each id once. "
        "Correct these rows, or take the file again from UCDP."
    )


def test_blank_lines_and_long_fields_are_read(tmp_path):
    path = worlds.ged_file(tmp_path / "long.csv", [{"source_article": "x" * 200_000}])
    path.write_bytes(path.read_bytes() + b"\r\n\r\n")
    assert len(ucdp_ged.read(path)) == 1


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"year": "99999999999999999999"}, "column year: row 2: '99999999999999999999'. Expected: a number."),
        (
            {"date_start": "2022-03-27garbage"},
            "column date_start: row 2: '2022-03-27garbage'. Expected: a date as 2022-03-27 or 03/27/2022.",
        ),
    ],
)
def test_a_value_that_only_begins_well_is_refused(tmp_path, row, problem):
    assert problem in refused(worlds.ged_file(tmp_path / "ged.csv", [row]))


def test_a_column_that_is_there_twice_is_refused(tmp_path):
    path = worlds.ged_file(tmp_path / "ged.csv", worlds.EVENTS)
    path.write_text(path.read_text(encoding="utf-8").replace("priogrid_gid", "year", 1), encoding="utf-8")
    assert refused(path) == "ged.csv: columns there twice: year. Expected: each column once."
