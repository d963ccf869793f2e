"""From events to an aggregate source: counts at every level and the accounting. What ships was made here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata import counts, events, grid, placing, vocabulary, zones
from geodata.errors import DataError
from geodata.placing import NameRule

FIRST_YEAR = 2012
"""The first year shown: the rebellion and the coup of 2012."""
COUNTRY_PCODE = "MLI"
LEVELS = ("country", "admin1", "zones", "grid")
COUNTRY_ID = 432
"""Mali in UCDP's numbering (Gleditsch and Ward)."""


@dataclass(frozen=True)
class Aggregate:
    """An incident source as counts (columns.COUNTS, all levels) and accounting (columns.ACCOUNTING)."""

    counts: pd.DataFrame
    accounting: pd.DataFrame
    years: tuple[int, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def from_events(
    table: pd.DataFrame,
    units: gpd.GeoDataFrame,
    borders: gpd.GeoDataFrame,
    *,
    frame: str,
    rules: Sequence[NameRule] = (),
    first_year: int = FIRST_YEAR,
    where: str = "events",
) -> Aggregate:
    """The aggregate of Mali's events from `first_year` on: placed in units, zones and cells, each counted once.

    It covers the years that the file has any event of, in any country: a year that is not in the file is no year
    without violence.
    `left_out` counts the events of other countries and of earlier years. Raises DataError, naming `where`, when
    none is left.
    """
    covered = tuple(sorted({int(year) for year in table["year"] if year >= first_year}))
    is_abroad, is_early = table["country_id"] != COUNTRY_ID, table["year"] < first_year
    left_out = {"other_countries": int(is_abroad.sum()), "earlier_years": int((is_early & ~is_abroad).sum())}
    table = table[~is_abroad & ~is_early]
    if table.empty:
        found = f"{left_out['other_countries']} of other countries, {left_out['earlier_years']} of earlier years"
        raise DataError(
            f"holds no event to count ({found})", where=where, expected=f"events of Mali of {first_year} or later"
        )
    families = events.families(table)
    placed = placing.place(table, units, frame=frame, level="admin1", rules=rules)
    cells, in_grid = _in_grid(table, frame)
    distance = zones.distances(table, borders)
    inside = {
        vocabulary.zone_id(kind, km): zones.is_inside(distance, kind, km)
        for kind in vocabulary.KINDS
        for km in vocabulary.DISTANCES_KM
    }
    is_known = distance.notna().all(axis=1)
    whole = pd.Series(COUNTRY_PCODE, index=table.index)
    parts = [
        counts.tally(table, whole, families, frame=frame, level="country"),
        counts.tally(table, placed["pcode"], families, frame=frame, level="admin1"),
        counts.by_zone(table, inside, is_known, families, frame=frame),
        counts.tally(table, cells, families, frame=frame, level="grid"),
    ]
    accounting = pd.concat([counts.account(table, placed), counts.account(table, in_grid)], ignore_index=True)
    return Aggregate(pd.concat(parts, ignore_index=True), accounting, covered, left_out)


def _in_grid(table: pd.DataFrame, frame: str) -> tuple[pd.Series[str], pd.DataFrame]:
    numbers = pd.Series(grid.gid(table["longitude"], table["latitude"]).astype(str), index=table.index, dtype="string")
    is_precise = table["where_precision"] <= placing.PRECISION_LIMIT["grid"]
    cells = numbers.where(is_precise)
    placement = pd.DataFrame(
        {
            "event_id": table["event_id"],
            "frame": frame,
            "level": "grid",
            "pcode": cells,
            "basis": is_precise.map({True: "point", False: "none"}),
            "reason": is_precise.map({True: "point_precise", False: "precision_too_low"}),
            "point_pcode": numbers,
        }
    )
    return cells, placement


def read_rules(path: Path, frame: str, level: str) -> list[NameRule]:
    """The name rules of a frame and level from name_rules.csv, in the file's order."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table = table[(table["frame"] == frame) & (table["level"] == level)]
    return [
        NameRule(
            row["region"], row["cercle"], int(row["until"]) if row["until"] else None, tuple(row["pcodes"].split())
        )
        for row in table.to_dict("records")
    ]


def read(folder: Path, years: Iterable[int]) -> Aggregate:
    """An aggregate from its csv files, which cover these years."""
    tables = [counts.read(folder / f"counts_{level}.csv", "counts") for level in LEVELS]
    accounting = counts.read(folder / "accounting.csv", "accounting")
    return Aggregate(pd.concat(tables, ignore_index=True), accounting, tuple(years))


def write(aggregate: Aggregate, folder: Path) -> None:
    """The aggregate as csv files, one a level and one for the accounting."""
    folder.mkdir(parents=True, exist_ok=True)
    for level in LEVELS:
        counts.write(aggregate.counts[aggregate.counts["level"] == level], folder / f"counts_{level}.csv")
    counts.write(aggregate.accounting, folder / "accounting.csv")


def grid_cells(aggregate: Aggregate, country: shapely.Geometry) -> gpd.GeoDataFrame:
    """The grid cells that meet the country or hold an event."""
    pcodes = aggregate.counts.loc[aggregate.counts["level"] == "grid", "pcode"].dropna().unique()
    return grid.covering(country, {int(pcode) for pcode in pcodes})
