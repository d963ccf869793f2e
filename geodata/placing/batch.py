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
from geodata.whole_numbers import order, together

Floats = npt.NDArray[np.float64]
Verdicts = npt.NDArray[np.int8]
_STATES_A_CODE = 6
"""States of an event of one precision: whether a unit holds its point, and twice how many units its names mean."""
_OPEN = len(Verdict)
"""In the place of a verdict: the names mean several units, and the point may decide."""
_BY_POINT = -2
"""In the place of a unit: that of the point."""
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


@dataclass(frozen=True)
class _Said:
    """What is said of the events of a batch beside their points, each kind of saying once.

    `kind`: of each event the number of its own. `region`, `cercle`, `years` and `precision` are by kind; years of a
    kind are those between which no rule of any index tells.
    """

    kind: npt.NDArray[np.intp]
    region: Coded
    cercle: Coded
    years: npt.NDArray[np.int16]
    precision: npt.NDArray[np.intp]

    @classmethod
    def of(cls, places: Places, indexes: Sequence[UnitIndex]) -> _Said:
        """The kinds that are told apart: a few thousand in millions of events."""
        untils = sorted({until for index in indexes for until in index.meanings.untils})
        kind = together(
            [
                (places.region.codes + 1, len(places.region.texts) + 1),
                (places.cercle.codes + 1, len(places.cercle.texts) + 1),
                (np.searchsorted(untils, places.years), len(untils) + 1),
                (places.precision, _WORST + 1),
            ]
        ).astype(np.intp)
        row = np.zeros(int(kind.max(initial=-1)) + 1, np.intp)
        row[kind] = np.arange(len(kind))
        return cls(
            kind,
            places.region.at(row),
            places.cercle.at(row),
            places.years[row],
            places.precision[row].astype(np.intp),
        )


def place_batch(places: Places, indexes: Sequence[UnitIndex], scale: Scale) -> list[Placed]:
    """The events placed in each of the indexes, same order and length; indexes of the same key share their arrays."""
    inside: dict[int, Positions] = {}
    made: dict[str, Placed] = {}
    found = []
    said = _Said.of(places, indexes)
    for index in indexes:
        if id(index.lattice) not in inside:
            inside[id(index.lattice)] = index.lattice.holding(places.longitude, places.latitude)
        if index.key not in made:
            made[index.key] = _place(places, said, index, inside[id(index.lattice)], scale)
        found.append(replace(made[index.key], index=index))
    return found


def _place(places: Places, said: _Said, index: UnitIndex, inside: Positions, scale: Scale) -> Placed:
    """The events in the units of one index: what decides is told of each kind, in a unit and in none, and looked up."""
    meaning = index.meanings.of(said.region, said.cercle, said.years)
    alone = index.meanings.alone.take(meaning)
    outcomes, is_by_point = _outcomes(index.level, scale)
    states = said.precision * _STATES_A_CODE + index.meanings.states.take(meaning)
    states = np.stack([states, states + 1], axis=1).ravel()
    verdicts: Verdicts = outcomes.take(states)
    units = np.where(_IS_NAMED.take(verdicts), np.repeat(alone, 2), np.int32(-1))
    units[is_by_point.take(states)] = _BY_POINT
    case = said.kind * 2
    case += inside >= 0
    verdict, unit = verdicts.take(case), units.take(case)
    np.copyto(unit, inside, where=unit == _BY_POINT)
    if (verdicts == _OPEN).any():
        several = np.flatnonzero(verdict == _OPEN)
        of = meaning.take(said.kind[several])
        unit[several], verdict[several] = _among(places, index, of, inside, several, scale.decides)
    named = np.full(len(unit), -1, np.int32) if index.meanings.is_empty else alone.take(said.kind)
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

    `meaning` is by `at`.

    Events whose point is no finer than a name are undecided.
    """
    unit, verdict = np.full(len(at), -1, np.int32), np.full(len(at), Verdict.AMBIGUOUS, np.int8)
    decided = np.flatnonzero(places.precision[at] <= decides)
    if not len(decided):
        return unit, verdict
    decided = decided[order(meaning[decided])]
    at, meaning = at[decided], meaning[decided]
    starts = np.flatnonzero(np.append(True, meaning[1:] != meaning[:-1]))
    numbers = meaning[starts]
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
