"""From sums to rows of columns.COUNTS: by year and month, of any actor and of each family, in the order of the key."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata import periods
from geodata.counting.sums import FIRST_YEAR, PERIODS_A_YEAR, TYPES, UNIT_SHIFT, Integers, Sums, split, units_of
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import ANY_FAMILY, FAMILIES

_ACTORS = tuple(sorted((ANY_FAMILY, *FAMILIES)))
_FAMILY_BITS, _TYPE_BITS, _PERIOD_BITS = 4, 5, 12
_TEXTS_A_YEAR = PERIODS_A_YEAR + 1
"""Periods of a year as text: the year, the month not known, twelve months."""
AT_ONCE = 20_000
"""Keys that are spread over years, months and families at once."""


@dataclass(frozen=True)
class Rows:
    """Rows of counts: positions in the texts of each column of the key, and numbers with the ones that are null.

    `unit` is -1 for null. `numbers` and `is_null` are by ADDITIVE_NAMES.
    """

    unit: Integers
    period: Integers
    violence: Integers
    family: Integers
    numbers: tuple[Integers, ...]
    is_null: tuple[npt.NDArray[np.bool_], ...]


PERIODS = tuple(
    text
    for year in range(FIRST_YEAR, FIRST_YEAR + 2**_PERIOD_BITS // _TEXTS_A_YEAR)
    for text in (str(year), periods.undated(str(year)), *periods.months_of(str(year)))
)
"""Periods by their number in Rows."""
VIOLENCE, ACTORS = TYPES, _ACTORS
_KEYS = ("frame", "level", "pcode", "period", "violence_type", "actor_family")
_PERIOD_TEXTS = np.array(PERIODS, dtype=object)


def rows(sums: Sums) -> Iterator[Rows]:
    """The rows of the sums in pieces, sorted by unit (null last), period, type and family; each piece whole units."""
    for start, end in whole_units(sums.keys):
        yield rows_of_piece(sums.at(slice(start, end)))


def whole_units(keys: Sequence[int] | Integers) -> Iterator[tuple[int, int]]:
    """Where pieces of some AT_ONCE keys begin and end that divide no unit; those of no unit come last."""
    lacking = start = bisect_left(keys, 1 << UNIT_SHIFT)
    while start < len(keys):
        end = min(start + AT_ONCE, len(keys))
        if end < len(keys):
            unit = int(keys[end]) >> UNIT_SHIFT
            begins = bisect_left(keys, unit << UNIT_SHIFT)
            end = begins if begins > start else bisect_left(keys, (unit + 1) << UNIT_SHIFT)
        yield start, end
        start = end
    if lacking:
        yield 0, lacking


def rows_of_piece(sums: Sums) -> Rows:
    """The rows of some sums."""
    period, violence, families = split(sums.keys)
    year, month = np.divmod(period, PERIODS_A_YEAR)
    times = [year * _TEXTS_A_YEAR, year * _TEXTS_A_YEAR + 1 + month]
    keys, parts = [], []
    for rank, name in enumerate(_ACTORS):
        is_in = (
            np.arange(len(families)) if name == ANY_FAMILY else np.flatnonzero(families & (1 << FAMILIES.index(name)))
        )
        for time in times:
            key = (units_of(sums.keys) + 1) << _PERIOD_BITS | time
            keys.append((((key << _TYPE_BITS) | violence) << _FAMILY_BITS | rank)[is_in])
            parts.append(is_in)
    return _read(sums.at(np.concatenate(parts)).under(np.concatenate(keys)))


def _read(spread: Sums) -> Rows:
    rest, family = np.divmod(spread.keys, 2**_FAMILY_BITS)
    rest, violence = np.divmod(rest, 2**_TYPE_BITS)
    unit, period = np.divmod(rest, 2**_PERIOD_BITS)
    events = spread.numbers[0]
    is_null = [
        np.zeros(len(events), bool) if column is None else column == events for column in (None, *spread.missing)
    ]
    return Rows(unit - 1, period, violence, family, spread.numbers, tuple(is_null))


class Counted(NamedTuple):
    """Sums at a level; `pcodes` are those of the units by position."""

    sums: Sums
    pcodes: Sequence[str]
    level: str


def counts_table(counted: Sequence[Counted], *, frame: str) -> pd.DataFrame:
    """The sums as columns.COUNTS, level after level as they come, each sorted by key.

    A count that the source gives of no event of a row is null.
    """
    pieces = [(piece, one) for one in counted for piece in rows(one.sums)] or [(_read(Sums()), Counted(Sums(), (), ""))]
    texts = [_texts(piece, one, frame) for piece, one in pieces]
    table = {
        name: pd.array(np.concatenate(parts), dtype="str")
        for name, parts in zip(_KEYS, zip(*texts, strict=True), strict=True)
    }
    numbers = zip(*(piece.numbers for piece, _ in pieces), strict=True)
    is_null = zip(*(piece.is_null for piece, _ in pieces), strict=True)
    sums = {
        name: pd.arrays.IntegerArray(np.concatenate(found).astype(np.int64), np.concatenate(nulls))
        for name, found, nulls in zip(ADDITIVE_NAMES, numbers, is_null, strict=True)
    }
    return pd.DataFrame({**table, **sums})


def _texts(found: Rows, of: Counted, frame: str) -> list[npt.NDArray[np.object_]]:
    """The columns of the key."""
    return [
        np.full(len(found.unit), frame, dtype=object),
        np.full(len(found.unit), of.level, dtype=object),
        np.array([*of.pcodes, None], dtype=object)[found.unit],
        _PERIOD_TEXTS[found.period],
        np.array(VIOLENCE, dtype=object)[found.violence],
        np.array(ACTORS, dtype=object)[found.family],
    ]
