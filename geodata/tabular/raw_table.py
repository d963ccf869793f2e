"""Tables as their files hold them, csv or xlsx: text cells by row, nothing judged but whether a row is whole.

A row that is not whole is rejected with its reason; only a file that is no table at all raises.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import itemgetter
from pathlib import Path

import pandas as pd

from geodata.errors import DataError
from geodata.tabular import csv_file, xlsx_file
from geodata.tabular.sheets import Sheet, place_of
from geodata.texts import N_

MOST_BYTES = 512 << 20
LONGEST_FIELD = 2_000_000
"""Characters: UCDP's lists of news sources may be longer than the csv module's 131,072."""
MOST_COLUMNS = 10_000
MOST_REJECTED = 1_000_000
"""Lines of a report: a file with more of them is unreadable as a whole."""
SHOWN = 200
"""Characters of a value that a report shows."""
HEADER_AMONG = 20
"""Rows of a sheet in which its header is looked for, below a title."""
REJECTED = ["row", "column", "value", "reason"]

_BLOCK = 50_000
_SEPARATORS = ",;\t"
_OTHER_WIDTH = N_("has {} fields, the header {}")
_UNREADABLE = N_("holds characters that cannot be read")

csv.field_size_limit(LONGEST_FIELD)


def is_short(reason: str) -> bool:
    """True if a row was rejected for having fewer fields than the header."""
    numbers = re.fullmatch(_OTHER_WIDTH.format(r"(\d+)", r"(\d+)"), reason)
    return numbers is not None and int(numbers[1]) < int(numbers[2])


@dataclass(frozen=True)
class Header:
    """A header: the place of a table in a file, and its column names, trimmed, in lower case, with single spaces."""

    names: tuple[str, ...]
    row: int = 1
    sheet: str = ""
    separator: str = ","
    text: csv_file.Encoding = field(default_factory=csv_file.Encoding)

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of occurrences of each name."""
        return Counter(self.names)


@dataclass(frozen=True)
class RawTable:
    """The whole rows of a table as text, indexed by the file's row; `rows` counts those that are not whole, too.

    `spelled` says how the file spells each column. A row number counts the file's rows (a row of csv may
    take several lines), the first being 1; of further `sheets`, they count on from the last row of the one before.
    Empty rows and an HXL row below the header are no rows of data.
    """

    path: Path
    table: pd.DataFrame
    rejected: pd.DataFrame
    rows: int
    spelled: dict[str, str]
    has_decimal_comma: bool = False
    notes: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()

    def place(self, row: int) -> str:
        """A row for a person."""
        return place_of(self.sheets, row)


def normalised_header(name: str) -> str:
    """A column's name as it is compared: trimmed, in lower case, each run of spaces one space."""
    return " ".join(name.replace("\ufeff", "").lower().split())


def headers(path: Path) -> list[Header]:
    """The possible headers of a file: the first row of a csv file, the first rows of each sheet of a workbook.

    A sheet in which nothing could be a header has one without names. Raises DataError when the file cannot be opened,
    is too large, is empty, or is neither text nor xlsx.
    """
    start = _start(path)
    if start.startswith(b"PK"):
        return [header for sheet in xlsx_file.sheets(path) for header in _headers_of_sheet(path, sheet)]
    encoding = csv_file.recognise(path)
    found = []
    for separator in _SEPARATORS:
        first = next((row for row in csv_file.records(path, encoding, separator) if not _is_empty(row.cells)), None)
        if first is not None:
            found.append(Header(tuple(map(normalised_header, first.cells)), first.number, "", separator, encoding))
    if not found:
        raise DataError("is empty", where=path.name, expected="a header and a row an event")
    widest = max(found, key=lambda header: len(header.names))
    if len(widest.names) > MOST_COLUMNS:
        raise DataError(f"has {len(widest.names):,} columns", where=path.name, expected=f"at most {MOST_COLUMNS:,}")
    return [widest]


def _headers_of_sheet(path: Path, sheet: str) -> list[Header]:
    found = [
        Header(tuple(map(normalised_header, cells)), number, sheet)
        for number, cells in xlsx_file.rows(path, sheet, HEADER_AMONG)
        if sum(map(bool, cells)) > 1
    ]
    return found or [Header((), 0, sheet)]


def require_size(size: int, where: str) -> None:
    """Raise DataError for a file of more bytes than any that is read."""
    if size > MOST_BYTES:
        raise DataError(
            f"is too large: {size / 2**20:.0f} MB",
            where=where,
            expected=f"at most {MOST_BYTES >> 20} MB",
            todo="Keep the rows of Mali and its neighbours only.",
        )


def _start(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as problem:
        raise DataError(f"cannot be opened ({problem.strerror})", where=str(path), todo="Check the path.") from None
    require_size(size, path.name)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError("is an old Excel file (.xls), or a locked one", where=path.name, todo="Save it as xlsx or csv.")
    return start


def read(path: Path, header: Header, columns: dict[str, int]) -> RawTable:
    """The cells of `columns` (the name to give: the position in the header), and the rows that are not whole.

    Raises DataError when there is no row of data.
    """
    return read_sheets(path, [(header, columns)])


def read_sheets(path: Path, tables: Sequence[tuple[Header, dict[str, int]]], left_out: Sequence[str] = ()) -> RawTable:
    """The cells of tables of the same columns, such as a workbook's sheets, one below the other.

    A column that only some have is empty in the others. `left_out` are sentences on the sheets that are not read;
    with them and the rows of each sheet, `notes` account for a workbook of several. Raises DataError when there is
    no row of data.
    """
    parts: list[pd.DataFrame] = []
    rejected: list[tuple[int, str, str, str]] = []
    sheets: list[Sheet] = []
    before = 0
    for header, columns in tables:
        collected = _collect(path, header, columns, before, room=MOST_REJECTED - len(rejected))
        parts.append(collected.table())
        rejected += collected.rejected
        sheets.append(Sheet(header.sheet, before, collected.rows))
        before = max(before, collected.last)
    rows = sum(sheet.rows for sheet in sheets)
    if not rows:
        raise DataError("holds no rows below its header", where=path.name, expected="a header and a row an event")
    first, columns = tables[0]
    several = len(tables) + len(left_out) > 1
    spelled = {name: header.names[place] for header, columns in reversed(tables) for name, place in columns.items()}
    return RawTable(
        path,
        pd.concat(parts).fillna("") if len(parts) > 1 else parts[0],
        pd.DataFrame(rejected, columns=REJECTED).astype({"row": "int64"}),
        rows,
        {name: spelled[name] for name in dict.fromkeys((*columns, *spelled))},
        first.separator != ",",
        (*first.text.notes(), *(f"sheet {one.name}: {one.rows:,} rows" for one in sheets if several), *left_out),
        tuple(sheets) if first.sheet else (),
    )


def _collect(path: Path, header: Header, columns: dict[str, int], before: int, room: int) -> RowCollector:
    """The rows of one table, numbered on from `before`; `room` is how many rejected ones a report still holds."""
    records = _below(path, header)
    collected = RowCollector(list(columns), itemgetter(*columns.values(), 0), len(header.names), before)
    first = next(records, None)
    if first is not None and (first.problem or not _is_hxl(first.cells)):
        records = chain([first], records)
    for record in records:
        collected.add(record, header.text)
        if len(collected.rejected) > room:
            raise unreadable(path, collected.rejected[-1][-1])
    return collected


def unreadable(path: Path, reason: str) -> DataError:
    """The error of a file whose rejected rows are more than a report can hold; `reason` is that of the last one."""
    return DataError(
        f"more than {MOST_REJECTED:,} values or rows cannot be used, the last one because: {reason}",
        where=path.name,
        todo="Check the separator, the encoding and the columns, or take the file again from its publisher.",
    )


def _below(path: Path, header: Header) -> Iterator[csv_file.Record]:
    records: Iterable[csv_file.Record]
    if header.sheet:
        records = (csv_file.Record(row, cells) for row, cells in xlsx_file.rows(path, header.sheet))
    else:
        records = csv_file.records(path, header.text, header.separator, len(header.names))
    below = (record for record in records if record.number > header.row)
    return (record for record in below if record.problem or not _is_empty(record.cells))


def _is_empty(cells: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in cells)


def _is_hxl(cells: list[str]) -> bool:
    return all(cell.lstrip().startswith("#") for cell in cells if cell.strip())


class RowCollector:
    """Collect rows as they come: the whole ones in blocks, to keep memory low, the others with their reason."""

    def __init__(
        self, names: list[str], pick: Callable[[list[str]], tuple[str, ...]], width: int, before: int = 0
    ) -> None:
        self.names, self.pick, self.width, self.before = names, pick, width, before
        self.rows, self.last = 0, before
        self._reasons: dict[int, str] = {}
        self.rejected: list[tuple[int, str, str, str]] = []
        self._blocks: list[pd.DataFrame] = []
        self._numbers: list[int] = []
        self._cells: list[tuple[str, ...]] = []

    def add(self, record: csv_file.Record, encoding: csv_file.Encoding) -> None:
        """Take a row: its picked cells, or its reason where it is damaged or of another width."""
        self.rows += 1
        self.last = self.before + record.number
        cells = record.cells
        while len(cells) > self.width and not cells[-1]:
            cells.pop()
        if record.problem:
            self._reject(record, record.problem)
        elif len(cells) != self.width:
            if len(cells) not in self._reasons:
                self._reasons[len(cells)] = _OTHER_WIDTH.format(len(cells), self.width)
            self._reject(record, self._reasons[len(cells)])
        else:
            picked = self.pick(cells)[:-1]
            if encoding.is_damaged and csv_file.is_damaged("".join(picked)):
                self._reject(record, _UNREADABLE)
            else:
                self._numbers.append(self.last)
                self._cells.append(picked)
                if len(self._cells) == _BLOCK:
                    self._flush()

    def _reject(self, record: csv_file.Record, reason: str) -> None:
        value = ",".join(record.cells[: self.width + 1])[: 10 * SHOWN]
        self.rejected.append((self.last, "", csv_file.shown(value)[:SHOWN], reason))

    def _flush(self) -> None:
        index = pd.Index(self._numbers, name="row", dtype="int64")
        self._blocks.append(pd.DataFrame(self._cells, columns=self.names, index=index, dtype="str"))
        self._numbers, self._cells = [], []

    def table(self) -> pd.DataFrame:
        """The whole rows, text by column, indexed by their number in the file."""
        if self._cells or not self._blocks:
            self._flush()
        return pd.concat(self._blocks)
