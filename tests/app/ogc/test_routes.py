"""OGC API - Features at /ogc: its documents, pages and links, and what its addresses refuse."""

from __future__ import annotations

import gzip
from urllib.parse import urlencode, urlsplit

import pytest

from app.application import create_app
from app.ogc import query
from app.ogc.features import Piece, gzipped, joined
from app.web.responses import IMMUTABLE
from tests import examples, once
from tests.app.conftest import BROWSER, renamed_world, serve_world, world
from tests.app.features import FEATURES, ITEM, ITEMS, SMALL, get, link, path_of
from tests.app.hostile import HOSTILE, refused
from tests.app.markup import read

SHIPPED = ("admin1-2016", "zones", "zones-both", "grid", "grid-both", "claims", "force-sites", "force-headcounts")

DOCUMENTS = ("/ogc", "/ogc/conformance", "/ogc/api", "/ogc/collections", "/ogc/collections/admin1-2016")


def test_the_landing_page_links_everything_absolutely(client):
    page = get(client, "/ogc")
    rels = {(one["rel"], one["type"]) for one in page["links"]}
    assert rels == {
        ("self", "application/json"),
        ("alternate", "text/html"),
        ("service-desc", query.OPENAPI),
        ("service-doc", "text/html"),
        ("conformance", "application/json"),
        ("data", "application/json"),
    }
    for one in page["links"]:
        assert one["href"].startswith("http://localhost/ogc")
        answer = client.get(path_of(one["href"]))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].split("; charset")[0] == one["type"]
    assert page["built"].endswith("Z")


def test_the_slash_at_the_end_leads_to_the_landing_page(client):
    answer = client.get("/ogc/?f=json")
    assert (answer.status_code, answer.headers["Location"]) == (308, "http://localhost/ogc?f=json")
    refused(client.get("/ogc/?x=1"), "/ogc/")


def test_it_says_what_it_conforms_to(client):
    found = get(client, "/ogc/conformance")["conformsTo"]
    assert {one.rpartition("/")[2] for one in found} == {"core", "oas30", "html", "geojson"}
    assert all(one.startswith("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/") for one in found)


def test_the_collections_of_what_ships(client):
    found = {one["id"]: one for one in get(client, "/ogc/collections")["collections"]}
    assert tuple(found) == SHIPPED
    for at, (name, one) in enumerate(found.items()):
        alone = get(client, f"/ogc/collections/{name}")
        assert {**alone, "links": []} == {**one, "links": []}
        assert one["itemType"] == "feature"
        assert one["crs"] == [one["storageCrs"]] == [query.CRS84]
        assert "null" in one["description"]
        assert "Source: " in one["description"]
        assert "Licence: " in one["description"]
        assert link(alone, "items", "application/geo+json") == f"http://localhost/ogc/collections/{name}/items"
        assert link(alone, "self") == f"http://localhost/ogc/collections/{name}"
        downloads = [row["href"] for row in one["links"] if row["rel"] == "enclosure"]
        for download in examples.some(downloads, 2, at):
            assert client.get(path_of(download)).status_code == 200
        assert len(downloads) == (2 if name.removesuffix("-both") in FEATURES else 0)
    assert link(found["admin1-2016"], "license") == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("name", SHIPPED)
def test_the_columns_describe_every_property(client, name):
    page = get(client, f"/ogc/collections/{name}/items", limit=1)
    page_of = read(client.get(f"/ogc/collections/{name}?f=html").text)
    described = [row.one("th").text for row in page_of.one("tbody").every("tr")]
    assert described == list(page["features"][0]["properties"])


@pytest.mark.parametrize("path", [*DOCUMENTS, ITEMS, ITEM, "/ogc/collections/claims/items", "/gis"])
def test_hostile_values_are_refused(client, path):
    names = client.get(f"{path}?nothing-of-the-kind=1").json["allowed"]
    assert ("source" if path == "/gis" else "f") in names
    for at, name in enumerate(names):
        for value in examples.some(HOSTILE, 6, at):
            refused(client.get(f"{path}?{urlencode({name: value})}"), f"{path} {name}={value[:60]}")
        refused(client.get(f"{path}?{name}=1&{name}=1"), name)
        refused(client.get(f"{path}?{name.upper()}=1"), name)


@pytest.mark.parametrize("path", ["/ogc/{}", "/ogc/collections/{}", "/ogc/collections/{}/items", f"{ITEMS}/{{}}"])
def test_hostile_names_are_not_found(client, path):
    for value in HOSTILE:
        named = path.format(urlencode({"": value})[1:].replace("+", "%20"))
        assert refused(client.get(named), named)["status"] in (400, 404), named


@pytest.mark.parametrize("path", [*DOCUMENTS, "/ogc/", ITEMS, ITEM, "/gis"])
def test_only_get_and_head(client, path):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = client.open(path, method=method)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (got.status_code, b"")
    assert head.headers.get("Content-Type") == got.headers.get("Content-Type")


@pytest.mark.parametrize("path", [*DOCUMENTS, ITEMS, ITEM])
def test_f_goes_before_accept(client, path):
    for asked, accept, is_html in (
        ("", BROWSER, True),
        ("", "*/*", False),
        ("", "", False),
        ("", "application/geo+json, application/json", False),
        ("", "text/html;q=0.5, application/json", False),
        ("", "image/png", False),
        ("?f=json", BROWSER, False),
        ("?f=html", "application/json", True),
    ):
        answer = client.get(path + asked, headers={"Accept": accept})
        assert answer.status_code == 200
        assert (answer.mimetype == "text/html") == is_html, (asked, accept)
        assert "Accept" in answer.headers["Vary"].split(", ")


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        (path, lang)
        for at, path in enumerate([*DOCUMENTS, ITEMS, ITEM, *(f"/ogc/collections/{one}/items" for one in SMALL)])
        for lang in examples.some(["en", "fr"], 2, at)
    ],
)
def test_every_page_reads_in_both_languages_and_leads_to_its_json(client, path, lang):
    page = read(client.get(f"{path}?f=html&lang={lang}").text)
    assert page.one("html").attributes["lang"] == lang
    assert page.one("h1").text
    href = next(a.attributes["href"] for a in page.every("a") if a.text == "JSON")
    assert client.get(path_of(href)).mimetype.endswith("json")
    for a in page.one("main").every("a"):
        if a.attributes["href"].startswith(("/", "http://localhost/")):
            assert client.get(path_of(a.attributes["href"])).status_code == 200


def test_a_page_of_features_turns_and_shows_null(client):
    page = read(client.get(f"{ITEMS}?f=html&limit=10&offset=130").text)
    assert "Features 131 to 140 of 143." in page.one("main").text
    assert [a.attributes["rel"] for a in page.every("a") if a.attributes.get("rel") in ("prev", "next")] == [
        "prev",
        "next",
    ]
    last = read(client.get(f"{ITEMS}?f=html&year=2024").text)
    assert {row.every("td")[4].text for row in last.one("tbody").every("tr")} == {"null"}


def test_the_texts_of_a_language_are_in_its_documents(client):
    english, french = (client.get(f"/ogc?lang={lang}").json for lang in ("en", "fr"))
    assert english["title"] == "Mali Atlas: conflict events and security forces"
    assert english.keys() == french.keys()


def test_answers_are_compared_by_tag_and_gzipped_as_they_are(client):
    for path in (ITEMS, ITEM, "/ogc", f"{ITEMS}?year=2022&bbox=1,15,2,16"):
        plain = client.get(path)
        packed = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert plain.headers["ETag"] != packed.headers["ETag"]
        again = client.get(path, headers={"If-None-Match": plain.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{ITEMS}?year=2021").headers["ETag"] != client.get(f"{ITEMS}?year=2022").headers["ETag"]


def test_pieces_packed_by_themselves_are_one_gzip_file():
    for texts in ([], [b""], [b"a" * 10_000, b"", "Ménaka".encode() * 3, b"a" * 10_000]):
        pieces = [Piece(text) for text in texts]
        assert gzip.decompress(gzipped(pieces, joined(pieces))) == b"".join(texts)


def test_links_name_the_host_that_was_asked(client):
    for host in ("atlas.example.org", "localhost:9000"):
        page = client.get("/ogc", headers={"Host": host}).json
        assert {urlsplit(one["href"]).netloc for one in page["links"]} == {host}
        claims = client.get("/ogc/collections/claims/items?limit=1", headers={"Host": host}).json
        assert claims["features"][0]["properties"]["permalink"].startswith(f"http://{host}/b/")
    refused(client.get("/ogc", headers={"Host": "a b<c>"}), "Host")


@pytest.mark.parametrize("path", [*DOCUMENTS, ITEMS, ITEM, f"{ITEMS}?limit=2&offset=4"])
def test_below_a_build_every_link_stays_there(client, made, path):
    answer = client.get(f"/b/{made.id}{path}")
    assert answer.headers["Cache-Control"] == IMMUTABLE
    links = answer.json.get("links", []) + [one for c in answer.json.get("collections", []) for one in c["links"]]
    own = [one["href"] for one in links if one["rel"] != "license"]
    assert own or path == "/ogc/api"
    assert all(one.startswith(f"http://localhost/b/{made.id}/") for one in own)
    if path == "/ogc/api":
        assert answer.json["servers"] == [{"url": f"http://localhost/b/{made.id}/ogc"}]
    assert client.get(f"/b/{made.id}/ogc/").headers["Location"] == f"http://localhost/b/{made.id}/ogc"
    page = read(client.get(f"/b/{made.id}{path}", headers={"Accept": BROWSER}).text)
    here = [a.attributes["href"] for a in page.one("main").every("a")]
    assert all(one.startswith((f"/b/{made.id}/", f"http://localhost/b/{made.id}/", "https://creative")) for one in here)


def test_a_new_build_is_served_at_once(tmp_path):
    once.publish(tmp_path / "data", world(tmp_path, "first", 5))
    client = create_app(tmp_path / "data").test_client()
    before = get(client, ITEMS, year=2022, pcode="ML07")
    once.publish(tmp_path / "data", world(tmp_path, "second", 6))
    after = get(client, ITEMS, year=2022, pcode="ML07")
    best = [page["features"][0]["properties"]["fatalities_best"] for page in (before, after)]
    assert best == [5, 6]
    assert before["features"][0]["properties"]["build"] != after["features"][0]["properties"]["build"]


def test_two_apps_give_the_same_bytes(client, data):
    other = create_app(data).test_client()
    for path in (*DOCUMENTS, f"{ITEMS}?year=2022", ITEM, "/gis"):
        one, two = client.get(path), other.get(path)
        assert one.data == two.data
        assert one.headers["ETag"] == two.headers["ETag"]


def test_names_that_are_markup_stay_text(tmp_path):
    name = "</code><script>alert('x')</script>"
    client, _ = serve_world(tmp_path, renamed_world(tmp_path, {"ML07": name}))
    for path in (ITEMS, ITEM, DOCUMENTS[-1], "/ogc/api", f"{ITEMS}?{urlencode({'name': name})}"):
        text = client.get(path, headers={"Accept": BROWSER}).text
        assert "<script>alert" not in text
        assert path not in (ITEM, ITEMS) or name in read(text).one("main").text
    assert get(client, ITEMS, name=name)["numberMatched"] > 0
    assert get(client, ITEM)["properties"]["name"] == name
