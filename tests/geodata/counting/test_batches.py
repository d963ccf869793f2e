"""Batches: however events are divided and in whatever order, the sums are the same; and none is lost unseen."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.counting import batch_tally, decoded, sums
from geodata.counting.batch_tally import combine
from geodata.counting.sums import Kinds, Sums, Values
from geodata.errors import DataError
from geodata.names import NameRule
from geodata.placing.unit_index import Indexes
from tests import batches, drawn_ged, random_worlds, worlds
from tests.examples import times

RULES = [NameRule("nowhere", "", None, ("A", "B"))]


def same(one, other):
    """True if two tallies hold the same numbers, bit for bit."""
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    return one == other


def indexes(drawing):
    units, made = worlds.units(drawing), Indexes()
    known = [rule for rule in RULES if set(rule.pcodes) <= set(units["pcode"])]
    return [made.of(units, "2016", level, known) for level in ("admin1", "admin2", "admin3")]


@times(0.5, phases=random_worlds.NO_SHRINKING)
@given(
    drawing=random_worlds.drawings,
    drawn=st.lists(random_worlds.drawn_event, min_size=1, max_size=12),
    data=st.data(),
    lacking=st.sets(st.sampled_from(["fatalities_low", "fatalities_high", "civilian_fatalities"])),
)
def test_any_division_into_batches_in_any_order_and_any_tree_gives_the_same_sums(drawing, drawn, data, lacking):
    table = drawn_ged.events(drawn).reset_index(drop=True)
    for name in lacking:
        table.loc[table["fatalities_best"] % 2 == 0, name] = pd.NA
    found = indexes(drawing)
    whole = combine([batches.tallied(table, found)])
    of = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(table), max_size=len(table))))
    order = data.draw(st.permutations(range(4)))
    shuffled = table.sample(frac=1, random_state=data.draw(st.integers(0, 99)))
    parts = [batches.tallied(shuffled[of == number], found) for number in order]
    flat = combine(parts)
    tree = combine([combine(parts[:1]), combine([combine(parts[1:3]), combine(parts[3:])])])
    assert same(flat, whole)
    assert same(tree, whole)
    assert decoded.in_frame(whole, found).counts.equals(decoded.in_frame(tree, found).counts)


@pytest.fixture(scope="module")
def made():
    found = indexes("A B\nA .")
    table = drawn_ged.events([{"x": 0.5}, {"x": 9, "y": 9}, {"region": "Nowhere", "prec": 5}, {"x": 1.5, "y": 16.5}])
    return batches.tallied(table, found)


def test_events_without_a_unit_are_among_the_sums_and_nothing_is_lost(made):
    for level in made.levels.values():
        lost = level.units.numbers[0][sums.units_of(level.units.keys) < 0]
        assert lost.sum() == 2
        assert level.units.events == made.events == 4
    assert combine([made, made]).events == 8


LOST = {
    "those without a unit": lambda level: replace(level, units=of_units(level.units)),
    "one of a unit": lambda level: replace(level, units=level.units.at(slice(-1))),
    "a reason": lambda level: replace(level, account=cut(level.account)),
}


def of_units(found: Sums) -> Sums:
    """The sums as a groupby that drops null keys gives them."""
    start = int(np.searchsorted(sums.units_of(found.keys), 0))
    return found.at(slice(start, None))


def cut(pairs):
    return type(pairs)(*(getattr(pairs, field.name)[1:] for field in fields(pairs)))


@pytest.mark.parametrize("what", LOST)
def test_a_tally_that_lost_an_event_is_refused_with_both_numbers(made, what):
    key, level = next(iter(made.levels.items()))
    lost = replace(made, levels={**made.levels, key: LOST[what](level)})
    with pytest.raises(DataError, match=r"counted in units and in none, and \d have a reason.*Expected: 8, "):
        combine([made, lost])


def test_a_tally_that_lacks_a_level_or_cells_or_zones_is_refused(made):
    for lost in (replace(made, levels={}), replace(made, cells=Sums()), replace(made, zones=Sums())):
        with pytest.raises(DataError, match="as many as were given"):
            combine([made, lost])


def test_sums_by_list_and_by_sorting_are_the_same_and_exact_beyond_what_fractions_hold(monkeypatch):
    random = np.random.default_rng(14)
    size = 3_000
    units, attribute = random.integers(-1, 40, size), random.integers(0, 50, size)
    numbers = [random.integers(0, 10**9, size), random.integers(0, 9, size), random.integers(0, 2**60, size) // size]
    values = Values([*numbers, np.zeros(size, np.int64)], [None, None, random.random(size) < 0.2, None])
    listed = sums.sums(units, -1, 39, Kinds.of(attribute), values)
    monkeypatch.setattr(sums, "_DENSE", 0)
    assert same(listed, sums.sums(units, -1, 39, Kinds.of(attribute), values))
    keys = sums.key_of(units, attribute)
    for at in (0, len(listed.keys) // 2, len(listed.keys) - 1):
        is_in = keys == listed.keys[at]
        assert [int(column[at]) for column in listed.numbers] == [
            is_in.sum(),
            *(int(one[is_in].sum()) for one in values.numbers),
        ]
        assert listed.missing[2][at] == (is_in & values.missing[2]).sum()


def test_a_tally_of_nothing_is_neutral(made):
    nothing = batches.tallied(drawn_ged.events([]), indexes("A B\nA ."))
    assert nothing.events == 0
    assert same(combine([nothing, made]), combine([made]))
    assert batch_tally.combine([nothing]).cells.events == 0


def test_sums_of_pairs_of_measures_are_those_of_adding_each(monkeypatch):
    random = np.random.default_rng(14)
    units, kinds = random.integers(-1, 40, 5_000), sums.Kinds.of(random.integers(0, 9, 5_000))
    values = sums.Values([random.integers(0, most, 5_000) for most in (2, 9, 1_000, 30)], [None, units > 3, None, None])
    ways = {}
    for way, name, number in (("pairs", "_FIELD_BITS", 26), ("each", "_FIELD_BITS", 4), ("sorted", "_DENSE", 0)):
        monkeypatch.undo()
        monkeypatch.setattr(sums, name, number)
        ways[way] = sums.sums(units, -1, 39, kinds, sums.Values(values.numbers, values.missing))
    for one in (ways["each"], ways["sorted"]):
        np.testing.assert_array_equal(one.keys, ways["pairs"].keys)
        np.testing.assert_array_equal(one.numbers, ways["pairs"].numbers)
        np.testing.assert_array_equal(one.missing[1], ways["pairs"].missing[1])
    assert ways["pairs"].numbers[3].sum() == values.numbers[2].sum()
