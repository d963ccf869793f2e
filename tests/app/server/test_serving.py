"""The real server under load and when its processes die: workers, broker, helpers."""

from __future__ import annotations

import http.client
import json
import os
import resource
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.application import create_app
from app.web import responses
from tests.app.conftest import well_packed
from tests.app.servers import START, descendants, get, is_alive, serving, until

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
PATIENCE = 120
"""Seconds: limits of a machine that does much else."""


def asked(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): text for name, text in answer.headers.items()}, answer.read()
    finally:
        connection.close()


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def helpers(pid: int) -> set[int]:
    """The helpers of a server: the children of the process that they are copies of."""
    found = set()
    for one in descendants(pid):
        if "forkserver" in command(one) and "forkserver" in command(parent(one)):
            found.add(one)
    return found


def broker(pid: int) -> int:
    return next(one for one in descendants(pid) if "spawn_main" in command(one) and parent(one) == pid)


def rooms(pid: int) -> set[Path]:
    """The folders that a server's broker listens in."""
    listed = Path(f"/proc/{pid}/net/unix").read_text().splitlines()[1:]
    paths = {Path(line.split()[-1]).parent for line in listed if line.endswith("/broker")}
    return {path for path in paths if str(pid) in path.name}


def is_served(port: int) -> bool:
    return get(port, "/healthz")[0] == 200


@contextmanager
def served(data: Path, **settings: str) -> Iterator[tuple[int, int]]:
    """A server with one worker that has answered a figure: its process id and port."""
    with serving(data, workers=1, **settings) as (process, port):
        until(lambda: is_served(port), PATIENCE)
        assert asked(port, "/figure.svg")[0] == 200
        yield process.pid, port


@pytest.fixture(scope="module")
def server(data) -> Iterator[tuple[int, int]]:
    with served(data, queue="2", idle="1.5", making="100") as found:
        yield found


def test_hundreds_of_idle_and_half_sent_connections_block_nobody_and_are_closed(server):
    _, port = server
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    texts = (b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
    open_ = []
    try:
        for number in range(min(600, most // 2)):
            one = socket.create_connection(("127.0.0.1", port))
            one.sendall(texts[number % len(texts)])
            open_.append(one)
        for _ in range(5):
            assert is_served(port)
        for one in open_:
            one.settimeout(PATIENCE)
            try:
                while one.recv(65536):
                    pass
            except ConnectionResetError:
                pass
    finally:
        for one in open_:
            one.close()


def test_who_finds_no_room_is_told_in_words_and_the_page_is_there_at_once(server):
    _, port = server
    paths = [f"/figure.svg?lang=fr&at=7/17.{number}/-3.5" for number in range(5)]
    with ThreadPoolExecutor(5) as pool:
        found = list(pool.map(lambda path: asked(port, path), paths))
        page = asked(port, "/")
    assert page[0] == 200
    assert {status for status, _, _ in found} == {200, 503}
    _, headers, body = next(one for one in found if one[0] == 503)
    assert int(headers["retry-after"]) >= 1
    assert f"dans {headers['retry-after']} secondes" in json.loads(body)["detail"]
    assert asked(port, paths[0])[0] in (200, 503)


def test_the_answers_are_those_of_the_app(server, data, monkeypatch):
    _, port = server
    monkeypatch.setattr(responses, "_gzip", well_packed)
    client = create_app(data).test_client()
    base = f"http://127.0.0.1:{port}"
    for path in ("/", "/figure.svg", "/claims/C04", "/download/admin1.csv?year=2022", "/api/figures?year=1"):
        for headers in ({}, {"Accept-Encoding": "gzip", "Accept-Language": "fr"}):
            expected = client.get(path, base_url=base, headers=headers)
            status, found, body = asked(port, path, **headers)
            assert (status, body) == (expected.status_code, expected.data)
            own = {name: text for name, text in found.items() if name not in ("date", "server")}
            assert own == {name.lower(): text for name, text in expected.headers.items()}
    tag = asked(port, "/download/admin1.geojson")[1]["etag"]
    assert asked(port, "/download/admin1.geojson", If_None_Match=tag)[::2] == (304, b"")


def test_a_helper_that_is_killed_is_replaced_and_what_it_made_is_made_again(server):
    pid, port = server
    (first,) = until(lambda: helpers(pid), PATIENCE)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(asked, port, "/figure.png?at=7/17.1/-3.5")
        until(lambda: is_busy(first), PATIENCE)
        os.kill(first, signal.SIGKILL)
        assert asking.result(PATIENCE)[0] == 200
    (second,) = until(lambda: helpers(pid) - {first}, PATIENCE)
    os.kill(second, signal.SIGKILL)
    until(lambda: helpers(pid) - {first, second}, PATIENCE)
    assert asked(port, "/figure.svg?at=7/17.2/-3.5")[0] == 200


def is_busy(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "R"


def test_work_that_nobody_waits_for_ends(server):
    pid, port = server
    (first,) = until(lambda: helpers(pid), PATIENCE)
    with socket.create_connection(("127.0.0.1", port)) as one:
        one.sendall(b"GET /figure.png?at=7/17.3/-3.5 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        until(lambda: is_busy(first), PATIENCE)
    until(lambda: not is_alive(first), PATIENCE)
    assert asked(port, "/figure.svg?at=7/17.4/-3.5")[0] == 200


def test_a_broker_that_is_killed_is_replaced(server):
    pid, port = server
    first = broker(pid)
    os.kill(first, signal.SIGKILL)
    assert asked(port, "/figure.svg?at=7/17.5/-3.5")[0] == 200
    assert broker(pid) != first


def test_a_worker_that_is_killed_is_replaced(server):
    pid, port = server
    worker = next(one for one in descendants(pid) if parent(one) == pid and "multiprocessing" not in command(one))
    os.kill(worker, signal.SIGKILL)
    until(lambda: is_served(port), PATIENCE)


def test_downloads_finish_when_it_is_stopped_and_nothing_is_left(data):
    with serving(data, workers=1, stopping="120") as (process, port):
        until(lambda: is_served(port), PATIENCE)
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(asked, port, "/figure.png")
            (helper,) = until(lambda: helpers(process.pid), PATIENCE)
            until(lambda: is_busy(helper), PATIENCE)
            threading.Event().wait(0.3)
            processes = descendants(process.pid)
            process.send_signal(signal.SIGTERM)
            assert asking.result(PATIENCE)[0] == 200
        assert process.wait(PATIENCE) == 0
        until(lambda: not [pid for pid in processes if is_alive(pid)], PATIENCE)


def test_it_is_stopped_while_its_workers_start(data):
    with serving(data, workers=2, stopping="120") as (process, _):
        until(lambda: len(descendants(process.pid)) >= 4, PATIENCE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE // 2) in (0, 1, -signal.SIGTERM)


def test_nothing_is_left_when_it_is_killed(data):
    with served(data, stopping="1") as (pid, port):
        processes = descendants(pid)
        assert len(processes) >= 4
        (room,) = rooms(pid)
        os.kill(pid, signal.SIGKILL)
        until(lambda: not [one for one in processes if is_alive(one)], PATIENCE)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=START)
        until(lambda: not room.exists(), PATIENCE)
