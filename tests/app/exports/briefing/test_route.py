"""The one-file briefing: a download that needs nothing from outside, with its notes, terms and room for its rows."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from app.application import create_app
from app.exports.briefing import contents
from app.request.view import View
from geodata import policies
from tests import examples, once
from tests.app.briefings import page
from tests.app.conftest import renamed_world
from tests.app.markup import read

STATES = (
    "",
    "?lang=fr",
    "?from=2020",
    "?from=2020&lang=fr&violence=one_sided",
    "?year=2012",
    "?year=2024",
    "?measure=documented_sites",
    "?measure=nominal_troops&from=2020",
    "?layers=units,rivers&circles=events&focus=mali",
    "?layers=none&family=jnim&at=6/16/0",
)

DEEP = (
    "?level=admin2",
    "?level=admin3&lang=fr",
    "?level=admin2&from=2021",
    "?month=3",
    "?frame=2012&month=3&from=2021",
)

LIMIT = 400_000


def test_it_is_a_download_that_names_where_it_stays(client, made):
    answer = client.get("/briefing.html")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mali-briefing-2022.html"'
    assert answer.headers["Cache-Control"] == "no-cache"
    address = re.fullmatch(r'<(http://localhost/b/(\w+)/briefing\.html\?.*)>; rel="cite-as"', answer.headers["Link"])
    assert address
    assert address[2] == made.id
    assert address[1].replace("&", "&amp;") in answer.text
    assert client.get(address[1].removeprefix("http://localhost")).data == answer.data
    kept = client.get("/briefing.html", headers={"If-None-Match": answer.headers["ETag"]})
    assert (kept.status_code, kept.data) == (304, b"")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?lang=fr", "mali-briefing-2022-fr.html"),
        ("?year=2021&from=2019&measure=events_per_100k", "mali-briefing-2021-from-2019-events-per-100k.html"),
        ("?violence=one_sided&family=jnim", "mali-briefing-2022-one-sided-jnim.html"),
    ],
)
def test_its_name_says_what_is_not_as_a_page_opens(client, query, name):
    assert f'"{name}"' in client.get(f"/briefing.html{query}").headers["Content-Disposition"]


def test_the_same_build_and_view_give_the_same_bytes(painted, client, data, made):
    first = client.get("/briefing.html?from=2020&lang=fr")
    again = create_app(data).test_client()
    again.get("/briefing.html?from=2020")
    assert again.get("/briefing.html?lang=fr&from=2020&year=2022").data == first.data
    kept = again.get(f"/b/{made.id}/briefing.html?from=2020&lang=fr")
    assert kept.data == first.data
    assert "immutable" in kept.headers["Cache-Control"]


@pytest.mark.parametrize("query", STATES)
def test_it_needs_nothing_from_outside(client, query):
    whole_in_itself(client.get(f"/briefing.html{query}"))


@pytest.mark.parametrize("query", DEEP)
def test_with_imported_units_it_needs_nothing_from_outside(imported, query):
    whole_in_itself(imported.client.get(f"/briefing.html{query}"))


@pytest.mark.parametrize("query", examples.some(STATES, 3, 2))
def test_with_its_maps_it_is_still_whole_and_light(painted, client, query):
    whole_in_itself(client.get(f"/briefing.html{query}"))


@pytest.mark.parametrize("query", examples.some(DEEP, 3))
def test_with_maps_of_imported_units_it_is_still_whole_and_light(painted, imported, query):
    whole_in_itself(imported.client.get(f"/briefing.html{query}"))


def whole_in_itself(answer) -> None:
    """One file: no request, no script, a policy that allows none; headings, tables and pictures said aloud."""
    assert answer.status_code == 200
    assert len(answer.data) < LIMIT
    tree = read(answer.text.replace("<!doctype html>\n", ""))
    policy = tree.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert not tree.every("script")
    asked = [
        value for node in tree.walk() for name, value in node.attributes.items() if name in ("src", "srcset", "data")
    ]
    assert len(asked) == 2, "the map, wide and tall"
    assert all(address.startswith("data:image/png;base64,") for address in asked)
    assert [node.attributes["href"] for node in tree.every("link")] == ["data:,"]
    style = tree.one("style").text
    assert not re.search(r"url\(|@import|</", style)
    assert all(node.attributes["href"].startswith("http://localhost/b/") for node in tree.every("a"))
    ids = [value for node in tree.walk() for name, value in node.attributes.items() if name == "id"]
    assert len(ids) == len(set(ids))
    levels = [int(node.tag[1]) for node in tree.walk() if re.fullmatch(r"h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(node.attributes.get("scope") for node in tree.every("th"))
    assert all(node.attributes.get("alt") for node in tree.every("img"))
    assert all(node.every("title") and node.every("desc") for node in tree.every("svg", role="img"))


def test_sources_licences_build_and_disclaimer_stand_in_it(client, made):
    text = page(client).text
    for said in (
        "UCDP GED 24.1 (Uppsala Conflict Data Program, CC BY 4.0, data to 31 December 2023, release inferred)",
        "Sundberg, Ralph",
        "INSTAT Mali",
        "GeoNames",
        made.id,
        "not a confidence interval",
        "Not for operational or targeting use. Names and boundaries imply no endorsement.",
        "place too vague for this level – events: 2, deaths: 63",
        "no data by region: 2024",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    "query",
    [
        "?yaer=2022",
        "?year=2022&year=2021",
        "?year=1999",
        "?level=zones",
        "?from=2022",
        "?size=a4",
        "?lang=xx",
        "?unit=%00",
    ],
)
def test_what_the_map_does_not_take_is_refused(client, query):
    answer = client.get(f"/briefing.html{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_source_whose_rows_may_not_leave_has_its_counts_by_cercle_and_its_rule(unpainted, gated):
    client = unpainted(gated.data)
    found = page(client, "?level=admin2")
    assert "ACLED: no event or point leaves this server in any form" in found.text
    for query in ("?level=admin3", "?layers=events", "?layers=grid"):
        assert client.get(f"/briefing.html{query}").status_code in (400, 403)


def test_the_gate_stands_before_the_drawing(gated):
    with gated.client.application.test_request_context("/briefing.html"):
        for view in (View(level="admin3"), View(layers=("units", "events")), View(layers=("grid",))):
            with pytest.raises(policies.Refused):
                contents.require_shown(gated.edition(), view)
        contents.require_shown(gated.edition(), View(level="admin2"))


def test_boundaries_that_may_only_be_drawn_say_so(unpainted, drawn_only):
    found = page(unpainted(drawn_only.data))
    assert "These boundaries may be drawn in maps, with attribution, but not handed out as files." in found.text


def test_markup_in_a_name_stays_text(unpainted, tmp_path):
    once.publish(tmp_path, renamed_world(tmp_path, {"ML07": "<b>Gao</b>"}))
    text = unpainted(tmp_path).get("/briefing.html").text
    assert "<b>Gao</b>" not in text
    assert "&lt;b&gt;Gao&lt;/b&gt;" in text


@pytest.mark.parametrize(
    ("rows_", "zones", "change", "all_", "short"),
    [
        (11, 3, False, True, False),
        (11, 3, True, True, False),
        (15, 3, False, False, False),
        (20, 3, False, False, True),
        (11, 6, True, False, True),
    ],
)
def test_there_is_room_for_all_notes_beside_few_rows(rows_, zones, change, all_, short):
    laid = contents.layout(rows_, zones, has_rises=True, is_change=change)
    assert (laid.has_all, laid.is_short) == (all_, short)
    assert contents.layout(rows_, zones, has_rises=False, is_change=change).map_mm > laid.map_mm
