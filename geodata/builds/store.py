"""Builds on disk: which there are, which is current, and each read back without pandas."""

from __future__ import annotations

import json
import threading
from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from geodata import periods
from geodata.builds import reading
from geodata.builds.hashes import BUILT, MANIFEST, Checked, checked
from geodata.builds.manifest import BuildManifest, EditionEntry, EditionManifest, edition_manifest
from geodata.builds.parsed import Parsed
from geodata.errors import AtlasError, BuildDamaged, BuildLacks, BuildMissing
from geodata.figures.figures import Figures
from geodata.vocabulary import COUNTRY_ISO3

POINTER = "current.json"
LAYOUT = 7
"""Version of the layout of builds on disk: increased when older builds cannot be read any more."""


@dataclass(frozen=True, repr=False)  # written out, it is gigabytes
class Edition:
    """One incident source in one frame: its manifest, figures and documents. Sources are never mixed in one.

    `id` and `built` (UTC, whole seconds) are the build's; `manifest` holds its and the edition's entries together.
    """

    id: str
    manifest: EditionManifest
    figures: Figures
    folders: tuple[Path, ...]
    built: datetime
    checked: Checked = field(repr=False, compare=False)
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
        """A JSON document, such as geometry_admin1; it is shared, so not to be changed. Raises as Checked does."""
        return self.parsed.read(self._path(f"{name}.json"), self.checked.document)

    def table(self, name: str) -> list[dict[str, Any]]:
        """A table as rows, which are shared, so not to be changed; dates as text, missing values as None."""
        rows: list[dict[str, Any]] = self.parsed.read(
            self._path(f"{name}.parquet"), lambda path: reading.read_rows(self.checked.require(path))
        )
        return list(rows)

    def has(self, name: str) -> bool:
        """True if there is a file of that name, such as events.parquet."""
        return name in self._files

    @cached_property
    def _files(self) -> dict[str, Path]:
        return {name: folder / name for folder in reversed(self.folders) for name in self.checked.names(folder)}

    def _path(self, name: str) -> Path:
        if name in self._files:
            return self._files[name]
        raise BuildLacks(f"the build {self.id} has no {name}", where=str(self.folders[-1]))


@dataclass(frozen=True, repr=False)
class Build:
    """A build read back: its id, its manifest, and its editions, each read when it is first asked for."""

    id: str
    manifest: BuildManifest
    checked: Checked
    built: datetime
    _read: dict[str, Edition] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    parsed: Parsed = field(default_factory=Parsed)

    @property
    def folder(self) -> Path:
        """The folder of its files."""
        return self.checked.folder

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
        found = (one for one in self.editions if source in (None, one["source"]) and frame in (None, one["frame"]))
        if (chosen := next(found, None)) is None:
            raise KeyError((source, frame))
        key = edition_key(chosen["source"], chosen["frame"])
        with self._lock:
            if key not in self._read:
                self._read[key] = _edition(self, chosen)
            return self._read[key]


def edition_key(source: str, frame: str) -> str:
    """The name of an edition in addresses and folders."""
    return f"{source}~{frame}"


def built(folder: Path) -> datetime:
    """The time a build was first made; if it does not say, the time its manifest was written."""
    try:
        text = json.loads((folder / BUILT).read_text(encoding="utf-8"))["built"]
        return datetime.strptime(text, periods.CLOCK).replace(tzinfo=UTC)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    try:
        return datetime.fromtimestamp(int((folder / MANIFEST).stat().st_mtime), UTC)
    except OSError:
        return datetime.fromtimestamp(0, UTC)


def current_id(data: Path) -> str | None:
    """The id of the current build: the one that the pointer names, else the newest; None where there is none."""
    return next(iter(candidates(data)), None)


def pointed(data: Path) -> str:
    """The build that the pointer names, there or not; "" where the pointer cannot be read."""
    try:
        found = json.loads((data / POINTER).read_text(encoding="utf-8"))
        return str(found.get("build", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def candidates(data: Path) -> list[str]:
    """The ids of the builds on disk, the best to serve first: the one that the pointer names, then the newest."""
    first = pointed(data)
    return sorted(kept(data), key=lambda name: (name == first, *_age(data / "builds" / name)), reverse=True)


def _age(folder: Path) -> tuple[datetime, int, str]:
    """What tells the newer of two builds, also of two that were made in one second."""
    try:
        written = (folder / BUILT).stat().st_mtime_ns
    except OSError:
        written = 0
    return built(folder), written, folder.name


def kept(data: Path) -> list[str]:
    """The ids of the builds on disk."""
    return sorted(path.parent.name for path in (data / "builds").glob(f"[!.]*/{MANIFEST}"))


def made_from(data: Path) -> str:
    """The fingerprint of the pipeline that made the current build.

    "" where it does not say, where the pointer names no build, and where the manifest cannot be read.
    """
    folder = data / "builds" / (pointed(data) or "none")
    try:
        return str(_manifest(checked(folder)).get("made_from", ""))
    except (BuildDamaged, BuildLacks):
        return ""


def read(data: Path, build_id: str | None = None, *, without: Container[str] = ()) -> Build:
    """Read a build: the one that is named, else the best of the candidates that can be read, but for `without`.

    Raises BuildMissing where there is none or it is of another version, BuildDamaged where its manifest is damaged.
    """
    if build_id is not None:
        return _open(data, build_id)
    problem: AtlasError | None = None
    for candidate in candidates(data):
        if candidate not in without:
            try:
                return _open(data, candidate)
            except (BuildMissing, BuildDamaged, BuildLacks) as found:
                problem = problem or found
    raise problem or _missing(data)


def _missing(data: Path) -> BuildMissing:
    return BuildMissing("there is no build", where=str(data), todo="Run: mali-atlas build")


def _open(data: Path, build_id: str) -> Build:
    folder = data / "builds" / build_id
    if not (folder / MANIFEST).is_file():
        raise _missing(data)
    if _layout(folder) not in (None, LAYOUT):
        raise BuildMissing("this build is of another version", where=str(folder), todo="Run: mali-atlas build")
    files = checked(folder)
    found: Any = _manifest(files)
    return Build(build_id, found, files, built(folder))


def _layout(folder: Path) -> object:
    """The layout that a build says it has, another version's perhaps; None where its manifest cannot be read."""
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("layout", 0)
    except (OSError, ValueError, AttributeError):
        return None


def _manifest(files: Checked) -> dict[str, Any]:
    found: dict[str, Any] = files.document(files.folder / MANIFEST)
    return found


def manifest_of(build: Build, entry: EditionEntry) -> EditionManifest:
    """The manifest of an edition, without its figures."""
    ground = build.folder / "grounds" / edition_key(entry["ground"], entry["frame"])
    own = build.folder / "editions" / edition_key(entry["source"], entry["frame"])
    return edition_manifest(build.manifest, *(build.checked.document(at / MANIFEST) for at in (ground, own)))


def _edition(build: Build, entry: EditionEntry) -> Edition:
    own = build.folder / "editions" / edition_key(entry["source"], entry["frame"])
    ground = build.folder / "grounds" / edition_key(entry["ground"], entry["frame"])
    source = build.folder / "sources" / entry["source"]
    manifest = manifest_of(build, entry)
    folders = (own, ground, build.folder / "boundaries" / entry["ground"], source, build.folder)  # the first has it
    figures = reading.figures_of(own, ground, source, manifest, build.checked)
    return Edition(build.id, manifest, figures, folders, build.built, build.checked, build.parsed)
