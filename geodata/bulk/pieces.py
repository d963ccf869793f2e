"""Files of events in pieces: row groups of Parquet, or a CSV file, read batch by batch and never as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from geodata.bulk.layouts import BulkLayout, recognise
from geodata.errors import DataError

pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own keeps some 60 MB more of what was read

ROWS_A_BATCH = 2**17
"""Rows that are placed and counted at once."""
ROWS_A_PIECE = 2**20
"""Rows of a piece of Parquet, more or less: whole row groups."""
_BLOCK = 2**24
"""Bytes of CSV that are read at once."""
_DIVIDERS = (",", ";", "\t")
_TEXTS = ("admin1_name", "admin2_name", "side_a", "side_b", "side_a_more", "side_b_more", "violence_type")
"""Columns of few different texts, which Parquet holds as numbers and texts."""
_BUFFER = 2**18
"""Bytes of a column of Parquet that are read at once."""
_MAGIC = b"PAR1"
UNREADABLE = "a row that has not as many fields as the header"


@dataclass(frozen=True)
class Piece:
    """A part of a file that one process counts: row groups of Parquet from one to before another; CSV: all of it."""

    path: str
    first: int = 0
    last: int = 0
    size: int = 0
    """Rows of Parquet or bytes of CSV, for the progress."""


def divide(paths: Sequence[Path], rows: int = ROWS_A_PIECE) -> list[Piece]:
    """The pieces of the files, each checked to be there, to be CSV or Parquet, and to have the columns of a layout.

    `rows`: of a piece of Parquet, more or less. Raises DataError naming the file.
    """
    found: list[Piece] = []
    for path in paths:
        if not path.is_file():
            raise DataError("no such file", where=str(path), expected="files of events, CSV or Parquet")
        if _is_parquet(path):
            found += _row_groups(path, rows)
        else:
            found.append(Piece(str(path), size=path.stat().st_size))
        layout_of(path)
    return found


def _row_groups(path: Path, rows: int) -> Iterator[Piece]:
    with _open(path) as file:
        sizes = [file.metadata.row_group(at).num_rows for at in range(file.metadata.num_row_groups)]
    first = 0
    for at in range(len(sizes)):
        if sum(sizes[first : at + 1]) >= rows or at == len(sizes) - 1:
            yield Piece(str(path), first, at + 1, sum(sizes[first : at + 1]))
            first = at + 1


def layout_of(path: Path) -> tuple[BulkLayout, dict[str, str]]:
    """The layout of a file, and its columns by the name of columns.EVENTS. Raises DataError where there is none."""
    header = _header(path)
    lower = {name.strip().lower(): name for name in reversed(header)}
    layout = recognise(lower, path.name)
    return layout, {name: lower[found] for name, found in layout.names(lower).items()}


def _header(path: Path) -> list[str]:
    if _is_parquet(path):
        with _open(path) as file:
            return list(file.schema_arrow.names)
    with _csv(path) as reader:
        return list(reader.schema.names)


def batches(piece: Piece) -> Iterator[tuple[pa.RecordBatch, int]]:
    """The rows of a piece, with the columns that counting reads, at most ROWS_A_BATCH at once; and unreadable rows.

    Of each batch the number of rows before its end that could not be divided into fields. Raises DataError where the
    file breaks off or cannot be read on.
    """
    path = Path(piece.path)
    _, names = layout_of(path)
    wanted = sorted(set(names.values()))
    try:
        yield from _parquet_batches(path, piece, wanted, names) if _is_parquet(path) else _csv_batches(path, wanted)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OSError) as problem:
        raise DataError(
            f"cannot be read on ({str(problem).splitlines()[0]})", where=path.name, todo="Take the file again."
        ) from None


def _parquet_batches(
    path: Path, piece: Piece, wanted: list[str], names: dict[str, str]
) -> Iterator[tuple[pa.RecordBatch, int]]:
    texts = [names[name] for name in _TEXTS if name in names]
    with _open(path, read_dictionary=texts) as file:
        groups = range(piece.first, piece.last)
        for batch in file.iter_batches(ROWS_A_BATCH, row_groups=groups, columns=wanted, use_threads=False):
            yield batch, 0


def _csv_batches(path: Path, wanted: list[str]) -> Iterator[tuple[pa.RecordBatch, int]]:
    unreadable = 0

    def skip(_row: object) -> str:
        nonlocal unreadable
        unreadable += 1
        return "skip"

    with _csv(path, wanted, skip) as reader:
        for batch in reader:
            for start in range(0, batch.num_rows, ROWS_A_BATCH):
                yield batch.slice(start, ROWS_A_BATCH), 0
    yield pa.RecordBatch.from_pylist([], schema=reader.schema), unreadable


def _csv(
    path: Path, wanted: list[str] | None = None, skip: Callable[[object], str] | None = None
) -> arrow_csv.CSVStreamingReader:
    with path.open("rb") as file:
        head, row = (file.readline(1_000_000).decode("utf-8-sig", "replace").strip("\r\n") for _ in range(2))
    if not head.strip() or "\0" in head:
        raise DataError("is neither CSV nor Parquet", where=path.name, expected="a header and a row for each event")
    divider = max(_DIVIDERS, key=head.count)
    names = [name.strip().strip('"') for name in head.split(divider)]
    if row.endswith(divider) and not head.endswith(divider):
        names.append("")  # UCDP's downloads by country have a comma more on each row
    try:
        return arrow_csv.open_csv(
            path,
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names, skip_rows=1),
            parse_options=arrow_csv.ParseOptions(
                delimiter=divider, newlines_in_values=True, invalid_row_handler=skip or (lambda _row: "skip")
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=wanted,
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as problem:
        raise DataError(
            f"cannot be read ({str(problem).splitlines()[0]})", where=path.name, expected="CSV in UTF-8, or Parquet"
        ) from None


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _open(path: Path, read_dictionary: list[str] | None = None) -> parquet.ParquetFile:
    try:
        return parquet.ParquetFile(path, read_dictionary=read_dictionary, pre_buffer=False, buffer_size=_BUFFER)
    except (pa.ArrowInvalid, OSError) as problem:
        raise DataError(
            f"cannot be read as Parquet ({str(problem).splitlines()[0]})", where=path.name, todo="Take the file again."
        ) from None
