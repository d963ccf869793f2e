"""Figures as flat records: the one form in which table, downloads and API show a unit in a year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from geodata import classes, measures
from geodata.columns import ADDITIVE_NAMES, Column
from geodata.figures import Row, Unit
from geodata.labels import N_
from geodata.measures import MEASURES, Measure
from geodata.store import Build
from geodata.vocabulary import FAMILIES, VIOLENCE_TYPES

Record = dict[str, Any]

BREAKDOWN = ("events", "fatalities_best", "civilian_fatalities")
STATUS_OF = {
    "fatalities_status": "fatalities_per_1000km2",
    "civilian_fatalities_status": "civilian_fatalities_per_100k",
    "documented_sites_status": "documented_sites",
}
"""Status column and the measure whose status it is."""

IDENTITY = {
    "admin1": (
        Column("pcode", "string", N_("COD-AB p-code of the region; a key only together with the frame")),
        Column("iso_3166_2", "string", N_("ISO 3166-2 code")),
        Column("name", "string", N_("name of the region in French")),
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
_SITES = (
    Column(
        "documented_sites",
        "Int64",
        N_("documented international force sites open on 31 December; null: none is listed"),
        N_("sites"),
        nullable=True,
    ),
    Column("uncertain_sites", "Int64", N_("listed sites uncertain on 31 December"), N_("sites"), nullable=True),
    Column("closed_sites", "Int64", N_("listed sites closed by 31 December"), N_("sites"), nullable=True),
)
_STATUS_WORDS = {
    "fatalities_status": N_("no_data, none_recorded, zero, best_zero (best 0, high above 0) or recorded"),
    "civilian_fatalities_status": N_("no_data, none_recorded, zero or recorded"),
    "documented_sites_status": N_(
        "no_data, none_documented, zero (listed sites all closed or not yet open), "
        "uncertain (none surely open, some perhaps) or recorded"
    ),
}


def columns_of(level: str) -> list[Column]:
    """The columns of a level's downloads in order, breakdowns left out: the data dictionary."""
    is_admin = level == "admin1"
    rates = [
        Column(measure.key, "float64", measure.label, measure.unit, nullable=True)
        for measure in MEASURES
        if level in measure.levels and measure.denominator
    ]
    statuses = [Column(name, "string", _STATUS_WORDS[name]) for name in _statuses(level)]
    people, sites = ((_POPULATION,), _SITES) if is_admin else ((), ())
    return [*IDENTITY[level], *_PERIOD, *_COUNTS, *people, _AREA, *rates, *sites, *statuses]


def breakdowns() -> list[str]:
    """The names of the columns that break the counts down, by type of violence and by actor family."""
    return [f"{count}_{name}" for name in (*VIOLENCE_TYPES, *FAMILIES) for count in BREAKDOWN]


def _statuses(level: str) -> list[str]:
    return [name for name, key in STATUS_OF.items() if level in measures.BY_KEY[key].levels]


def identity(level: str, unit: Unit) -> Record:
    """The columns that say which unit a record is of."""
    if level == "admin1":
        return {"pcode": unit.pcode, "iso_3166_2": unit.iso_3166_2, "name": unit.name}
    return {column.name: unit.extra[column.name] for column in IDENTITY[level]}


def record(
    build: Build,
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
    figures = build.figures
    row = figures.row(level, unit, period, violence, family)
    made: Record = {**identity(level, unit), "frame": build.manifest["frame"], "year": int(period)}
    made |= {"violence_filter": violence, "family_filter": family}
    made.update({name: row[name] for name in ADDITIVE_NAMES})
    if level == "admin1":
        made["population"] = unit.population
    made["area_km2"] = round(unit.area_km2, 1)
    rates = [measure for measure in MEASURES if level in measure.levels and measure.denominator]
    made.update({measure.key: measures.value(measure, row) for measure in rates})
    if level == "admin1":
        made.update({name: row[name] for name in ("documented_sites", "uncertain_sites", "closed_sites")})
    made.update({name: measures.status(measures.BY_KEY[STATUS_OF[name]], row) for name in _statuses(level)})
    made |= _breakdown(lambda kind, actor: figures.row(level, unit, period, kind, actor), violence, family)
    if since is not None:
        then = figures.row(level, unit, since, violence, family)
        made["from_year"] = int(since)
        is_itself = since == period
        made.update(
            {
                f"{m.key}_change": None if is_itself else measures.change(measures.value(m, then), made[m.key])
                for m in rates
            }
        )
    return made


def _breakdown(counts: Callable[[str, str], Row], violence: str, family: str) -> Record:
    """The columns of the dimensions that are not filtered; `counts` gives those of a type of violence and a family."""
    parts = [(name, name, family) for name in VIOLENCE_TYPES] if violence == "all" else []
    parts += [(name, violence, name) for name in FAMILIES] if family == "any" else []
    rows = ((name, counts(kind, actor)) for name, kind, actor in parts)
    return {f"{count}_{name}": row[count] for name, row in rows for count in BREAKDOWN}


def cell(
    build: Build,
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
    figures = build.figures
    row = figures.row(level, unit, period, violence, family)
    value, status = measures.value(measure, row), measures.status(measure, row)
    low, high = measures.limits(measure, row)
    found: Record = {"value": value, "low": low, "high": high, "status": status}
    breaks = build.manifest["breaks"][measure.key][level]
    if since is not None:
        then = figures.row(level, unit, since, violence, family)
        then_value = measures.value(measure, then)
        found |= {"from_value": then_value, "change": measures.change(then_value, value)}
        found["status"] = measures.change_status(measures.status(measure, then), status)
        found["class"] = change_class(found["change"], breaks["change"])
    else:
        found["class"] = classes.classify([value], breaks["value"])[0]
    return found


def change_class(change: float | None, sizes: Sequence[float]) -> int | None:
    """The class of a change: 0 for none, else 1 to 3 by size, negative for a fall; None where there is no data."""
    if change is None or change == 0:
        return None if change is None else 0
    size = 1 + (classes.classify([abs(change)], sizes)[0] or 0)
    return size if change > 0 else -size


def national(build: Build, period: str, violence: str, family: str) -> tuple[Row, str]:
    """The country's counts, and the release they are from where that is another than the regions' ("" else).

    Only without a filter is there a figure in a year that the regions' source does not cover.
    """
    if period in build.figures.covered or violence != "all" or family != "any":
        return build.figures.national(period, violence, family), ""
    later = next(row for row in build.table("national") if row["period"] == period)
    return {name: later[name] for name in ADDITIVE_NAMES}, str(build.manifest["sources"][later["source_id"]]["release"])


def accounting(build: Build, level: str, period: str, violence: str, family: str) -> Record:
    """Allocated, not allocated and national of a period: for each, the additive counts. Zones overlap: no sum.

    `national_release` names the release of the country's counts where it is another than the regions'.
    """
    figures = build.figures
    country, release = national(build, period, violence, family)
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


def total(counts: Callable[[str, str], Row], violence: str, family: str) -> Record:
    """The counts and breakdowns of a row that stands for no unit: the country, or what was not allocated.

    `counts` gives them for a type of violence and a family.
    """
    return {**counts(violence, family), **_breakdown(counts, violence, family)}
