"""The real server, as a newcomer starts it: a process, a port, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from geodata import versions
from tests import once
from tests.app.conftest import drawn_world
from tests.app.servers import START, descendants, get, is_alive, serve_command, serving, until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX here")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for workers in /proc")
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_it_prints_its_address_answers_and_stops_with_its_workers(data, stop):
    with serving(data) as (process, port):
        line = process.stdout.readline()
        assert line == f"Mali Atlas is at http://127.0.0.1:{port}/ (stop with Ctrl+C)\n"
        status, page = until(lambda: get(port, "/"))
        assert status == 200
        assert b"<title>Fatalities per 100,000 people, 2022" in page
        workers = until(lambda: descendants(process.pid))
        assert len(workers) >= 2
        process.send_signal(stop)
        assert process.wait(START) in (0, -stop, 128 + stop)
        assert "Traceback" not in process.stdout.read()
        assert until(lambda: not [pid for pid in workers if is_alive(pid)])
        with pytest.raises(urllib.error.URLError):
            get(port, "/")


def test_a_new_build_is_served_without_a_restart(tmp_path):
    folder, data = tmp_path / "drawn", tmp_path / "data"
    folder.mkdir()
    once.publish(data, drawn_world(folder))
    current = json.loads((data / "current.json").read_text())["build"]
    manifest = data / "builds" / current / "manifest.json"
    assert json.loads(manifest.read_text())["made_from"] == versions.fingerprint()
    with serving(data) as (_, port):
        first = json.loads(until(lambda: get(port, "/healthz"))[1])
        assert first == {"status": "ok", "build": current}
        event = [{"year": 2022, "x": 2.1, "y": 15.5, "best": 5, "high": 9}]
        second = once.publish(data, drawn_world(folder, spec=event))
        assert second != current
        answers = {json.loads(get(port, "/healthz")[1])["build"] for _ in range(20)}
        assert answers == {second}
        status, table = get(port, "/download/admin1.csv?year=2022")
        assert status == 200
        assert table.decode().count(",5,9,") >= 1


def test_two_servers_do_not_share_a_port(data):
    with serving(data, workers=1) as (first, port):
        until(lambda: get(port, "/healthz"))
        command = serve_command(port, data)
        second = subprocess.run(command, capture_output=True, text=True, timeout=START, check=False)
        assert second.returncode == 1
        assert f"mali-atlas: 127.0.0.1: port {port} is not free" in second.stderr
        assert first.poll() is None
