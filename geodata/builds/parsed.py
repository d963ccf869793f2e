"""The files of a build as they were parsed: each once, while there is room. Whoever reads them changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cachetools import LRUCache

_KEEP_BYTES, _KEEP_LARGEST = 512 << 10, 128 << 10
"""Bytes on disk of the files that are kept, and of the largest: in memory rows take up to sixty times as many."""


class Parsed:
    """Parsed contents of files, those read last, up to a number of bytes on disk; safe between threads."""

    def __init__(self, limit: int = _KEEP_BYTES, largest: int = _KEEP_LARGEST) -> None:
        """Keep files of at most `largest` bytes each and `limit` in all."""
        self._kept: LRUCache[Path, tuple[int, Any]] = LRUCache(limit, getsizeof=lambda entry: entry[0])
        self._largest, self._lock = largest, threading.Lock()

    def read(self, path: Path, parse: Callable[[Path], Any]) -> Any:
        """The parsed content of the file, from the cache where it is there. Raises what `parse` does."""
        with self._lock:
            entry = self._kept.get(path)
        if entry is not None:
            return entry[1]
        found = parse(path)
        size = path.stat().st_size
        if size <= self._largest:
            with self._lock:
                self._kept[path] = size, found
        return found
