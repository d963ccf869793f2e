"""Figures as flat records: the one form in which table, downloads and API show a unit in a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from geodata import periods
from geodata.builds.store import Edition
from geodata.exports import class_columns, period_columns
from geodata.exports.cells import Cell, cell_of, change_class
from geodata.exports.columns import (
    ADMIN_LEVELS,
    BESIDE,
    BREAKDOWN,
    IDENTITY,
    LISTED,
    STATUS_OF,
    breakdown_columns,
    breakdowns,
    change_columns,
    columns_of,
    parts_of,
    rates_of,
    statuses_of,
)
from geodata.figures import measures
from geodata.figures.figures import Row, Unit
from geodata.figures.measures import Measure
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, COUNTRY_ISO3, FAMILIES

__all__ = [
    "ADMIN_LEVELS",
    "BREAKDOWN",
    "IDENTITY",
    "STATUS_OF",
    "Cell",
    "Record",
    "accounting",
    "breakdown_columns",
    "breakdowns",
    "breaks_of",
    "cell",
    "cell_in",
    "cell_of",
    "change_class",
    "change_columns",
    "changes",
    "columns_of",
    "identity",
    "national",
    "partial_units",
    "record",
    "total",
]

Record = dict[str, Any]


def identity(edition: Edition, level: str, unit: Unit) -> Record:
    """The columns that say which unit a record is of."""
    if level == "admin1":
        return {"pcode": unit.pcode, "iso_3166_2": unit.iso_3166_2, "name": unit.name}
    if level in ADMIN_LEVELS:
        parent = edition.figures.unit("admin1", unit.admin1 or "")
        return {
            "pcode": unit.pcode,
            "name": unit.name,
            "admin1_pcode": unit.admin1,
            "admin1_name": parent.name if parent else None,
        }
    own = {**unit.extra, "side": edition.side}
    return {column.name: own[column.name] for column in IDENTITY[level]}


def record(
    edition: Edition,
    level: str,
    unit: Unit,
    period: str,
    *,
    violence: str = "all",
    family: str = "any",
    since: str | None = None,
) -> Record:
    """The record of a unit in a period; null where there is no data. With `since`, each rate's change from then.

    Breakdowns are by the dimension that is not filtered. Of a range, counts are sums and rates means (columns.MEANS).
    """
    figures = edition.figures
    row = figures.row(level, unit, period, violence, family)
    made: Record = {**identity(edition, level, unit), "frame": edition.frame, **period_columns.when(figures, period)}
    made |= {"violence_filter": violence, "family_filter": family}
    made |= period_columns.counts(row, period)
    made |= beside(edition, level, unit, period, violence, family)
    if level == "admin1":
        made |= _people(edition, unit, row)
    made["area_km2"] = round(unit.area_km2, 1)
    rates = rates_of(level)
    made.update({measure.key: measures.value(measure, row) for measure in rates})
    if level == "admin1":
        made.update({column.name: row[column.name] for column in LISTED})
    made.update({name: measures.count_status(*STATUS_OF[name][:2], row) for name in statuses_of(level)})
    made |= class_columns.of_row(rates, row, partial(breaks_of, edition, level=level, period=period))
    parts = parts_of(violence, family, edition.manifest["violence"], edition.manifest["families"])
    is_without = row["events"] == 0 and not figures.is_explicit  # most rows are: then no part has an event either
    made |= _breakdown(
        lambda kind, actor: row if is_without else figures.counted(level, unit, period, kind, actor), parts
    )
    if since is not None:
        then = figures.row(level, unit, periods.compared(period, since), violence, family)
        made |= changes(rates, made, then, period, since)
    return made


def changes(rates: Sequence[Measure], made: Record, then: Row, period: str, since: str) -> Record:
    """The columns of each rate's change from the row of another period; None from a period to itself."""
    is_itself = period == periods.compared(period, since)
    pairs = [(one.key, measures.value(one, then)) for one in rates]
    changes = {f"{key}_change": None if is_itself else measures.change(value, made[key]) for key, value in pairs}
    return {**period_columns.since_value(since), **changes}


def beside(edition: Edition, level: str, unit: Unit, period: str, violence: str, family: str) -> Record:
    """The columns of the counts that stand beside a unit's own: of events that only name it; of a zone, the exact."""
    if level not in BESIDE:
        return {}
    figures = edition.figures
    row = (
        figures.exact(unit, period, violence, family)
        if level == "zones"
        else figures.named(level, unit, period, violence, family)
    )
    return {column.name: row[name] for column, name in zip(BESIDE[level], ADDITIVE_NAMES, strict=True)}


def _people(edition: Edition, unit: Unit, row: Row) -> Record:
    """The columns of the people that rates divide by, and of what is to be known of them."""
    return {
        "population": row["population"],
        "population_note": edition.manifest["population_notes"].get(unit.pcode),
    }


def _breakdown(counts: Callable[[str, str], Row], parts: Sequence[tuple[str, str, str]]) -> Record:
    """The columns of these parts; `counts` gives those of a type of violence and a family."""
    made: Record = {}
    for name, kind, actor in parts:
        row = counts(kind, actor)
        for count in BREAKDOWN:
            made[f"{count}_{name}"] = row[count]
    return made


def cell(
    edition: Edition,
    measure: Measure,
    level: str,
    unit: Unit,
    period: str,
    *,
    violence: str = "all",
    family: str = "any",
    since: str | None = None,
) -> Cell:
    """The value of a measure for a unit in a period; with `since`, its change from then (periods.compared)."""
    return cell_in(
        edition, measure, level, period, since, lambda when: edition.figures.row(level, unit, when, violence, family)
    )


def cell_in(
    edition: Edition, measure: Measure, level: str, period: str, since: str | None, row: Callable[[str], Row]
) -> Cell:
    """The value of a measure in a period, or its change from then, of whatever `row` gives the figures of by period."""
    then = None if since is None else row(periods.compared(period, since))
    return cell_of(measure, row(period), then, breaks_of(edition, measure, level, period))


def breaks_of(edition: Edition, measure: Measure, level: str, period: str) -> Mapping[str, Sequence[float]]:
    """The limits of the classes of values and of changes, for years or for months."""
    found = edition.manifest["breaks"][measure.key][level]
    if periods.is_of_months(period) and "month" in found:
        return {"value": found["month"], "change": found["month_change"]}
    return {"value": found["value"], "change": found["change"]}


def national(edition: Edition, period: str, violence: str, family: str) -> tuple[Row, str]:
    """The country's counts, and the release they are from where that is another than the regions' ("" else).

    Only without a filter is there a figure in a year that the regions' source does not cover; it is in no sum.
    """
    row = edition.figures.national(period, violence, family)
    if edition.figures.is_covered(period) or (violence, family) != (ALL_VIOLENCE, ANY_FAMILY):
        return row, ""
    later = next((found for found in edition.national() if found["period"] == period), None)
    if later is None:
        return row, ""
    source = edition.manifest["sources"][later["source_id"]]
    return {name: later[name] for name in ADDITIVE_NAMES}, str(source["release"])


def accounting(edition: Edition, level: str, period: str, violence: str, family: str) -> Record:
    """Allocated, not allocated and national of a period: for each, the additive counts. Zones overlap: no sum.

    At admin levels `named` are the events that name a unit and are placed in none: among the allocated where the
    edition's units count them (Edition.with_named), else among the not allocated. `national_release` names the release
    of the country's counts where it is another than the regions'.
    """
    figures = edition.figures
    country, release = national(edition, period, violence, family)
    missing: Row = figures.not_allocated(level, period, violence, family)
    found: Record = {"national": dict(country), "not_allocated": dict(missing)}
    if level in ADMIN_LEVELS:
        found["named"] = dict(figures.named_in_all(level, period, violence, family))
    if release:
        found["national_release"] = release
    if level != "zones" and edition.side == COUNTRY_ISO3:
        whole = figures.national(period, violence, family)
        found["allocated"] = {
            name: None if whole[name] is None else (whole[name] or 0) - (missing[name] or 0) for name in ADDITIVE_NAMES
        }
    return found


def total(
    counts: Callable[[str, str], Row],
    violence: str,
    family: str,
    types: Sequence[str],
    families: Sequence[str] = FAMILIES,
) -> Record:
    """The counts and breakdowns of a row that belongs to no unit: the country, or not allocated.

    `counts` gives them for a type of violence and a family.
    """
    return {**counts(violence, family), **_breakdown(counts, parts_of(violence, family, types, families))}


def partial_units(edition: Edition, level: str) -> Record:
    """A record of the units of a level that are counted in part; empty where all are counted in full.

    `partial_units`: by p-code, events of all years whose names fit the unit and another one, not allocated.
    """
    found = edition.manifest.get("partial_units", {}).get(level)
    return {"partial_units": found} if found else {}
