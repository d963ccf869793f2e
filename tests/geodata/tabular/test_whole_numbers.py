"""Whole numbers that a program wrote as fractions, in every layout: 1.0 is 1, and 1.5 is none."""

import pytest

from geodata.imports.layouts import LAYOUTS
from tests import files

DRAWN = {
    "ucdp-ged": files.ged([{}, {}]),
    "ucdp-candidate": files.candidate([{}, {}]),
    "acled": files.acled([{}, {}]),
    "acled-old": files.acled([{}, {}], old=True),
    "acled-monthly": files.monthly([{}, {}]),
    "hapi": files.hapi([{}, {}]),
    "un-personnel": files.personnel([{}, {}]),
}


def read(tmp_path, layout, rows, **options):
    return LAYOUTS[layout].read(files.write_csv(tmp_path / "table.csv", rows, **options))


def with_decimals(rows, decimals):
    """The rows with decimals after each whole number; numbers of text columns among them, which nothing reads."""
    header, *body = rows
    return [header, *([f"{cell}{decimals}" if cell.isdigit() else cell for cell in row] for row in body)]


@pytest.mark.parametrize("layout", DRAWN)
@pytest.mark.parametrize("decimals", [".0", ".00", "."])
def test_a_whole_number_may_have_decimals_of_nothing(tmp_path, layout, decimals):
    plain = read(tmp_path, layout, DRAWN[layout])
    found = read(tmp_path, layout, with_decimals(DRAWN[layout], decimals))
    assert found.rejected.empty
    assert found.table.equals(plain.table)


@pytest.mark.parametrize("layout", DRAWN)
def test_a_fraction_is_no_whole_number(tmp_path, layout):
    numbers = {"type_of_violence", "best_est", "best", "fatalities", "events", "Events", "male_personnel"}
    header, first, second = DRAWN[layout]
    column = next(place for place, name in enumerate(header) if name in numbers)
    changed = [*second[:column], "1.5", *second[column + 1 :]]
    found = read(tmp_path, layout, [header, first, changed])
    assert found.rejected[["row", "column"]].to_numpy().tolist() == [[3, header[column].lower()]]


def test_with_a_comma_where_commas_do_not_divide_fields_and_with_thousands(tmp_path):
    rows = files.acled([{"fatalities": "5,0"}, {"fatalities": "1,234"}, {"fatalities": "5,5"}])
    found = read(tmp_path, "acled", rows, separator=";")
    assert found.table["fatalities_best"].tolist() == [5, 1234]
    assert found.rejected["reason"].tolist() == ["not a number"]
    assert read(tmp_path, "acled", files.acled([{"fatalities": "1,234.0"}])).table["fatalities_best"].tolist() == [1234]
