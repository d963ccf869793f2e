"""The units that events are placed in: a boundary file by path and SHA-256, read once in each process that counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geodata.boundaries import frames
from geodata.boundaries.ground import REGIONS, shipped_boundaries
from geodata.boundaries.imported import boundary_file
from geodata.errors import DataError
from geodata.placing.bands import BorderBands, border_lines
from geodata.placing.unit_index import Indexes, UnitIndex
from geodata.sources import sha256
from geodata.vocabulary import FRAME


@dataclass(frozen=True)
class UnitsFile:
    """A boundary file that import takes, or REGIONS: what a process is told of the units, some hundred bytes."""

    path: str
    sha256: str

    @classmethod
    def of(cls, path: Path | None) -> UnitsFile:
        """The file at a path; None: the regions that ship. Raises DataError where there is none."""
        path = REGIONS if path is None else path
        if not path.is_file():
            raise DataError("no such file", where=str(path), expected="a boundary file of communes or cercles")
        return cls(str(path.resolve()), sha256(path))


@dataclass(frozen=True)
class UnitsToPlaceIn:
    """All that a process needs to place events: the indexes of every level of every frame, and the two borders."""

    indexes: tuple[UnitIndex, ...]
    borders: tuple[BorderBands, BorderBands]


@lru_cache(maxsize=1)
def load(units: UnitsFile) -> UnitsToPlaceIn:
    """The units of the file, prepared. Raises DataError where the file was changed, is gone, or cannot be used."""
    path = Path(units.path)
    found = sha256(path) if path.is_file() else "no file"
    if found != units.sha256:
        raise DataError(
            f"the units are not those of the start: SHA-256 {found}",
            where=str(path),
            expected=units.sha256,
            todo="Every process must see the same file at the same path.",
        )
    lines = border_lines(shipped_boundaries().surroundings.borders)
    return UnitsToPlaceIn(_indexes(path, found), (BorderBands(lines["niger"]), BorderBands(lines["burkina"])))


def _indexes(path: Path, digest: str) -> tuple[UnitIndex, ...]:
    """The indexes of every level of every frame that the file gives."""
    make = Indexes()
    if digest == sha256(REGIONS):
        shipped = shipped_boundaries()
        return tuple(make.of_levels(shipped.units, FRAME, shipped.rules))
    table, audit = boundary_file.read_units(path)
    levels = frames.levels if audit.level == "admin3" else frames.levels_of_cercles
    found: list[UnitIndex] = []
    for frame in audit.frames:
        made = levels(table, frame)
        found += make.of_levels(made, frame, {level: frames.rules(frame, level) for level in made})
    return tuple(found)
