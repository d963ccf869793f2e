"""From events to an aggregate source: counts at every level and the accounting. What ships was made here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import geopandas as gpd
import pandas as pd
import shapely

from geodata import periods, vocabulary
from geodata.counting import batch_tally, decoded, event_batch, tally
from geodata.counting.actors import Actors, families
from geodata.counting.batch_tally import Around, Tally, combine
from geodata.counting.decoded import Frameless
from geodata.errors import DataError
from geodata.names import NameRule
from geodata.placing import bands, grid, place, zones
from geodata.placing.batch import Placed, place_batch
from geodata.placing.scale import Scale
from geodata.placing.unit_index import Indexes, UnitIndex
from geodata.schema import shipped_csv, validate
from geodata.vocabulary import COUNTRY_ISO3, FIRST_YEAR

SCALES: Mapping[Actors, Scale] = {"ucdp": place.UCDP, "acled": place.ACLED}

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
    """A country's events that are counted, with all that no frame changes: families, months, distances.

    `country`: the one that the source gives the events, ISO 3166-1 alpha-3.
    """

    events: pd.DataFrame
    families: pd.DataFrame
    months: pd.Series
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
    """The events of Mali, or of another country, from `first_year` on, with km to Mali's borders.

    `table` has columns.EVENTS; `actors` names the scale of precision and the list of actors: ucdp or acled. Covered
    are the years that the file has any event of, in any country (a year that is not in the file is no year without
    violence), and the months that periods.covered tells from the days its events start on.
    `left_out` counts the events of other countries and of earlier years. Raises DataError, naming `where`, when none
    is left.
    """
    scale = SCALES[actors]
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
    made_before: Indexes | None = None,
) -> Aggregate:
    """The located events counted in the units of a frame's levels, in zones and in cells, each event once a level.

    `everywhere`: what `frameless` gives, where it is known already. `made_before`: the indexes of units that others
    were counted in.
    """
    indexes = (made_before or Indexes()).of_levels(units, frame, rules)
    made, placed = _tally(located, indexes)
    everywhere = decoded.frameless(made, with_grid=with_grid) if everywhere is None else everywhere
    found = decoded.in_frame(made, indexes, with_grid=with_grid)
    placement = pd.concat([place.placement(located.events, one) for one in placed], ignore_index=True)
    return Aggregate(
        tally.checked([found.counts, everywhere.counts.assign(frame=frame)]),
        found.accounting,
        located.covered_years,
        located.covered_months,
        located.left_out,
        placement=validate.validate("placement", placement, "placement"),
        disagreements=found.disagreements,
        beside=tally.beside(found.named, everywhere.exact.assign(frame=frame)),
    )


def _tally(located: Located, indexes: Sequence[UnitIndex]) -> tuple[Tally, list[Placed]]:
    """The located events counted as one batch, and where each was placed."""
    batch = event_batch.of_table(located.events, located.months, located.families)
    placed = place_batch(batch.where, indexes, located.scale)
    around = Around(bands.positions_of(located.distance), grid.gid(batch.where.longitude, batch.where.latitude))
    return combine([batch_tally.tally(batch, placed, around, located.scale)]), placed


def frameless(located: Located, *, with_grid: bool = True) -> Frameless:
    """The counts of the located events that no frame changes."""
    return decoded.frameless(_tally(located, ())[0], country=located.country, with_grid=with_grid)


def event_rows(located: Located) -> pd.DataFrame:
    """The located events as a build keeps them: dates as text, month, families as is_<family>, km to both borders."""
    table = located.events
    days = {name: table[name].dt.strftime("%Y-%m-%d").astype("string") for name in ("date_start", "date_end")}
    flags = located.families.add_prefix("is_")
    month = located.months.rename("month")
    return pd.concat(
        [table.assign(**days, year=table["year"].astype("string")), month, flags, located.distance], axis=1
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
