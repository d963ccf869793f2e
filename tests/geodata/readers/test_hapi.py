import pytest

from geodata.errors import DataError
from geodata.imports import layouts
from geodata.readers import hapi
from tests import files

HXL = ["#country+code", *["#meta"] * 17, "#meta+error"]


def read(tmp_path, spec):
    header, *rows = files.hapi(spec)
    return hapi.read(files.write_csv(tmp_path / "hapi.csv", [header, HXL, *rows]))


def rejected(found):
    return [tuple(line) for line in found.rejected.itertuples(index=False)]


def test_a_row_becomes_a_month_of_a_cercle(tmp_path):
    found = read(tmp_path, [{}, {"event_type": "demonstration", "fatalities": "", "admin2_name": ""}])
    assert (found.layout, found.rows, len(found.rejected)) == ("hapi", 2, 0)
    assert {name: str(value) for name, value in found.table.loc[3].to_dict().items()} == {
        "row": "3",
        "country_iso3": "MLI",
        "admin1_name": "Gao",
        "admin2_name": "Ansongo",
        "admin1_pcode": "ML07",
        "admin2_pcode": "ML0701",
        "period": "2022-03",
        "event_type": "political_violence",
        "events": "2",
        "fatalities": "5",
    }
    assert found.table["fatalities"].isna().tolist() == [False, True]
    assert found.table["admin2_name"].tolist() == ["Ansongo", "Ansongo"]
    assert layouts.release(found) == ("2022-03", True)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"event_type": "riots"}, ("event_type", "riots", f"not one of: {', '.join(hapi.TYPES)}")),
        ({"reference_period_end": "2022-04-30"}, ("reference_period_end", "2022-04-30", "no whole month")),
        ({"reference_period_start": "March"}, ("reference_period_start", "March", "not a date")),
        ({"error": "Duplicate row"}, ("error", "Duplicate row", "the publisher marks it as an error")),
        ({"events": "some"}, ("events", "some", "not a number")),
        ({"location_code": ""}, ("location_code", "", "empty")),
        ({"admin2_code": "ML0701"}, ("reference_period_start", "2022-03-01", "already in row 3")),
    ],
)
def test_a_bad_value_costs_its_row_and_no_other(tmp_path, row, expected):
    found = read(tmp_path, [{}, row, {}])
    assert rejected(found) == [(4, *expected)]
    assert (found.rows, found.table.index.tolist()) == (3, [3, 5])


def test_times_are_cut_from_days_and_a_leap_february_ends_on_the_29th(tmp_path):
    days = {"reference_period_start": "2024-02-01T00:00:00", "reference_period_end": "2024-02-29T23:59:59"}
    assert read(tmp_path, [days]).table["period"].tolist() == ["2024-02"]


def test_a_warning_is_odd_and_the_row_kept(tmp_path):
    found = read(tmp_path, [{"warning": "No p-code"}])
    assert [tuple(line)[2:] for line in found.odd.itertuples(index=False)] == [("warning", "No p-code")]
    assert found.odd["event_id"].isna().all()
    assert len(found.table) == 1


def test_missing_columns_are_named(tmp_path):
    path = files.write_csv(tmp_path / "hapi.csv", [["location_code", "events"], ["MLI", "1"]])
    with pytest.raises(DataError) as caught:
        hapi.read(path)
    assert caught.value.text == (
        "hapi.csv: missing columns: admin1_code, admin2_code, event_type, fatalities, reference_period_start, "
        "reference_period_end. Expected: HDX HAPI, conflict events."
    )
