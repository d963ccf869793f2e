import pytest

from geodata import vocabulary
from geodata.figures import listings, measures
from geodata.figures.measures import BY_KEY
from geodata.schema import tables

RATE = BY_KEY["fatalities_per_100k"]
CIVILIANS = BY_KEY["civilian_fatalities_per_100k"]
SITES = BY_KEY["documented_sites"]
TROOPS = BY_KEY["nominal_troops"]


def row(events=4, low=3, best=5, high=9, civilians=1, population=200_000, area_km2=2_000.0, **sites):
    additive = dict(zip(tables.ADDITIVE_NAMES, (events, low, best, high, civilians), strict=True))
    return {**additive, "population": population, "area_km2": area_km2, **sites}


NOTHING = row(None, None, None, None, None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("fatalities_per_100k", 2.5),
        ("fatalities_per_1000km2", 2.5),
        ("events_per_100k", 2),
        ("civilian_fatalities_per_100k", 0.5),
        ("events_per_1000km2", 2),
        ("civilian_fatalities_per_1000km2", 0.5),
        ("documented_sites", 3),
        ("nominal_troops", 450),
    ],
)
def test_the_value_of_each_measure(key, value):
    assert measures.value(BY_KEY[key], row(documented_sites=3, nominal_troops=450)) == value


def test_every_measure_has_an_example_above_and_a_key_of_its_own():
    assert len(BY_KEY) == len(measures.MEASURES) == 8


@pytest.mark.parametrize("missing", [NOTHING, row(population=None), row(population=0), {}])
def test_a_rate_without_count_or_denominator_is_missing(missing):
    assert measures.value(RATE, missing) is None


def test_below_the_regions_every_rate_is_by_area_since_nobody_published_their_people():
    for level in ("admin2", "admin3", "zones", "grid"):
        assert {measure.denominator for measure in measures.MEASURES if level in measure.levels} == {"area_km2"}
    assert {measure.key for measure in measures.MEASURES if "admin2" in measure.levels} == {
        "fatalities_per_1000km2",
        "events_per_1000km2",
        "civilian_fatalities_per_1000km2",
    }


def test_what_a_count_says_does_not_depend_on_people():
    counted = row(population=None)
    assert measures.count_status("fatalities_best", "fatalities_high", counted) == "recorded"
    assert measures.count_status("fatalities_best", "fatalities_high", row(1, 0, 0, 2, 0)) == "best_zero"
    assert measures.count_status("civilian_fatalities", None, row(civilians=None)) == "no_data"


def test_low_and_high_are_rates_too_and_sites_have_none():
    assert measures.limits(RATE, row()) == (1.5, 4.5)
    assert measures.limits(RATE, NOTHING) == (None, None)
    assert measures.limits(SITES, row(documented_sites=3)) == (None, None)


@pytest.mark.parametrize(
    ("measure", "figures", "status"),
    [
        (RATE, NOTHING, "no_data"),
        (RATE, row(0, 0, 0, 0, 0), "none_recorded"),
        (RATE, row(1, 0, 0, 0, 0), "zero"),
        (RATE, row(1, 0, 0, 6, 0), "best_zero"),
        (RATE, row(), "recorded"),
        (RATE, row(population=None), "no_denominator"),
        (RATE, row(1, 0, 0, 6, 0, population=None), "no_denominator"),
        (RATE, row(0, 0, 0, 0, 0, population=None), "none_recorded"),
        (RATE, row(None, None, None, None, None, population=None), "no_data"),
        (BY_KEY["fatalities_per_1000km2"], row(population=None), "recorded"),
        (CIVILIANS, row(civilians=None), "no_data"),  # the source counts no civilians
        (CIVILIANS, row(1, 0, 0, 6, 0), "zero"),
        (CIVILIANS, row(0, 0, 0, 0, 0), "none_recorded"),
        (BY_KEY["events_per_100k"], row(0, 0, 0, 0, 0), "none_recorded"),
        (BY_KEY["events_per_100k"], row(1, 0, 0, 0, 0), "recorded"),
        (SITES, row(is_sites_covered=False, documented_sites=None), "no_data"),
        (SITES, row(is_sites_covered=True, documented_sites=None), "none_documented"),
        (SITES, row(is_sites_covered=True, documented_sites=0, uncertain_sites=0, last_reported_sites=0), "zero"),
        (SITES, row(is_sites_covered=True, documented_sites=0, uncertain_sites=1, last_reported_sites=0), "uncertain"),
        (SITES, row(is_sites_covered=True, documented_sites=0, uncertain_sites=0, last_reported_sites=1), "uncertain"),
        (SITES, row(is_sites_covered=True, documented_sites=2), "recorded"),
        (TROOPS, row(is_troops_covered=False, nominal_troops=None), "no_data"),
        (TROOPS, row(is_troops_covered=True, nominal_troops=None), "none_documented"),
        (TROOPS, row(is_troops_covered=True, nominal_troops=450), "recorded"),
    ],
)
def test_one_example_of_each_status(measure, figures, status):
    assert measures.status(measure, figures) == status
    assert status in {*vocabulary.STATUSES, "none_documented", "uncertain"}


@pytest.mark.parametrize(
    ("then", "now", "change"), [(2, 5, 3), (5, 2, -3), (0, 0, 0), (None, 5, None), (5, None, None)]
)
def test_change_is_now_less_then(then, now, change):
    assert measures.change(then, now) == change


@pytest.mark.parametrize(
    ("then", "now", "status"),
    [
        ("recorded", "no_data", "no_data"),
        ("no_data", "none_recorded", "no_data"),
        ("none_documented", "recorded", "none_documented"),
        ("none_documented", "no_data", "no_data"),
        ("uncertain", "recorded", "uncertain"),
        ("no_denominator", "none_recorded", "no_denominator"),
        ("no_data", "no_denominator", "no_data"),
        ("none_recorded", "none_recorded", "none_recorded"),
        ("none_recorded", "recorded", "recorded"),
        ("best_zero", "zero", "recorded"),
    ],
)
def test_the_status_of_a_change(then, now, status):
    assert measures.change_status(then, now) == status


@pytest.mark.parametrize("measure", measures.MEASURES, ids=lambda measure: measure.key)
def test_filters_apply_to_all_but_what_is_listed(measure):
    assert measure.is_filterable == (measure not in (SITES, TROOPS))
    assert measure.is_filterable == (measure.of not in listings.LISTINGS)


@pytest.mark.parametrize("listing", listings.LISTINGS.values(), ids=lambda listing: listing.key)
def test_a_measure_shows_the_first_column_of_its_list_in_classes_of_its_own(listing):
    [measure] = [measure for measure in measures.MEASURES if measure.of == listing.key]
    assert (measure.numerator, measure.denominator, measure.levels) == (listing.count, None, ("admin1",))
    assert 3 < len(measure.breaks) <= len(measure.palette)
    assert measure.change_breaks
    assert set(listing.doubtful) < set(listing.columns)


def test_a_measure_that_is_nominal_says_so():
    assert all("nominal" in text for text in (TROOPS.label, TROOPS.unit, TROOPS.short_unit))


@pytest.mark.parametrize(
    ("listing", "year", "is_covered"),
    [
        ("sites", "2012", False),
        ("sites", "2013", True),
        ("sites", "2024", True),
        ("troops", "2013", False),
        ("troops", "2014", True),
        ("troops", "2023", True),
        ("troops", "2024", False),
    ],
)
def test_the_years_of_a_list(listing, year, is_covered):
    assert listings.LISTINGS[listing].covers(year) == is_covered
    assert (year in listings.LISTINGS[listing].years()) == is_covered
