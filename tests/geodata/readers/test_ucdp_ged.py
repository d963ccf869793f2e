import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.readers import ucdp_ged
from tests import drawn_ged, files, random_worlds, worlds


def read(tmp_path, spec, **options):
    return ucdp_ged.read(drawn_ged.ged_file(tmp_path / "ged.csv", spec, **options))


def rejected(found):
    return [tuple(line) for line in found.rejected.itertuples(index=False)]


def odd(found):
    return [(line.row, line.oddity, line.detail) for line in found.odd.itertuples()]


def refused(path):
    with pytest.raises(DataError) as caught:
        ucdp_ged.read(path)
    return caught.value.text


def test_a_row_becomes_an_event(tmp_path):
    found = read(tmp_path, worlds.EVENTS)
    events = found.table
    assert (found.layout, found.rows, len(events), len(found.rejected)) == ("ucdp-ged", 7, 7, 0)
    assert events.index.tolist() == events["row"].tolist() == [2, 3, 4, 5, 6, 7, 8]
    event = events.loc[3].to_dict()
    assert {name: str(value) for name, value in event.items()} == {
        "event_id": "2",
        "row": "3",
        "year": "2022",
        "country": "Mali",
        "country_iso3": "MLI",
        "date_start": "2022-03-27 00:00:00",
        "date_end": "2022-03-27 00:00:00",
        "date_precision": "1",
        "where_precision": "1",
        "longitude": "1.5",
        "latitude": "15.5",
        "admin1_name": "Gao region",
        "admin2_name": "Gao cercle",
        "admin3_name": "nan",
        "place": "nan",
        "violence_type": "one_sided",
        "side_a": "IS",
        "side_b": "Civilians",
        "reported_by": "nan",
        "clarity_status": "nan",
        "is_active": "None",
        "fatalities_low": "10",
        "fatalities_best": "12",
        "fatalities_high": "12",
        "civilian_fatalities": "12",
    }
    assert events["admin1_name"].isna().tolist() == [False, False, False, True, False, True, False]
    assert events["violence_type"].tolist()[:3] == ["state_based", "one_sided", "non_state"]


def test_what_the_source_says_of_an_event_is_kept_and_no_headline(tmp_path):
    said = {
        "where_coordinates": "Moura village",
        "source_office": "Agence France Presse;UN",
        "source_headline": "A headline",
        "source_article": "An article",
        "code_status": "Check dyad",
        "active_year": "True",
    }
    event = read(tmp_path, [said]).table.iloc[0]
    assert event[["place", "reported_by", "clarity_status", "is_active"]].tolist() == [
        "Moura village",
        "Agence France Presse;UN",
        "Check dyad",
        True,
    ]
    assert not {"A headline", "An article"} & set(map(str, event))


@pytest.mark.parametrize(
    ("number", "iso3"),
    [(432, "MLI"), (436, "NER"), (439, "BFA"), (435, "MRT"), (615, "DZA"), (433, "SEN"), (438, "GIN"), (437, "CIV")],
)
def test_mali_and_its_neighbours_have_their_code(tmp_path, number, iso3):
    assert read(tmp_path, [{"country_id": number}]).table["country_iso3"].tolist() == [iso3]


def test_a_country_farther_away_has_no_code(tmp_path):
    events = read(tmp_path, [{"country_id": 700, "country": "Afghanistan", "x": 70}]).table
    assert events["country_iso3"].isna().tolist() == [True]
    assert events["country"].tolist() == ["Afghanistan"]


@pytest.mark.parametrize(
    "options",
    [
        {"rename": {f"{name}_est": name for name in ("best", "high", "low")}},
        {"day": "{year}-03-27"},
        {"day": "{year}-03-27 00:00:00.000"},
        {"trailing_comma": False},
        {"encoding": "utf-8-sig"},
        {"encoding": "utf-16"},
        {"encoding": "cp1252"},
        {"rename": {"year": " Year ", "side_a": "SIDE_A"}},
        {"drop": ["source_article", "relid", "where_coordinates", "source_office", "code_status", "active_year"]},
    ],
    ids=[
        *("official estimates", "ISO days", "ISO times", "no trailing comma", "BOM", "UTF-16", "Windows-1252"),
        *("other case and spaces", "fewer columns"),
    ],
)
def test_both_layouts_and_all_spellings_give_the_same_events(tmp_path, options):
    assert read(tmp_path, worlds.EVENTS, **options).table.equals(read(tmp_path, worlds.EVENTS).table)


def test_a_workbook_gives_the_same_events_as_csv(tmp_path):
    path = files.write_xlsx(tmp_path / "ged.xlsx", {"GEDEvent": files.ged(worlds.EVENTS)})
    assert ucdp_ged.read(path).table.equals(read(tmp_path, worlds.EVENTS).table)


def test_newlines_in_quotes_do_not_split_a_row(tmp_path):
    events = read(tmp_path, [{"source_headline": 'first,\nsecond "line"\r\n'}, {"best": 7}]).table
    assert events["row"].tolist() == [2, 3]
    assert events["fatalities_best"].tolist() == [1, 7]


@pytest.mark.parametrize(
    ("event", "column", "reason"),
    [
        ({"best": "many"}, "best_est", "not a number"),
        ({"best": "NaN"}, "best_est", "not a number"),
        ({"best": "inf"}, "best_est", "not a number"),
        ({"best": "1,5"}, "best_est", "not a number"),
        ({"best": "-1"}, "best_est", "not from 0 to 1,000,000,000"),
        ({"high": ""}, "high_est", "empty"),
        ({"low": "1.5"}, "low_est", "not a whole number"),
        ({"civilians": "99999999999"}, "deaths_civilians", "not from 0 to 1,000,000,000"),
        ({"x": "1°E"}, "longitude", "not a number"),
        ({"x": "1,5"}, "longitude", "not a number"),
        ({"x": "181"}, "longitude", "not from -180 to 180"),
        ({"y": "-91"}, "latitude", "not from -90 to 90"),
        ({"prec": 8}, "where_prec", "not from 1 to 7"),
        ({"date_prec": 0}, "date_prec", "not from 1 to 5"),
        ({"type": 4}, "type_of_violence", "not one of: 1, 2, 3"),
        ({"type": ""}, "type_of_violence", "empty"),
        ({"active_year": "maybe"}, "active_year", "not one of: true, false, 1, 0"),
        ({"date_end": "soon"}, "date_end", "not a date"),
        ({"date_end": "02/30/2022"}, "date_end", "not a date"),
        ({"date_start": "2022-03-27garbage"}, "date_start", "not a date"),
        ({"date_start": "0022-03-27"}, "date_start", "not from 1946 to 2100"),
        ({"date_end": ""}, "date_end", "empty"),
        ({"country_id": "Mali"}, "country_id", "not a number"),
        ({"country": " "}, "country", "empty"),
        ({"id": " "}, "id", "empty"),
        ({"a": ""}, "side_a", "empty"),
        ({"id": "1"}, "id", "already in row 2"),
    ],
)
def test_a_bad_value_costs_its_row_and_no_other(tmp_path, event, column, reason):
    found = read(tmp_path, [{"id": "1"}, {"id": "2"} | event, {"id": "3"}])
    value = str(next(value for name, value in event.items())).strip()
    assert [(row, name, value.strip(), why) for row, name, value, why in rejected(found)] == [
        (3, column, value, reason)
    ]
    assert found.table["event_id"].tolist() == ["1", "3"]
    assert found.rows == 3


def test_each_thing_wrong_with_a_row_is_listed_and_a_long_value_shortened(tmp_path):
    found = read(tmp_path, [{"best": "x" * 500, "high": "", "date_prec": "1066"}, {}])
    assert [(row, column, len(value), reason) for row, column, value, reason in rejected(found)] == [
        (2, "date_prec", 4, "not from 1 to 5"),
        (2, "best_est", 200, "not a number"),
        (2, "high_est", 0, "empty"),
    ]
    assert (found.rows, found.table.index.tolist()) == (2, [3])


def test_of_a_repeated_id_the_first_usable_row_is_kept(tmp_path):
    found = read(tmp_path, [{"id": "7", "best": "?"}, {"id": "7"}, {"id": "7"}, {"id": "7", "x": "?"}])
    assert found.table.index.tolist() == [3]
    assert rejected(found) == [
        (2, "best_est", "?", "not a number"),
        (4, "id", "7", "already in row 3"),
        (5, "longitude", "?", "not a number"),
    ]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"low": 1, "best": 9, "high": 3}, ("best_above_high", "low 1, best 9, high 3")),
        ({"low": 9, "best": 3, "high": 9}, ("low_above_best", "low 9, best 3, high 9")),
        ({"low": 0, "best": 0, "high": 3}, ("best_zero", "low 0, best 0, high 3")),
        ({"date_end": "04/02/2022 00:00:00"}, ("spans_months", "03/27/2022 to 04/02/2022")),
        ({"date_end": "03/02/2022 00:00:00"}, ("dates_reversed", "03/27/2022 to 03/02/2022")),
        ({"date_prec": 5}, ("vague_date", "03/27/2022 to 03/27/2022")),
        ({"date_start": "2021-12-31", "date_end": "2021-12-31"}, ("year_differs", "2022, 2021-12-31 to 2021-12-31")),
        ({"active_year": "False"}, ("inactive_year", "2022")),
        ({"code_status": "Check dyad"}, ("not_clear", "Check dyad")),
        ({"x": "15.5", "y": "1.5"}, ("far_from_mali", "15.5 1.5")),
    ],
)
def test_an_odd_row_is_kept_as_published_and_listed(tmp_path, event, expected):
    found = read(tmp_path, [{}, event])
    assert odd(found) == [(3, *expected)]
    assert found.odd["event_id"].tolist() == ["2"]
    assert found.table.index.tolist() == [2, 3]


def test_estimates_out_of_order_are_kept_as_published(tmp_path):
    events = read(tmp_path, [{"low": 9, "best": 8, "high": 3}]).table
    assert events.iloc[0][["fatalities_low", "fatalities_best", "fatalities_high"]].tolist() == [9, 8, 3]


def test_a_rejected_row_is_not_listed_as_odd(tmp_path):
    assert odd(read(tmp_path, [{}, {"best": 9, "high": 3, "year": "?"}])) == []


@pytest.mark.parametrize(
    ("drop", "missing"),
    [
        (["adm_1", "deaths_civilians"], "adm_1, deaths_civilians"),
        (["best_est"], "best or best_est"),
    ],
)
def test_missing_columns_are_named(tmp_path, drop, missing):
    path = drawn_ged.ged_file(tmp_path / "ged.csv", [{}], drop=drop)
    assert refused(path) == (
        f"ged.csv: missing columns: {missing}. "
        "Expected: UCDP GED, per-country download (47 columns) or official file (49 columns)."
    )


def test_a_column_that_is_there_twice_is_refused(tmp_path):
    path = drawn_ged.ged_file(tmp_path / "ged.csv", worlds.EVENTS)
    path.write_text(path.read_text(encoding="utf-8").replace("priogrid_gid", "year", 1), encoding="utf-8")
    assert refused(path) == "ged.csv: repeated columns: year. Expected: each column once."


@given(spec=random_worlds.drawn_events)
def test_every_row_is_accepted_or_rejected(tmp_path_factory, spec):
    rows = [row | {"id": number % 5} for number, row in enumerate(spec)]
    found = read(tmp_path_factory.mktemp("drawn"), rows)
    assert found.rows == len(rows) == len(found.table) + found.rejected["row"].nunique()
    assert sorted([*found.table.index, *found.rejected["row"].unique()]) == list(range(2, len(rows) + 2))


@given(
    cells=st.lists(st.sampled_from(["", "1", "-1", "NaN", "1e9", "x", "2022-03-27", "0x1F", "1_000", "١"]), max_size=9)
)
def test_every_row_is_accounted_for_whatever_its_cells_hold(tmp_path_factory, cells):
    rows = [{name: cell} for cell in cells for name in ("best", "x", "year", "date_start", "type", "id")] or [{}]
    found = read(tmp_path_factory.mktemp("drawn"), rows)
    assert found.rows == len(rows) == len(found.table) + found.rejected["row"].nunique()
