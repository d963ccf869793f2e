"""A build put on disk: written aside, named by the hash of its content, made current by replacing one small file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from geodata import files, periods
from geodata.builds.hashes import BUILT, content_hash, file_hashes, name_of
from geodata.builds.store import POINTER

LEFT = (".new-*", ".gone-*")
"""Patterns of the folders that a build is made or dropped in."""
KEEP = 10
"""Builds that stay on disk, the newest first."""


def publish(data: Path, write: Callable[[Path], None]) -> str:
    """Write a build aside, name it by the hash of its content, make it current; return its id.

    A crash at any point leaves the build that was current in place. The same content gives the same id. Raises Busy
    where another process is at work in the directory.
    """
    builds = data / "builds"
    with files.exclusive(data):
        builds.mkdir(exist_ok=True)
        tidy(data)
        return _publish(data, builds, write)


def _publish(data: Path, builds: Path, write: Callable[[Path], None]) -> str:
    with files.folder_aside(builds) as aside:
        write(aside)
        hashes = file_hashes(aside)
        build_id = name_of(hashes)
        about = {"built": periods.clock(datetime.now(UTC)), "files": hashes}
        (aside / BUILT).write_text(json.dumps(about), encoding="utf-8")
        if not is_whole(data, build_id):
            _settle(aside, builds / build_id)
    point(data, build_id)
    _drop_old(data, build_id)
    return build_id


def is_whole(data: Path, build_id: str) -> bool:
    """True if every file of a build is there as it was written: all of them are read."""
    folder = data / "builds" / build_id
    try:
        return content_hash(folder) == build_id
    except OSError:
        return False


def _settle(aside: Path, home: Path) -> None:
    """Give the build its name, in place of one of that name which was damaged."""
    if home.exists():
        _drop(home)
    aside.rename(home)


def _drop(home: Path) -> None:
    """Take a build away: out of its place at once, so that none is ever there in part."""
    with files.folder_aside(home.parent, ".gone-") as gone:
        home.rename(gone / home.name)


def point(data: Path, build_id: str) -> None:
    """Make a build the current one."""
    with files.write_aside(data / POINTER) as aside:
        aside.write_text(json.dumps({"build": build_id}), encoding="utf-8")


def tidy(data: Path) -> None:
    """Remove what a killed process left of builds: at most two, one that was made and one that was dropped."""
    files.sweep(data / "builds", LEFT)
    files.sweep(data, [files.HALF, ".current-*"])


def _drop_old(data: Path, current: str) -> None:
    folders = sorted(
        (path for path in (data / "builds").iterdir() if not path.name.startswith(".") and path.name != current),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in folders[KEEP - 1 :]:
        _drop(path)
