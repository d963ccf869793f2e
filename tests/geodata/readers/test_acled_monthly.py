import pytest

from geodata.errors import DataError
from geodata.imports import layouts
from geodata.readers import acled_monthly
from tests import files


def workbook(tmp_path, spec, sheet="Data"):
    readme = [["About this file"], ["Source", "ACLED"]]
    return files.write_xlsx(tmp_path / "monthly.xlsx", {"READ_ME": readme, sheet: files.monthly(spec)})


def rejected(found):
    return [tuple(line) for line in found.rejected.itertuples(index=False)]


@pytest.mark.parametrize("sheet", ["Data", "HRP_1"])
def test_the_sheet_with_the_months_is_found_and_months_without_events_are_zero(tmp_path, sheet):
    found = acled_monthly.read(workbook(tmp_path, [{"Events": 0}, {"Events": 7, "Fatalities": 21}], sheet))
    assert (found.layout, found.rows, len(found.rejected), len(found.odd)) == ("acled-monthly", 2, 0, 0)
    assert {name: str(value) for name, value in found.table.loc[3].to_dict().items()} == {
        "row": "3",
        "country_iso3": "MLI",
        "admin1_name": "Gao",
        "admin2_name": "Ansongo",
        "admin1_pcode": "ML07",
        "admin2_pcode": "ML0702",
        "period": "2022-02",
        "event_type": "nan",
        "events": "7",
        "fatalities": "21",
    }
    assert found.table["events"].tolist() == [0, 7]
    assert layouts.release(found) == ("2022-01 to 2022-02", True)


def test_numbers_as_numbers_give_the_same(tmp_path):
    spec = [{"Events": 7, "Fatalities": 21}] * 2
    numbers = [[int(cell) if cell.isdigit() else cell for cell in row] for row in files.monthly(spec)]
    found = acled_monthly.read(files.write_xlsx(tmp_path / "numbers.xlsx", {"Data": numbers}))
    assert found.table.equals(acled_monthly.read(workbook(tmp_path, spec)).table)


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        ({"Month": "Mars"}, "month", "Mars", "not one of: "),
        ({"Year": "22"}, "year", "22", "not from 1946 to 2100"),
        ({"Events": ""}, "events", "", "empty"),
        ({"Fatalities": "-1"}, "fatalities", "-1", "not from 0 to 1,000,000,000"),
        ({"ISO3": ""}, "iso3", "", "empty"),
        ({"Month": "January"}, "month", "January", "already in row 2"),
    ],
)
def test_a_bad_value_costs_its_row_and_no_other(tmp_path, row, column, value, reason):
    found = acled_monthly.read(workbook(tmp_path, [{}, row, {}]))
    [(number, *rest)] = rejected(found)
    assert (number, *rest[:2]) == (3, column, value)
    assert rest[2].startswith(reason)
    assert (found.rows, found.table.index.tolist()) == (3, [2, 4])


def test_missing_columns_are_named(tmp_path):
    rows = [row[:-1] for row in files.monthly([{}])]
    with pytest.raises(DataError) as caught:
        acled_monthly.read(files.write_xlsx(tmp_path / "monthly.xlsx", {"Data": rows}))
    assert caught.value.text == (
        "monthly.xlsx: missing columns: fatalities. "
        "Expected: ACLED by month and admin2, from HDX (sheet Data, or HRP_1 of the global file)."
    )
