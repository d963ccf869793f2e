"""From sums to rows of columns.COUNTS: by year and month, of any actor and of each family, in the order of the key."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


def counts_table(sums: Sums, pcodes: Sequence[str], *, frame: str, level: str) -> pd.DataFrame:
    """The sums as columns.COUNTS, sorted by key; `pcodes` are those of the units by position.

    A count that the source gives of no event of a row is null.
    """
    pieces = [_table(piece, pcodes, frame, level) for piece in rows(sums)]
    return pd.concat(pieces, ignore_index=True) if pieces else _table(_read(Sums()), pcodes, frame, level)


def _table(found: Rows, pcodes: Sequence[str], frame: str, level: str) -> pd.DataFrame:
    def texts(codes: Integers, of: Sequence[str | None]) -> pd.api.extensions.ExtensionArray:
        return pd.array(np.array(of, dtype=object)[codes], dtype="string")

    always = np.zeros(len(found.unit), np.int64)
    table = pd.DataFrame(
        {
            "frame": texts(always, [frame]),
            "level": texts(always, [level]),
            "pcode": texts(found.unit, [*pcodes, None]),
            "period": texts(found.period, PERIODS),
            "violence_type": texts(found.violence, VIOLENCE),
            "actor_family": texts(found.family, ACTORS),
        }
    )
    for name, numbers, is_null in zip(ADDITIVE_NAMES, found.numbers, found.is_null, strict=True):
        table[name] = pd.arrays.IntegerArray(numbers.astype(np.int64), is_null.copy())
    return table
