"""/sources: every source has its anchor and its uses, and what has none is named."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace

import pytest

from app.text.numbers import day
from geodata.builds.inputs import LeftOut
from geodata.schema import validate
from geodata.schema.forces import PUBLISHERS
from tests import worlds
from tests.app import deep
from tests.app.conftest import drawn_world, serve_world
from tests.app.markup import Node, read

BOLD = "<b>not bold</b>"
TABLES = ("headcounts", "mandates", "sites", "timeline", "nominal_troops")
HEADCOUNTS = """
force   as_of      low  best  high component measure  scope uncertainty source_id confidence
minusma 2022-06-30 .    17430 .    total     deployed mali  exact       un        sourced
minusma 2022-12-31 .    17000 .    total     deployed mali  exact       un        sourced
minusma 2023-06-30 .    12000 .    total     deployed mali  exact       un        derived
takuba  2022-01-31 800  900   1000 total     deployed mali  range       .         unsourced
"""
SOURCES = """
source_id title    publisher kind     url published
un        A_report UN        official .   2023
old       Older    UN        official .   2021-05
undated   Undated  UN        official .   .
first     Early    AFP       agency   .   2024-01-02
"""


def page(client, path: str = "/sources") -> Node:
    answer = client.get(path)
    assert answer.status_code == 200
    return read(answer.text)


def publications(tree: Node) -> dict[str, Node]:
    """The sources of the force tables by id, in the page's order."""
    _, *listed = tree.every("ol", class_="publications")
    return {str(one.attributes["id"]): one for kind in listed for one in kind.every("li")}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    tmp = tmp_path_factory.mktemp("sources")
    made = drawn_world(tmp)
    forces = replace(
        made.forces,
        headcounts=validate.validate(
            "headcounts", worlds.table(HEADCOUNTS).assign(more_sources=None), "drawn headcounts"
        ),
        sources=worlds.table(SOURCES).replace({"A report": f"A {BOLD}"}),
        sites=made.forces.sites.assign(site=f"Gao {BOLD}"),
        timeline=made.forces.timeline.assign(title_en=f"Left {BOLD}"),
    )
    sources = {name: replace(one, title=f"{one.title} {BOLD}") for name, one in made.sources.items()}
    client, _ = serve_world(tmp, replace(made, forces=forces, sources=sources))
    return client


def test_every_source_of_the_build_has_one_anchor(client, made):
    tree = page(client)
    anchors = [str(node.attributes["id"]) for node in tree.walk() if node.attributes.get("id")]
    assert len(anchors) == len(set(anchors))
    assert all(re.fullmatch(r"[\w.~-]+", anchor) for anchor in anchors)
    assert set(publications(tree)) == {row["source_id"] for row in made.table("force_sources")}
    data, *_ = tree.every("ol", class_="publications")
    assert {one.attributes["id"] for one in data.every("li")} == {f"data-{name}" for name in made.manifest["sources"]}


def test_a_data_source_says_all_that_its_record_says(client, made):
    data, *_ = page(client).every("ol", class_="publications")
    for one in made.manifest["sources"].values():
        text = data.one("li", id=f"data-{one['id']}").text
        for field in ("title", "producer", "release", "licence", "citation", "used_for", "raw_sha256"):
            assert " ".join(one[field].split()) in text
        assert all(code in text for code in one["files"].values())
    assert "Data to 31 December 2023" in data.one("li", id="data-ucdp-ged").text


def ids(row):
    """The ids of all sources of a row."""
    return [row["source_id"], *(row.get("more_sources") or "").split(";")]


def test_the_kinds_of_publishers_stand_apart(client, made):
    tree = page(client)
    _, *listed = tree.every("ol", class_="publications")
    by_id = {row["source_id"]: row["kind"] for row in made.table("force_sources")}
    for kind, one in zip(PUBLISHERS, listed, strict=True):
        assert tree.one("h3", id=f"kind-{kind}")
        assert {by_id[str(item.attributes["id"])] for item in one.every("li")} <= {kind}
    assert {"agency", "official", "press", "encyclopaedia", "research"} <= set(by_id.values())


def test_every_row_of_every_table_is_counted_once_where_its_source_stands(client, made):
    found = publications(page(client))
    rows = {name: made.table(name) for name in TABLES}
    for source_id, one in found.items():
        text = one.text
        own = {name: [row for row in rows[name] if source_id in ids(row)] for name in TABLES}
        numbers = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) headcounts of", text)]
        assert sum(numbers) + text.count("a headcount of") == len(own["headcounts"])
        assert text.count("mandate of ") == len(own["mandates"])
        assert len(re.findall(r"\bsite \S", text)) >= len(own["sites"])
        events = [link for link in one.every("a") if "#event-" in str(link.attributes["href"])]
        assert {str(link.attributes["href"]).partition("#event-")[2] for link in events} == {
            row["event_id"] for row in own["timeline"]
        }
        if own["nominal_troops"]:
            assert f"{len(own['nominal_troops'])} nominal strengths" in text


def test_every_source_of_a_claim_names_the_claim(client):
    found = publications(page(client))
    for record in client.get("/api/claims").json["claims"]:
        named = [*record["source_ids"], *(one for account in record["accounts"] for one in account["source_ids"])]
        for source_id in named:
            assert f"claim {record['id']}" in found[source_id].text


def test_what_has_no_source_stands_at_the_end_and_nowhere_else(client, made):
    listed = page(client).one("ul", class_="unsourcedlist")
    missing = [row for name in ("timeline", "headcounts") for row in made.table(name) if not row["source_id"]]
    assert len(missing) == 17
    headcounts = [row for row in missing if "measure" in row]
    shown = [one.text for one in listed.every("li") if one.text.startswith("headcount of")]
    assert len(shown) == len(headcounts) == 12
    for row in headcounts:
        number = "no figure given" if row["high"] is None else f"{row['best' if row['best'] else 'high']:,}"
        assert sum(f"{day(row['as_of'])}: {number} (" in text for text in shown) == 1, row
    assert "claim C" not in listed.text, "a claim without a source is refused"
    assert f"Without a source {len(listed.every('li'))}" in page(client).text
    assert len([one for one in listed.every("li") if "event of" in one.text]) == sum(
        "event_id" in row for row in missing
    )
    assert all(one.one("span", class_="nosource").text == "no source" for one in listed.every("li"))
    for row in missing:
        if "event_id" in row:
            assert row["title_en"] in listed.text


def test_every_date_that_its_source_does_not_tell_is_named_with_its_site(client, made):
    observing = {row["source_id"] for row in made.table("nominal_troops")}
    expected = {
        (row["site_id"], day(row[f"{end}_date"]))
        for row in made.table("sites")
        for end in ("from", "to")
        if row[f"{end}_date"]
        and row[f"{end}_basis"] not in ("sourced", "unknown")
        and not (row["source_id"] in observing and row[f"{end}_basis"].endswith("year_observed"))
    }
    shown = page(client).one("ul", class_="unsourcedlist dates").every("li")
    found = {
        (
            str(one.one("a").attributes["href"]).partition("#site-")[2],
            re.search(r"(?:opening|closing) (.+): ", one.text)[1],
        )
        for one in shown
    }
    assert found == expected
    assert len(shown) == len(expected)
    assert "site Gao of French forces, opening 26 January 2013: public knowledge" in [one.text for one in shown]
    assert f"A date that is not in the source named {len(shown)}" in page(client).text


def test_the_order_is_publisher_then_date_and_the_undated_last(drawn):
    assert list(publications(page(drawn))) == ["first", "old", "un", "undated"]


def test_uses_are_counted_by_what_they_rest_on(drawn):
    found = publications(page(drawn))
    assert "2 headcounts of MINUSMA (sourced)" in found["un"].text
    assert "a headcount of MINUSMA (derived)" in found["un"].text
    assert "kept, not used" in found["undated"].text
    unsourced = page(drawn).one("ul", class_="unsourcedlist").text
    assert "headcount of Task Force Takuba, 31 January 2022: 900 (whole force, deployed) no source" in unsourced
    assert "event of 24 May 2021" in unsourced


def test_names_are_text(drawn):
    for path in ("/sources", "/sources?lang=fr", "/claims", "/claims/C30"):
        text = drawn.get(path).text
        assert BOLD not in text
        assert [tag.endswith('/copy.js" defer>') for tag in re.findall("<script[^>]*>?", text)] == [True]
    assert page(drawn).text.count(BOLD) >= 4


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_is_light(client, tag, lang):
    answer = client.get(f"/sources?lang={lang}")
    style = client.get(f"/assets/{tag}/atlas.css").data
    assert len(gzip.compress(answer.data)) + len(gzip.compress(style)) < 150_000


def test_its_links_stay_on_this_server_or_open_alone(client):
    for link in page(client).every("a"):
        address = str(link.attributes["href"])
        assert address.startswith(("/", "#", "?", "http"))
        if address.startswith("http"):
            assert link.attributes["rel"] == "noreferrer noopener"


def test_an_unknown_parameter_is_400(client):
    answer = client.get("/sources?year=2022")
    assert (answer.status_code, answer.json["parameter"]) == (400, "year")


def test_what_a_build_leaves_out_and_what_is_no_release_is_said(tmp_path):
    """A sample stands among the sources with the reason, an import that cannot be used below them."""
    made = deep.world(tmp_path)
    sample = replace(made.imported[0], is_complete=False, incomplete_abroad=("beside",))
    left_out = [LeftOut("months", f"Months {BOLD}", "holds no month to count: 3 rows of other countries")]
    served = deep.serve(
        tmp_path,
        replace(
            made, imported=[sample], left_out=left_out, sources={**made.sources, "beside": worlds.source("beside")}
        ),
    )
    tree = page(served.client)
    assert "Not complete: it has no whole year of Mali" in tree.one("li", id="data-brought").text
    assert "Not complete: of this country it has no whole year" in tree.one("li", id="data-beside").text
    assert "Not complete" not in tree.one("li", id="data-ucdp-ged").text
    (listed,) = [one for one in tree.every("li") if "3 rows of other countries" in one.text]
    assert listed.text == f"months (Months {BOLD}): holds no month to count: 3 rows of other countries."
    assert "Imports inutilisables" in page(served.client, "/sources?lang=fr").one("h3", id="left-out").text
    assert "Imports that cannot be used" not in served.client.get("/sources?source=none").text
    labels = [link.text for link in read(served.client.get("/").text).every("a") if "incomplete" in link.text]
    assert len(labels) == 1
    assert labels[0].endswith(" · imported · incomplete")
