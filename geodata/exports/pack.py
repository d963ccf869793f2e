"""The citation pack: a zip of a view's data with what they are, where they are from and how to cite them.

It is written the same each time and read without trust: nothing is unpacked to disk, and every name, size, checksum
and SHA-256 is looked at before its content is.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from geodata.errors import DataError
from geodata.exports.extract import LAYERS, Extract
from geodata.exports.formats import FORMATS, csvw
from geodata.exports.selection import Selection

FORMAT, VERSION = "mali-atlas-pack", 1
MANIFEST = "manifest.json"
MOST_FILES = 64
MOST_BYTES = 256 << 20
"""Of a pack, packed or unpacked; one of all communes with every layer has about 6 million."""
_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,149}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,149}")
_CLOCK = (1980, 1, 1, 0, 0, 0)
_BUILD = re.compile(r"[0-9a-f]{16}")
_HEAD = 30
"""Bytes of a file's header in a zip, without its name."""
_AGAIN = "Download it again, or ask for another copy where you have it from."


SIDECAR = f"csv{csvw.SUFFIX}"
EXTENSIONS = ("csv", SIDECAR, "geojson")
"""The files of a layer, as far as its terms allow them, by the ending of their addresses; each has CSV."""


@dataclass(frozen=True)
class File:
    """A file of a layer: its name in the pack, its format, and the address that gives the same bytes."""

    name: str
    format: str
    permalink: str


@dataclass(frozen=True)
class Part:
    """A layer in a pack: what was chosen of it, and its files, one of them CSV."""

    layer: str
    chosen: Selection
    files: tuple[File, ...]

    def file(self, extension: str) -> File:
        """The layer's file of a format that it has."""
        return next(file for file in self.files if file.format == extension)


@dataclass(frozen=True)
class Pack:
    """A pack that is intact: its manifest, its files by name, and what the manifest says of build and layers."""

    manifest: dict[str, Any]
    files: Mapping[str, bytes]
    build: str
    source: str
    frame: str
    parts: tuple[Part, ...]


def content(extract: Extract, extension: str, part: Sequence[File]) -> bytes:
    """A file of a layer, as its own address gives it; `part` are the files of the layer."""
    own = next(file for file in part if file.format == extension)
    if extension == SIDECAR:
        table = next(file for file in part if file.format == "csv")
        return csvw.write(_at(extract, table.permalink), address=own.permalink)
    return FORMATS[extension].write(_at(extract, own.permalink), False)


def _at(extract: Extract, permalink: str) -> Extract:
    return replace(extract, permalink=permalink, provenance={**extract.provenance, "permalink": permalink})


def write(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The zip of the files, the manifest with their sizes and SHA-256 in front: the same bytes each time."""
    listed = [{"name": name, **_seal(content)} for name, content in files.items()]
    whole = {"format": FORMAT, "version": VERSION, **manifest, "files": listed}
    text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {MANIFEST: text.encode() + b"\n", **files}.items():
            entry = zipfile.ZipInfo(name, _CLOCK)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content, compresslevel=9)
    return out.getvalue()


def _seal(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def read(content: bytes, where: str = "") -> Pack:
    """The pack of these bytes. Raises DataError where they are no pack, or not as the pack was written.

    What a zip's own header says of clocks and permissions is not looked at.
    """
    try:
        files = _members(content)
        manifest = _manifest(files.pop(MANIFEST, None))
        _require_listed(manifest, files)
        return _pack(manifest, files)
    except _Damaged as problem:
        raise DataError(problem.what, where=where, todo=problem.todo) from None


class _Damaged(Exception):
    def __init__(self, what: str, todo: str = _AGAIN) -> None:
        self.what, self.todo = what, todo


def _members(content: bytes) -> dict[str, bytes]:
    """The files of the zip by name, in their order."""
    if not content:
        raise _Damaged("is empty")
    if len(content) > MOST_BYTES:
        raise _Damaged("is larger than any citation pack", "")
    if not content.startswith(b"PK\x03\x04"):
        is_page = re.match(rb"\s*<(!doctype|html|\?xml)", content[:100], re.IGNORECASE)
        what = "is a web page, perhaps an error message, and not a zip file" if is_page else "is not a zip file"
        raise _Damaged(what, "A citation pack is what /download/pack.zip gives.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_plain(archive, len(content))
            return {entry.filename: _content(archive, entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError) as problem:
        raise _Damaged(f"is a damaged zip file ({str(problem)[:200] or 'it ends too early'})") from None
    except (NotImplementedError, RuntimeError, OverflowError):
        raise _Damaged("is a zip file of a kind that no citation pack is") from None


def _require_plain(archive: zipfile.ZipFile, size: int) -> None:
    """Raise unless the zip is a row of plainly named files, one after the other, with nothing beside them."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise _Damaged(f"holds {len(entries)} files; a citation pack has at most {MOST_FILES}", "")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _Damaged("would unpack to more than any citation pack holds", "")
    end = 0
    for entry in entries:
        if entry.orig_filename != entry.filename or not _NAME.fullmatch(entry.filename):
            raise _Damaged(f"holds a file with a name that no citation pack has, {entry.orig_filename[:80]!r}", "")
        if entry.flag_bits & ~0x800 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _Damaged(f"holds {entry.filename} packed in a way that no citation pack is")
        if entry.header_offset != end:
            raise _Damaged(f"holds something that belongs to none of its files, before {entry.filename}")
        end += _HEAD + len(entry.filename) + entry.compress_size
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise _Damaged("holds two files of the same name")
    if archive.start_dir != end or archive.comment or size != _end(archive):
        raise _Damaged("holds something that belongs to none of its files, at its end")


def _end(archive: zipfile.ZipFile) -> int:
    """The offset at which the zip must end: after its central directory and the 22 bytes that close it."""
    listed = sum(46 + len(entry.filename) + len(entry.extra) + len(entry.comment) for entry in archive.infolist())
    return archive.start_dir + listed + 22


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        found = file.read(entry.file_size)
        if len(found) != entry.file_size or file.read(1):
            raise _Damaged(f"holds {entry.filename} with another size than it says")
        return found


def _manifest(content: bytes | None) -> dict[str, Any]:
    if content is None:
        raise _Damaged(f"is a zip file without a {MANIFEST}, so not a citation pack", "")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise _Damaged(f"holds a {MANIFEST} that is not valid JSON") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _Damaged(f"holds a {MANIFEST} that is not a citation pack's", "")
    if found.get("version") != VERSION:
        todo = "Verify it with the version of Mali Atlas that made it, or a newer one."
        raise _Damaged(f"is a pack of version {str(found.get('version'))[:20]}; this program reads {VERSION}", todo)
    return found


def _require_listed(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Raise unless the files are those of the manifest, byte for byte."""
    listed = {_text(entry, "name"): (entry.get("size"), entry.get("sha256")) for entry in _entries(manifest, "files")}
    if missing := [name for name in listed if name not in files]:
        raise _Damaged(f"lacks {_named(missing)}")
    if added := [name for name in files if name not in listed]:
        raise _Damaged(f"holds {_named(added)}, of which its {MANIFEST} knows nothing")
    if changed := [name for name, content in files.items() if (*_seal(content).values(),) != listed[name]]:
        raise _Damaged(f"holds {_named(changed)} with another content than its {MANIFEST} says")


def _named(names: Sequence[str]) -> str:
    return ", ".join(name[:80] for name in names[:5]) + (" ..." if len(names) > 5 else "")


def _pack(manifest: dict[str, Any], files: Mapping[str, bytes]) -> Pack:
    build = _text(manifest, "build")
    if not _BUILD.fullmatch(build):
        _refuse("build")
    for record in _entries(manifest, "sources"):
        _text(record, "id")
    parts = tuple(_part(entry, files) for entry in _entries(manifest, "layers"))
    if not parts:
        _refuse("layers")
    return Pack(manifest, files, build, _text(manifest, "source"), _text(manifest, "frame"), parts)


def _part(entry: Mapping[str, Any], files: Mapping[str, bytes]) -> Part:
    found = tuple(
        File(_text(file, "name"), _text(file, "format"), _text(file, "permalink")) for file in _entries(entry, "files")
    )
    layer, filters = _text(entry, "layer"), entry.get("filters")
    if layer not in LAYERS or not isinstance(filters, dict):
        _refuse("layers")
    formats = [file.format for file in found]
    if any(file.name not in files or file.format not in EXTENSIONS for file in found) or formats.count("csv") != 1:
        _refuse("files")
    try:
        return Part(layer, Selection.read(filters), found)
    except ValueError as problem:
        _refuse(str(problem))


def _entries(record: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = record.get(name)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        _refuse(name)
    return found


def _text(record: Mapping[str, Any], name: str) -> str:
    found = record.get(name)
    if not isinstance(found, str):
        _refuse(name)
    return found


def _refuse(name: str) -> NoReturn:
    raise _Damaged(f"holds a {MANIFEST} whose {name!r} is not what a citation pack says")
