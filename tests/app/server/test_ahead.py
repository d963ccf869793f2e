"""What is made ahead is what is asked for later, by every helper, and of the current build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.server.helper import Maker
from app.server.kept import AHEAD
from app.server.noticing import Ahead
from app.settings import Settings
from tests.app.servers import in_loop

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def room(tmp_path):
    (tmp_path / AHEAD).mkdir()
    return tmp_path


def listed(maker: Maker) -> list[dict[str, str]]:
    return json.loads(maker.made({"base": BASE})[1])


def test_the_list_is_of_what_the_page_offers_first_in_both_languages(data, room):
    maker = Maker(str(data), Settings(), room)
    found = [(one["PATH_INFO"], one["HTTP_ACCEPT_LANGUAGE"]) for one in listed(maker)]
    for path in ("/figure.png", "/figure.pdf", "/forces", "/download/admin1.csv", "/download/zones.geojson"):
        assert [lang for known, lang in found if known == path] == ["en", "fr"]
    assert len(found) == len(set(found))


def test_a_server_without_a_build_has_nothing_to_make(room, tmp_path):
    assert listed(Maker(str(tmp_path / "none"), Settings(), room)) == []


def test_what_one_helper_made_ahead_another_finds_with_the_same_bytes(data, room, client):
    first, second = (Maker(str(data), Settings(), room) for _ in range(2))
    wanted = ("/download/admin1.csv", "/figure.svg", "/download/admin1.xlsx")
    requests = [one for one in listed(first) if one["PATH_INFO"] in wanted]
    for request in requests:
        head, body = first.made({"environ": request, "ahead": True})
        assert (set(head), body) == ({"resting"}, b"")
    stored = {file: file.read_bytes() for file in (room / AHEAD).iterdir()}
    assert len(stored) == len(requests) == 6
    for file in stored:
        file.chmod(0o400)
    for request in requests:
        head, body = second.made({"environ": request})
        lang = request["HTTP_ACCEPT_LANGUAGE"]
        expected = client.get(request["PATH_INFO"], base_url=BASE, headers={"Accept-Language": lang})
        assert (Path(head["file"]).read_bytes() if "file" in head else body) == expected.data
        assert [tuple(one) for one in head["headers"]] == list(expected.headers.items())
    assert {file: file.read_bytes() for file in (room / AHEAD).iterdir()} == stored


def test_it_is_found_and_not_made_again(data, room, monkeypatch):
    maker = Maker(str(data), Settings(), room)
    request = next(one for one in listed(maker) if one["PATH_INFO"] == "/figure.svg")
    maker.made({"environ": request, "ahead": True})
    monkeypatch.setattr("app.exports.mapsheet.route.draw", lambda *_, **__: pytest.fail("drawn again"))
    other = Maker(str(data), Settings(), room)
    lang = {**request, "QUERY_STRING": f"lang={request['HTTP_ACCEPT_LANGUAGE']}"}
    assert other.made({"environ": request})[0]["status"] == "200 OK"
    assert other.made({"environ": lang})[0]["status"] == "200 OK"


def test_the_folder_is_bounded(data, room):
    maker = Maker(str(data), Settings(ahead=0), room)
    for request in listed(maker)[-2:]:
        maker.made({"environ": request, "ahead": True})
    assert list((room / AHEAD).iterdir()) == []


def test_it_is_made_for_each_build_and_the_first_names(tmp_path):
    pointer, folder, asked = tmp_path / "current.json", tmp_path / AHEAD, []

    async def make(key, request):
        asked.append((request.get("base"), request.get("environ")))
        return {}, json.dumps([{"PATH_INFO": "/a"}, {"PATH_INFO": "/b"}]).encode() if "base" in request else b""

    async def notice():
        ahead = Ahead(pointer, folder, ["http://one"], make)
        of_one = [("http://one", None), (None, {"PATH_INFO": "/a"}), (None, {"PATH_INFO": "/b"})]
        await ahead.look()
        await ahead.look()
        assert asked == of_one
        for name in ("http://one", "http://two", "http://three"):
            ahead.call(name)
        await ahead.look()
        assert asked == [*of_one, ("http://two", None), *of_one[1:]]
        (folder / "old").touch()
        pointer.write_text("new")
        asked.clear()
        await ahead.look()
        assert not (folder / "old").exists()
        assert [base for base, _ in asked if base] == ["http://one", "http://two"]

    in_loop(notice())
