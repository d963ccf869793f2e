"""The broker's process: started with the server, replaced when it ends, ended with the server."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import secrets
import shutil
import socket
import tempfile
import threading
from contextlib import suppress
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

from app.server import frames, places, signals
from app.server.broker import Broker
from app.server.frames import Address
from app.server.kept import AHEAD, Kept
from app.server.noticing import Ahead
from app.server.places import Helper
from app.settings import Settings
from geodata.confined import own_process

_PAUSE_SECONDS = 0.5
_JOIN_SECONDS = 10


class BrokerProcess:
    """The broker of a server, as the process that starts it sees it."""

    def __init__(self, data: str, settings: Settings, *, name: str, pointer: Path) -> None:
        """Start it, and a thread that replaces it when it ends. What it keeps stands in a folder of its own.

        `name` is what the server is called by, `pointer` the file that names the current build: what is common is made
        ahead of both.
        """
        _sweep(Path(tempfile.gettempdir()))
        self.room = Path(tempfile.mkdtemp(prefix=f"mali-atlas-{os.getpid()}-"))
        self.address = _address(self.room)
        self._arguments = (self.address, self.room, data, settings, name, pointer)
        self._is_over = threading.Event()
        self._process = self._start()
        self._watch = threading.Thread(target=self._replace, daemon=True, name="broker")
        self._watch.start()

    def stop(self) -> None:
        """End it, its helpers with it, and leave nothing."""
        self._is_over.set()
        self._process.kill()
        self._watch.join(_JOIN_SECONDS)
        shutil.rmtree(self.room, ignore_errors=True)

    def _start(self) -> BaseProcess:
        process = multiprocessing.get_context("spawn").Process(target=run, args=self._arguments, name="broker")
        process.start()
        return process

    def _replace(self) -> None:
        while True:
            self._process.join()
            if self._is_over.wait(_PAUSE_SECONDS):
                return
            self._process = self._start()


def run(address: Address, room: Path, data: str, settings: Settings, name: str, pointer: Path) -> None:
    """Be the broker, until the server that started it has ended."""
    signals.ignore_signals()
    own_process.end_with_parent(last=partial(shutil.rmtree, room, ignore_errors=True))
    for left in room.iterdir():  # of a broker before
        with suppress(OSError):
            left.unlink()
    entry = partial(_help, address, room, data, settings)
    start = places.context()
    slots = [Helper(number, entry, start) for number in range(settings.helpers)]
    ahead = partial(Ahead, pointer, room / AHEAD, [name]) if settings.ahead else None
    (room / AHEAD).mkdir(exist_ok=True)
    asyncio.run(Broker(address, settings, slots, Kept(), ahead).run())


def _help(address: Address, room: Path, data: str, settings: Settings, number: int) -> None:
    from app.server.helper import run as help_out  # the whole web, which the broker itself does without

    help_out(address, room, data, settings, number)


def _sweep(folder: Path) -> None:
    """Remove what servers left that were killed with all their processes: nobody runs or listens there."""
    if not frames.can_have_unix_sockets():
        return
    for room in folder.glob("mali-atlas-*-*"):
        pid = room.name.split("-")[2]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists() and _is_left(room):
            shutil.rmtree(room, ignore_errors=True)


def _is_left(room: Path) -> bool:
    """True unless a broker listens in the folder, perhaps of another container that shares it."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(room / "broker"))
        except OSError:
            return True
    return False


def _address(room: Path) -> Address:
    """Where a broker with this folder listens: a socket in it, or where there are none, a port of loopback."""
    secret = secrets.token_hex(16)
    if frames.can_have_unix_sockets():
        return Address(str(room / "broker"), 0, secret)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Address("", probe.getsockname()[1], secret)
