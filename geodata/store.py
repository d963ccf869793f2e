"""Builds on disk: written aside, made current by replacing one small file, read back without pandas."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from geodata.errors import BuildMissing
from geodata.figures import Figures, Unit, index_counts

POINTER = "current.json"
KEEP = 10
"""Builds that stay on disk, the newest first."""


@dataclass(frozen=True)
class Build:
    """A build read back: its id, manifest, figures and documents."""

    id: str
    manifest: dict[str, Any]
    figures: Figures
    folder: Path

    def document(self, name: str) -> Any:
        """A JSON document of the build, such as geometry_admin1."""
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    def table(self, name: str) -> list[dict[str, Any]]:
        """A table of the build as rows; dates as text, missing values as None."""
        return read_rows(self.folder / f"{name}.parquet")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a parquet file, geometry left out."""
    table = pq.read_table(path, memory_map=False)
    names = [name for name in table.column_names if name != "geometry"]
    rows: list[dict[str, Any]] = table.select(names).to_pylist()
    return rows


def publish(data: Path, write: Callable[[Path], None], *, events_file: str = "") -> str:
    """Write a build aside, name it by the hash of its content, make it current; return its id.

    A crash at any point leaves the build that was current in place. The same content gives the same id. Where the
    events came from a user's file, its path is kept beside the build, so that another version can build it anew.
    """
    builds = data / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".new-", dir=builds))
    aside.chmod(0o755)
    try:
        write(aside)
        build_id = content_hash(aside)
        home = builds / build_id
        if not home.exists():
            _settle(aside, home)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _point(data, build_id, events_file)
    _tidy(data, build_id)
    return build_id


def _settle(aside: Path, home: Path) -> None:
    """Give the build its name; another process may have done so first with the same content."""
    try:
        aside.rename(home)
    except OSError:
        if not home.is_dir():
            raise


def content_hash(folder: Path) -> str:
    """The first 16 hexadecimal digits of a SHA-256 over the names and bytes of a folder's files."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _point(data: Path, build_id: str, events_file: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=data, prefix=".current-", suffix=".json", delete=False) as file:
        json.dump({"build": build_id, "events_file": events_file}, file)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(data / POINTER)


def _tidy(data: Path, current: str) -> None:
    folders = sorted(
        (path for path in (data / "builds").iterdir() if not path.name.startswith(".") and path.name != current),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in folders[KEEP - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
    yesterday = time.time() - 86_400
    for left in [*(data / "builds").glob(".new-*"), *data.glob(".current-*")]:
        if left.stat().st_mtime < yesterday:
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def current_id(data: Path) -> str | None:
    """The id of the current build, None where there is none."""
    build_id = _pointed(data).get("build", "")
    return build_id if build_id and (data / "builds" / build_id / "manifest.json").is_file() else None


def events_file(data: Path) -> Path | None:
    """The user's event file that the current build was made from; None where it was made from what ships."""
    found = _pointed(data).get("events_file", "")
    return Path(found) if found else None


def _pointed(data: Path) -> dict[str, str]:
    try:
        text = (data / POINTER).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    try:
        return {key: str(value) for key, value in json.loads(text).items()}
    except (ValueError, AttributeError):
        return {}


def made_from(data: Path) -> str:
    """The fingerprint of the pipeline that made the current build; "" where there is no build or it does not say."""
    current = current_id(data)
    if current is None:
        return ""
    manifest = json.loads((data / "builds" / current / "manifest.json").read_text(encoding="utf-8"))
    return str(manifest.get("made_from", ""))


def read(data: Path, build_id: str | None = None) -> Build:
    """A build, the current one unless named. Raises BuildMissing where there is none."""
    found = build_id or current_id(data)
    folder = data / "builds" / (found or "")
    if found is None or not (folder / "manifest.json").is_file():
        raise BuildMissing("there is no build", where=str(data), todo="Run: mali-atlas build")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return Build(found, manifest, _figures(folder, manifest), folder)


def _figures(folder: Path, manifest: dict[str, Any]) -> Figures:
    table = pq.read_table(folder / "counts.parquet", memory_map=False)
    names = [name for name in table.column_names if name != "frame"]
    sites = read_rows(folder / "sites_by_unit.parquet")
    return Figures(
        counts=index_counts(zip(*(table[name].to_pylist() for name in names), strict=True)),
        units={level: [_unit(record) for record in records] for level, records in manifest["units"].items()},
        periods=manifest["periods"],
        covered=frozenset(manifest["covered"]),
        sites={
            (row["pcode"], row["period"]): (row["sites_open"], row["sites_uncertain"], row["sites_closed"])
            for row in sites
        },
        sites_covered=frozenset(manifest["sites_covered"]),
    )


def _unit(record: dict[str, Any]) -> Unit:
    point = record.get("label_point")
    return Unit(**{**record, "label_point": tuple(point) if point else None})
