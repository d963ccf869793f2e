"""/claims and /claims/<id>: each has a page with its verdict and what shows it, whose links lead somewhere."""

from __future__ import annotations

import gzip
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.app.claims import IDS, lines, page, tag
from tests.app.conftest import BROWSER
from tests.app.markup import read


def test_french_pages_say_each_quotation_in_french_after_the_reports_words(client, records):
    assert [bool(record["quoted"]) for record in records] == [bool(record["quoted_fr"]) for record in records]
    listed = lines(page(client, "/claims?lang=fr"))
    english = lines(page(client, "/claims"))
    for record in records:
        gloss = f"«\u202f{record['quoted_fr']}\u202f»"
        is_shown = bool(record["quoted_fr"]) and record["quoted_fr"] != record["quoted"]
        head = page(client, f"/claims/{record['id']}?lang=fr").one("h1")
        for node in (listed[record["id"]], head):
            soft = [one._raw() for one in node.every("span", class_="soft")]
            assert (gloss in soft) == is_shown, record["id"]
            assert [one.text for one in node.every("q", lang="en")] == [record["quoted"]] * bool(record["quoted"])
        assert gloss not in english[record["id"]]._raw()
        if is_shown:
            assert f"«\u202f{record['quoted']}\u202f» [{record['quoted_fr']}]" in record["sentence_fr"]


@pytest.mark.parametrize("name", ["C11", "C12", "C24"])
def test_a_figure_by_one_way_of_counting_never_stands_alone(client, records, name):
    (record,) = [one for one in records if one["id"] == name]
    label = record["value"]["label_en"]
    ways = record["readings"]
    assert label.startswith(f"by 1 of {len(ways)} ways of counting; the other")
    assert lines(page(client, "/claims"))[name].one("small").text == label
    tree = page(client, f"/claims/{name}")
    assert tree.one("section", class_="outcome").one("small").text == label
    said = "none gives −50%" if name == "C24" else label.partition("; ")[2]
    assert said in record["sentence_en"]
    rows = tree.one("table", class_="data readings").one("tbody").every("tr")
    assert [row.one("th").text.partition(".")[0] for row in rows] == [one["key"] for one in record["readings"]]
    assert all(re.fullmatch("[A-G][0-9]?", one["key"]) for one in record["readings"])


def test_the_parts_of_a_way_of_counting_show_their_measure_and_day(client):
    tree = page(client, "/claims/C11")
    text = tree.one("table", class_="data readings").text
    for part in (
        "MINUSMA, authorised military 13,289 (authorised, 28 June 2018;",
        "MINUSMA, mean deployed in 2020 14,070 (mean of the year, 2020;",
        "(planned, 1 November 2017;",
        "Côte d’Ivoire −887 (withdrawal announced, 15 November 2022;",
        "Benin −380 (withdrawal announced, 20 May 2022;",
        "(deployed, 30 June 2020; computed, from ",
    ):
        assert part in text, part
    assert "Ceilings, plans, means and peaks are added here as each way of counting says" in tree.text


def test_a_sum_is_no_figure_without_a_source(client):
    table = page(client, "/claims/C20").every("table", class_="data")[-1]
    assert not table.every("span", class_="nosource")
    first, *rows = table.one("tbody").every("tr")
    assert "sum of the rows" in first.text
    assert all(row.every("a") for row in rows)


def test_the_page_of_gao_and_menaka_cautions_and_leads_to_the_withdrawal(client):
    tree = page(client, "/claims/C10?lang=fr")
    (link,) = [one for one in tree.every("a") if "place=ML10" in str(one.attributes["href"])]
    assert str(link.attributes["href"]).startswith("/withdrawal?")
    assert client.get(link.attributes["href"]).status_code == 200
    outcome = tree.one("section", class_="outcome").text
    assert "547 des 953" in outcome
    assert "Non vérifié" in outcome
    assert "Que la baisse des forces" in outcome


def own_address(tree):
    """The permanent address that a reader copies from the page."""
    (field,) = [one for one in tree.every("input") if "readonly" in one.attributes]
    return field.attributes["value"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_claim_has_a_page_with_its_verdict_and_what_shows_it(client, records, lang):
    labels = client.get("/api/claims").json["verdicts"]
    bare = []
    for record in records:
        tree = page(client, f"/claims/{record['id']}?lang={lang}")
        outcome = tree.one("section", class_="outcome")
        assert tag(outcome) == f"{record['verdict']} {labels[record['verdict']][f'label_{lang}']}"
        assert " ".join(record[f"reason_{lang}"].split()) in outcome.text
        assert record[f"sentence_{lang}"] == tree.every("textarea")[0]._raw()
        assert record["permalink"] == own_address(tree)
        seen = tree.every("figure", class_="drawing") + tree.every("a", class_="button")
        seen += [
            one
            for one in tree.every("a")
            if "/forces?" in (one.attributes["href"] or "") and "#event-" in one.attributes["href"]
        ]
        if not seen:
            bare.append(record["id"])
    assert bare == [], "no chart, no map, no dated event"


def test_a_claim_of_counts_is_charted_with_the_table_behind(client, records):
    charted = [record for record in records if any(bar["number"] is not None for bar in record["series"])]
    assert len(charted) > 5
    for record in charted:
        tree = page(client, f"/claims/{record['id']}")
        assert len(tree.one("figure", class_="drawing").every("svg")) == 2
        table = tree.one("details", class_="behind").one("tbody")
        assert len(table.every("tr")) == len(record["series"])


def test_every_view_of_the_map_opens(client, records):
    viewed = [record for record in records if record["view"]]
    assert viewed
    for record in viewed:
        (link,) = page(client, f"/claims/{record['id']}?source=ucdp-ged&lang=fr").every("a", class_="button")
        asked = parse_qs(urlsplit(str(link.attributes["href"])).query)
        assert (asked["source"], asked["lang"]) == (["ucdp-ged"], ["fr"])
        assert client.get(link.attributes["href"]).status_code == 200


def test_every_link_of_every_page_to_sources_and_events_has_its_anchor(client):
    anchors = {
        path: {node.attributes["id"] for node in page(client, path).walk() if node.attributes.get("id")}
        for path in ("/sources", "/forces")
    }
    found = set()
    for path in ("/claims", *(f"/claims/{name}" for name in IDS)):
        for link in page(client, path).every("a"):
            target = urlsplit(str(link.attributes["href"]))
            if target.path in anchors and target.fragment:
                found.add((target.path, target.fragment))
                assert target.fragment in anchors[target.path], (path, target)
    assert len(found) > 40


def test_the_readings_add_up_and_say_which_gives_the_reports_figure(client, records):
    for record in records:
        for reading in record["readings"]:
            for side in ("start", "end"):
                numbers = [part["number"] for part in reading[side]]
                if None in numbers:
                    assert reading[f"{side}_total"] is None
                    continue
                total = sum(part["sign"] * part["number"] for part in reading[side])
                assert total == pytest.approx(reading[f"{side}_total"])
        if record["readings"]:
            rows = page(client, f"/claims/{record['id']}").one("table", class_="data readings").one("tbody").every("tr")
            marked = ["reproduced" in row.every("td")[-1].text.split()[0] for row in rows]
            assert marked == [one["reproduces"] for one in record["readings"]]
            unsourced = [
                part
                for one in record["readings"]
                for side in ("start", "end")
                for part in one[side]
                if not part["source_id"]
            ]
            assert sum(row.text.count("no source )") + row.text.count("no source)") for row in rows) == len(unsourced)


def test_what_is_disputed_shows_every_account_with_its_sources(client, records):
    disputed = [record for record in records if record["verdict"] == "disputed" and record["kind"] == "documentary"]
    assert [record["id"] for record in disputed] == ["C23", "C43", "C47", "C57"]
    for record in disputed:
        shown = page(client, f"/claims/{record['id']}").one("dl", class_="accounts").every("div")
        assert len(shown) == len(record["accounts"]) > 1
        for node, account in zip(shown, record["accounts"], strict=True):
            assert account["says_en"] in node.text
            anchors = [str(link.attributes["href"]).partition("#")[2] for link in node.every("a")]
            assert anchors == account["source_ids"]


def test_the_list_leads_to_its_groups_and_marks_what_is_tested_in_part(client, records):
    tree = page(client, "/claims?verdict=supported")
    groups = {str(node.attributes["id"]) for node in tree.every("h2") if node.attributes.get("id")}
    leads = [str(link.attributes["href"])[1:] for link in tree.every("a") if str(link.attributes["href"])[:1] == "#"]
    assert (
        set(leads) - {"figures"}
        == groups
        == {record["topic"] for record in records if record["verdict"] == "supported"}
    )
    partly = {record["id"] for record in records if record["untested_en"]}
    assert partly == {"C10", "C39", "C40", "C45", "C53", "C57"}
    for name, line in lines(page(client, "/claims")).items():
        assert ("a part not tested" in line.text) == (name in partly)


def test_the_neighbours_sides_name_their_sources(client, records):
    (record,) = [one for one in records if one["also"]]
    assert (record["id"], record["also"]) == ("C45", ["ucdp-ged-ner", "ucdp-ged-bfa"])
    tree = page(client, "/claims/C45")
    for name in record["also"]:
        assert any(str(one.attributes["href"]).endswith(f"/sources#data-{name}") for one in tree.every("a"))
    assert all(f"UCDP GED, {name} 24.1" in record["sentence_en"] for name in ("Niger", "Burkina Faso"))


def test_a_claim_leads_to_those_on_the_same_matter(client, records):
    for record in records:
        tree = page(client, f"/claims/{record['id']}?lang=fr")
        leads = [str(one.attributes["href"]) for one in tree.every("a")]
        assert all(f"/claims/{name}?lang=fr" in leads for name in record["see"])


def test_claims_lead_to_the_one_before_and_the_one_after(client):
    for at, name in enumerate(IDS):
        beside = page(client, f"/claims/{name}?lang=fr").one("nav", class_="beside")
        around = [one.text.strip("← →") for one in beside.every("a") if one.attributes.get("rel")]
        assert around == [*IDS[max(at - 1, 0) : at], *IDS[at + 1 : at + 2]]
        assert all("lang=fr" in str(one.attributes["href"]) for one in beside.every("a"))


@pytest.mark.parametrize("path", ["/claims/C99", "/claims/c04", "/claims/C4", "/claims/C04x"])
def test_there_is_no_other_claim(client, path):
    answer = client.get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert "C01" in answer.text


@pytest.mark.parametrize(
    "path", ["/claims?verdict=right", "/claims?id=C04", "/claims/C04?verdict=differs", "/claims/C04?build=1"]
)
def test_an_address_that_asks_for_what_is_not_there_is_400(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/claims", "/claims?lang=fr", "/claims/C11", "/claims/C05?lang=fr"])
def test_a_page_is_light_and_needs_no_script(charted, tag, path):
    answer = charted.get(path)
    style = charted.get(f"/assets/{tag}/atlas.css").data
    assert len(gzip.compress(answer.data)) + len(gzip.compress(style)) < 150_000
    tree = read(answer.text)
    assert [one.attributes["src"].rpartition("/")[2] for one in tree.every("script")] == ["copy.js"], (
        "the find box alone"
    )
    assert not [node for node in tree.walk() if "style" in node.attributes]
