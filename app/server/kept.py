"""What helpers made last: small bodies in memory, large ones as files, each up to a sum of sizes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cachetools import LRUCache

from app.server.frames import Head

LARGE = 256 << 10
"""Bytes of a body from which on it is a file: the server sends it from there as fast as its reader takes it."""
AHEAD = "ahead"
"""The folder beside those files of what is made ahead."""
_GRACE_SECONDS = 60.0
"""How long a file outlives its entry, for those who were told its name and have not opened it yet."""
_REPEATED = ("200 ",)

Made = tuple[Head, bytes]


class _Files(LRUCache[str, Made]):
    """Answers whose bodies are files, by size; `drop` is told which leave."""

    def __init__(self, limit: int, drop: Callable[[Path], None]) -> None:
        super().__init__(limit, getsizeof=lambda made: min(int(made[0]["size"]), limit))
        self._drop = drop

    def popitem(self) -> tuple[str, Made]:
        key, made = super().popitem()
        self._drop(Path(made[0]["file"]))
        return key, made


class Kept:
    """Answers by key; the ones used last stay."""

    def __init__(self, *, memory: int = 16 << 20, disk: int = 256 << 20, clock: Callable[[], float] = time.monotonic):
        """Sizes in bytes."""
        self._small: LRUCache[str, Made] = LRUCache(memory, getsizeof=lambda made: len(made[1]))
        self._files = _Files(disk, self._drop)
        self._clock = clock
        self._dropped: deque[tuple[float, Path]] = deque()

    def find(self, key: str) -> Made | None:
        """The answer of the key, None where none is kept."""
        return self._small.get(key) or self._files.get(key)

    def keep(self, key: str, head: dict[str, Any], body: bytes) -> Made:
        """The answer, kept if it is a success; a file is kept until it is pushed out, whatever it is."""
        self._sweep()
        if "file" in head:
            self._files[key] = head, body
        elif head["status"].startswith(_REPEATED):
            self._small[key] = head, body
        return head, body

    def _drop(self, file: Path) -> None:
        self._dropped.append((self._clock() + _GRACE_SECONDS, file))

    def _sweep(self) -> None:
        while self._dropped and self._dropped[0][0] <= self._clock():
            self._dropped.popleft()[1].unlink(missing_ok=True)
