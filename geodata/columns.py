"""The one dictionary of columns: type, unit, meaning, whether a value may be missing, and its checks.

Readers, counts, figures and downloads name their columns here; the README's table is compared with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from geodata.vocabulary import FAMILIES, VIOLENCE_TYPES

FROM_BASES = ("sourced", "mission_start", "first_year_observed", "force_creation", "public_knowledge", "unknown")
"""What an opening date rests on; first_year_observed: the site may be older."""

TO_BASES = ("sourced", "last_year_observed", "mandate_end", "public_knowledge", "unknown")
"""What a closing date rests on; last_year_observed: the site may have stayed longer."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its type, unit, meaning and what values it may hold."""

    name: str
    dtype: str
    meaning: str
    unit: str = ""
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None


def _count(name: str, meaning: str, unit: str, *, nullable: bool = False) -> Column:
    return Column(name, "Int64", meaning, unit, nullable, at_least=0)


ADDITIVE = (
    _count("events", "events recorded", "events"),
    _count("fatalities_low", "deaths, lowest estimate of the reports", "deaths"),
    _count("fatalities_best", "deaths, the source's best estimate", "deaths"),
    _count("fatalities_high", "deaths, highest estimate of the reports", "deaths"),
    _count("civilian_fatalities", "civilians among the best estimate", "deaths"),
)
ADDITIVE_NAMES = tuple(column.name for column in ADDITIVE)

_FRAME = Column("frame", "string", "vintage of the boundaries, the year they came into force")
_LEVEL = Column("level", "string", "country, admin1, zones or grid")
_PCODE = Column("pcode", "string", "code of the unit, zone or grid cell; null: not allocated", nullable=True)
_PERIOD = Column("period", "string", "calendar year", "year")
_VIOLENCE = Column("violence_type", "string", "UCDP type of organised violence", allowed=VIOLENCE_TYPES)
_FAMILY = Column("actor_family", "string", "actor family involved; any: every event", allowed=("any", *FAMILIES))

EVENTS = (
    Column("event_id", "string", "the source's id of the event"),
    Column("row", "Int64", "row of the source file, the header being row 1", at_least=2),
    Column("year", "Int64", "calendar year the source gives the event", "year", at_least=1946, at_most=2100),
    Column("country_id", "Int64", "country of the event, Gleditsch and Ward number", at_least=1),
    Column("date_start", "datetime64[ns]", "first possible day", "day"),
    Column("date_end", "datetime64[ns]", "last possible day", "day"),
    Column("date_precision", "Int64", "UCDP GED date_prec, 1 day to 5 more than a month", at_least=1, at_most=5),
    Column("where_precision", "Int64", "UCDP GED where_prec, 1 exact to 7 international", at_least=1, at_most=7),
    Column("longitude", "float64", "longitude, EPSG:4326", "degrees", at_least=-180, at_most=180),
    Column("latitude", "float64", "latitude, EPSG:4326", "degrees", at_least=-90, at_most=90),
    Column("admin1_name", "string", "region as the source names it", nullable=True),
    Column("admin2_name", "string", "cercle as the source names it", nullable=True),
    _VIOLENCE,
    Column("side_a", "string", "first party"),
    Column("side_b", "string", "second party; Civilians in one-sided violence"),
    *ADDITIVE[1:],
)

PLACEMENT = (
    Column("event_id", "string", "the source's id of the event"),
    _FRAME,
    _LEVEL,
    _PCODE,
    Column(
        "basis",
        "string",
        "what decided: name, point, or both",
        allowed=("name", "name_and_point", "point", "none"),
    ),
    Column("reason", "string", "why it was allocated so, or not allocated"),
    Column("point_pcode", "string", "unit that the point lies in; null: none", nullable=True),
)

COUNTS = (_FRAME, _LEVEL, _PCODE, _PERIOD, _VIOLENCE, _FAMILY, *ADDITIVE)

ACCOUNTING = (
    _FRAME,
    _LEVEL,
    _PERIOD,
    Column(
        "basis",
        "string",
        "what decided: name, point, or both",
        allowed=("name", "name_and_point", "point", "none"),
    ),
    Column("reason", "string", "why events were allocated so, or not allocated"),
    Column("allocated", "bool", "whether these events have a unit at this level"),
    _count("events", "events recorded", "events"),
    _count("fatalities_best", "deaths, the source's best estimate", "deaths"),
)

NATIONAL = (
    _PERIOD,
    Column("source_id", "string", "source of the row"),
    _count("events", "events recorded; null where the source does not count them", "events", nullable=True),
    *ADDITIVE[1:],
)

UNITS = (
    Column("pcode", "string", "COD-AB p-code of the unit; the key together with the frame"),
    Column("iso_3166_2", "string", "ISO 3166-2 code"),
    Column("name", "string", "name in French"),
    Column("area_km2", "float64", "area on the ellipsoid", "km²", at_least=0),
)

POPULATION = (
    Column("iso_3166_2", "string", "ISO 3166-2 code"),
    Column("year", "Int64", "year of the census", "year", at_least=1900, at_most=2100),
    _count("population", "people counted by the census", "people"),
)

SITES = (
    Column("site_id", "string", "our id of the site"),
    Column("force", "string", "key of the force"),
    Column("site", "string", "name of the place"),
    Column("stated_admin1", "string", "region, or country abroad, as the source states it"),
    Column("latitude", "float64", "latitude, EPSG:4326", "degrees", at_least=-90, at_most=90),
    Column("longitude", "float64", "longitude, EPSG:4326", "degrees", at_least=-180, at_most=180),
    Column("from_date", "string", "opened: year, month or day; null: unknown", nullable=True),
    Column("from_basis", "string", "what the opening date rests on", allowed=FROM_BASES),
    Column("to_date", "string", "closed: year, month or day; null: unknown", nullable=True),
    Column("to_basis", "string", "what the closing date rests on", allowed=TO_BASES),
    Column("role", "string", "what the site was"),
    Column("coordinates_precision", "string", "town, site, cercle_seat or approximate"),
    Column("taken_over_by", "string", "key of the force that held the place later", nullable=True),
    Column(
        "confidence", "string", "sourced: both dates are in the source; partly_sourced: a date rests on something else"
    ),
    Column("source_id", "string", "source of the row"),
)

HEADCOUNTS = (
    Column("force", "string", "key of the force"),
    Column("as_of", "string", "day the figure is for", "day"),
    _count("low", "lowest figure given", "people", nullable=True),
    _count("best", "best figure given", "people", nullable=True),
    _count("high", "highest figure given", "people", nullable=True),
    Column("component", "string", "part of the force the figure is for"),
    Column("measure", "string", "deployed, authorised, planned, mean, peak: never added together"),
    Column("scope", "string", "Mali or wider: never added together"),
    Column("source_id", "string", "source of the row"),
)

MANDATES = (
    Column("force", "string", "key of the force"),
    Column("name", "string", "name of the force or operation"),
    Column("started", "string", "start: year, month or day", nullable=True),
    Column("ended", "string", "end of the mandate: year, month or day", nullable=True),
    Column("left_mali", "string", "last presence in Mali: year, month or day", nullable=True),
    Column("source_id", "string", "source of the row"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "events": EVENTS,
    "placement": PLACEMENT,
    "counts": COUNTS,
    "accounting": ACCOUNTING,
    "national": NATIONAL,
    "units": UNITS,
    "population": POPULATION,
    "sites": SITES,
    "headcounts": HEADCOUNTS,
    "mandates": MANDATES,
}
