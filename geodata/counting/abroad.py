"""The other sides of the border zones: a neighbour's events within 25, 50 and 100 km of Mali's borders.

An event counts on the side of the country that the source gives it, wherever its point lies; its place and distances
are told as those of Mali's events are. No count of Mali changes by them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata import periods
from geodata.boundaries import shipped
from geodata.boundaries.shipped import Surroundings
from geodata.counting import aggregate, tally
from geodata.counting.actors import Actors
from geodata.counting.aggregate import Located
from geodata.placing import grid, zones
from geodata.schema import shipped_csv, validate
from geodata.schema.column import Column
from geodata.schema.tables import ABROAD, NATIONAL_ABROAD
from geodata.vocabulary import ABROAD as SIDES
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, COUNTRY, DISTANCES_KM, FIRST_YEAR, FREE_DISTANCES_KM

_NAMES, _NATIONAL_NAMES = ([column.name for column in columns] for columns in (ABROAD, NATIONAL_ABROAD))
_COUNTS, _NATIONAL = "counts_{}.csv", "national_country_year_{}.csv"


def _none(columns: Iterable[Column]) -> pd.DataFrame:
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in columns})


@dataclass(frozen=True)
class Abroad:
    """The neighbours' sides of a source: counts (columns.ABROAD), and the source of each side's events by side.

    `later` (columns.NATIONAL_ABROAD) are figures of the neighbours' whole countries from another release.
    """

    counts: pd.DataFrame = field(default_factory=lambda: _none(ABROAD))
    sources: Mapping[str, str] = field(default_factory=dict)
    later: pd.DataFrame = field(default_factory=lambda: _none(NATIONAL_ABROAD))

    @property
    def sides(self) -> tuple[str, ...]:
        """The neighbours that it has events of."""
        return tuple(side for side in SIDES if side in self.sources)

    def national(self, covered: Iterable[int]) -> pd.DataFrame:
        """The neighbours' yearly figures (columns.NATIONAL_ABROAD), later releases after the years that are covered."""
        counts = self.counts
        is_whole = (counts["level"] == COUNTRY) & (counts["violence_type"] == ALL_VIOLENCE)
        is_whole &= (counts["actor_family"] == ANY_FAMILY) & ~counts["period"].map(periods.is_month).astype(bool)
        own = counts[is_whole].assign(source_id=counts["side"].map(self.sources))
        after = self.later[(self.later["period"] > str(max(covered))) & self.later["side"].isin(self.sides)]
        found = pd.concat([own[_NATIONAL_NAMES], after[_NATIONAL_NAMES]], ignore_index=True)
        checked = validate.validate("national_abroad", found, "national_abroad")
        return checked.sort_values(["side", "period"], ignore_index=True)


def locate(
    table: pd.DataFrame,
    borders: gpd.GeoDataFrame,
    *,
    actors: Actors = "ucdp",
    is_provisional: bool = False,
    where: str = "events",
) -> dict[str, Located]:
    """The events (columns.EVENTS) of each neighbour that the table has any of from FIRST_YEAR on, by side."""
    is_shown = table["year"] >= FIRST_YEAR
    there = set(table.loc[is_shown, "country_iso3"].dropna())
    return {
        side: aggregate.locate(table, borders, actors=actors, is_provisional=is_provisional, where=where, country=side)
        for side in SIDES
        if side in there
    }


def cells(around: Surroundings, sides: Collection[str] = SIDES) -> dict[str, gpd.GeoDataFrame]:
    """By side, the grid cells that meet the neighbour within 100 km of Mali's borders with Niger and Burkina Faso.

    A cell is whole, as Mali's are: of one that the border crosses, each country has its own counts.
    """
    outlines = {side: shipped.neighbour_of(around, side) for side in sides}
    found = zones.on_sides(around.borders, outlines, DISTANCES_KM[-1:])
    return {side: grid.covering(shipped.country_of(there[there["zone"] == "either"])) for side, there in found.items()}


def count(located: Mapping[str, Located], near: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """The counts of the neighbours' events by year and month (columns.ABROAD, with violence_type all).

    `near`: by side, the cells (p-codes) that are counted; events in others count in no cell.
    """
    parts = []
    for side, events in located.items():
        counted = aggregate.frameless(events, with_grid=bool(near))
        is_far = (counted.counts["level"] == "grid") & counted.counts["pcode"].notna()
        is_far &= ~counted.counts["pcode"].isin(near.get(side, ()))
        counted = counted._replace(counts=counted.counts[~is_far])
        parts += [
            counts.assign(side=side, part=part)
            for part, counts in (("all", counted.counts), ("exact", counted.exact))
            if len(counts)
        ]
    if not parts:
        return Abroad().counts
    checked = validate.validate("abroad", pd.concat(parts, ignore_index=True)[_NAMES], "abroad")
    return tally.with_all_violence(checked)


def event_rows(located: Mapping[str, Located]) -> pd.DataFrame:
    """The events within the greatest distance of a border that a zone can have: aggregate.event_rows of all sides."""
    rows = pd.concat([aggregate.event_rows(events) for events in located.values()], ignore_index=True)
    is_near = rows[["km_to_niger", "km_to_burkina"]].min(axis=1) <= FREE_DISTANCES_KM[-1]
    return rows[is_near].reset_index(drop=True)


def read(folder: Path, sources: Mapping[str, str]) -> Abroad:
    """The sides that ship, from the csv files of a folder; `sources`: by side, the source of its events."""
    counts, later = (
        pd.concat([shipped_csv.read(folder / name.format(side.lower()), table) for side in sources], ignore_index=True)
        for name, table in ((_COUNTS, "abroad"), (_NATIONAL, "national_abroad"))
    )
    return Abroad(tally.with_all_violence(counts), dict(sources), later)


def write(counts: pd.DataFrame, folder: Path) -> None:
    """Write the yearly counts as csv files, one a side; the sums over all violence are left out."""
    is_kept = ~counts["period"].map(periods.is_month).astype(bool) & (counts["violence_type"] != ALL_VIOLENCE)
    for side, rows in counts[is_kept].groupby("side"):
        shipped_csv.write(rows, folder / _COUNTS.format(str(side).lower()))


def write_national(national: pd.DataFrame, side: str, folder: Path) -> None:
    """Write a neighbour's yearly figures of another release (columns.NATIONAL) as csv."""
    rows = national[national["period"] >= str(FIRST_YEAR)]
    shipped_csv.write(rows.assign(side=side)[_NATIONAL_NAMES], folder / _NATIONAL.format(side.lower()))
