"""Place a batch of events, as arrays: the one way by which events come to their units, whatever reads or counts them.

The rules are those of `place`: names give candidates, the point decides, and every event has a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from geodata.placing.meanings import ONE, Coded, Positions
from geodata.placing.scale import Scale, Verdict
from geodata.placing.unit_index import UnitIndex

Floats = npt.NDArray[np.float64]
Verdicts = npt.NDArray[np.int8]
_STATES_A_CODE = 6
"""States of an event of one precision: whether a unit holds its point, and twice how many units its names mean."""
_OPEN = len(Verdict)
"""In the place of a verdict: the names mean several units, and the point may decide."""
_IS_NAMED = np.array([verdict in (Verdict.NAMED, Verdict.NAMED_LOW_PRECISION) for verdict in Verdict] + [False])
_WORST = 7
"""The worst code of precision of any source."""


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
        found.append(replace(made[index.key], index=index))
    return found


def _place(places: Places, index: UnitIndex, inside: Positions, scale: Scale) -> Placed:
    """The events in the units of one index: what decides is looked up by precision, point and meaning of each."""
    state = places.precision.astype(np.intp)
    state *= _STATES_A_CODE
    state += inside >= 0
    meaning = None
    if not index.meanings.is_empty:
        meaning = index.meanings.of(places.region, places.cercle, places.years)
        state += index.meanings.states.take(meaning)
    verdicts, takes_point = _outcomes(index.level, scale)
    verdict: Verdicts = verdicts.take(state)
    unit = np.where(takes_point.take(state), inside, np.int32(-1))
    if meaning is None:
        return Placed(index, unit, verdict, np.full(len(places), -1, np.int32), inside)
    named = index.meanings.alone.take(meaning)
    np.copyto(unit, named, where=_IS_NAMED.take(verdict))
    several = np.flatnonzero(verdict == _OPEN)
    if len(several):
        unit[several], verdict[several] = _among(places, index, meaning, inside, several, scale.decides)
    return Placed(index, unit, verdict, named, inside)


@cache
def _outcomes(level: str, scale: Scale) -> tuple[Verdicts, npt.NDArray[np.bool_]]:
    """The verdict of each state of an event, or _OPEN, and whether the unit is that of the point."""
    verdicts, takes_point = [], []
    for state in range(_STATES_A_CODE * (_WORST + 1)):
        precision, rest = divmod(state, _STATES_A_CODE)
        meant, is_held = divmod(rest, 2)
        is_precise = precision <= scale.limit[level]
        by_point = Verdict.POINT if is_held else Verdict.OUTSIDE
        found = int(by_point if is_precise else Verdict.TOO_VAGUE)
        if meant and (is_precise or level == "admin1"):
            named = Verdict.NAMED_LOW_PRECISION if precision >= scale.vague_from else Verdict.NAMED
            found = int(named) if meant == ONE else _OPEN
        verdicts.append(found)
        takes_point.append(found == Verdict.POINT)
    return np.array(verdicts, np.int8), np.array(takes_point)


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
    is_meant = np.zeros(len(index.pcodes) + 1, bool)  # the last is that of no unit, -1
    for number, start, end in zip(numbers.tolist(), starts, [*starts[1:], len(at)], strict=True):
        one, here = decided[start:end], at[start:end]
        positions = np.array(index.meanings.units[number], np.int32)
        held = inside[here].copy()
        is_meant[:] = False
        is_meant[positions] = True
        is_in = is_meant[held]
        far = here[~is_in]
        if len(far):
            near = index.nearness(number).nearest_of_many(places.longitude[far], places.latitude[far])
            held[~is_in] = positions[near]
        unit[one], verdict[one] = held, np.where(is_in, Verdict.POINT_DECIDES, Verdict.NEAREST_NAMED)
    return unit, verdict
