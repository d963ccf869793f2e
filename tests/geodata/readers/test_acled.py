import datetime as dt

import pytest

from geodata.errors import DataError
from geodata.imports import layouts
from geodata.readers import acled
from tests import files


def read(tmp_path, spec, **options):
    return acled.read(files.write_csv(tmp_path / "acled.csv", files.acled(spec, **options)))


def rejected(found):
    return [tuple(line) for line in found.rejected.itertuples(index=False)]


def test_a_row_becomes_an_event_with_one_number_of_deaths(tmp_path):
    found = read(tmp_path, [{"assoc_actor_1": "Wagner Group; Dozo Communal Militia (Mali)"}])
    assert (found.layout, found.rows, len(found.rejected), len(found.odd)) == ("acled", 1, 0, 0)
    event = found.table.loc[2].to_dict()
    assert {name: str(value) for name, value in event.items()} == {
        "event_id": "MLI1",
        "row": "2",
        "year": "2022",
        "country": "Mali",
        "country_iso3": "MLI",
        "date_start": "2022-03-27 00:00:00",
        "date_end": "2022-03-27 00:00:00",
        "date_precision": "1",
        "where_precision": "1",
        "longitude": "-4.5892",
        "latitude": "14.3753",
        "admin1_name": "Mopti",
        "admin2_name": "Djenne",
        "admin3_name": "Togue Mourari",
        "place": "Moura",
        "violence_type": "battles",
        "side_a": "JNIM: Group for Support of Islam and Muslims; Wagner Group; Dozo Communal Militia (Mali)",
        "side_b": "Military Forces of Mali (2021-)",
        "reported_by": "nan",
        "clarity_status": "nan",
        "is_active": "None",
        "fatalities_low": "None",
        "fatalities_best": "3",
        "fatalities_high": "None",
        "civilian_fatalities": "None",
    }


def test_the_columns_before_2023_give_the_same_events(tmp_path):
    old = read(tmp_path, [{}, {"event_type": "Riots"}], old=True)
    assert old.layout == "acled-old"
    assert old.table.equals(read(tmp_path, [{}, {"event_type": "Riots"}]).table)


def test_a_workbook_with_days_as_days_gives_the_same_events(tmp_path):
    rows = files.acled([{}, {}])
    made = [[dt.date(2022, 3, 27) if cell == "2022-03-27" else cell for cell in row] for row in rows]
    found = acled.read(files.write_xlsx(tmp_path / "acled.xlsx", {"Sheet1": made}))
    assert found.table.equals(read(tmp_path, [{}, {}]).table)


def test_an_hxl_row_and_an_unnamed_index_column_are_no_data(tmp_path):
    header, *rows = files.acled([{}, {}], old=True)
    tags = ["#event+code", *["#date"] * 2, *[""] * (len(header) - 3)]
    indexed = [["", *header], ["", *tags], *([str(place), *row] for place, row in enumerate(rows))]
    found = acled.read(files.write_csv(tmp_path / "acled.csv", indexed))
    assert (found.rows, found.table.index.tolist(), len(found.rejected)) == (2, [3, 4], 0)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020-07-31", "2020-07-31"),
        ("2020-07-31T00:00:00.000Z", "2020-07-31"),
        ("31 July 2020", "2020-07-31"),
        ("16 May 2025", "2025-05-16"),
        ("1 Sep 2019", "2019-09-01"),
        ("25-Aug-03", "2003-08-25"),
        ("25-Aug-98", "1998-08-25"),
    ],
)
def test_days_in_all_spellings(tmp_path, cell, day):
    event = read(tmp_path, [{"event_date": cell, "year": day[:4]}]).table.iloc[0]
    assert f"{event['date_start']:%Y-%m-%d}" == f"{event['date_end']:%Y-%m-%d}" == day


@pytest.mark.parametrize(
    ("cells", "iso3"),
    [
        ({"iso": "466"}, "MLI"),
        ({"iso": "562"}, "NER"),
        ({"iso": "854"}, "BFA"),
        ({"iso": "478"}, "MRT"),
        ({"iso": "12"}, "DZA"),
        ({"iso": "012"}, "DZA"),
        ({"iso": "686"}, "SEN"),
        ({"iso": "324"}, "GIN"),
        ({"iso": "384.0"}, "CIV"),
        ({"iso": "mli"}, "MLI"),
        ({"iso": "4", "iso3": "AFG"}, "AFG"),
        ({"iso": "", "iso3": "NER"}, "NER"),
    ],
)
def test_countries_by_number_or_letters(tmp_path, cells, iso3):
    assert read(tmp_path, [cells], old=True).table["country_iso3"].tolist() == [iso3]


def test_a_country_without_a_known_code_has_none(tmp_path):
    assert read(tmp_path, [{"iso": "4"}, {"iso": ""}]).table["country_iso3"].isna().tolist() == [True, True]


def test_the_six_types(tmp_path):
    types = ["Battles", "explosions/remote violence", "Violence against civilians", "Riots", "Protests"]
    spec = [{"event_type": name} for name in [*types, "Strategic developments"]]
    assert read(tmp_path, spec).table["violence_type"].tolist() == [
        *("battles", "explosions", "against_civilians", "riots", "protests", "strategic"),
    ]


def test_an_event_without_a_second_actor_has_no_second_side(tmp_path):
    sides = read(tmp_path, [{"actor2": ""}, {"actor2": "", "assoc_actor_2": "Labor Group"}]).table["side_b"]
    assert sides.isna().tolist() == [True, False]
    assert sides.iloc[1] == "Labor Group"


@pytest.mark.parametrize(
    ("event", "column", "reason"),
    [
        ({"event_date": "31 Juillet 2020"}, "event_date", "not a date"),
        ({"event_date": "31 February 2020"}, "event_date", "not a date"),
        ({"event_date": "44042"}, "event_date", "not a date"),
        ({"event_type": "Remote violence"}, "event_type", f"not one of: {', '.join(acled.TYPES)}"),
        ({"geo_precision": "4"}, "geo_precision", "not from 1 to 3"),
        ({"time_precision": ""}, "time_precision", "empty"),
        ({"fatalities": "several"}, "fatalities", "not a number"),
        ({"fatalities": ""}, "fatalities", "empty"),
        ({"iso": "M1"}, "iso", "neither an ISO 3166-1 number nor three letters"),
        ({"actor1": ""}, "actor1", "empty"),
        ({"event_id_cnty": "MLI1"}, "event_id_cnty", "already in row 2"),
    ],
)
def test_a_bad_value_costs_its_row_and_no_other(tmp_path, event, column, reason):
    found = read(tmp_path, [{}, event, {}])
    assert rejected(found) == [(3, column, next(iter(event.values())), reason)]
    assert found.table["event_id"].tolist() == ["MLI1", "MLI3"]
    assert found.rows == 3


def test_what_is_odd_is_listed(tmp_path):
    found = read(tmp_path, [{"year": "2021"}, {"longitude": "14.4", "latitude": "-4.6"}])
    assert [tuple(line) for line in found.odd.itertuples(index=False)] == [
        (2, "MLI1", "year_differs", "2022-03-27"),
        (3, "MLI2", "far_from_mali", "14.4 -4.6"),
    ]


def test_a_semicolon_file_may_have_decimal_commas(tmp_path):
    rows = files.acled([{"latitude": "14,3753", "longitude": "-4,5892", "fatalities": "1,234"}])
    found = acled.read(files.write_csv(tmp_path / "acled.csv", rows, separator=";"))
    event = found.table.iloc[0]
    assert event[["latitude", "longitude", "fatalities_best"]].tolist() == [14.3753, -4.5892, 1234]


def test_missing_columns_are_named(tmp_path):
    path = files.write_csv(tmp_path / "acled.csv", [["event_id_cnty", "event_date"], ["MLI1", "2022-03-27"]])
    with pytest.raises(DataError) as caught:
        acled.read(path)
    assert caught.value.text.startswith("acled.csv: missing columns: year, time_precision, event_type, actor1, ")
    assert caught.value.text.endswith("Expected: ACLED, an export of events with all columns.")


def test_the_release_is_the_last_day(tmp_path):
    found = read(tmp_path, [{}, {"event_date": "16 May 2025", "year": "2025"}])
    assert layouts.release(found) == ("to 2025-05-16", True)
