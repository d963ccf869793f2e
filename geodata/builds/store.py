"""Builds on disk: which there are, which is current, and each read back without pandas."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from geodata import periods
from geodata.builds import reading
from geodata.builds.hashes import BUILT
from geodata.builds.manifest import BuildManifest, EditionEntry, EditionManifest, edition_manifest
from geodata.builds.parsed import Parsed
from geodata.errors import BuildLacks, BuildMissing
from geodata.figures.figures import Figures
from geodata.vocabulary import COUNTRY_ISO3

POINTER = "current.json"
LAYOUT = 7
"""Version of the layout of builds on disk: increased whenever a change means that older builds cannot be
read any more."""


@dataclass(frozen=True)
class Edition:
    """One incident source in one frame: its manifest, figures and documents. Sources are never mixed in one.

    `id` is the build's, as is `built`, when it was first made (UTC, whole seconds); `manifest` holds the
    build's and the edition's entries together.
    """

    id: str
    manifest: EditionManifest
    figures: Figures
    folders: tuple[Path, ...]
    built: datetime
    parsed: Parsed = field(default_factory=Parsed, repr=False, compare=False)
    side: str = COUNTRY_ISO3
    """The country whose events `figures` counts: see of_side."""

    @property
    def source(self) -> str:
        """The id of the incident source."""
        return self.manifest["incident_source"]

    @property
    def policy(self) -> str:
        """The key of the source's terms in policies.POLICIES, as they were when the build was made."""
        return self.manifest["sources"][self.source]["policy"]

    @property
    def frame(self) -> str:
        """The vintage of the boundaries."""
        return self.manifest["frame"]

    @property
    def key(self) -> str:
        """The key of this edition within its build."""
        return edition_key(self.source, self.frame)

    @cached_property
    def with_named(self) -> Edition:
        """The edition in which units count the events that name them as well: see Figures.with_named."""
        return replace(self, figures=self.figures.with_named())

    def by_people(self, people: str) -> Edition:
        """This edition with rates that divide by the people of the census, or of the year: vocabulary.PEOPLE."""
        same = self.figures.people == people
        return self if same else replace(self, figures=replace(self.figures, people=people))

    @property
    def sides(self) -> tuple[str, ...]:
        """The countries whose events border zones can count: Mali and, where the source has them, neighbours."""
        return (COUNTRY_ISO3, *self.figures.abroad)

    def of_side(self, side: str) -> Edition:
        """The edition whose figures are those of a neighbour's side: see Figures.abroad. Raises KeyError if unknown."""
        return self if side == self.side else replace(self, figures=self.figures.abroad[side], side=side)

    @property
    def side_source(self) -> str:
        """The id of the source of the events of this side."""
        if self.side == COUNTRY_ISO3:
            return self.source
        return str(self.document("sides")[self.side]["source"])

    @property
    def later_source(self) -> str:
        """The id of the source of the country's figures of later years; of a neighbour without any, "" """
        if self.side == COUNTRY_ISO3:
            return self.manifest["later_source"]
        last = self.national()[-1:]
        return str(last[0]["source_id"]) if last and last[0]["source_id"] != self.side_source else ""

    def national(self) -> list[dict[str, Any]]:
        """The yearly figures of the side's whole country (columns.NATIONAL), those of a later release after them."""
        if self.side == COUNTRY_ISO3:
            return self.table("national")
        return [row for row in self.table("national_abroad") if row["side"] == self.side]

    def document(self, name: str) -> Any:
        """A JSON document, such as geometry_admin1; it is shared, so not to be changed."""
        return self.parsed.read(self._path(f"{name}.json"), _read_json)

    def table(self, name: str) -> list[dict[str, Any]]:
        """A table as rows, which are shared, so not to be changed; dates as text, missing values as None."""
        rows: list[dict[str, Any]] = self.parsed.read(self._path(f"{name}.parquet"), reading.read_rows)
        return list(rows)

    def has(self, name: str) -> bool:
        """True if there is a file of that name, such as events.parquet."""
        return any((folder / name).is_file() for folder in self.folders)

    def _path(self, name: str) -> Path:
        found = next((folder / name for folder in self.folders if (folder / name).is_file()), None)
        if found is None:
            raise BuildLacks(f"the build {self.id} has no {name}", where=str(self.folders[-1]))
        return found


@dataclass(frozen=True)
class Build:
    """A build read back: its id, its manifest, and its editions, each read when it is first asked for."""

    id: str
    manifest: BuildManifest
    folder: Path
    built: datetime
    _read: dict[str, Edition] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    parsed: Parsed = field(default_factory=Parsed)

    @property
    def editions(self) -> list[EditionEntry]:
        """Source, frame and ground of every edition, the one shown first in front."""
        return self.manifest["editions"]

    @property
    def key(self) -> str:
        """The key of the edition that is shown first."""
        return edition_key(self.editions[0]["source"], self.editions[0]["frame"])

    @cached_property
    def policies(self) -> tuple[tuple[str, str], ...]:
        """The key of each source's terms, by the source's id."""
        records = self.manifest["sources"]
        return tuple((name, records[name]["policy"]) for name in sorted(records))

    def edition(self, source: str | None = None, frame: str | None = None) -> Edition:
        """The edition of a source and a frame; of whichever is not given, the first. Raises KeyError if unknown."""
        chosen = next(
            (entry for entry in self.editions if source in (None, entry["source"]) and frame in (None, entry["frame"])),
            None,
        )
        if chosen is None:
            raise KeyError((source, frame))
        key = edition_key(chosen["source"], chosen["frame"])
        with self._lock:
            if key not in self._read:
                self._read[key] = _edition(self, chosen)
            return self._read[key]


def edition_key(source: str, frame: str) -> str:
    """The name of an edition in addresses and folders."""
    return f"{source}~{frame}"


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _built(folder: Path) -> datetime:
    """The time a build was first made; if it does not say, the time its manifest was written."""
    try:
        text = json.loads((folder / BUILT).read_text(encoding="utf-8"))["built"]
        return datetime.strptime(text, periods.CLOCK).replace(tzinfo=UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return datetime.fromtimestamp(int((folder / "manifest.json").stat().st_mtime), UTC)


def current_id(data: Path) -> str | None:
    """The id of the current build, or None."""
    build_id = _pointed(data).get("build", "")
    return build_id if build_id and (data / "builds" / build_id / "manifest.json").is_file() else None


def _pointed(data: Path) -> dict[str, str]:
    try:
        text = (data / POINTER).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    try:
        return {key: str(value) for key, value in json.loads(text).items()}
    except (ValueError, AttributeError):
        return {}


def kept(data: Path) -> list[str]:
    """The ids of the builds on disk."""
    return sorted(path.parent.name for path in (data / "builds").glob("[!.]*/manifest.json"))


def made_from(data: Path) -> str:
    """The fingerprint of the pipeline that made the current build; "" where there is no build or it does not say."""
    current = current_id(data)
    if current is None:
        return ""
    manifest = json.loads((data / "builds" / current / "manifest.json").read_text(encoding="utf-8"))
    return str(manifest.get("made_from", ""))


def read(data: Path, build_id: str | None = None) -> Build:
    """Read a build, the current one unless named. Raises BuildMissing if it is missing or of another version."""
    found = build_id or current_id(data)
    folder = data / "builds" / (found or "")
    if found is None or not (folder / "manifest.json").is_file():
        raise BuildMissing("there is no build", where=str(data), todo="Run: mali-atlas build")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest.get("layout") != LAYOUT:
        raise BuildMissing("this build is of another version", where=str(folder), todo="Run: mali-atlas build")
    return Build(found, manifest, folder, _built(folder))


def _edition(build: Build, entry: EditionEntry) -> Edition:
    own = build.folder / "editions" / edition_key(entry["source"], entry["frame"])
    ground = build.folder / "grounds" / edition_key(entry["ground"], entry["frame"])
    source = build.folder / "sources" / entry["source"]
    parts = [json.loads((folder / "manifest.json").read_text(encoding="utf-8")) for folder in (ground, own)]
    manifest = edition_manifest(build.manifest, *parts)
    folders = (own, ground, build.folder / "boundaries" / entry["ground"], source, build.folder)
    figures = reading.figures_of(own, ground, source, manifest)
    return Edition(build.id, manifest, figures, folders, build.built, build.parsed)
