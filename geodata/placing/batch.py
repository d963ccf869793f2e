"""Place a batch of events, as arrays: the one way by which events come to their units, whatever reads or counts them.

The rules are those of `place`: names give candidates, the point decides, and every event has a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.placing.meanings import Coded, Positions
from geodata.placing.scale import Scale, Verdict
from geodata.placing.unit_index import UnitIndex

Floats = npt.NDArray[np.float64]
Verdicts = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Places:
    """Where the events of a batch are said to be: coordinates (EPSG:4326), precision, names, and the year."""

    longitude: Floats
    latitude: Floats
    precision: npt.NDArray[np.int8]
    years: npt.NDArray[np.int16]
    region: Coded
    cercle: Coded

    def __len__(self) -> int:
        """The number of events."""
        return len(self.longitude)


@dataclass(frozen=True)
class Placed:
    """Of each event of a batch, in order: the positions of its units in the index (-1: none), and its Verdict.

    `unit` is the one that it is allocated to, `named` the one that its names alone mean, `point` that of its point.
    """

    index: UnitIndex
    unit: Positions
    verdict: Verdicts
    named: Positions
    point: Positions


def place_batch(places: Places, indexes: Sequence[UnitIndex], scale: Scale) -> list[Placed]:
    """The events placed in each of the indexes, same order and length; indexes of the same key share their arrays."""
    inside: dict[int, Positions] = {}
    made: dict[str, Placed] = {}
    found = []
    for index in indexes:
        if id(index.lattice) not in inside:
            inside[id(index.lattice)] = index.lattice.holding(places.longitude, places.latitude)
        if index.key not in made:
            made[index.key] = _place(places, index, inside[id(index.lattice)], scale)
        one = made[index.key]
        found.append(Placed(index, one.unit, one.verdict, one.named, one.point))
    return found


def _place(places: Places, index: UnitIndex, inside: Positions, scale: Scale) -> Placed:
    is_precise = places.precision <= scale.limit[index.level]
    unit = np.where(is_precise, inside, np.int32(-1))
    by_point = np.where(inside < 0, np.int8(Verdict.OUTSIDE), np.int8(Verdict.POINT))
    verdict: Verdicts = np.where(is_precise, by_point, np.int8(Verdict.TOO_VAGUE))
    if index.meanings.is_empty:
        return Placed(index, unit, verdict, np.full(len(places), -1, np.int32), inside)
    meaning = index.meanings.of(places.region, places.cercle, places.years)
    named = index.meanings.alone[meaning]
    is_believed = np.ones(len(places), bool) if index.level == "admin1" else is_precise
    is_named = (named >= 0) & is_believed
    np.copyto(unit, named, where=is_named)
    np.copyto(verdict, np.int8(Verdict.NAMED), where=is_named)
    np.copyto(verdict, np.int8(Verdict.NAMED_LOW_PRECISION), where=is_named & (places.precision >= scale.vague_from))
    several = np.flatnonzero(index.meanings.is_several[meaning] & is_believed)
    if len(several):
        unit[several], verdict[several] = _among(places, index, meaning, inside, several, scale.decides)
    return Placed(index, unit, verdict, named, inside)


def _among(
    places: Places, index: UnitIndex, meaning: Positions, inside: Positions, at: npt.NDArray[np.intp], decides: int
) -> tuple[Positions, Verdicts]:
    """The unit of each event `at`, whose names mean several, and its verdict: its point lies in one, or is nearest.

    Events whose point is no finer than a name are undecided.
    """
    unit, verdict = np.full(len(at), -1, np.int32), np.full(len(at), Verdict.AMBIGUOUS, np.int8)
    decided = np.flatnonzero(places.precision[at] <= decides)
    at = at[decided]
    if not len(at):
        return unit, verdict
    order = np.argsort(meaning[at], kind="stable")
    decided, at = decided[order], at[order]
    numbers, starts = np.unique(meaning[at], return_index=True)
    for number, start, end in zip(numbers.tolist(), starts, [*starts[1:], len(at)], strict=True):
        one, here = decided[start:end], at[start:end]
        positions = np.array(index.meanings.units[number], np.int32)
        held = inside[here].copy()
        is_in = np.isin(held, positions)
        far = here[~is_in]
        if len(far):
            near = index.nearness(number).nearest(places.longitude[far], places.latitude[far])
            held[~is_in] = positions[near]
        unit[one], verdict[one] = held, np.where(is_in, Verdict.POINT_DECIDES, Verdict.NEAREST_NAMED)
    return unit, verdict
