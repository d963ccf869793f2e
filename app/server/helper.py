"""A helper: a process that makes one answer after another, with the same app as the workers, at lower priority."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.application import create_app
from app.server import ahead, frames, signals, wsgi
from app.server.ahead import StoredBodies
from app.server.frames import Address, Head
from app.server.kept import AHEAD, LARGE
from app.settings import Settings
from app.web.answers import answer
from app.web.response_cache import ResponseCache
from geodata.builds import reading
from geodata.confined import own_process

_MB = 1 << 20
_KEEP_BYTES, _KEEP_LARGEST = 8 << 20, 4 << 20


def run(address: Address, room: Path, data: str, settings: Settings, number: int) -> None:
    """Make what the broker asks for, until it is gone."""
    signals.ignore_signals()
    own_process.end_with_parent()
    _be_modest(settings.nice)
    reading.hold_little()
    maker = Maker(data, settings, room)
    _bound_memory(settings.memory)
    try:
        connection = frames.stream(address)
        frames.write_to(connection, {"secret": address.secret, "helper": number, "pid": os.getpid()})
        while True:
            asked, _ = frames.read_from(connection)
            frames.write_to(connection, *maker.made(asked))
    except (OSError, EOFError):
        os._exit(0)  # the broker is gone; threads of libraries are not waited for


class Maker:
    """What makes answers: the app, without the cache of answers, which the broker and the workers have."""

    def __init__(self, data: str, settings: Settings, room: Path) -> None:
        """`room`: where large bodies go, and in a folder of it what is made ahead."""
        self._room = room
        self._bodies = StoredBodies(room / AHEAD, settings.ahead * _MB, limit=_KEEP_BYTES, largest=_KEEP_LARGEST)
        self._flask = create_app(data, settings, self._bodies)
        made = self._flask.wsgi_app
        self._app = made.app if isinstance(made, ResponseCache) else made

    def made(self, asked: Head) -> tuple[Head, bytes]:
        """What is asked for: an answer; that something is made ahead; or the list of what is to be."""
        if "base" in asked:
            return {"resting": _resting()}, json.dumps(ahead.requests(self._flask, asked["base"])).encode()
        self._bodies.is_ahead = "ahead" in asked
        try:
            status, headers, body = answer(self._app, wsgi.of_deciding(asked["environ"]))
        except MemoryError:
            return {"refused": "large", "resting": sys.maxsize}, b""
        if self._bodies.is_ahead:
            return {"resting": _resting()}, b""
        head: dict[str, Any] = {"status": status, "headers": headers}
        if len(body) >= LARGE and (file := _written(body, self._room)):
            head |= {"file": str(file), "size": len(body)}
            body = b""
        _give_back()
        return {**head, "resting": _resting()}, body


def _written(body: bytes, room: Path) -> Path | None:
    """The file of a body; None where there is no space for it."""
    try:
        with tempfile.NamedTemporaryFile(dir=room, delete=False) as file:
            file.write(body)
    except OSError:
        with contextlib.suppress(OSError, UnboundLocalError):
            Path(file.name).unlink()
        return None
    return Path(file.name)


def _be_modest(nice: int) -> None:
    """Give way to whoever answers pages."""
    if hasattr(os, "nice"):
        os.nice(nice)


def _bound_memory(most: int) -> None:
    """Have the system refuse more than `most` MB beyond what the process has reserved so far."""
    reserved = _status("VmData")
    if reserved:
        own_process.bound_memory(reserved + most * _MB)


def _give_back() -> None:
    """Return memory that is free to the system, where the C library can."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _resting() -> int:
    """The MB that this process holds; 0 where it cannot be told."""
    return _status("VmRSS") // _MB


def _status(name: str) -> int:
    """Bytes of an entry of /proc/self/status; 0 where there is none."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith(f"{name}:")), 0)
