"""The tables of packs: how a cell is read, and the differences between two, by key and value."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.exports import differences, verify
from tests.examples import times

TABLE = "data/mali-admin1-2022.csv"
numbers = st.none() | st.integers(0, 3) | st.floats(0, 2, allow_nan=False).map(lambda number: round(number, 1))
cells = numbers | st.sampled_from(["", "Gao", "0", "zero"]) | st.booleans()
rows = st.lists(
    st.fixed_dictionaries(
        {
            "pcode": st.sampled_from(["ML05", "ML07", "ML10", "Mali"]),
            "name": st.sampled_from(["Gao", None]),
            "year": st.just(2022),
            "month": st.sampled_from([None, 3]),
            "events": cells,
            "deaths": cells,
        }
    ),
    max_size=8,
    unique_by=lambda row: (row["pcode"], row["month"]),
)


@times(4)
@given(rows, rows)
def test_the_differences_are_those_of_asking_every_pair_of_rows(then, now):
    found = differences.compare("admin1", then, now, ["events", "deaths"])
    pairs = [(a, b) for a in then for b in now if (a["pcode"], a["month"]) == (b["pcode"], b["month"])]
    expected = set()
    for a, b in pairs:
        for column in ("events", "deaths"):
            x, y = a[column], b[column]
            is_number = [isinstance(z, (int, float)) and not isinstance(z, bool) for z in (x, y)]
            same = math.isclose(x, y, rel_tol=1e-9) if all(is_number) else (type(x), x) == (type(y), y)
            if not same:
                expected.add((a["pcode"], a["month"], column, repr(x), repr(y)))
    assert {
        (one.unit.split()[0], 3 if one.period == "2022-03" else None, one.column, repr(one.then), repr(one.now))
        for one in found.differences
    } == expected
    assert len(found.differences) == len(expected)
    assert found.cells == 2 * len(pairs)
    assert len(found.gone) == len(then) - len(pairs)
    assert len(found.come) == len(now) - len(pairs)


@pytest.mark.parametrize(
    ("then", "now", "is_same"),
    [
        (None, 0, False), (0, None, False), (None, None, True), (0, 0, True), (0, 0.0, True), (3, 3.0, True),
        (1.5, 1.5 + 1e-13, True), (1.5, 1.5001, False), (10**20, 10**20 + 1, False), (0, False, False),
        (1, True, False), ("1", 1, False), ("", None, False), ("a", "a", True), (0.0, 1e-300, False),
    ],
)  # fmt: skip
def test_null_zero_text_and_number_are_told_apart(then, now, is_same):
    assert differences.is_same(then, now) == is_same


def test_rows_with_the_same_key_are_told_apart_by_their_order():
    one = {"event_id": "7", "year": 2022, "place": "x", "fatalities_best": 1}
    two = {**one, "fatalities_best": 2}
    assert differences.compare("events", [one, two], [one, two], ["fatalities_best"]).differences == []
    found = differences.compare("events", [one, two], [one], ["fatalities_best"])
    assert (len(found.gone), len(found.come)) == (1, 0)


def test_a_pack_without_a_table_that_can_be_read_is_refused():
    for content in (b"\xff\xfe", b'a,"b\r\n', b"", b"pcode,name\r\n", b"pcode,year,year\r\n", b"pcode,year\r\nx\r\n"):
        with pytest.raises(DataError) as caught:
            verify._read(content, {}, TABLE, "admin1")
        assert caught.value.text.startswith(f"{TABLE}: ")


def test_a_cell_is_read_as_its_column_says():
    head = b"pcode,year,events,rate,flag,name\r\n"
    lines = b"ML07,2022,,0.5,true,'=x\r\nML10,2022,0,nan,false,\r\nML05,2022,1e9999,1e9999,perhaps,-\r\n"
    dtypes = {"year": "Int64", "events": "Int64", "rate": "float64", "flag": "bool"}
    _, found = verify._read(head + lines, dtypes, TABLE, "admin1")
    assert [row["events"] for row in found] == [None, 0, "1e9999"]
    assert [row["rate"] for row in found] == [0.5, "nan", "1e9999"]
    assert [row["flag"] for row in found] == [True, False, "perhaps"]
    assert [row["name"] for row in found] == ["=x", None, "-"]
