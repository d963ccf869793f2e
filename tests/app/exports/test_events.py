"""Events one by one: as a file with every event in it, and as the map's script reads those that can be drawn."""

from __future__ import annotations

import pytest

from app.text import labels
from geodata import vocabulary
from geodata.exports.events import WORST_DRAWN
from tests.app import deep
from tests.app.deep import FRAMES, LEVELS, MONTHS, PLACED, Served, rows, table

NAMES = (
    *("event_id", "year", "date_start", "date_end", "date_precision", "where_precision", "place", "admin1_name"),
    *("admin2_name", "violence_type", "side_a", "side_b", "fatalities_low", "fatalities_best", "fatalities_high"),
    *("civilian_fatalities", "km_to_niger", "km_to_burkina", "reported_by", "clarity_status"),
    *("frame", "admin1_pcode", "admin2_pcode", "admin3_pcode"),
)
ORIGIN = ("source", "release", "release_is_inferred", "is_provisional", "licence", "build")
EVENTS = {row["id"]: row for row in rows()}


@pytest.fixture(scope="module")
def served(imported) -> Served:
    return imported


def csv_of(served: Served, query: str = "") -> list[dict[str, str]]:
    answer = served.client.get(f"/download/events.csv{query}")
    assert answer.status_code == 200
    return table(answer.data)


@pytest.mark.parametrize("frame", FRAMES)
def test_every_event_is_in_the_file_once_with_where_it_was_placed(served, frame):
    found = csv_of(served, f"?frame={frame}")
    assert [row["event_id"] for row in found] == list(PLACED), "those known to the country only are in it too"
    for row in found:
        given, at = EVENTS[row["event_id"]], PLACED[row["event_id"]][frame]
        assert row["frame"] == frame
        assert tuple(row[f"{level}_pcode"] or None for level in LEVELS) == at
        assert (row["longitude"], row["latitude"]) == (given["longitude"], given["latitude"])
        assert (row["date_start"], row["date_end"]) == (given["date_start"], given["date_end"])
        assert (row["side_a"], row["side_b"]) == (given["side_a"], given["side_b"])
        assert row["violence_type"] == deep.TYPES[given["type_of_violence"]]
        assert (row["place"], row["reported_by"]) == (
            given.get("where_coordinates", ""),
            given.get("source_office", ""),
        )
        numbers = ("low_est", "best_est", "high_est", "deaths_civilians", "year", "where_prec", "date_prec")
        named = ("fatalities_low", "fatalities_best", "fatalities_high", "civilian_fatalities")
        named += ("year", "where_precision", "date_precision")
        assert [row[name] for name in named] == [given[name] for name in numbers]
        is_near_enough = int(given["where_prec"]) <= 2
        assert bool(row["km_to_niger"]) == bool(row["km_to_burkina"]) == is_near_enough


def test_both_files_have_the_columns_of_the_dictionary(served):
    raw = served.client.get("/download/events.csv").data.decode("utf-8-sig").split("\r\n")[0].split(",")
    assert raw == [*NAMES, *ORIGIN, "longitude", "latitude"]
    found = served.client.get("/download/events.geojson").json
    assert [column["name"] for column in found["provenance"]["columns"]] == raw
    assert all(column["meaning"] for column in found["provenance"]["columns"])
    for feature in found["features"]:
        assert tuple(feature["properties"]) == (*NAMES, *ORIGIN)
        given = EVENTS[feature["properties"]["event_id"]]
        assert feature["id"] == f"brought:{given['id']}"
        assert feature["geometry"] == {
            "type": "Point", "coordinates": [float(given["longitude"]), float(given["latitude"])],
        }  # fmt: skip
    assert found["bbox"] == [0.31, 15.04, 2.91, 16.51]
    assert [source["id"] for source in found["provenance"]["sources"]] == ["brought", "drawn-communes"]
    assert found["row_accounting"] == {"left_out": {"other_countries": 0, "earlier_years": 0}}


@pytest.mark.parametrize(
    ("query", "events"),
    [
        ("?year=2022", "ev-2 ev-3 ev-4 ev-5 ev-6"),
        ("?year=2022&month=03", "ev-2 ev-3 ev-5"),
        ("?year=2022&month=06", ""),
        ("?year=2024", ""),
        ("?violence=one_sided", "ev-2 ev-5 ev-7"),
        ("?family=jnim", "ev-1 ev-3 ev-6 ev-7"),
        ("?family=jnim_is", "ev-3"),
        ("?year=2022&family=is&violence=state_based", "ev-4"),
        ("?year=2021&violence=non_state", ""),
    ],
)
def test_the_filters_narrow_the_files(served, query, events):
    assert [row["event_id"] for row in csv_of(served, query)] == events.split()
    found = served.client.get(f"/download/events.geojson{query}").json
    assert [feature["properties"]["event_id"] for feature in found["features"]] == events.split()
    assert ("bbox" in found) == bool(events), "RFC 7946: a box has numbers or is not there"
    head = served.client.get(f"/download/events.csv{query}").data.decode("utf-8-sig").split("\r\n")[0]
    assert head.split(",") == [*NAMES, *ORIGIN, "longitude", "latitude"], "a file without rows has its columns"


def test_no_event_is_counted_that_the_file_does_not_hold(served):
    for frame in FRAMES:
        found = csv_of(served, f"?frame={frame}&year=2022")
        for level in LEVELS:
            counted = table(served.client.get(f"/download/{level}.csv?frame={frame}&year=2022").data)
            for row in counted[:-1]:
                pcode = "" if row["pcode"] == "not allocated" else row["pcode"]
                own = [event for event in found if event[f"{level}_pcode"] == pcode]
                assert len(own) == int(row["events"])
                assert sum(int(event["fatalities_best"]) for event in own) == int(row["fatalities_best"])


def test_the_map_has_a_point_for_those_whose_place_is_known(served):
    drawn = served.asset("events-2022.json").json
    assert [event["id"] for event in drawn["events"]] == ["ev-2", "ev-3", "ev-4", "ev-5", "ev-6"]
    assert drawn["events"].pop()["at"] is None, "known to the country only"
    for event in drawn["events"]:
        given = EVENTS[event["id"]]
        assert event["at"] == [float(given["latitude"]), float(given["longitude"])]
        assert event["month"] == f"2022-{MONTHS[event['id']]}"
        assert (event["from"], event["to"]) == (given["date_start"], given["date_end"])
        assert event["sides"] == [given["side_a"], given["side_b"]]
        assert (event["when"], event["where"]) == (int(given["date_prec"]), int(given["where_prec"]))
        numbers = [int(given[name]) for name in ("low_est", "best_est", "high_est", "deaths_civilians")]
        assert [event[name] for name in ("low", "best", "high", "civilians")] == numbers
        assert event["by"] == given.get("source_office")
        assert event["place"] == given.get("where_coordinates", given.get("adm_1"))
    third = next(event for event in drawn["events"] if event["id"] == "ev-3")
    assert third["families"] == ["jnim", "is", "jnim_is"]
    assert set(drawn["events"][0]) == {
        *("id", "at", "from", "to", "month", "when", "where", "type", "families", "sides"),
        *("low", "best", "high", "civilians", "place", "by", "status"),
    }, "and never a headline"


def test_the_map_s_events_are_the_same_in_every_frame(served):
    for year in deep.YEARS:
        here, there = (served.asset(f"events-{year}.json", frame=frame).json for frame in FRAMES)
        assert here == there


@pytest.mark.parametrize("name", ["events-2024.json", "events-2011.json", "events-22.json", "events.json"])
def test_there_are_no_other_years(served, name):
    assert served.asset(name).status_code == 404


def test_what_ships_has_no_events(served):
    assert served.asset("events-2022.json", source="ucdp-ged").status_code == 404
    answer = served.client.get("/download/events.csv?source=ucdp-ged")
    assert (answer.status_code, answer.json["detail"]) == (
        404, "This source does not have this layer in the boundaries of 2016; available: admin1, zones, grid, sites.",
    )  # fmt: skip


def test_every_precision_drawn_has_its_words():
    assert set(labels.WHERE_PRECISION) == set(range(1, 8))
    assert set(labels.DATE_PRECISION) == set(range(1, 6))
    assert WORST_DRAWN == 5
    assert set(vocabulary.VIOLENCE_TYPES) < set(labels.VIOLENCE)


def test_the_accounts_of_persons_are_not_repeated_and_offices_are_named_once(tmp_path):
    offices = {"year": 2022, "source_office": "Reuters;@a_person;Reuters; AFP ;"}
    served = deep.serve(tmp_path, deep.world(tmp_path, [offices, {"year": 2022, "source_office": "@a_person"}]))
    named = [row["reported_by"] for row in deep.table(served.client.get("/download/events.csv").data)]
    assert named == ["Reuters; AFP", ""]
    assert "a_person" not in served.asset("events-2022.json").text
