"""Hostile requests over a real socket to the real server: what Flask's own client would never send."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator

import pytest

from tests.app.servers import get, serving, until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the server is started as in test_server")
SHAPE = b"application/problem+json"


@pytest.fixture(scope="module")
def port(data) -> Iterator[int]:
    with serving(data, workers=1) as (_, port):
        until(lambda: get(port, "/healthz"))
        yield port


def ask(port: int, request: bytes) -> tuple[int, bytes, bytes]:
    """Status, head and body of the answer to these bytes; status 0 where the connection is closed without one."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        found = b""
        try:
            while part := connection.recv(65536):
                found += part
        except (ConnectionResetError, TimeoutError):
            pass
    head, _, body = found.partition(b"\r\n\r\n")
    return int(head.split()[1]) if head else 0, head, body


def request(path: str, host: str = "127.0.0.1", *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *headers, "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/?year=%00", 400),
        ("/?year=%0d%0aX-Evil:%201", 400),
        ("/?year=2022&year=2022", 400),
        ("/?" + "a" * 9_000, 414),
        ("/download/admin1.csv?year=" + "2" * 60_000, 414),
        ("/download/..%2f..%2f..%2fetc%2fpasswd", 404),
        ("/download/../../../etc/passwd", 404),
        ("//evil.example/%2e%2e", 404),
        ("/b/..%2f..%2f/download/admin1.csv", 404),
        ("/assets/..%2f..%2fcurrent.json/x", 404),
        ("/%ff%fe", 404),
        ("/?%ff=%fe", 400),
    ],
)
def test_it_answers_in_the_one_shape(port, path, status):
    found, head, body = ask(port, request(path))
    assert found == status
    assert SHAPE in head
    assert json.loads(body)["status"] == status
    assert b"X-Evil" not in head


@pytest.mark.parametrize("host", ['evil"<x>', "a b", "x/../y", "user@host", "a" * 300])
def test_a_forged_host_is_refused(port, host):
    found, head, body = ask(port, request("/claims/C04", host))
    assert found == 400
    assert not body or SHAPE in head
    assert b"evil" not in body


@pytest.mark.parametrize(
    "raw",
    [
        request("/?year=" + "2" * 100_000),
        request("/?year=\x00"),
        request("/?year=\x1b[31m"),
        request("/", "127.0.0.1", "X-Long: " + "a" * 600_000),
        b"GET /\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"FROB " + b"x" * 20 + b"\r\n\r\n",
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_what_the_server_itself_refuses_is_refused_and_it_goes_on(port, raw):
    """A path above 65,534 bytes, raw control characters and broken HTTP never reach the app: no body says why."""
    found, _, _ = ask(port, raw)
    assert found == 0 or 400 <= found < 500
    assert get(port, "/healthz")[0] == 200
