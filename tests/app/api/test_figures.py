"""JSON for programs: /api/figures and /healthz."""

from __future__ import annotations

import pytest

from geodata.exports.records import change_class
from geodata.figures.classes import classify
from tests.app.conftest import ADDITIVE, LAST_COVERED, MEASURES, YEARS

LEVELS = ("admin1", "zones", "grid")
AT_ALL_LEVELS = "fatalities_per_1000km2"
MISSING = {"no_data", "no_denominator", "none_documented"}
STATUSES = MISSING | {"none_recorded", "zero", "best_zero", "recorded", "uncertain"}


def has(level: str, measure: str) -> bool:
    return level == "admin1" or measure == AT_ALL_LEVELS


def get(client, **query: str):
    answer = client.get("/api/figures", query_string=query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("level", LEVELS)
def test_a_measure_at_a_level_with_its_classes(client, made, level, measure):
    if not has(level, measure):
        answer = client.get("/api/figures", query_string={"level": level, "measure": measure})
        assert (answer.status_code, answer.json["parameter"], answer.json["allowed"]) == (
            400,
            "measure",
            [AT_ALL_LEVELS],
        )
        return
    found = get(client, level=level, measure=measure, year="2022")
    rows = found["figures"]
    assert len(rows) == len(made.figures.units[level])
    assert {(row["frame"], row["year"], row["measure"]) for row in rows} == {("2016", 2022, measure)}
    assert {row["status"] for row in rows} <= STATUSES
    breaks = found["breaks"][measure]["value"]
    assert [row["class"] for row in rows] == classify([row["value"] for row in rows], breaks)
    assert any(row["class"] for row in rows)
    assert all("from_value" not in row for row in rows)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("level", LEVELS)
def test_the_change_of_a_measure_with_its_classes(client, level, measure):
    if not has(level, measure):
        return
    query = {"level": level, "measure": measure}
    found = get(client, **query, year="2022", **{"from": "2020"})
    then, now = (get(client, **query, year=year)["figures"] for year in ("2020", "2022"))
    sizes = found["breaks"][measure]["change"]
    for row, before, after in zip(found["figures"], then, now, strict=True):
        assert (row["from_value"], row["value"]) == (before["value"], after["value"])
        if None in (before["value"], after["value"]):
            assert (row["change"], row["class"]) == (None, None)
            both = {before["status"], after["status"]}
            assert row["status"] in MISSING or both == {row["status"]} == {"none_recorded"}
            continue
        assert row["change"] == after["value"] - before["value"]
        assert row["class"] == change_class(row["change"], sizes)
        size = 1 + sum(abs(row["change"]) > limit for limit in sizes)
        assert row["class"] == (0 if not row["change"] else size if row["change"] > 0 else -size)
        both_quiet = before["status"] == after["status"] == "none_recorded"
        is_uncertain = "uncertain" in (before["status"], after["status"])
        assert row["status"] == ("uncertain" if is_uncertain else "none_recorded" if both_quiet else "recorded")
    assert any(row["class"] for row in found["figures"])


@pytest.mark.parametrize("level", LEVELS)
def test_without_a_year_there_is_every_year(client, made, level):
    rows = get(client, level=level, measure=AT_ALL_LEVELS)["figures"]
    number = len(made.figures.units[level])
    assert [row["year"] for row in rows] == [int(year) for year in YEARS for _ in range(number)]
    for row in rows:
        if row["year"] > int(LAST_COVERED):
            assert (row["value"], row["low"], row["high"], row["class"], row["status"]) == (
                None, None, None, None, "no_data",
            )  # fmt: skip
        else:
            assert row["value"] is not None


@pytest.mark.parametrize(
    ("level", "pcode", "name", "value"),
    [
        ("admin1", "ML07", "pcode", "ML07"),
        ("zones", "both-50", "distance_km", 50),
        ("grid", "144347", "gid", 144347),
    ],
)
def test_one_unit(client, level, pcode, name, value):
    rows = get(client, level=level, pcode=pcode)["figures"]
    assert [row["year"] for row in rows] == [int(year) for year in YEARS]
    assert {row[name] for row in rows} == {value}
    assert set(ADDITIVE) <= set(rows[0])


@pytest.mark.parametrize("pcode", ["ML99", "gao", "", "2016:ML07", "99"])
def test_an_unknown_unit_is_refused(client, pcode):
    answer = client.get("/api/figures", query_string={"pcode": pcode})
    assert answer.status_code == 400
    assert answer.json["detail"].startswith(f"parameter 'pcode' cannot be '{pcode}'; it can be ML01, ML02")
    assert answer.json["detail"].endswith("both-50, both-100, a PRIO-GRID number")


def test_gao_in_2022(client):
    found = get(client, pcode="ML07", year="2022")
    (row,) = found["figures"]
    assert [row[name] for name in ADDITIVE[:4]] == [58, 749, 842, 1058]
    assert found["row_accounting"]["2022"]["national"] == dict(
        zip(ADDITIVE, (408, 3534, 3650, 4456, 1798), strict=True)
    )
    missing = found["row_accounting"]["2022"]["not_allocated"]
    assert (missing["events"], missing["fatalities_best"]) == (3, 68)


def test_the_answer_says_what_it_is(client, made):
    found = get(client, year="2020", violence="non_state", family="jnim_is", **{"from": "2019"})
    assert (found["build"], found["frame"], found["level"]) == (made.id, "2016", "admin1")
    assert found["filters"] == {
        "violence": "non_state",
        "family": "jnim_is",
        "from": "2019",
        "named": "apart",
        "sides": "mali",
        "people": "census",
    }
    assert found["source"]["producer"] == "Uppsala Conflict Data Program"
    assert "Not for operational or targeting use." in found["disclaimer"]
    assert list(found["row_accounting"]) == ["2020"]
    assert found["figures"][0]["from_year"] == 2019


@pytest.mark.parametrize("violence", ["all", "one_sided"])
@pytest.mark.parametrize("level", ["admin1", "grid"])
def test_the_units_and_the_not_allocated_are_the_country(client, level, violence):
    found = get(client, level=level, violence=violence)
    for year in YEARS[:-1]:
        row = found["row_accounting"][year]
        for name in ADDITIVE:
            units = sum(unit[name] for unit in found["figures"] if unit["year"] == int(year))
            assert units == row["allocated"][name]
            assert units + row["not_allocated"][name] == row["national"][name]
    later = found["row_accounting"]["2024"]
    assert later["national"]["fatalities_best"] == (1901 if violence == "all" else None)
    assert ("national_release" in later) == (violence == "all")
    assert later["national"]["events"] is None


def test_the_server_is_well_and_says_with_which_build(client, made):
    assert client.get("/healthz").json == {"status": "ok", "build": made.id}


def test_a_unit_must_be_of_the_level(client):
    answer = client.get("/api/figures?level=zones&pcode=ML07")
    assert (answer.status_code, answer.json["parameter"]) == (400, "pcode")
    assert "either-50" in answer.json["allowed"]
