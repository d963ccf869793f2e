"""The pages of the forces: each has one, light and in both languages, with its links, and hostile names are text."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from html import escape

import pytest

from app.text import force_labels
from geodata.forces import presence, strength
from geodata.schema.forces import CATEGORIES, UNCERTAINTIES
from geodata.vocabulary import BY_FORCE, GROUPS, INCOMPLETE, REPORTED
from tests import examples
from tests.app.conftest import BROWSER, drawn_world, serve_world
from tests.app.forces import on_day, page
from tests.app.markup import read

HEAVIEST = 150_000

GROUP_KEYS = [group.key for group in GROUPS]

KEYS = [force.key for force in REPORTED]

PAYLOAD = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A served world whose every name and word is markup."""
    tmp = tmp_path_factory.mktemp("hostile")
    world = drawn_world(tmp)
    tables = world.forces
    named = replace(
        tables,
        sites=tables.sites.assign(site=PAYLOAD, role=PAYLOAD, stated_admin1=tables.sites["stated_admin1"]),
        sources=tables.sources.assign(publisher=PAYLOAD, title=PAYLOAD),
        mandates=tables.mandates.assign(name=PAYLOAD, name_fr=PAYLOAD, legal_basis=PAYLOAD),
        headcounts=tables.headcounts.assign(component=PAYLOAD, measure=PAYLOAD, scope=PAYLOAD),
        timeline=tables.timeline.assign(title_en=PAYLOAD, title_fr=PAYLOAD, place=PAYLOAD),
    )
    return serve_world(tmp, replace(world, forces=named))[0]


def test_every_force_of_the_report_has_a_row_with_a_sourced_figure_or_a_stated_gap(client):
    rows = on_day(page(client, "/forces"))
    assert list(rows) == [force.label for force in REPORTED]
    table = page(client, "/forces").every("table")[0]
    gaps = {*strength.GAPS.values(), "no estimate with a source retrieved"}
    for row in table.one("tbody").every("tr"):
        links = [link.attributes["href"] for link in row.every("td")[-1].every("a")]
        said = row.every("td")[-1].text
        assert any("/sources#" in link for link in links) or any(gap in said for gap in gaps), said
        assert row.one("th").one("a").attributes["href"].startswith("/forces/")


@pytest.mark.parametrize(
    ("key", "lang"), [(key, lang) for at, key in enumerate(KEYS) for lang in examples.some(["en", "fr"], 2, at)]
)
def test_every_force_has_its_page(client, key, lang):
    answer = client.get(f"/forces/{key}?lang={lang}")
    found = read(answer.text)
    assert answer.status_code == 200
    assert found.one("html").attributes["lang"] == lang
    ids = [node.attributes["id"] for node in found.walk() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    assert len(gzip.compress(answer.data)) < HEAVIEST
    assert len(found.every("p", class_="said")) == (key in INCOMPLETE or key in GROUP_KEYS)
    assert found.one("p", class_="said knownto")
    assert bool(found.every("table", class_="data sites")) == (key not in GROUP_KEYS)


def test_the_page_is_light_and_charts_have_no_style(client):
    for lang in ("en", "fr"):
        answer = client.get(f"/forces?lang={lang}")
        assert len(gzip.compress(answer.data)) < HEAVIEST
        assert not [node for node in read(answer.text).walk() if "style" in node.attributes]


def test_what_has_no_source_is_marked_wherever_it_shows(drawn):
    found = page(drawn, "/forces")
    coup = found.one("tr", id="event-coup")
    assert coup.one("span", class_="nosource").text == "no source"
    assert not [link for link in coup.every("a") if "/sources" in link.attributes["href"]]
    left = found.one("tr", id="event-gao-fr-left")
    assert [link.attributes["href"] for link in left.every("a")][-1] == "/sources#un"
    isgs = page(drawn, "/forces/isgs")
    assert isgs.one("tr", id="headcount-1").one("span", class_="nosource")
    assert "No estimate with a source was retrieved" in isgs.one("main").text


def test_links_carry_the_language_the_edition_and_the_day(drawn):
    found = page(drawn, "/forces?lang=en&frame=2016&on=2021-05-01")
    links = {link.attributes["href"] for link in found.one("main").every("a")}
    assert "/sources?frame=2016&lang=en#un" in links
    assert "/forces/minusma?frame=2016&lang=en&on=2021-05-01" in links
    hidden = {node.attributes["name"]: node.attributes["value"] for node in found.every("input", type="hidden")}
    assert hidden == {"frame": "2016", "lang": "en"}
    assert found.one("input", type="date").attributes["value"] == "2021-05-01"


def test_the_links_to_the_map_open(drawn):
    found = page(drawn, "/forces/minusma?on=2022-05-01&lang=fr")
    links = [link.attributes["href"] for link in found.every("a") if "sites-minusma" in link.attributes["href"]]
    assert len(links) == 4, "the list, and each of three sites"
    for link in links:
        assert drawn.get(link).status_code == 200
        assert "year=" not in link
        assert "lang=fr" in link
    early = page(drawn, "/forces/minusma?on=2012-05-01").one("tr", id="site-gao-un").one("th").one("a")
    assert "year=2021" in early.attributes["href"], "the first year that the map has"
    assert drawn.get(early.attributes["href"]).status_code == 200


def test_a_force_has_its_events_and_its_sites_with_their_heirs(client):
    found = page(client, "/forces/french")
    assert found.one("tr", id="event-barkhane-gao-handed-over")
    site = found.one("tr", id="site-french-gao")
    assert [link.text for link in site.every("a")][1] == "Malian armed forces", "they took it over, not Wagner"
    kidal = found.one("tr", id="site-french-kidal")
    assert [link.text for link in kidal.every("a")][1:3] == ["Malian armed forces", "MINUSMA"]
    assert not found.every("tr", id="event-minusma-kidal-closed")
    assert "Operation Serval" in found.text
    assert "did not leave, became Operation Barkhane (in Mali)" in found.text
    assert "civil authorities" in page(client, "/forces/minusma").one("tr", id="site-minusma-ansongo").text


@pytest.mark.parametrize("query", ["?year=2022", "?on=2022-01-01&on=2022-01-02", "?onn=2022-01-01", "?source=x"])
def test_other_parameters_are_refused(drawn, query):
    assert drawn.get(f"/forces{query}").status_code == 400


@pytest.mark.parametrize("name", ["x", "MINUSMA", "africa-corps", "minusma%2F", PAYLOAD.replace("/", "")])
def test_an_unknown_force_is_a_404_with_the_list(drawn, name):
    answer = drawn.get(f"/forces/{name}")
    assert answer.status_code == 404
    if "%2F" not in name:
        assert answer.json["allowed"] == KEYS
        shown = drawn.get(f"/forces/{name}", headers={"Accept": BROWSER})
        assert "<code>minusma</code>" in shown.text
        assert "<img" not in shown.text


def test_answers_in_french_are_french(drawn):
    english, french = page(drawn, "/forces").one("main"), page(drawn, "/forces?lang=fr").one("main")
    assert "coup (fr)" in french.text
    assert "coup (fr)" not in english.text
    assert "31 décembre 2022" in french.text
    assert "Barkhane (fr)" in page(drawn, "/forces/french?lang=fr").text
    assert "droit" in page(drawn, "/forces/french?lang=fr").text


@pytest.mark.parametrize("path", ["/forces", "/forces/minusma", "/forces/isgs", "/forces/french?lang=fr"])
def test_names_are_text(hostile, path):
    answer = hostile.get(path)
    assert answer.status_code == 200
    assert "<img" not in answer.text
    assert [tag.endswith('/copy.js" defer>') for tag in re.findall("<script[^>]*>?", answer.text)] == [True]
    assert escape("<img", quote=False) in answer.text


def test_every_key_of_the_tables_has_a_label(made):
    rows = made.table("headcounts")
    for labels, name in (
        (force_labels.MEASURES, "measure"),
        (force_labels.SCOPES, "scope"),
        (force_labels.COMPONENTS, "component"),
    ):
        assert {row[name] for row in rows} <= set(labels), name
    assert set(force_labels.UNCERTAINTIES) == set(UNCERTAINTIES)
    assert set(force_labels.CATEGORIES) == set(CATEGORIES)
    assert set(force_labels.PRESENCES) == set(presence.PRESENCES)
    places = {unit.name for unit in made.figures.units["admin1"]}
    assert {row["stated_admin1"] for row in made.table("sites")} <= places | set(force_labels.COUNTRIES)
    assert {row["force"] for row in made.table("sites")} <= set(BY_FORCE)
