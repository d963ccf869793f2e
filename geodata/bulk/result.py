"""The result of counting, written for a build: rows as they come from the tally, a piece at a time, in order."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet

from geodata import files
from geodata.bulk.counted import Counted
from geodata.bulk.tally_file import Section, TallyFile
from geodata.bulk.units import UnitsFile, UnitsToPlaceIn
from geodata.counting import decoded, tally
from geodata.counting.actors import Actors
from geodata.counting.placed_file import LAYOUT, METADATA, SCHEMA
from geodata.counting.rows import ACTORS, PERIODS, VIOLENCE, Rows, rows, whole_units
from geodata.counting.sums import UNIT_SHIFT, Integers, Sums
from geodata.vocabulary import COUNTRY_PCODE

_ROWS_A_GROUP = 2**17


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
    """The tables in row groups of a fixed length."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        while sum(one.num_rows for one in waiting) >= _ROWS_A_GROUP:
            whole = pa.concat_tables(waiting).unify_dictionaries()
            yield whole.slice(0, _ROWS_A_GROUP).cast(SCHEMA)
            waiting = [whole.slice(_ROWS_A_GROUP)]
    yield pa.concat_tables([SCHEMA.empty_table(), *waiting]).unify_dictionaries().cast(SCHEMA)


def _tables(made: TallyFile, units: UnitsToPlaceIn) -> Iterator[pa.Table]:
    """All rows: the counts by frame and level, then those that stand beside them."""
    zones = made.sections["zones"].read()
    yield from _rows(("", "", "country"), [decoded.whole(zones)], [COUNTRY_PCODE])
    cells = _cells(made.sections["cells"])
    texts = sorted(str(number) for number in cells if number >= 0)
    yield from _rows(("", "", "grid"), _by_text(made.sections["cells"], cells, texts), texts)
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


def _cells(section: Section) -> dict[int, tuple[int, int]]:
    """By number of a cell, -1 being none, where its keys begin and end in the section."""
    found, at = {}, 0
    while at < len(section):
        unit = section.keys[at] >> UNIT_SHIFT
        end = bisect_left(section.keys, (unit + 1) << UNIT_SHIFT, at)
        found[unit - 1] = at, end
        at = end
    return found


def _by_text(section: Section, cells: Mapping[int, tuple[int, int]], texts: Sequence[str]) -> Iterator[Sums]:
    """The sums of cells in the order of their numbers as text, a cell at a time, and those of none at the end.

    `cells`: see `_cells`.
    """
    for position, number in [*enumerate(map(int, texts)), (-1, -1)]:
        if number in cells:
            yield decoded.of_unit(section.read(*cells[number]), position)


def _rows(always: tuple[str, str, str], sums: Iterable[Sums], pcodes: Sequence[str]) -> Iterator[pa.Table]:
    for one in sums:
        for piece in rows(one):
            yield _table(piece, always, pcodes)


def _table(piece: Rows, always: tuple[str, str, str], pcodes: Sequence[str]) -> pa.Table:
    same = np.zeros(len(piece.unit), np.int32)
    columns = [pa.DictionaryArray.from_arrays(same, [text]) for text in always]
    columns += [
        _texts(piece.unit, pcodes),
        _texts(piece.period, PERIODS),
        _texts(piece.violence, VIOLENCE),
        _texts(piece.family, ACTORS),
    ]
    columns += [pa.array(numbers, mask=is_null) for numbers, is_null in zip(piece.numbers, piece.is_null, strict=True)]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _texts(codes: Integers, texts: Sequence[str]) -> pa.Array:
    """Texts by their positions, -1 null; only those that are there are kept."""
    is_there = np.bincount(codes + 1, minlength=1) > 0
    known = np.flatnonzero(is_there[1:])
    indices = (np.cumsum(is_there[1:], dtype=np.int32) - 1)[codes] if len(known) else np.full(len(codes), -1, np.int32)
    indices[codes < 0] = -1
    return pa.DictionaryArray.from_arrays(
        pa.array(indices, mask=indices < 0), pa.array([texts[at] for at in known.tolist()], pa.string())
    )


def _about(made: Counted, units: UnitsToPlaceIn, file: UnitsFile, actors: Actors) -> dict[str, Any]:
    levels: dict[str, list[str]] = {}
    for index in units.indexes:
        levels.setdefault(index.frame, []).append(index.level)
    frames = [(index, made.tally.levels[index.key]) for index in units.indexes]
    accounts = [tally.account(level.account, frame=index.frame, level=index.level) for index, level in frames]
    accounts += [tally.account(made.tally.cell_account, frame=frame, level="grid") for frame in levels]
    others = [tally.disagreements(level.disagreements, index) for index, level in frames]
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
        "accounting": _split(accounts),
        "disagreements": _split(others),
    }


def _day(number: int | None) -> str:
    return "" if number is None else str(np.datetime64(number, "D"))


def _split(tables: Sequence[pd.DataFrame]) -> Mapping[str, Any]:
    table = pd.concat(tables, ignore_index=True)
    rows_ = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    return {"columns": list(table.columns), "rows": rows_}
