"""A batch of rows as Arrow holds them becomes a batch of events: every row is one, left out, or rejected with why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geodata import periods
from geodata.bulk.columns import Flags, Integers, Rejections, code, coded, days, number
from geodata.bulk.counted import Coverage
from geodata.bulk.layouts import BulkLayout
from geodata.counting.actors import Actors, involved, side_bits
from geodata.counting.event_batch import EventBatch
from geodata.counting.sums import FIRST_YEAR as FIRST_COUNTED
from geodata.counting.sums import MEASURES, PERIODS_A_YEAR, TYPES, Kinds, Values, attributes
from geodata.placing.batch import Places
from geodata.placing.meanings import Coded
from geodata.tabular.typed_cells import FIRST_YEAR as EARLIEST
from geodata.tabular.typed_cells import LARGEST, LAST_YEAR
from geodata.vocabulary import COUNTRY_ISO3, FIRST_YEAR

WORST_PRECISION = {"ucdp": (5, 7), "acled": (3, 3)}
"""The worst codes of date and place of each scale."""
_MOST_DAYS = 100_000
"""Days of a list of all, at most."""


@dataclass(frozen=True)
class Account:
    """The rows of a batch by number: how many were read, what they cover, and why some do not count; see `Counted`."""

    read: int
    coverage: Coverage
    left_out: Mapping[str, int]
    rejected: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class BatchRows:
    """The rows of a batch: the events that are counted, and an account of all rows."""

    events: EventBatch
    account: Account


class Converter:
    """Makes batches of events of one layout; what texts mean is remembered from batch to batch."""

    def __init__(self, layout: BulkLayout, names: Mapping[str, str], actors: Actors) -> None:
        """`names`: the file's columns by the name of columns.EVENTS that each stands for."""
        self._layout, self._names, self._actors = layout, names, actors
        self._violence = {text.lower(): TYPES.index(meant) for text, meant in layout.violence.items()}
        self._own = {text: int(iso3 == COUNTRY_ISO3) for text, iso3 in layout.countries.items()}
        self._bits, self._memo = side_bits(actors), dict[str, int]()

    def rows(self, table: pa.RecordBatch) -> BatchRows:
        """The rows of a batch whose columns have the file's names in lower case."""
        bad = Rejections(table.num_rows)
        read = _Read(self, table, bad)
        is_early = read.years < FIRST_YEAR
        is_abroad, is_used = ~read.is_own, ~bad.is_rejected
        chosen = is_used & ~is_abroad & ~is_early
        left_out = {"other_countries": int((is_used & is_abroad).sum())}
        left_out["earlier_years"] = int((is_used & is_early & ~is_abroad).sum())
        coverage = _coverage(read, is_used & ~is_early, is_used & read.is_own)
        return BatchRows(read.batch(chosen), Account(table.num_rows, coverage, left_out, bad.counts))

    def sides(self, table: pa.RecordBatch, names: tuple[str, ...]) -> Integers:
        """The families of those who are named in these columns, as bits."""
        found: Integers = np.zeros(table.num_rows, np.int64)
        for name in names:
            if name in self._names:
                texts = coded(table.column(self._names[name]), self._names[name])
                found |= texts.through([self._bits_of(text) for text in texts.texts], 0)
        return found

    def _bits_of(self, text: str) -> int:
        if text not in self._memo:
            self._memo[text] = self._bits(text)
        return self._memo[text]

    def column(self, table: pa.RecordBatch, name: str) -> tuple[pa.Array, str]:
        """A column by the name of columns.EVENTS, and its name in the file."""
        return table.column(self._names[name]), self._names[name]

    def has(self, name: str) -> bool:
        """True if the file has a column for this one of columns.EVENTS."""
        return name in self._names

    def whole(self, table: pa.RecordBatch, name: str, least: int, most: int, bad: Rejections) -> Integers:
        """The whole numbers of a column that every row must have."""
        found, _ = number(*self.column(table, name), least, most, bad, whole=True)
        return found.astype(np.int64)

    def degrees(self, table: pa.RecordBatch, name: str, most: float, bad: Rejections) -> npt.NDArray[np.float64]:
        """The coordinates of a column that every row must have."""
        found, _ = number(*self.column(table, name), -most, most, bad, whole=False)
        return found.astype(np.float64)

    def types(self, table: pa.RecordBatch, bad: Rejections) -> Integers:
        """The types of violence, as positions in sums.TYPES."""
        return code(*self.column(table, "violence_type"), self._violence, bad, shown=", ".join(self._layout.violence))

    def is_own(self, table: pa.RecordBatch) -> Flags:
        """True for the events of Mali."""
        found: Flags = code(*self.column(table, "country_iso3"), self._own, None) == 1
        return found

    def worst(self) -> tuple[int, int]:
        """The worst codes of date and place."""
        return WORST_PRECISION[self._actors]


class _Read:
    """The columns of a batch, read."""

    def __init__(self, make: Converter, table: pa.RecordBatch, bad: Rejections) -> None:
        worst_date, worst_place = make.worst()
        self.years = make.whole(table, "year", EARLIEST, LAST_YEAR, bad)
        self.start, self.end = (days(*make.column(table, name), bad) for name in ("date_start", "date_end"))
        self.date_precision = make.whole(table, "date_precision", 1, worst_date, bad)
        self.precision = make.whole(table, "where_precision", 1, worst_place, bad)
        self.longitude = make.degrees(table, "longitude", 180, bad)
        self.latitude = make.degrees(table, "latitude", 90, bad)
        self.violence = make.types(table, bad)
        self.is_own = make.is_own(table)
        a, b = make.sides(table, ("side_a", "side_a_more")), make.sides(table, ("side_b", "side_b_more"))
        self.families = involved(a, b)
        self.names = [
            coded(*make.column(table, name)) if make.has(name) else Coded(np.full(table.num_rows, -1, np.int32), [])
            for name in ("admin1_name", "admin2_name")
        ]
        self.values = [self._value(make, table, name, bad) for name in MEASURES]
        self.months = _months(self.start)

    def _value(self, make: Converter, table: pa.RecordBatch, name: str, bad: Rejections) -> tuple[Integers, Flags]:
        if not make.has(name):
            return np.zeros(table.num_rows, np.int64), np.ones(table.num_rows, bool)
        is_best = name == "fatalities_best"
        found, is_missing = number(*make.column(table, name), 0, LARGEST, bad, whole=True, required=is_best)
        return found.astype(np.int64), is_missing

    def batch(self, chosen: Flags) -> EventBatch:
        """The chosen rows as events."""
        at: slice | npt.NDArray[np.intp] = slice(None) if chosen.all() else np.flatnonzero(chosen)
        start, end = self.months[at], _months(self.end[at])
        years = self.years[at]
        is_known = (start == end) & (start // 12 + 1970 == years)
        is_known &= self.date_precision[at] <= periods.WORST_DATE_PRECISION
        period = (years - FIRST_COUNTED) * PERIODS_A_YEAR + np.where(is_known, start % 12 + 1, 0)
        region, cercle = (Coded(column.codes[at], column.texts) for column in self.names)
        return EventBatch(
            Places(
                self.longitude[at],
                self.latitude[at],
                self.precision[at].astype(np.int8),
                years.astype(np.int16),
                region,
                cercle,
            ),
            Kinds.of(attributes(period, self.violence[at], self.families[at])),
            Values(
                [numbers[at] for numbers, _ in self.values],
                [flags[at] if flags[at].any() else None for _, flags in self.values],
            ),
        )


def _months(days: Integers) -> Integers:
    """The months of days, both since 1970-01-01: looked up, since NumPy takes long to tell the month of each."""
    least, most = int(days.min(initial=0)), int(days.max(initial=0))
    every = np.arange(least, most + 1) if most - least <= _MOST_DAYS else days
    months: Integers = every.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months if every is days else months.take(days - least)


def _coverage(read: _Read, is_counted: Flags, is_own: Flags) -> Coverage:
    own_days = read.start[is_own], read.end[is_own]
    return Coverage(
        _numbers(read.years[is_counted], str),
        _numbers(read.months[is_counted], _month),
        _numbers(read.months[is_counted & read.is_own], _month),
        int(own_days[0].min()) if len(own_days[0]) else None,
        int(own_days[1].max()) if len(own_days[1]) else None,
    )


def _numbers(column: Integers, name: object) -> dict[str, int]:
    if not len(column):
        return {}
    least = int(column.min())
    found = np.bincount(column - least)
    return {name(at + least): int(found[at]) for at in np.flatnonzero(found).tolist()}  # type: ignore[operator]


def _month(number: int) -> str:
    year, month = divmod(number, 12)
    return periods.period_of(str(year + 1970), periods.MONTHS[month])
