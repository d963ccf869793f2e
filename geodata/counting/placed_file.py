"""Counts of events that were placed elsewhere, as one Parquet file: what `mali-atlas place` writes and a build reads.

A row for each row of columns.COUNTS and columns.BESIDE (`beside` empty: the counts themselves); rows of zones, cells
and the country have no frame. What is small (units, coverage, accounting) is JSON in the file's own metadata.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet

from geodata.counting import tally
from geodata.counting.actors import Actors
from geodata.counting.aggregate import Aggregate
from geodata.errors import DataError
from geodata.periods import between
from geodata.schema import validate
from geodata.schema.tables import ADDITIVE_NAMES

METADATA = b"mali-atlas-placed"
LAYOUT = 1
"""Raised when a file of before can no longer be read."""
_TEXT = pa.dictionary(pa.int32(), pa.string())
KEY = ("beside", "frame", "level", "pcode", "period", "violence_type", "actor_family")
SCHEMA = pa.schema([*((name, _TEXT) for name in KEY), *((name, pa.int64()) for name in ADDITIVE_NAMES)])


@dataclass(frozen=True)
class PlacedFile:
    """What a file says of itself: see `document`. The rows are read when they are wanted."""

    path: Path
    about: Mapping[str, Any]

    @property
    def actors(self) -> Actors:
        """Whose scale and actors its events followed."""
        return cast(Actors, self.about["actors"])

    @property
    def units_sha256(self) -> str:
        """The SHA-256 of the boundary file that its events were placed in."""
        return str(self.about["units"]["sha256"])

    @property
    def frames(self) -> Mapping[str, Sequence[str]]:
        """The levels of units by frame."""
        return cast(Mapping[str, Sequence[str]], self.about["units"]["levels"])

    @property
    def months(self) -> Mapping[str, int]:
        """Mali's events by month of their first day."""
        return cast(Mapping[str, int], self.about["coverage"]["own_months"])

    def aggregate(self, frame: str, levels: Sequence[str]) -> Aggregate:
        """The counts in a frame at some of its levels, and of what no frame changes. Raises DataError as validate."""
        shown = [*levels, "zones", "country"]
        table = parquet.read_table(self.path, filters=[("frame", "in", ["", frame]), ("level", "in", shown)])
        rows = table.to_pandas(ignore_metadata=True)
        rows = rows.astype(dict.fromkeys(KEY, "str")).assign(frame=frame)
        of = {kind: part.drop(columns="beside") for kind, part in rows.groupby("beside")}
        coverage = self.about["coverage"]
        years, months = sorted(coverage["years"]), sorted(coverage["months"])
        covered = between(months[0], months[-1]) if months else []
        nothing = rows.drop(columns="beside").iloc[:0]
        return Aggregate(
            tally.checked([of.get("", nothing)]),
            self._table("accounting", frame, levels),
            tuple(map(int, years)),
            tuple(month for month in covered if month[:4] in coverage["years"]),
            self.about["left_out"],
            disagreements=self._table("disagreements", frame, levels),
            beside=tally.beside(of.get("named", nothing), of.get("exact", nothing)),
        )

    def _table(self, name: str, frame: str, levels: Sequence[str]) -> pd.DataFrame:
        rows = pd.DataFrame(self.about[name]["rows"], columns=self.about[name]["columns"])
        rows = rows[(rows["frame"] == frame) & rows["level"].isin(levels)].reset_index(drop=True)
        return validate.validate(name, rows, self.path.name)


def read(path: Path) -> PlacedFile | None:
    """The file, if it is one of counts that were placed; None for any other. Raises DataError for another layout."""
    with path.open("rb") as file:
        if file.read(4) != b"PAR1":
            return None
    try:
        metadata = parquet.read_metadata(path).metadata or {}
    except (pa.ArrowInvalid, OSError):
        return None
    if METADATA not in metadata:
        return None
    about = json.loads(metadata[METADATA])
    if about.get("layout") != LAYOUT:
        raise DataError(
            f"counts of layout {about.get('layout')}, which this version cannot read",
            where=path.name,
            expected=f"layout {LAYOUT}",
            todo="Place the events again with this version.",
        )
    return PlacedFile(path, about)
