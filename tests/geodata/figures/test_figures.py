from dataclasses import replace
from itertools import product

import pytest

from geodata import periods, vocabulary
from geodata.builds import store
from geodata.figures import measures
from geodata.figures.figures import Unit, people_of
from geodata.figures.measures import BY_KEY
from geodata.schema import tables, validate
from tests import deep_worlds, once, worlds


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    once.publish(folder, worlds.world(folder))
    return store.read(folder).edition().figures


@pytest.fixture(scope="module")
def deep(tmp_path_factory):
    """Imported events: months, cercles, communes, zones of any distance."""
    folder = tmp_path_factory.mktemp("deep")
    once.publish(folder, deep_worlds.deep_world(folder, DATED))
    return store.read(folder).edition("brought", "2016").figures


DATED = [
    {"x": 1.5, "region": "Gao", "best": 5},
    {"x": 1.6, "region": "Gao", "best": 7, "date_start": "04/30/2022", "date_end": "05/01/2022"},  # spans months
    {"x": 2.9, "y": 15.2, "best": 11, "date_start": "04/02/2022", "date_end": "04/02/2022"},
    {"x": 2.4, "best": 13, "date_start": "04/02/2022", "date_end": "04/02/2022", "date_prec": "5"},
    {"year": 2021, "x": 2.4, "best": 17, "date_start": "11/02/2021", "date_end": "11/02/2021"},
    {"x": 2.9, "y": 15.2, "prec": 4, "best": 19, "date_start": "06/30/2022", "date_end": "06/30/2022"},
]


def unit(figures, pcode, level="admin1"):
    found = figures.unit(level, pcode)
    assert found is not None
    return found


def additive(row):
    return [row[name] for name in tables.ADDITIVE_NAMES]


@pytest.mark.parametrize(
    ("pcode", "period", "violence", "family", "expected"),
    [
        ("ML07", "2021", "all", "any", [1, 3, 5, 9, 1]),
        ("ML07", "2022", "all", "any", [1, 10, 12, 12, 12]),
        ("ML10", "2022", "all", "any", [2, 11, 12, 28, 2]),
        ("ML10", "2022", "non_state", "any", [1, 4, 4, 20, 0]),
        ("ML10", "2022", "all", "jnim_is", [1, 4, 4, 20, 0]),
        ("ML10", "2022", "one_sided", "any", [0, 0, 0, 0, 0]),
        ("ML06", "2022", "all", "any", [0, 0, 0, 0, 0]),
        ("ML07", "2024", "all", "any", [None] * 5),
    ],
)
def test_a_units_counts_are_zero_where_covered_and_none_where_not(drawn, pcode, period, violence, family, expected):
    assert additive(drawn.row("admin1", unit(drawn, pcode), period, violence, family)) == expected


def test_the_country_is_the_units_and_not_allocated(drawn):
    assert additive(drawn.national("2022", "all", "any")) == [5, 22, 26, 49, 14]
    assert additive(drawn.not_allocated("admin1", "2022", "all", "any")) == [1, 1, 2, 3, 0]
    assert additive(drawn.national("2024", "all", "any")) == [None] * 5


@pytest.mark.parametrize("period", ["2021", "2022", "2023", "2024"])
@pytest.mark.parametrize("zone", ["niger-25", "burkina-50", "either-100", "both-25"])
def test_inside_outside_and_not_allocated_are_the_country(drawn, zone, period):
    inside = additive(drawn.row("zones", unit(drawn, zone, "zones"), period, "all", "any"))
    outside = additive(drawn.outside(unit(drawn, zone, "zones"), period, "all", "any"))
    unknown = additive(drawn.not_allocated("zones", period, "all", "any"))
    whole = additive(drawn.national(period, "all", "any"))
    if period == "2024":
        assert inside == outside == unknown == whole == [None] * 5
    else:
        assert [sum(parts) for parts in zip(inside, outside, unknown, strict=True)] == whole
        assert min(outside) >= 0


@pytest.mark.parametrize(
    ("pcode", "period", "sites", "status"),
    [
        ("ML07", "2021", (2, 0, 0), "recorded"),
        ("ML05", "2022", (0, 0, 1), "zero"),
        ("ML10", "2022", (0, 1, 0), "uncertain"),
        ("ML06", "2022", (None, None, None), "none_documented"),
    ],
)
def test_documented_sites_of_a_unit(drawn, pcode, period, sites, status):
    row = drawn.row("admin1", unit(drawn, pcode), period, "all", "any")
    assert (row["documented_sites"], row["uncertain_sites"], row["closed_sites"]) == sites
    assert measures.status(BY_KEY["documented_sites"], row) == status


@pytest.mark.parametrize(
    ("pcode", "period", "troops", "status"),
    [
        ("ML07", "2021", 450, "recorded"),
        ("ML07", "2022", 600, "recorded"),
        ("ML07", "2022-03", 600, "recorded"),
        ("ML10", "2022", 150, "recorded"),
        ("ML10", "2021", None, "none_documented"),
        ("ML05", "2022", None, "none_documented"),
        ("ML07", "2024", None, "no_data"),
    ],
)
def test_nominal_troops_of_a_unit_are_never_zero_where_none_are_listed(drawn, pcode, period, troops, status):
    row = drawn.row("admin1", unit(drawn, pcode), period, "all", "any")
    assert row["nominal_troops"] == troops
    assert measures.status(BY_KEY["nominal_troops"], row) == status


def test_nominal_troops_of_several_locations_add_up_and_follow_their_region(tmp_path):
    """Frame 2012 has Gao in Mopti; a location abroad is of no unit."""
    inputs = deep_worlds.deep_world(tmp_path)
    more = worlds.table(
        "site period latitude longitude nominal_troops source_id\n"
        "Gao 2022 16.3 1.2 600 un\nAnsongo 2022 15.2 1.7 20 un\nSévaré 2022 15.5 0.2 3 un\nNiamey 2022 15.5 9.9 4000 un"
    )
    checked = validate.validate("nominal_troops", more.assign(pcode=None), "drawn")
    once.publish(tmp_path / "data", replace(inputs, forces=replace(inputs.forces, nominal_troops=checked)))
    wanted = {"2016": {"ML05": 3, "ML07": 620, "ML10": None}, "2012": {"ML05": 623, "ML10": None}}
    for frame, expected in wanted.items():
        figures = store.read(tmp_path / "data").edition("brought", frame).figures
        found = {
            pcode: figures.row("admin1", unit(figures, pcode), "2022", "all", "any")["nominal_troops"]
            for pcode in expected
        }
        assert found == expected


def test_zones_have_no_population_and_nothing_listed(drawn):
    row = drawn.row("zones", unit(drawn, "niger-50", "zones"), "2022", "all", "any")
    assert (row["population"], row["documented_sites"], row["is_sites_covered"]) == (None, None, False)
    assert (row["nominal_troops"], row["is_troops_covered"]) == (None, False)
    assert row["area_km2"] > 10_000


@pytest.mark.parametrize(
    ("pcode", "period", "status"),
    [
        ("ML07", "2024", "no_data"),
        ("ML06", "2022", "none_recorded"),
        ("ML05", "2022", "best_zero"),
        ("ML07", "2022", "recorded"),
    ],
)
def test_the_drawn_world_holds_an_example_of_each_status(drawn, pcode, period, status):
    row = drawn.row("admin1", unit(drawn, pcode), period, "all", "any")
    assert measures.status(BY_KEY["fatalities_per_100k"], row) == status


def test_a_series_has_a_row_for_every_period(drawn):
    series = drawn.series("admin1", unit(drawn, "ML07"), "all", "any")
    assert [row["events"] for row in series] == [1, 1, 0, None]


def test_a_unit_that_is_not_there_is_none(drawn):
    assert drawn.unit("admin1", "ML99") is None
    assert drawn.unit("admin1", "ML07").name == "Gao"


def best(figures, level, pcode, period):
    if pcode is None:
        return figures.not_allocated(level, period, "all", "any")["fatalities_best"]
    return figures.row(level, unit(figures, pcode, level), period, "all", "any")["fatalities_best"]


@pytest.mark.parametrize(
    ("period", "gao", "menaka"),
    [
        ("2022", 12, 43),
        ("2022-03", 5, 0),
        ("2022-04", 0, 11),
        ("2022-05", 0, 0),  # an event that ends in May is of no month
        ("2022-06", 0, 19),
        ("2022-00", 7, 13),
        ("2021", 0, 17),
        ("2021-11", 0, 17),
        ("2021-00", 0, 0),  # no month is missing in 2021
        ("2021-10", None, None),  # before the file's first event
        ("2022-07", None, None),  # after its last
        ("2024", None, None),
        ("2024-00", None, None),
    ],
)
def test_a_month_is_zero_where_covered_and_none_before_the_first_event_and_after_the_last(deep, period, gao, menaka):
    assert (best(deep, "admin1", "ML07", period), best(deep, "admin1", "ML10", period)) == (gao, menaka)
    assert deep.is_covered(period) == (gao is not None)


@pytest.mark.parametrize("level", ["admin1", "admin2", "admin3", "grid", "zones"])
@pytest.mark.parametrize("year", ["2021", "2022"])
def test_the_months_and_the_unknown_one_are_the_year(deep, level, year):
    for pcode in [*(unit.pcode for unit in deep.units[level]), None]:
        months = [best(deep, level, pcode, period) for period in [*periods.months_of(year), periods.undated(year)]]
        assert sum(number or 0 for number in months) == best(deep, level, pcode, year)


@pytest.mark.parametrize("period", ["2021", "2022", "2022-03", "2022-04", "2022-00", "2021-10"])
@pytest.mark.parametrize("level", ["admin1", "admin2", "admin3", "grid"])
def test_units_and_not_allocated_are_the_country_at_every_level_and_period(deep, level, period):
    parts = [additive(deep.row(level, each, period, "all", "any")) for each in deep.units[level]]
    parts.append(additive(deep.not_allocated(level, period, "all", "any")))
    whole = additive(deep.national(period, "all", "any"))
    if whole[0] is None:
        assert {number for part in parts for number in part} == {None}
    else:
        assert [sum(numbers) for numbers in zip(*parts, strict=True)] == whole


@pytest.mark.parametrize("period", ["2022", "2022-04", "2022-00", "2022-07"])
def test_a_zone_of_any_distance_has_inside_and_outside_and_not_allocated(deep, period):
    unknown, whole = deep.not_allocated("zones", period, "all", "any"), deep.national(period, "all", "any")
    for kind, km in product(vocabulary.KINDS, vocabulary.FREE_DISTANCES_KM):
        zone = unit(deep, vocabulary.zone_id(kind, km), "zones")
        inside, outside = deep.row("zones", zone, period, "all", "any"), deep.outside(zone, period, "all", "any")
        if period == "2022-07":
            assert additive(inside) == additive(outside) == [None] * 5, zone.pcode
            continue
        for name in tables.ADDITIVE_NAMES:
            assert inside[name] + outside[name] + unknown[name] == whole[name], (zone.pcode, name)
            assert outside[name] >= 0, (zone.pcode, name)


@pytest.mark.parametrize(
    ("zone", "period", "expected"),
    [
        ("niger-10", "2022", 0),
        ("niger-15", "2022", 11),  # 0.1 degrees of longitude is 10.7 km
        ("niger-60", "2022", 11),
        ("niger-65", "2022", 24),  # and 0.6 degrees 64.3 km
        ("niger-65", "2022-00", 13),
        ("niger-65", "2022-04", 11),
        ("niger-65", "2021", 17),
        ("burkina-25", "2022", 11),
        ("both-15", "2022", 0),
        ("both-25", "2022", 11),
        ("either-200", "2022", 36),
    ],
)
def test_a_zone_counts_the_events_within_its_distance(deep, zone, period, expected):
    assert best(deep, "zones", zone, period) == expected
    assert best(deep, "zones", None, "2022") == 19  # too vague for any


def test_the_zones_of_the_shipped_distances_are_the_same_from_counts_and_from_events(deep):
    for kind in vocabulary.KINDS:
        for km in vocabulary.DISTANCES_KM:
            for (violence, family, period), numbers in deep.zone_counter.zone(kind, km).items():
                counted = deep.counts["zones", violence, family]
                assert counted[vocabulary.zone_id(kind, km), period] == numbers


def test_what_the_source_does_not_give_is_none_where_it_is_covered_too(drawn):
    absent = replace(drawn, absent=frozenset({"fatalities_low", "civilian_fatalities"}))
    row = absent.row("admin1", unit(drawn, "ML06"), "2022", "all", "any")
    assert additive(row) == [0, None, 0, 0, None]
    assert measures.count_status("civilian_fatalities", None, row) == "no_data"


def test_where_a_source_says_its_zeros_no_row_is_no_data(drawn):
    """As in counts by month: a unit whose name is in no row is not known to be without events."""
    explicit = replace(drawn, is_explicit=True)
    assert additive(explicit.row("admin1", unit(drawn, "ML06"), "2022", "all", "any")) == [None] * 5
    assert additive(explicit.row("admin1", unit(drawn, "ML07"), "2022", "all", "any")) == [1, 10, 12, 12, 12]
    assert additive(explicit.not_allocated("admin1", "2023", "all", "any")) == [0] * 5  # the country has its row


@pytest.mark.parametrize(
    ("year", "people", "expected"),
    [
        ("2012", "census", 400),
        ("2009", "year", 100),
        ("2022", "year", 400),
        ("2024", "year", 400),
        ("2015", "year", 190),
    ],
)
def test_people_grow_by_the_same_factor_each_year_between_two_censuses_and_stay(year, people, expected):
    """100 in 2009, 400 in 2022: in 2015 six of thirteen steps, 100 * 4 ** (6 / 13) = 189.6."""
    assert people_of(Unit("A", "A", 1.0, 400, population_before=100), year, people) == expected


@pytest.mark.parametrize(("now", "before"), [(None, 100), (400, None)])
def test_people_of_a_year_need_both_censuses(now, before):
    assert people_of(Unit("A", "A", 1.0, now, population_before=before), "2015", "year") is None
