"""Notices builds, and has made ahead what many will ask for of each: one thing at a time, when nobody waits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path

from app.server.frames import Head

_LOOK_SECONDS = 2.0
_MOST_NAMES = 2
"""Names of the server that things are made for: they stand in answers, and anybody can invent one."""

Make = Callable[[str, Head], Awaitable[tuple[Head, bytes]]]


class Ahead:
    """What is made ahead of a build for the names that the server is called by."""

    def __init__(self, pointer: Path, folder: Path, names: Iterable[str], make: Make) -> None:
        """`pointer` is the file that names the current build, `folder` holds what is made."""
        self._pointer, self._folder, self._make = pointer, folder, make
        self._names = list(names)
        self._made: set[str] = set()
        self._stamp: tuple[int, int] | None = None

    def call(self, name: str) -> None:
        """Make things for this name too, if it is one of the first."""
        if name not in self._names and len(self._names) < _MOST_NAMES:
            self._names.append(name)

    async def run(self) -> None:
        """Look for new builds and names until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Make what is missing of the current build."""
        if self._current() != self._stamp:
            self._stamp = self._current()
            self._made.clear()
            self._clear()
        for name in [name for name in self._names if name not in self._made]:
            self._made.add(name)
            await self._make_all(name)

    async def _make_all(self, name: str) -> None:
        _, listed = await self._make(f"list {name}", {"base": name})
        for number, request in enumerate(json.loads(listed or b"[]")):
            if self._current() != self._stamp:
                return
            await self._make(f"ahead {number} {name}", {"environ": request, "ahead": True})

    def _current(self) -> tuple[int, int]:
        try:
            found = self._pointer.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)

    def _clear(self) -> None:
        self._folder.mkdir(exist_ok=True)
        for file in self._folder.iterdir():
            with suppress(OSError):
                file.unlink()
