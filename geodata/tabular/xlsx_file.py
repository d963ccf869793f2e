"""xlsx workbooks as rows of text, looked through before they are opened: no zip bomb, no sheet of endless width.

calamine keeps a sheet as one block of cells and copies a shared text into each cell that uses it, so a small
file could ask for more memory than there is, which ends the process. What it would ask for is counted first.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from geodata.errors import DataError

MOST_ENTRIES = 1_000
MOST_BYTES = 2 << 30
"""All parts of a workbook unpacked: UCDP's whole GED of 2024 takes about 0.8 GB."""
HIGHEST_RATIO = 200
"""Unpacked against packed, for parts above 1 MB: UCDP's own files stay below 10, a zip bomb is near 1,000."""
MOST_CELLS = 25_000_000
"""Rows times columns of the block that a sheet spans: 32 bytes each in calamine, so 0.8 GB at most."""
MOST_CELLS_OF_ALL = 2 * MOST_CELLS
"""Rows times columns of all sheets together, which are read one after the other."""
MOST_TEXT = 1 << 30
"""Characters of all cells of all sheets together, a text that is used twice counted twice."""
LONGEST_ROW = 64 << 20

_CHUNK = 1 << 20
_TAG = rb"<(?:[^<>\s/:]+:)?"
_ROW = re.compile(_TAG + rb"row\b")
_ROW_PLACE = re.compile(_TAG + rb"""row\b[^<>]{0,999}?\br\s*=\s*["'](\d+)["']""")
_CELL = re.compile(_TAG + rb"c\b")
_CELL_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_SHARED_VALUE = re.compile(
    _TAG
    + rb"""c\b[^<>]{0,300}\bt\s*=\s*["']s["'][^<>]{0,300}(?:/>|>\s*"""
    + _TAG
    + rb"""v\b[^<>]{0,300}>\s*(\d{1,9})\s*<)"""
)
_STRING_END = re.compile(rb"</(?:[^<>\s/:]+:)?si\s*>|" + _TAG + rb"si\b[^<>]*/>")
_STRINGS = "xl/sharedstrings.xml"
_LONGEST_TAG = 4_096
_UNSOUND = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_SAVE = "Save the table as csv (UTF-8), or as a plain xlsx workbook."
T = TypeVar("T")
Lengths = npt.NDArray[np.int64]


def sheets(path: Path) -> list[str]:
    """The names of a workbook's sheets, in order. Raises DataError for an invalid xlsx workbook."""
    _look_through(path)
    found = _guarded(lambda: _open(path).sheets_metadata, path)
    return [sheet.name for sheet in found if sheet.typ == SheetTypeEnum.WorkSheet]


def rows(path: Path, sheet: str, most: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Each row of a sheet that is not empty (number from 1, cells as text); the file was looked through.

    With `most`, only among so many rows from the top. Whole numbers have no decimals, days are ISO 8601, and empty
    cells are "". Raises DataError.
    """
    block: CalamineSheet = _guarded(lambda: _open(path).get_sheet_by_name(sheet), path)
    cells = iter(block.iter_rows())
    number = 0
    while most is None or number < most:
        row = _guarded(lambda: next(cells, None), path)
        if row is None:
            return
        number += 1
        if row.count("") < len(row):
            yield number, [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return cell.isoformat(sep=" ") if isinstance(cell, datetime) else str(cell)


def _open(path: Path) -> CalamineWorkbook:
    with path.open("rb") as file:
        return CalamineWorkbook.from_filelike(file)


def _guarded(read: Callable[[], T], path: Path) -> T:
    """The result of `read`; any failure of calamine, which may panic (a BaseException), becomes a DataError."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, DataError):
        raise
    except BaseException as problem:
        raise _unsound(path, str(problem).splitlines()[0] if str(problem) else type(problem).__name__) from None


def _unsound(path: Path, problem: str) -> DataError:
    return DataError(f"is not a valid xlsx workbook ({problem[:200]})", where=path.name, todo=_SAVE)


def _too_large(path: Path, what: str, expected: str) -> DataError:
    return DataError(f"is too large: {what}", where=path.name, expected=expected, todo="Save the table as csv (UTF-8).")


def _look_through(path: Path) -> None:
    """Raise DataError unless every part unpacks to what the directory says, within the limits above."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive, path)
            parts = {part.filename.lower(): part for part in archive.infolist()}
            strings = parts.pop(_STRINGS, None)
            lengths = _shared_lengths(archive, strings, path) if strings else np.empty(0, dtype=np.int64)
            extents = [_check_sheet(archive, part, lengths, path) for part in parts.values()]
            _check_all(extents, path)
    except _UNSOUND as problem:
        raise _unsound(path, str(problem)) from None


def _check_directory(archive: zipfile.ZipFile, path: Path) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > MOST_ENTRIES:
        raise _too_large(path, f"{len(parts)} parts", f"at most {MOST_ENTRIES}")
    if "xl/workbook.xml" not in names:
        raise DataError(
            "is a zip file, but not an xlsx workbook", where=path.name, expected="xl/workbook.xml", todo=_SAVE
        )
    if len(names) < len(parts):
        raise _unsound(path, "a part occurs twice")
    total = sum(part.file_size for part in parts)
    if total > MOST_BYTES:
        raise _too_large(path, f"{total / 2**30:.1f} GB unpacked", f"at most {MOST_BYTES >> 30} GB")
    for part in parts:
        if part.file_size > HIGHEST_RATIO * max(part.compress_size, _CHUNK // HIGHEST_RATIO):
            ratio = part.file_size // max(part.compress_size, 1)
            raise _too_large(
                path, f"{part.filename} unpacks to {ratio} times its size", f"at most {HIGHEST_RATIO} times"
            )


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, cut: re.Pattern[bytes], path: Path) -> Iterator[bytes]:
    """A part in pieces that each end before a match of `cut`. zipfile checks the size and the CRC meanwhile."""
    with archive.open(part) as file:
        kept = b""
        while chunk := file.read(_CHUNK):
            start = max(0, len(kept) - _LONGEST_TAG)
            kept += chunk
            cuts = [match.start() for match in cut.finditer(kept, start)]
            if cuts and cuts[-1]:
                yield kept[: cuts[-1]]
                kept = kept[cuts[-1] :]
            elif len(kept) > LONGEST_ROW:
                raise _too_large(path, f"one row of {part.filename}", f"at most {LONGEST_ROW >> 20} MB")
        yield kept


def _shared_lengths(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> Lengths:
    """The bytes that each shared text takes in the file, tags and all."""
    ends, before = [0], 0
    for piece in _pieces(archive, part, _STRING_END, path):
        if b"<!" in piece:
            raise _unsound(path, f"{part.filename} holds a comment")
        ends += [before + match.start() for match in _STRING_END.finditer(piece)]
        before += len(piece)
    places = np.array(ends, dtype=np.int64)
    return places[1:] - places[:-1]


@dataclass
class _Extent:
    """The memory that calamine would need for a sheet: its block of cells, and all their text."""

    height: int = 0
    width: int = 0
    unnumbered: int = 0
    text: int = 0

    def add(self, piece: bytes, lengths: Lengths) -> None:
        places = _CELL_PLACE.findall(piece)
        columns = {_column(letters) for letters, _ in places}
        numbers = [int(row) for row in _ROW_PLACE.findall(piece)]
        self.height = max(self.height, *numbers, *(int(row) for _, row in places), 0)
        self.unnumbered += len(_ROW.findall(piece)) - len(numbers)
        loose = 0
        if len(_CELL.findall(piece)) > len(places):
            loose = max(len(_CELL.findall(row)) for row in _ROW.split(piece))
        self.width = max(self.width, max(columns, default=0) + loose)
        used = np.array([int(index) for index in _SHARED_VALUE.findall(piece) if index], dtype=np.int64)
        self.text += int(lengths[used[used < len(lengths)]].sum())

    @property
    def cells(self) -> int:
        return (self.height + self.unnumbered) * self.width


def _check_all(extents: list[_Extent], path: Path) -> None:
    """Raise DataError where the sheets that are small enough each would together fill the memory."""
    cells, text = sum(extent.cells for extent in extents), sum(extent.text for extent in extents)
    if cells > MOST_CELLS_OF_ALL:
        raise _too_large(path, f"its sheets span {cells:,} cells", f"at most {MOST_CELLS_OF_ALL:,}")
    if text > MOST_TEXT:
        raise _too_large(path, "its sheets repeat their texts too often", f"at most {MOST_TEXT >> 20} MB")


def _check_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo, lengths: Lengths, path: Path) -> _Extent:
    """The extent of a part. Raises DataError for a sheet whose block of cells, or whose text, would fill the memory."""
    extent = _Extent()
    for piece in _pieces(archive, part, _ROW, path):
        extent.add(piece, lengths)
        if len(_SHARED.findall(piece)) > len(_SHARED_VALUE.findall(piece)):
            raise _unsound(path, f"{part.filename} refers to shared texts in an unusual way")
        if extent.cells > MOST_CELLS:
            raise _too_large(path, f"{part.filename} spans {extent.cells:,} cells", f"at most {MOST_CELLS:,}")
        if extent.text > MOST_TEXT:
            raise _too_large(path, f"{part.filename} repeats its texts too often", f"at most {MOST_TEXT >> 20} MB")
    return extent


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:9]:
        number = number * 26 + letter - 64
    return number
