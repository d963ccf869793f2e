"""Figures as flat records: the one form in which table, downloads and API show a unit in a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from geodata import classes, measures, periods
from geodata.columns import ADDITIVE_NAMES, Column
from geodata.figures import Row, Unit
from geodata.labels import N_
from geodata.listings import LISTINGS
from geodata.measures import MEASURES, Measure
from geodata.store import Edition
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, FAMILIES, VIOLENCE_TYPES

Record = dict[str, Any]

ADMIN_LEVELS = ("admin1", "admin2", "admin3")
BREAKDOWN = ("events", "fatalities_best", "civilian_fatalities")
STATUS_OF = {
    "fatalities_status": ("fatalities_best", "fatalities_high", (*ADMIN_LEVELS, "zones", "grid")),
    "civilian_fatalities_status": ("civilian_fatalities", None, ADMIN_LEVELS),
    **{f"{listing.count}_status": (listing.count, None, ("admin1",)) for listing in LISTINGS.values()},
}
"""Status column, the count that it is the status of, that count's high estimate, and the levels that have it."""

_PARENT = (
    Column("admin1_pcode", "string", N_("code of its region; a key only together with the frame")),
    Column("admin1_name", "string", N_("name of its region in French")),
)
IDENTITY = {
    "admin1": (
        Column("pcode", "string", N_("COD-AB p-code of the region; a key only together with the frame")),
        Column("iso_3166_2", "string", N_("ISO 3166-2 code")),
        Column("name", "string", N_("name of the region in French")),
    ),
    "admin2": (
        Column("pcode", "string", N_("code of the cercle; a key only together with the frame")),
        Column("name", "string", N_("name of the cercle")),
        *_PARENT,
    ),
    "admin3": (
        Column("pcode", "string", N_("our code of the commune: its cercle's code and its name")),
        Column("name", "string", N_("name of the commune")),
        *_PARENT,
    ),
    "zones": (
        Column("zone", "string", N_("niger, burkina, either or both (the three-border area)")),
        Column("distance_km", "Int64", N_("distance from the border line that bounds the zone"), "km"),
    ),
    "grid": (Column("gid", "Int64", N_("PRIO-GRID cell number")),),
}
_PERIOD = (
    Column("frame", "string", N_("vintage of the boundaries")),
    Column("year", "Int64", N_("calendar year"), N_("year")),
    Column("month", "Int64", N_("month of the year, 1 to 12; null: the whole year"), nullable=True),
    Column("violence_filter", "string", N_("type of violence that is counted: all or one type")),
    Column("family_filter", "string", N_("actor family that is counted: any or one family")),
)
_COUNTS = (
    Column("events", "Int64", N_("events recorded"), N_("events"), nullable=True),
    Column("fatalities_low", "Int64", N_("deaths, lowest estimate of the reports"), N_("deaths"), nullable=True),
    Column("fatalities_best", "Int64", N_("deaths, best estimate"), N_("deaths"), nullable=True),
    Column("fatalities_high", "Int64", N_("deaths, highest estimate of the reports"), N_("deaths"), nullable=True),
    Column("civilian_fatalities", "Int64", N_("civilians among the best estimate"), N_("deaths"), nullable=True),
)
_POPULATION = Column("population", "Int64", N_("people, census 2022 (RGPH5), for every year"), N_("people"))
_AREA = Column("area_km2", "float64", N_("area on the ellipsoid"), "km²")
_LISTED = (
    Column(
        "documented_sites",
        "Int64",
        N_("documented international force sites open on 31 December; null: none is listed"),
        N_("sites"),
        nullable=True,
    ),
    Column("uncertain_sites", "Int64", N_("listed sites uncertain on 31 December"), N_("sites"), nullable=True),
    Column("closed_sites", "Int64", N_("listed sites closed by 31 December"), N_("sites"), nullable=True),
    Column(
        "nominal_troops",
        "Int64",
        N_("MINUSMA troops by nominal unit sizes (Geo-PKO): weights, not headcounts; null: no location is listed"),
        N_("nominal troops"),
        nullable=True,
    ),
)
_STATUS_WORDS = {
    "fatalities_status": N_("no_data, none_recorded, zero, best_zero (best 0, high above 0) or recorded"),
    "civilian_fatalities_status": N_("no_data, none_recorded, zero or recorded"),
    "documented_sites_status": N_(
        "no_data, none_documented, zero (listed sites all closed or not yet open), "
        "uncertain (none surely open, some perhaps) or recorded"
    ),
    "nominal_troops_status": N_("no_data, none_documented (no location listed) or recorded"),
}


def columns_of(level: str) -> list[Column]:
    """The columns of a level's downloads in order, breakdowns left out: the data dictionary."""
    is_admin = level == "admin1"
    rates = [Column(item.key, "float64", item.label, item.unit, nullable=True) for item in _rates(level)]
    statuses = [Column(name, "string", _STATUS_WORDS[name]) for name in _statuses(level)]
    people, listed = ((_POPULATION,), _LISTED) if is_admin else ((), ())
    return [*IDENTITY[level], *_PERIOD, *_COUNTS, *people, _AREA, *rates, *listed, *statuses]


def breakdowns(types: Sequence[str] = VIOLENCE_TYPES, families: Sequence[str] = FAMILIES) -> list[str]:
    """The names of the columns that break the counts down, by a source's types of violence and its actor families."""
    return [column.name for column in breakdown_columns(types, families)]


def breakdown_columns(
    types: Sequence[str] = VIOLENCE_TYPES,
    families: Sequence[str] = FAMILIES,
    violence: str = ALL_VIOLENCE,
    family: str = ANY_FAMILY,
) -> list[Column]:
    """The columns that break the counts down by the dimension that is not filtered, each a count of one part."""
    counts = {column.name: column for column in _COUNTS if column.name in BREAKDOWN}
    parts = [name for name, _, _ in _parts(violence, family, types, families)]
    return [
        replace(counts[count], name=f"{count}_{name}", meaning=f"{counts[count].meaning}: only {name}")
        for name in parts
        for count in BREAKDOWN
    ]


def change_columns(level: str) -> list[Column]:
    """The columns of each rate's change from another year."""
    return [
        Column(f"{item.key}_change", "float64", f"{item.label}: change from from_year", item.unit, nullable=True)
        for item in _rates(level)
    ]


def _rates(level: str) -> list[Measure]:
    return [measure for measure in MEASURES if level in measure.levels and measure.denominator]


def _statuses(level: str) -> list[str]:
    return [name for name, (_, _, levels) in STATUS_OF.items() if level in levels]


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
    return {column.name: unit.extra[column.name] for column in IDENTITY[level]}


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
    """The record of a unit in a year; null where there is no data. With `since`, each rate's change from that year.

    Breakdowns are by the dimension that is not filtered.
    """
    figures = edition.figures
    row = figures.row(level, unit, period, violence, family)
    made: Record = {**identity(edition, level, unit), "frame": edition.manifest["frame"], **when(period)}
    made |= {"violence_filter": violence, "family_filter": family}
    made.update({name: row[name] for name in ADDITIVE_NAMES})
    if level == "admin1":
        made["population"] = unit.population
    made["area_km2"] = round(unit.area_km2, 1)
    rates = _rates(level)
    made.update({measure.key: measures.value(measure, row) for measure in rates})
    if level == "admin1":
        made.update({column.name: row[column.name] for column in _LISTED})
    made.update({name: measures.count_status(*STATUS_OF[name][:2], row) for name in _statuses(level)})
    parts = _parts(violence, family, edition.manifest["violence"], edition.manifest["families"])
    made |= _breakdown(lambda kind, actor: figures.row(level, unit, period, kind, actor), parts)
    if since is not None:
        then = figures.row(level, unit, same_month(period, since), violence, family)
        made["from_year"] = int(since)
        is_itself = since == periods.year_of(period)
        made.update(
            {
                f"{m.key}_change": None if is_itself else measures.change(measures.value(m, then), made[m.key])
                for m in rates
            }
        )
    return made


def when(period: str) -> Record:
    """The columns that say which period a record is of."""
    month = int(period[5:]) if periods.is_month(period) else None
    return {"year": int(periods.year_of(period)), "month": month}


def same_month(period: str, year: str) -> str:
    """The same period in another year: a year, or the same month of it."""
    return year + period[4:]


def _parts(violence: str, family: str, types: Sequence[str], families: Sequence[str]) -> list[tuple[str, str, str]]:
    """Name, type of violence and family of each part that the dimensions that are not filtered are broken down into."""
    parts = [(name, name, family) for name in types] if violence == ALL_VIOLENCE else []
    return parts + ([(name, violence, name) for name in families] if family == ANY_FAMILY else [])


def _breakdown(counts: Callable[[str, str], Row], parts: Sequence[tuple[str, str, str]]) -> Record:
    """The columns of these parts; `counts` gives those of a type of violence and a family."""
    rows = ((name, counts(kind, actor)) for name, kind, actor in parts)
    return {f"{count}_{name}": row[count] for name, row in rows for count in BREAKDOWN}


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
) -> Record:
    """The value of a measure as the map draws it: value, low, high, status, class; the change with `since`."""
    figures = edition.figures
    row = figures.row(level, unit, period, violence, family)
    value, status = measures.value(measure, row), measures.status(measure, row)
    low, high = measures.limits(measure, row)
    found: Record = {"value": value, "low": low, "high": high, "status": status}
    breaks = breaks_of(edition, measure, level, period)
    if since is not None:
        then = figures.row(level, unit, same_month(period, since), violence, family)
        then_value = measures.value(measure, then)
        found |= {"from_value": then_value, "change": measures.change(then_value, value)}
        found["status"] = measures.change_status(measures.status(measure, then), status)
        found["class"] = change_class(found["change"], breaks["change"])
    else:
        found["class"] = classes.classify([value], breaks["value"])[0]
    return found


def breaks_of(edition: Edition, measure: Measure, level: str, period: str) -> Mapping[str, Sequence[float]]:
    """The limits of the classes of values and of changes, for a year or for a month of it."""
    found = edition.manifest["breaks"][measure.key][level]
    if periods.is_month(period) and "month" in found:
        return {"value": found["month"], "change": found["month_change"]}
    return {"value": found["value"], "change": found["change"]}


def change_class(change: float | None, sizes: Sequence[float]) -> int | None:
    """The class of a change: 0 for none, else 1 to 3 by size, negative for a fall; None where there is no data."""
    if change is None or change == 0:
        return None if change is None else 0
    size = 1 + (classes.classify([abs(change)], sizes)[0] or 0)
    return size if change > 0 else -size


def national(edition: Edition, period: str, violence: str, family: str) -> tuple[Row, str]:
    """The country's counts, and the release they are from where that is another than the regions' ("" else).

    Only without a filter is there a figure in a year that the regions' source does not cover.
    """
    row = edition.figures.national(period, violence, family)
    if edition.figures.is_covered(period) or (violence, family) != (ALL_VIOLENCE, ANY_FAMILY):
        return row, ""
    later = next((found for found in edition.table("national") if found["period"] == period), None)
    if later is None:
        return row, ""
    source = edition.manifest["sources"][later["source_id"]]
    return {name: later[name] for name in ADDITIVE_NAMES}, str(source["release"])


def accounting(edition: Edition, level: str, period: str, violence: str, family: str) -> Record:
    """Allocated, not allocated and national of a period: for each, the additive counts. Zones overlap: no sum.

    `national_release` names the release of the country's counts where it is another than the regions'.
    """
    figures = edition.figures
    country, release = national(edition, period, violence, family)
    missing: Row = figures.not_allocated(level, period, violence, family)
    found: Record = {"national": dict(country), "not_allocated": dict(missing)}
    if release:
        found["national_release"] = release
    if level != "zones":
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
    """The counts and breakdowns of a row that stands for no unit: the country, or what was not allocated.

    `counts` gives them for a type of violence and a family.
    """
    return {**counts(violence, family), **_breakdown(counts, _parts(violence, family, types, families))}
