"""/data: every file that can be had is there with its rows, columns, citation and permanent address; and as JSON-LD."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from app.application import create_app
from app.settings import Settings
from app.web.responses import REVALIDATE
from geodata import policies
from geodata.builds import store
from geodata.exports import citations, extract
from geodata.exports.formats import FORMATS
from geodata.exports.selection import Selection
from tests import examples, once
from tests.app.conftest import cite_as, drawn_world, renamed_world, serve_world
from tests.app.markup import Node, read

CLOSE = "</script><script>alert(1)</script>"
REQUIRED = ("name", "description")
RECOMMENDED = (
    "creator",
    "distribution",
    "identifier",
    "includedInDataCatalog",
    "isAccessibleForFree",
    "keywords",
    "license",
    "spatialCoverage",
    "temporalCoverage",
    "url",
    "variableMeasured",
    "version",
)
"""Of a Dataset: https://developers.google.com/search/docs/appearance/structured-data/dataset"""


def page(client, address: str = "/data") -> Node:
    answer = client.get(address)
    assert answer.status_code == 200
    return read(answer.text)


def linked(tree: Node) -> dict[str, list[str]]:
    """The addresses of the files by layer, in the page's order."""
    found: dict[str, list[str]] = {}
    for link in tree.every("a"):
        if "data-file" in link.attributes:
            found.setdefault(str(link.attributes["data-file"]), []).append(str(link.attributes["href"]))
    return found


def graph(tree: Node) -> list[dict]:
    (script,) = tree.every("script", type="application/ld+json")
    document = json.loads(script._raw())
    assert document["@context"] == "https://schema.org/"
    return document["@graph"]


def datasets(tree: Node) -> dict[str, dict]:
    return {one["@id"].rpartition("#")[2]: one for one in graph(tree) if one["@type"] == "Dataset"}


def test_every_layer_is_there_in_every_format(client):
    tree = page(client)
    found = linked(tree)
    assert list(found) == ["admin1", "zones", "grid", "sites"]
    for layer, links in found.items():
        assert {link.rpartition(".")[2] for link in links} == set(FORMATS)
        assert all(link.startswith(f"/download/{layer}.") for link in links)


@pytest.mark.parametrize("query", ["", "?year=2022", "?frame=2012&year=2022", "?source=ucdp-ged"])
def test_the_rows_said_are_those_of_the_file(imported, query):
    tree = page(imported.client, f"/data{query}")
    assert set(linked(tree)) >= {"admin1", "sites"}
    for layer, links in linked(tree).items():
        (link,) = [link for link in links if ".geojson" in link]
        assert link.endswith(query)
        said = int(re.sub(r"\D.*", "", tree.one("h3", id=f"of-{layer}").one("span").text.replace(",", "")))
        assert said == len(imported.client.get(link).json["features"]), layer


def test_columns_and_breakdowns_are_those_of_the_file(imported):
    tree = page(imported.client, "/data?frame=2012")
    edition = imported.edition(frame="2012")
    for layer in linked(tree):
        section = tree.one("section", id=layer)
        named = [code.text for code in section.one("table").every("code")][::2]
        rows = section.one("tbody").every("tr")
        named = [row.one("th").text for row in rows]
        others = [code.text for note in section.every("p", class_="note") for code in note.every("code")]
        columns = extract.columns(edition, layer, Selection())
        assert sorted([*named, *others]) == sorted(column.name for column in columns)
        meanings = {column.name: column.meaning for column in columns}
        assert [row.every("td")[1].text for row in rows] == [meanings[name] for name in named]


@pytest.mark.parametrize(
    ("year", "lang"),
    [(year, lang) for at, year in enumerate([None, "2022", "2024"]) for lang in examples.some(["en", "fr"], 2, at)],
)
def test_the_citation_stands_there_with_the_address_that_each_file_names(unpainted, data, made, lang, year):
    client = unpainted(data)
    tree = page(client, f"/data?lang={lang}" + (f"&year={year}" if year else ""))
    for layer, links in linked(tree).items():
        named = {cite_as(client.get(link)) for link in links if "grid" not in link or ".csv" in link}
        buttons = tree.one("section", id=layer).every("button")
        assert {button.attributes["data-address"] for button in buttons} >= named
        assert len(buttons) == len(links)
        cited = tree.one("p", id=f"cite-{layer}")
        address = str(cited.attributes["data-address"])
        expected = citations.as_text(citations.of_layer(made, layer, Selection(year=year), address)).of(lang)
        assert cited.text == " ".join(expected.split())
        assert all(button.attributes["data-copy"] == f"cite-{layer}" for button in buttons)


def test_the_form_sends_all_years_as_an_empty_year_and_refuses_what_is_none(client):
    assert page(client, "/data?year=").text == page(client, "/data").text
    chosen = [one.text for one in page(client, "/data?year=2020").every("option") if "selected" in one.attributes]
    assert chosen == ["2020"]
    for query in ("year=1990", "year=2020&year=2021", "yaer=2020", "month=03", "source=none"):
        answer = client.get(f"/data?{query}")
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_builds_kept_are_listed_with_their_days(tmp_path):
    client, first = serve_world(tmp_path, drawn_world(tmp_path))
    assert [code.text for code in page(client).one("ul", class_="builds").every("code")] == [first.id]
    before = client.get(f"/b/{first.id}/data")
    assert before.headers["Cache-Control"] == REVALIDATE
    (tmp_path / "second").mkdir()
    once.publish(tmp_path, drawn_world(tmp_path / "second", spec=[{"year": 2022, "x": 1.9, "y": 15.5, "best": 7}]))
    second = store.read(tmp_path)
    for address in ("/data", f"/b/{first.id}/data"):
        kept = page(client, address).one("ul", class_="builds")
        assert {code.text for code in kept.every("code")} == {first.id, second.id}
        (newest,) = [one for one in kept.every("li") if "the newest" in one.text]
        assert newest.one("code").text == second.id
        assert f"{second.built.day} " in newest.text
        for link in kept.every("a"):
            assert client.get(link.attributes["href"]).status_code == 200
    own = page(client, f"/b/{first.id}/data")
    assert all(link.startswith(f"/b/{first.id}/download/") for links in linked(own).values() for link in links)
    assert f"/b/{first.id}/data" in own.one("main").text


def test_what_cannot_be_had_is_said_with_the_rule(gated, client):
    tree = page(gated.client)
    assert set(linked(tree)) == {"admin1", "admin2", "zones", "sites"}
    said = {one.one("dt").text: one.one("dd").text for one in tree.every("dl", class_="formats")[1].every("div")}
    assert said == dict.fromkeys(("Communes", "Grid", "Events"), policies.POLICIES["acled"].rule)
    for layer in ("admin3", "grid", "events"):
        assert gated.client.get(f"/download/{layer}.csv").status_code == 403
    shipped = page(client).every("dl", class_="formats")[1]
    assert [one.text for one in shipped.every("dt")] == ["Cercles", "Communes", "Events"]


def test_shapes_that_may_only_be_drawn_are_not_offered(drawn_only):
    tree = page(drawn_only.client)
    found = linked(tree)
    assert {link.rpartition(".")[2] for link in found["admin2"]} == {"xlsx", "csv"}
    assert {link.rpartition(".")[2] for link in found["zones"]} == set(FORMATS)
    assert policies.POLICIES["maps-only"].rule in tree.every("dl", class_="formats")[1].text
    kinds = {one["encodingFormat"] for one in datasets(tree)["admin2"]["distribution"]}
    assert kinds == {FORMATS["xlsx"].mimetype, FORMATS["csv"].mimetype}


def test_every_link_leads_somewhere(imported, unpainted):
    client = unpainted(imported.data)
    tree = page(client, "/data?frame=2012&year=2022&lang=fr")
    for link in tree.every("a"):
        address = str(link.attributes["href"])
        if not address.startswith(("#", "?")):
            answer = client.get(address.removeprefix("http://localhost").partition("#")[0] or "/")
            assert answer.status_code == 200 or address.startswith("http"), address
    anchors = {str(node.attributes["id"]) for node in tree.walk() if "id" in node.attributes}
    assert {a.attributes["href"][1:] for a in tree.every("a") if a.attributes["href"].startswith("#")} <= anchors


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_datasets_are_described_for_search_engines(client, made, lang):
    tree = page(client, f"/data?lang={lang}")
    found = datasets(tree)
    assert list(found) == list(linked(tree))
    catalogue = next(one for one in graph(tree) if one["@type"] == "DataCatalog")
    assert [one["@id"] for one in catalogue["dataset"]] == [one["@id"] for one in found.values()]
    for layer, one in found.items():
        assert [name for name in (*REQUIRED, *RECOMMENDED) if not one.get(name)] == []
        assert 50 <= len(one["description"]) <= 5000
        assert one["inLanguage"] == lang
        assert one["version"] == made.id
        assert one["isAccessibleForFree"] is True
        assert one["datePublished"] == one["dateModified"] == made.built.date().isoformat()
        first, last = map(date.fromisoformat, one["temporalCoverage"].split("/"))
        assert (first, last) == (date(2012, 1, 1), date(2023, 12, 31))
        south, west, north, east = map(float, one["spatialCoverage"]["geo"]["box"].split())
        assert (10 < south < 11, -13 < west < -12, 24 < north < 26, 4 < east < 5) == (True,) * 4
        assert all(work["@type"] == "CreativeWork" and work["name"] for work in one["license"])
        assert all(variable["@type"] == "PropertyValue" for variable in one["variableMeasured"])
        names = [work["name"] for work in one["isBasedOn"]]
        assert names == [source["title"] for source in extract.sources_of(made, layer, Selection())]
        for address in (one["url"], one["identifier"]):
            assert client.get(address.removeprefix("http://localhost").partition("#")[0]).status_code == 200
        assert f"/b/{made.id}/" in one["identifier"]


def test_what_is_described_can_be_downloaded(unpainted, data):
    client = unpainted(data)
    for layer, one in datasets(page(client)).items():
        assert [file["encodingFormat"] for file in one["distribution"]] == [
            found.mimetype for found in FORMATS.values()
        ]
        for file in one["distribution"] if layer in ("admin1", "sites") else ():
            assert file["contentUrl"].startswith("http://localhost/download/")
            answer = client.get(file["contentUrl"].removeprefix("http://localhost"))
            assert answer.status_code == 200
            assert answer.mimetype == file["encodingFormat"]


def test_addresses_are_those_that_readers_reach(data):
    named = create_app(data, Settings(url="https://atlas.example.org")).test_client()
    answer = named.get("/data?year=2013").text
    assert "http://localhost" not in answer
    assert datasets(read(answer))["admin1"]["url"].startswith("https://atlas.example.org/data?")
    assert "https://atlas.example.org/b/" in read(answer).one("p", id="cite-admin1").text


def test_a_name_that_is_markup_stays_text_in_json_ld_too(tmp_path):
    drawn = renamed_world(tmp_path, {"ML07": f"Gao{CLOSE}"})
    sources = {
        name: replace(one, title=CLOSE, producer=CLOSE, citation=CLOSE, licence=CLOSE, release=CLOSE)
        for name, one in drawn.sources.items()
    }
    client, _ = serve_world(tmp_path, replace(drawn, sources=sources))
    for path in ("/data", "/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        tree = read(answer.text)
        for script in tree.every("script"):
            assert "src" in script.attributes or "<" not in script._raw()
    tree = page(client)
    assert datasets(tree)["admin1"]["isBasedOn"][0]["name"] == CLOSE
    assert CLOSE in tree.one("p", id="cite-admin1").text


def test_without_a_build_the_page_says_so(tmp_path):
    from app.application import create_app

    answer = create_app(tmp_path).test_client().get("/data")
    assert answer.status_code == 503
