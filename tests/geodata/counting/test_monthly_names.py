"""Which unit a row of counts by month means: by the names of every vintage, by codes only without names."""

from __future__ import annotations

import pytest

from geodata.boundaries.ground import Ground, shipped_boundaries
from geodata.counting import monthly
from geodata.names import NameRule
from tests.geodata.counting.months import ground, real, table, told

COLUMNS = ["admin1_name", "admin2_name", "admin1_pcode", "admin2_pcode"]


def where(of: Ground, *rows: dict[str, object]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Region and cercle of the first row, each with its reason; the other rows are beside it, without events."""
    made = monthly.count(table({"events": 5, **rows[0]}, *({"events": 0, **row} for row in rows[1:])), of)
    found = []
    for level in ("admin1", "admin2"):
        [pcode] = [unit for unit, (events, _) in told(made, level, rows[0].get("period", "2022-03")).items() if events]
        account = made.accounting[(made.accounting["level"] == level) & (made.accounting["events"] == 5)]
        found.append((pcode, account["reason"].item()))
    return found[0], found[1]


@pytest.mark.parametrize(
    ("row", "region", "cercle"),
    [
        ({}, ("A", "named"), ("A01", "named")),
        ({"admin1_name": "a region", "admin2_name": "Cercle X"}, ("A", "named"), ("", "unknown_name")),
        ({"admin2_name": "X", "admin2_pcode": "A02"}, ("A", "named"), ("", "unknown_name")),
        ({"admin2_name": ""}, ("A", "named"), ("", "not_named")),
        ({"admin1_name": "B"}, ("A", "named"), ("A01", "named")),
        ({"admin1_name": ""}, ("A", "named"), ("A01", "named")),
        ({"admin1_name": "Old", "admin2_name": ""}, ("", "several_units"), ("", "not_named")),
        ({"admin1_name": "Old", "admin2_name": "B 2"}, ("B", "named"), ("B02", "named")),
        ({"admin1_name": "X", "admin2_name": ""}, ("", "unknown_name"), ("", "not_named")),
        ({"admin1_name": "", "admin2_name": ""}, ("", "not_named"), ("", "not_named")),
        ({"admin1_name": "", "admin2_name": "", "admin2_pcode": "B02"}, ("", "unknown_code"), ("", "unknown_code")),
        ({"admin1_name": "", "admin2_name": "", "admin1_pcode": "B"}, ("B", "coded"), ("", "not_named")),
        ({"admin1_name": "A", "admin2_name": "", "admin1_pcode": "B"}, ("A", "named"), ("", "not_named")),
    ],
)
def test_a_cercle_s_name_decides_else_the_region_s_and_codes_only_without_names(row, region, cercle):
    assert where(ground("A B\nA B", NameRule("old", "", None, ("A", "B"))), row) == (region, cercle)


@pytest.mark.parametrize(
    ("frame", "row", "beside", "region", "cercle"),
    [
        ("2016", ("Gao", "Ansongo"), [], ("ML07", "named"), ("ML0701", "named")),
        ("2016", ("Gao", "Menaka"), [], ("ML10", "named"), ("ML0704", "named")),
        ("2012", ("Menaka", "Menaka"), [], ("ML07", "named"), ("ML0704", "named")),
        ("2016", ("Gao", "Anderamboukane"), [], ("ML10", "named"), ("ML0704", "named")),
        ("2016", ("Timbuktu", "Goundam"), [], ("ML06", "named"), ("ML0602", "named")),
        ("2016", ("Timbuktu", "Timbuktu"), [], ("", "several_units"), ("", "several_units")),
        ("2012", ("Timbuktu", "Timbuktu"), [], ("ML06", "named"), ("ML0605", "named")),
        ("2016", ("Timbuktu", "Timbuktu"), [("Taoudenit", "Al-Ourche")], ("ML06", "named"), ("ML0605", "named")),
        ("2016", ("Taoudenit", ""), [], ("ML09", "named"), ("", "not_named")),
        ("2023", ("Ségou", "San"), [], ("ML17", "named"), ("ML0405", "named")),
        ("2023", ("Segou", "X"), [], ("", "several_units"), ("", "unknown_name")),
        ("2023", ("Segou", "X"), [("San", "San")], ("ML04", "named"), ("", "unknown_name")),
        ("2016", ("San", "San"), [], ("ML04", "named"), ("ML0405", "named")),
        ("2016", ("Segou", "Baraoueli"), [], ("ML04", "named"), ("ML0401", "named")),
        ("2023", ("Ségou", "Baraouéli"), [], ("ML04", "named"), ("ML0401", "named")),
        ("2016", ("Segou", "Barwele", "ML04", "ML0401"), [], ("ML04", "named"), ("ML0401", "coded")),
        ("2016", ("", "Barwele", "ML04", "ML0401"), [], ("ML04", "coded"), ("ML0401", "coded")),
        ("2016", ("Gao", "Barwele", "ML07", "ML0401"), [], ("ML07", "named"), ("", "unknown_name")),
        ("2016", ("Segou", "X", "ML04", "ML0401"), [("Segou", "Baraoueli")], ("ML04", "named"), ("", "unknown_name")),
        ("2016", ("Bamako", "Commune_I", "ML09", "ML0901"), [], ("ML20", "named"), ("", "unknown_name")),
    ],
)
def test_names_of_every_vintage_in_every_frame(frame, row, beside, region, cercle):
    rows = [dict(zip(COLUMNS, pair, strict=False)) for pair in (row, *beside)]
    found = where(real(frame), *rows)
    assert found[0] == region
    assert found[1] == cercle


@pytest.mark.parametrize(
    ("codes", "region", "cercle"),
    [
        (("ML07", "ML0701"), ("ML07", "coded"), ("ML0701", "coded")),
        (("ML20", ""), ("ML20", "coded"), ("", "not_named")),
        (("ML09", "ML0901"), ("", "unknown_code"), ("", "unknown_code")),
        (("ML99", "ML9901"), ("", "unknown_code"), ("", "unknown_code")),
    ],
)
def test_a_code_that_stood_for_two_places_tells_nothing(codes, region, cercle):
    """ML09 was Bamako in 2012 and Taoudénit since 2016."""
    row = dict(zip(COLUMNS, ("", "", *codes), strict=True))
    assert where(real("2016"), row) == (region, cercle)


def test_the_ground_that_ships_tells_regions_by_the_cercles_named():
    made = monthly.count(
        table(
            {"admin1_name": "Gao", "admin2_name": "Menaka", "events": 1},
            {"admin1_name": "Bandiagara", "admin2_name": "Koro", "events": 2},
            {"admin1_name": "Gao", "admin2_name": "", "period": "2014-03", "events": 3},
            {"admin1_name": "Gao", "admin2_name": "", "events": 4},
        ),
        shipped_boundaries(),
    )
    assert told(made, "admin1") == {"ML10": (1, 0), "ML05": (2, 0), "ML07": (4, 0)}
    assert told(made, "admin1", "2014-03") == {"": (3, 0)}
