from collections import Counter
from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import periods, vocabulary
from geodata.counting import actors, aggregate, decoded, tally
from geodata.errors import DataError
from geodata.placing import zones
from geodata.placing.unit_index import Indexes
from geodata.schema import tables, validate
from tests import batches, deep_worlds, drawn_ged, random_worlds, worlds
from tests.examples import times

NAMES = {
    "events": None,
    "fatalities_low": "low",
    "fatalities_best": "best",
    "fatalities_high": "high",
    "civilian_fatalities": "civilians",
}
"""The additive counts and what they are called in a drawn event."""
PARTITIONS = ("admin1", "admin2", "admin3", "grid")
"""Levels at which units and not allocated are the country."""


def totals(table):
    """{(period, violence type, family, count): sum} over the rows of counts of a level."""
    found = Counter()
    for row in table.to_dict("records"):
        for name in tables.ADDITIVE_NAMES:
            found[row["period"], row["violence_type"], row["actor_family"], name] += row[name]
    return +found


def month_of(event):
    """The slow obvious way to a drawn event's month."""
    start, end = (event.get(name, f"03/27/{event['year']}") for name in ("date_start", "date_end"))
    year = str(event["year"])
    is_known = start[:2] == end[:2] and start[6:10] == end[6:10] == year and int(event.get("date_prec", 1)) < 5
    return f"{year}-{start[:2] if is_known else '00'}"


@cache
def families_of(side_a, side_b):
    belongs = actors.families(pd.DataFrame({"side_a": [side_a], "side_b": [side_b]})).iloc[0]
    return [name for name in vocabulary.FAMILIES if belongs[name]]


def slow_totals(drawn):
    """The same from the drawn events, one at a time, each in its year and in its month."""
    found = Counter()
    for event in drawn:
        violence = vocabulary.VIOLENCE_TYPES[event["type"] - 1]
        for family in ("any", *families_of(event["a"], event["b"])):
            for name, key in NAMES.items():
                for period in (str(event["year"]), month_of(event)):
                    found[period, violence, family, name] += event[key] if key else 1
    return +found


def months_summed(found):
    """The totals by month added up to years."""
    summed = Counter()
    for (period, *rest), number in found.items():
        if periods.is_month(period):
            summed[(periods.year_of(period), *rest)] += number
    return +summed


def years_only(found):
    return Counter({key: number for key, number in found.items() if not periods.is_month(key[0])})


when = st.sampled_from(
    [
        {},
        {"date_start": "01/31/{}", "date_end": "01/31/{}"},
        {"date_start": "01/31/{}", "date_end": "02/01/{}"},  # spans months
        {"date_start": "12/01/{}", "date_end": "12/31/{}", "date_prec": "4"},
        {"date_start": "06/15/{}", "date_end": "06/15/{}", "date_prec": "5"},
    ]
)
dated_events = st.lists(
    st.tuples(random_worlds.drawn_event, when).map(
        lambda pair: {**pair[0], **{key: text.format(pair[0]["year"]) for key, text in pair[1].items()}}
    ),
    min_size=1,
    max_size=8,
)
"""Drawn events, some of which have no month."""


@times(0.5, phases=random_worlds.NO_SHRINKING)
@given(drawing=random_worlds.drawings, drawn=dated_events)
def test_units_and_not_allocated_are_the_country_for_every_count_period_and_breakdown(drawing, drawn):
    table = drawn_ged.events(drawn)
    index = Indexes().of(worlds.units(drawing), "2016", "admin1")
    made = batches.tallied(table, [index])
    found = decoded.in_frame(made, [index])
    assert totals(found.counts) == slow_totals(drawn)
    account = found.accounting
    assert account["events"].sum() == len(drawn)
    assert account["fatalities_best"].sum() == sum(event["best"] for event in drawn)
    by_year = Counter(str(event["year"]) for event in drawn)
    assert account.groupby("period")["events"].sum().to_dict() == by_year


def deep_counts(drawing, drawn):
    """The counts of drawn events in regions, cercles and communes."""
    units = worlds.units(drawing)
    located = aggregate.locate(drawn_ged.events(drawn), worlds.borders(units))
    return aggregate.count(located, deep_worlds.divided(units, units), frame="2016", rules={})


@times(0.2, phases=random_worlds.NO_SHRINKING)
@given(drawing=random_worlds.drawings, drawn=dated_events)
def test_every_level_adds_up_and_zones_inside_outside_and_unknown_do_too(drawing, drawn):
    made = deep_counts(drawing, drawn)
    levels = {name: made.counts[made.counts["level"] == name] for name in (*PARTITIONS, "country", "zones")}
    whole = slow_totals(drawn)
    for level in ("country", *PARTITIONS):
        assert totals(levels[level]) == whole
    assert months_summed(whole) == years_only(whole)
    tally.require_whole(tally.with_all_violence(made.counts))
    assert made.accounting.groupby("level")["events"].sum().to_dict() == dict.fromkeys(PARTITIONS, len(drawn))
    distance = zones.distances(drawn_ged.events(drawn), worlds.borders(worlds.units(drawing)))
    unknown = slow_totals([event for event in drawn if event["prec"] > 2])
    assert totals(levels["zones"][levels["zones"]["pcode"].isna()]) == unknown
    for kind in vocabulary.KINDS:
        is_near = zones.is_inside(distance, kind, 100).tolist()
        inside = totals(levels["zones"][levels["zones"]["pcode"] == vocabulary.zone_id(kind, 100)])
        far = [event for event, near in zip(drawn, is_near, strict=True) if event["prec"] <= 2 and not near]
        assert inside + slow_totals(far) + unknown == slow_totals(drawn)


@pytest.mark.parametrize("level", PARTITIONS)
@pytest.mark.parametrize("name", tables.ADDITIVE_NAMES)
def test_a_table_that_does_not_add_up_is_refused_with_level_and_key(level, name):
    table = tally.with_all_violence(whole_counts())
    tally.require_whole(table)
    chosen = (table["level"] == level) & (table["period"] == "2022-03") & (table["violence_type"] == "one_sided")
    row = table[chosen & (table["actor_family"] == "is")].index[0]
    country = table[(table["level"] == "country") & (table["period"] == "2022-03")]
    country = country[(country["violence_type"] == "one_sided") & (country["actor_family"] == "is")]
    expected = int(country[name].iloc[0])
    table.loc[row, name] += 1
    assert refused(table) == (
        f"counts at {level}: {name} of 2022-03, one_sided, is: units and not allocated are {expected + 1}. "
        f"Expected: {expected}, the country's."
    )


@pytest.mark.parametrize("level", PARTITIONS)
def test_a_lost_or_invented_row_is_refused_too(level):
    table = tally.with_all_violence(whole_counts())
    of_level = table["level"] == level
    assert f"counts at {level}: events of " in refused(table.drop(index=table[of_level].index[0]))
    invented = table[of_level].head(1).assign(period="2020")
    assert f"counts at {level}: events of 2020, " in refused(pd.concat([table, invented], ignore_index=True))
    emptied = table.copy()
    emptied.loc[of_level, "fatalities_low"] = pd.NA
    assert f"counts at {level}: fatalities_low of " in refused(emptied)


def test_a_level_that_the_source_does_not_have_is_not_asked_for():
    table = tally.with_all_violence(whole_counts())
    tally.require_whole(table[table["level"].isin(["country", "admin1"])])


def test_a_count_that_the_source_gives_nowhere_is_null_everywhere_and_adds_up():
    units = worlds.units(worlds.DRAWING)
    table = drawn_ged.events(worlds.EVENTS).assign(fatalities_low=pd.NA, fatalities_high=pd.NA)
    table = validate.validate("events", table, "drawn")
    made = aggregate.count(aggregate.locate(table, worlds.borders(units)), {"admin1": units}, frame="2016", rules={})
    found = tally.with_all_violence(made.counts)
    assert found[["fatalities_low", "fatalities_high"]].isna().all(axis=None)
    assert found["fatalities_best"].notna().all()
    tally.require_whole(found)


def refused(table):
    with pytest.raises(DataError) as caught:
        tally.require_whole(table)
    return caught.value.text


@cache
def whole_counts():
    return deep_counts(worlds.DRAWING, worlds.EVENTS).counts


def drawn_aggregate(spec=worlds.EVENTS):
    units = worlds.units(worlds.DRAWING)
    return aggregate.from_events(drawn_ged.events(spec), units, worlds.borders(units), frame="2016")


def test_the_accounting_covers_units_and_grid_with_basis_and_reason():
    table = drawn_aggregate().accounting
    assert table.groupby("level")["events"].sum().to_dict() == {"admin1": 7, "grid": 7}
    assert set(table["period"]) == {"2021", "2022", "2023"}
    lost = table[~table["allocated"]]
    assert lost[["level", "period", "basis", "reason", "events", "fatalities_best"]].to_numpy().tolist() == [
        ["admin1", "2022", "none", "precision_too_low", 1, 2],
        ["grid", "2022", "none", "precision_too_low", 2, 2],
    ]


def test_years_before_the_first_are_left_out():
    made = drawn_aggregate([{"year": 2011, "best": 7}, {"year": 2012, "best": 1}, {"year": 2014, "best": 2}])
    assert made.years == (2012, 2014)  # 2013 is not in the file: not covered
    country = made.counts[(made.counts["level"] == "country") & (made.counts["actor_family"] == "any")]
    country = country[~country["period"].map(periods.is_month)]
    assert country[["period", "fatalities_best"]].to_numpy().tolist() == [["2012", 1], ["2014", 2]]


def test_rows_of_all_violence_are_the_sum_of_the_three_types():
    spec = [{"type": number, "best": 10**number, "high": 10**number} for number in (1, 2, 3)]
    table = tally.with_all_violence(drawn_aggregate(spec).counts)
    is_asked = (table["level"] == "country") & (table["actor_family"] == "any") & (table["period"] == "2022")
    row = table[is_asked].set_index("violence_type")
    assert row["fatalities_best"].to_dict() == {
        "state_based": 10,
        "non_state": 100,
        "one_sided": 1000,
        "all": 1110,
    }
    nowhere = [{"region": "", "prec": 6}, {"region": "", "prec": 6, "type": 2}]
    lost = tally.with_all_violence(drawn_aggregate(nowhere).counts)
    lost = lost[(lost["level"] == "admin1") & (lost["actor_family"] == "any") & (lost["period"] == "2022")]
    lost = lost.set_index("violence_type")
    assert lost.loc["all", "events"] == 2
    assert lost["pcode"].isna().all()


def test_an_aggregate_is_written_by_year_and_read_the_same(tmp_path):
    made = drawn_aggregate()
    aggregate.write(made, tmp_path)
    back = aggregate.read(tmp_path, range(2021, 2024))
    pd.testing.assert_frame_equal(back.accounting, made.accounting)
    assert (back.years, back.months) == ((2021, 2022, 2023), ())
    yearly = made.counts[~made.counts["period"].map(periods.is_month)]
    assert 0 < len(yearly) < len(made.counts)
    beside = made.beside[~made.beside["period"].map(periods.is_month)].reset_index(drop=True)
    pd.testing.assert_frame_equal(back.beside, beside)
    assert set(beside["beside"]) == {"exact"}
    for level, table in yearly.groupby("level"):
        found = back.counts[back.counts["level"] == level].reset_index(drop=True)
        pd.testing.assert_frame_equal(found, table.reset_index(drop=True))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "accounting.csv",
        *(f"counts_{level}.csv" for level in ("admin1", "beside", "country", "grid", "zones")),
    ]


@pytest.mark.parametrize("name", tables.ADDITIVE_NAMES)
def test_no_event_has_no_row_and_an_event_of_none_killed_has_a_zero(name):
    zero = dict.fromkeys(("low", "best", "high", "civilians"), 0)
    table = drawn_aggregate([zero]).counts
    admin1 = table[(table["level"] == "admin1") & (table["actor_family"] == "any")]
    assert admin1["pcode"].tolist() == ["ML05", "ML05"]
    assert admin1["period"].tolist() == ["2022", "2022-03"]
    assert admin1[name].tolist() == [1 if name == "events" else 0] * 2


def test_disagreements_are_the_named_units_whose_point_lies_elsewhere_most_events_first():
    spec = [
        {"region": "Mopti", "x": 1.5, "best": 3},
        {"region": "Mopti", "x": 1.5, "best": 4},
        {"region": "Mopti", "x": 9, "best": 5},
        {"region": "Gao", "x": 0.5, "best": 6},
        {"region": "Mopti", "x": 0.5},  # they agree
        {"x": 1.5},  # nobody is named
        {"region": "Nowhere", "x": 1.5},
    ]
    table, units = drawn_ged.events(spec), worlds.units("P G M")
    index = Indexes().of(units, "2016", "admin1")
    found = decoded.in_frame(batches.tallied(table, [index]), [index]).disagreements
    rows = found.astype(object).where(found.notna(), None).to_numpy().tolist()
    assert rows == [
        ["2016", "admin1", "ML05", "ML07", 2, 7],
        ["2016", "admin1", "ML05", None, 1, 5],
        ["2016", "admin1", "ML07", "ML05", 1, 6],
    ]
