from collections import Counter
from dataclasses import astuple

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import vocabulary
from geodata.counting import aggregate, tally
from geodata.figures import any_distance
from geodata.figures.any_distance import EventDistance
from geodata.schema.tables import ADDITIVE_NAMES
from tests import drawn_ged, random_worlds, worlds
from tests.examples import times

VIOLENCE = ("state_based", "one_sided")
FAMILIES = ("jnim", "is", "jnim_is")
distance = st.sampled_from([10.0, 25.0, 50.0, 50.001, 75.0, 100.0]) | st.floats(0, 300)
count = st.none() | st.integers(0, 9)
near = st.builds(
    EventDistance,
    km_to_niger=distance,
    km_to_burkina=distance,
    periods=st.sampled_from([("2021", "2021-03"), ("2022", "2022-03"), ("2022", "2022-00")]),
    violence=st.sampled_from(VIOLENCE),
    families=st.lists(st.sampled_from(FAMILIES), unique=True).map(tuple),
    counts=st.tuples(st.just(1), count, count),
)


def is_inside(event, kind, km):
    niger, burkina = event.km_to_niger <= km, event.km_to_burkina <= km
    return {"niger": niger, "burkina": burkina, "either": niger or burkina, "both": niger and burkina}[kind]


def slowly(events, kind, km, violence, family, period):
    """Over all events: null only where every event inside has a null there."""
    inside = [
        event
        for event in events
        if is_inside(event, kind, km)
        and violence in ("all", event.violence)
        and (family == "any" or family in event.families)
        and period in event.periods
    ]
    if not inside:
        return None
    by_count = zip(*(event.counts for event in inside), strict=True)
    given_counts = [[number for number in numbers if number is not None] for numbers in by_count]
    return tuple(sum(numbers) if numbers else None for numbers in given_counts)


@times(2, phases=random_worlds.NO_SHRINKING)
@given(
    events=st.lists(near, max_size=8),
    kind=st.sampled_from(vocabulary.KINDS),
    km=st.sampled_from(vocabulary.FREE_DISTANCES_KM),
)
def test_a_zone_of_any_distance_is_the_slow_way_over_all_events(events, kind, km):
    found = any_distance.ZoneCounter(events).zone(kind, km)
    asked = [
        (violence, family, period)
        for violence in ("all", *VIOLENCE)
        for family in ("any", *FAMILIES)
        for period in ("2021", "2022", "2021-03", "2022-03", "2022-00")
    ]
    for key in asked:
        assert found.get(key) == slowly(events, kind, km, *key)
    assert set(found) <= set(asked)


def test_a_zone_is_counted_once():
    found = any_distance.ZoneCounter([])
    assert found.zone("niger", 75) is found.zone("niger", 75)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, (1, None), (1, None)),
        ((1, None), (1, None), (2, None)),
        ((1, None), (1, 0), (2, 0)),
        ((1, 3), (1, None), (2, 3)),
    ],
)
def test_a_sum_is_null_only_where_both_are(one, other, expected):
    assert any_distance.plus(one, other) == expected


def rows(located):
    """The event rows as a build gives them back: what is missing is None."""
    return pa.Table.from_pandas(aggregate.event_rows(located), preserve_index=False).to_pylist()


@times(0.3, phases=random_worlds.NO_SHRINKING)
@given(drawing=random_worlds.drawings, drawn=random_worlds.drawn_events)
def test_at_25_50_and_100_km_a_zone_is_what_the_counts_say(drawing, drawn):
    units = worlds.units(drawing)
    located = aggregate.locate(drawn_ged.events(drawn), worlds.borders(units))
    made = aggregate.count(located, {"admin1": units}, frame="2016", rules={})
    found = any_distance.zone_counter_from(rows(located), ADDITIVE_NAMES)
    table = tally.with_all_violence(made.counts)
    inside = table[(table["level"] == "zones") & table["pcode"].notna()]
    counted = {
        (pcode, violence, family, period): tuple(int(number) for number in numbers)
        for _, _, pcode, period, violence, family, *numbers in inside.itertuples(index=False)
    }
    asked = {
        (vocabulary.zone_id(kind, km), *key): numbers
        for kind in vocabulary.KINDS
        for km in vocabulary.DISTANCES_KM
        for key, numbers in found.zone(kind, km).items()
    }
    assert asked == counted


def test_the_rows_of_a_build_are_read_with_families_and_imprecise_events_left_out():
    spec = [
        {"x": 2.9, "y": 15.5, "a": "JNIM", "b": "IS", "low": 1, "best": 2, "high": 3, "civilians": 0, "type": 2},
        {"x": 2.9, "y": 15.5, "prec": 3},
        {"x": 2.9, "y": 15.5, "date_prec": 5, "a": "IS", "b": "Civilians", "type": 3},
    ]
    units = worlds.units(worlds.DRAWING)
    located = aggregate.locate(drawn_ged.events(spec), worlds.borders(units))
    found = any_distance.zone_counter_from(rows(located), ADDITIVE_NAMES).zone("niger", 15)
    assert found["all", "any", "2022"] == (2, 2, 3, 4, 0)
    assert found["all", "any", "2022-03"] == found["non_state", "jnim_is", "2022-03"] == (1, 1, 2, 3, 0)
    assert found["one_sided", "is", "2022-00"] == (1, 1, 1, 1, 0)
    families = Counter(family for violence, family, period in found if (violence, period) == ("all", "2022"))
    assert set(families) == {"any", "jnim", "is", "jnim_is"}


def test_an_event_that_gives_one_number_of_deaths_counts_it_and_nothing_for_the_others():
    made = EventDistance(1.0, 2.0, ("2022", "2022-03"), "battles", (), (1, None, 5, None, None))
    assert astuple(made)[-2] == (1, None, 5, None, None)
    zone = any_distance.ZoneCounter([made, made]).zone("both", 10)
    assert zone["all", "any", "2022"] == zone["battles", "any", "2022-03"] == (2, None, 10, None, None)
