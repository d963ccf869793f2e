"""The hashes of a build's files: together they are its name, and each is compared when the file is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from geodata import sources
from geodata.errors import BuildDamaged, BuildLacks

BUILT = "built.json"
"""The time the build was first made and the hashes of its files, stored beside its content and not part of it: equal
content keeps its name."""
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Checked:
    """The files of a build, compared with their hashes (hexadecimal SHA-256 by path) whenever they are read."""

    folder: Path
    hashes: Mapping[str, str]

    def has(self, path: Path) -> bool:
        """True if it is a file of the build, there or not."""
        return path.relative_to(self.folder).as_posix() in self.hashes

    def names(self, folder: Path) -> list[str]:
        """The names of the build's files in one of its folders, those in folders below it left out; there or not."""
        within = folder.relative_to(self.folder).as_posix()
        parts = (path.rpartition("/") for path in self.hashes)
        return [name for above, _, name in parts if (above or ".") == within]

    def require(self, path: Path) -> Path:
        """The path itself. Raises BuildDamaged where the file is another or gone, BuildLacks where the build is."""
        try:
            found = sources.sha256(path)
        except FileNotFoundError:
            if not (self.folder / MANIFEST).is_file():
                raise BuildLacks(f"the build {self.folder.name} has no {path.name}", where=str(path.parent)) from None
            raise BuildDamaged(self.folder.name, "is gone", path) from None
        except OSError as problem:
            raise BuildDamaged(self.folder.name, f"cannot be read ({problem.strerror})", path) from None
        if found != self.hashes.get(path.relative_to(self.folder).as_posix()):
            raise BuildDamaged(self.folder.name, f"was changed: its SHA-256 is {found}", path)
        return path

    def document(self, path: Path) -> Any:
        """The content of a JSON file. Raises as require."""
        return json.loads(self.require(path).read_text(encoding="utf-8"))


def checked(folder: Path) -> Checked:
    """The files of a build's folder by the hashes that it records, else by its name.

    Raises BuildDamaged where neither fits: of builds that record none, where any byte of any file was changed.
    """
    hashes = recorded(folder)
    if hashes is None:
        try:
            hashes = file_hashes(folder)
        except OSError as problem:
            raise BuildDamaged(folder.name, f"cannot be read ({problem.strerror})", folder) from None
        if name_of(hashes) != folder.name:
            raise BuildDamaged(folder.name, "its files are not those that its name stands for", folder)
    return Checked(folder, hashes)


def recorded(folder: Path) -> dict[str, str] | None:
    """The hashes that a build records of its files; None where it records none, or others than its name stands for."""
    try:
        found = json.loads((folder / BUILT).read_text(encoding="utf-8"))["files"]
        return found if name_of(found) == folder.name else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def file_hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a build by its path inside, BUILT left out."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path != folder / BUILT)
    return {path.relative_to(folder).as_posix(): sources.sha256(path) for path in sorted(paths)}


def name_of(hashes: Mapping[str, str]) -> str:
    """The name of a build: the first 16 hexadecimal digits of a SHA-256 over the names and hashes of its files."""
    digest = hashlib.sha256()
    for name in sorted(hashes, key=lambda name: PurePosixPath(name).parts):
        digest.update(name.encode() + b"\0" + bytes.fromhex(hashes[name]))
    return digest.hexdigest()[:16]


def content_hash(folder: Path) -> str:
    """The name that the files of a folder give a build."""
    return name_of(file_hashes(folder))
