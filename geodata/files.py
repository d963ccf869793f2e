"""Writing without half files: beside the place, then moved into it; and sweeping up what a killed process left."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

HALF = ".half-*"
"""Pattern of the files that write_aside makes."""
_DAY = 86_400


@contextmanager
def write_aside(path: Path) -> Iterator[Path]:
    """A path beside `path` to write a file at; it takes the name of `path` at the end, unless the block raises."""
    aside = path.with_name(HALF.replace("*", secrets.token_hex(8)))
    try:
        yield aside
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def folder_aside(parent: Path, prefix: str = ".new-") -> Iterator[Path]:
    """A new folder in `parent` to fill, and then to move; it is gone at the end where it was not moved."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path, patterns: Iterable[str]) -> None:
    """Delete what matches the patterns in `parent` and was last changed more than a day ago."""
    yesterday = time.time() - _DAY
    for left in [left for pattern in patterns for left in parent.glob(pattern)]:
        if left.lstat().st_mtime < yesterday:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def drop_if_empty(folder: Path) -> None:
    """Delete a folder where nothing is in it."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
