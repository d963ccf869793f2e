"""The dictionary of the columns of figures: what a unit's record of a year holds, level by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from geodata.exports import class_columns
from geodata.exports.period_columns import PERIOD, RANGE, means_of
from geodata.figures.listings import LISTINGS
from geodata.figures.measures import MEASURES, Measure
from geodata.schema.column import Column
from geodata.texts import N_
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, FAMILIES, PEOPLE, VIOLENCE_TYPES

ADMIN_LEVELS = ("admin1", "admin2", "admin3")
BREAKDOWN = ("events", "fatalities_best", "civilian_fatalities")
STATUS_OF = {
    "fatalities_status": ("fatalities_best", "fatalities_high", (*ADMIN_LEVELS, "zones", "grid")),
    "civilian_fatalities_status": ("civilian_fatalities", None, ADMIN_LEVELS),
    **{f"{listing.count}_status": (listing.count, None, ("admin1",)) for listing in LISTINGS.values()},
}
"""Status column, the count that it is the status of, that count's high estimate, and the levels that have it."""

_PARENT = (
    Column("admin1_pcode", "string", N_("code of its region; a key only together with the frame"), hxl="#adm1+code"),
    Column("admin1_name", "string", N_("name of its region in French"), hxl="#adm1+name"),
)
_SIDE = Column(
    "side",
    "string",
    N_("country whose events are counted: MLI Mali, NER Niger, BFA Burkina Faso"),
    hxl="#country+code",
)
IDENTITY = {
    "admin1": (
        Column(
            "pcode", "string", N_("COD-AB p-code of the region; a key only together with the frame"), hxl="#adm1+code"
        ),
        Column("iso_3166_2", "string", N_("ISO 3166-2 code; null: none is known"), nullable=True, hxl="#adm1+code+iso"),
        Column("name", "string", N_("name of the region in French"), hxl="#adm1+name"),
    ),
    "admin2": (
        Column("pcode", "string", N_("code of the cercle; a key only together with the frame"), hxl="#adm2+code"),
        Column("name", "string", N_("name of the cercle"), hxl="#adm2+name"),
        *_PARENT,
    ),
    "admin3": (
        Column("pcode", "string", N_("our code of the commune: its cercle's code and its name"), hxl="#adm3+code"),
        Column("name", "string", N_("name of the commune"), hxl="#adm3+name"),
        *_PARENT,
    ),
    "zones": (
        Column("zone", "string", N_("niger, burkina, either or both (the three-border area)"), hxl="#loc+code+zone"),
        Column(
            "distance_km",
            "Int64",
            N_("distance from the border line that bounds the zone"),
            "km",
            hxl="#indicator+distance_km+num",
        ),
        _SIDE,
    ),
    "grid": (Column("gid", "Int64", N_("PRIO-GRID cell number"), hxl="#loc+code+grid"), _SIDE),
}
_FRAME = Column("frame", "string", N_("vintage of the boundaries"), hxl="#meta+frame")
_FILTERS = (
    Column(
        "violence_filter",
        "string",
        N_("type of violence that is counted: all or one type"),
        hxl="#meta+filter+violence",
    ),
    Column("family_filter", "string", N_("actor family that is counted: any or one family"), hxl="#meta+filter+family"),
)
COUNTS = (
    Column("events", "Int64", N_("events recorded"), N_("events"), nullable=True, hxl="#event+num"),
    Column(
        "fatalities_low",
        "Int64",
        N_("deaths, lowest estimate of the reports"),
        N_("deaths"),
        nullable=True,
        hxl="#affected+killed+low",
    ),
    Column(
        "fatalities_best",
        "Int64",
        N_("deaths, best estimate"),
        N_("deaths"),
        nullable=True,
        hxl="#affected+killed+best",
    ),
    Column(
        "fatalities_high",
        "Int64",
        N_("deaths, highest estimate of the reports"),
        N_("deaths"),
        nullable=True,
        hxl="#affected+killed+high",
    ),
    Column(
        "civilian_fatalities",
        "Int64",
        N_("civilians among the best estimate"),
        N_("deaths"),
        nullable=True,
        hxl="#affected+killed+civilians",
    ),
)
"""Counts of a unit; an event has them all but `events`."""
BESIDE = {
    level: tuple(
        replace(column, name=f"{kind}_{column.name}", meaning=meaning, hxl=f"{column.hxl}+{kind}")
        for column, meaning in zip(COUNTS, meanings, strict=True)
    )
    for kind, levels, meanings in (
        (
            "named",
            ADMIN_LEVELS,
            (
                N_("events that name the unit and are placed in none; among the counts where named=with"),
                N_("their deaths, lowest estimate of the reports"),
                N_("their deaths, best estimate"),
                N_("their deaths, highest estimate of the reports"),
                N_("civilians among the best estimate of their deaths"),
            ),
        ),
        (
            "exact",
            ("zones",),
            (
                N_("of the events, those whose place the source knows exactly"),
                N_("deaths of the events of exact place, lowest estimate of the reports"),
                N_("deaths of the events of exact place, best estimate"),
                N_("deaths of the events of exact place, highest estimate of the reports"),
                N_("civilians among the best estimate of the deaths of the events of exact place"),
            ),
        ),
    )
    for level in levels
}
"""By level, the columns of counts that stand beside a unit's own: figures.BESIDE."""
_POPULATION = Column(
    "population",
    "Int64",
    N_("people, census 2022 (RGPH5), for every year; null: not published for these boundaries"),
    N_("people"),
    nullable=True,
    hxl="#population",
)
_POPULATION_OF_YEAR = replace(
    _POPULATION,
    meaning=N_(
        "people of the year, interpolated geometrically between the censuses of 2009 and 2022, of 2022 from then on; "
        "null: a census has no number for these boundaries"
    ),
)
_POPULATION_NOTE = Column(
    "population_note",
    "string",
    N_("what is to be known of the number of people and of rates that divide by it"),
    nullable=True,
    hxl="#meta+population+note",
)
DATES = (
    Column("start", "string", N_("first day of the period"), N_("day"), hxl="#date+start"),
    Column("end", "string", N_("last day of the period"), N_("day"), hxl="#date+end"),
)
PROVISIONAL = Column(
    "is_provisional",
    "bool",
    N_("whether the figures are provisional: their producer revises them later"),
    hxl="#meta+provisional",
)
_AREA = Column("area_km2", "float64", N_("area on the ellipsoid"), "km²", hxl="#indicator+area_km2+num")


def _sites(name: str, meaning: str, tag: str) -> Column:
    return Column(name, "Int64", meaning, N_("sites"), nullable=True, hxl=f"#indicator+sites+{tag}+num")


LISTED = (
    _sites(
        "documented_sites",
        N_("documented international force sites open on 31 December; null: none is listed"),
        "open",
    ),
    _sites(
        "last_reported_sites",
        N_("listed sites that were last reported before 31 December, their end not known"),
        "last_reported",
    ),
    _sites("uncertain_sites", N_("listed sites uncertain on 31 December"), "uncertain"),
    _sites("closed_sites", N_("listed sites closed by 31 December"), "closed"),
    Column(
        "nominal_troops",
        "Int64",
        N_(
            "MINUSMA troops by nominal unit sizes (Geo-PKO): weights, not headcounts; "
            "of 2023 the units before they left, until 31 December; null: no location is listed"
        ),
        N_("nominal troops"),
        nullable=True,
        hxl="#indicator+nominal_troops+num",
    ),
)
_STATUS_WORDS = {
    "fatalities_status": N_("no_data, none_recorded, zero, best_zero (best 0, high above 0) or recorded"),
    "civilian_fatalities_status": N_("no_data, none_recorded, zero or recorded"),
    "documented_sites_status": N_(
        "no_data, none_documented, zero (listed sites all closed or not yet open), "
        "uncertain (none surely open, some uncertain or last reported before) or recorded"
    ),
    "nominal_troops_status": N_("no_data, none_documented (no location listed) or recorded"),
}


def columns_of(level: str, people: str = PEOPLE[0], *, is_summed: bool = False) -> list[Column]:
    """The columns of a level's downloads in order, breakdowns left out: the data dictionary.

    `people`: of vocabulary.PEOPLE, whose number rates divide by. `is_summed`: of a range of years or months.
    """
    is_admin = level == "admin1"
    rates = [
        Column(item.key, "float64", item.label, item.unit_by(people), nullable=True, hxl=f"#indicator+{item.key}+num")
        for item in rates_of(level)
    ]
    statuses = [
        Column(name, "string", _STATUS_WORDS[name], hxl=f"#status+{name.removesuffix('_status')}")
        for name in statuses_of(level)
    ]
    counted = _POPULATION if people == PEOPLE[0] else _POPULATION_OF_YEAR
    divisors, listed = ((counted, _POPULATION_NOTE), LISTED) if is_admin else ((), ())
    means = means_of(COUNTS) if is_summed else ()
    counts = (*COUNTS, *means, *BESIDE.get(level, ()))
    period = RANGE if is_summed else PERIOD
    said = (*statuses, *class_columns.columns(rates_of(level)))
    return [*IDENTITY[level], _FRAME, *period, *_FILTERS, *counts, *divisors, _AREA, *rates, *listed, *said]


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
    counts = {column.name: column for column in COUNTS if column.name in BREAKDOWN}
    parts = [name for name, _, _ in parts_of(violence, family, types, families)]
    return [
        replace(
            counts[count],
            name=f"{count}_{name}",
            meaning=f"{counts[count].meaning}: only {name}",
            hxl=f"{counts[count].hxl}+{name}",
        )
        for name in parts
        for count in BREAKDOWN
    ]


def change_columns(level: str, people: str = PEOPLE[0]) -> list[Column]:
    """The columns of each rate's change from another year."""
    return [
        Column(
            f"{item.key}_change",
            "float64",
            f"{item.label}: change from from_year",
            item.unit_by(people),
            nullable=True,
            hxl=f"#indicator+{item.key}+change+num",
        )
        for item in rates_of(level)
    ]


@cache
def rates_of(level: str) -> tuple[Measure, ...]:
    """The measures of a level that divide by something, in the registry's order: found once, not for each row."""
    return tuple(measure for measure in MEASURES if level in measure.levels and measure.denominator)


@cache
def statuses_of(level: str) -> tuple[str, ...]:
    """The names of the status columns of a level."""
    return tuple(name for name, (_, _, levels) in STATUS_OF.items() if level in levels)


def parts_of(violence: str, family: str, types: Sequence[str], families: Sequence[str]) -> list[tuple[str, str, str]]:
    """Name, type of violence and family of each part that the dimensions that are not filtered are broken down into."""
    parts = [(name, name, family) for name in types] if violence == ALL_VIOLENCE else []
    return parts + ([(name, violence, name) for name in families] if family == ANY_FAMILY else [])
