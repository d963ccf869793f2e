import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.figures import classes


@pytest.mark.parametrize(
    ("values", "breaks", "expected"),
    [
        ([None, 0, 3], [0, 5], [None, 0, 1]),
        ([math.nan, 5.0, 5.1], [0, 5], [None, 1, 2]),
        ([0.0001, 1e9], [0, 5, 10], [1, 3]),
        ([0, 1, 2, 3, 4, 5], [0, 1, 2, 4], [0, 1, 2, 3, 3, 4]),
        ([], [0, 5], []),
    ],
)
def test_missing_has_no_class_and_zero_has_its_own(values, breaks, expected):
    assert classes.classify(values, breaks) == expected


@pytest.mark.parametrize(
    ("value", "nearest"),
    [(0, 0), (-3, 0), (1.2, 1), (1.3, 1.5), (9.4, 10), (67, 60), (680, 750), (0.034, 0.03), (2.2e5, 2e5)],
)
def test_limits_are_rounded_to_plain_numbers(value, nearest):
    assert classes.rounded(value) == nearest


@given(st.lists(st.none() | st.just(0.0) | st.floats(1e-6, 1e6)))
def test_breaks_increase_and_are_positive(values):
    breaks = classes.pooled_breaks(values, (25, 50, 75, 90))
    assert all(low < high for low, high in zip([0, *breaks], breaks, strict=False))
    assert 1 <= len(breaks) <= 4


@pytest.mark.parametrize("values", [[], [0, 0], [None]])
def test_without_a_positive_value_one_break_remains(values):
    assert classes.pooled_breaks(values, (50, 75)) == [1.0]


def test_breaks_are_the_percentiles_of_the_positive_values_rounded():
    assert classes.pooled_breaks([0, 0, None, *range(1, 101)], (25, 50, 90)) == [25, 50, 100]
