from collections import Counter

import pandas as pd
import pytest
from hypothesis import Phase, given, settings

from geodata import aggregate, columns, counts, events, placing, vocabulary, zones
from tests import worlds

NAMES = {
    "events": None,
    "fatalities_low": "low",
    "fatalities_best": "best",
    "fatalities_high": "high",
    "civilian_fatalities": "civilians",
}
"""The additive counts and what they are called in a drawn event."""


def totals(table):
    """{(period, violence type, family, count): sum} over the rows of counts of a level."""
    found = Counter()
    for row in table.to_dict("records"):
        for name in columns.ADDITIVE_NAMES:
            found[row["period"], row["violence_type"], row["actor_family"], name] += row[name]
    return +found


def slow_totals(drawn):
    """The same from the drawn events, one at a time."""
    found = Counter()
    flags = events.families(worlds.events(drawn))
    for event, (_, belongs) in zip(drawn, flags.iterrows(), strict=True):
        violence = vocabulary.VIOLENCE_TYPES[event["type"] - 1]
        for family in ["any", *(name for name in vocabulary.FAMILIES if belongs[name])]:
            for name, key in NAMES.items():
                found[str(event["year"]), violence, family, name] += event[key] if key else 1
    return +found


@settings(deadline=None, max_examples=20, database=None)
@given(drawing=worlds.drawings, drawn=worlds.drawn_events)
def test_units_and_not_allocated_are_the_country_for_every_count_period_and_breakdown(drawing, drawn):
    table = worlds.events(drawn)
    placed = placing.place(table, worlds.units(drawing), frame="2016", level="admin1")
    tallied = counts.tally(table, placed["pcode"], events.families(table), frame="2016", level="admin1")
    assert totals(tallied) == slow_totals(drawn)
    account = counts.account(table, placed)
    assert account["events"].sum() == len(drawn)
    assert account["fatalities_best"].sum() == sum(event["best"] for event in drawn)
    by_year = Counter(str(event["year"]) for event in drawn)
    assert account.groupby("period")["events"].sum().to_dict() == by_year


@settings(deadline=None, max_examples=10, database=None, phases=[Phase.generate])  # shrinking would take minutes
@given(drawing=worlds.drawings, drawn=worlds.drawn_events)
def test_every_level_adds_up_and_zones_inside_outside_and_unknown_do_too(drawing, drawn):
    units = worlds.units(drawing)
    borders = worlds.borders(units)
    made = aggregate.from_events(worlds.events(drawn), units, borders, frame="2016")
    levels = {name: made.counts[made.counts["level"] == name] for name in ("country", "admin1", "zones", "grid")}
    for level in ("country", "admin1", "grid"):
        assert totals(levels[level]) == slow_totals(drawn)
    distance = zones.distances(worlds.events(drawn), borders)
    unknown = slow_totals([event for event in drawn if event["prec"] > 2])
    assert totals(levels["zones"][levels["zones"]["pcode"].isna()]) == unknown
    for kind in vocabulary.KINDS:
        is_near = zones.is_inside(distance, kind, 100).tolist()
        inside = totals(levels["zones"][levels["zones"]["pcode"] == vocabulary.zone_id(kind, 100)])
        far = [event for event, near in zip(drawn, is_near, strict=True) if event["prec"] <= 2 and not near]
        assert inside + slow_totals(far) + unknown == slow_totals(drawn)


def drawn_aggregate(spec=worlds.EVENTS):
    units = worlds.units(worlds.DRAWING)
    return aggregate.from_events(worlds.events(spec), units, worlds.borders(units), frame="2016")


def test_the_accounting_covers_units_and_grid_with_basis_and_reason():
    table = drawn_aggregate().accounting
    assert table.groupby("level")["events"].sum().to_dict() == {"admin1": 7, "grid": 7}
    lost = table[~table["allocated"]]
    assert lost[["level", "period", "basis", "reason", "events", "fatalities_best"]].to_numpy().tolist() == [
        ["admin1", "2022", "none", "precision_too_low", 1, 2],
        ["grid", "2022", "none", "precision_too_low", 2, 2],
    ]


def test_years_before_the_first_are_left_out():
    made = drawn_aggregate([{"year": 2011, "best": 7}, {"year": 2012, "best": 1}, {"year": 2014, "best": 2}])
    assert made.years == (2012, 2014)  # 2013 is not in the file: not covered
    country = made.counts[(made.counts["level"] == "country") & (made.counts["actor_family"] == "any")]
    assert country[["period", "fatalities_best"]].to_numpy().tolist() == [["2012", 1], ["2014", 2]]


def test_rows_of_all_violence_are_the_sum_of_the_three_types():
    spec = [{"type": number, "best": 10**number, "high": 10**number} for number in (1, 2, 3)]
    table = counts.with_all_violence(drawn_aggregate(spec).counts)
    row = table[(table["level"] == "country") & (table["actor_family"] == "any")].set_index("violence_type")
    assert row["fatalities_best"].to_dict() == {
        "state_based": 10,
        "non_state": 100,
        "one_sided": 1000,
        "all": 1110,
    }
    nowhere = [{"region": "", "prec": 6}, {"region": "", "prec": 6, "type": 2}]
    lost = counts.with_all_violence(drawn_aggregate(nowhere).counts)
    lost = lost[(lost["level"] == "admin1") & (lost["actor_family"] == "any")].set_index("violence_type")
    assert lost.loc["all", "events"] == 2
    assert lost["pcode"].isna().all()


def test_an_aggregate_written_and_read_is_the_same(tmp_path):
    made = drawn_aggregate()
    aggregate.write(made, tmp_path)
    back = aggregate.read(tmp_path, range(2021, 2024))
    pd.testing.assert_frame_equal(back.accounting, made.accounting)
    for level, table in made.counts.groupby("level"):
        found = back.counts[back.counts["level"] == level].reset_index(drop=True)
        pd.testing.assert_frame_equal(found, table.reset_index(drop=True))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "accounting.csv",
        *(f"counts_{level}.csv" for level in ("admin1", "country", "grid", "zones")),
    ]


@pytest.mark.parametrize("name", columns.ADDITIVE_NAMES)
def test_no_event_has_no_row_and_an_event_of_none_killed_has_a_zero(name):
    zero = dict.fromkeys(("low", "best", "high", "civilians"), 0)
    table = drawn_aggregate([zero]).counts
    admin1 = table[(table["level"] == "admin1") & (table["actor_family"] == "any")]
    assert admin1["pcode"].tolist() == ["ML05"]
    assert admin1[name].tolist() == [1 if name == "events" else 0]
