import pytest

from geodata.errors import DataError
from geodata.imports import layouts
from geodata.readers import un_personnel
from tests import files

OLDER = {
    "contribution_id": "Contribution_ID",
    "isocode3": "ISOCode3",
    "m49_code": "M49_Code",
    "contributing_country": "Contributing_Country",
    "mission_acronym": "Mission_Acronym",
    "personnel_type": "Personnel_Type",
    "female_personnel": "Female_Personnel",
    "male_personnel": "Male_Personnel",
    "last_reporting_date": "Last_Reporting_Date",
}


def read(tmp_path, spec):
    return un_personnel.read(files.write_csv(tmp_path / "un.csv", files.personnel(spec)))


def rejected(found):
    return [tuple(line) for line in found.rejected.itertuples(index=False)]


def test_a_row_becomes_a_headcount(tmp_path):
    found = read(tmp_path, [{"mission_acronym": " MINUSMA "}, {"male_personnel": "1,400"}])
    assert (found.layout, found.rows, len(found.rejected), len(found.odd)) == ("un-personnel", 2, 0, 0)
    assert {name: str(value) for name, value in found.table.loc[2].to_dict().items()} == {
        "row": "2",
        "mission": "MINUSMA",
        "personnel_type": "Troops",
        "contributor": "Chad",
        "month_end": "2022-03-31 00:00:00",
        "female": "30",
        "male": "1400",
        "total": "1430",
    }
    assert found.table["total"].tolist() == [1430, 1430]
    assert layouts.release(found) == ("2022-03", True)


def test_older_downloads_have_other_case_and_days_with_slashes(tmp_path):
    header, *rows = files.personnel([{"last_reporting_date": "31/03/2022"}, {}])
    found = un_personnel.read(files.write_csv(tmp_path / "old.csv", [[OLDER[name] for name in header], *rows]))
    assert found.table.equals(read(tmp_path, [{}, {}]).table)


@pytest.mark.parametrize("spelled", ["Formed Police Units", "formed police unit", "Formed Police Unit"])
def test_types_in_singular_or_plural(tmp_path, spelled):
    assert read(tmp_path, [{"personnel_type": spelled}]).table["personnel_type"].tolist() == ["Formed Police Units"]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"personnel_type": "Cooks"}, "personnel_type", "not one of: "),
        ({"female_personnel": ""}, "female_personnel", "empty"),
        ({"male_personnel": "-5"}, "male_personnel", "not from 0 to 1,000,000,000"),
        ({"last_reporting_date": "31/31/2022"}, "last_reporting_date", "not a date"),
        ({"mission_acronym": ""}, "mission_acronym", "empty"),
        ({"contributing_country": ""}, "contributing_country", "empty"),
        ({"contribution_id": "1"}, "contribution_id", "already in row 2"),
    ],
)
def test_a_bad_value_costs_its_row_and_no_other(tmp_path, row, column, reason):
    found = read(tmp_path, [{}, row, {}])
    [(number, name, value, why)] = rejected(found)
    assert (number, name, value) == (3, column, next(iter(row.values())))
    assert why.startswith(reason)
    assert (found.rows, found.table.index.tolist()) == (3, [2, 4])


def test_without_ids_a_second_row_for_the_same_is_rejected(tmp_path):
    header, *rows = [row[1:] for row in files.personnel([{}, {"personnel_type": "Staff Officer"}, {}])]
    found = un_personnel.read(files.write_csv(tmp_path / "un.csv", [header, *rows]))
    assert rejected(found) == [(4, "last_reporting_date", "2022-03-31", "already in row 2")]


def test_a_day_within_the_month_is_odd(tmp_path):
    found = read(tmp_path, [{"last_reporting_date": "2022-03-15"}])
    assert [tuple(line)[2:] for line in found.odd.itertuples(index=False)] == [("not_month_end", "2022-03-15")]


def test_missing_columns_are_named(tmp_path):
    path = files.write_csv(tmp_path / "un.csv", [["mission_acronym", "personnel_type"], ["MINUSMA", "Troops"]])
    with pytest.raises(DataError) as caught:
        un_personnel.read(path)
    assert caught.value.text == (
        "un.csv: missing columns: contributing_country, female_personnel, male_personnel, last_reporting_date. "
        "Expected: UN uniformed personnel by month, contributing country and mission (DPO-UCHISTORICAL)."
    )
