"""What is wrong with a data directory, and what to do: every file of every build, the pointer, imports, the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from geodata import files, policies, sources
from geodata.builds import hashes, publishing, store
from geodata.errors import AtlasError, BuildDamaged, BuildLacks, BuildMissing, DataError
from geodata.imports import layouts, record
from geodata.imports.fetch import RECORD as DOWNLOADS
from geodata.imports.fetch import downloads
from geodata.versions import fingerprint

LEAST_FREE = 500_000_000
"""Bytes that should be free: an import of the largest file that is taken, with what is made of it."""
_AHEAD = timedelta(minutes=10)
"""What clocks may differ by."""
_BUILD, _REPAIR = "Run: mali-atlas build", "Run: mali-atlas doctor --repair"
_OWNER = "Give the directory to the user who runs mali-atlas, or run it as its owner"
_NAMED = 3


@dataclass(frozen=True)
class Finding:
    """One check: its subject, what was found, and, where that is wrong, what to do ("" where nothing is wrong)."""

    subject: str
    found: str
    todo: str = ""

    @property
    def is_ok(self) -> bool:
        """True where nothing is wrong."""
        return not self.todo


def examine(data: Path) -> list[Finding]:
    """The findings on a data directory, in the order to put them right. Nothing is changed, and nothing raised."""
    if not data.is_dir():
        return [Finding("directory", f"{data} is no directory", "Check the path, or run: mali-atlas build")]
    checks = (_rights, _space, _leftovers, _pointer, _builds, _terms, _imports, _downloads, _clock)
    return [finding for check in checks for finding in check(data)]


def repair(data: Path) -> list[str]:
    """Sweep up leftovers, and point to the newest whole build where the pointer names none; say what was done.

    Nothing else is changed: a damaged build stays as it is. Raises Busy where another process is at work.
    """
    with files.exclusive(data):
        left = [path.relative_to(data).as_posix() for path in left_in(data)]
        publishing.tidy(data)
        record.tidy(data)
        files.sweep(data, [".fetch-*"])
        done = [f"swept up {name}" for name in left if not (data / name).exists()]
        best = next((name for name in store.candidates(data) if _problem(data, name) is None), "")
        if best and best != store.pointed(data):
            publishing.point(data, best)
            done.append(f"made {best} the current build")
    return done


def left_in(data: Path) -> list[Path]:
    """What killed commands left in a data directory."""
    return [
        *files.leftovers(data / "builds", publishing.LEFT),
        *files.leftovers(data / record.FOLDER, record.LEFT),
        *files.leftovers(data, [files.HALF, ".current-*", ".fetch-*"]),
    ]


def _rights(data: Path) -> Iterator[Finding]:
    """Every file and folder can be read, and the directory be written to."""
    walked = [data, *_below(data)]
    closed = [path for path in walked if not os.access(path, os.R_OK)]
    others = [path for path in walked if _is_another_s(path)]
    if closed:
        yield Finding("rights", f"{_some(closed, data)} cannot be read", _OWNER)
    if not os.access(data, os.W_OK):
        yield Finding("rights", "the directory cannot be written to: it can be served, not changed", _OWNER)
    elif others:
        yield Finding("owner", f"{_some(others, data)} belong to another user", _OWNER)
    elif not closed:
        yield Finding("rights", f"{len(walked):,} files and folders can be read, and the directory be written to")


def _below(data: Path) -> list[Path]:
    return [Path(folder) / name for folder, folders, names in os.walk(data) for name in (*folders, *names)]


def _is_another_s(path: Path) -> bool:
    try:
        return hasattr(os, "geteuid") and path.lstat().st_uid != os.geteuid()
    except OSError:
        return False


def _space(data: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(data).free
    is_little = free < LEAST_FREE
    todo = f"Make room: {LEAST_FREE // 1_000_000:,} MB should be free for an import and a build" if is_little else ""
    yield Finding("space", f"{free // 1_000_000:,} MB free on its disk", todo)


def _leftovers(data: Path) -> Iterator[Finding]:
    left = left_in(data)
    size = sum(_size(path) for one in left for path in (one, *one.rglob("*")))
    found = f"{_some(left, data)} of {size / 1e6:.1f} MB, left by a command that was killed" if left else "none"
    yield Finding("leftovers", found, _REPAIR if left else "")


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size if path.is_file() else 0
    except OSError:
        return 0


def _pointer(data: Path) -> Iterator[Finding]:
    wanted, kept = store.pointed(data), store.kept(data)
    if wanted in kept:
        yield Finding("pointer", f"names build {wanted}")
    else:
        found = f"names build {wanted}, which is not there" if wanted else f"{store.POINTER} names no build"
        yield Finding("pointer", found, _REPAIR if kept else _BUILD)


def _builds(data: Path) -> Iterator[Finding]:
    for name in store.candidates(data):
        problem = _problem(data, name)
        is_current = name == store.pointed(data)
        if problem is not None:
            yield problem
        elif is_current and store.made_from(data) != fingerprint():
            yield Finding(f"build {name}", "whole, and made by another version of this program", _BUILD)
        else:
            count = sum(path.is_file() for path in _below(data / "builds" / name)) - 1
            yield Finding(f"build {name}", f"whole: {count} files, each with the SHA-256 that was written")


def _problem(data: Path, name: str) -> Finding | None:
    """What is wrong with a build; None where every file is as it was written and this version reads it."""
    folder, is_current = data / "builds" / name, name == store.pointed(data)
    todo = f"{_BUILD}, or {_REPAIR.lower()}" if is_current else f"Delete {folder}, or leave it: it is not served"
    try:
        changed = _changed(folder)
        if changed:
            return Finding(f"build {name}", f"damaged: {_some(changed, folder)} not as written", todo)
        build = store.read(data, name)
        for entry in build.editions:
            build.edition(entry["source"], entry["frame"])
    except (BuildMissing, BuildDamaged, BuildLacks) as problem:
        return Finding(f"build {name}", problem.what, todo)
    except OSError as problem:
        return Finding(f"build {name}", f"cannot be read ({problem.strerror})", _OWNER)
    return None


def _changed(folder: Path) -> list[Path]:
    """The files of a build that are not as it records; of one that records none, its folder where any is not."""
    recorded = hashes.recorded(folder)
    if recorded is None:
        return [] if hashes.content_hash(folder) == folder.name else [folder]
    own = hashes.Checked(folder, recorded)
    return [path for path in (folder / name for name in recorded) if not _is_sound(own, path)]


def _is_sound(own: hashes.Checked, path: Path) -> bool:
    try:
        own.require(path)
    except (BuildDamaged, BuildLacks):
        return False
    return True


def _terms(data: Path) -> Iterator[Finding]:
    """The terms of every source of the current build are known."""
    try:
        build = store.read(data)
    except AtlasError:
        return
    unknown = [source for source, policy in build.policies if policy not in policies.POLICIES]
    todo = "Nothing of them is shown. Update this program, or run: mali-atlas build" if unknown else ""
    found = f"not known of {', '.join(unknown)}" if unknown else f"known of all {len(build.policies)} sources"
    yield Finding("terms", found, todo)


def _imports(data: Path) -> Iterator[Finding]:
    for folder in record.folders(data):
        subject, again = f"import {folder.name}", f"Run mali-atlas remove {folder.name}, then import the file again"
        try:
            found = record.read(folder)
            digest = sources.sha256(found.path(data))
        except DataError as problem:
            yield Finding(subject, problem.what, problem.todo)
        except OSError as problem:
            yield Finding(subject, f"its copy of the file cannot be read ({problem.strerror})", again)
        else:
            if digest != found.sha256:
                yield Finding(subject, f"its copy of {found.file} was changed: its SHA-256 is {digest}", again)
            elif found.kind != "boundaries" and found.layout not in layouts.LAYOUTS:
                yield Finding(subject, f"is of layout {found.layout!r}, which this version cannot read", again)
            elif found.policy not in policies.POLICIES:
                yield Finding(subject, f"its terms, {found.policy!r}, are not known here", again)
            else:
                yield Finding(subject, f"{found.file}, with the SHA-256 on record")


def _downloads(data: Path) -> Iterator[Finding]:
    try:
        known = downloads(data)
    except DataError as problem:
        yield Finding(DOWNLOADS, problem.what, problem.todo)
    else:
        if known:
            yield Finding(DOWNLOADS, f"{len(known)} on record")


def _clock(data: Path) -> Iterator[Finding]:
    """No build was made later than now, which a clock that was set back would tell."""
    now = datetime.now(UTC)
    made = {name: store.built(data / "builds" / name) for name in store.kept(data)}
    later = [name for name, built in made.items() if built > now + _AHEAD]
    if later:
        when = max(made[name] for name in later)
        yield Finding(
            "clock", f"{now:%Y-%m-%d %H:%M} UTC, and build {later[0]} was made {when:%Y-%m-%d %H:%M}", "Set the clock"
        )
    else:
        yield Finding("clock", f"{now:%Y-%m-%d %H:%M} UTC, later than every build")


def _some(paths: list[Path], data: Path) -> str:
    """The first paths by name, and how many more."""
    shown = ", ".join(path.relative_to(data).as_posix() for path in paths[:_NAMED])
    return f"{shown} and {len(paths) - _NAMED} more" if len(paths) > _NAMED else shown
