"""Counts that stand beside a unit's own: of events that name it and are placed in none, and a zone's exact points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.builds import store
from geodata.builds.store import Edition
from geodata.counting import decoded
from geodata.figures.figures import Figures
from geodata.names import NameRule
from geodata.placing import place
from geodata.placing.unit_index import Indexes
from geodata.schema.tables import ADDITIVE_NAMES
from tests import batches, deep_worlds, drawn_ged, once, random_worlds, worlds

CERCLES = {"A": ("A",), "B": ("B",), "Both": ("A", "B"), "": (), "Nowhere": ()}
"""The units that a cercle's name means."""
RULES = [NameRule("", name.lower(), None, meant) for name, meant in CERCLES.items() if meant]
SPEC = """
id year x    y     prec region     cercle   type a    b         low best high civilians date_start date_end
e1 2022 1.73 15.53 1    Gao_region .        3    IS   Civilians 10  12   12   12        2022-03-05 2022-03-05
e2 2022 1.73 15.53 5    Gao_region Gao_East 3    JNIM Civilians 3   5    9    5         2022-03-06 2022-03-06
e3 2022 1.23 15.53 4    Gao_region Gao_East 3    IS   Civilians 2   2    2    1         2022-04-06 2022-04-06
e4 2022 1.23 15.53 5    Gao_region .        3    IS   Civilians 1   1    1    1         2022-03-06 2022-03-06
e5 2021 1.23 15.53 6    Gao_region Gao_East 1    IS   JNIM      7   7    7    0         2021-03-06 2021-03-06
e6 2022 1.83 15.03 2    Gao_region Gao_East 3    IS   Civilians 4   4    4    4         2022-03-09 2022-03-09
"""
"""Of Gao East: e1 lies there, e6 names it and is placed; e2, e3 and e5 name it alone. e4 names no cercle."""
NAMED = {"2022": (2, 5, 7, 11, 6), "2022-03": (1, 3, 5, 9, 5), "2022-04": (1, 2, 2, 2, 1), "2021": (1, 7, 7, 7, 0)}


drawn_events = st.lists(
    st.fixed_dictionaries(
        {
            "x": random_worlds.anywhere,
            "y": random_worlds.anywhere.map(lambda number: worlds.SOUTH + number),
            "prec": st.integers(1, 7),
            "cercle": st.sampled_from(list(CERCLES)),
            "best": st.integers(0, 50),
            "type": st.integers(1, 3),
        }
    ),
    min_size=1,
    max_size=12,
)


@given(drawn=drawn_events)
def test_an_event_stands_beside_the_one_unit_that_it_names_where_it_is_placed_in_none(drawn):
    """Against the slow obvious way; a name of several units stands beside none."""
    units = worlds.units("A B\nA B")
    table = drawn_ged.events(drawn)
    index = Indexes().of(units, "2016", "admin2", RULES)
    found = decoded.in_frame(batches.tallied(table, [index]), [index]).named
    yearly = found[(found["period"] == "2022") & (found["actor_family"] == "any")].groupby("pcode")["fatalities_best"]
    expected: dict[str, int] = {}
    for event in drawn:
        meant = CERCLES[event["cercle"]]
        if event["prec"] > place.UCDP.limit["admin2"] and len(meant) == 1:
            expected[meant[0]] = expected.get(meant[0], 0) + event["best"]
    assert {pcode: int(deaths) for pcode, deaths in yearly.sum().items()} == expected


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Edition:
    folder = tmp_path_factory.mktemp("named")
    once.publish(folder, deep_worlds.with_gao_east(deep_worlds.deep_world(folder, SPEC)))
    return store.read(folder).edition("brought", "2016")


@pytest.fixture
def figures(edition) -> Figures:
    return edition.figures


def additive(row):
    return tuple(row[name] for name in ADDITIVE_NAMES)


@pytest.mark.parametrize(("period", "expected"), NAMED.items())
def test_a_unit_has_what_names_it_beside_its_own_counts(figures, period, expected):
    unit = figures.unit("admin2", "ML0702")
    assert additive(figures.named("admin2", unit, period, "all", "any")) == expected
    assert additive(figures.named_in_all("admin2", period, "all", "any")) == expected
    other = figures.unit("admin2", "ML0701")
    assert additive(figures.named("admin2", other, period, "all", "any")) == (0,) * 5
    assert figures.has_any_named("admin2")
    assert not figures.has_any_named("admin3")


def test_filters_hold_for_what_is_named_too(figures):
    unit = figures.unit("admin2", "ML0702")
    assert additive(figures.named("admin2", unit, "2022", "all", "jnim")) == (1, 3, 5, 9, 5)
    assert additive(figures.named("admin2", unit, "2022", "state_based", "any")) == (0,) * 5
    assert additive(figures.named("admin2", unit, "2019", "all", "any")) == (None,) * 5


@pytest.mark.parametrize("period", ["2021", "2022", "2022-03", "2022-04", "2022-00"])
@pytest.mark.parametrize("family", ["any", "is", "jnim"])
def test_units_and_not_allocated_are_the_country_with_the_named_as_without(figures, period, family):
    for level in ("admin1", "admin2", "admin3"):
        for one in (figures, figures.with_named()):
            rows = [one.row(level, unit, period, "all", family) for unit in one.units[level]]
            whole = [*rows, one.not_allocated(level, period, "all", family)]
            for name in ADDITIVE_NAMES:
                assert sum(row[name] for row in whole) == one.national(period, "all", family)[name]


def test_with_the_named_a_unit_counts_both_and_the_figures_without_stay_as_they_are(figures):
    unit = figures.unit("admin2", "ML0702")
    apart, both = (one.row("admin2", unit, "2022-03", "all", "any") for one in (figures, figures.with_named()))
    assert (apart["events"], both["events"]) == (2, 3)
    assert (apart["fatalities_best"], both["fatalities_best"]) == (16, 21)
    assert figures.with_named().with_named() == figures.with_named()
    assert additive(figures.with_named().named("admin2", unit, "2022", "all", "any")) == NAMED["2022"]


@pytest.mark.parametrize("km", [50, 75, 100, 200])
@pytest.mark.parametrize("kind", ["niger", "burkina", "either", "both"])
def test_a_zone_tells_its_exact_points(edition, kind, km):
    """At the standard distances as at any other, against each event's own distances."""
    zone = edition.figures.unit("zones", f"{kind}-{km}")
    inside = []
    for event in edition.table("events"):
        near = [
            event[f"km_to_{border}"] is not None and event[f"km_to_{border}"] <= km for border in ("niger", "burkina")
        ]
        is_in = {"niger": near[0], "burkina": near[1], "either": any(near), "both": all(near)}[kind]
        if is_in and event["where_precision"] == 1:
            inside.append(event)
    for year in ("2021", "2022"):
        found = edition.figures.exact(zone, year, "all", "any")
        here = [event for event in inside if event["year"] == year]
        assert found["events"] == len(here)
        assert found["fatalities_best"] == sum(event["fatalities_best"] for event in here)
        assert found["events"] <= edition.figures.row("zones", zone, year, "all", "any")["events"]
