"""Events that only name a cercle: beside its count or, as the address asks, among it, on page, files, API and map."""

from __future__ import annotations

import csv
import io

import pytest
from werkzeug.datastructures import MultiDict

from app.exports.mapsheet import legend
from app.exports.mapsheet.view import SheetView
from app.presenters.map_view import MapView
from app.request import parsing
from geodata.schema.tables import ADDITIVE_NAMES
from tests.app import deep, named
from tests.app.deep import Served
from tests.app.markup import read
from tests.app.named import ELSEWHERE, HERE

QUERY = "level=admin2&year=2022&lang=en"


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Served:
    tmp = tmp_path_factory.mktemp("named")
    return deep.serve(tmp, named.world(tmp))


def page(served: Served, query: str):
    return read(served.client.get(f"/?{query}").text)


def cells(found, pcode: str) -> list[str]:
    row = found.one("table", id="table").one("tr", data_pcode=pcode)
    return [cell.text for cell in row.every("td")]


def of_file(served: Served, query: str = "") -> dict[str, dict[str, str]]:
    raw = served.client.get(f"/download/admin2.csv?year=2022{query}").data
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    return {row["pcode"]: row for row in rows}


def counts(row, before: str = "") -> list[int]:
    return [int(row[f"{before}{name}"]) for name in ADDITIVE_NAMES]


def test_the_table_says_beside_each_count_what_names_the_unit_and_is_not_placed(served):
    found = page(served, QUERY)
    assert found.one("th", id="named-head").text == "Named, not placed: deaths (events)"
    assert cells(found, HERE)[2:7] == ["12", "10–12", "1", "12", "7 (2)"]
    assert cells(found, ELSEWHERE)[2:7] == ["0", "0–0", "0", "0", ""]
    assert found.one("td", id="named-all").text == "7 (2)"
    assert "2 events with 7 deaths name their unit, and are not counted with it" in found.one("p", class_="placed").text


def test_the_switch_counts_them_with_the_unit_and_says_so(served):
    link = page(served, QUERY).one("a", data_switch="named", data_key="with")
    found = read(served.client.get("/" + link.attributes["href"]).text)
    assert found.one("a", data_switch="named", data_key="with").attributes["aria-current"] == "true"
    assert found.one("th", id="named-head").text == "Of which only named: deaths (events)"
    assert cells(found, HERE)[2:7] == ["19", "15–23", "3", "18", "7 (2)"]
    missing = found.one("table", id="table").one("tr", data_row="missing")
    assert [cell.text for cell in missing.every("td")][2:6] == ["1", "1–1", "1", "1"]
    assert "2 of the events counted, with 7 deaths, only name their unit" in found.one("p", class_="placed").text


@pytest.mark.parametrize("query", ["", "&named=with"])
def test_page_file_api_and_map_say_the_same_and_add_up(served, query):
    shown = cells(page(served, QUERY + query), HERE)
    row = of_file(served, query)[HERE]
    api = served.client.get(f"/api/figures?{QUERY.replace('&lang=en', '')}{query}").json
    (record,) = [one for one in api["figures"] if one["pcode"] == HERE]
    name = f"values-admin2{'.with' if query else ''}-all-any.json"
    values = served.asset(name).json
    place, when = values["pcodes"].index(HERE), values["periods"].index("2022")
    drawn = [values[short][place][when] for short in ("events", "low", "best", "high", "civilians")]
    assert counts(row) == counts(record) == drawn
    assert shown[2] == row["fatalities_best"]
    assert counts(row, "named_") == counts(record, "named_") == values["beside"][HERE]["2022"] == [2, 5, 7, 11, 6]
    accounting = api["row_accounting"]["2022"]
    for column in ADDITIVE_NAMES:
        units = sum(one[column] for one in api["figures"])
        assert units + accounting["not_allocated"][column] == accounting["national"][column]
        assert accounting["named"][column] == record[f"named_{column}"]
    assert api["filters"]["named"] == ("with" if query else "apart")


def test_a_month_has_its_own(served):
    values = served.asset("values-admin2-all-any-2022.json").json
    assert values["beside"] == {HERE: {"2022-03": [1, 3, 5, 9, 5], "2022-04": [1, 2, 2, 2, 1]}}
    assert cells(page(served, f"{QUERY}&month=04"), HERE)[2:7] == ["0", "0–0", "0", "0", "2 (1)"]


def test_where_no_event_names_a_unit_there_is_no_switch(served):
    for level in ("admin1", "admin3"):
        found = page(served, f"level={level}&lang=en")
        assert found.every("a", data_switch="named") == []
        assert found.every("th", id="named-head") == []


@pytest.mark.parametrize(("query", "words"), [("", "not counted with it"), ("&named=with", "only name their unit")])
def test_figure_and_briefing_say_how_many_only_name_their_unit(served, query, words):
    briefing = " ".join(served.client.get(f"/briefing.html?{QUERY}{query}").text.split())
    assert words in briefing
    edition = served.edition()
    given = MultiDict([("level", "admin2"), ("year", "2022"), *([("named", "with")] if query else [])])
    with served.client.application.test_request_context("/?lang=en"):
        view = parsing.view_of(given, edition)
        blocks = legend.blocks(SheetView(MapView(view.counted(edition), view)))
    assert any(words in block.remark for block in blocks)


def test_the_names_of_files_and_titles_tell_the_two_apart(served):
    plain, both = (served.client.get(f"/download/admin2.geojson?year=2022{query}") for query in ("", "&named=with"))
    assert "with-named" in both.headers["Content-Disposition"]
    assert "with-named" not in plain.headers["Content-Disposition"]
    assert "named=with" in both.json["provenance"]["permalink"]
    assert served.client.get("/download/zones.csv?named=with").status_code == 400


def test_zones_say_how_many_of_their_points_are_exact(served):
    found = page(served, QUERY)
    heads = [head.text for head in found.one("table", id="zones").one("thead").every("th")]
    assert heads[5] == "Of exact points: deaths (events)"
    rows = csv.DictReader(io.StringIO(served.client.get("/download/zones.csv?year=2022").text.lstrip("\ufeff")))
    by_id = {f"{row['zone']}-{row['distance_km']}": row for row in rows if row["zone"] not in ("not allocated", "Mali")}
    lines = found.one("table", id="zones").one("tbody").every("tr")
    for line in lines:
        row = by_id[line.attributes["data-zone"]]
        said = f"{row['exact_fatalities_best']} ({row['exact_events']})" if int(row["exact_events"]) else ""
        assert [cell.text for cell in line.every("td")][4] == said
        assert int(row["exact_events"]) <= int(row["events"])
    assert any(int(row["exact_events"]) for row in by_id.values())
