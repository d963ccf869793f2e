"""The front of a worker, as its ASGI server calls it, with a broker that does as it is told."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from app.application import create_app
from app.server import client
from app.server.apart import Apart
from app.server.client import Filed
from app.server.frames import Address
from app.server.front import Front
from app.web.refusals import REFUSAL, Refusal, Why
from tests.app.servers import in_loop

NOWHERE = Address("", 1, "secret")


@pytest.fixture
def front(data) -> Front:
    app = create_app(data)
    return Front(app.wsgi_app, Apart(app.url_map), NOWHERE)


@pytest.fixture
def brokered(monkeypatch) -> dict[str, Any]:
    """What the broker answers, by path; and what it was asked."""
    answers: dict[str, Any] = {"asked": []}

    async def ask(address, key, environ, of):
        answers["asked"].append((environ["PATH_INFO"], of))
        found = answers[environ["PATH_INFO"]]
        return await found() if callable(found) else found

    monkeypatch.setattr(client, "ask", ask)
    return answers


def scope(path: str, method: str = "GET", query: str = "", **headers: str) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("203.0.113.7", 40000),
        "headers": [(b"host", b"127.0.0.1:8000"), *((k.encode(), v.encode()) for k, v in headers.items())],
    }


async def stays() -> dict[str, Any]:
    await asyncio.Event().wait()
    return {}


async def sent(front: Front, request: dict[str, Any], receive: Any = stays) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    async def send(message):
        found.append(message)

    await front(request, receive, send)
    return found


def test_a_page_is_what_flask_answers(front, client):
    start, body = in_loop(sent(front, scope("/", query="year=2021")))
    expected = client.get("/?year=2021", base_url="http://127.0.0.1:8000")
    assert start["status"] == 200
    assert body["body"] == expected.data
    assert dict(start["headers"])[b"ETag"].decode() == expected.headers["ETag"]
    assert {k.decode().lower() for k, _ in start["headers"]} == {k.lower() for k, _ in expected.headers}


def test_what_is_dear_is_asked_of_the_broker_and_kept(front, brokered):
    brokered["/figure.png"] = ("200 OK", [("Content-Type", "image/png")], b"png")

    async def twice():
        return [await sent(front, scope("/figure.png")) for _ in range(2)]

    first, second = in_loop(twice())
    assert first == second
    assert first[1]["body"] == b"png"
    assert brokered["asked"] == [("/figure.png", "203.0.113.7")]


def test_a_large_body_is_sent_from_its_file(front, brokered):
    brokered["/download/pack.zip"] = Filed("200 OK", [("Content-Length", "9")], "/room/body")
    start, body = in_loop(sent(front, scope("/download/pack.zip")))
    assert start["headers"] == [(b"Content-Length", b"9")]
    assert body == {"type": "http.response.pathsend", "path": "/room/body"}


def test_what_is_refused_is_said_and_asked_again_the_next_time(front, brokered):
    brokered["/figure.png"] = Refusal(Why.FULL, retry=3)

    async def twice():
        return [await sent(front, scope("/figure.png", **{"accept-language": "fr"})) for _ in range(2)]

    for start, body in in_loop(twice()):
        assert start["status"] == 503
        assert (b"Retry-After", b"3") in start["headers"]
        assert "dans 3 secondes" in body["body"].decode()
    assert len(brokered["asked"]) == 2


def test_who_hangs_up_waits_no_more(front, brokered):
    is_cancelled = asyncio.Event()

    async def never():
        try:
            await asyncio.Event().wait()
        finally:
            is_cancelled.set()

    async def leaves():
        while not brokered["asked"]:
            await asyncio.sleep(0)
        return {"type": "http.disconnect"}

    async def hang_up():
        brokered["/figure.png"] = never
        assert await sent(front, scope("/figure.png"), leaves) == []
        async with asyncio.timeout(5):
            await is_cancelled.wait()

    in_loop(hang_up())


def test_it_answers_whether_it_is_well_while_all_threads_are_busy(front, monkeypatch):
    release, busy = threading.Event(), threading.Semaphore(0)
    answer = front._kept.app

    def held(environ, start):
        if environ["PATH_INFO"] == "/method" and REFUSAL not in environ:
            busy.release()
            assert release.wait(20)
        return answer(environ, start)

    monkeypatch.setattr(front._kept, "app", held)

    async def ask():
        pages = [asyncio.ensure_future(sent(front, scope("/method", query=f"lang={n}"))) for n in range(300)]
        for _ in range(2):
            await asyncio.to_thread(busy.acquire)
        start, _ = await sent(front, scope("/healthz"))
        assert start["status"] == 200
        refused = [page.result()[0]["status"] for page in pages if page.done()]
        release.set()
        found = [messages[0]["status"] for messages in await asyncio.gather(*pages)]
        assert refused == [503] * len(refused)
        assert found.count(503) == len(refused) == 300 - 256

    in_loop(ask())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_never_reach_the_broker(front, brokered, method):
    start, _ = in_loop(sent(front, scope("/figure.png", method)))
    assert start["status"] == 405
    assert brokered["asked"] == []
