"""The features of /ogc: those of the files, all pages of them, and what a filter, a box and a time find."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlencode

import pytest
import shapely

from app.ogc import query
from app.ogc.features import Features, Piece
from app.ogc.query import Asked
from geodata.exports import extract
from geodata.exports.selection import Selection
from tests import examples
from tests.app.features import FEATURES, ITEM, ITEMS, SMALL, every, get, ids, link, matching, path_of
from tests.app.hostile import refused

LAST_LIMIT = "2147483647"


@pytest.fixture(scope="module")
def features_of(client) -> Callable[[str], list[dict]]:
    """All features of a collection, asked for once."""
    return cache(lambda name: every(client, f"/ogc/collections/{name}/items", limit=1000))


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


def test_of_features_some_without_a_shape_a_box_holds_those_too():
    shapes = [b"null", b'{"type":"Point","coordinates":[1,15]}', b'{"type":"Point","coordinates":[3,17]}']
    made = Features(ids={str(place): place for place in range(4)}, shapes=[Piece(text) for text in shapes])
    made.shape_of.extend([1, 0, 2, 1])
    asked = Asked("json", ())
    assert list(made.chosen(replace(asked, box=(0, 14, 2, 16)))) == [0, 1, 3]
    assert list(made.chosen(replace(asked, box=(2, 16, 4, 18)))) == [1, 2]
    assert list(made.chosen(replace(asked, box=(50, 0, 51, 1)))) == [1]
    assert list(made.chosen(asked)) == [0, 1, 2, 3]
