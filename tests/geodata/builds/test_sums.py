"""The sums of a build: units and not allocated are the country at every level, and what does not add up stops it."""

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given

from geodata import periods
from geodata.builds import assemble, count_sources, store
from geodata.errors import DataError
from geodata.schema import tables
from tests import deep_worlds, once, random_worlds, worlds
from tests.examples import times
from tests.geodata.builds.read import PARTITIONS, best


@pytest.mark.parametrize("level", ["admin1", "grid"])
def test_shipped_counts_that_do_not_add_up_stop_the_build(tmp_path, level):
    inputs = worlds.world(tmp_path)
    table = inputs.incidents.counts.copy()
    chosen = table[(table["level"] == level) & (table["period"] == "2023") & (table["actor_family"] == "any")].index[0]
    table.loc[chosen, "fatalities_high"] += 1
    with pytest.raises(DataError) as caught:
        assemble.assemble(replace(inputs, incidents=replace(inputs.incidents, counts=table)))
    assert caught.value.text == (
        f"counts at {level}: fatalities_high of 2023, all, any: units and not allocated are 3. "
        "Expected: 2, the country's."
    )


def test_two_sources_are_never_added_up(drawn, tmp_path):
    """The same events brought twice: each source counts them once."""
    (first,) = drawn.imported
    both = replace(
        drawn,
        grounds=drawn.grounds[:1],
        imported=[first, replace(first, source="again")],
        sources={**drawn.sources, "again": worlds.source("again")},
    )
    made = store.read(tmp_path, once.publish(tmp_path, both))
    assert [entry["source"] for entry in made.editions] == ["brought", "again", "ucdp-ged"]
    for entry in made.editions:
        assert best(made.edition(entry["source"], entry["frame"]), period="2022")[None] == 2
        national = made.edition(entry["source"], entry["frame"]).figures.national("2022", "all", "any")
        assert (national["events"], national["fatalities_best"]) == (5, 26)


def sums(edition, level):
    """{(period, violence type, family, count): sum} straight from the rows of the counts table."""
    found = Counter()
    for row in edition.table("counts"):
        if row["level"] == level:
            for name in tables.ADDITIVE_NAMES:
                found[row["period"], row["violence_type"], row["actor_family"], name] += row[name]
    return +found


@pytest.mark.parametrize("level", PARTITIONS)
@pytest.mark.parametrize("frame", ["2012", "2016"])
def test_units_and_not_allocated_are_the_country_for_every_count_period_and_breakdown(deep, level, frame):
    whole = sums(deep.edition("brought", "2016"), "country")
    assert sums(deep.edition("brought", frame), level) == whole
    assert sums(deep.edition("brought", frame), "country") == whole
    assert {period for period, *_ in whole} == {"2021", "2021-03", "2022", "2022-03", "2023", "2023-03"}


@times(0.15, phases=random_worlds.NO_SHRINKING)
@given(some_events=random_worlds.drawn_events)
def test_national_totals_are_the_same_at_every_level_and_frame_whatever_the_events(tmp_path_factory, some_events):
    folder = tmp_path_factory.mktemp("drawn")
    names = {"A region": "Gao region", "B": "Mopti"}
    spec = [{**event, "region": names.get(event["region"], "")} for event in some_events]
    files = assemble.assemble(deep_worlds.brought(folder, spec, "2012", "2016")).files
    keys = ["period", "violence_type", "actor_family"]
    totals = [
        table[table["level"] == level].groupby(keys)[list(tables.ADDITIVE_NAMES)].sum().sort_index()
        for frame in ("2012", "2016")
        for table in [files[f"editions/brought~{frame}/counts"]]
        for level in ("country", *PARTITIONS)
    ]
    for other in totals[1:]:
        pd.testing.assert_frame_equal(other, totals[0])
    yearly = totals[0].reset_index()
    is_month = yearly["period"].map(periods.is_month)
    monthly = yearly[is_month].assign(period=yearly["period"].map(periods.year_of))
    monthly = monthly.groupby(keys)[list(tables.ADDITIVE_NAMES)].sum()
    pd.testing.assert_frame_equal(monthly, yearly[~is_month].set_index(keys).sort_index())


@pytest.fixture(scope="module")
def counted(drawn):
    """Their imported source, counted."""
    return count_sources.count_imported(drawn, *drawn.imported)


@pytest.mark.parametrize(
    ("level", "period"), [("admin1", "2023"), ("admin2", "2023-03"), ("admin3", "2023"), ("grid", "2023-03")]
)
def test_counted_events_that_do_not_add_up_stop_the_build(drawn, counted, monkeypatch, level, period):
    def wrong(part):
        table = part.aggregate.counts.copy()
        chosen = (table["level"] == level) & (table["period"] == period) & (table["actor_family"] == "jnim")
        table.loc[table[chosen].index[0], "civilian_fatalities"] += 5
        return replace(part, aggregate=replace(part.aggregate, counts=table))

    made = replace(counted, parts=tuple(map(wrong, counted.parts)))
    monkeypatch.setattr(assemble, "count_imported", lambda *_: made)
    with pytest.raises(DataError) as caught:
        assemble.assemble(drawn)
    assert caught.value.text == (
        f"counts at {level}: civilian_fatalities of {period}, all, jnim: units and not allocated are 7. "
        "Expected: 2, the country's."
    )
