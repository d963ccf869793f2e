"""Hashes of the code that makes builds and of all code that reads them. Light, so that a server starts fast."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PROGRAM = "0.1.0"
"""The program's version."""

READERS = ("exports", "claims", "mapsheet")
"""Packages that read builds and have no part in making them."""
_ROOT = Path(__file__).parent
_KINDS = {".py", ".csv", ".toml", ".geojson"}


@cache
def fingerprint() -> str:
    """A hash of the pipeline's code and shipped data: a build of another fingerprint is out of date."""
    return _hash(is_whole=False)


@cache
def code() -> str:
    """A hash of all code and data of this package: what is made of the same build with other code may differ."""
    return _hash(is_whole=True)


def _hash(*, is_whole: bool) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in _ROOT.rglob("*") if path.is_file() and path.suffix in _KINDS):
        inside = path.relative_to(_ROOT)
        if is_whole or inside.parts[0] not in READERS:
            digest.update(inside.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
