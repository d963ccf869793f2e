"""Requests that two programs on the way may read in two ways: each has one answer, and none gets another's.

Every case is sent to the real server with an honest request right behind it on the same connection. Either the
connection stays in step, and the honest request gets its own answer, or it is closed and the honest one gets none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import once
from tests.app.conftest import drawn_world
from tests.app.servers import get, serving, until
from tests.app.wire import HOST, Answer, request, talk
from tests.examples import times

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the server is started as in test_server")
PROBLEM = "application/problem+json"
HONEST = request("/healthz", "Connection: close")
SMUGGLED = request("/download/sites.csv")
STEP, CLOSED = "in step", "closed"
NONE = 0


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


@dataclass(frozen=True)
class Case:
    """Bytes, the statuses that they may be answered with, and what becomes of the connection.

    NONE among the statuses: it may be closed without an answer.
    """

    raw: bytes
    statuses: tuple[int, ...]
    then: str


def post(*fields: str, body: bytes = b"", **more: str) -> bytes:
    return request("/healthz", *fields, method="POST", body=body, **more)


def fetch(*fields: str, body: bytes = b"") -> bytes:
    return request("/healthz", *fields, body=body)


FILE = "/download/zones.csv"
CHUNKED, END = "Transfer-Encoding: chunked", b"0\r\n\r\n"

SMUGGLING = {
    "CL before TE": Case(post("Content-Length: 6", CHUNKED, body=END + b"G"), (405,), CLOSED),
    "TE before CL": Case(post(CHUNKED, "Content-Length: 4", body=END), (405,), CLOSED),
    "CL.TE with a request inside": Case(
        post(f"Content-Length: {len(END + SMUGGLED)}", CHUNKED, body=END + SMUGGLED), (405,), CLOSED
    ),
    "TE.CL with a request inside": Case(
        post(CHUNKED, "Content-Length: 4", body=b"%x\r\n%b\r\n%b" % (len(SMUGGLED), SMUGGLED, END)),
        (405,),
        CLOSED,
    ),
    "CL.0": Case(post(f"Content-Length: {len(SMUGGLED)}", body=SMUGGLED), (405,), CLOSED),
    "two CL that differ": Case(post("Content-Length: 0", "Content-Length: 5"), (400,), CLOSED),
    "two CL, the first longer": Case(post("Content-Length: 5", "Content-Length: 0", body=b"hello"), (400,), CLOSED),
    "two CL that are the same": Case(post("Content-Length: 5", "Content-Length: 5", body=b"hello"), (405,), CLOSED),
    "CL as a list": Case(post("Content-Length: 5, 5", body=b"hello"), (400,), CLOSED),
    "CL with a plus": Case(post("Content-Length: +5", body=b"hello"), (400,), CLOSED),
    "CL below 0": Case(post("Content-Length: -5", body=b"hello"), (400,), CLOSED),
    "CL as hex": Case(post("Content-Length: 0x5", body=b"hello"), (400,), CLOSED),
    "CL with a space inside": Case(post("Content-Length: 1 2", body=b"hello"), (400,), CLOSED),
    "CL as a float": Case(post("Content-Length: 5.0", body=b"hello"), (400,), CLOSED),
    "CL empty": Case(post("Content-Length:"), (400,), CLOSED),
    "CL in other digits": Case(post("Content-Length: \xb2", body=b"hello"), (400,), CLOSED),
    "CL above 64 bits": Case(post("Content-Length: 99999999999999999999999", body=b"hello"), (400,), CLOSED),
    "CL that never comes": Case(post("Content-Length: 9223372036854775807", body=b"hello"), (405,), CLOSED),
    "CL 0": Case(post("Content-Length: 0"), (405,), STEP),
    "CL 0 on GET": Case(fetch("Content-Length: 0"), (200,), STEP),
    "CL with an underscore": Case(fetch("Content_Length: 5"), (200,), STEP),
    "body on GET": Case(fetch("Content-Length: 5", body=b"hello"), (400,), CLOSED),
    "request as the body of GET": Case(fetch(f"Content-Length: {len(SMUGGLED)}", body=SMUGGLED), (400,), CLOSED),
    "body on HEAD": Case(request("/healthz", "Content-Length: 5", method="HEAD", body=b"hello"), (400,), CLOSED),
    "chunks on GET": Case(fetch(CHUNKED, body=b"5\r\nhello\r\n" + END), (400,), CLOSED),
    "body of a file's address": Case(request(FILE, "Content-Length: 5", body=b"hello"), (400,), CLOSED),
    "chunks of a file's address": Case(request(FILE, CHUNKED, body=END), (400,), CLOSED),
    "TE xchunked": Case(post("Transfer-Encoding: xchunked", body=END), (400,), CLOSED),
    "TE identity": Case(post("Transfer-Encoding: identity", body=END), (400,), CLOSED),
    "TE chunked, identity": Case(post("Transfer-Encoding: chunked, identity", body=END), (400,), CLOSED),
    "TE identity, chunked": Case(post("Transfer-Encoding: identity, chunked", body=END), (405,), CLOSED),
    "TE chunked, then TE identity": Case(post(CHUNKED, "Transfer-Encoding: identity", body=END), (400,), CLOSED),
    "TE cow, then TE chunked": Case(post("Transfer-Encoding: cow", CHUNKED, body=END), (405,), CLOSED),
    "TE behind a tab": Case(post("Transfer-Encoding:\tchunked", body=END), (405,), CLOSED),
    "TE behind a vertical tab": Case(post("Transfer-Encoding:\x0bchunked", body=END), (400,), CLOSED),
    "TE before a space": Case(post("Transfer-Encoding : chunked", body=END), (400,), CLOSED),
    "TE behind a space": Case(post(" Transfer-Encoding: chunked", body=END), (400,), CLOSED),
    "TE in quotes": Case(post('Transfer-Encoding: "chunked"', body=END), (400,), CLOSED),
    "TE in capitals": Case(post("TRANSFER-ENCODING: CHUNKED", body=END), (405,), CLOSED),
    "TE with a line feed": Case(post("Transfer-Encoding\n: chunked", body=END), (400,), CLOSED),
    "TE folded": Case(post("Transfer-Encoding:\r\n chunked", body=END), (400,), CLOSED),
    "TE in HTTP/1.0": Case(
        post(CHUNKED, "Connection: keep-alive", body=END).replace(b"HTTP/1.1", b"HTTP/1.0"), (400,), CLOSED
    ),
    "chunk with an extension": Case(post(CHUNKED, body=b'5;a="b"\r\nhello\r\n' + END), (405,), CLOSED),
    "chunk extension that ends in LF": Case(post(CHUNKED, body=b"5;a=\nhello\r\n" + END), (405,), CLOSED),
    "chunks that end in LF": Case(post(CHUNKED, body=b"5\nhello\n0\n\n"), (405,), CLOSED),
    "chunk of 0x5": Case(post(CHUNKED, body=b"0x5\r\nhello\r\n" + END), (405,), CLOSED),
    "chunk of -1": Case(post(CHUNKED, body=b"-1\r\nhello\r\n" + END), (405,), CLOSED),
    "chunk above 64 bits": Case(post(CHUNKED, body=b"fffffffffffffffff\r\nhello\r\n" + END), (405,), CLOSED),
    "trailers": Case(post(CHUNKED, body=b"0\r\nHost: evil.example\r\nContent-Length: 5\r\n\r\n"), (405,), CLOSED),
    "Expect and no body yet": Case(post("Expect: 100-continue", "Content-Length: 5"), (405,), CLOSED),
    "Expect of something else": Case(fetch("Expect: magic"), (200, 417), STEP),
}


def line(text: str, *fields: str) -> bytes:
    """A request whose first line is as given, without the protocol."""
    return "\r\n".join([f"{text} HTTP/1.1", f"Host: {HOST}", *fields, "", ""]).encode("latin-1")


SYNTAX = {
    "lines that end in LF": Case(fetch().replace(b"\r\n", b"\n"), (200, 400), STEP),
    "lines that end in CR": Case(fetch().replace(b"\r\n", b"\r"), (400,), CLOSED),
    "empty lines first": Case(b"\r\n\r\n" + fetch(), (200,), STEP),
    "space before a colon": Case(fetch("X-A : b"), (400,), CLOSED),
    "line without a colon": Case(fetch("nothing"), (400,), CLOSED),
    "field without a name": Case(fetch(": a"), (400,), CLOSED),
    "folded field": Case(fetch("X-A: b", " Host: evil.example"), (400,), CLOSED),
    "first field folded": Case(b"GET /healthz HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n", (400,), CLOSED),
    "NUL in a value": Case(fetch("X-A: a\x00b"), (400,), CLOSED),
    "NUL in a name": Case(fetch("X\x00A: b"), (400,), CLOSED),
    "control character in a value": Case(fetch("X-A: a\x01b"), (400,), CLOSED),
    "CR in a value": Case(fetch("X-A: a\rb"), (400,), CLOSED),
    "bytes above ASCII in a value": Case(fetch("X-A: \xe9\xff"), (200,), STEP),
    "200 fields": Case(fetch(*(f"X-{number}: 1" for number in range(200))), (431,), CLOSED),
    "field of 600,000 bytes": Case(fetch("X-A: " + "a" * 600_000), (431,), CLOSED),
    "target of 70,000 bytes": Case(line("GET /" + "a" * 70_000), (414,), CLOSED),
    "target of 60,000 bytes": Case(line("GET /" + "a" * 60_000), (414,), STEP),
    "method of 5,000 letters": Case(line("G" * 5_000 + " /healthz"), (400, 405), STEP),
    "method in small letters": Case(line("get /healthz"), (405,), CLOSED),
    "HEAD in small letters": Case(line("head /healthz"), (405,), CLOSED),
    "tabs between": Case(line("GET\t/healthz\t"), (400,), CLOSED),
    "two spaces between": Case(line("GET  /healthz"), (400,), CLOSED),
    "space behind": Case(fetch().replace(b"HTTP/1.1\r\n", b"HTTP/1.1 \r\n"), (400,), CLOSED),
    "HTTP/0.9": Case(b"GET /healthz\r\n", (400,), CLOSED),
    "HTTP/1.2": Case(fetch().replace(b"HTTP/1.1", b"HTTP/1.2"), (400, 505), CLOSED),
    "HTTP/2.0": Case(fetch().replace(b"HTTP/1.1", b"HTTP/2.0"), (400, 505), CLOSED),
    "HTTP/2 as if agreed before": Case(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (NONE, 400, 505), CLOSED),
    "upgrade to h2c": Case(
        fetch("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"),
        (200,),
        STEP,
    ),
    "upgrade to a WebSocket": Case(
        fetch("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: YQ=="),
        (400,),
        CLOSED,
    ),
    "TLS": Case(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (400,), CLOSED),
}
TARGETS = {
    "absolute form": Case(line(f"GET http://{HOST}/healthz"), (200,), STEP),
    "absolute form of nothing": Case(line(f"GET http://{HOST}"), (200,), STEP),
    "absolute form of a file": Case(line("GET file:///etc/passwd"), (400,), CLOSED),
    "authority form": Case(line("GET evil.example:80"), (400,), CLOSED),
    "word": Case(line("GET healthz"), (400,), CLOSED),
    "query alone": Case(line("GET ?year=2022"), (400,), CLOSED),
    "asterisk": Case(line("OPTIONS *"), (400,), CLOSED),
    "asterisk of GET": Case(line("GET *"), (400,), CLOSED),
    "CONNECT": Case(line("CONNECT evil.example:80"), (400, 405), CLOSED),
    "CONNECT to a path": Case(line("CONNECT /healthz"), (405,), STEP),
    "TRACE": Case(line("TRACE /healthz", "Cookie: secret=1"), (405,), STEP),
    "OPTIONS": Case(line("OPTIONS /healthz", "Origin: http://evil.example"), (405,), STEP),
    "fragment": Case(line("GET /healthz#x"), (200, 400), STEP),
    **{
        f"path {path}": Case(line(f"GET {path}"), (404,), CLOSED)
        for path in ("//healthz", "//evil.example/healthz", "/%2fhealthz", "/%2F/healthz", "///")
    },
    **{
        f"path {path}": Case(line(f"GET {path}"), (404,), STEP)
        for path in (
            *("/healthz/", "/./healthz", "/x/../healthz", "/healthz/."),
            *("/%2e/healthz", "/x%2f..%2fhealthz", "/healthz%00", "/healthz%2500", "/%00"),
            *("/healthz%20", "/healthz%0d%0aX-Evil:%20a", "/\\healthz", "/x\\..\\healthz", "/%5chealthz"),
            *("/%c0%ae%c0%ae/healthz", "/%c0%afhealthz", "/%e0%80%afhealthz", "/%ff", "/%", "/%zz", "/healthz;a=b"),
            *("/HEALTHZ", "/%25%36%38ealthz", "/%EF%BC%8Fhealthz", "/b/0123456789abcdef/../../healthz"),
            *("/download/..%2f..%2fcurrent.json", "/download/..%5c..%5ccurrent.json", "/assets/../current.json"),
        )
    },
    "path with an encoded letter": Case(line("GET /%68ealthz"), (200,), STEP),
    "path with a question of two marks": Case(line("GET /healthz??"), (400,), STEP),
    "raw bytes above ASCII": Case(line("GET /healthz\xe9"), (400, 404), CLOSED),
}


def named(*hosts: str) -> bytes:
    return request("/download/sites.csv", *(f"Host: {host}" for host in hosts), host=None)


HOSTS = {
    "no Host": Case(named(), (400,), CLOSED),
    "Host that is empty": Case(named(""), (400,), CLOSED),
    "two Hosts": Case(named(HOST, "evil.example"), (400,), CLOSED),
    "two Hosts that are the same": Case(named(HOST, HOST), (400,), CLOSED),
    "two Hosts, no address named": Case(fetch("Host: evil.example"), (400,), CLOSED),
    "user in the Host": Case(named("user@evil.example"), (400,), CLOSED),
    "user and password in the Host": Case(named("user:password@evil.example"), (400,), CLOSED),
    "scheme in the Host": Case(named("http://evil.example"), (400,), CLOSED),
    "path in the Host": Case(named("evil.example/x"), (400,), CLOSED),
    "space in the Host": Case(named("evil .example"), (400,), CLOSED),
    "Host above ASCII": Case(named("\xe9vil.example"), (400,), CLOSED),
    "Host with an escape": Case(named("evil%2eexample"), (400,), CLOSED),
    "port that is too long": Case(named("evil.example:100000"), (400,), CLOSED),
    "port that is none": Case(named("evil.example:http"), (400,), CLOSED),
    "two ports": Case(named("evil.example:80:80"), (400,), CLOSED),
    "IPv6 that is left open": Case(named("[::1"), (400,), CLOSED),
    "IPv6 without brackets": Case(named("::1"), (400,), CLOSED),
    "Host of 300 letters": Case(named("a" * 300), (400,), CLOSED),
    "Host of letters with tags": Case(named('evil"><script>'), (400,), CLOSED),
    "HTTP/1.0 with a Host that is none": Case(
        named("user@evil.example").replace(b"HTTP/1.1", b"HTTP/1.0"), (400,), CLOSED
    ),
}
CASES = {**SMUGGLING, **SYNTAX, **TARGETS, **HOSTS}


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
