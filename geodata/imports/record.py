"""Records of imported files on disk: one folder for each file in `imports`; read back without pandas."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from geodata import files
from geodata.errors import AtlasError, DataError

FOLDER, RECORD, REJECTED, ODD = "imports", "record.json", "rejected.csv", "odd.csv"
LONGEST_NAME = 64
LEFT = (".new-*", ".gone-*")
"""Patterns of the folders that an import, or a removal, is made in."""
_NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names that Windows keeps for devices, with any ending."""
_RIGHTS = "Run it as the user whom the directory belongs to."
_DERIVED = ("name", "is_in_use")


@dataclass(frozen=True)
class Imported:
    """An imported file: layout, origin, and row accounting.

    `rows` is accepted + rejected. `odd` counts usable rows to look at, by oddity; `countries` counts accepted rows;
    `first_day` and `last_day` are ISO dates, "" where the file has none; `number` is the order of import.
    """

    name: str
    kind: str
    layout: str
    title: str
    producer: str
    why: str
    file: str
    sha256: str
    size: int
    release: str
    is_release_inferred: bool
    licence: str
    licence_url: str
    url: str
    citation: str
    policy: str
    imported_at: str
    rows: int
    accepted: int
    rejected: int
    odd: dict[str, int]
    countries: dict[str, int]
    first_day: str
    last_day: str
    levels: tuple[str, ...]
    notes: tuple[str, ...]
    number: int = 0
    is_in_use: bool = True

    def folder(self, data: Path) -> Path:
        """The folder of this import in a data directory."""
        return data / FOLDER / self.name

    def path(self, data: Path) -> Path:
        """The copy of the file in a data directory."""
        return self.folder(data) / self.file


def is_name(text: str) -> bool:
    """True if an import may have this name: lower-case letters, digits, single inner dots and hyphens, no device."""
    return bool(len(text) <= LONGEST_NAME and _NAME.fullmatch(text)) and text.split(".")[0] not in _DEVICES


def require_name(text: str) -> str:
    """The text itself. Raises AtlasError unless it can be the name of an import."""
    if is_name(text):
        return text
    raise AtlasError(
        f"{text!r} cannot be the name of an import",
        expected=f"lower-case letters, digits, dots and hyphens, at most {LONGEST_NAME}, such as ucdp-ged-24.1",
    )


def name_from(text: str) -> str:
    """A name made from a text such as a layout and a release; "import" where nothing of it can be used."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9.]+", "-", plain)
    made = re.sub(r"[.-]{2,}", "-", made)[: LONGEST_NAME - 4].strip(".-")
    return made if is_name(made) else "import"


def safe_file_name(name: str) -> str:
    """A file's own name as any system can store it, apart from the names that an import's folder uses itself."""
    plain = unicodedata.normalize("NFC", name)
    plain = "".join("_" if letter in '<>:"/\\|?*' or not letter.isprintable() else letter for letter in plain)
    stem, dot, suffix = plain.strip(" .").rpartition(".")
    stem, suffix = (stem, dot + suffix[:10]) if stem else (suffix, "")
    while len(stem.encode()) > 120:
        stem = stem[:-1]
    made = stem.strip(" .") + suffix
    if not made or made.lower() in (RECORD, REJECTED, ODD) or stem.split(".")[0].lower() in _DEVICES:
        return f"file-{made}"
    return made


def listed(data: Path) -> list[Imported]:
    """The imports in order of time; of the boundary files only the newest is in use.

    Raises DataError for a record that cannot be read.
    """
    records = [read(folder) for folder in folders(data)]
    records.sort(key=lambda record: (record.number, record.imported_at, record.name))
    newest = max((record.number for record in records if record.kind == "boundaries"), default=0)
    return [replace(record, is_in_use=record.kind != "boundaries" or record.number == newest) for record in records]


def folders(data: Path) -> list[Path]:
    """The folders of the imports, readable or not."""
    there = (data / FOLDER).iterdir() if (data / FOLDER).is_dir() else ()
    return sorted(folder for folder in there if is_name(folder.name) and folder.is_dir())


def boundaries_in_use(data: Path) -> Imported | None:
    """The boundary file in use: the newest; None if none was imported."""
    return next((record for record in listed(data) if record.kind == "boundaries" and record.is_in_use), None)


def find(data: Path, name: str) -> Imported:
    """Look an import up by name. Raises AtlasError with the known names for an unknown one."""
    there = {record.name: record for record in listed(data)}
    if name not in there:
        raise AtlasError(
            f"no import is called {name!r}", expected=f"one of {', '.join(there)}" if there else "nothing is imported"
        )
    return there[name]


def remove(data: Path, name: str) -> Imported:
    """Take an import away, its file and record with it; return the record. Raises AtlasError for an unknown name."""
    if not (data / FOLDER).is_dir():
        return find(data, name)
    with files.exclusive(data):
        tidy(data)
        record = find(data, name)
        try:
            with files.folder_aside(data / FOLDER, ".gone-") as gone:
                record.folder(data).rename(gone / name)
        finally:
            files.drop_if_empty(data / FOLDER)
    return record


def write(record: Imported, folder: Path) -> None:
    """Put the record into the folder of an import; the folder's name is the record's."""
    kept = {key: value for key, value in asdict(record).items() if key not in _DERIVED}
    text = json.dumps(kept, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8", newline="\n")


def tidy(data: Path) -> None:
    """Remove what a killed process left of imports: at most the copy of a file, and what was made of it."""
    files.sweep(data / FOLDER, LEFT)
    files.sweep(data, [files.HALF])


def read(folder: Path) -> Imported:
    """The record in the folder of an import. Raises DataError where it cannot be read."""
    try:
        found: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        found |= {"levels": tuple(found["levels"]), "notes": tuple(found["notes"]), "name": folder.name}
        record = Imported(**found)
        if Path(record.file).name != record.file or not isinstance(record.number, int):
            raise ValueError("file or number")
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise DataError(
            f"the record of this import cannot be read ({problem})",
            where=str(folder / RECORD),
            todo=_RIGHTS if isinstance(problem, PermissionError) else "Delete this folder, then import the file again.",
        ) from None
    return record
