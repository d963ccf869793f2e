"""The work of one process: a piece of a file becomes what it counts, batch by batch, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geodata.bulk.arrow_batch import Converter
from geodata.bulk.counted import Counted, combine_counted
from geodata.bulk.pieces import UNREADABLE, Piece, batches, layout_of
from geodata.bulk.units import UnitsFile, UnitsToPlaceIn, load
from geodata.counting import batch_tally
from geodata.counting.actors import Actors
from geodata.counting.aggregate import SCALES
from geodata.counting.batch_tally import Around, Tally
from geodata.counting.event_batch import EventBatch
from geodata.placing import bands, grid
from geodata.placing.batch import place_batch
from geodata.placing.scale import Scale

_AT_ONCE = 8
"""Batches whose tallies are combined at once."""


@dataclass(frozen=True)
class Task:
    """A piece of a file, the units by path and SHA-256, and whose scale and actors its events follow."""

    piece: Piece
    units: UnitsFile
    actors: Actors


def count(task: Task) -> Counted:
    """What the events of a piece count in every frame and level of the units."""
    units = load(task.units)
    waiting: list[Counted] = []
    for one in _batches(task, units):
        waiting.append(one)
        if len(waiting) == _AT_ONCE:
            waiting = [combine_counted(waiting)]
    return combine_counted(waiting)


def _batches(task: Task, units: UnitsToPlaceIn) -> Iterator[Counted]:
    path, scale = Path(task.piece.path), SCALES[task.actors]
    converter = Converter(*layout_of(path), task.actors)
    for table, unreadable in batches(task.piece):
        found = converter.rows(table)
        rejected = {(path.name, column, reason): number for (column, reason), number in found.rejected.items()}
        if unreadable:
            rejected[path.name, "", UNREADABLE] = unreadable
        yield Counted(
            found.read + unreadable, tally(found.events, units, scale), found.coverage, found.left_out, rejected
        )


def tally(batch: EventBatch, units: UnitsToPlaceIn, scale: Scale) -> Tally:
    """The batch placed in the units, the border zones and the grid, and counted."""
    where = batch.where
    placed = place_batch(where, units.indexes, scale)
    is_known = where.precision <= scale.limit["zones"]
    near = [np.full(len(where), bands.BEYOND, np.int8) for _ in units.borders]
    at = np.flatnonzero(is_known)
    for band, border in zip(near, units.borders, strict=True):
        band[at] = border.of(where.longitude[at], where.latitude[at])
    around = Around(bands.position(near[0], near[1], is_known), grid.gid(where.longitude, where.latitude))
    return batch_tally.tally(batch, placed, around, scale)
