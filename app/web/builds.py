"""The build that is being served: noticed when it changes or is found damaged, one snapshot a request."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from geodata.builds import store
from geodata.builds.store import Build
from geodata.errors import BuildDamaged, BuildLacks, BuildMissing

_OLD_BUILDS = 2
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fallback:
    """The build that should be served and is not: its id, "" where the pointer names none, and why, for a log."""

    build: str
    why: str


class Catalogue:
    """The builds of a data directory; the current one is read again when the pointer file changes.

    Where the current one cannot be read, or was found damaged, it is the newest other one that can be.
    """

    def __init__(self, data: Path) -> None:
        """Nothing is read until the first request."""
        self._data = data
        self._pointer = data / store.POINTER
        self._stamp: tuple[int, ...] | None = None
        self._current: Build | None = None
        self._fallback: Fallback | None = None
        self._damaged: dict[str, BuildDamaged] = {}
        self._known: dict[str, Build] = {}
        self._lock = threading.Lock()

    def current(self) -> Build:
        """The build to serve. Raises BuildMissing if there is none, BuildDamaged if all that there are are damaged."""
        stamp = self.stamp()
        if self._current is None or stamp != self._stamp:
            with self._lock:
                if self._current is None or stamp != self._stamp:
                    self._read(stamp)
        assert self._current is not None  # noqa: S101 - for the type: _read raises or sets it
        return self._current

    def _read(self, stamp: tuple[int, ...]) -> None:
        if self._stamp is not None and stamp[:2] != self._stamp[:2]:
            self._damaged.clear()  # the pointer was replaced: by a new build, or a repair
            stamp = (*stamp[:2], 0)
        try:
            found = self._remember(store.read(self._data, without=self._damaged))
        except BuildMissing:
            raise next(iter(self._damaged.values()), None) or BuildMissing(
                "there is no build", where=str(self._data), todo="Run: mali-atlas build"
            ) from None
        self._current, self._stamp = found, stamp  # that of before: what came while it was read is noticed next time
        self._fallback = self._why(found)
        if self._fallback:
            _LOG.warning("%s; build %s is served in its place. Run: mali-atlas doctor", self._fallback.why, found.id)

    def _why(self, found: Build) -> Fallback | None:
        """What the build is served in place of; None where it is the one that the pointer names."""
        wanted = store.pointed(self._data)
        if wanted == found.id:
            return None
        if not wanted:
            return Fallback("", f"{self._pointer} names no build")
        problem: Exception | None = self._damaged.get(wanted)
        if problem is None:
            try:
                store.read(self._data, wanted)
            except (BuildMissing, BuildDamaged, BuildLacks) as found_problem:
                problem = found_problem
        return Fallback(wanted, f"build {wanted} cannot be served: {problem}")

    @property
    def fallback(self) -> Fallback | None:
        """The build that the current one is served in place of; None where it is the one that should be."""
        return self._fallback

    def condemn(self, problem: BuildDamaged) -> bool:
        """Serve a damaged build no more; True if another can be in its place."""
        with self._lock:
            self._damaged[problem.build] = problem
            self._known.pop(problem.build, None)
        try:
            return self.current().id != problem.build
        except (BuildMissing, BuildDamaged):
            return False

    def last(self) -> Build | None:
        """The build that was read last, else the current one; None where there is none that can be read."""
        try:
            return self._current or store.read(self._data)
        except (BuildMissing, BuildDamaged, BuildLacks, OSError, ValueError):
            return None

    def named(self, build_id: str) -> Build | None:
        """A build that is still kept; None for any other name, and for a build that this version cannot read.

        Raises BuildDamaged for one that is.
        """
        current = self.current()
        if build_id == current.id:
            return current
        if build_id not in store.kept(self._data):
            return None
        if build_id not in self._known:
            with self._lock:
                try:
                    self._remember(store.read(self._data, build_id))
                except (BuildMissing, BuildLacks, OSError):
                    return None
        return self._known.get(build_id)

    def kept(self) -> list[Build]:
        """The builds that are kept and can be read, the newest first."""
        names = [name for name in store.kept(self._data) if name not in self._damaged]
        found = [self._readable(name) for name in names]
        return sorted((build for build in found if build), key=lambda build: build.built, reverse=True)

    def _readable(self, build_id: str) -> Build | None:
        try:
            return self.named(build_id)
        except BuildDamaged:
            return None

    def _remember(self, build: Build) -> Build:
        self._known[build.id] = build
        for old in list(self._known)[:-_OLD_BUILDS]:
            del self._known[old]
        return build

    def stamp(self) -> tuple[int, ...]:
        """A stamp that changes with the build to serve: time and inode of the pointer file, builds found damaged."""
        try:
            found = self._pointer.stat()
        except OSError:
            return (0, 0, len(self._damaged))
        return (found.st_mtime_ns, found.st_ino, len(self._damaged))
