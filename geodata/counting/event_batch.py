"""A batch of events as arrays: all that placing and counting read of them, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.counting.sums import FIRST_YEAR, MEASURES, PERIODS_A_YEAR, TYPES, Integers, Kinds, Values, attributes
from geodata.placing.batch import Places
from geodata.placing.place import places
from geodata.vocabulary import FAMILIES


@dataclass(frozen=True)
class EventBatch:
    """Events of columns.EVENTS as arrays, in order: where they are, what kind each is, and its deaths."""

    where: Places
    kinds: Kinds
    values: Values

    def __len__(self) -> int:
        """The number of events."""
        return len(self.where)


def joined_values(parts: Sequence[Values]) -> Values:
    """The deaths of several batches, in order."""

    def flags(at: int) -> npt.NDArray[np.bool_] | None:
        columns = [part.missing[at] for part in parts]
        if all(column is None for column in columns):
            return None
        sizes = [len(part.numbers[at]) for part in parts]
        return np.concatenate(
            [np.zeros(size, bool) if column is None else column for column, size in zip(columns, sizes, strict=True)]
        )

    measures = range(len(MEASURES))
    return Values(
        [np.concatenate([part.numbers[at] for part in parts]) for at in measures], [flags(at) for at in measures]
    )


def of_table(events: pd.DataFrame, months: pd.Series[str], families: pd.DataFrame) -> EventBatch:
    """The events of a table (columns.EVENTS) with periods.months and actors.families of them."""
    return EventBatch(places(events), kinds(events, months, families), values(events))


def kinds(events: pd.DataFrame, months: pd.Series[str], families: pd.DataFrame) -> Kinds:
    """The periods, types of violence and families of the events."""
    known, which = np.unique(months.to_numpy(str), return_inverse=True)
    period = np.array([(int(text[:4]) - FIRST_YEAR) * PERIODS_A_YEAR + int(text[5:]) for text in known], np.int64)
    violence = pd.Index(TYPES).get_indexer(pd.Index(events["violence_type"])).astype(np.int64)
    bits: Integers = np.zeros(len(events), np.int64)
    for bit, family in enumerate(FAMILIES):
        bits |= families[family].to_numpy(np.int64) << bit
    return Kinds.of(attributes(period[which] if len(known) else np.zeros(0, np.int64), violence, bits))


def values(events: pd.DataFrame) -> Values:
    """The deaths of the events by MEASURES."""
    numbers: list[Integers] = []
    missing: list[npt.NDArray[np.bool_] | None] = []
    for name in MEASURES:
        column = events[name]
        is_missing = column.isna().to_numpy()
        numbers.append(column.fillna(0).to_numpy(np.int64))
        missing.append(is_missing if is_missing.any() else None)
    return Values(numbers, missing)
