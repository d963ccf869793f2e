"""Files of a build read back without pandas: tables as rows, and the figures of an edition."""

from __future__ import annotations

from itertools import compress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.builds.manifest import EditionManifest, unit_of
from geodata.figures import any_distance
from geodata.figures.figures import BESIDE, Counts, Figures, index_counts
from geodata.figures.listings import LISTINGS, Listing
from geodata.schema.tables import ADDITIVE_NAMES


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a parquet file, geometry left out."""
    table = _table(path)
    names = [name for name in table.column_names if name != "geometry"]
    rows: list[dict[str, Any]] = table.select(names).to_pylist()
    return rows


def _table(path: Path) -> pa.Table:
    with pq.ParquetFile(path) as file:  # pq.read_table imports pandas
        return file.read()


def figures_of(own: Path, ground: Path, source: Path, manifest: EditionManifest) -> Figures:
    """The figures of an edition, from the folders of its counts, its ground and its source."""
    table, beside = _table(own / "counts.parquet"), _table(own / "beside.parquet")
    events = source / "events.parquet"
    return Figures(
        counts=_indexed(table),
        beside={kind: _indexed(beside, kind) for kind in BESIDE},
        units={level: [unit_of(record) for record in records] for level, records in manifest["units"].items()},
        periods=manifest["periods"],
        covered=frozenset(manifest["covered"]),
        covered_months=frozenset(manifest["covered_months"]),
        absent=frozenset(manifest["absent"]),
        listed={key: _listed(ground, listing) for key, listing in LISTINGS.items()},
        is_explicit=manifest["kind"] == "monthly",
        zone_counter=any_distance.zone_counter_from(read_rows(events), ADDITIVE_NAMES) if events.is_file() else None,
    )


def _indexed(table: pa.Table, kind: str | None = None) -> Counts:
    """The counts of a table; of what stands beside others, those of one kind."""
    names = [name for name in table.column_names if name not in ("frame", "beside")]
    rows = zip(*(table[name].to_pylist() for name in names), strict=True)
    if kind is None:
        return index_counts(rows)
    return index_counts(compress(rows, (one == kind for one in table["beside"].to_pylist())))


def _listed(ground: Path, listing: Listing) -> dict[tuple[str, str], tuple[int, ...]]:
    return {
        (row["pcode"], row["period"]): tuple(row[name] for name in listing.columns.values())
        for row in read_rows(ground / f"{listing.table}.parquet")
    }
