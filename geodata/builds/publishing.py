"""A build put on disk: written aside, named by the hash of its content, made current by replacing one small file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from geodata import files, periods
from geodata.builds.hashes import BUILT, content_hash
from geodata.builds.store import POINTER

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
        build_id = content_hash(aside)
        (aside / BUILT).write_text(json.dumps({"built": periods.clock(datetime.now(UTC))}), encoding="utf-8")
        home = builds / build_id
        if not home.exists():
            _settle(aside, home)
    _point(data, build_id)
    _drop_old(data, build_id)
    return build_id


def _settle(aside: Path, home: Path) -> None:
    """Give the build its name; another process may have done so first with the same content."""
    try:
        aside.rename(home)
    except OSError:
        if not home.is_dir():
            raise


def _point(data: Path, build_id: str) -> None:
    with files.write_aside(data / POINTER) as aside:
        aside.write_text(json.dumps({"build": build_id}), encoding="utf-8")


def tidy(data: Path) -> None:
    """Remove what a killed process left of builds: at most one build."""
    files.sweep(data / "builds", [".new-*"])
    files.sweep(data, [files.HALF, ".current-*"])


def _drop_old(data: Path, current: str) -> None:
    folders = sorted(
        (path for path in (data / "builds").iterdir() if not path.name.startswith(".") and path.name != current),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in folders[KEEP - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
