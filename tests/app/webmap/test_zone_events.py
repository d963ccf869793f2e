"""The files of the events of a border zone: on each side, those that the zone counts there."""

from __future__ import annotations

import pytest

from geodata import vocabulary
from geodata.schema.tables import ADDITIVE_NAMES
from tests import deep_worlds
from tests.app import deep
from tests.app.deep import Served

SPEC = """
id country      country_id year x   y    prec type best date_start date_end   b
m1 Mali         432        2022 2.5 15.5 1    3    5    2022-03-05 2022-03-05 Civilians
m2 Mali         432        2022 2.9 15.1 2    1    4    2022-04-05 2022-04-06 Government_of_Mali
m3 Mali         432        2022 2.9 15.1 5    1    8    2022-04-07 2022-04-07 Government_of_Mali
m4 Mali         432        2021 2.9 15.1 1    1    1    2021-04-07 2021-04-07 Government_of_Mali
n1 Niger        436        2022 3.2 15.5 1    3    7    2022-05-05 2022-05-05 Civilians
b1 Burkina_Faso 439        2022 1.5 14.9 2    1    9    2022-06-05 2022-06-05 Government_of_Burkina_Faso
b2 Burkina_Faso 439        2022 2.9 14.9 1    1    3    2022-07-05 2022-07-05 Government_of_Burkina_Faso
"""
SHORT = ("low", "best", "high", "civilians")
NAMES = {"MLI": "zones", "NER": "zones.NER", "BFA": "zones.BFA"}


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Served:
    tmp = tmp_path_factory.mktemp("zones")
    return deep.serve(tmp, deep_worlds.deep_world(tmp, SPEC))


def listed(served: Served, side: str, zone: str, year: str = "2022") -> list[dict]:
    answer = served.asset(f"events-{NAMES[side]}-{zone}-{year}.json")
    assert answer.status_code == 200
    return answer.json


@pytest.mark.parametrize("side", vocabulary.SIDES)
def test_a_zone_lists_what_it_counts_on_each_side(served, side):
    edition = served.edition().of_side(side)
    some = [unit for unit in edition.figures.units["zones"] if unit.extra["distance_km"] in (25, 75)]
    assert len(some) == 8
    for zone in some:
        for year in ("2021", "2022"):
            events = listed(served, side, zone.pcode, year)
            row = edition.figures.row("zones", zone, year, "all", "any")
            found = [len(events), *(sum(event[name] for event in events) for name in SHORT)]
            assert found == [row[name] for name in ADDITIVE_NAMES], (zone.pcode, year)


def test_the_newest_stands_first_and_none_is_only_named(served):
    events = listed(served, "MLI", "either-75")
    assert [event["id"] for event in events] == ["m2", "m1"]
    assert {(event["placed"], event["named"], event["reason"]) for event in events} == {(True, None, "")}
    assert [event["id"] for event in listed(served, "BFA", "burkina-25")] == ["b2", "b1"]
    assert [event["id"] for event in listed(served, "BFA", "niger-25")] == ["b2"]


@pytest.mark.parametrize(
    "name",
    [
        *("zones-niger-33-2022", "zones-algeria-50-2022", "zones.DZA-niger-50-2022", "zones.MLI-niger-50-2022"),
        *("zones-niger-50-2011", "zones.NER-ML07-2022"),
    ],
)
def test_a_zone_side_or_year_that_is_not_there_is_404(served, name):
    assert served.asset(f"events-{name}.json").status_code == 404


def test_what_ships_has_no_events_to_list(client, tag):
    for name in NAMES.values():
        assert client.get(f"/assets/{tag}/events-{name}-niger-50-2022.json").status_code == 404


def test_terms_that_keep_events_back_keep_those_of_neighbours_back(tmp_path):
    gated = deep.serve(tmp_path, deep_worlds.deep_world(tmp_path, SPEC, policy="acled"))
    for name in NAMES.values():
        assert gated.asset(f"events-{name}-niger-50-2022.json").status_code == 403
