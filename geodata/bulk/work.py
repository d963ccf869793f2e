"""The work of one process: a piece of a file becomes what it counts, batch by batch, in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from geodata.bulk import tally_file
from geodata.bulk.arrow_batch import Account, Converter
from geodata.bulk.counted import Counted, combine_counted, covered
from geodata.bulk.pieces import UNREADABLE, Piece, batches, layout_of
from geodata.bulk.units import UnitsFile, UnitsToPlaceIn, load
from geodata.counting import batch_tally, sums
from geodata.counting.actors import Actors
from geodata.counting.aggregate import SCALES
from geodata.counting.batch_tally import Around, Entries
from geodata.placing import bands, grid
from geodata.placing.batch import Placed, Places, place_batch
from geodata.placing.scale import Scale

MOST_KEYS = 500_000
"""Keys of tallies that a process keeps in memory while it places more events, some 30 MB."""
ROWS_A_TALLY = sums.MOST_ROWS
"""Events that are summed at once, at most: of fewer, the keys are nearly as many, and are combined again and again."""


@dataclass(frozen=True)
class Task:
    """A piece of a file, the units by path and SHA-256, and whose scale and actors its events follow."""

    piece: Piece
    units: UnitsFile
    actors: Actors


def count(task: Task, path: Path) -> None:
    """Write what the events of a piece count in every frame and level of the units, as a tally_file at `path`.

    Tallies are kept in memory up to MOST_KEYS, and beyond in files beside, which are combined at the end.
    """
    units = load(task.units)
    waiting: list[Counted] = []
    aside: list[Path] = []
    for one in _tallies(task, units):
        waiting.append(one)
        del one  # else the last tally is kept while the next is made
        if sum(map(_keys, waiting)) > MOST_KEYS:
            aside.append(_set_aside(waiting, path, len(aside)))
            waiting = []
    if waiting or not aside:
        aside.append(_set_aside(waiting, path, len(aside)))
    if len(aside) == 1:
        tally_file.rename(aside[0], path)
        return
    tally_file.merge(aside, path)
    for each in aside:
        tally_file.drop(each)


def _set_aside(waiting: list[Counted], path: Path, number: int) -> Path:
    found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    tally_file.write(combine_counted(waiting), found)
    return found


def _keys(counted: Counted) -> int:
    """The keys of all sums of a tally."""
    made = counted.tally
    levels = sum(len(level.units.keys) + len(level.named.keys) for level in made.levels.values())
    return levels + len(made.zones.keys) + len(made.cells.keys)


@dataclass(frozen=True)
class _Batch:
    """The rows of a batch: its events as they wait to be summed, and an account of the others."""

    entries: Entries
    account: Account


def _tallies(task: Task, units: UnitsToPlaceIn) -> Iterator[Counted]:
    """What the events of a piece count, ROWS_A_TALLY or fewer at once."""
    name, scale = Path(task.piece.path).name, SCALES[task.actors]
    converter = Converter(*layout_of(Path(task.piece.path)), task.actors)
    waiting: list[_Batch] = []
    unreadable = 0
    for table, lost in batches(task.piece):
        rows, unreadable = converter.rows(table), unreadable + lost
        placed, around = _placed(rows.events.where, units, scale)
        batch = _Batch(batch_tally.entries(rows.events, placed, around, scale), rows.account)
        if waiting and sum(len(one.entries) for one in [*waiting, batch]) > ROWS_A_TALLY:
            yield _counted(waiting, name, 0)
            waiting = []
        waiting.append(batch)
        del table, rows, placed, around, batch  # else they are kept while the next are made
    if waiting or unreadable:
        yield _counted(waiting, name, unreadable)


def _counted(parts: list[_Batch], name: str, unreadable: int) -> Counted:
    """What the rows of some batches count, and how many rows among them could not be divided into fields."""
    pa.default_memory_pool().release_unused()  # what reading and placing left: some 100 MB in small pieces
    rejected: Counter[tuple[str, str, str]] = Counter()
    left_out: Counter[str] = Counter()
    for one in parts:
        rejected.update({(name, column, why): number for (column, why), number in one.account.rejected.items()})
        left_out.update(one.account.left_out)
    if unreadable:
        rejected[name, "", UNREADABLE] = unreadable
    return Counted(
        sum(one.account.read for one in parts) + unreadable,
        batch_tally.summed([one.entries for one in parts]),
        covered([one.account.coverage for one in parts]),
        dict(left_out),
        dict(rejected),
    )


def _placed(where: Places, units: UnitsToPlaceIn, scale: Scale) -> tuple[list[Placed], Around]:
    """The events placed in the units, the border zones and the grid."""
    is_known = where.precision <= scale.limit["zones"]
    near = [np.full(len(where), bands.BEYOND, np.int8) for _ in units.borders]
    at = np.flatnonzero(is_known)
    for band, border in zip(near, units.borders, strict=True):
        band[at] = border.of(where.longitude[at], where.latitude[at])
    around = Around(bands.position(near[0], near[1], is_known), grid.gid(where.longitude, where.latitude))
    return place_batch(where, units.indexes, scale), around
