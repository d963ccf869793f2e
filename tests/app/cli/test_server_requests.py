"""Requests that two programs on the way may read in two ways: each has one answer, and none gets another's.

Every case is sent to the real server with an honest request right behind it on the same connection. Either the
connection stays in step, and the honest request gets its own answer, or it is closed and the honest one gets none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import once
from tests.app.conftest import drawn_world
from tests.app.doubtful import CASES, NONE, STEP, Case
from tests.app.servers import get, serving, until
from tests.app.wire import HOST, Answer, request, talk
from tests.examples import times

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the server is started as in test_server")
PROBLEM = "application/problem+json"
HONEST = request("/healthz", "Connection: close")


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("drawn")
    once.publish(folder / "data", drawn_world(folder))
    with serving(folder / "data", workers=1) as (_, port):
        until(lambda: get(port, "/healthz"))
        yield port


@pytest.fixture(scope="module")
def honest(port) -> Answer:
    [answer] = talk(port, [HONEST])
    assert json.loads(answer.body)["status"] == "ok"
    return answer.lasting


def check(port: int, case: Case, honest: Answer, parts: list[bytes]) -> None:
    """The case is answered as it says, and the honest request behind it by its own answer or not at all."""
    method = case.raw.lstrip().partition(b" ")[0].decode("latin-1")
    first, *rest = [answer.lasting for answer in talk(port, parts, [method])] or [Answer(NONE, (), b"")]
    assert first.status in case.statuses, case
    assert rest == ([honest] if case.then == STEP else [])
    if first.field("content-type") == PROBLEM and method != "HEAD":
        assert json.loads(first.body)["status"] == first.status
    elif first.status != 200:
        assert first.body == b"", "what the parser refuses has no words, and none of a request's"
    assert b"evil" not in first.body
    assert not [pair for pair in first.fields if "evil" in pair[1] or "evil" in pair[0]]


def test_it_is_answered_once_and_the_next_request_by_its_own_answer(port, honest):
    for name, case in CASES.items():
        check(port, case, honest, [case.raw + HONEST])
        assert get(port, "/healthz")[0] == 200, name


@given(name=st.sampled_from(sorted(CASES)), data=st.data())
@times(2)
def test_it_does_not_matter_in_which_pieces_a_request_comes(port, honest, name, data):
    case = CASES[name]
    check(port, case, honest, pieces(case.raw + HONEST, data))


def pieces(raw: bytes, data: st.DataObject) -> list[bytes]:
    """The bytes, cut at up to five places."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=5), label="cuts"))
    return [raw[start:end] for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True)]


TOLD = (
    *("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.9, 10.0.0.1"),
    *("X-Forwarded-Port: 666", "X-Forwarded-Prefix: /evil", "X-Forwarded-Server: evil.example", "X-Host: evil.example"),
    *("Forwarded: for=203.0.113.9;host=evil.example;proto=https", 'Forwarded: host="evil.example', "Via: 1.1 evil"),
    *("X-Original-URL: /evil", "X-Rewrite-URL: /evil", "X-HTTP-Method-Override: POST", "X-Real-IP: 203.0.113.9"),
    *("X-Forwarded-Scheme: https", "X-Scheme: https", "Front-End-Https: on", "X-Script-Name: /evil"),
    *("Proxy: http://evil.example", "Script-Name: /evil", "Server-Name: evil.example", "Remote-User: evil"),
    *("Cookie: session=evil; lang=fr; lang=en", "Authorization: Basic ZXZpbA==", "Origin: http://evil.example"),
    *("Referer: http://evil.example/", "User-Agent: evil", "Content-Type: evil/evil", "X-Evil: evil"),
    *("Range: bytes=0-5", "Range: bytes=5-0, 1-1, -9", "Range: evil=1-2", "If-Range: evil", "If-Modified-Since: evil"),
    *("Accept-Charset: evil", "Accept-Encoding: evil", "Accept-Language: evil", "Accept: image/evil", "TE: trailers"),
    *("X_Forwarded_Host: evil.example", "Accept_Language: fr", "Accept_Encoding: gzip", "If_None_Match: *"),
    *("Cache-Control: no-cache", "Pragma: no-cache", "Max-Forwards: 0", "Expect: evil", "Mali-Atlas.Build: evil"),
)
"""Fields that may change nothing of an answer: those of proxies, of browsers, and those that are not understood."""
ADDRESSES = ("/", "/download/admin1.geojson?year=2022", "/claims", "/ogc", "/nowhere", "/?year=1", "/healthz")


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_request_says_of_proxies_and_browsers_is_in_no_answer(port, address):
    asked = [request(address), *(request(address, one) for one in TOLD), request(address, *TOLD[:20])]
    plain, *others = [answer.lasting for answer in talk(port, [*asked, HONEST])][:-1]
    assert len(others) == len(TOLD) + 1
    for told, answer in zip([*TOLD, TOLD[:20]], others, strict=True):
        assert answer == plain, told


FIELDS = (
    (),
    ("Accept-Encoding: gzip",),
    ("Accept-Language: fr",),
    ("Accept: text/html", "Accept-Language: fr;q=0.8, de"),
    ("If-None-Match: *",),
)
PIPELINED = tuple(
    (method, request(address, *fields, method=method, host=host))
    for address in (*ADDRESSES, "/method?lang=fr", "/download/zones.csv", "/assets/x/y.js", "/figure.svg?year=0")
    for fields in FIELDS
    for method in ("GET", "HEAD", "OPTIONS")
    for host in (HOST, "other.example:8080")
)


@pytest.fixture(scope="module")
def alone(port):
    """The answer to a request that is the only one of its connection."""
    known = {}

    def ask(method: str, raw: bytes) -> Answer:
        if raw not in known:
            last = raw.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
            [answer] = talk(port, [last], [method])
            known[raw] = answer.lasting
        return known[raw]

    return ask


@given(
    talks=st.lists(st.lists(st.sampled_from(PIPELINED), min_size=1, max_size=8), min_size=1, max_size=3),
    data=st.data(),
)
def test_each_of_many_requests_has_the_answer_that_it_has_alone(port, alone, honest, talks, data):
    """On one connection without waiting, cut anywhere, and on several connections at once."""
    cut = [pieces(b"".join(raw for _, raw in asked) + HONEST, data) for asked in talks]
    with ThreadPoolExecutor(len(talks)) as threads:
        methods = [[method for method, _ in asked] for asked in talks]
        found = list(threads.map(talk, [port] * len(talks), cut, methods))
    for asked, answers in zip(talks, found, strict=True):
        expected = [alone(method, raw) for method, raw in asked]
        assert [answer.lasting for answer in answers] == [*expected, honest]


def test_a_large_file_keeps_its_place_among_others(port):
    """What helpers make large goes from a file to its reader; nothing of it is left for the next answer."""
    figure, probe, head = request("/figure.png"), request("/healthz"), request("/figure.png", method="HEAD")
    known, again = request("/figure.png", "If-None-Match: *"), request("/figure.png", "Cookie: a=b")
    methods = ["GET", "GET", "HEAD"]
    first, probe, head, known, again, _ = talk(port, [figure, probe, head, known, again, HONEST], methods)
    assert first.body.startswith(b"\x89PNG")
    assert len(first.body) > 300_000
    assert first.lasting == again.lasting
    assert json.loads(probe.body)["status"] == "ok"
    assert (head.status, head.field("content-length"), known.status) == (200, str(len(first.body)), 304)


BREAKS = (b"", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b" ", b"\t", b":", b"\x00", b"\xff", b"0", b"9", b",", b"HTTP/1.1")
CLOSING = b"\r\n\r\n\x00\r\n\r\n"
"""What ends a connection wherever a request on it was left."""


@given(name=st.sampled_from(sorted(name for name in CASES if b"HEAD" not in CASES[name].raw)), data=st.data())
@times(3)
def test_a_request_that_is_broken_anywhere_is_answered_or_refused(port, name, data):
    raw = bytearray(CASES[name].raw[:4_000])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.sampled_from(BREAKS))
    answers = talk(port, [bytes(raw) + HONEST + CLOSING])
    assert [answer.status for answer in answers if not 200 <= answer.status < 500] == []
    assert get(port, "/healthz")[0] == 200
