"""The units that events are placed in: a boundary file by path and SHA-256, prepared once for all that count."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import shapely

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
    prepared: UnitsFile | None = field(default=None, compare=False)
    """The file in which `share` left the units; None where each process prepares them itself."""

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
    if units.prepared:
        return _shared(units.prepared)
    path, found = _same(units), units.sha256
    return _with_borders(_indexes(path, found), _lines())


def _same(units: UnitsFile) -> Path:
    """The path of a file that is still the one of the start. Raises DataError where it is not."""
    path = Path(units.path)
    found = sha256(path) if path.is_file() else "no file"
    if found != units.sha256:
        raise DataError(
            f"the units are not those of the start: SHA-256 {found}",
            where=str(path),
            expected=units.sha256,
            todo="Every process must see the same file at the same path.",
        )
    return path


def share(units: UnitsFile, folder: Path) -> UnitsFile:
    """The units with what this process prepared of them left in a folder: others read it in a tenth of the time."""
    path = folder / "units"
    path.write_bytes(pickle.dumps((load(units).indexes, _lines()), protocol=5))
    return replace(units, prepared=UnitsFile(str(path), sha256(path)))


def _shared(prepared: UnitsFile) -> UnitsToPlaceIn:
    """What `share` left, which is read where it has the digest that this process was told."""
    indexes, lines = pickle.loads(_same(prepared).read_bytes())  # noqa: S301 -- the bytes that the run itself wrote
    for index in indexes:
        shapely.prepare(index.lattice.shapes)  # which is not handed on
    return _with_borders(indexes, lines)


def _lines() -> dict[str, shapely.Geometry]:
    return border_lines(shipped_boundaries().surroundings.borders)


def _with_borders(indexes: tuple[UnitIndex, ...], lines: dict[str, shapely.Geometry]) -> UnitsToPlaceIn:
    return UnitsToPlaceIn(indexes, (BorderBands(lines["niger"]), BorderBands(lines["burkina"])))


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
