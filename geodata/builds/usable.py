"""The imports of a data directory that a build can use, read; the others with why they are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.boundaries.ground import REGIONS
from geodata.boundaries.imported.audit import Audit
from geodata.builds.inputs import LeftOut, Placed
from geodata.counting import completeness
from geodata.counting.placed_file import PlacedFile
from geodata.errors import DataError
from geodata.imports import add, neighbours, placed
from geodata.imports.checks import require_countable
from geodata.imports.record import Imported
from geodata.sources import sha256
from geodata.tabular.typed_cells import ReadResult


@dataclass
class UsableImports:
    """The imports of a data directory as they are read: tables by name, the boundaries, and those that are left out."""

    data: Path
    tables: dict[str, ReadResult] = field(default_factory=dict)
    boundaries: tuple[Imported, gpd.GeoDataFrame, Audit] | None = None
    left_out: list[LeftOut] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)
    """By name of a file of neighbours alone, the import of Mali's events that it stands beside."""
    placed: dict[str, PlacedFile] = field(default_factory=dict)
    """By name, the files of counts that were placed elsewhere."""

    def beside(self, home: str) -> dict[str, pd.DataFrame]:
        """The events of neighbours alone that stand beside an import of Mali's, by import."""
        return {name: self.tables[name].table for name, whose in self.homes.items() if whose == home}

    def records(self, there: Sequence[Imported]) -> list[Imported]:
        """Read the imports that are there; those that can be used."""
        return self.with_units(self.with_homes([record for record in there if self.is_usable(record)]))

    def with_homes(self, records: Sequence[Imported]) -> list[Imported]:
        """The records without those of neighbours alone that stand beside no import of Mali's events."""
        found = [record for record in records if record.kind != neighbours.KIND]
        for record in records:
            if record.kind == neighbours.KIND:
                try:
                    of = neighbours.sides(self.tables[record.name].table)
                    self.homes[record.name] = neighbours.require_beside(record, of, found)
                    found.append(record)
                except DataError as problem:
                    self.left_out.append(LeftOut(record.name, record.title, problem.what))
        return found

    def months(self, name: str) -> pd.Series[int]:
        """The events of Mali of an import of incidents by month: see completeness.by_month."""
        if name in self.placed:
            return pd.Series(self.placed[name].months, dtype="int64")
        return completeness.by_month(self.tables[name].table, name)

    def with_units(self, records: Sequence[Imported]) -> list[Imported]:
        """The records without those of counts that were placed in other boundaries than those in use."""
        found = []
        for record in records:
            try:
                if record.kind == placed.KIND:
                    placed.require_units(self.placed[record.name], self._units())
                found.append(record)
            except DataError as problem:
                self.left_out.append(LeftOut(record.name, record.title, problem.what))
        return found

    def _units(self) -> dict[str, str]:
        """The SHA-256 of the boundaries that imports are counted in, by the key of their ground."""
        if self.boundaries is None:
            return {"shipped": sha256(REGIONS)}
        return {self.boundaries[0].name: self.boundaries[0].sha256}

    def placed_counts(self, record: Imported, *, is_complete: bool) -> Placed:
        """The counts of an import that were placed elsewhere."""
        file = self.placed[record.name]
        return Placed(record.name, file, record.levels, placed.require_units(file, self._units()), is_complete)

    def is_usable(self, record: Imported) -> bool:
        """Read an import and keep what it holds; True if it is in use and holds something to use."""
        if not record.is_in_use:
            return False
        try:
            if record.kind == "boundaries":
                self.boundaries = (record, *add.read_boundaries(self.data, record))
            elif record.kind == placed.KIND:
                self.placed[record.name] = add.read_placed(self.data, record)
            else:
                found = add.read(self.data, record)
                require_countable(found, record.name)
                self.tables[record.name] = found
        except DataError as problem:
            self.left_out.append(LeftOut(record.name, record.title, problem.what))
            return False
        return True
