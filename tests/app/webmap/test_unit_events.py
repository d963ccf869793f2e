"""The files of the events behind a unit's count: they divide the events, and say the same as table, file and counts."""

from __future__ import annotations

import pytest

from geodata.schema.tables import ADDITIVE_NAMES
from tests.app import deep, named
from tests.app.deep import LEVELS, Served
from tests.app.markup import read

HERE, ELSEWHERE, NONE = named.HERE, named.ELSEWHERE, "none"
SPEC = f"""{named.SPEC.rstrip()}
e5 2022 1.73 15.53 1    Gao_region .        3    IS   Civilians 4   4    4    0         2022-03-05 2022-03-07
e6 2021 1.73 15.53 1    Gao_region .        3    IS   Civilians 1   1    1    0         2021-03-05 2021-03-05
e7 2022 1.73 15.53 1    Gao_region .        1    IS   JNIM      6   6    6    0         2022-08-05 2022-08-05
"""
COUNTED = ("low", "best", "high", "civilians")


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Served:
    tmp = tmp_path_factory.mktemp("listed")
    return deep.serve(tmp, named.world(tmp, SPEC))


def listed(served: Served, level: str, pcode: str, year: str = "2022") -> list[dict]:
    answer = served.asset(f"events-{level}-{pcode}-{year}.json")
    assert answer.status_code == 200
    return answer.json


def ids(events, **wanted) -> list[str]:
    return [event["id"] for event in events if all(event[name] == value for name, value in wanted.items())]


def counts(events) -> list[int]:
    return [len(events), *(sum(event[name] for event in events) for name in COUNTED)]


def test_a_unit_lists_what_is_placed_in_it_then_what_only_names_it_newest_first(served):
    events = listed(served, "admin2", HERE)
    assert [event["id"] for event in events] == ["e7", "e5", "e1", "e3", "e2"]
    assert [event["placed"] for event in events] == [True, True, True, False, False]
    assert listed(served, "admin2", ELSEWHERE) == []


def test_what_is_not_allocated_is_listed_each_with_its_reason_and_what_it_names(served):
    events = listed(served, "admin2", NONE)
    found = [(event["id"], event["reason"], event["named"]) for event in events]
    assert found == [
        ("e3", "precision_too_low", HERE),
        ("e4", "precision_too_low", None),
        ("e2", "precision_too_low", HERE),
    ]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("year", ["2021", "2022"])
def test_the_lists_divide_the_events_of_a_year(served, level, year):
    units = [listed(served, level, pcode, year) for pcode in deep.pcodes(served, "2016", level)]
    missing = listed(served, level, NONE, year)
    found = [*(one for events in units for one in ids(events)), *ids(missing, named=None)]
    known = [row["id"] for row in deep.rows(SPEC) if row["year"] == year]
    assert sorted(found) == sorted(known)
    only_named = [one for events in units for one in ids(events, placed=False)]
    assert sorted(only_named) == sorted(event["id"] for event in missing if event["named"])


@pytest.mark.parametrize("level", LEVELS)
def test_lists_counts_and_file_agree(served, level):
    figures = served.client.get(f"/api/figures?level={level}&year=2022").json
    file = deep.table(served.client.get("/download/events.csv?year=2022").data)
    for row in figures["figures"]:
        events = listed(served, level, row["pcode"])
        placed, only_named = ([event for event in events if event["placed"] is one] for one in (True, False))
        assert counts(placed) == [row[name] for name in ADDITIVE_NAMES]
        assert counts(only_named) == [row.get(f"named_{name}", 0) for name in ADDITIVE_NAMES]
        assert sorted(ids(placed)) == sorted(one["event_id"] for one in file if one[f"{level}_pcode"] == row["pcode"])
    missing = listed(served, level, NONE)
    accounting = figures["row_accounting"]["2022"]["not_allocated"]
    assert counts(missing) == [accounting[name] for name in ADDITIVE_NAMES]
    assert sorted(ids(missing)) == sorted(one["event_id"] for one in file if not one[f"{level}_pcode"])


def test_with_named_what_is_not_allocated_is_what_names_no_unit(served):
    with_named = served.client.get("/api/figures?level=admin2&year=2022&named=with").json
    accounting = with_named["row_accounting"]["2022"]["not_allocated"]
    missing = [event for event in listed(served, "admin2", NONE) if event["named"] is None]
    assert counts(missing) == [accounting[name] for name in ADDITIVE_NAMES]


@pytest.mark.parametrize(
    "name",
    ["admin2-ML9999-2022", "admin1-ML0702-2022", "admin2-ML0702-1999", "zones-niger-33-2022", "admin2--2022"],
)
def test_there_is_no_list_of_what_is_not_there(served, name):
    assert served.asset(f"events-{name}.json").status_code == 404


def test_the_row_of_what_is_not_allocated_links_its_list_and_without_script_the_file(served):
    page = read(served.client.get("/?level=admin2&month=03&violence=one_sided&lang=en").text)
    link = page.one("a", id="missing-events")
    assert link.text == "Not allocated to a cercle"
    file = served.client.get(link.attributes["href"])
    assert [row["event_id"] for row in deep.table(file.data)] == ["e1", "e2", "e4", "e5"]
    opened = read(served.client.get("/?level=admin2&unit=none&lang=en").text)
    assert opened.one("table", id="table").one("tr", data_row="missing").attributes["class"] == "chosen"


def test_counts_without_events_have_no_list(served):
    page = read(served.client.get("/?source=ucdp-ged&lang=en").text)
    assert page.every("a", id="missing-events") == []
    assert served.client.get("/?source=ucdp-ged&unit=none").status_code == 400
    assert served.asset("events-admin1-none-2022.json", source="ucdp-ged").status_code == 404
