"""Downloads over loopback: what goes wrong on a real network leaves nothing behind, and an error says what to do."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import time
from dataclasses import replace

import pytest

from geodata.imports import download, fetch
from geodata.imports.download import Network
from geodata.imports.fetch import Dataset
from geodata.imports.record import listed, remove
from tests.geodata.imports.publisher import (
    BODY,
    DIGEST,
    IMPATIENT,
    QUICK,
    by_hand,
    data,
    dataset,
    here,
    refused,
    server,
)

__all__ = ["data", "here", "server"]


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
