"""A unit that is counted in part says so wherever its figures stand: table, map, files, API, figure, briefing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.exports.mapsheet import route
from app.exports.mapsheet.view import SheetView
from app.presenters import caveats
from app.presenters.map_view import MapView
from app.request.view import View
from app.webmap import script_config
from geodata.names import NameRule
from tests import worlds
from tests.app import deep
from tests.app.markup import read
from tests.app.monthly import months

SOURCE = "source=acled-monthly-x&frame=2016"
SAID = "Counted in part: 3 events of all years may lie here or in another unit of these boundaries"


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> deep.Served:
    """Of the drawn months, the three events of Nowhere fit Tombouctou and Mopti in the frame of 2016."""
    tmp = tmp_path_factory.mktemp("partial")
    drawn = deep.world(tmp)
    record = replace(worlds.source("acled-monthly-x"), policy="acled", data_to="2023-01-31")
    present, before = drawn.grounds
    rules = {"admin1": [NameRule("nowhere", "", None, ("ML06", "ML05"))]}
    return deep.serve(
        tmp,
        replace(
            drawn,
            grounds=[replace(present, rules=rules), before],
            imported=[*drawn.imported, months()],
            sources={**drawn.sources, "acled-monthly-x": record},
        ),
    )


def rows(served, query):
    answer = served.client.get(f"/?{SOURCE}{query}")
    assert answer.status_code == 200
    table = read(answer.text).one("table", id="table")
    return {row.attributes["data-pcode"]: row.text for row in table.every("tr") if "data-pcode" in row.attributes}


def test_the_table_says_so_beside_the_units_and_nowhere_else(served):
    found = rows(served, "")
    assert {pcode for pcode, text in found.items() if SAID in text} == {"ML05", "ML06"}
    assert not any(SAID in text for text in rows(served, "&measure=documented_sites").values())
    assert not any(SAID in text for text in rows(served, "&level=admin2").values())
    french = rows(served, "&lang=fr")["ML06"]
    assert "Compté en partie : 3 événements de toutes les années" in french


def test_the_map_has_the_sentence_for_hover_and_panel(served):
    edition = served.edition(source="acled-monthly-x", frame="2016")
    with served.client.application.test_request_context("/"):
        notes = script_config.script_config(edition, "admin1", "tag", "en")["partialNotes"]
    assert set(notes) == {"ML05", "ML06"}
    assert notes["ML06"].startswith(SAID)


def test_files_and_api_have_the_number(served):
    document = served.client.get(f"/download/admin1.geojson?{SOURCE}&year=2022").json
    assert document["row_accounting"]["partial_units"] == {"ML05": 3, "ML06": 3}
    assert (
        "partial_units" not in served.client.get(f"/download/admin2.geojson?{SOURCE}&year=2022").json["row_accounting"]
    )
    assert served.client.get(f"/api/figures?{SOURCE}&year=2022").json["partial_units"] == {"ML05": 3, "ML06": 3}
    assert "partial_units" not in served.client.get(f"/api/figures?{SOURCE}&year=2022&level=admin2").json


def small_print(served, **changes):
    edition = served.edition(source="acled-monthly-x", frame="2016")
    with served.client.application.test_request_context("/"):
        return route.sheet(SheetView(MapView(edition, View(**changes))), "").small[1][1]


def test_the_map_sheet_says_so_in_its_small_print(served):
    said = "Counted in part: Mopti (3), Tombouctou (3); in brackets, the events of all years that may lie there"
    assert said in small_print(served, measure="events_per_100k")
    assert "Counted in part" not in small_print(served, measure="documented_sites")
    assert "Counted in part" not in small_print(served, level="admin2", measure="events_per_1000km2")


def test_of_many_units_a_sentence_names_those_that_lack_most(served):
    edition = served.edition(source="acled-monthly-x", frame="2016")
    many = {"admin1": {f"X{number}": number for number in range(1, 10)}}
    manifest = {**edition.manifest, "partial_units": many}
    with served.client.application.test_request_context("/"):
        said = caveats.partial_in_all(replace(edition, manifest=manifest), "admin1")
    assert said.startswith(
        "Counted in part: X9 (9), X8 (8), X7 (7), X6 (6), X5 (5), X4 (4), other units: 3; in brackets"
    )


def test_the_briefing_says_so_below_its_table(served):
    text = served.client.get(f"/briefing.html?{SOURCE}&year=2022").text
    assert text.count(SAID) == 2
