"""Permanent addresses: the same bytes while the build is kept, whatever is built after it, and links that stay."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime

import pytest

from app.application import create_app
from app.web.responses import IMMUTABLE
from geodata.builds import hashes, publishing, store
from tests import once
from tests.app.conftest import drawn_world, serve_world, world
from tests.app.markup import read

ASKED = (
    "/download/admin1.geojson?year=2022",
    "/download/admin1.csv",
    "/download/sites.csv?year=2022",
    "/api/figures?year=2022",
    "/api/claims?id=C04",
)
PAGES = (
    "/",
    "/?measure=fatalities_per_1000km2&lang=fr",
    "/forces",
    "/claims",
    "/claims/C04",
    "/sources",
    "/method",
    "/withdrawal",
    "/docs",
)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Two builds of one folder, the first no more the current one."""
    tmp = tmp_path_factory.mktemp("two")
    client, first = serve_world(tmp / "data", world(tmp, "first", 5))
    before = {path: client.get(f"/b/{first.id}{path}") for path in (*ASKED, *PAGES)}
    once.publish(tmp / "data", world(tmp, "second", 6))
    return client, first, store.read(tmp / "data"), before, tmp / "data"


def etag(answer) -> str:
    return answer.headers["ETag"]


@pytest.mark.parametrize("path", ASKED)
def test_a_permanent_address_gives_the_same_bytes_after_another_build(two, path):
    client, first, second, before, data = two
    assert first.id != second.id
    after = client.get(f"/b/{first.id}{path}")
    anew = create_app(data).test_client().get(f"/b/{first.id}{path}")
    assert before[path].status_code == after.status_code == anew.status_code == 200
    assert before[path].data == after.data == anew.data
    assert etag(before[path]) == etag(after) == etag(anew)
    assert after.headers["Cache-Control"] == IMMUTABLE
    newest = client.get(path)
    assert newest.headers["Cache-Control"] == "no-cache"
    assert newest.data != after.data or "sites" in path


@pytest.mark.parametrize("path", ASKED)
def test_the_short_address_gives_the_newest_with_its_tag(two, path):
    client, _, second, _, _ = two
    newest, named = client.get(path), client.get(f"/b/{second.id}{path}")
    assert (newest.data, etag(newest)) == (named.data, etag(named))
    assert client.get(path, headers={"If-None-Match": etag(newest)}).status_code == 304


def test_what_an_old_build_counted_is_still_told(two):
    client, first, second, _, _ = two
    for found, deaths in ((first, 5), (second, 6)):
        rows = client.get(f"/b/{found.id}/api/figures?year=2022").json["figures"]
        assert sum(row["fatalities_best"] for row in rows) == deaths


@pytest.mark.parametrize("path", ASKED)
def test_a_download_names_its_permanent_address(two, path):
    client, first, _, _, _ = two
    answer = client.get(f"/b/{first.id}{path}")
    address = re.search(r'<([^>]+)>; rel="cite-as"', answer.headers["Link"])[1]
    assert address.startswith(f"http://localhost/b/{first.id}/")
    assert client.get(address.removeprefix("http://localhost")).data == answer.data
    if "geojson" in path:
        assert answer.json["provenance"]["permalink"] == address
    if "/api/" in path:
        assert answer.json["permalink"] == address


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_an_old_build_says_so_and_links_only_within_it(two, path):
    client, first, _, _, _ = two
    answer = client.get(f"/b/{first.id}{path}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    tree = read(answer.text)
    (note,) = tree.every("p", class_="kept")
    assert first.id in note.text
    assert note.one("a").attributes["href"] == path
    links = [node.attributes.get("href") or "" for node in tree.every("a")]
    inside = [link for link in links if link.startswith("/")]
    assert inside
    assert [link for link in inside if not link.startswith(f"/b/{first.id}/")] == [path]
    forms = [node.attributes["action"] or "" for node in tree.every("form") if "action" in node.attributes]
    assert all(action.startswith(f"/b/{first.id}/") for action in forms if action.startswith("/"))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_at_its_short_address_is_of_the_newest(two, path):
    client, _, second, _, _ = two
    tree = read(client.get(path).text)
    assert not tree.every("p", class_="kept")
    assert second.id in tree.one("footer", class_="foot").text
    kept = [node for node in tree.every("a") if (node.attributes.get("href") or "").startswith("/b/")]
    assert all(node.attributes["id"] == "permanent" and f"/b/{second.id}/" in node.attributes["href"] for node in kept)


@pytest.mark.parametrize(
    "path", ["/b/0123456789abcdef/", "/b/0123456789abcdef/download/admin1.csv", "/b/0123456789abcdef/api/figures"]
)
def test_a_build_that_is_not_kept_is_404_and_says_where_the_newest_is(two, path):
    answer = two[0].get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert "0123456789abcdef is not kept" in answer.json["detail"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["..", "x", "0123456789ABCDEF", "0123456789abcdef0", ".new-1", "%2e%2e", "current"])
def test_what_is_no_build_s_name_is_no_address(two, name):
    answer = two[0].get(f"/b/{name}/download/admin1.csv")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_ten_builds_are_kept():
    assert publishing.KEEP == 10


def test_the_last_builds_are_kept_and_the_one_before_them_is_gone(tmp_path, monkeypatch):
    monkeypatch.setattr(publishing, "KEEP", 4)
    client, first = serve_world(tmp_path / "data", world(tmp_path, "0", 0))
    path = f"/b/{first.id}/download/admin1.csv"
    bytes_ = client.get(path).data
    for number in range(1, publishing.KEEP):
        once.publish(tmp_path / "data", world(tmp_path, str(number), number))
        answer = client.get(path)
        assert (answer.status_code, answer.data) == (200, bytes_)
    once.publish(tmp_path / "data", world(tmp_path, "last", publishing.KEEP))
    assert client.get(path).status_code == 404
    assert len(store.kept(tmp_path / "data")) == publishing.KEEP


def test_a_build_of_another_layout_is_not_served(two):
    client, first, _, _, data = two
    copy = data / "builds" / "00000000000000aa"
    shutil.copytree(data / "builds" / first.id, copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps({**manifest, "layout": store.LAYOUT - 1}))
    assert client.get(f"/b/{copy.name}/download/admin1.csv").status_code == 404
    shutil.rmtree(copy)


def test_a_build_that_goes_while_it_is_read_is_404(tmp_path):
    client, first = serve_world(tmp_path / "data", world(tmp_path, "first", 5))
    assert client.get(f"/b/{first.id}/api/figures").status_code == 200
    once.publish(tmp_path / "data", world(tmp_path, "second", 6))
    shutil.rmtree(tmp_path / "data" / "builds" / first.id)
    answer = client.get(f"/b/{first.id}/download/admin1.geojson")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_the_time_of_a_build_is_its_first_and_no_part_of_its_name(tmp_path):
    drawn = drawn_world(tmp_path)
    before = datetime.now(UTC).replace(microsecond=0)
    first = once.publish(tmp_path / "data", drawn)
    kept = store.read(tmp_path / "data").built
    assert before <= kept <= datetime.now(UTC)
    file = tmp_path / "data" / "builds" / first / hashes.BUILT
    file.write_text('{"built": "2020-02-29T12:00:00Z"}')
    assert once.publish(tmp_path / "data", drawn) == first
    assert store.read(tmp_path / "data").edition().built == datetime(2020, 2, 29, 12, tzinfo=UTC)
    file.write_text("half")
    assert store.read(tmp_path / "data").built.tzinfo is UTC
