"""Writing without half files, one process at a time; and sweeping up what a killed process left."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geodata.errors import AtlasError

if sys.platform != "win32":
    import fcntl

HALF = ".half-*"
"""Pattern of the files that write_aside makes."""
PATIENCE = 60.0
"""Seconds that a command waits for another one in the same directory."""
_DAY = 86_400
_PAUSE = 0.05
_NO_LOCK = -1


class Busy(AtlasError):
    """Another process is at work in a directory."""


@contextmanager
def write_aside(path: Path) -> Iterator[Path]:
    """A path beside `path` to write a file at; it takes the name of `path` at the end, unless the block raises."""
    aside = path.with_name(HALF.replace("*", secrets.token_hex(8)))
    try:
        with _held(aside, os.O_CREAT | os.O_EXCL):
            yield aside
            aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def folder_aside(parent: Path, prefix: str = ".new-") -> Iterator[Path]:
    """A new folder in `parent` to fill, and then to move; it is gone at the end where it was not moved."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        with _held(folder):
            folder.chmod(0o755)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def exclusive(folder: Path, patience: float | None = None) -> Iterator[None]:
    """Hold a folder alone among the processes that ask for it so, until the block or the process ends.

    The folder is made where it is not there; nothing else is written. Raises Busy where another one holds it for
    `patience` seconds, PATIENCE unless given. Where the system has no such lock (Windows, some network drives), it is
    not held.
    """
    patience = PATIENCE if patience is None else patience
    end = time.monotonic() + patience
    while (held := _lock_folder(folder)) is None:
        if time.monotonic() >= end:
            raise Busy(
                f"another mali-atlas has been at work in this directory for {patience:.0f} s",
                where=str(folder),
                todo="Wait until it has ended, then run the command again.",
            )
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        _release(held)


def sweep(parent: Path, patterns: Iterable[str]) -> None:
    """Delete what matches the patterns in `parent`, was made here to be moved, and no process holds any more.

    Where the system has no locks, that is what was last changed more than a day ago. What may not be deleted stays.
    """
    for left in [left for pattern in patterns for left in parent.glob(pattern)]:
        with suppress(OSError):
            held = _lock(left, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            if held is None or (held == _NO_LOCK and left.lstat().st_mtime > time.time() - _DAY):
                continue
            try:
                _delete(left)
            finally:
                _release(held)


def leftovers(parent: Path, patterns: Iterable[str]) -> list[Path]:
    """What sweep would delete."""
    return [left for pattern in patterns for left in sorted(parent.glob(pattern)) if _is_left(left)]


def drop_if_empty(folder: Path) -> None:
    """Delete a folder where nothing is in it."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _is_left(path: Path) -> bool:
    try:
        held = _lock(path, os.O_RDONLY)
        if held is None:
            return False
        _release(held)
        return held != _NO_LOCK or path.lstat().st_mtime < time.time() - _DAY
    except OSError:
        return True


def _delete(left: Path) -> None:
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


@contextmanager
def _held(path: Path, flags: int = 0) -> Iterator[None]:
    """Hold a file or folder that nobody else knows yet, for sweep to pass over."""
    held = _lock(path, (os.O_RDWR | flags) if flags else os.O_RDONLY)
    try:
        yield
    finally:
        _release(_NO_LOCK if held is None else held)


def _lock_folder(folder: Path) -> int | None:
    folder.mkdir(parents=True, exist_ok=True)  # again where another process dropped it meanwhile
    return _lock(folder, os.O_RDONLY)


def _lock(path: Path, flags: int) -> int | None:
    """A descriptor that holds the path alone; None where another process does, _NO_LOCK where nobody can.

    It is the path as it is now: a folder that was deleted while another held it is not it.
    """
    if sys.platform == "win32":
        return _NO_LOCK
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(descriptor), os.stat(path)):  # noqa: PTH116 - as os.open names it
            return descriptor
        found = None
    except BlockingIOError:
        found = None
    except OSError:
        found = _NO_LOCK
    os.close(descriptor)
    return found


def _release(held: int) -> None:
    if held != _NO_LOCK:
        os.close(held)
