"""Sums of counts by key, in whole numbers: what batches give is combined in any order and is the same.

A key is one number: a unit (0 none, else its position and 1), a period, a type of violence, a set of actor families.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geodata.schema.tables import ADDITIVE_NAMES, VIOLENCE
from geodata.vocabulary import FAMILIES
from geodata.whole_numbers import distinct, order

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

TYPES = tuple(sorted(VIOLENCE.allowed))
"""Types of violence by their number."""
MEASURES = ADDITIVE_NAMES[1:]
FIRST_YEAR, PERIODS_A_YEAR = 1946, 13
"""A period is (year - FIRST_YEAR) * 13 + month, month 0 being the one not known."""
_FAMILY_BITS, _TYPE_BITS, _PERIOD_BITS = len(FAMILIES), 5, 12
UNIT_SHIFT = _FAMILY_BITS + _TYPE_BITS + _PERIOD_BITS
MOST_ROWS = 2**20
"""Events that are summed at once, at most."""
_DENSE = 2**22
"""Sums that are kept in a list of all possible keys, at most; beyond, keys are sorted."""
_FIELD_BITS = 26
"""Two sums below 2**26 are added as one fraction of 53 bits, which holds them exactly."""


@dataclass(frozen=True)
class Values:
    """The deaths of events by MEASURES: numbers, 0 where one is missing; by measure, which are missing (None: none)."""

    numbers: Sequence[npt.NDArray[np.integer]]
    missing: Sequence[Flags | None]

    @cached_property
    def most(self) -> int:
        """The greatest number of all."""
        return max((int(column.max(initial=0)) for column in self.numbers), default=0)

    @cached_property
    def pairs(self) -> list[npt.NDArray[np.float64]]:
        """The measures two by two in one fraction each, the second above _FIELD_BITS."""
        found = []
        for at in range(0, len(self.numbers), 2):
            both = self.numbers[at].astype(np.float64)
            if at + 1 < len(self.numbers):
                both += self.numbers[at + 1] * np.float64(1 << _FIELD_BITS)
            found.append(both)
        return found

    def narrow(self) -> Values:
        """The same in fewer bytes, where they fit."""
        return Values([narrow(column) for column in self.numbers], self.missing)

    def at(self, rows: npt.NDArray[np.integer] | Flags) -> Values:
        """Those of some of the events."""
        return Values(
            [numbers[rows] for numbers in self.numbers],
            [None if flags is None else flags[rows] for flags in self.missing],
        )


def narrow(column: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
    """Whole numbers (-1 or more) in two, four or eight bytes each, as the greatest needs."""
    most = int(column.max(initial=0))
    kind = next(kind for kind in (np.int16, np.int32, np.int64) if most <= np.iinfo(kind).max)
    return column.astype(kind, copy=False)


def _none() -> tuple[Integers, ...]:
    return (np.zeros(0, np.int64),) * (1 + len(MEASURES))


@dataclass(frozen=True)
class Sums:
    """Of each key (ascending, each once): events and deaths by ADDITIVE_NAMES, and events that lack a number.

    `missing` is by MEASURES; None where no event lacks that number.
    """

    keys: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    numbers: tuple[Integers, ...] = field(default_factory=_none)
    missing: tuple[Integers | None, ...] = (None,) * len(MEASURES)

    @property
    def events(self) -> int:
        """The events of all keys together."""
        return int(self.numbers[0].sum())

    def at(self, rows: slice | npt.NDArray[np.integer]) -> Sums:
        """The sums of some of the keys."""
        return Sums(
            self.keys[rows],
            tuple(column[rows] for column in self.numbers),
            tuple(None if column is None else column[rows] for column in self.missing),
        )

    def under(self, keys: Integers) -> Sums:
        """The sums under other keys, those of the same new key added."""
        return _reduced([Sums(keys, self.numbers, self.missing)])


def attributes(period: Integers, violence: Integers, families: Integers) -> Integers:
    """The part of a key that no unit changes: periods, positions in TYPES, and families as bits."""
    return (((period << _TYPE_BITS) | violence) << _FAMILY_BITS) | families


def key_of(unit: npt.NDArray[np.integer], attribute: Integers) -> Integers:
    """The keys of units (-1: none) and attributes."""
    return ((unit.astype(np.int64) + 1) << UNIT_SHIFT) | attribute


def units_of(keys: Integers) -> Integers:
    """The units of keys, -1 for none."""
    return (keys >> UNIT_SHIFT) - 1


def split(keys: Integers) -> tuple[Integers, Integers, Integers]:
    """Period, type of violence and families of keys."""
    families = keys & (2**_FAMILY_BITS - 1)
    violence = (keys >> _FAMILY_BITS) & (2**_TYPE_BITS - 1)
    return (keys >> (_FAMILY_BITS + _TYPE_BITS)) & (2**_PERIOD_BITS - 1), violence, families


@dataclass(frozen=True)
class Kinds:
    """The attributes that the events of a batch have, ascending, and of each event the position of its own."""

    attributes: Integers
    kind: npt.NDArray[np.int32]

    @classmethod
    def of(cls, attribute: Integers) -> Kinds:
        """The attributes told apart."""
        return cls(*distinct(attribute))

    def at(self, rows: npt.NDArray[np.integer] | Flags) -> Kinds:
        """Those of some of the events."""
        return Kinds(self.attributes, self.kind[rows])


def sums(units: npt.NDArray[np.integer], first: int, last: int, kinds: Kinds, values: Values) -> Sums:
    """The sums of a batch by unit (positions from `first`, which is -1 or more, to `last`) and attribute."""
    if not len(units):
        return Sums()
    width = len(kinds.attributes)
    if (last - first + 1) * width > _DENSE:  # only the units that are there
        known, position = distinct(units)
        local, possible = position.astype(np.int64), len(known) * width
    else:
        known, possible = np.arange(first, last + 1), (last - first + 1) * width
        local = units.astype(np.int64)
        local -= first
    local *= width
    local += kinds.kind
    found = _listed(local, possible, values) if possible <= _DENSE else _sorted(local, values)
    unit, kind = np.divmod(found.keys, width)
    return Sums(key_of(known[unit], kinds.attributes[kind]), found.numbers, found.missing)


def _listed(keys: Integers, possible: int, values: Values) -> Sums:
    """Sums of small keys by adding into a list of all of them."""
    events = np.bincount(keys, minlength=possible)
    there = np.flatnonzero(events)
    events = events[there]

    def lacking(flags: Flags | None) -> Integers | None:
        return None if flags is None else np.bincount(keys[flags], minlength=possible)[there]

    if int(events.max()) * values.most < 1 << _FIELD_BITS:
        numbers = _added_in_pairs(keys, there, possible, values)
    else:
        numbers = [_added(keys, column, possible)[there] for column in values.numbers]
    return Sums(there, (events, *numbers), tuple(lacking(flags) for flags in values.missing))


def _added_in_pairs(keys: Integers, there: npt.NDArray[np.intp], possible: int, values: Values) -> list[Integers]:
    """The sums by the keys that are there, each below 2**_FIELD_BITS."""
    found: list[Integers] = []
    for pair in values.pairs:
        both = np.bincount(keys, weights=pair, minlength=possible)[there].astype(np.int64)
        found += [both & ((1 << _FIELD_BITS) - 1), both >> _FIELD_BITS]
    return found[: len(values.numbers)]


def _added(keys: Integers, column: npt.NDArray[np.integer], possible: int) -> Integers:
    """The sums of a column in a list of all possible keys."""
    exact = np.zeros(possible, np.int64)
    np.add.at(exact, keys, column)
    return exact


def _sorted(keys: Integers, values: Values) -> Sums:
    """Sums of keys by sorting them with their rows."""
    rows = order(keys)
    keys = keys[rows]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))

    def added(column: npt.NDArray[np.integer] | Flags) -> Integers:
        return np.add.reduceat(column[rows], starts, dtype=np.int64)

    return Sums(
        keys[starts],
        (np.diff(np.append(starts, len(keys))), *(added(column) for column in values.numbers)),
        tuple(None if flags is None else added(flags) for flags in values.missing),
    )


def combined(parts: Iterable[Sums]) -> Sums:
    """The sums of all parts together, whatever their order."""
    there = [part for part in parts if len(part.keys)]
    return there[0] if len(there) == 1 else _reduced(there)


def _reduced(parts: Sequence[Sums]) -> Sums:
    if not parts:
        return Sums()
    keys = np.concatenate([part.keys for part in parts])
    if not len(keys):
        return Sums()
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))

    def added(columns: Sequence[Integers]) -> Integers:
        return np.add.reduceat(np.concatenate(columns)[order], starts)

    def lacking(at: int) -> Integers | None:
        columns = [part.missing[at] for part in parts]
        if all(column is None for column in columns):
            return None
        return added(
            [
                np.zeros(len(part.keys), np.int64) if column is None else column
                for part, column in zip(parts, columns, strict=True)
            ]
        )

    numbers = tuple(added([part.numbers[at] for part in parts]) for at in range(1 + len(MEASURES)))
    return Sums(keys[starts], numbers, tuple(lacking(at) for at in range(len(MEASURES))))
