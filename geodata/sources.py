"""Records of sources: producer, release, licence, citation, and the hash of the file that was read."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from geodata.errors import DataError


class Provenance(TypedDict):
    """A source as builds, files and the API record it: the fields of Source."""

    id: str
    title: str
    producer: str
    release: str
    licence: str
    licence_url: str
    url: str
    citation: str
    used_for: str
    data_to: str
    is_release_inferred: bool
    is_provisional: bool
    policy: str
    raw_sha256: str
    files: dict[str, str]
    short: str


@dataclass(frozen=True)
class Source:
    """A source: what a citation needs, the files that hold it here, and what may be shown and exported."""

    id: str
    title: str
    producer: str
    release: str
    licence: str
    licence_url: str
    url: str
    citation: str
    used_for: str
    data_to: str = ""
    is_release_inferred: bool = False
    is_provisional: bool = False
    """True if the producer revises the figures later."""
    policy: str = "open"
    """Key of the source's terms in policies.POLICIES."""
    raw_sha256: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    short: str = ""
    """The short name; the title if that is short enough."""

    def provenance(self) -> Provenance:
        """The record as it goes into files and the API."""
        fields: Any = asdict(self)
        found: Provenance = fields
        return found


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def read(path: Path) -> dict[str, Source]:
    """The sources of a sources.toml by id. Raises DataError for an unknown or missing field."""
    records = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return {name: Source(id=name, **record) for name, record in records.items()}
    except TypeError as problem:
        raise DataError(str(problem), where=path.name, expected="the fields of geodata.sources.Source") from None


def verify(sources: Mapping[str, Source], folder: Path) -> None:
    """Raise DataError unless every file of every source is in the folder with the hash on record."""
    for source in sources.values():
        for name, expected in source.files.items():
            found = sha256(folder / name) if (folder / name).is_file() else "no file"
            if found != expected:
                raise DataError(
                    f"its SHA-256 is {found}",
                    where=name,
                    expected=expected,
                    todo="Install the package again, or record the new hash in sources.toml.",
                )


def require_known(ids: Mapping[str, object] | set[str], used: set[str], where: str) -> None:
    """Raise DataError when a table's rows name a source that has no record."""
    unknown = sorted(used - set(ids))
    if unknown:
        raise DataError(f"unknown sources: {', '.join(unknown)}", where=where, todo="Add their records first.")
