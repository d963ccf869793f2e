"""Units added up: all that is known of each, and nothing where one is not known."""

from __future__ import annotations

from geodata.figures import measures, sums

RATE = measures.BY_KEY["fatalities_per_100k"]
BY_AREA = measures.BY_KEY["fatalities_per_1000km2"]


def row(
    deaths: int | None, people: int | None, area: float = 100.0, sites: int | None = None
) -> dict[str, float | None]:
    counts = dict.fromkeys(
        ("events", "fatalities_low", "fatalities_best", "fatalities_high", "civilian_fatalities"), deaths
    )
    return {**counts, "population": people, "area_km2": area, "documented_sites": sites, "is_sites_covered": True}


def test_counts_people_and_area_add_up_and_the_rate_is_of_the_sums():
    found = sums.total([row(3, 1000), row(7, 4000, 50.0)])
    assert (found["fatalities_best"], found["population"], found["area_km2"]) == (10, 5000, 150.0)
    assert measures.value(RATE, found) == 200.0
    assert measures.value(BY_AREA, found) == 10 * 1000 / 150


def test_where_one_is_not_known_the_sum_is_not_either():
    assert sums.total([row(3, 1000), row(None, 4000)])["fatalities_best"] is None
    found = sums.total([row(3, 1000), row(7, None)])
    assert (found["fatalities_best"], found["population"]) == (10, None)
    assert measures.value(RATE, found) is None
    assert measures.status(RATE, found) == "no_denominator"


def test_what_is_listed_adds_up_where_there_is_a_list():
    assert sums.total([row(0, 1, sites=2), row(0, 1, sites=None)])["documented_sites"] == 2
    assert sums.total([row(0, 1), row(0, 1)])["documented_sites"] is None


def test_a_single_unit_is_its_own_sum():
    assert sums.total([row(3, 1000, sites=0)]) == row(3, 1000, sites=0)
