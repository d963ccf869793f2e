"""Which pipeline made a build: its code and shipped data, as one hash. Light, so that starting a server stays so."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


@cache
def fingerprint() -> str:
    """A hash of the pipeline's code and shipped data: a build of another fingerprint is out of date."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(
        path for path in root.rglob("*") if path.is_file() and path.suffix in {".py", ".csv", ".toml", ".geojson"}
    ):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
