"""The hash of a build's content, which is its name."""

from __future__ import annotations

import hashlib
from pathlib import Path

BUILT = "built.json"
"""The time the build was first made, stored beside its content and not part of it: equal content keeps its name."""


def content_hash(folder: Path) -> str:
    """The first 16 hexadecimal digits of a SHA-256 over the names and bytes of a folder's files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / BUILT):
        name = path.relative_to(folder).as_posix()
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
