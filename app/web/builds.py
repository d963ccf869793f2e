"""The build that is being served: noticed when it changes, one snapshot a request."""

from __future__ import annotations

import threading
from pathlib import Path

from geodata.builds import store
from geodata.builds.store import Build
from geodata.errors import BuildMissing

_OLD_BUILDS = 3


class Catalogue:
    """The builds of a data directory; the current one is read again when the pointer file changes."""

    def __init__(self, data: Path) -> None:
        """Nothing is read until the first request."""
        self._data = data
        self._pointer = data / store.POINTER
        self._stamp: tuple[int, int] | None = None
        self._current: Build | None = None
        self._known: dict[str, Build] = {}
        self._lock = threading.Lock()

    def current(self) -> Build:
        """The current build. Raises BuildMissing if there is none."""
        stamp = self.stamp()
        if self._current is None or stamp != self._stamp:
            with self._lock:
                if self._current is None or stamp != self._stamp:
                    self._current, self._stamp = self._remember(store.read(self._data)), stamp
        return self._current

    def last(self) -> Build | None:
        """The build that was read last, else the current one; None where there is none that can be read."""
        try:
            return self._current or store.read(self._data)
        except (BuildMissing, OSError, ValueError):
            return None

    def named(self, build_id: str) -> Build | None:
        """A build that is still kept; None for any other name, and for a build that this version cannot read."""
        current = self.current()
        if build_id == current.id:
            return current
        if build_id not in store.kept(self._data):
            return None
        if build_id not in self._known:
            with self._lock:
                try:
                    self._remember(store.read(self._data, build_id))
                except (BuildMissing, OSError):
                    return None
        return self._known.get(build_id)

    def kept(self) -> list[Build]:
        """The builds that are kept and can be read, the newest first."""
        found = [self.named(build_id) for build_id in store.kept(self._data)]
        return sorted((build for build in found if build), key=lambda build: build.built, reverse=True)

    def _remember(self, build: Build) -> Build:
        self._known[build.id] = build
        for old in list(self._known)[:-_OLD_BUILDS]:
            del self._known[old]
        return build

    def stamp(self) -> tuple[int, int]:
        """A stamp that changes with the current build: time and inode number of the pointer file."""
        try:
            found = self._pointer.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)
