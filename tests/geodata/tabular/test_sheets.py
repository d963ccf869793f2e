"""Workbooks of several sheets: all that have the layout are read, and each sheet is accounted for."""

import csv

import pytest

from geodata.errors import DataError
from geodata.imports import add, layouts
from geodata.readers import acled_monthly
from geodata.tabular import raw_table, xlsx_file
from tests import files

CERCLES = ("Ansongo", "Bourem", "Gao", "Koro")


def months(*cercles, **row):
    return files.monthly([{"Admin2": cercle, "Month": "March", "Events": 2, **row} for cercle in cercles])


def book(tmp_path, **sheets):
    return files.write_xlsx(tmp_path / "months.xlsx", {name.replace("_", " "): rows for name, rows in sheets.items()})


def test_every_sheet_of_the_layout_is_read_and_the_others_are_named(tmp_path):
    path = book(
        tmp_path,
        READ_ME=[["About"], ["Source", "ACLED"]],
        HRP_1=months("Ansongo", Country="Niger", ISO3="NER"),
        HRP_2=[["Title"], *months("Bourem", "Gao")],
        Notes=[["Country", "Month", "Year"], ["Mali", "March", "2022"]],
        Empty=[],
    )
    layout, why = layouts.recognise(path)
    assert "10 columns in sheets HRP 1 and HRP 2, " in why
    found = layout.read(path)
    assert found.table["admin2_name"].tolist() == ["Ansongo", "Bourem", "Gao"]
    assert found.table["row"].tolist() == [2, 5, 6]
    assert found.rows == 3
    assert found.notes == (
        "sheet HRP 1: 1 rows",
        "sheet HRP 2: 2 rows",
        "sheet READ ME is left out: it has none of the columns",
        "sheet Notes is left out: it lacks admin1, admin2, iso3, admin2 pcode and 3 more",
        "sheet Empty is left out: it has none of the columns",
    )


def test_a_bad_row_is_listed_with_its_sheet(tmp_path):
    """Rows of a second sheet count on inside; what a person reads names the sheet and the row in it."""
    many = [f"Cercle {number}" for number in range(40)]
    path = book(
        tmp_path, One=months(*many), Two=[*months("Gao", "Koro"), *months("Cercle 3")[1:], *months("X", Year="x")[1:]]
    )
    record = add.add(tmp_path / "data", path)
    assert (record.rows, record.accepted, record.rejected) == (44, 42, 2)
    assert record.notes == ("sheet One: 40 rows", "sheet Two: 4 rows")
    with (record.folder(tmp_path / "data") / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        rejected = [(row["sheet"], row["row"], row["column"], row["reason"]) for row in csv.DictReader(file)]
    assert rejected == [("Two", "4", "month", "already in row 5 of sheet One"), ("Two", "5", "year", "not a number")]


def test_a_refusal_names_the_sheet(tmp_path):
    path = book(tmp_path, One=months("Ansongo"), Two=months("Gao", Year="x"))
    with pytest.raises(DataError, match=r"1 of 2 rows \(50.0 %\) cannot be used: row 2 of sheet Two, column year: 'x'"):
        add.add(tmp_path / "data", path)


def test_sheets_may_have_their_columns_in_another_order(tmp_path):
    turned = [row[::-1] for row in months("Gao")]
    found = acled_monthly.read(book(tmp_path, One=months("Koro"), Two=turned))
    assert found.table["admin2_name"].tolist() == ["Koro", "Gao"]
    assert found.rejected.empty


def test_a_sheet_without_rows_is_no_hindrance_beside_one_with_rows(tmp_path):
    assert acled_monthly.read(book(tmp_path, One=months(), Two=months("Gao"))).notes == (
        "sheet One: 0 rows",
        "sheet Two: 1 rows",
    )
    with pytest.raises(DataError, match="holds no rows below its header"):
        acled_monthly.read(book(tmp_path, One=months(), Two=months()))


def test_a_column_that_occurs_twice_names_its_sheet(tmp_path):
    twice = [[*row, row[-1]] for row in months("Gao")]
    with pytest.raises(DataError, match="repeated columns in sheet Two: fatalities"):
        acled_monthly.read(book(tmp_path, One=months("Koro"), Two=twice))


def test_sheets_that_would_fill_the_memory_together_are_refused(tmp_path, monkeypatch):
    path = book(tmp_path, One=months(*CERCLES), Two=months(*CERCLES))
    monkeypatch.setattr(xlsx_file, "MOST_CELLS_OF_ALL", 60)
    with pytest.raises(DataError, match=r"is too large: its sheets span 100 cells\. Expected: at most 60"):
        raw_table.headers(path)
    monkeypatch.setattr(xlsx_file, "MOST_CELLS_OF_ALL", 100)
    assert acled_monthly.read(path).rows == 8
