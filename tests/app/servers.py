"""Real servers for tests: `mali-atlas serve` on a free port, asked over a socket."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests import once

T = TypeVar("T")
START = 60
"""Seconds that a server may take for anything: the machine may be busy with other tests."""
QUIET = {"helpers": "1", "ahead": "0", "nice": "0"}
"""One helper that gives way to nobody, since all of a busy machine is tests, and nothing made ahead."""


@contextmanager
def templates_once() -> Iterator[None]:
    """Apps that are made meanwhile compile a template once a run, not once each."""
    kept = FileSystemBytecodeCache(str(once.room("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": kept})
        yield


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


def serve_command(port: int, data: Path, *first: str) -> list[str]:
    """The command line that serves a data directory on a port, with statements that the server runs first."""
    return [
        sys.executable,
        "-c",
        "; ".join((*first, "from app.cli.main import main", "main()")),
        "serve",
        "--port",
        str(port),
        "--data",
        str(data),
    ]


@contextmanager
def serving(data: Path, workers: int = 2, **settings: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`mali-atlas serve` with these settings, else QUIET's, as its process and its port."""
    port = free_port()
    own = {f"MALI_ATLAS_{name.upper()}": text for name, text in {**QUIET, **settings}.items()}
    environment = {**os.environ, "MALI_ATLAS_WORKERS": str(workers), "PYTHONUNBUFFERED": "1", **own}
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


def descendants(pid: int) -> set[int]:
    """The processes started by a process, and by those."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        parents[int(status.parent.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def in_loop(test: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, run in a thread of its own: a browser test may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, test).result()
