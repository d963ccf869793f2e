"""What a piece of a file gives: the tally of its events, what it covers, and an account of every row that was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from geodata.counting.batch_tally import Tally, combine
from geodata.errors import DataError

Numbers = Mapping[str, int]
_Key = TypeVar("_Key", str, tuple[str, str, str])


@dataclass(frozen=True)
class Coverage:
    """Rows by year, and by month of the first day (2022-03), from vocabulary.FIRST_YEAR on.

    `years` and `months` are of all countries, `own_months` of Mali alone; `first_day` and `last_day` are those of
    Mali's rows as days since 1970-01-01, None where there is none.
    """

    years: Numbers = field(default_factory=dict)
    months: Numbers = field(default_factory=dict)
    own_months: Numbers = field(default_factory=dict)
    first_day: int | None = None
    last_day: int | None = None


@dataclass(frozen=True)
class Counted:
    """The rows of pieces: `read` = the tally's events + `left_out` (by reason) + `rejected` (file, column, reason)."""

    read: int
    tally: Tally
    coverage: Coverage
    left_out: Numbers
    rejected: Mapping[tuple[str, str, str], int]


def combine_counted(parts: Sequence[Counted]) -> Counted:
    """The rows of all parts, in whatever order and groups. Raises DataError where a row is not accounted for."""
    return joined_counted(parts, combine([part.tally for part in parts]))


def joined_counted(parts: Sequence[Counted], tally: Tally) -> Counted:
    """The rows of all parts, whose tally is this one. Raises DataError where a row is not accounted for."""
    made = Counted(
        sum(part.read for part in parts),
        tally,
        covered([part.coverage for part in parts]),
        _added([part.left_out for part in parts]),
        _added([part.rejected for part in parts]),
    )
    return _require_rows(made)


def _require_rows(made: Counted) -> Counted:
    """What was counted itself. Raises DataError unless every row that was read is counted, left out or rejected."""
    left_out, rejected = sum(made.left_out.values()), sum(made.rejected.values())
    if made.read != made.tally.events + left_out + rejected:
        raise DataError(
            f"{made.tally.events:,} events counted, {left_out:,} left out and {rejected:,} rejected",
            where="the rows of all pieces",
            expected=f"{made.read:,} together, as many as were read",
        )
    return made


def _added(parts: Sequence[Mapping[_Key, int]]) -> dict[_Key, int]:
    total: Counter[_Key] = Counter()
    for part in parts:
        total.update(part)
    return dict(sorted(total.items()))


def covered(parts: Sequence[Coverage]) -> Coverage:
    """What several parts cover together."""
    first = [part.first_day for part in parts if part.first_day is not None]
    last = [part.last_day for part in parts if part.last_day is not None]
    return Coverage(
        _added([part.years for part in parts]),
        _added([part.months for part in parts]),
        _added([part.own_months for part in parts]),
        min(first, default=None),
        max(last, default=None),
    )
