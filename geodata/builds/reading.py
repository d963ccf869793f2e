"""Files of a build read back without pandas: tables as rows, and the figures of an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.builds.hashes import Checked
from geodata.builds.manifest import EditionManifest, SideEntry, UnitRecord, unit_of
from geodata.figures import any_distance
from geodata.figures.figures import BESIDE, EXACT, Counts, Figures, Unit, index_counts
from geodata.figures.listings import LISTINGS, Listing
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import ABROAD

_TEXTS = ("level", "pcode", "period", "violence_type", "actor_family")
_KEYS = (*_TEXTS, *ADDITIVE_NAMES)


def hold_little() -> None:
    """Have this process return the memory of a table that was read: the pool that reads quickest keeps some 30 MB."""
    pa.set_memory_pool(pa.system_memory_pool())


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a parquet file, geometry left out."""
    table = _table(path)
    names = [name for name in table.column_names if name != "geometry"]
    rows: list[dict[str, Any]] = table.select(names).to_pylist()
    return rows


def _table(path: Path, texts: Sequence[str] = ()) -> pa.Table:
    """The table of a parquet file; the columns of `texts` hold each text once, as `_values` hands it out."""
    with pq.ParquetFile(path, read_dictionary=list(texts)) as file:  # pq.read_table imports pandas
        return file.read()


def _values(table: pa.Table, name: str) -> list[Any]:
    """The values of a column of a table; equal texts are one object where the column holds each once."""
    found: list[Any] = []
    for chunk in table[name].chunks:
        if isinstance(chunk, pa.DictionaryArray):
            texts = chunk.dictionary.to_pylist()
            found += [None if at is None else texts[at] for at in chunk.indices.to_pylist()]
        else:
            found += chunk.to_pylist()
    return found


def figures_of(own: Path, ground: Path, source: Path, manifest: EditionManifest, build: Checked) -> Figures:
    """The figures of an edition, from the folders of its counts, its ground and its source. Raises as Checked does."""
    table, beside = (_table(build.require(own / f"{name}.parquet"), _TEXTS) for name in ("counts", "beside"))
    events = source / "events.parquet"
    figures = Figures(
        counts=_indexed(table),
        beside={kind: _indexed(beside, beside=kind) for kind in BESIDE},
        units=_units(manifest["units"]),
        periods=manifest["periods"],
        covered=frozenset(manifest["covered"]),
        covered_months=frozenset(manifest["covered_months"]),
        absent=frozenset(manifest["absent"]),
        listed={key: _listed(ground, listing, build) for key, listing in LISTINGS.items()},
        is_explicit=manifest["kind"] == "monthly",
        zone_counter=any_distance.zone_counter_from(read_rows(build.require(events)), ADDITIVE_NAMES)
        if build.has(events)
        else None,
    )
    return _with_sides(figures, source, build)


def _units(records: Mapping[str, Sequence[UnitRecord]]) -> dict[str, list[Unit]]:
    return {level: [unit_of(record) for record in found] for level, found in records.items()}


def _with_sides(figures: Figures, source: Path, build: Checked) -> Figures:
    """The figures with those of the neighbours' sides of the source, which cover the same periods."""
    sides = source / "sides.json"
    if not build.has(sides):
        return figures
    entries: dict[str, SideEntry] = build.document(sides)
    table, events = _table(build.require(source / "abroad.parquet"), _TEXTS), source / "events_abroad.parquet"
    near = read_rows(build.require(events)) if build.has(events) else None
    return replace(
        figures,
        abroad={
            side: replace(
                figures,
                counts=_indexed(table, side=side, part="all"),
                beside={EXACT: _indexed(table, side=side, part=EXACT)},
                units={**_units(dict.fromkeys(figures.units, ())), **_units(entries[side]["units"])},
                listed={},
                zone_counter=None
                if near is None
                else any_distance.zone_counter_from(
                    [row for row in near if row["country_iso3"] == side], ADDITIVE_NAMES
                ),
                country=side,
            )
            for side in ABROAD
            if side in entries
        },
    )


def _indexed(table: pa.Table, **wanted: str) -> Counts:
    """The counts of the rows of a table whose other columns are as wanted."""
    rows = zip(*(_values(table, name) for name in _KEYS), strict=True)
    if not wanted:
        return index_counts(rows)
    others = zip(*(_values(table, name) for name in wanted), strict=True)
    return index_counts(compress(rows, (one == tuple(wanted.values()) for one in others)))


def _listed(ground: Path, listing: Listing, build: Checked) -> dict[tuple[str, str], tuple[int, ...]]:
    return {
        (row["pcode"], row["period"]): tuple(row[name] for name in listing.columns.values())
        for row in read_rows(build.require(ground / f"{listing.table}.parquet"))
    }
