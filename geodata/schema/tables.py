"""The one dictionary of columns: type, unit, meaning, whether a value may be missing, and its checks.

Readers, counts, figures and downloads name their columns here; the README's table is compared with it.
"""

from __future__ import annotations

from dataclasses import replace

from geodata.schema.boundaries import ADMIN, AUDIT, COMMUNES, FRAME, FRAME_UNITS, POPULATION, UNITS
from geodata.schema.column import Column, count
from geodata.schema.forces import HEADCOUNTS, MANDATES, NOMINAL_TROOPS, SITES, TIMELINE
from geodata.vocabulary import ABROAD as SIDES_ABROAD
from geodata.vocabulary import ACLED_TYPES, ALL_VIOLENCE, FAMILIES, MONTHLY_TYPES, ODDITIES, VIOLENCE_TYPES

ADDITIVE = (
    count("events", "events recorded", "events"),
    count("fatalities_low", "deaths, lowest estimate of the reports", "deaths"),
    count("fatalities_best", "deaths, the source's best estimate", "deaths"),
    count("fatalities_high", "deaths, highest estimate of the reports", "deaths"),
    count("civilian_fatalities", "civilians among the best estimate", "deaths"),
)
ADDITIVE_NAMES = tuple(column.name for column in ADDITIVE)

_LEVEL = Column("level", "string", "country, admin1, admin2, admin3, zones or grid")
_PCODE = Column("pcode", "string", "code of the unit, zone or grid cell; null: not allocated", nullable=True)
_PERIOD = Column("period", "string", "year 2022, month 2022-03, or 2022-00: month not known", "year")
VIOLENCE = Column(
    "violence_type",
    "string",
    "UCDP's type of organised violence, or ACLED's type of event",
    allowed=(*VIOLENCE_TYPES, *ACLED_TYPES, *MONTHLY_TYPES),
)
_ROW = Column("row", "Int64", "row of the source file, the header being row 1", at_least=2)
_FAMILY = Column("actor_family", "string", "actor family involved; any: every event", allowed=("any", *FAMILIES))

EVENTS = (
    Column("event_id", "string", "the source's id of the event"),
    _ROW,
    Column("year", "Int64", "calendar year the source gives the event", "year", at_least=1946, at_most=2100),
    Column("country", "string", "country as the source names it"),
    Column("country_iso3", "string", "ISO 3166-1 alpha-3; null: neither Mali nor a neighbour", nullable=True),
    Column("date_start", "datetime64[ns]", "first possible day", "day"),
    Column("date_end", "datetime64[ns]", "last possible day", "day"),
    Column(
        "date_precision",
        "Int64",
        "the source's own scale: UCDP GED date_prec, 1 day to 5 more than a month; ACLED time_precision, 1 to 3 month",
        at_least=1,
        at_most=5,
    ),
    Column(
        "where_precision",
        "Int64",
        "the source's own scale: UCDP GED where_prec, 1 exact to 7 international; ACLED geo_precision, 1 to 3 region",
        at_least=1,
        at_most=7,
    ),
    Column("longitude", "float64", "longitude, EPSG:4326", "degrees", at_least=-180, at_most=180),
    Column("latitude", "float64", "latitude, EPSG:4326", "degrees", at_least=-90, at_most=90),
    Column("admin1_name", "string", "region as the source names it", nullable=True),
    Column("admin2_name", "string", "cercle as the source names it", nullable=True),
    Column("admin3_name", "string", "commune as the source names it; UCDP names none", nullable=True),
    Column("place", "string", "place as the source names it", nullable=True),
    VIOLENCE,
    Column("side_a", "string", "first party"),
    Column(
        "side_b",
        "string",
        "second party; Civilians in UCDP's one-sided violence; null: ACLED names none",
        nullable=True,
    ),
    Column("reported_by", "string", "news offices that reported it: UCDP GED source_office", nullable=True),
    Column("clarity_status", "string", "how far the producer has cleared it: UCDP GED code_status", nullable=True),
    Column("is_active", "boolean", "25 deaths in the year of the conflict: UCDP GED active_year", nullable=True),
    count("fatalities_low", "deaths, lowest estimate of the reports; null: one number given", "deaths", nullable=True),
    ADDITIVE[2],
    count(
        "fatalities_high", "deaths, highest estimate of the reports; null: one number given", "deaths", nullable=True
    ),
    count("civilian_fatalities", "civilians among the best estimate; null: not told apart", "deaths", nullable=True),
)

MONTHLY = (
    _ROW,
    Column("country_iso3", "string", "ISO 3166-1 alpha-3"),
    Column("admin1_name", "string", "region as the publisher names it", nullable=True),
    Column("admin2_name", "string", "cercle as the publisher names it", nullable=True),
    Column("admin1_pcode", "string", "COD-AB p-code of the region", nullable=True),
    Column("admin2_pcode", "string", "COD-AB p-code of the cercle", nullable=True),
    Column("period", "string", "month, such as 2022-03", "month"),
    Column("event_type", "string", "the publisher's type of event; null: the file does not say", nullable=True),
    count("events", "events recorded; 0 where the source says none", "events"),
    count("fatalities", "deaths; null: not counted for this type", "deaths", nullable=True),
)

PERSONNEL = (
    _ROW,
    Column("mission", "string", "acronym of the mission"),
    Column("personnel_type", "string", "Troops, Staff Officer, Experts on Mission, Individual or Formed Police"),
    Column("contributor", "string", "country that contributes"),
    Column("month_end", "datetime64[ns]", "day of the report, as a rule the last of a month", "day"),
    count("female", "women", "people"),
    count("male", "men", "people"),
    count("total", "women and men", "people"),
)

REJECTED = (
    _ROW,
    Column("column", "string", "column as the file spells it; empty: the row as a whole"),
    Column("value", "string", "what the file holds there, at most 200 characters"),
    Column("reason", "string", "why the row cannot be used"),
)

ODDITY_ROWS = (
    _ROW,
    Column("event_id", "string", "the source's id of the event; null: no events", nullable=True),
    Column("oddity", "string", "what is odd, a key of vocabulary.ODDITIES", allowed=tuple(ODDITIES)),
    Column("detail", "string", "the values that are odd"),
)

PLACEMENT = (
    Column("event_id", "string", "the source's id of the event"),
    FRAME,
    _LEVEL,
    _PCODE,
    Column(
        "basis",
        "string",
        "what decided: name, point, or both",
        allowed=("name", "name_and_point", "point", "none"),
    ),
    Column("reason", "string", "why it was allocated so, or not allocated"),
    Column("named_pcode", "string", "the one unit that the names mean; null: none, or several", nullable=True),
    Column("point_pcode", "string", "unit that the point lies in; null: none", nullable=True),
)

COUNTS = (
    FRAME,
    _LEVEL,
    _PCODE,
    _PERIOD,
    VIOLENCE,
    _FAMILY,
    ADDITIVE[0],
    *(replace(column, nullable=True) for column in ADDITIVE[1:]),
)

BESIDE = (
    Column(
        "beside",
        "string",
        "named: events that name the unit and are placed in none; exact: of those in a zone, the ones of exact place",
        allowed=("named", "exact"),
    ),
    *COUNTS,
)

_SIDE = Column("side", "string", "country that the source gives the events: ISO 3166-1 alpha-3", allowed=SIDES_ABROAD)

ABROAD = (
    _SIDE,
    Column(
        "part",
        "string",
        "all: every event; exact: of those in a zone, the ones of exact place",
        allowed=("all", "exact"),
    ),
    *COUNTS[1:],
)
"""A neighbour's events near Mali's borders: its country, the zones on its side and cells near it; of no frame."""

QUARTERS = (
    Column("period", "string", "quarter of the first possible day, 2022-Q1; 2022-Q0: not known to lie in one"),
    Column("basis", "string", "how quarters are told: quarters.BASES", allowed=("start_date", "whole")),
    replace(VIOLENCE, meaning="type of violence, or all", allowed=(ALL_VIOLENCE, *VIOLENCE.allowed)),
    Column(
        "actor_group",
        "string",
        "any; militant: family jnim or is; wagner; wagner_government: on one and the same side",
        allowed=("any", "militant", "wagner", "wagner_government"),
    ),
    *COUNTS[-5:],
)

AROUND_SITES = (
    Column("site_id", "string", "closed site of an international force; empty: place too vague for any distance"),
    Column("km", "Int64", "within this geodesic distance of the site; null: no site", "km", nullable=True),
    Column("period", "string", "month, 2022-03; 2022-00: month not known"),
    *COUNTS[-5:],
)

SITE_DISTANCES = (
    Column("site_id", "string", "closed site of an international force"),
    Column("to", "string", "niger or burkina: the border; else another closed site"),
    Column("away_km", "float64", "geodesic distance", "km", at_least=0),
)

DISAGREEMENTS = (
    FRAME,
    _LEVEL,
    Column("pcode", "string", "unit that the source names"),
    Column("point_pcode", "string", "unit that the point lies in; null: none", nullable=True),
    count("events", "events recorded", "events"),
    count("fatalities_best", "deaths, the source's best estimate", "deaths"),
)

ACCOUNTING = (
    FRAME,
    _LEVEL,
    _PERIOD,
    Column(
        "basis",
        "string",
        "what decided: name, point, or both; code: a p-code without a name",
        allowed=("name", "name_and_point", "point", "code", "none"),
    ),
    Column("reason", "string", "why events were allocated so, or not allocated"),
    Column("allocated", "bool", "whether these events have a unit at this level"),
    count("events", "events recorded", "events"),
    count("fatalities_best", "deaths, the source's best estimate", "deaths", nullable=True),
)

NATIONAL = (
    _PERIOD,
    Column("source_id", "string", "source of the row"),
    count("events", "events recorded; null where the source does not count them", "events", nullable=True),
    *(replace(column, nullable=True) for column in ADDITIVE[1:]),
)

NATIONAL_ABROAD = (_SIDE, *NATIONAL)

TABLES: dict[str, tuple[Column, ...]] = {
    "events": EVENTS,
    "monthly": MONTHLY,
    "personnel": PERSONNEL,
    "rejected": REJECTED,
    "oddities": ODDITY_ROWS,
    "placement": PLACEMENT,
    "counts": COUNTS,
    "beside": BESIDE,
    "abroad": ABROAD,
    "quarters": QUARTERS,
    "around_sites": AROUND_SITES,
    "site_distances": SITE_DISTANCES,
    "accounting": ACCOUNTING,
    "disagreements": DISAGREEMENTS,
    "national": NATIONAL,
    "national_abroad": NATIONAL_ABROAD,
    "units": UNITS,
    "admin": ADMIN,
    "communes": COMMUNES,
    "frame_units": FRAME_UNITS,
    "audit": AUDIT,
    "population": POPULATION,
    "sites": SITES,
    "headcounts": HEADCOUNTS,
    "mandates": MANDATES,
    "timeline": TIMELINE,
    "nominal_troops": NOMINAL_TROOPS,
}
