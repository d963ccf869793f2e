"""What a view offers to take away: links name what the view chooses, and the script cites what the server does."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from app.exports import pack
from app.presenters.citations import of
from app.request import parameters, parsing
from app.request.registry import Where, names
from app.web.languages import speaking
from geodata import policies
from geodata.exports import citations, titles
from geodata.exports.formats import FORMATS
from geodata.exports.selection import Selection
from geodata.texts import day
from tests.app import deep
from tests.app.conftest import cite_as
from tests.app.markup import Node, read

VIEWS = (
    "/",
    "/?year=2024",
    "/?year=2021&from=2018&violence=one_sided&family=is&layers=sites-minusma,either-50",
    "/?lang=fr&measure=documented_sites",
    "/?lang=fr&year=2023&from=2021&sides=both",
)
DEEP = (
    "/?level=admin2&year=2022&month=03&frame=2012&lang=fr",
    "/?level=admin3&year=2022&from=2021&layers=either-75,events",
    "/?year=2023&month=03&from=2022&violence=one_sided",
)


def taken(tree: Node, attribute: str) -> dict[str, str]:
    return {a.attributes[attribute]: a.attributes["href"] for a in tree.every("a") if attribute in a.attributes}


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def joined(found: dict, ids: list[str], title: str, address: str) -> str:
    """The citation as the script puts it together."""
    known = [found["sources"][name] for name in dict.fromkeys(ids) if name in found["sources"]]
    words = found["words"]
    parts = {"title": title, "address": address, "sources": words["between"].join(known)}
    template = words["several" if len(known) > 1 else "one" if known else "none"]
    return template % parts


@pytest.mark.parametrize("view", DEEP)
def test_every_file_of_a_view_takes_what_the_view_chooses(imported, view):
    tree = read(imported.client.get(view).text)
    wanted = asked(view)
    for attribute, dropped in (("data-download", ()), ("data-download-all", ("year", "month"))):
        found = taken(tree, attribute)
        layers = {name.partition(".")[0] for name in found}
        assert layers == {"zones", "grid", "events", "sites", wanted.get("level", "admin1")}
        for name, href in found.items():
            layer, own = name.partition(".")[0], asked(name)
            chosen = {key: text for key, text in wanted.items() if key in names(parameters.taken(Where.FILES, layer))}
            chosen = {key: text for key, text in chosen.items() if key not in dropped} | own
            if layer == "zones" and "either-75" in view:
                chosen["km"] = "75"
            assert asked(href) == chosen
            assert urlsplit(href).path == f"/download/{name.partition('?')[0]}"


def test_each_layer_comes_in_every_format_and_with_hxl_where_there_is_such_a_row(client):
    tree = read(client.get("/").text)
    for attribute in ("data-download", "data-download-all"):
        names = set(taken(tree, attribute))
        for layer in ("admin1", "zones", "grid", "sites"):
            own = {name.partition(".")[2] for name in names if name.startswith(layer)}
            assert own == {*FORMATS, *(f"{key}?hxl=1" for key, found in FORMATS.items() if found.takes_hxl)}


@pytest.mark.parametrize("view", VIEWS)
def test_the_citation_that_the_script_writes_is_that_of_the_file(client, made, view):
    check(client, made, view)


@pytest.mark.parametrize("view", DEEP)
def test_so_it_is_of_imported_files_months_and_changes(imported, view):
    check(imported.client, imported.edition(**{k: v for k, v in asked(view).items() if k == "frame"}), view)


def check(client, edition, view: str) -> None:
    tree = read(client.get(view).text)
    found = json.loads(tree.one("script", id="citable")._raw())  # a no-break space is one of its letters
    lang = tree.one("html").attributes["lang"]
    wanted = asked(view)
    for attribute, is_all in (("data-download", False), ("data-download-all", True)):
        for name, href in taken(tree, attribute).items():
            layer = name.partition(".")[0]
            if not name.endswith(".csv"):
                continue
            answer = client.get(href)
            chosen = asked(href)
            selection = Selection.read(chosen)
            expected = citations.as_text(citations.of_layer(edition, layer, selection, cite_as(answer))).of(lang)
            own = found["layers"][layer]
            title = own["titles"][(2 if is_all else 0) + bool(wanted.get("from"))]
            when = "-".join(filter(None, (chosen.get("year"), chosen.get("month")))) or "2022"
            added = {key: words if chosen.get(key) in ("with", "both") else "" for key, words in found["added"].items()}
            title = title % {"when": day(when).of(lang), "from": wanted.get("from", ""), **added}
            is_known = not is_all and chosen["year"] in edition.manifest["covered"]
            ids = own.get("both_" * ("sides" in chosen) + ("covered" if is_known else "later"))
            assert joined(found, ids, title, cite_as(answer)) == expected


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_words_have_a_place_for_each_part_and_nothing_of_the_marks(client, made, lang):
    with client.application.test_request_context(f"/?lang={lang}"), speaking(lang):
        words = of(made, ["admin1"])["words"]
    assert list(words) == ["none", "one", "several", "between"]
    places = [re.findall(r"%\((\w+)\)s", words[name]) for name in ("none", "one", "several")]
    assert [sorted(found) for found in places] == [["address", "title"], *[["address", "sources", "title"]] * 2]
    assert words["one"] != words["several"]
    assert made.id in words["none"]
    assert not re.search(r"[^\w\s.,:;()%/’«»-]", "".join(words.values()))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_title_has_its_places_for_period_and_change(client, made, lang):
    with client.application.test_request_context(f"/?lang={lang}"), speaking(lang):
        found = of(made, ["admin1", "sites"])
    for layer, changes in (("admin1", True), ("sites", False)):
        one, changed, whole, whole_changed = found["layers"][layer]["titles"]
        assert one.count("%(when)s") == changed.count("%(when)s") == 1
        assert ("%(from)s" in changed, "%(from)s" in whole_changed) == (changes, changes)
        assert whole.removesuffix("%(named)s") == titles.title(layer, Selection()).of(lang)
        assert whole.endswith("%(named)s") == (layer == "admin1")


def test_the_permanent_link_opens_the_same_view_and_is_the_pack_s(client, made):
    for view in VIEWS:
        tree = read(client.get(view).text)
        href = tree.one("a", id="permanent").attributes["href"]
        assert href.startswith(f"/b/{made.id}/?source=ucdp-ged&frame=2016")
        lang = tree.one("html").attributes["lang"]
        assert asked(href)["lang"] == lang
        again = read(client.get(href).text)
        assert again.one("table", id="table").text == tree.one("table", id="table").text
        with client.application.test_request_context(view):
            parsed = parsing.view_of(client.application.test_request_context(view).request.args, made)
            assert f"http://localhost{href}" == pack.permalink(made, parsed, "/")


def test_links_below_a_permanent_address_stay_there(client, made):
    tree = read(client.get(f"/b/{made.id}/?year=2020").text)
    for attribute in ("data-download", "data-download-all", "data-view"):
        assert all(href.startswith(f"/b/{made.id}/") for href in taken(tree, attribute).values())


def test_boundaries_that_are_only_drawn_are_offered_without_shapes(tmp_path):
    world = deep.world(tmp_path)
    grounds = [replace(ground, policy="maps-only") for ground in world.grounds]
    served = deep.serve(tmp_path, replace(world, grounds=grounds))
    names = set(taken(read(served.client.get("/?level=admin2").text), "data-download"))
    kinds = {layer: {n.partition(".")[2].partition("?")[0] for n in names if n.startswith(layer)} for layer in
             ("admin2", "zones")}  # fmt: skip
    assert kinds == {"admin2": {"xlsx", "csv"}, "zones": set(FORMATS)}
    page = read(served.client.get("/?level=admin2").text)
    assert policies.POLICIES["maps-only"].rule in page.one("section", id="downloads").text


def test_files_that_hold_only_the_picked_units_say_which(client):
    """In the form that the script goes on writing; the files of zones and sites hold all."""
    for query, said in (("?units=ML10,ML07", "Gao + Ménaka"), ("", "")):
        tree = read(client.get(f"/{query}").text)
        rows = [row for row in tree.every("li") if row.every("i")]
        assert [(row.every("b")[0].attributes["id"], row.every("i")[0].text) for row in rows] == [
            ("files-admin1", said),
            ("more-admin1", said),
        ]
        links = [link.attributes["href"] for link in rows[0].every("a")]
        assert all(("units=ML07,ML10" in link or "units=ML10,ML07" in link) == bool(query) for link in links)
