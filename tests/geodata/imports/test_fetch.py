"""Downloads over loopback: what goes wrong on a real network leaves nothing behind, and an error says what to do."""

from __future__ import annotations

import hashlib
import io
import json
import re
import socket
import threading
import time
import zipfile
from collections import Counter
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geodata import files
from geodata.errors import AtlasError, DataError
from geodata.imports import download, fetch
from geodata.imports.download import Network
from geodata.imports.fetch import Dataset
from geodata.imports.record import listed, remove
from tests.shelves import HEADER, contents, events, failing, use_drawn_layouts

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
def _here(monkeypatch):
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


@pytest.mark.parametrize("digest", [None, DIGEST])
def test_a_good_file_is_imported_and_its_hash_recorded(server, data, digest):
    wanted = dataset(server, sha256=digest)
    record = fetch.fetch(data, wanted, QUICK)
    assert (record.name, record.release, record.is_release_inferred) == ("drawn-24.1", "24.1", False)
    assert (record.file, record.sha256, record.rows) == ("events.csv", DIGEST, 5)
    assert listed(data) == [record]
    kept = json.loads((data / "downloads.json").read_text())
    assert kept["drawn"].pop("first_at") == record.imported_at[:10]
    assert kept == {"drawn": {"url": wanted.url, "sha256": DIGEST, "imported_sha256": DIGEST}}
    assert sorted(path.name for path in data.iterdir()) == ["downloads.json", "imports"]


def test_what_is_imported_is_not_asked_for_again(server, data):
    wanted = dataset(server)
    fetch.fetch(data, wanted, QUICK)
    assert refused(data, wanted).text == (
        "drawn: already imported as drawn-24.1. To fetch it anew, run mali-atlas remove drawn-24.1 first."
    )
    assert server.asked.total() == 1


def test_a_file_that_changed_since_its_first_download_is_refused(server, data):
    wanted = dataset(server)
    record = fetch.fetch(data, wanted, QUICK)
    remove(data, record.name)
    server.bodies["events.csv"] = BODY + b"6,Mali,2024-01-01,2\n"
    digest = hashlib.sha256(server.bodies["events.csv"]).hexdigest()
    assert refused(data, wanted).text == (
        f"{wanted.url}: the file has changed since its first download on {record.imported_at[:10]}: "
        f"its SHA-256 is {digest}. Expected: SHA-256 {DIGEST}. If its publisher says that it was replaced, "
        f"delete {data / 'downloads.json'} and fetch it again."
    )
    (data / "downloads.json").unlink()
    assert fetch.fetch(data, wanted, QUICK).rows == 6


def test_a_wrong_hash_is_refused(server, data):
    wanted = dataset(server, sha256="0" * 64)
    assert refused(data, wanted).text == (
        f"{wanted.url}: what arrived is another file: {len(BODY):,} bytes, SHA-256 {DIGEST}. "
        f"Expected: SHA-256 {'0' * 64}. {by_hand(wanted.url)}"
    )
    assert server.asked.total() == 1
    assert not data.exists()


@pytest.mark.parametrize(
    ("what", "why", "asked"),
    [
        ("short", "it broke off|the connection broke off", 3),
        ("down", r"the server answers 503 \(Service Unavailable\)", 3),
        ("stall", "127.0.0.1 was silent for 0.3 s", 3),
        ("silent", "127.0.0.1 was silent for 0.3 s", 3),
        ("reset", "the connection broke off", 3),
        ("loop", "the server leads on more than 5 times", 6),
        ("missing", r"the server answers 404 \(Not Found\)", 1),
        ("page", r"a web page arrived, not the file \(the sign-in of a network\?\)", 1),
        ("huge", "the file is larger than 1,073,741,824 bytes", 1),
        ("file", "it cannot be fetched .*", 1),
        ("packed", "it cannot be fetched .*", 1),
    ],
)
def test_a_failure_is_a_sentence_with_the_way_by_hand(server, data, what, why, asked):
    wanted = dataset(server, what)
    error = refused(data, wanted, IMPATIENT if "silent" in why else QUICK)
    assert error.where == wanted.url
    times = ", 3 times" if asked == 3 else ""
    assert error.todo == by_hand(wanted.url)
    assert re.fullmatch(f"({why}){times}", error.what)
    assert server.asked.total() == asked
    assert not data.exists()


def test_what_passes_is_tried_again(server, data):
    said: list[str] = []
    assert fetch.fetch(data, dataset(server, "once"), QUICK, tell=said.append).rows == 5
    assert said == ["the server answers 500 (Internal Server Error); attempt 2 of 3 follows ..."]


def test_a_body_cut_short_and_a_stall_are_tried_again(server, data):
    said: list[str] = []
    assert fetch.fetch(data, dataset(server, "twice"), IMPATIENT, tell=said.append).sha256 == DIGEST
    assert [line.split(";")[0] for line in said] == ["the connection broke off", "127.0.0.1 was silent for 0.3 s"]
    assert said[1].endswith("; attempt 3 of 3 follows ...")


def test_the_pause_doubles(server, data, monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    refused(data, dataset(server, "down"), replace(QUICK, attempts=4, pause=1))
    assert pauses == [1, 2, 4]


def test_a_file_that_moved_is_followed(server, data):
    assert fetch.fetch(data, dataset(server, "moved"), QUICK).rows == 5


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_offline_says_how_to_do_it_by_hand(data):
    url = f"http://127.0.0.1:{closed_port()}/good/events.csv"
    wanted = Dataset("drawn", "", "", "", url)
    started = time.monotonic()
    assert refused(data, wanted, Network()).text == (
        f"{url}: 127.0.0.1 cannot be reached; is this machine online? {by_hand(url)}"
    )
    assert time.monotonic() - started < 1, "no attempt is made again"


def test_a_mirror_stands_for_the_publisher(server, data):
    wanted = Dataset("drawn", "", "1", "", "https://files.invalid/a/good/events.csv")
    assert fetch.fetch(data, wanted, replace(QUICK, mirror=f"{server.base}/mirror/")).rows == 5
    assert list(server.asked) == ["/mirror/files.invalid/a/good/events.csv"]
    assert json.loads((data / "downloads.json").read_text())["drawn"]["url"] == wanted.url


def test_an_error_names_the_mirror_without_its_password_and_the_publisher_for_the_browser(server, data):
    wanted = Dataset("drawn", "", "1", "", "https://files.invalid/missing/events.csv")
    mirror = server.base.replace("//", "//me:secret@")
    error = refused(data, wanted, replace(QUICK, mirror=mirror))
    assert error.text == (
        f"{server.base}/files.invalid/missing/events.csv: the server answers 404 (Not Found). {by_hand(wanted.url)}"
    )


def test_a_proxy_is_asked_for_the_whole_address(server, data, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    wanted = Dataset("drawn", "", "1", "", "http://files.invalid/good/events.csv")
    assert fetch.fetch(data, wanted, replace(QUICK, proxy=server.base)).rows == 5
    assert list(server.asked) == ["http://files.invalid/good/events.csv"]


def test_a_proxy_that_is_not_there_is_named_as_such(data):
    proxy = f"http://127.0.0.1:{closed_port()}"
    wanted = Dataset("drawn", "", "1", "", "http://files.invalid/good/events.csv")
    assert refused(data, wanted, replace(QUICK, proxy=proxy)).what == "the proxy does not lead to files.invalid"


def test_an_answer_without_encryption_is_not_taken_from_an_encrypted_address():
    class Answer:
        status_code, reason, headers, url = 200, "OK", {}, "http://files.invalid/x"

    with pytest.raises(download._Failed) as caught:
        download._size("https://files.invalid/x", Answer())
    assert caught.value.why == "the server leads to an address without encryption, http://files.invalid/x"


def test_a_download_larger_than_the_limit_is_stopped(server, data, monkeypatch):
    monkeypatch.setattr(download, "LARGEST", 50)
    assert refused(data, dataset(server)).what == "the file is larger than 50 bytes"


def test_who_watches_is_told_of_every_byte(server, data, capsys):
    told: list[tuple[int, int | None]] = []
    fetch.fetch(data, dataset(server), QUICK, watch=lambda done, of: told.append((done, of)))
    assert told[-1] == (len(BODY), len(BODY))
    assert capsys.readouterr() == ("", ""), "nothing is printed here"


def test_a_zip_holds_the_csv(server, data):
    server.bodies["ged.zip"] = packed({"GEDEvent_v24_1.csv": BODY, "__MACOSX/._GEDEvent_v24_1.csv": b"", "r.txt": b""})
    record = fetch.fetch(data, dataset(server, file="ged.zip"), QUICK)
    assert (record.file, record.sha256) == ("GEDEvent_v24_1.csv", DIGEST)
    kept = json.loads((data / "downloads.json").read_text())["drawn"]
    assert kept["sha256"] == hashlib.sha256(server.bodies["ged.zip"]).hexdigest()
    assert kept["imported_sha256"] == DIGEST
    assert refused(data, dataset(server, file="ged.zip")).what == "already imported as drawn-24.1"
    assert server.asked.total() == 1


def encrypted() -> bytes:
    whole = bytearray(packed({"a.csv": BODY}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + at] |= 1
    return bytes(whole)


def broken() -> bytes:
    whole = bytearray(packed({"a.csv": BODY * 50}))
    whole[60:70] = b"\xff" * 10
    return bytes(whole)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            b"no zip",
            r"f\.zip: cannot be unpacked \(File is not a zip file\)\. Take the file again from its publisher\.",
        ),
        (packed({"a.csv": BODY})[:-30], r"f\.zip: cannot be unpacked \(.*\)\. Take .*"),
        (encrypted(), r"f\.zip: cannot be unpacked \(.*password required.*\)\. Take .*"),
        (broken(), r"f\.zip: cannot be unpacked \(.*\)\. Take .*"),
        (packed({"a.txt": BODY}), r"f\.zip: holds 0 csv files\. Expected: one csv file\."),
        (packed({"a.csv": BODY, "b.csv": BODY}), r"f\.zip: holds 2 csv files\. Expected: one csv file\."),
        (
            packed({"a.csv": b"0" * 2_000_000}),
            r"f\.zip: a\.csv unpacks to more than [\d,]+ bytes\. Expected: at most 200 times its packed size\.",
        ),
    ],
    ids=["text", "cut", "encrypted", "broken", "none", "two", "bomb"],
)
def test_a_zip_that_cannot_be_trusted_is_refused(server, data, body, message):
    server.bodies["f.zip"] = body
    error = refused(data, dataset(server, file="f.zip"))
    assert isinstance(error, DataError)
    assert re.fullmatch(message, error.text)
    assert not data.exists()


def test_a_member_cannot_leave_its_folder(server, data, tmp_path):
    server.bodies["f.zip"] = packed({"../../../outside.csv": BODY})
    assert fetch.fetch(data, dataset(server, file="f.zip"), QUICK).file == "outside.csv"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_what_is_no_table_is_neither_imported_nor_recorded(server, data):
    server.bodies["events.csv"] = b"a,b\n1,2\n"
    assert refused(data, dataset(server)).text == "events.csv: is of no known layout. Expected: id,country,day,best."
    assert not data.exists()


def test_rejected_rows_may_be_accepted(server, data):
    server.bodies["events.csv"] = "\n".join([HEADER, *events(3, bad=2)]).encode()
    with pytest.raises(DataError, match=r"2 of 3 rows .* add --accept-rejected"):
        fetch.fetch(data, dataset(server), QUICK)
    assert fetch.fetch(data, dataset(server), QUICK, accept_rejected=True).rejected == 2


def test_a_record_that_cannot_be_written_takes_the_import_back(server, data, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(fetch, "_keep", failing(fetch._keep, 0))
        with pytest.raises(OSError, match="No space left"):
            fetch.fetch(data, dataset(server), QUICK)
    assert listed(data) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}'])
def test_a_damaged_list_of_downloads_says_what_to_do(server, data, text):
    data.mkdir()
    (data / "downloads.json").write_text(text)
    error = refused(data, dataset(server))
    assert error.where == str(data / "downloads.json")
    assert error.what.startswith("cannot be read (")
    assert error.todo == "Delete this file, then fetch again."
    assert server.asked.total() == 0


def test_what_a_killed_download_left_goes_with_the_next_and_one_that_is_made_stays(server, data):
    (data / ".fetch-old").mkdir(parents=True)
    with files.folder_aside(data, ".fetch-") as other:
        fetch.fetch(data, dataset(server), QUICK)
        assert list(data.glob(".*")) == [other]


def test_the_datasets_are_pinned_or_said_not_to_be():
    assert set(fetch.DATASETS) == {
        "geoboundaries-adm3",
        "ucdp-ged-24.1",
        "ucdp-ged-25.1",
        "ucdp-ged-26.1",
        "ucdp-candidate-26.0.2",
    }
    for name, found in fetch.DATASETS.items():
        assert found.name == name
        assert found.url.startswith("https://")
        assert (found.sha256 is not None) == name.startswith("geoboundaries")
        assert found.sha256 is None or re.fullmatch("[0-9a-f]{64}", found.sha256)
        assert found.release
        assert found.licence == "CC BY 4.0"


def test_the_addresses_are_the_publishers():
    assert fetch.find("geoboundaries-adm3").url == (
        "https://github.com/wmgeolab/geoBoundaries/raw/b7dd6a55701c76a330500ad9d9240f2b9997c6a8/"
        "releaseData/gbOpen/MLI/ADM3/geoBoundaries-MLI-ADM3.geojson"
    )
    assert fetch.find("ucdp-ged-25.1").url == "https://ucdp.uu.se/downloads/ged/ged251-csv.zip"
    found = fetch.find("ucdp-candidate-26.0.11")
    assert (found.release, found.url, found.sha256) == (
        "26.0.11",
        "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_11.csv",
        None,
    )


@pytest.mark.parametrize("name", ["", "acled", "ucdp-candidate-26.0.13", "ucdp-candidate-26.0.2\n", "../x"])
def test_another_name_cannot_be_fetched(name):
    with pytest.raises(AtlasError) as caught:
        fetch.find(name)
    assert caught.value.text == (
        f"{name!r} cannot be fetched. Expected: one of geoboundaries-adm3, "
        "ucdp-ged-24.1, ucdp-ged-25.1, ucdp-ged-26.1, ucdp-candidate-26.0.2, or ucdp-candidate-YY.0.M. "
        "Other files: download them in a browser, then run mali-atlas import FILE."
    )
