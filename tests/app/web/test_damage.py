"""A build that is damaged is noticed when it is read; the newest whole one is served in its place, which is said."""

from __future__ import annotations

import json
import logging
import shutil

import pytest

from app.application import create_app
from geodata.builds import publishing, store
from tests import once
from tests.app.conftest import world

FLIPPED = {
    "manifest.json": "/healthz",
    "editions/ucdp-ged~2016/manifest.json": "/healthz",
    "editions/ucdp-ged~2016/counts.parquet": "/healthz",
    "grounds/shipped~2016/geometry_admin1.json": "/download/admin1.geojson",
    "grounds/shipped~2016/sites.parquet": "/download/sites.csv",
    "web_base.json": "/assets/{tag}/base.json",
}
"""Files of a build, and an address whose answer is read from them."""


@pytest.fixture
def two(tmp_path):
    """A data directory, and the ids of the build before and of the newest."""
    data = tmp_path / "data"
    return data, once.publish(data, world(tmp_path, "a", 5)), once.publish(data, world(tmp_path, "b", 7))


def flip(path, at=-9):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def deaths(client):
    answer = client.get("/api/figures?year=2022")
    assert answer.status_code == 200, answer.text
    return answer.json["build"], sum(row["fatalities_best"] for row in answer.json["figures"])


def test_a_whole_build_says_nothing(two):
    data, _, newest = two
    client = create_app(data).test_client()
    assert client.get("/healthz").json == {"status": "ok", "build": newest}
    assert deaths(client) == (newest, 7)
    assert 'role="status">The newest build' not in client.get("/").text


@pytest.mark.parametrize("name", FLIPPED)
@pytest.mark.parametrize("is_warm", [True, False])
def test_one_flipped_byte_and_the_build_before_is_served_and_said(two, name, is_warm, caplog):
    data, before, newest = two
    client = create_app(data).test_client()
    tag = client.get("/").text.partition("/assets/")[2].partition("/")[0]
    if not is_warm:
        client = create_app(data).test_client()
    flip(data / "builds" / newest / name)
    answer = client.get(FLIPPED[name].format(tag=tag))
    if is_warm and FLIPPED[name] == "/healthz":
        assert deaths(client) == (newest, 7), "what was read when it was whole is served"
        return
    if "{tag}" in FLIPPED[name]:
        assert answer.status_code == 503, "a file of the damaged build itself cannot be had from another"
    else:
        assert answer.status_code == 200
    assert client.get("/healthz").json == {"status": "ok", "build": before, "fallback_from": newest}
    assert deaths(client) == (before, 5)
    assert client.get("/api/figures").json["fallback_from"] == newest
    page = client.get("/?lang=fr").text
    assert f"La dernière compilation, {newest}, n’est pas lisible : voici la précédente. Lancez : mali-atlas" in page
    assert f"The newest build, {newest}, cannot be read: this is the one before it." in client.get("/forces").text
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert f"build {before} is served in its place. Run: mali-atlas doctor" in warnings[-1].getMessage()
    assert newest in warnings[-1].getMessage()


def test_a_repair_is_noticed_without_a_restart(two):
    data, before, newest = two
    path = data / "builds" / newest / "manifest.json"
    flip(path)
    client = create_app(data).test_client()
    assert deaths(client) == (before, 5)
    flip(path)
    publishing.point(data, newest)
    assert client.get("/healthz").json == {"status": "ok", "build": newest}
    assert deaths(client) == (newest, 7)


def test_a_build_that_is_made_while_another_is_read_is_noticed_next_time(two, monkeypatch):
    data, before, newest = two
    publishing.point(data, before)
    client, read = create_app(data).test_client(), store.read

    def late(*given, **named):
        monkeypatch.undo()
        found = read(*given, **named)
        publishing.point(data, newest)
        return found

    monkeypatch.setattr(store, "read", late)
    assert client.get("/healthz").json["build"] == before
    assert client.get("/healthz").json == {"status": "ok", "build": newest}


def test_without_a_whole_build_it_is_said_in_words_and_at_a_permanent_address_too(two):
    data, before, newest = two
    flip(data / "builds" / newest / "editions/ucdp-ged~2016/counts.parquet")
    flip(data / "builds" / before / "editions/ucdp-ged~2016/counts.parquet")
    client = create_app(data).test_client()
    for address in ("/healthz", "/api/figures", f"/b/{before}/api/figures", f"/b/{newest}/download/admin1.csv"):
        answer = client.get(address)
        assert (answer.status_code, answer.json["title"]) == (503, "The files of the map are damaged")
        assert answer.json["detail"].endswith("is damaged, and this cannot be shown from it. Run: mali-atlas doctor")
    page = client.get("/?lang=fr", headers={"Accept": "text/html"})
    assert (page.status_code, "Les fichiers de la carte sont endommagés" in page.text) == (503, True)


def test_a_damaged_build_at_its_permanent_address_is_no_reason_to_leave_the_newest(two):
    data, before, newest = two
    flip(data / "builds" / before / "editions/ucdp-ged~2016/counts.parquet")
    client = create_app(data).test_client()
    assert client.get(f"/b/{before}/api/figures").status_code == 503
    assert client.get("/healthz").json == {"status": "ok", "build": newest}
    assert client.get("/data").status_code == 200


POINTERS = {
    "cut": '{"build": "',
    "empty": "",
    "no object": "[]",
    "nothing": '{"build": "0123456789abcdef"}',
    "a way out": '{"build": "../builds"}',
    "bytes": "\0\0\0\0",
}


@pytest.mark.parametrize("text", POINTERS.values(), ids=POINTERS)
def test_a_pointer_that_names_nothing_leads_to_the_newest(two, text):
    data, _, newest = two
    (data / store.POINTER).write_text(text)
    client = create_app(data).test_client()
    assert deaths(client) == (newest, 7)
    assert "fallback_from" in client.get("/healthz").json
    assert "The newest build" in client.get("/").text


@pytest.mark.parametrize("how", ["gone", "a folder"])
def test_without_a_pointer_it_is_the_newest(two, how):
    data, _, newest = two
    (data / store.POINTER).unlink()
    if how == "a folder":
        (data / store.POINTER).mkdir()
    client = create_app(data).test_client()
    assert client.get("/healthz").json == {"status": "ok", "build": newest, "fallback_from": ""}
    assert "The newest build cannot be told" in client.get("/").text


def test_a_build_of_a_newer_program_is_passed_over_by_a_server_that_is_older(two, tmp_path):
    data, _, newest = two
    client = create_app(data).test_client()
    assert deaths(client) == (newest, 7)

    def write(folder):
        shutil.copytree(data / "builds" / newest, folder, dirs_exist_ok=True)
        manifest = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps({**manifest, "layout": store.LAYOUT + 1}))

    newer = publishing.publish(data, write)
    assert deaths(client) == (newest, 7)
    assert client.get("/healthz").json == {"status": "ok", "build": newest, "fallback_from": newer}


def test_a_clock_that_was_set_back_does_not_hide_the_newest(two, monkeypatch):
    data, before, newest = two
    for name, built in ((before, "2030-01-01T00:00:00Z"), (newest, "1999-01-01T00:00:00Z")):
        path = data / "builds" / name / "built.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"built": built}))
    assert deaths(create_app(data).test_client()) == (newest, 7)
