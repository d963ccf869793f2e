"""The briefing as a page: the same figures as its file and the build, a card, and the ways to file, map and itself."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from werkzeug.datastructures import MultiDict

from app.presenters import table
from app.presenters.map_view import MapView
from app.request import parsing
from app.text import numbers
from tests.app.markup import Node, read

VIEWS = (
    "",
    "?lang=fr&from=2020",
    "?year=2024",
    "?measure=documented_sites&layers=units,both-50&sides=both",
    "?unit=ML09",
)


def page(client, query: str = "") -> Node:
    answer = client.get(f"/briefing{query}")
    assert answer.status_code == 200, answer.text[:500]
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Content-Disposition" not in answer.headers
    return read(re.sub(r"<!doctype html>\n", "", answer.text))


def told(tree: Node) -> list[str]:
    """Headings, figures, tables and notes in their order; the address that the file and the page name is its own."""
    main = tree.one("main")
    texts = [part.text for tag in ("h1", "h2", "dd", "dt", "th", "td", "li", "figcaption") for part in main.every(tag)]
    return [text for text in texts if text]


@pytest.mark.parametrize("query", VIEWS)
def test_the_page_tells_what_the_file_tells(unpainted, data, query):
    client = unpainted(data)
    file = read(re.sub(r"<!doctype html>\n", "", client.get(f"/briefing.html{query}").text))
    assert told(page(client, query)) == told(file)
    assert len(told(file)) > 60


def test_its_figures_are_the_builds(unpainted, data, made):
    found = told(page(unpainted(data), "?year=2021"))
    view = parsing.view_of(MultiDict({"year": "2021"}), made)
    shown = MapView(made, view)
    country = made.figures.national("2021", "all", "any")
    for name in ("fatalities_best", "events", "civilian_fatalities"):
        assert numbers.whole(country[name]) in found, name
    for line in table.lines(shown):
        at = found.index(line.name)
        assert at >= 0
        assert line.value in found, line.name


def test_it_has_a_head_like_every_page_with_a_view(unpainted, data):
    tree = page(unpainted(data), "?year=2021&lang=fr")
    head = {
        node.attributes["property"]: node.attributes["content"]
        for node in tree.every("meta")
        if "property" in node.attributes
    }
    assert tree.one("head").one("title").text == " ".join(head["og:title"].split())
    assert "2021" in head["og:title"]
    assert head["og:url"] == tree.one("link", rel="canonical").attributes["href"]
    assert head["og:url"] == "http://localhost/briefing?year=2021&lang=fr"
    assert head["og:image"].startswith("http://localhost/card.png?year=2021")
    assert "2021" in head["og:description"]
    skips = [node.attributes["href"] for node in tree.every("a", class_="skip")]
    ids = [node.attributes["id"] for node in tree.walk() if "id" in node.attributes]
    assert skips == ["#figures", "#units"]
    assert [one.removeprefix("#") in ids for one in skips] == [True, True]
    levels = [int(node.tag[1]) for node in tree.walk() if re.fullmatch(r"h[1-6]", node.tag)]
    assert (levels[0], levels.count(1), max(levels)) == (1, 1, 2)


@pytest.mark.parametrize("root", ["", "/b/{build}"])
def test_it_leads_to_the_file_the_map_and_where_it_stays(unpainted, data, made, root):
    client, below = unpainted(data), root.format(build=made.id)
    answer = client.get(f"{below}/briefing?from=2020&lang=fr")
    tree = read(re.sub(r"<!doctype html>\n", "", answer.text))
    ways = [node.attributes["href"] for node in tree.one("p", class_="ways").every("a")]
    asked = "?from=2020&lang=fr"
    assert ways[:2] == [f"{below}/briefing.html{asked}", f"{below}/{asked}"]
    assert ways[2].startswith(f"/b/{made.id}/briefing?")
    assert [client.get(way).status_code for way in ways] == [200] * 3


def test_its_pictures_are_made_apart_from_the_page(client):
    picture = page(client, "?year=2021").one("picture")
    wide, tall = picture.one("img").attributes["src"], picture.one("source").attributes["srcset"]
    assert (wide, tall) == tuple(f"/briefing/{shape}.png?year=2021&lang=en" for shape in ("wide", "tall"))
    sizes = []
    for address in (wide, tall):
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "image/png"
        sizes.append(Image.open(io.BytesIO(answer.data)).size)
    assert sizes[0][0] / sizes[0][1] > 1.5
    assert sizes[1][0] < sizes[1][1]


def test_what_the_file_may_not_hold_the_page_may_not_either(gated):
    for query in ("?level=admin3", "?layers=events", "?layers=grid"):
        file, shown, picture = (gated.client.get(f"/{path}{query}").status_code for path in (
            "briefing.html", "briefing", "briefing/wide.png"
        ))  # fmt: skip
        assert file == shown == picture
        assert file in (400, 403)
