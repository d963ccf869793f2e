"""Whole numbers told apart and ordered, as NumPy's own slower ways do it."""

from __future__ import annotations

import numpy as np
import pytest

from geodata import whole_numbers

NUMBERS = {
    "few": np.array([3, -1, 3, 0, 7], np.int16),
    "far apart": np.array([2**40, 5, 2**40, -(2**40)]),
    "none": np.zeros(0, np.int32),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_distinct_numbers_ascend_and_each_finds_its_own(name):
    known, which = whole_numbers.distinct(NUMBERS[name])
    np.testing.assert_array_equal(known, np.unique(NUMBERS[name]))
    np.testing.assert_array_equal(known[which], NUMBERS[name])


@pytest.mark.parametrize("listed", [2**22, 4])
def test_rows_share_a_number_where_they_are_alike_in_all_columns(monkeypatch, listed):
    monkeypatch.setattr(whole_numbers, "_LISTED", listed)
    columns = [(np.array([0, 2, 0, 2, 1]), 3), (np.array([1, 0, 1, 1, 0]), 2), (np.array([4, 4, 4, 4, 0]), 5)]
    found = whole_numbers.together(columns)
    assert sorted(set(found.tolist())) == [0, 1, 2, 3]
    assert found[0] == found[2]
    assert len(set(found[[0, 1, 3, 4]].tolist())) == 4


def test_order_is_that_of_a_stable_sort_also_of_numbers_of_many_bits():
    numbers = np.random.default_rng(14).integers(0, 2**45, 1_000)
    numbers[::3] = numbers[0]
    np.testing.assert_array_equal(whole_numbers.order(numbers), np.argsort(numbers, kind="stable"))
    assert len(whole_numbers.order(numbers[:0])) == 0
