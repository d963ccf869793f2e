"""Real servers for tests: `mali-atlas serve` on a free port, asked over a socket."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

START = 10


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port: int, path: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=START) as answer:
        return answer.status, answer.read()


def until(check: Callable[[], object], seconds: float = START) -> object:
    """The first true value of the check; fails when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := check():
                return found
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def serve_command(port: int, data: Path) -> list[str]:
    """The command line that serves a data directory on a port."""
    return [
        sys.executable,
        "-c",
        "from app.cli.main import main; main()",
        "serve",
        "--port",
        str(port),
        "--data",
        str(data),
    ]


@contextmanager
def serving(data: Path, workers: int = 2) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    environment = {**os.environ, "MALI_ATLAS_WORKERS": str(workers), "PYTHONUNBUFFERED": "1"}
    command = serve_command(port, data)
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, start_new_session=True
    )
    try:
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(START)
        process.stdout.close()
