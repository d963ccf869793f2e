"""The columns that say which period a record is of, and what a range of years or months adds to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from geodata import periods
from geodata.figures.figures import PERIODS, Figures, Row
from geodata.schema.column import Column
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.texts import N_

PERIOD = (
    Column("year", "Int64", N_("calendar year"), N_("year"), hxl="#date+year"),
    Column("month", "Int64", N_("month of the year, 1 to 12; null: the whole year"), nullable=True, hxl="#meta+month"),
)
RANGE = (
    Column("period", "string", N_("range of years or of months whose counts are summed"), hxl="#date+period"),
    Column(
        "periods_summed",
        "Int64",
        N_("years or months of the range that the source covers: counts are their sums, rates the mean of one"),
        hxl="#indicator+periods+num",
    ),
    Column(
        "not_covered",
        "string",
        N_("years or months of the range that the source does not cover and no sum holds; null: none"),
        nullable=True,
        hxl="#date+not_covered",
    ),
)
"""Of a record that sums a range, in place of PERIOD."""
_FROM_YEAR = Column("from_year", "Int64", N_("year that changes are counted from"), N_("year"), hxl="#date+year+from")
_FROM_PERIOD = Column("from_period", "string", N_("range that changes are counted from"), hxl="#date+period+from")


def means_of(counts: Iterable[Column]) -> tuple[Column, ...]:
    """The columns of the means per year or month of a range, whose counts are sums."""
    return tuple(
        replace(
            column,
            name=f"{column.name}_mean",
            dtype="float64",
            meaning=f"{column.meaning}: mean per year or month of those summed",
            hxl=f"{column.hxl}+mean",
        )
        for column in counts
    )


def when(figures: Figures, period: str) -> dict[str, Any]:
    """The values of the columns that say which period a record is of."""
    if periods.is_range(period):
        summed = figures.summed(period)
        left_out = [part for part in periods.split(period) if part not in summed]
        return {"period": period, "periods_summed": len(summed), "not_covered": periods.joined(left_out) or None}
    month = int(period[5:]) if periods.is_month(period) else None
    return {"year": int(periods.year_of(period)), "month": month}


def since_column(since: str) -> Column:
    """The column that says which year, or which range, changes are counted from."""
    return _FROM_PERIOD if periods.is_range(since) else _FROM_YEAR


def since_value(since: str) -> dict[str, Any]:
    """The value of that column."""
    return {since_column(since).name: since if periods.is_range(since) else int(since)}


def counts(row: Row, period: str) -> dict[str, Any]:
    """The values of the columns of a row's counts; of a range, after the sums the means."""
    made: dict[str, Any] = {name: row[name] for name in ADDITIVE_NAMES}
    if periods.is_range(period):
        made |= {f"{name}_mean": count for name, count in mean(row).items()}
    return made


def mean(row: Row) -> Row:
    """The counts per year or month that a row sums (figures.PERIODS); those of a row of one are its own."""
    number = row.get(PERIODS) or 1
    return {name: None if row[name] is None else (row[name] or 0) / number for name in ADDITIVE_NAMES}
