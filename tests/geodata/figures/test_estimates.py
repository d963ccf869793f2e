"""Values by the lowest and highest of the reports, classes that depend on them, rates that rest on little."""

from __future__ import annotations

import pytest

from geodata.exports import cells, class_columns
from geodata.figures import estimates, measures

RATE = measures.BY_KEY["fatalities_per_100k"]
EVENTS = measures.BY_KEY["events_per_100k"]
SITES = measures.BY_KEY["documented_sites"]
BREAKS = {"value": [0, 10, 20], "change": [1, 5]}


def row(low: int | None, best: int | None, high: int | None, events: int = 9, people: int | None = 100_000):
    counts = {"fatalities_low": low, "fatalities_best": best, "fatalities_high": high, "civilian_fatalities": 0}
    return {**counts, "events": events, "population": people, "area_km2": 1000.0}


@pytest.mark.parametrize(("estimate", "value", "number"), [("low", 8, 1), ("best", 12, 2), ("high", 25, 3)])
def test_value_and_class_are_by_the_estimate(estimate, value, number):
    cell = cells.cell_of(RATE, row(8, 12, 25), None, BREAKS, estimate)
    assert (cell.value, cell.number, cell.status) == (value, number, "recorded")
    assert (cell.low, cell.high, cell.class_low, cell.class_high) == (8, 25, 1, 3)
    assert cell.is_class_uncertain


def test_a_change_is_between_values_of_the_same_estimate():
    cell = cells.cell_of(RATE, row(8, 12, 25), row(1, 2, 3), BREAKS, "high")
    assert (cell.then, cell.value, cell.change, cell.number) == (3, 25, 22, 3)
    assert (cell.class_low, cell.class_high, cell.is_class_uncertain) == (None, None, False)


def test_the_lowest_may_be_none_where_events_are_recorded():
    assert cells.cell_of(RATE, row(0, 0, 6), None, BREAKS).status == "best_zero"
    assert cells.cell_of(RATE, row(0, 0, 6), None, BREAKS, "low").status == "zero"
    assert cells.cell_of(RATE, row(0, 0, 6), None, BREAKS, "high").status == "recorded"


def test_a_measure_of_one_estimate_stays_as_it_is():
    assert not estimates.applies(EVENTS)
    assert estimates.counted(EVENTS, "high") is EVENTS
    assert estimates.counted(SITES, "low") is SITES
    assert cells.cell_of(EVENTS, row(1, 2, 3), None, BREAKS, "low").value == 9


def test_without_a_range_no_class_is_uncertain():
    cell = cells.cell_of(RATE, row(None, 12, None), None, BREAKS)
    assert (cell.class_low, cell.class_high, cell.is_class_uncertain) == (None, None, False)


@pytest.mark.parametrize(
    ("events", "people", "is_unstable"),
    [(4, 100_000, True), (5, 100_000, False), (5, 19_999, True), (5, 20_000, False), (0, 100_000, False),
     (4, None, False)],
)  # fmt: skip
def test_a_rate_of_few_events_or_few_people_is_unstable(events, people, is_unstable):
    assert estimates.is_unstable(RATE, row(1, 1, 1, events, people)) == is_unstable
    assert cells.cell_of(RATE, row(1, 1, 1, events, people), None, BREAKS).is_unstable == is_unstable


def test_few_people_matter_to_rates_by_people_alone():
    by_area = measures.BY_KEY["fatalities_per_1000km2"]
    assert not estimates.is_unstable(by_area, row(1, 1, 1, 5, 10))
    assert not estimates.is_unstable(SITES, {**row(1, 1, 1, 1), "documented_sites": 1, "is_sites_covered": True})


def test_the_columns_of_a_file_say_all_of_it():
    rates = [RATE, EVENTS]
    made = class_columns.of_row(rates, row(8, 12, 25), lambda _: BREAKS)
    assert list(made) == [column.name for column in class_columns.columns(rates)]
    assert list(made.values()) == [2, 1, 3, True, False]


@pytest.mark.parametrize(
    ("counts", "is_outside"),
    [((9, 8, 10), True), ((9, 11, 10), True), ((8, 8, 10), False), ((8, 10, 10), False), ((0, 0, 6), False),
     ((None, 8, None), False), ((9, None, 10), False)],
)  # fmt: skip
def test_a_best_estimate_may_lie_outside_its_own_range(counts, is_outside):
    """UCDP has such events, and then units have such sums: they are kept, and said."""
    cell = cells.cell_of(RATE, row(*counts, people=70_001), None, BREAKS)
    assert cell.is_best_outside == is_outside
    assert not cells.cell_of(EVENTS, row(*counts), None, BREAKS).is_best_outside
