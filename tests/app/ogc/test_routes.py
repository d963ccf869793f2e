"""OGC API - Features at /ogc: its documents and links, what it finds, and what it refuses."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlencode, urlsplit

import pytest
import shapely

from app.application import create_app
from app.ogc import query
from app.ogc.features import Features, Piece, gzipped, joined
from app.ogc.query import Asked
from app.web.responses import IMMUTABLE
from geodata.exports import extract
from geodata.exports.selection import Selection
from tests import examples, once
from tests.app.conftest import BROWSER, renamed_world, serve_world, world
from tests.app.features import every, get, ids, link, matching, path_of
from tests.app.hostile import HOSTILE, refused
from tests.app.markup import read

SHIPPED = ("admin1-2016", "zones", "zones-both", "grid", "grid-both", "claims", "force-sites", "force-headcounts")
SMALL = ("admin1-2016", "zones", "claims", "force-sites", "force-headcounts")
DOCUMENTS = ("/ogc", "/ogc/conformance", "/ogc/api", "/ogc/collections", "/ogc/collections/admin1-2016")
ITEMS = "/ogc/collections/admin1-2016/items"
ITEM = f"{ITEMS}/2016:ML07:2022"
FEATURES = {"admin1-2016": "admin1", "zones": "zones", "grid": "grid", "force-sites": "sites"}
LAST_LIMIT = "2147483647"


@pytest.fixture(scope="module")
def features_of(client) -> Callable[[str], list[dict]]:
    """All features of a collection, asked for once."""
    return cache(lambda name: every(client, f"/ogc/collections/{name}/items", limit=1000))


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


def test_the_extents_hold_every_feature(client, features_of):
    """Of every collection but the largest, which is tried with the large profile: zones have two sides as well."""
    for one in get(client, "/ogc/collections")["collections"]:
        if one["id"] == "grid-both" and not examples.IS_LARGE:
            continue
        features = features_of(one["id"])
        shapes = [shapely.geometry.shape(row["geometry"]) for row in features if row["geometry"]]
        if shapes:
            assert one["extent"]["spatial"]["bbox"] == [pytest.approx(shapely.total_bounds(shapes).tolist(), abs=1e-9)]
        assert bool(shapes) == ("spatial" in one["extent"]) == (one["id"] not in ("claims", "force-headcounts"))
        starts, ends = ([row["properties"][name] for row in features] for name in ("start", "end"))
        span = [f"{min(filter(None, starts))}T00:00:00Z", f"{max(filter(None, ends))}T23:59:59Z"]
        assert one["extent"]["temporal"]["interval"] == [span]


@pytest.mark.parametrize(("name", "layer"), FEATURES.items())
def test_the_features_are_those_of_the_downloads(features_of, made, name, layer):
    expected = list(extract.items(made, layer, Selection()))
    found = features_of(name)
    assert [row["id"] for row in found] == [item.id for item in expected]
    for row, item in zip(found, expected, strict=True):
        own = {key: value for key, value in item.properties.items() if key not in extract.POINT}
        assert row["properties"] == json.loads(json.dumps(own))
        assert row["geometry"] == json.loads(json.dumps(item.geometry))


def test_headcounts_and_claims_are_those_of_the_tables(client, made):
    rows = made.table("headcounts")
    found = every(client, "/ogc/collections/force-headcounts/items")
    assert len({row["id"] for row in found}) == len(found) == len(rows)
    for row, feature in zip(rows, found, strict=True):
        assert feature["geometry"] is None
        assert {name: feature["properties"][name] for name in row} == row
        assert bool(feature["properties"]["source"]) == bool(row["source_id"])
    api = {row["id"]: row for row in get(client, "/api/claims")["claims"]}
    claims = {row["id"]: row["properties"] for row in every(client, "/ogc/collections/claims/items")}
    assert claims.keys() == api.keys()
    for name, own in claims.items():
        assert (own["verdict"], own["reason_fr"]) == (api[name]["verdict"], api[name]["reason_fr"])
        assert own["value"] == (api[name]["value"] or {"value": None})["value"]
        assert own["permalink"].startswith("http://localhost/b/")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_columns_describe_every_property(client, name):
    page = get(client, f"/ogc/collections/{name}/items", limit=1)
    page_of = read(client.get(f"/ogc/collections/{name}?f=html").text)
    described = [row.one("th").text for row in page_of.one("tbody").every("tr")]
    assert described == list(page["features"][0]["properties"])


def test_a_page_says_how_many_there_are_and_when_they_were_built(client, made):
    page = get(client, ITEMS, year=2022)
    assert (page["numberMatched"], page["numberReturned"], len(page["features"])) == (11, 11, 11)
    assert page["timeStamp"] == f"{made.built:%Y-%m-%dT%H:%M:%SZ}"
    assert link(page, "self") == f"http://localhost{ITEMS}?year=2022"
    assert link(page, "alternate") == f"http://localhost{ITEMS}?year=2022&f=html"
    assert link(page, "collection") == "http://localhost/ogc/collections/admin1-2016"
    assert (link(page, "next"), link(page, "prev")) == (None, None)


@pytest.mark.parametrize("limit", [1, 7, 50, 143, 144])
def test_paging_gives_every_feature_once_and_leads_back(client, limit):
    whole = ids(get(client, ITEMS, limit=1000))
    assert len(whole) == len(set(whole)) == 143
    page, forth, number = get(client, ITEMS, limit=limit), [], 0
    while True:
        forth, number = forth + ids(page), number + 1
        assert page["numberMatched"] == 143
        if not (following := link(page, "next")):
            break
        page = get(client, path_of(following))
    assert forth == whole
    assert number == math.ceil(143 / limit), "no link leads to a page without features"
    back = ids(page)
    while before := link(page, "prev"):
        page = get(client, path_of(before))
        back = ids(page) + back
    assert back == whole


def test_the_limit_is_a_hundred_unless_asked_and_a_thousand_at_most(client):
    assert get(client, "/ogc/collections/grid/items")["numberReturned"] == 100
    for limit in (1000, 1001, LAST_LIMIT):
        page = get(client, "/ogc/collections/grid/items", limit=limit)
        assert page["numberReturned"] == 1000 < page["numberMatched"]
        assert "limit=1000" in (link(page, "next") or "")
    beyond = get(client, ITEMS, offset=9_000_000)
    assert (beyond["numberMatched"], beyond["features"], link(beyond, "next")) == (143, [], None)
    assert "offset=43&limit=100" in (link(beyond, "prev") or "")


def test_a_single_feature_is_the_one_of_the_list(client):
    alone = get(client, ITEM)
    listed = get(client, ITEMS, year=2022, pcode="ML07")["features"][0]
    assert {name: value for name, value in alone.items() if name != "links"} == listed
    assert link(alone, "self") == f"http://localhost{ITEM}"
    assert link(alone, "collection") == "http://localhost/ogc/collections/admin1-2016"
    for name in SMALL:
        for feature in get(client, f"/ogc/collections/{name}/items", limit=20)["features"]:
            assert client.get(f"/ogc/collections/{name}/items/{feature['id']}").json["id"] == feature["id"]


@pytest.mark.parametrize("name", SMALL)
def test_every_filter_finds_what_a_look_at_each_feature_finds(client, features_of, name):
    """Of each column six of the words and numbers that there are, in the line half of these by turns."""
    path = f"/ogc/collections/{name}/items"
    features = features_of(name)
    allowed = client.get(f"{path}?x=1").json["allowed"]
    own = [key for key in allowed if key not in {"units", *(one.name for one in query.ITEMS)}]
    assert len(own) > 5
    for turn, key in enumerate(own):
        values = {row["properties"][key] for row in features} - {None, ""}
        for value in examples.some(sorted(values, key=str)[:6], 2, turn if len(values) > 1 else 0):
            expected = [row["id"] for row in features if row["properties"][key] == value]
            found = matching(client, path, limit=1000, **{key: value})
            assert found == (expected[:1000], len(expected)), (key, value)


def test_filters_narrow_together_and_a_word_that_is_not_there_is_told(client):
    assert ids(get(client, ITEMS, year=2022, name="Gao")) == ["2016:ML07:2022"]
    assert ids(get(client, ITEMS, year=1999)) == []
    answer = client.get(f"{ITEMS}?name=Goa")
    problem = refused(answer, "name")
    assert "Gao" in problem["allowed"]
    assert len(problem["allowed"]) == 11
    refused(client.get(f"{ITEMS}?fatalities_per_100k=1"), "a rate is no filter")


BOXES = (
    (-5, 12, 4.5, 25),
    (1, 15, 2, 16),
    (0, 0, 0, 0),
    (-3.0, 16.77, -3.0, 16.77),
    (-180, -90, 180, 90),
    (170, -90, -170, 90),
    (1, 10, -8, 25),
    (2.5, 10, -179, 25),
    (-12.5, 10, -12.3, 25),
)


def touching(shape: shapely.Geometry, box: tuple[float, ...]) -> bool:
    """Whether a shape and a box have a point in common, asked the slow way: each half of the box as its corners."""
    west, south, east, north = box
    halves = [(west, east)] if west <= east else [(west, 180), (-180, east)]
    return any(
        shapely.intersects(shape, shapely.MultiPoint([(x, y) for x in half for y in (south, north)]).envelope)
        for half in halves
    )


@pytest.mark.parametrize("name", ["admin1-2016", "force-sites"])
def test_a_box_finds_what_it_touches_and_may_cross_the_antimeridian(client, features_of, name):
    path = f"/ogc/collections/{name}/items"
    shapes = {row["id"]: shapely.geometry.shape(row["geometry"]) for row in features_of(name)}
    for box in BOXES:
        expected = [own for own, shape in shapes.items() if touching(shape, box)]
        text, high = (",".join(map(str, one)) for one in (box, (*box[:2], -10, *box[2:], 9000)))
        for asked in (text, high):
            assert matching(client, path, limit=1000, bbox=asked) == (expected[:1000], len(expected)), box
        if len(expected) > 1000:
            assert [row["id"] for row in every(client, path, limit=1000, bbox=text)] == expected


def test_boxes_find_some_and_not_all(client):
    found = {box: get(client, ITEMS, bbox=",".join(map(str, box)), year=2022)["numberMatched"] for box in BOXES}
    assert found[(170, -90, -170, 90)] == 0
    assert 0 < found[(1, 15, 2, 16)] < found[(1, 10, -8, 25)] < 11
    assert found[(-180, -90, 180, 90)] == 11


def test_what_has_no_shape_is_in_every_box(client):
    assert get(client, "/ogc/collections/claims/items", bbox="100,0,101,1")["numberMatched"] == 58


@pytest.mark.parametrize(
    "text",
    [
        "1,2,3", "1,2,3,4,5", "1,2,3,4,5,6,7", "", ",,,", "a,b,c,d", "1,2,3,NaN", "1,2,3,inf", "1,2,3,1e400",
        "1,2,3,1e7", "1, 2,3,4", "1;2;3;4", "1,5,3,4", "1,2,3,4,", "0x1,2,3,4", "1_0,2,3,4", "+1,2,3,4", "١,2,3,4",
        "1,5,0,3,4,0",
    ],
)  # fmt: skip
def test_a_box_that_is_none_is_refused(client, text):
    assert refused(client.get(f"{ITEMS}?{urlencode({'bbox': text})}"), text)["parameter"] == "bbox"


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TIMES = {
    "2022-03-05": (day("2022-03-05"), day("2022-03-06")),
    "2022-12-31T23:59:59Z": (day("2022-12-31T23:59:59"), None),
    "2023-01-01T00:30:00+01:00": (day("2022-12-31T23:30:00"), None),
    "2022-12-31T23:30:00.5-01:00": (day("2023-01-01T00:30:00.5"), None),
    "2021-06-01/2022-01-01": (day("2021-06-01"), day("2022-01-02")),
    "2021-06-01/2021-12-31T23:59:59.9Z": (day("2021-06-01"), day("2021-12-31T23:59:59.900001")),
    "2023-12-31/..": (day("2023-12-31"), datetime.max.replace(tzinfo=UTC)),
    "2024-01-01T00:00:00Z/": (day("2024-01-01"), datetime.max.replace(tzinfo=UTC)),
    "../2012-06-01": (datetime.min.replace(tzinfo=UTC), day("2012-06-02")),
    "/2013-01-01T00:00:00Z": (datetime.min.replace(tzinfo=UTC), day("2013-01-01") + timedelta(microseconds=1)),
    "1990-01-01": (day("1990-01-01"), day("1990-01-02")),
}
"""A datetime, and its first moment and the first moment after it; None: a moment later."""


@pytest.mark.parametrize("name", SMALL)
def test_a_time_finds_what_a_look_at_each_feature_finds(client, features_of, name):
    path = f"/ogc/collections/{name}/items"
    for text, (first, end_of) in TIMES.items():
        after = end_of or first + timedelta(microseconds=1)
        expected = []
        for row in features_of(name):
            start, end = row["properties"]["start"], row["properties"]["end"]
            if start is None or (day(start) < after and first < day(end) + timedelta(days=1)):
                expected.append(row["id"])
        assert matching(client, path, limit=1000, datetime=text) == (expected, len(expected)), text


def test_times_find_some_and_not_all(client):
    found = {text: get(client, ITEMS, datetime=text)["numberMatched"] for text in TIMES}
    assert found["1990-01-01"] == 0
    assert (found["2022-03-05"], found["2021-06-01/2022-01-01"], found["2023-12-31/.."]) == (11, 22, 22)
    assert found["2023-01-01T00:30:00+01:00"] == 11


@pytest.mark.parametrize(
    "text",
    [
        "", "/", "..", "../..", "/..", "2022", "2022-03", "2022-3-5", "2022-02-30", "2022-13-01", "20220305", "now",
        "2022-01-02/2022-01-01", "2022-01-01/2021", "2022-01-01/2022-02-01/2022-03-01", "2022-01-01T00:00:00",
        "2022-01-01T25:00:00Z", "2022-01-01T00:00:60Z", "2022-01-01T00:00Z", "2022-01-01T00:00:00+25:00",
        "0000-01-01", "9999-12-31", "2022-W01-1", " 2022-01-01", "2022-01-01 ", "2022-01-01/ ..", "２０２２-01-01",
        "2022-01-01T00:00:00Z/2021-12-31T23:59:59Z", "2022-01-01T00:00:00.1234567890Z",
    ],
)  # fmt: skip
def test_a_time_that_is_none_is_refused(client, text):
    assert refused(client.get(f"{ITEMS}?{urlencode({'datetime': text})}"), text)["parameter"] == "datetime"


@pytest.mark.parametrize("name", ["limit", "offset"])
@pytest.mark.parametrize("text", ["-1", "1.5", "x", "", " 1", "+1", "01", "1e3", "NaN", "٣", "9" * 101])
def test_a_number_that_is_none_is_refused(client, name, text):
    assert refused(client.get(f"{ITEMS}?{urlencode({name: text})}"), text)["parameter"] == name
    refused(client.get(f"{ITEMS}?limit=0"), "limit=0")
    refused(client.get(f"{ITEMS}?offset=10000000"), "offset")


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


def test_of_features_some_without_a_shape_a_box_holds_those_too():
    shapes = [b"null", b'{"type":"Point","coordinates":[1,15]}', b'{"type":"Point","coordinates":[3,17]}']
    made = Features(ids={str(place): place for place in range(4)}, shapes=[Piece(text) for text in shapes])
    made.shape_of.extend([1, 0, 2, 1])
    asked = Asked("json", ())
    assert list(made.chosen(replace(asked, box=(0, 14, 2, 16)))) == [0, 1, 3]
    assert list(made.chosen(replace(asked, box=(2, 16, 4, 18)))) == [1, 2]
    assert list(made.chosen(replace(asked, box=(50, 0, 51, 1)))) == [1]
    assert list(made.chosen(asked)) == [0, 1, 2, 3]


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
