"""The places that a broker has for helpers: a process in each is started, asked, ended, replaced."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from typing import Any

from app.server import frames
from app.server.frames import Head

_START_SECONDS = 120
_LOOK_SECONDS = 0.2
_JOIN_SECONDS = 10
WARM = "app.server.warm"
"""The module whose imports all helpers share."""

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Entry = Callable[[int], None]


class Lost(Exception):
    """The helper ended before it answered."""


def context() -> Any:
    """How helpers are started: where it can be, as copies of a process that has imported what they need."""
    if os.name == "nt":
        return multiprocessing.get_context("spawn")
    multiprocessing.set_forkserver_preload([WARM])
    return multiprocessing.get_context("forkserver")


class Helper:
    """One place for a helper, and the process in it, if there is one."""

    def __init__(self, number: int, entry: Entry, start: Any) -> None:
        """`entry` is what its process runs, `start` the context that starts it."""
        self.number = number
        self.is_used = False
        """True once a process was started here."""
        self._entry, self._start = entry, start
        self._process: BaseProcess | None = None
        self._arrived: asyncio.Future[Connection] | None = None
        self._connection: Connection | None = None

    @property
    def pid(self) -> int | None:
        """The process id; None while there is none."""
        return self._process.pid if self._process else None

    def arrive(self, pid: int, connection: Connection) -> bool:
        """Take the connection of the process that was started here; False for that of any other."""
        if self._arrived is None or self._arrived.done() or pid != self.pid:
            return False
        self._arrived.set_result(connection)
        return True

    async def ready(self) -> None:
        """Have a process that waits for work. Raises Lost if it ends while it starts."""
        if self._connection and self._process and self._process.is_alive():
            return
        await self.end()
        self.is_used = True
        loop = asyncio.get_running_loop()
        self._arrived = loop.create_future()
        process = self._start.Process(target=self._entry, args=(self.number,), name=f"helper-{self.number}")
        self._process = process
        await loop.run_in_executor(None, process.start)
        for _ in range(int(_START_SECONDS / _LOOK_SECONDS)):
            await asyncio.wait([self._arrived], timeout=_LOOK_SECONDS)
            if self._arrived.done():
                self._connection = self._arrived.result()
                return
            if not process.is_alive():
                break
        await self.end()
        raise Lost

    async def ask(self, head: Head) -> tuple[Head, bytes]:
        """What the helper answers. Raises Lost if it ends before."""
        if self._connection is None:
            raise Lost
        reader, writer = self._connection
        try:
            await frames.write(writer, head)
            return await frames.read(reader)
        except (OSError, EOFError):
            raise Lost from None

    async def gone(self) -> None:
        """Return when a helper that has nothing to do has ended; never where there is none."""
        if self._connection is None:
            await asyncio.Event().wait()
        else:
            with suppress(OSError):
                await self._connection[0].read(1)

    async def end(self) -> None:
        """Kill the process and forget it."""
        process, self._process = self._process, None
        if self._connection:
            self._connection[1].close()
        self._connection = self._arrived = None
        if process is not None and process.pid is not None:
            process.kill()
            with suppress(OSError):
                await asyncio.get_running_loop().run_in_executor(None, process.join, _JOIN_SECONDS)
