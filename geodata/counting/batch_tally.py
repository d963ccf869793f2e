"""Count a batch of placed events, and combine what batches give: no event is lost, or the sum is refused.

Nothing but whole numbers is added and nothing depends on an order, so that the result is the same whatever the batches
are, whoever counts them, and however their tallies are combined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.counting.event_batch import EventBatch, joined_values
from geodata.counting.sums import Integers, Kinds, Sums, Values, combined, narrow, sums
from geodata.errors import DataError
from geodata.figures.any_distance import EXACT_PLACE
from geodata.placing import bands
from geodata.placing.batch import Placed
from geodata.placing.scale import Scale, Verdict
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.whole_numbers import distinct

BEST = ADDITIVE_NAMES.index("fatalities_best") - 1
"""The place of the best estimate in sums.MEASURES."""
_VERDICTS = len(Verdict)
_IS_BY_NAME = np.array([verdict in (Verdict.NAMED, Verdict.NAMED_LOW_PRECISION) for verdict in Verdict])


@dataclass(frozen=True)
class PairSums:
    """Events and best estimates of deaths by two small numbers: `first` and `second`, pairs ascending, each once."""

    first: Integers
    second: Integers
    events: Integers
    best: Integers

    @classmethod
    def of(
        cls,
        first: npt.NDArray[np.integer],
        second: npt.NDArray[np.integer],
        events: Integers,
        best: npt.NDArray[np.integer],
    ) -> PairSums:
        """The sums by pair; numbers are -1 or more."""
        if not len(first):
            nothing = np.zeros(0, np.int64)
            return cls(nothing, nothing, nothing, nothing)
        width = int(second.max()) + 2
        keys, which = distinct((first.astype(np.int64) + 1) * width + second + 1)
        added = [np.zeros(len(keys), np.int64) for _ in range(2)]
        np.add.at(added[0], which, events)
        np.add.at(added[1], which, best)
        return cls(keys // width - 1, keys % width - 1, *added)


@dataclass(frozen=True)
class LevelTally:
    """The events of batches in the units of an index, each once: every event is in `units`, allocated or not.

    `named`: by the one unit that they name, of events allocated to none. `account`: by year and Verdict.
    `disagreements`: by the unit that a name decided and that of the point, where they differ.
    """

    units: Sums
    named: Sums
    account: PairSums
    disagreements: PairSums


@dataclass(frozen=True)
class Tally:
    """The counts of some events: at the levels of units, by key of the index; by the zones; and by grid cell.

    `events` are those that were given; all of them are in each of the others. `zones`: by bands.position, those of
    exact place apart (see `zone_units`). `cells`: by grid.gid; `cell_account`: by year and Verdict.
    """

    events: int
    levels: Mapping[str, LevelTally]
    zones: Sums
    cells: Sums
    cell_account: PairSums


@dataclass(frozen=True)
class Around:
    """Of each event of a batch what no frame changes: bands.position and grid.gid."""

    zone: npt.NDArray[np.int8]
    cell: Integers


@dataclass(frozen=True)
class LevelEntries:
    """Of each event of a batch its unit in an index of `last` + 1, -1 for none; the rest as in LevelTally."""

    unit: npt.NDArray[np.integer]
    last: int
    named: Sums
    account: PairSums
    disagreements: PairSums


@dataclass(frozen=True)
class Entries:
    """The events of a batch as they wait to be summed with others, in some 40 bytes each: see `entries`.

    `attribute`: see sums.attributes. `zone`, `cell` and `cell_account` as in Tally, `levels` by key of the index.
    """

    attribute: npt.NDArray[np.integer]
    values: Values
    levels: Mapping[str, LevelEntries]
    zone: npt.NDArray[np.int8]
    cell: npt.NDArray[np.integer]
    cell_account: PairSums

    def __len__(self) -> int:
        """The number of events."""
        return len(self.attribute)


def entries(batch: EventBatch, placed: Sequence[Placed], around: Around, scale: Scale) -> Entries:
    """A batch of events as they are placed, to be summed."""
    levels: dict[str, LevelEntries] = {}
    for one in placed:
        if one.index.key not in levels:
            levels[one.index.key] = _level(batch, one)
    is_precise = batch.where.precision <= scale.limit["grid"]
    in_cell = np.where(is_precise, np.int8(Verdict.POINT), np.int8(Verdict.TOO_VAGUE))
    return Entries(
        narrow(batch.kinds.attributes)[batch.kinds.kind],
        batch.values.narrow(),
        levels,
        around.zone + np.int8(bands.POSITIONS) * (batch.where.precision == EXACT_PLACE),
        narrow(np.where(is_precise, around.cell, -1)),
        account(batch.where.years, in_cell, batch.values.numbers[BEST].astype(np.int64, copy=False)),
    )


def tally(batch: EventBatch, placed: Sequence[Placed], around: Around, scale: Scale) -> Tally:
    """The counts of a batch of events as they are placed."""
    return summed([entries(batch, placed, around, scale)])


def summed(parts: Sequence[Entries]) -> Tally:
    """The counts of the events of one or several batches, at most sums.MOST_ROWS: of more events, keys are fewer."""
    kinds = Kinds.of(np.concatenate([part.attribute for part in parts]))
    values = joined_values([part.values for part in parts])
    levels = {}
    for key in parts[0].levels:
        of = [part.levels[key] for part in parts]
        levels[key] = LevelTally(
            sums(np.concatenate([one.unit for one in of]), -1, of[0].last, kinds, values),
            combined([one.named for one in of]),
            _pairs([one.account for one in of]),
            _pairs([one.disagreements for one in of]),
        )
    cell = np.concatenate([part.cell for part in parts])
    return _whole(
        Tally(
            sum(map(len, parts)),
            levels,
            zones=sums(np.concatenate([part.zone for part in parts]), 0, 2 * bands.POSITIONS - 1, kinds, values),
            cells=sums(cell, -1, int(cell.max(initial=-1)), kinds, values),
            cell_account=_pairs([part.cell_account for part in parts]),
        )
    )


def _level(batch: EventBatch, placed: Placed) -> LevelEntries:
    best, last = batch.values.numbers[BEST].astype(np.int64, copy=False), len(placed.index.pcodes) - 1
    at = differ = np.zeros(0, np.intp)
    if not placed.index.meanings.is_empty:
        at = np.flatnonzero((placed.unit < 0) & (placed.named >= 0))
        differ = np.flatnonzero(placed.unit != placed.point)
        differ = differ[_IS_BY_NAME.take(placed.verdict[differ])]
    return LevelEntries(
        narrow(placed.unit),
        last,
        named=sums(placed.named[at], -1, last, batch.kinds.at(at), batch.values.at(at)),
        account=account(batch.where.years, placed.verdict, best),
        disagreements=PairSums.of(
            placed.unit[differ], placed.point[differ], np.ones(len(differ), np.int64), best[differ]
        ),
    )


def account(years: npt.NDArray[np.integer], verdict: npt.NDArray[np.integer], best: Integers) -> PairSums:
    """The events by year and Verdict."""
    if not len(years):
        return PairSums.of(years, verdict, best, best)
    first = int(years.min())
    key = (years - np.int16(first)).astype(np.int32) * np.int32(_VERDICTS) + verdict
    events = np.bincount(key)
    exact = int(best.max()) * len(best) < 2**53
    deaths = np.bincount(key, weights=best).astype(np.int64) if exact else np.zeros(len(events), np.int64)
    if not exact:
        np.add.at(deaths, key, best)
    there = np.flatnonzero(events)
    return PairSums(there // _VERDICTS + first, there % _VERDICTS, events[there], deaths[there])


def combine(tallies: Sequence[Tally]) -> Tally:
    """The counts of all the events of several tallies, in whatever order and groups they are combined.

    Raises DataError unless every level has as many events as went in, those that have no unit among them.
    """
    return _whole(joined(tallies))


def joined(tallies: Sequence[Tally]) -> Tally:
    """The same without a look at what it gives: for tallies whose sums are elsewhere, and are looked at there."""
    levels: dict[str, list[LevelTally]] = {}
    for one in tallies:
        for key, level in one.levels.items():
            levels.setdefault(key, []).append(level)
    made = {
        key: LevelTally(
            units=combined([one.units for one in parts]),
            named=combined([one.named for one in parts]),
            account=_pairs([one.account for one in parts]),
            disagreements=_pairs([one.disagreements for one in parts]),
        )
        for key, parts in sorted(levels.items())
    }
    return Tally(
        sum(one.events for one in tallies),
        made,
        combined([one.zones for one in tallies]),
        combined([one.cells for one in tallies]),
        _pairs([one.cell_account for one in tallies]),
    )


def _pairs(parts: Sequence[PairSums]) -> PairSums:
    return PairSums.of(
        *(
            np.concatenate([np.zeros(0, np.int64), *(getattr(one, name) for one in parts)])
            for name in ("first", "second", "events", "best")
        )
    )


def _whole(made: Tally) -> Tally:
    """The tally itself. Raises DataError unless each level has all its events, in units or none, and a reason each."""
    found = {key[:12]: (level.units.events, int(level.account.events.sum())) for key, level in made.levels.items()}
    found |= {"cells": (made.cells.events, int(made.cell_account.events.sum())), "zones": (made.zones.events,) * 2}
    for where, (counted, accounted) in found.items():
        require_events(where, counted, accounted, made.events)
    return made


def require_events(where: str, counted: int, accounted: int, given: int) -> None:
    """Raise DataError unless as many events are counted, and have a reason, as were given."""
    if (counted, accounted) != (given, given):
        raise DataError(
            f"{counted:,} events are counted in units and in none, and {accounted:,} have a reason",
            where=f"the tally of {where}",
            expected=f"{given:,}, as many as were given",
        )
