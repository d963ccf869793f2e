import pytest

from geodata import build, columns, measures, store
from geodata.measures import BY_KEY
from tests import worlds


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    build.publish(folder, worlds.world(folder))
    return store.read(folder).figures


def unit(figures, pcode, level="admin1"):
    return next(unit for unit in figures.units[level] if unit.pcode == pcode)


def additive(row):
    return [row[name] for name in columns.ADDITIVE_NAMES]


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


def test_zones_have_no_population_and_no_sites(drawn):
    row = drawn.row("zones", unit(drawn, "niger-50", "zones"), "2022", "all", "any")
    assert (row["population"], row["documented_sites"], row["is_sites_covered"]) == (None, None, False)
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


def test_pooled_values_are_every_unit_and_covered_period(drawn):
    values = drawn.pooled(BY_KEY["events_per_100k"], "admin1")
    assert len(values) == 4 * 3
    assert sorted(value for value in values if value) == pytest.approx([1 / 3, 1 / 3, 0.5, 1, 1])


def test_pooled_changes_are_the_sizes_between_any_two_periods(drawn):
    changes = drawn.pooled_changes(BY_KEY["events_per_100k"], "admin1")
    assert len(changes) == 4 * 3
    assert sorted(change for change in changes if change) == pytest.approx([1 / 3] * 2 + [0.5] * 2 + [1] * 2)


def test_a_series_has_a_row_for_every_period(drawn):
    series = drawn.series("admin1", unit(drawn, "ML07"), "all", "any")
    assert [row["events"] for row in series] == [1, 1, 0, None]
