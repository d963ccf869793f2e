"""csv files as rows of cells, whatever their encoding; a broken quote costs its own row, not those below it."""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from geodata.errors import DataError
from geodata.texts import N_

LONGEST_LINE = 20_000_000
"""Characters; a longer line is cut, and its pieces are rows that are not whole."""

_CHUNK = 1 << 20
_LOST = re.compile("[\udc80-\udcff]")
_DAMAGE = re.compile("[\udc80-\udcff\0]")
BROKEN_QUOTE = N_("a quotation mark is opened and not closed")
_TOO_LONG = N_("a field is too long")


@dataclass(frozen=True)
class Encoding:
    """The encoding of a file; is_damaged: some bytes cannot be decoded, or are null."""

    name: str = "utf-8-sig"
    is_damaged: bool = False

    def notes(self) -> tuple[str, ...]:
        """Remarks on the encoding for the user."""
        return () if self.name == "utf-8-sig" else (f"read as {self.name}",)


@dataclass(frozen=True)
class Record:
    """A row: its number in the file (the first is 1), its cells, and why it cannot be read, if so."""

    number: int
    cells: list[str]
    problem: str = ""


def recognise(path: Path) -> Encoding:
    """UTF-8 (with or without BOM) or UTF-16 with BOM where the bytes are that, else Windows-1252.

    Mostly sound UTF-8, such as a file cut within a letter, is UTF-8 and damaged. Raises DataError for broken
    UTF-16, and for what is no text.
    """
    with path.open("rb") as file:
        start = file.read(3)
        file.seek(0)
        if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return _utf_16(path)
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        lost = letters = nulls = size = 0
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            nulls += chunk.count(0)
            text = decoder.decode(chunk)
            if not text.isascii():
                lost += len(_LOST.findall(text))
                letters += len(text) - len(text.encode("ascii", "ignore"))
        lost += len(decoder.decode(b"", final=True))
    if nulls > size // 4:
        raise DataError("is neither text nor xlsx", where=path.name, todo="Save the table as csv (UTF-8) or xlsx.")
    name = "cp1252" if lost > letters - lost else "utf-8-sig"
    return Encoding(name, bool(lost or nulls))


def _utf_16(path: Path) -> Encoding:
    nulls = False
    try:
        with path.open(encoding="utf-16", newline="") as file:
            while text := file.read(_CHUNK):
                nulls = nulls or "\0" in text
    except UnicodeError as problem:
        raise DataError(
            f"cannot be read as UTF-16 ({problem})"[:200], where=path.name, todo="Save the table as csv (UTF-8)."
        ) from None
    return Encoding("utf-16", nulls)


def is_damaged(text: str) -> bool:
    """True if it holds undecodable bytes or null characters."""
    return _DAMAGE.search(text) is not None


def shown(text: str) -> str:
    """The text with what cannot be read replaced."""
    return _DAMAGE.sub("\ufffd", text)


@dataclass
class _Lines:
    """A file's lines, and those of the row being read, so that they can be read again."""

    lines: Iterator[str]
    again: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else next(self.lines)
        self.taken.append(line)
        return line


def records(path: Path, encoding: Encoding, separator: str, width: int | None = None) -> Iterator[Record]:
    """Each row of a csv file, empty ones too. With `width`, a row of another width that swallowed lines because a
    quotation mark is not closed is a problem of its first line only; the others are read again.
    """
    with path.open(encoding=encoding.name, errors="surrogateescape", newline="") as file:
        lines = _Lines(iter(lambda: file.readline(LONGEST_LINE), ""))
        reader = csv.reader(lines, delimiter=separator)
        budget = max(_CHUNK, 4 * path.stat().st_size)
        number = 0
        while True:
            lines.taken.clear()
            number += 1
            try:
                record = Record(number, next(reader))
            except StopIteration:
                return
            except csv.Error:
                record = Record(number, [lines.taken[0][:1000]], _TOO_LONG)
            spent = sum(map(len, lines.taken)) if len(lines.taken) > 1 else 0
            if width and 0 < spent < budget and len(record.cells) != width and _is_broken(lines.taken, separator):
                budget -= spent
                lines.again.extendleft(reversed(lines.taken[1:]))
                record = Record(number, [lines.taken[0]], BROKEN_QUOTE)
            yield record


def _is_broken(lines: list[str], separator: str) -> bool:
    try:
        for _ in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error:
        return True
    return False
