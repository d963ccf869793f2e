"""The result of counting, written for a build: rows as they come from the tally, a piece at a time, in order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet

from geodata import files
from geodata.bulk.counted import Counted
from geodata.bulk.tally_file import Section, TallyFile
from geodata.bulk.units import UnitsFile, UnitsToPlaceIn
from geodata.counting import decoded, tally
from geodata.counting.actors import Actors
from geodata.counting.placed_file import KEY, LAYOUT, METADATA, SCHEMA
from geodata.counting.rows import ACTORS, AT_ONCE, PERIODS, VIOLENCE, Rows, rows, whole_units
from geodata.counting.sums import UNIT_SHIFT, Integers, Sums
from geodata.vocabulary import COUNTRY_PCODE

_ROWS_A_GROUP = 2**17
_KEYS_AT_ONCE = 2**17


def write(made: TallyFile, units: UnitsToPlaceIn, file: UnitsFile, actors: Actors, path: Path) -> dict[str, Any]:
    """Write the counts (counting.placed_file), the same bytes for the same ones; what the file says of itself."""
    about = _about(made.small, units, file, actors)
    document = json.dumps(about, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with (
        files.write_aside(path) as aside,
        parquet.ParquetWriter(aside, SCHEMA, compression="zstd", store_schema=False) as writer,
    ):
        for table in _groups(_tables(made, units)):
            writer.write_table(table)
        writer.add_key_value_metadata({METADATA: document.encode()})
        writer.close()
    return about


def _groups(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The tables in row groups of a fixed length, whatever lengths they have."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        while sum(one.num_rows for one in waiting) >= _ROWS_A_GROUP:
            whole = pa.concat_tables(waiting)
            yield _group(whole.slice(0, _ROWS_A_GROUP))
            waiting = [whole.slice(_ROWS_A_GROUP)]
    yield _group(pa.concat_tables([SCHEMA.empty_table(), *waiting]))


def _group(table: pa.Table) -> pa.Table:
    """A row group: the texts of a column are those that are in it, sorted."""
    table = table.unify_dictionaries().combine_chunks()
    columns = [_sorted(column) if at < len(KEY) else column for at, column in enumerate(table.columns)]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _sorted(column: pa.ChunkedArray) -> pa.Array:
    if not column.num_chunks:
        return pa.array([], SCHEMA.field(KEY[0]).type)
    whole = column.chunk(0)
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    known = np.flatnonzero(np.bincount(codes + 1, minlength=1)[1:])
    texts = whole.dictionary.take(pa.array(known))
    by_text = pc.array_sort_indices(texts)
    rank = np.full(len(whole.dictionary) + 1, -1, np.int32)
    rank[known[by_text.to_numpy()]] = np.arange(len(known), dtype=np.int32)
    codes = rank[codes]
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), texts.take(by_text))


def _tables(made: TallyFile, units: UnitsToPlaceIn) -> Iterator[pa.Table]:
    """All rows: the counts by frame and level, then those that stand beside them."""
    zones = made.sections["zones"].read()
    yield from _rows(("", "", "country"), [decoded.whole(zones)], [COUNTRY_PCODE])
    yield from _rows(("", "", "grid"), *_by_text(made.sections["cells"]))
    yield from _rows(("", "", "zones"), [decoded.zones(zones)], decoded.ZONES)
    ordered = sorted(units.indexes, key=lambda index: (index.frame, index.level))
    for index in ordered:
        sums = _pieces(made.sections[f"units/{index.key}"])
        yield from _rows(("", index.frame, index.level), sums, index.pcodes)
    yield from _rows(("exact", "", "zones"), [decoded.zones(zones, is_exact=True)], decoded.ZONES)
    for index in ordered:
        sums = _pieces(made.sections[f"named/{index.key}"])
        yield from _rows(("named", index.frame, index.level), sums, index.pcodes)


def _pieces(section: Section) -> Iterator[Sums]:
    return (section.read(start, end) for start, end in whole_units(section.keys))


def _cells(section: Section) -> tuple[Integers, Integers]:
    """The numbers of the cells of a section, ascending (-1: none), and where the keys of each begin and all end."""
    found, starts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    before = -1
    for start in range(0, len(section), _KEYS_AT_ONCE):
        units = section.keys.read(start, min(start + _KEYS_AT_ONCE, len(section))) >> UNIT_SHIFT
        begins = np.flatnonzero(units != np.append(before, units[:-1]))
        found.append(units[begins] - 1)
        starts.append(begins + start)
        before = int(units[-1])
    return np.concatenate(found), np.append(np.concatenate(starts), len(section))


def _by_text(section: Section) -> tuple[Iterator[Sums], list[str]]:
    """The sums of cells in the order of their numbers as text, some at once, those of none last; and those texts."""
    cells, starts = _cells(section)
    texts = sorted(str(number) for number in cells.tolist() if number >= 0)
    position = dict(zip(texts, range(len(texts)), strict=True))
    rank = np.array([position.get(str(number), -1) for number in cells.tolist()], np.int64)

    def pieces() -> Iterator[Sums]:
        for first, last in _runs(np.searchsorted(cells, [*map(int, texts)]).tolist(), starts):
            lengths = np.diff(starts[first : last + 1])
            yield decoded.of_units(section.read(starts[first], starts[last]), np.repeat(rank[first:last], lengths))
        if len(cells) and cells[0] < 0:
            yield decoded.of_units(section.read(0, starts[1]), np.full(starts[1], -1))

    return pieces(), texts


def _runs(order: Sequence[int], starts: Integers) -> Iterator[tuple[int, int]]:
    """Cells that follow each other in an order and in the section: the first and the one after the last, of some keys.

    Numbers of as many figures have one order as numbers and as text, so that runs are long.
    """
    first = last = -1
    for at in order:
        if at != last or starts[last] - starts[first] >= AT_ONCE:
            if last > first:
                yield first, last
            first = at
        last = at + 1
    if last > first:
        yield first, last


def _rows(always: tuple[str, str, str], sums: Iterable[Sums], pcodes: Sequence[str]) -> Iterator[pa.Table]:
    texts = [pa.array(one, pa.string()) for one in (pcodes, PERIODS, VIOLENCE, ACTORS)]
    for one in sums:
        for piece in rows(one):
            yield _table(piece, always, texts)


def _table(piece: Rows, always: tuple[str, str, str], texts: Sequence[pa.Array]) -> pa.Table:
    same = np.zeros(len(piece.unit), np.int32)
    columns = [pa.DictionaryArray.from_arrays(same, [text]) for text in always]
    for codes, known in zip((piece.unit, piece.period, piece.violence, piece.family), texts, strict=True):
        indices = codes.astype(np.int32)
        columns.append(pa.DictionaryArray.from_arrays(pa.array(indices, mask=indices < 0), known))
    columns += [pa.array(numbers, mask=is_null) for numbers, is_null in zip(piece.numbers, piece.is_null, strict=True)]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _about(made: Counted, units: UnitsToPlaceIn, file: UnitsFile, actors: Actors) -> dict[str, Any]:
    levels: dict[str, list[str]] = {}
    for index in units.indexes:
        levels.setdefault(index.frame, []).append(index.level)
    frames = [(index, made.tally.levels[index.key]) for index in units.indexes]
    accounts = [(index.frame, index.level, level.account) for index, level in frames]
    accounts += [(frame, "grid", made.tally.cell_account) for frame in levels]
    coverage = made.coverage
    return {
        "layout": LAYOUT,
        "actors": actors,
        "units": {"sha256": file.sha256, "levels": levels},
        "rows": made.read,
        "events": made.tally.events,
        "left_out": dict(made.left_out),
        "rejected": [[*key, number] for key, number in made.rejected.items()],
        "coverage": {
            "years": dict(coverage.years),
            "months": dict(coverage.months),
            "own_months": dict(coverage.own_months),
            "first_day": _day(coverage.first_day),
            "last_day": _day(coverage.last_day),
        },
        "accounting": _split(tally.account(accounts)),
        "disagreements": _split(tally.disagreements([(index, level.disagreements) for index, level in frames])),
    }


def _day(number: int | None) -> str:
    return "" if number is None else str(np.datetime64(number, "D"))


def _split(table: pd.DataFrame) -> Mapping[str, Any]:
    rows_ = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    return {"columns": list(table.columns), "rows": rows_}
