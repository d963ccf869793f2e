"""Counts by month open in the frame that has their regions, and what units are counted in part is known."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geodata.boundaries.ground import Ground
from geodata.builds import store
from geodata.builds.inputs import Monthly
from geodata.counting import monthly
from geodata.names import NameRule
from geodata.schema import validate
from tests import deep_worlds, once, worlds

DIVIDED = [NameRule("mopti", "", None, ("ML05", "ML07"))]


def table(*rows):
    made = [
        {"row": row, "country_iso3": "MLI", "period": "2022-03", "admin1_name": region, "admin2_name": cercle or None}
        | {"admin1_pcode": None, "admin2_pcode": None, "event_type": None, "events": events, "fatalities": 0}
        for row, (region, cercle, events) in enumerate(rows, start=2)
    ]
    return validate.validate("monthly", pd.DataFrame(made), "drawn")


def test_events_that_fit_several_units_are_known_by_unit():
    drawn = worlds.units("A B C\nA B C")
    units = {level: deep_worlds.divided(drawn, drawn)[level] for level in ("admin1", "admin2")}
    rules = {"admin1": [NameRule("old", "", None, ("A", "B"))]}
    of = Ground(units, worlds.people(drawn), worlds.surroundings(drawn), rules)
    made = monthly.count(table(("C", "C 1", 5), ("Old", "", 3), ("Old", "B 1", 2), ("Nowhere", "", 1)), of)
    assert made.partial == {"admin1": {"A": 3, "B": 3}, "admin2": {}}
    assert made.fitting == 5
    regions = made.counts[(made.counts["level"] == "admin1") & (made.counts["period"] == "2022")]
    assert dict(zip(regions["pcode"].fillna(""), regions["events"], strict=True)) == {"C": 5, "B": 2, "": 4}


@pytest.mark.parametrize(
    ("rows", "rules", "opens", "partial"),
    [
        ([("Mopti", "", 5), ("Ménaka", "", 1)], [], "2016", {}),
        ([("Mopti", "", 5), ("Ménaka", "", 1)], DIVIDED, "2012", {"ML05": 5, "ML07": 5}),
        ([("Mopti", "", 5), ("Gao", "", 9)], DIVIDED, "2016", {}),
    ],
)
def test_a_source_opens_in_the_frame_that_has_its_regions_at_a_tie_in_that_of_2016(
    tmp_path, rows, rules, opens, partial
):
    """Mopti of 2012 holds what is Gao in 2016: where its name fits both, only 2012 can tell its events.

    A file that names Gao itself knows the division, and means by Mopti what is left of it.
    """
    drawn = deep_worlds.deep_world(tmp_path)
    present, before = drawn.grounds
    counts = table(*rows)
    brought = Monthly("months", counts, counts.assign(oddity="warning").iloc[:0], ("country", "admin1", "admin2"))
    grounds = [replace(present, rules={"admin1": rules}), before]
    sources = {**drawn.sources, "months": worlds.source("months")}
    once.publish(tmp_path, replace(drawn, grounds=grounds, imported=[brought, *drawn.imported], sources=sources))
    made = store.read(tmp_path)
    assert made.edition("months").frame == opens
    assert made.edition("brought").frame == "2016"
    assert made.edition("months", "2016").manifest["partial_units"]["admin1"] == partial
    assert made.edition("months", "2012").manifest["partial_units"]["admin1"] == {}
