"""From events to an aggregate source: counts at every level and the accounting. What ships was made here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import geopandas as gpd
import pandas as pd
import shapely

from geodata import periods, vocabulary
from geodata.counting import tally
from geodata.counting.actors import families
from geodata.errors import DataError
from geodata.figures.any_distance import EXACT_PLACE
from geodata.names import NameRule
from geodata.placing import grid, place, zones
from geodata.placing.place import Scale, Verdict
from geodata.schema import shipped_csv, validate
from geodata.vocabulary import COUNTRY_ISO3, FIRST_YEAR

Actors = Literal["ucdp", "acled"]
"""Whose scale of precision and list of actors a table of events follows."""

SHIPPED_LEVELS = ("country", "admin1", "zones", "grid")


@dataclass(frozen=True)
class Aggregate:
    """An incident source as counts (columns.COUNTS, all levels) and accounting (columns.ACCOUNTING).

    `beside` (columns.BESIDE) are counts that stand beside those of a unit or zone and are no part of the sums.
    `years` and `months` are what the source covers; `placement` (columns.PLACEMENT) is empty where it brought counts.
    `kind`: events, or monthly for counts by month and unit as published, which know no zones and no actor families.
    """

    counts: pd.DataFrame
    accounting: pd.DataFrame
    years: tuple[int, ...]
    months: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    placement: pd.DataFrame = field(default_factory=lambda: pd.DataFrame())
    disagreements: pd.DataFrame = field(default_factory=lambda: pd.DataFrame())
    beside: pd.DataFrame = field(default_factory=tally.none_beside)
    kind: Literal["events", "monthly"] = "events"
    fitting: int = 0
    """Of counts by month: events allocated to a region that the frame has under the name or code of the file."""
    partial: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Of counts by month: by level and p-code, events whose names fit the unit and another one, not allocated."""

    @property
    def families(self) -> tuple[str, ...]:
        """The actor families that it distinguishes."""
        return vocabulary.FAMILIES if self.kind == "events" else ()

    @property
    def has_zones(self) -> bool:
        """True if it can be counted by border zone, which needs points."""
        return self.kind == "events"


@dataclass(frozen=True)
class Located:
    """A country's events that are counted, with all that no frame changes: families, months, cells, distances.

    `country`: the one that the source gives the events, ISO 3166-1 alpha-3.
    """

    events: pd.DataFrame
    families: pd.DataFrame
    months: pd.Series
    cells: pd.Series
    distance: pd.DataFrame
    scale: Scale
    covered_years: tuple[int, ...]
    covered_months: tuple[str, ...]
    left_out: Mapping[str, int]
    country: str = COUNTRY_ISO3


def locate(
    table: pd.DataFrame,
    borders: gpd.GeoDataFrame,
    *,
    actors: Actors = "ucdp",
    first_year: int = FIRST_YEAR,
    is_provisional: bool = False,
    where: str = "events",
    country: str = COUNTRY_ISO3,
) -> Located:
    """The events of Mali, or of another country, from `first_year` on, with km to Mali's borders and grid cells.

    `table` has columns.EVENTS; `actors` names the scale of precision and the list of actors: ucdp or acled. Covered
    are the years that the file has any event of, in any country (a year that is not in the file is no year without
    violence), and the months that periods.covered tells from the days its events start on.
    `left_out` counts the events of other countries and of earlier years. Raises DataError, naming `where`, when none
    is left.
    """
    scale = {"ucdp": place.UCDP, "acled": place.ACLED}[actors]
    years = tuple(sorted({int(year) for year in table["year"] if year >= first_year}))
    is_abroad, is_early = (table["country_iso3"] != country).fillna(True), table["year"] < first_year
    left_out = {"other_countries": int(is_abroad.sum()), "earlier_years": int((is_early & ~is_abroad).sum())}
    chosen = table[~is_abroad & ~is_early]
    _require_any(chosen, left_out, first_year, where)
    months = periods.covered(table.loc[~is_early, "date_start"], is_provisional=is_provisional)
    return Located(
        events=chosen,
        families=families(chosen, actors),
        months=periods.months(chosen),
        cells=pd.Series(grid.gid(chosen["longitude"], chosen["latitude"]), chosen.index).astype("string"),
        distance=zones.distances(chosen, borders, scale),
        scale=scale,
        covered_years=years,
        covered_months=tuple(month for month in months if int(month[:4]) in years),
        left_out=left_out,
        country=country,
    )


def _require_any(chosen: pd.DataFrame, left_out: Mapping[str, int], first_year: int, where: str) -> None:
    if chosen.empty:
        found = f"{left_out['other_countries']} of other countries, {left_out['earlier_years']} of earlier years"
        raise DataError(
            f"holds no event to count ({found})", where=where, expected=f"events of Mali of {first_year} or later"
        )


def count(
    located: Located,
    units: Mapping[str, gpd.GeoDataFrame],
    *,
    frame: str,
    rules: Mapping[str, Sequence[NameRule]],
    with_grid: bool = True,
    everywhere: Frameless | None = None,
) -> Aggregate:
    """The located events counted in the units of a frame's levels, in zones and in cells, each event once a level.

    `everywhere`: what `frameless` gives, where it is known already.
    """
    table = located.events
    placed = _placed(located, units, frame=frame, rules=rules)
    everywhere = frameless(located, with_grid=with_grid) if everywhere is None else everywhere
    parts = [
        tally.tally(table, placement["pcode"], located.months, located.families, frame=frame, level=level)
        for level, placement in placed.items()
    ]
    named = [
        tally.named(table, placement, located.months, located.families, frame=frame, level=level)
        for level, placement in placed.items()
    ]
    in_units = [*placed.values()]
    accounted = [*in_units, _in_grid(located, frame)] if with_grid else in_units
    return Aggregate(
        tally.checked([*parts, everywhere.counts.assign(frame=frame)]),
        pd.concat([tally.account(table, placement) for placement in accounted], ignore_index=True),
        located.covered_years,
        located.covered_months,
        located.left_out,
        placement=validate.validate("placement", pd.concat(in_units, ignore_index=True), "placement"),
        disagreements=pd.concat([tally.disagreements(table, one) for one in in_units], ignore_index=True),
        beside=tally.beside(pd.concat(named, ignore_index=True), everywhere.exact.assign(frame=frame)),
    )


def _placed(
    located: Located,
    units: Mapping[str, gpd.GeoDataFrame],
    *,
    frame: str,
    rules: Mapping[str, Sequence[NameRule]],
) -> dict[str, pd.DataFrame]:
    """The placement of the events at each level of units."""
    return {
        level: place.place(
            located.events,
            layer,
            frame=frame,
            level=level,
            rules=rules.get(level, ()),
            scale=located.scale,
        )
        for level, layer in units.items()
    }


class Frameless(NamedTuple):
    """The counts that no frame changes (columns.COUNTS): of the country, the zones and, with them, the cells; and of
    the events inside each zone whose place the source knows exactly. Their frame is ""."""

    counts: pd.DataFrame
    exact: pd.DataFrame


def frameless(located: Located, *, with_grid: bool = True) -> Frameless:
    """The counts of the located events that no frame changes."""
    table, whole = located.events, pd.Series(located.country, index=located.events.index)
    levels = {"country": whole, **({"grid": _in_grid(located, "")["pcode"]} if with_grid else {})}
    parts = [
        tally.tally(table, pcode, located.months, located.families, frame="", level=level)
        for level, pcode in levels.items()
    ]
    inside, is_known = _inside(located), located.distance.notna().all(axis=1)
    parts.append(tally.by_zone(table, inside, is_known, located.months, located.families, frame=""))
    is_exact, everything = table["where_precision"] == EXACT_PLACE, pd.Series(True, index=table.index)
    exact = {zone: is_in & is_exact for zone, is_in in inside.items()}
    of_exact = tally.by_zone(table, exact, everything, located.months, located.families, frame="")
    return Frameless(pd.concat(parts, ignore_index=True), of_exact)


def _inside(located: Located) -> dict[str, pd.Series[bool]]:
    """By zone of a standard distance, whether each event is known to lie in it."""
    return {
        vocabulary.zone_id(kind, km): zones.is_inside(located.distance, kind, km)
        for kind in vocabulary.KINDS
        for km in vocabulary.DISTANCES_KM
    }


def event_rows(located: Located) -> pd.DataFrame:
    """The located events as a build keeps them: dates as text, month, families as is_<family>, km to both borders."""
    table = located.events
    days = {name: table[name].dt.strftime("%Y-%m-%d").astype("string") for name in ("date_start", "date_end")}
    flags = located.families.add_prefix("is_")
    month = located.months.rename("month")
    return pd.concat(
        [table.assign(**days, year=table["year"].astype("string")), month, flags, located.distance], axis=1
    )


def _in_grid(located: Located, frame: str) -> pd.DataFrame:
    is_precise = located.events["where_precision"] <= located.scale.limit["grid"]
    return pd.DataFrame(
        {
            "event_id": located.events["event_id"],
            "frame": frame,
            "level": "grid",
            "pcode": located.cells.where(is_precise),
            "basis": is_precise.map({True: Verdict.POINT.basis, False: Verdict.TOO_VAGUE.basis}),
            "reason": is_precise.map({True: Verdict.POINT.reason, False: Verdict.TOO_VAGUE.reason}),
            "named_pcode": None,
            "point_pcode": located.cells,
        }
    )


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
    """The aggregate of Mali's events of UCDP in regions alone, as it ships: see `locate` and `count`."""
    located = locate(table, borders, first_year=first_year, where=where)
    return count(located, {"admin1": units}, frame=frame, rules={"admin1": rules})


def read(folder: Path, years: Iterable[int]) -> Aggregate:
    """An aggregate from its csv files, which cover these years; it has no months."""
    tables = [shipped_csv.read(folder / f"counts_{level}.csv", "counts") for level in SHIPPED_LEVELS]
    accounting = shipped_csv.read(folder / "accounting.csv", "accounting")
    beside = shipped_csv.read(folder / "counts_beside.csv", "beside")
    return Aggregate(pd.concat(tables, ignore_index=True), accounting, tuple(years), beside=beside)


def write(aggregate: Aggregate, folder: Path) -> None:
    """Write the yearly counts as csv files, one per level, and the accounting."""
    folder.mkdir(parents=True, exist_ok=True)
    yearly = aggregate.counts[~aggregate.counts["period"].map(periods.is_month)]
    for level in SHIPPED_LEVELS:
        shipped_csv.write(yearly[yearly["level"] == level], folder / f"counts_{level}.csv")
    shipped_csv.write(aggregate.accounting, folder / "accounting.csv")
    beside = aggregate.beside
    shipped_csv.write(beside[~beside["period"].map(periods.is_month).astype(bool)], folder / "counts_beside.csv")


def grid_cells(aggregates: Iterable[Aggregate], country: shapely.Geometry) -> gpd.GeoDataFrame:
    """The grid cells that meet the country or hold an event of any of the aggregates."""
    held = set()
    for aggregate in aggregates:
        held |= set(aggregate.counts.loc[aggregate.counts["level"] == "grid", "pcode"].dropna())
    return grid.covering(country, {int(pcode) for pcode in held})
