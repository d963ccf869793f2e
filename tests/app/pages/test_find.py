"""The page of what is found by name, its index, and what the terms of a source leave of both."""

from __future__ import annotations

import gzip
import json
from urllib.parse import urlencode, urlsplit

import pytest

from app.application import create_app
from app.presenters import finding
from app.web import static
from geodata.builds import store
from geodata.exports import search
from tests import once
from tests.app import deep
from tests.app.gate import KEPT, MARKS, nothing_of_the_events
from tests.app.hostile import HOSTILE, refused
from tests.app.markup import read

LIMIT_BYTES = 40_000
BROUGHT = ("data/ucdp/ged241_country_download_mali.csv", "data/boundaries/MLI-ADM3.geojson")


def results(client, query: str, **more: str) -> list[tuple[str, str, str]]:
    """Name, what is said beside it and address of every result."""
    page = read(client.get("/find?" + urlencode({"q": query, **more})).text)
    lists = page.every("ol", class_="foundlist")
    return [
        (link.one("b").text, link.one("small").text, link.attributes["href"])
        for found in lists
        for link in found.every("a")
    ]


@pytest.mark.parametrize(
    ("query", "name", "told", "address"),
    [
        ("gao", "Gao", "Region", "/?level=admin1&unit=ML07#fit"),
        ("TOMBOUKTOU", "Tombouctou", "Region", "/?level=admin1&unit=ML06#fit"),
        ("timbuctoo", "Timbuctoo (Tombouctou)", "Region", "/?level=admin1&unit=ML06#fit"),
        (
            "liptako",
            "Liptako-Gourma (Three-border area, 50 km)",
            "Border zone",
            "/?layers=units,niger-50,burkina-50,both-50,rivers,towns&unit=both-50#fit",
        ),
        ("barkhane", "Barkhane (French forces)", "Force", "/forces/french"),
        ("gsim", "GSIM (JNIM)", "Armed group", "/forces/jnim"),
        ("aguelhok", "Aguelhok", "Town · Kidal", "/?at=9/19.461/0.859"),
        ("c04", "C04", "Claim of the report", "/claims/C04"),
        ("methode", "Méthode (Method)", "Page", "/method"),
        ("events per 100000", "Events per 100,000 people", "Measure", "/?level=admin1&measure=events_per_100k"),
        ("not allocated", "Not allocated to a region", "Page", "/#accounting"),
        ("gao minusma", "Gao", "Documented site · MINUSMA, Gao", "/?year=2022&layers="),
    ],
)
def test_what_is_typed_leads_somewhere(client, query, name, told, address):
    first = results(client, query)[0]
    assert (first[0].partition(":")[0], first[1]) == (name, told)
    assert first[2].startswith(address)


def test_a_page_below_a_build_and_of_another_edition_and_language_stays_there(client, made):
    root = f"/b/{made.id}"
    page = read(client.get(f"{root}/find?q=gao&lang=fr&source=ucdp-ged").text)
    links = [link.attributes["href"] for found in page.every("ol", class_="foundlist") for link in found.every("a")]
    assert links[0] == f"{root}/?source=ucdp-ged&level=admin1&unit=ML07&lang=fr#fit"
    assert all(link.startswith(root) and "lang=fr" in link for link in links)
    form = page.one("form", class_="findform")
    hidden = {field.attributes["name"]: field.attributes["value"] for field in form.every("input", type="hidden")}
    assert (form.attributes["action"], hidden) == (f"{root}/find", {"source": "ucdp-ged", "lang": "fr"})


def test_every_result_is_an_address_that_answers(client):
    seen = set()
    for query in ("gao", "niger", "wagner", "events", "moura", "sources", "aguelhok"):
        for name, told, address in results(client, query):
            path = address.partition("#")[0]
            if told.partition(" ·")[0] not in seen:
                seen.add(told.partition(" ·")[0])
                assert client.get(path).status_code == 200, (name, address)
    assert len(seen) >= 6


def test_nothing_typed_and_nothing_found_are_said(client):
    assert "one letter may be wrong" in client.get("/find").text
    assert "one letter may be wrong" in client.get("/find?q=").text
    answer = client.get("/find?q=xyzzyx")
    assert "Nothing is found for “xyzzyx”." in read(answer.text).one("main").text
    assert "may have had no event" in answer.text


def test_whatever_is_typed_is_text_or_is_refused(client):
    for value in HOSTILE:
        answer = client.get("/find?" + urlencode({"q": value}, errors="surrogatepass"))
        if answer.status_code != 200:
            refused(answer, f"/find {value!r}")
            continue
        page = read(answer.text)
        assert "<script>alert" not in answer.text, value
        assert value.strip() in (page.one("input", id="find").attributes["value"], ""), value


@pytest.mark.parametrize("query", ["q=a&q=b", "q=a&x=1", "q=" + "a" * 101, "q=gao&lang=de"])
def test_other_parameters_are_refused(client, query):
    refused(client.get(f"/find?{query}"), query)


def test_the_box_is_in_the_header_of_every_page_once(client):
    for path in ("/", "/method?lang=fr", "/claims", "/sources", "/data", "/docs", "/ogc?f=html"):
        page = read(client.get(path).text)
        form = page.one("form", class_="find")
        assert form.one("input", id="find").attributes["name"] == "q"
        scripts = [script.attributes.get("src") or "" for script in page.every("script")]
        assert any(src.endswith(("/copy.js", "/atlas.en.js")) for src in scripts), path
    page = read(client.get("/find?q=a").text)
    assert len(page.every("input", id="find")) == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_and_the_index_of_the_script_find_the_same(client, made, tag, lang):
    index = finding.read(client.get(f"/assets/{tag}/find.{lang}.json").json)
    labels = [kind.label for kind in index.kinds]
    for query in ("gao", "niger", "barkhane", "2022"):
        found, _ = search.search(index.entries, labels, query, 60)
        carried = {"lang": lang}
        expected = [
            (finding.shown(*one), finding.told(index, one.entry), finding.address(index, one.entry, carried))
            for one in found
        ]
        assert [list(one) for one in results(client, query, lang=lang)] == [
            [" ".join(name.split()), " ".join(told.split()), address] for name, told, address in expected
        ]


def test_a_language_that_there_is_not_has_no_index(client, tag):
    assert client.get(f"/assets/{tag}/find.de.json").status_code == 404
    assert client.get(f"/assets/{tag}/find.de.js").status_code == 404


@pytest.fixture(scope="module")
def forbidden(tmp_path_factory):
    tmp = tmp_path_factory.mktemp("gate")
    return deep.serve(tmp, deep.world(tmp, KEPT, policy="acled"))


@pytest.mark.parametrize("frame", deep.FRAMES)
def test_of_a_source_that_shows_no_events_no_place_is_found(forbidden, frame):
    for lang in ("en", "fr"):
        answer = forbidden.asset(f"find.{lang}.json", frame=frame)
        nothing_of_the_events(answer)
        kinds = {row[0] for row in answer.json["kinds"]}
        assert {"admin1", "admin2", "page"} <= kinds
        assert not kinds & {"place", "admin3", "missing"}
    for typed in ("zqxwell", "zqxford", "zqx"):
        answer = forbidden.client.get(f"/find?q={typed}&frame={frame}")
        assert "is found for" in answer.text
        assert not MARKS.findall(answer.text.replace(typed, ""))


def test_events_that_may_be_shown_are_found_by_their_place(imported):
    names = [row[1] for row in imported.asset("find.en.json").json["entries"]]
    assert ["Gossi well", "Gossi"] in names
    found = results(imported.client, "gosi")
    assert found[0][0] == "Gossi well"
    assert found[0][1].endswith("events: 1, fatalities: 5")
    assert found[0][2].endswith("#place-ev-1")
    assert results(imported.client, "not allocated")[0][2] == "/?unit=none"


def test_a_unit_of_other_boundaries_leads_to_them(imported):
    own = {row[1][0] for row in imported.asset("find.en.json").json["entries"]}
    others = [row for row in imported.asset("find.en.json", frame="2012").json["kinds"] if row[2]]
    assert own
    for _, label, frame in others:
        assert label.endswith(f"boundaries of {frame}")


@pytest.fixture(scope="module")
def real():
    data = once.imported_build(*BROUGHT)
    return create_app(data).test_client(), store.read(data).edition()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_with_701_communes_the_index_weighs_at_most_40_kb(real, lang):
    client, edition = real
    answer = client.get(f"/assets/{static.tag(edition)}/find.{lang}.json", headers={"Accept-Encoding": "gzip"})
    assert len(answer.data) <= LIMIT_BYTES
    rows = json.loads(gzip.decompress(answer.data))
    kinds = [row[0] for row in rows["kinds"]]
    number = {kind: sum(kinds[row[0]] == kind for row in rows["entries"]) for kind in kinds}
    assert (number["admin3"], number["zone"], number["claim"]) == (701, 12, 58)
    assert number["place"] > 600


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ("Moura", "Moura (Mora village)", "Place of events · Djenné, Mopti · events: 2, fatalities: 325"),
        ("mourra", "Mourrah (Mora village)", "Place of events · Djenné, Mopti · events: 2, fatalities: 325"),
        ("baraoueli", "Baraouéli (Barouéli)", "Cercle · Ségou"),
        ("BLA", "Bla", "Cercle · Ségou"),
        ("koulikouro", "Koulikouro (Koulikoro)", "Region"),
        ("taoudenni", "Taoudenni (Taoudénit)", "Region"),
        ("niafounke", "Niafounké (Niafunké)", "Cercle · Tombouctou"),
        ("ndaki", "N'Daki village", "Place of events · Gourma-Rharous, Tombouctou · events: 12, fatalities: 139"),
        ("koutiala", "Koutiala", "Cercle · Sikasso"),
        ("bandiagara region", "Bandiagara", "Region, boundaries of 2023"),
    ],
)
def test_names_that_people_use_are_found_in_real_files(real, query, name, told):
    client, _ = real
    found = results(client, query)
    assert (name, told) in [one[:2] for one in found[:2]]


def test_the_reserve_is_found_by_its_other_name(real):
    client, _ = real
    name, told, address = results(client, "ansongo-menaka reserve")[0]
    assert name == "Ansongo-Ménaka reserve (Réserve partielle de faune d'Ansongo-Ménaka)"
    assert told.endswith("events: 2, fatalities: 63")
    assert urlsplit(address).fragment == "place-433894"
