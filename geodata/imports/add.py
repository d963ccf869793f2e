"""A user's file into the data directory: recognised, read, checked, copied aside, moved into place; and read again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata import files, policies, sources
from geodata.boundaries.imported import boundary_file, recognition
from geodata.boundaries.imported.audit import Audit
from geodata.boundaries.imported.publishers import OF_CERCLES, PUBLISHERS
from geodata.counting.placed_file import PlacedFile
from geodata.errors import AtlasError, DataError
from geodata.imports import layouts, neighbours, placed
from geodata.imports.checks import countries, days, release_of, require_file, require_usable, write_rows
from geodata.imports.record import (
    FOLDER,
    ODD,
    REJECTED,
    Imported,
    boundaries_in_use,
    find,
    listed,
    name_from,
    remove,
    require_name,
    safe_file_name,
    tidy,
    write,
)
from geodata.tabular.typed_cells import ReadResult

__all__ = ["Imported", "add", "boundaries_in_use", "find", "listed", "read", "read_boundaries", "remove"]


@dataclass(frozen=True)
class ImportFacts:
    """The facts about a file to import: kind, layout, origin and row accounting; the rows if it is a table."""

    about: dict[str, Any]
    read: ReadResult | None = None


def add(
    data: Path,
    file: Path,
    *,
    name: str | None = None,
    release: str | None = None,
    accept_rejected: bool = False,
) -> Imported:
    """Import a file into the data directory; nothing is left there where it cannot be imported.

    `name` and `release` go before what is made or inferred from the file. Raises DataError when the file is none that
    can be read, or when all its rows, or more than 5 % without `accept_rejected`, cannot be used: they are then in
    rejected-<file>.csv in the data directory. Raises AtlasError for these bytes or this name imported before, and for
    another process at work in the directory.
    """
    if name is not None:
        require_name(name)
    if release is not None and not (0 < len(release) <= 40 and release.isprintable()):
        raise AtlasError(f"{release!r} cannot be a release", expected="1 to 40 characters, such as 24.1")
    require_file(file)
    with _aside(data) as folder:
        copy = folder / safe_file_name(file.name)
        shutil.copyfile(file, copy)
        digest = sources.sha256(copy)
        before = listed(data)
        _require_new(before, digest, name, file)
        found = _placed(copy) or _boundaries(copy) or _table(copy)
        if found.read is not None:
            require_usable(found.read, data, copy, accept_rejected)
            write_rows(found.read, found.read.rejected, folder / REJECTED)
            write_rows(found.read, found.read.odd, folder / ODD)
        record = _beside(_record(found, copy, digest, release, before), found.read, before)
        write(record, folder)
        return replace(record, name=_settle(folder, data / FOLDER, record, name))


def _record(found: ImportFacts, copy: Path, digest: str, release: str | None, before: list[Imported]) -> Imported:
    """The record of a file, without its name; its release as given, else as it was inferred."""
    known, is_inferred = release_of(found.read, digest) if release is None else (release, False)
    return Imported(
        **found.about,
        name="",
        file=copy.name,
        sha256=digest,
        size=copy.stat().st_size,
        release=known,
        is_release_inferred=is_inferred,
        imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
        number=1 + max((other.number for other in before), default=0),
    )


def _beside(record: Imported, found: ReadResult | None, before: list[Imported]) -> Imported:
    """The record as it is or, of a file of neighbours alone, as an addition to Mali's events: see `neighbours`."""
    if found is None or not neighbours.is_abroad(found.table):
        return record
    of = neighbours.sides(found.table)
    home, whose = neighbours.require_beside(record, of, before), f"events of {neighbours.names(of)}"
    note = f"{whose}: they stand beside those of {home}, on their side of the border zones"
    return replace(record, kind=neighbours.KIND, title=f"{record.title}, {whose}", notes=(*record.notes, note))


def read(data: Path, record: Imported) -> ReadResult:
    """The rows of an imported table, read again by its layout. Raises DataError if the copy was changed or is gone."""
    path = _unchanged(data, record)
    if record.layout not in layouts.LAYOUTS:
        raise DataError(
            f"{record.name} is of layout {record.layout!r}, which this version cannot read",
            where=str(path),
            expected=f"one of {', '.join(layouts.LAYOUTS)}",
            todo=f"Run mali-atlas remove {record.name}.",
        )
    return layouts.LAYOUTS[record.layout].read(path)


def read_placed(data: Path, record: Imported) -> PlacedFile:
    """The counts of an imported file of placed events. Raises DataError as `read`."""
    return placed.read(_unchanged(data, record))


def read_boundaries(data: Path, record: Imported) -> tuple[gpd.GeoDataFrame, Audit]:
    """The communes or cercles of an imported boundary file and its audit, read again. Raises DataError as `read`."""
    return boundary_file.read_units(_unchanged(data, record))


def _unchanged(data: Path, record: Imported) -> Path:
    path = record.path(data)
    digest = sources.sha256(path) if path.is_file() else "no file"
    if digest != record.sha256:
        raise DataError(
            f"the copy of {record.name} was changed: its SHA-256 is {digest}",
            where=str(path),
            expected=record.sha256,
            todo=f"Run mali-atlas remove {record.name}, then import the file again.",
        )
    return path


@contextmanager
def _aside(data: Path) -> Iterator[Path]:
    """A folder inside `imports` to fill; it, and folders made for it, are gone afterwards unless it was moved."""
    imports = data / FOLDER
    made = [folder for folder in (imports, data) if not folder.exists()]
    with files.exclusive(data):
        imports.mkdir(exist_ok=True)
        tidy(data)
        try:
            with files.folder_aside(imports) as folder:
                yield folder
        finally:
            for parent in made:
                files.drop_if_empty(parent)


def _require_new(before: list[Imported], digest: str, name: str | None, file: Path) -> None:
    for record in before:
        if record.sha256 == digest:
            raise AtlasError(
                f"already imported as {record.name}",
                where=file.name,
                todo=f"To import it anew, run mali-atlas remove {record.name} first.",
            )
        if record.name == name:
            raise AtlasError(
                f"{name} is the name of another import, of {record.file}",
                where=file.name,
                todo=f"Choose another --name, or run mali-atlas remove {name} first.",
            )


def _settle(folder: Path, imports: Path, record: Imported, name: str | None) -> str:
    """Name the folder: as requested, else by layout and release, with the first free number."""
    newest = record.release.rpartition(" to ")[2]
    whose = record.title.rpartition(" of ")[2] if record.kind == neighbours.KIND else ""
    wanted = name or name_from(f"{record.layout.replace('admin', 'adm')} {newest} {whose}")
    tried, number = wanted, 1
    while (imports / tried).exists():
        number += 1
        tried = f"{wanted}-{number}"
    folder.rename(imports / tried)
    return tried


def _placed(file: Path) -> ImportFacts | None:
    about = placed.about(file)
    return None if about is None else ImportFacts(about)


def _boundaries(file: Path) -> ImportFacts | None:
    recognised = recognition.recognise(file)
    if recognised is None:
        return None
    what, why = recognised
    units, audit = boundary_file.read_units(file)
    level = int(what[-1])
    key = what[: -len("admin0")].rstrip(" -")
    publisher = PUBLISHERS[key]
    return ImportFacts(
        {
            **vars(publisher),
            "kind": "boundaries",
            "layout": f"{key}-admin{level}",
            "title": OF_CERCLES.get(key, publisher.title) if level == 2 else publisher.title,
            "why": why,
            "rows": len(units),
            "accepted": len(units),
            "rejected": 0,
            "odd": {},
            "countries": {},
            "first_day": "",
            "last_day": "",
            "levels": tuple(f"admin{number}" for number in range(1, level + 1)),
            "notes": tuple(_notes(audit)),
        }
    )


def _notes(found: Audit) -> Iterator[str]:
    """The findings of a boundary file's audit, one sentence each."""
    if found.frame:
        yield f"its regions are those of the frame {found.frame}"
    for row in found.findings.to_dict("records"):
        metres = "" if pd.isna(row["metres"]) else f", {row['metres']:.0f} m"
        place = "" if pd.isna(row["longitude"]) else f", at {row['longitude']:.4f} east, {row['latitude']:.4f} north"
        names = f" ({row['names']})" if row["names"] else ""
        yield f"{row['outcome']}: {row['detail']}{metres}{place}{names}"


def _table(file: Path) -> ImportFacts:
    layout, why = layouts.recognise(file)
    found = layout.read(file)
    rejected = found.rejected["row"].nunique()
    if found.rows != len(found.table) + rejected:
        raise DataError(f"{found.rows} rows are not {len(found.table)} accepted + {rejected} rejected", where=file.name)
    first, last = days(found.table)
    levels = {"monthly": ("country", "admin1", "admin2"), "personnel": ("country",)}
    return ImportFacts(
        {
            "kind": layout.kind,
            "layout": layout.key,
            "title": layout.title,
            "producer": layout.producer,
            "why": why,
            "licence": layout.licence,
            "licence_url": layout.licence_url,
            "url": layout.url,
            "citation": layout.citation,
            "policy": layout.policy,
            "rows": found.rows,
            "accepted": len(found.table),
            "rejected": rejected,
            "odd": {str(key): int(number) for key, number in found.odd["oddity"].value_counts().items()},
            "countries": countries(found.table),
            "first_day": first,
            "last_day": last,
            "levels": levels.get(layout.kind) or policies.allowed_levels(layout.policy),
            "notes": found.notes,
        },
        found,
    )
