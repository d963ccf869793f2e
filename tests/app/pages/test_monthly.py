"""A source of counts by month and cercle on the web: no zones, no grid, no actors, and nothing that leads to them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pandas as pd
import pytest

from app.request import options
from app.webmap import script_config
from tests import worlds
from tests.app import deep
from tests.app.markup import read
from tests.app.monthly import months

SOURCE = "?source=acled-monthly-x"


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> deep.Served:
    tmp = tmp_path_factory.mktemp("monthly")
    drawn = deep.world(tmp)
    record = replace(worlds.source("acled-monthly-x"), policy="acled", data_to="2023-01-31")
    sources = {**drawn.sources, "acled-monthly-x": record}
    return deep.serve(tmp, replace(drawn, imported=[*drawn.imported, months()], sources=sources))


@pytest.fixture(scope="module")
def edition(served):
    return served.edition(source="acled-monthly-x")


def page(served, query=""):
    answer = served.client.get(f"/{SOURCE}{query}")
    assert answer.status_code == 200, answer.text[:300]
    return read(answer.text)


def figures(tree) -> dict[str, list[str]]:
    """Events and deaths of every row of the table, by unit."""
    table = tree.one("table", id="table")
    heads = [cell.text for cell in table.one("thead").every("th")]
    at = heads.index("Events"), heads.index("Fatalities, best")
    rows = [row for row in table.every("tr") if row.attributes.get("data-pcode") or row.attributes.get("data-row")]
    rows = [row for row in rows if row.attributes.get("data-row") != "sum"]  # of picked units, of which there are none
    cells = {
        row.attributes.get("data-pcode") or row.attributes["data-row"]: [
            child.text for child in row.children if not isinstance(child, str)
        ]
        for row in rows
    }
    return {key: [texts[place] for place in at] for key, texts in cells.items()}


def test_regions_cercles_years_and_months(served):
    assert figures(page(served)) == {
        "ML07": ["6", "9"],
        "ML10": ["1", "0"],
        "ML05": ["no data", "no data"],
        "ML06": ["no data", "no data"],
        "missing": ["3", "5"],
        "undated": ["0", "0"],
        "national": ["10", "14"],
    }
    month = figures(page(served, "&level=admin2&month=03"))
    assert {key: month[key] for key in ("ML0701", "ML0702", "ML1001", "missing", "national")} == {
        "ML0701": ["4", "8"],
        "ML0702": ["0", "0"],
        "ML1001": ["no data", "no data"],
        "missing": ["4", "5"],
        "national": ["8", "13"],
    }
    assert figures(page(served, "&year=2023"))["ML07"] == ["6", "6"]
    assert figures(page(served, "&frame=2012"))["ML05"] == ["6", "9"]


@pytest.mark.parametrize("query", ["", "&level=admin2", "&month=04", "&from=2023", "&focus=niger", "&frame=2012"])
def test_there_is_nothing_of_zones_cells_or_actors(served, query):
    tree = page(served, query)
    ids = {node.attributes.get("id") for node in tree.walk()}
    assert not ids & {"zones", "family", "distance"}
    assert {"table", "accounting", "violence", "circles"} <= ids
    layers = {node.attributes["data-layer"] for node in tree.walk() if "data-layer" in node.attributes}
    assert {name for name in layers if not name.startswith("sites-")} == {"units", "rivers", "towns"}
    focuses = [node.attributes["data-focus"] for node in tree.walk() if "data-focus" in node.attributes]
    assert focuses == ["east", "mali", "gao", "menaka"]
    named = {
        node.attributes["data-download"].split(".")[0] for node in tree.walk() if "data-download" in node.attributes
    }
    assert named == {"admin2" if "admin2" in query else "admin1", "sites"}
    assert "several families" not in tree.text
    assert "the name given is of no unit here, or of several" in tree.text


def test_every_link_and_file_of_its_pages_is_there(served, edition, unpainted):
    client = unpainted(served.data)
    for query in ("", "&level=admin2&month=03"):
        text = client.get(f"/{SOURCE}{query}").text
        addresses = {*deep.links(text), *re.findall(r'src="([^"]+)"', text)}
        assert len(addresses) > 30
        for address in sorted(addresses - {"./"}):
            answer = client.get(address if address.startswith("/") else f"/{address}")
            assert answer.status_code == 200, (address, answer.text[:200])


@pytest.mark.parametrize("level", ["admin1", "admin2"])
def test_what_the_script_asks_for_is_there(served, edition, level):
    with served.client.application.test_request_context("/"):
        settings = script_config.script_config(edition, level, "tag", "en")
    assert settings["zones"] == settings["distances"] == []
    assert "grid" not in settings
    assert settings["gridMeasure"] is None
    assert settings["defaults"]["layers"] == ["units", "rivers", "towns"]
    assert settings["families"] == [("any", "All actors")]
    assert settings["absent"] == ["low", "high", "civilians"]
    for name in (f"values-{level}-all-any.json", f"values-{level}-all-any-2022.json", f"units-{level}.json"):
        assert served.asset(name, source="acled-monthly-x").status_code == 200
    for name in (
        "values-zones-all-any.json",
        f"values-{level}-all-jnim.json",
        "zones-50.json",
        "values-grid-all-any.json",
    ):
        assert served.asset(name, source="acled-monthly-x").status_code in (403, 404)


def test_the_script_reads_no_data_where_there_is_no_row(served):
    values = json.loads(served.asset("values-admin2-all-any-2022.json", source="acled-monthly-x").text)
    place, when = values["pcodes"].index, values["periods"].index
    assert values["events"][place("ML0701")][when("2022-03")] == 4
    assert values["events"][place("ML0702")][when("2022-03")] == 0
    assert values["events"][place("ML1001")][when("2022-03")] is None
    assert values["national"]["events"][when("2022-00")] == 0


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("&family=jnim", "parameter 'family' cannot be 'jnim'; it can be any"),
        ("&level=zones", "parameter 'level' cannot be 'zones'; it can be admin1, admin2"),
        ("&level=admin3", "parameter 'level' cannot be 'admin3'; it can be admin1, admin2"),
        ("&unit=niger-50", "parameter 'unit' cannot be 'niger-50'; it can be MLI, "),
        ("&layers=units,niger-50", "parameter 'layers' cannot be 'units,niger-50'; it can be none, units, "),
        ("&measure=civilian_fatalities_per_100k", "parameter 'measure' cannot be 'civilian_fatalities_per_100k'; "),
    ],
)
def test_what_it_has_not_is_refused(served, query, detail):
    answer = served.client.get(f"/{SOURCE}{query}")
    assert answer.status_code == 400
    assert answer.json["detail"].startswith(detail)


def test_files_have_no_column_of_actors_and_no_number_where_none_is_known(served):
    text = served.client.get(f"/download/admin2.csv{SOURCE}&year=2022&month=03").data.decode("utf-8-sig")
    rows = {row["pcode"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert not [name for name in rows["ML0701"] if name.endswith("_jnim")]
    first, silent = rows["ML0701"], rows["ML1001"]
    assert (first["events"], first["fatalities_low"], first["fatalities_best"]) == ("4", "", "8")
    assert first["events_unspecified"] == "4"
    assert (silent["events"], silent["fatalities_status"]) == ("", "no_data")
    assert rows["ML0702"]["fatalities_status"] == "none_recorded"
    assert rows["not allocated"]["events"] == "4"
    assert rows["Mali"]["events"] == "8"
    assert served.client.get(f"/download/zones.csv{SOURCE}").status_code == 404
    assert served.client.get(f"/download/events.csv{SOURCE}").status_code == 403
    assert served.client.get(f"/download/admin3.csv{SOURCE}").status_code == 403


def test_the_method_says_what_is_counted_and_changes_compares_no_other_kind(served):
    method = read(served.client.get(f"/method{SOURCE}").text).text
    assert "Counts by month and cercle, as drawn acled-monthly-x publishes them" in method
    assert "Of 16 events, 3 have no region. 4 have no cercle, which must be named." in method
    assert "names in each" not in method
    changes = read(served.client.get(f"/changes{SOURCE}&year=2022").text).text
    assert "There is no other release of this source in these boundaries." in changes


def test_switching_to_and_from_it_keeps_what_both_have(served):
    tree = read(served.client.get("/?focus=niger&family=jnim").text)
    to = next(
        node.attributes["href"] for node in tree.every("a", data_switch="source") if "acled" in node.attributes["href"]
    )
    assert "layers=units,rivers,towns" in to
    assert "family" not in to
    assert "focus" not in to
    assert served.client.get(f"/{to}").status_code == 200
    tree = read(served.client.get(f"/{SOURCE}").text)
    back = next(
        node.attributes["href"]
        for node in tree.every("a", data_switch="source")
        if "acled" not in node.attributes["href"]
    )
    assert "layers" not in back


def test_what_a_shown_edition_has(edition):
    assert options.all_levels(edition) == ["admin1", "admin2"]
    assert options.actor_families(edition) == ["any"]
    assert options.default_layers(edition) == ("units", "rivers", "towns")


def test_types_that_are_not_added_are_named_on_the_page(tmp_path):
    drawn = deep.world(tmp_path)
    own = months("political_violence")
    other = own.counts.assign(event_type="demonstration", fatalities=None, events=2)
    brought = replace(own, counts=pd.concat([own.counts, other], ignore_index=True))
    record = replace(worlds.source("acled-monthly-x"), policy="acled", data_to="2023-01-31")
    sources = {**drawn.sources, "acled-monthly-x": record}
    served = deep.serve(tmp_path, replace(drawn, imported=[brought], sources=sources))
    text = page(served).text
    assert "Not added: 12 demonstrations, which are no political violence." in text
    assert "Political violence" in text
