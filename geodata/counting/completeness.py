"""What a source has of each year, and whether that is enough to open pages with it: a sample is no release.

A source is complete if it has at least one whole year of Mali, and in each of its whole years at least half as many
events of Mali as the figures that ship count then (in a year that those do not cover, as in their sparsest year).
A whole year is one from whose January to whose December the source has events of Mali or, in counts by month, rows.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geodata import periods
from geodata.counting import monthly
from geodata.counting.abroad import Abroad
from geodata.counting.aggregate import Aggregate
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, COUNTRY, COUNTRY_ISO3, FIRST_YEAR

LEAST_SHARE = 0.5
"""Least share of the events that the shipped figures count in a year."""


def by_year(shipped: Aggregate) -> dict[int, int]:
    """The events that counts have of the whole country, by year."""
    table = shipped.counts
    is_year = (
        (table["level"] == COUNTRY) & (table["actor_family"] == ANY_FAMILY) & ~table["period"].map(periods.is_month)
    )
    return {int(str(year)): int(number) for year, number in table[is_year].groupby("period")["events"].sum().items()}


def by_year_abroad(shipped: Abroad, side: str) -> dict[int, int]:
    """The events that counts have of a neighbour's whole country, by year."""
    table = shipped.counts
    is_year = (table["level"] == COUNTRY) & (table["violence_type"] == ALL_VIOLENCE) & (table["side"] == side)
    rows = table[is_year & (table["actor_family"] == ANY_FAMILY)]
    return {int(year): int(number) for year, number in zip(rows["period"], rows["events"], strict=True)}


def by_month(table: pd.DataFrame, where: str, country: str = COUNTRY_ISO3) -> pd.Series[int]:
    """The events of Mali that are counted of columns.EVENTS or columns.MONTHLY, by month "2022-03"; sorted.

    Of columns.EVENTS, those of another country.

    Months without any are there where the source has rows of 0. Raises DataError, naming `where`, where there is
    none.
    """
    if "period" in table.columns:
        return monthly.chosen(table, where)[0].groupby("period")["events"].sum().astype("int64")
    own = table[(table["country_iso3"] == country) & (table["year"] >= FIRST_YEAR)]
    return own.groupby(own["date_start"].dt.strftime("%Y-%m")).size()


def is_complete(months: pd.Series[int], shipped: Mapping[int, int]) -> bool:
    """True if a source with these events by month (by_month) is complete; `shipped` are those that ship, by year."""
    first, last = str(months.index.min()), str(months.index.max())
    whole = [
        year
        for year in range(FIRST_YEAR, int(last[:4]) + 1)
        if first <= periods.period_of(str(year), "01") and periods.period_of(str(year), "12") <= last
    ]
    events = months.groupby(months.index.map(periods.year_of)).sum()
    sparsest = min(shipped.values())
    return bool(whole) and all(events.get(str(year), 0) >= LEAST_SHARE * shipped.get(year, sparsest) for year in whole)
