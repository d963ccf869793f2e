"""A publisher on loopback whose answers go wrong in every way; modules import the fixtures too."""

from __future__ import annotations

import hashlib
import io
import socket
import threading
import zipfile
from collections import Counter
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geodata.errors import AtlasError
from geodata.imports import fetch
from geodata.imports.download import Network
from geodata.imports.fetch import Dataset
from tests.shelves import HEADER, contents, events, use_drawn_layouts

BODY = "\n".join([HEADER, *events(5)]).encode() + b"\n"
DIGEST = hashlib.sha256(BODY).hexdigest()
QUICK = Network(timeout=20, attempts=3, pause=0.01)
IMPATIENT = replace(QUICK, timeout=0.3)
"""Of a server that says nothing; every other answer may take its time on a busy machine."""


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


class Handler(BaseHTTPRequestHandler):
    """Answers by the first word of the path; counts what was asked."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        what = self.path.rsplit("/", 2)[-2]
        getattr(self, f"_{what}", self._missing)()

    def _answer(self, body: bytes, code: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _good(self) -> None:
        self._answer(self.server.bodies.get(self.path.rsplit("/", 1)[-1], BODY))

    def _short(self) -> None:
        self._answer(BODY[:-20], length=len(BODY))

    def _page(self) -> None:
        self._answer(b"<html>Please sign in</html>", Content_Type="text/html; charset=utf-8")

    def _missing(self) -> None:
        self._answer(b"", 404)

    def _down(self) -> None:
        self._answer(b"", 503)

    def _once(self) -> None:
        self._answer(*((b"", 500) if self.server.asked[self.path] == 1 else (BODY,)))

    def _twice(self) -> None:
        {1: self._short, 2: self._stall}.get(self.server.asked[self.path], self._good)()

    def _loop(self) -> None:
        self._answer(b"", 302, Location=self.path)

    def _moved(self) -> None:
        self._answer(b"", 302, Location=self.path.replace("moved", "good"))

    def _file(self) -> None:
        self._answer(b"", 302, Location="file:///etc/passwd")

    def _stall(self) -> None:
        self._answer(BODY[:10], length=len(BODY))
        self.wfile.flush()
        self.server.over.wait(3)

    def _silent(self) -> None:
        self.server.over.wait(3)

    def _huge(self) -> None:
        self._answer(b"", length=1 << 40)

    def _reset(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def _packed(self) -> None:
        self._answer(BODY[:0] + b"\x1f\x8b not gzip", Content_Encoding="gzip")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server on loopback; `over` ends the answers that wait."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.bodies: dict[str, bytes] = {}
        self.over = threading.Event()

    def handle_error(self, *_: object) -> None:
        """A client that went away is no error of the test."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def server():
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.over.set()
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture(autouse=True)
def here(monkeypatch):
    use_drawn_layouts(monkeypatch)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def data(tmp_path) -> Path:
    return tmp_path / "data"


def dataset(server: Server, what: str = "good", file: str = "events.csv", **named) -> Dataset:
    return Dataset("drawn", "Drawn events", "24.1", "CC BY 4.0", f"{server.base}/{what}/{file}", **named)


def refused(data: Path, wanted: Dataset, network: Network = QUICK) -> AtlasError:
    """The error of a fetch that fails; nothing is left behind."""
    before = contents(data) if data.exists() else None
    with pytest.raises(AtlasError) as caught:
        fetch.fetch(data, wanted, network)
    assert (contents(data) if data.exists() else None) == before
    return caught.value


def by_hand(url: str) -> str:
    return f"By hand: open {url} in a browser, save the file, then run mali-atlas import FILE."
