"""What leaves by /ogc from imported files: sources and frames apart, and the terms of each before everything."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.ogc import features
from app.ogc.service import Shelf
from app.web import services
from app.web.cache import Cache
from geodata.exports import extract
from geodata.exports.selection import Selection
from tests import examples, once
from tests.app import deep
from tests.app.deep import FRAMES, Served
from tests.app.features import every, get, ids, matching
from tests.app.gate import ACLED, KEPT, MAPS_ONLY, nothing_of_the_events, refused

OF_FORCES = ["force-sites", "force-headcounts"]
SHIPPED = [f"{name}-ucdp-ged" for name in ("admin1-2016", "zones", "grid", "claims")]
LEVELS = [f"{level}-{frame}" for frame in FRAMES for level in deep.LEVELS]


@pytest.fixture(scope="module")
def acled(tmp_path_factory) -> Served:
    tmp = tmp_path_factory.mktemp("acled")
    return deep.serve(tmp, deep.world(tmp, KEPT, policy="acled"))


def names(client, path: str = "/ogc/collections") -> list[str]:
    return [one["id"] for one in get(client, path)["collections"]]


def test_every_level_and_frame_is_a_collection_and_sources_stay_apart(imported):
    found = names(imported.client)
    own = [*LEVELS[:3], "zones", "grid", "events", "claims", *LEVELS[3:]]
    assert found == [*own, *SHIPPED, *OF_FORCES]
    for frame in FRAMES:
        for level in deep.LEVELS:
            edition = imported.edition(frame=frame)
            rows = every(imported.client, f"/ogc/collections/{level}-{frame}/items")
            expected = list(extract.items(edition, level, Selection()))
            assert [row["id"] for row in rows] == [item.id for item in expected]
            assert [row["properties"] for row in rows] == [item.properties for item in expected]
            assert all(row["geometry"] for row in rows)
    shipped = every(imported.client, "/ogc/collections/admin1-2016-ucdp-ged/items")
    assert {row["properties"]["source"] for row in shipped} == {"drawn ucdp-ged, drawn ucdp-ged"}


def test_the_events_of_a_source_that_lets_them_go(imported):
    rows = every(imported.client, "/ogc/collections/events/items")
    assert [row["id"] for row in rows] == [f"brought:{row['id']}" for row in deep.rows()]
    assert rows[0]["geometry"] == {"type": "Point", "coordinates": [1.23, 15.53]}
    assert not {"longitude", "latitude"} & rows[0]["properties"].keys()
    march = ids(get(imported.client, "/ogc/collections/events/items", datetime="2022-03-05/2022-03-06"))
    assert march == ["brought:ev-2", "brought:ev-5"]
    box = ids(get(imported.client, "/ogc/collections/events/items", bbox="1.7,15.5,2.5,16.5"))
    assert box == ["brought:ev-2", "brought:ev-3"]
    alone = get(imported.client, "/ogc/collections/events/items/brought:ev-3")
    assert alone["properties"]["place"] == "Inekar"


def test_every_word_that_a_feature_has_can_be_asked_for(imported):
    """Words are gathered from one year of the units: no other year may have one that is refused."""
    for turn, name in enumerate(names(imported.client)):
        path = f"/ogc/collections/{name}/items"
        rows = every(imported.client, path, limit=1000)
        filters = [key for key in imported.client.get(f"{path}?x=1").json["allowed"] if key not in ("f", "lang")]
        for at, key in enumerate(filters, turn):
            values = {row["properties"].get(key) for row in rows} - {None, ""}
            for value in examples.some(sorted(values, key=str), 2, at if len(values) > 1 else 0):
                found = matching(imported.client, path, limit=1000, **{key: value})
                own = [row["id"] for row in rows if row["properties"][key] == value]
                assert found == (own, len(own)), (name, key, value)


def test_the_description_names_every_property_of_every_collection(imported):
    described = get(imported.client, "/ogc/api")
    shapes = described["components"]["schemas"]

    def of(reference: dict[str, str]) -> dict:
        return shapes[reference["$ref"].rpartition("/")[2]]

    for name in names(imported.client):
        answer = described["paths"][f"/collections/{name}/items"]["get"]["responses"]["200"]
        feature = of(answer["content"]["application/geo+json"]["schema"])["properties"]["features"]["items"]
        first = get(imported.client, f"/ogc/collections/{name}/items", limit=1)["features"][0]
        shape = of(feature["properties"]["properties"])
        assert shape["required"] == list(first["properties"])
        only_of_sums = list(shape["properties"])[len(shape["required"]) :]
        assert [column.split("_")[0] for column in only_of_sums][:1] in ([], ["period"])
    assert set(described["paths"]) == {"/", "/conformance", "/api", "/collections"} | {
        f"/collections/{name}{end}"
        for name in names(imported.client)
        for end in ("", "/schema", "/items", "/items/{featureId}")
    }


def test_nothing_finer_than_the_terms_allow_is_there(acled):
    levels = [f"{level}-{frame}" for frame in FRAMES for level in ("admin1", "admin2")]
    own = [*levels[:2], "zones", "claims", *levels[2:]]
    assert names(acled.client) == [*own, *SHIPPED, *OF_FORCES]
    for name in names(acled.client):
        for path in (f"/ogc/collections/{name}", f"/ogc/collections/{name}/items?limit=1000"):
            for form in ("json", "html"):
                answer = acled.client.get(f"{path}{'&' if '?' in path else '?'}f={form}")
                assert answer.status_code == 200
                if not name.endswith("ucdp-ged"):
                    nothing_of_the_events(answer)
    assert ACLED in get(acled.client, "/ogc/collections/admin2-2016")["description"]
    for path in ("/ogc", "/ogc/api", "/ogc/collections"):
        nothing_of_the_events(acled.client.get(path))


@pytest.mark.parametrize("name", ["events", "grid", "admin3-2016", "admin3-2012"])
@pytest.mark.parametrize("end", ["", "/items", "/items?f=html", "/items/2016:ML0701-a:2022", "/items/brought:qx-90001"])
def test_what_the_terms_forbid_answers_with_the_rule(acled, name, end):
    path = f"/ogc/collections/{name}{end}"
    refused(acled.client.get(path))
    refused(acled.client.get(f"/b/{acled.build.id}{path}"))
    assert acled.client.head(path).status_code == 403
    assert acled.client.get(path.replace(name, f"{name.upper()}")).status_code == 404
    assert acled.client.get(f"/ogc/collections/{name}-brought{end}").status_code == 404


def test_no_filter_and_no_box_reaches_an_event(acled):
    path = "/ogc/collections/admin2-2016/items"
    for asked in ({"bbox": "1.23,15.53,1.24,15.54"}, {"datetime": "2022-03-05"}, {"pcode": "ML0701"}):
        answer = acled.client.get(path, query_string=asked)
        assert answer.json["numberReturned"] > 0
        nothing_of_the_events(answer)
    for asked in ({"event_id": "qx-90001"}, {"pcode": "ML0701-a"}, {"month": "3"}, {"side_a": "Zqxarmy"}):
        assert acled.client.get(path, query_string=asked).status_code == 400


def test_an_older_build_is_under_the_terms_of_now(tmp_path):
    first = deep.serve(tmp_path, deep.world(tmp_path, KEPT))
    assert {"events", "grid", "admin3-2016"} <= set(names(first.client))
    path = "/ogc/collections/events/items"
    known = first.client.get(path).headers["ETag"]
    once.publish(tmp_path, deep.world(tmp_path, KEPT, policy="acled"))
    for address in (path, f"/b/{first.build.id}{path}", f"/b/{first.build.id}{path}/brought:qx-90001"):
        refused(first.client.get(address))
        refused(first.client.get(address, headers={"If-None-Match": known}))
    for kept in (f"/b/{first.build.id}/ogc/collections", "/ogc/collections"):
        assert not {"events", "grid", "admin3-2016"} & set(names(first.client, kept))


def test_shapes_that_may_only_be_drawn_do_not_leave_and_their_figures_do(drawn_only):
    with_shapes = {one for one in names(drawn_only.client) if one.endswith("ucdp-ged")}
    for name in LEVELS:
        one = get(drawn_only.client, f"/ogc/collections/{name}")
        assert MAPS_ONLY in one["description"]
        assert "spatial" not in one["extent"]
        assert [row["type"] for row in one["links"] if row["rel"] == "enclosure"] == ["text/csv"]
        answer = drawn_only.client.get(f"/ogc/collections/{name}/items?limit=1000")
        assert {row["geometry"] for row in answer.json["features"]} == {None}
        assert "coordinates" not in answer.text
        assert any(row["properties"]["events"] for row in answer.json["features"])
        for place in ("1.2,15.2,1.3,15.3", "100,0,101,1"):
            page = get(drawn_only.client, f"/ogc/collections/{name}/items", bbox=place)
            assert page["numberMatched"] == answer.json["numberMatched"], "a box tells nothing of the shapes"
        first = answer.json["features"][0]["id"]
        assert "coordinates" not in drawn_only.client.get(f"/ogc/collections/{name}/items/{first}").text
    for name in (*with_shapes, "zones", "grid", "events", "force-sites"):
        rows = get(drawn_only.client, f"/ogc/collections/{name}/items")["features"]
        assert any(row["geometry"] for row in rows) == (not name.startswith("claims"))


def test_what_is_kept_counts_its_bytes_and_texts_come_back_by_the_year(imported):
    """Texts are kept by the year: when there is room for one year only, every feature is still itself."""
    own = services.of(imported.client.application)
    shelf = own.part(Shelf)
    before = {name: every(imported.client, f"/ogc/collections/{name}/items") for name in LEVELS}
    for kept, size in ((shelf._features, lambda one: one.size), (shelf._heads, features.size)):
        assert kept.size == sum(map(size, kept.held().values())) > 0
    years = {year for key, year in shelf._heads.held() if key.varies[0] == "admin1-2016"}
    assert years == set(imported.edition().figures.periods)
    small = Shelf(texts=1)
    own.add(small)
    try:
        for name, rows in before.items():
            assert every(imported.client, f"/ogc/collections/{name}/items", limit=7) == rows
            assert len(small._heads.held()) == 1
    finally:
        own.add(shelf)


def test_things_are_kept_while_there_is_room_and_each_is_made_once():
    made: list[str] = []
    kept = Cache[str](10, len, once=True)

    def make(text: str) -> str:
        made.append(text)
        return text

    for text in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"):
        assert kept.get(text, lambda text=text: make(text)) == text
    assert made == ["aaaa", "bbbb", "cccc", "bbbb"], "b, used least lately, made room for c"
    assert kept.get("large", lambda: make("x" * 20)) == "x" * 20
    assert (list(kept.held()), kept.size) == (["large"], 10), "what is larger than all that is kept is kept alone"
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: kept.get("slow", lambda: (time.sleep(0.01), make("y"))[1]), range(16))) == {"y"}
    assert made.count("y") == 1
