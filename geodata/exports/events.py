"""Events one by one, for sources whose terms allow it: as the map's script reads them, and as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from geodata.builds.store import Edition
from geodata.exports.columns import COUNTS
from geodata.figures.any_distance import is_within
from geodata.periods import split, year_of
from geodata.schema.column import Column
from geodata.texts import N_
from geodata.vocabulary import COUNTRY_ISO3, COUNTRY_PCODE, FAMILIES, split_zone

WORST_DRAWN = 5
"""Worst where_prec (UCDP GED codebook) whose point is drawn: 6 and 7 know the country only, or not even that."""

COLUMNS = (
    Column("event_id", "string", N_("the source's id of the event"), hxl="#event+id"),
    Column("year", "Int64", N_("calendar year the source gives the event"), N_("year"), hxl="#date+year"),
    Column("date_start", "string", N_("first possible day"), hxl="#date+occurred+start"),
    Column("date_end", "string", N_("last possible day"), hxl="#date+occurred+end"),
    Column(
        "date_precision", "Int64", N_("UCDP GED date_prec, 1 day to 5 more than a month"), hxl="#meta+precision+date"
    ),
    Column(
        "where_precision", "Int64", N_("UCDP GED where_prec, 1 exact to 7 international"), hxl="#meta+precision+geo"
    ),
    Column("place", "string", N_("place as the source names it"), nullable=True, hxl="#loc+name"),
    Column("admin1_name", "string", N_("region as the source names it"), nullable=True, hxl="#adm1+name"),
    Column("admin2_name", "string", N_("cercle as the source names it"), nullable=True, hxl="#adm2+name"),
    Column("violence_type", "string", N_("UCDP type of organised violence"), hxl="#event+type"),
    Column("side_a", "string", N_("first party"), hxl="#group+name+side_a"),
    Column("side_b", "string", N_("second party; Civilians in one-sided violence"), hxl="#group+name+side_b"),
    *(replace(column, nullable=column.name != "fatalities_best") for column in COUNTS if column.name != "events"),
    Column(
        "km_to_niger",
        "float64",
        N_("distance to the border with Niger; null: place too vague"),
        "km",
        nullable=True,
        hxl="#indicator+km_to_niger+num",
    ),
    Column(
        "km_to_burkina",
        "float64",
        N_("distance to the border with Burkina Faso; null: place too vague"),
        "km",
        nullable=True,
        hxl="#indicator+km_to_burkina+num",
    ),
    Column(
        "reported_by",
        "string",
        N_("news offices the source names; never a headline, and no account of a person"),
        nullable=True,
        hxl="#meta+source+reported_by",
    ),
    Column(
        "clarity_status", "string", N_("the source's own status of its coding"), nullable=True, hxl="#status+coding"
    ),
)
"""The columns of the events' file, before those that say where the event was placed."""

PLACED = ("admin1", "admin2", "admin3")
_FRAME = Column("frame", "string", N_("vintage of the boundaries"), hxl="#meta+frame")
_PLACED = {
    level: Column(
        f"{level}_pcode",
        "string",
        N_("where the event was placed in this frame; null: not allocated"),
        nullable=True,
        hxl=f"#adm{level[-1]}+code",
    )
    for level in PLACED
}


def columns(edition: Edition) -> list[Column]:
    """The columns of the events' file in order, those of its origin and point left out: the data dictionary."""
    return [*COLUMNS, _FRAME, *(_PLACED[level] for level in edition.manifest["levels"])]


def _offices(names: str | None) -> str | None:
    """The reporting offices without the handles of persons' accounts, which it does no good to repeat."""
    kept = [name.strip() for name in (names or "").split(";") if name.strip() and "@" not in name]
    return "; ".join(dict.fromkeys(kept)) or None


def of_year(edition: Edition, year: str) -> dict[str, Any]:
    """The events of a year, for the map's script; `at` is None where a place is not known below the country."""
    return {"events": [_told(row) for row in edition.table("events") if row["year"] == year]}


def of_unit(edition: Edition, level: str, pcode: str | None, year: str) -> list[dict[str, Any]]:
    """The events of a year that are placed in a unit, then those that name it and are placed in none, newest first.

    With None those that are not allocated at the level, newest first, those that name a unit among them; with
    COUNTRY_PCODE all. Beside what `of_year` says of an event, `placed` tells the two apart, `unit` is where it is
    placed, `named` the unit that the names mean (None: none, or several), and `reason` says why it was placed so.
    """
    placement = {row["event_id"]: row for row in edition.table("placement") if row["level"] == level}
    found = []
    for row in edition.table("events"):
        at = placement[row["event_id"]]
        named = at["named_pcode"]
        is_there = pcode in (COUNTRY_PCODE, at["pcode"]) or (at["pcode"] is None and named == pcode)
        if row["year"] == year and is_there:
            found.append(_told(row) | _placed(at["pcode"], named, at["reason"]))
    return sorted(_newest_first(found), key=lambda event: not event["placed"])


def of_zone(edition: Edition, zone: str, year: str) -> list[dict[str, Any]]:
    """The events of a year in a border zone on the side of the edition (Edition.of_side), as `of_unit` tells them."""
    kind, km = split_zone(zone)
    is_home = edition.side == COUNTRY_ISO3
    found = [
        _told(row) | _placed(zone, None, "")
        for row in edition.table("events" if is_home else "events_abroad")
        if row["year"] == year and row["country_iso3"] == edition.side and row["km_to_niger"] is not None
        if is_within(row["km_to_niger"], row["km_to_burkina"], kind, km)
    ]
    return _newest_first(found)


def _newest_first(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda event: (event["from"], event["to"], event["id"]), reverse=True)


def _placed(pcode: str | None, named: str | None, reason: str) -> dict[str, Any]:
    return {"placed": pcode is not None, "unit": pcode, "named": named, "reason": reason}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """An event as the map's script reads it."""
    has_place = row["where_precision"] <= WORST_DRAWN
    return {
        "id": row["event_id"],
        "at": [round(row["latitude"], 4), round(row["longitude"], 4)] if has_place else None,
        "from": row["date_start"],
        "to": row["date_end"],
        "month": row["month"],
        "when": row["date_precision"],
        "where": row["where_precision"],
        "type": row["violence_type"],
        "families": [family for family in FAMILIES if row[f"is_{family}"]],
        "sides": [row["side_a"], row["side_b"]],
        "low": row["fatalities_low"],
        "best": row["fatalities_best"],
        "high": row["fatalities_high"],
        "civilians": row["civilian_fatalities"],
        "place": row["place"] or row["admin2_name"] or row["admin1_name"],
        "by": _offices(row["reported_by"]),
        "status": row["clarity_status"],
    }


def rows(
    edition: Edition, period: str | None, violence: str, family: str
) -> Iterator[tuple[dict[str, Any], list[float]]]:
    """Properties and point (longitude, latitude) of every event of a period and filter, country-level ones included.

    admin1_pcode and so on are where the event was placed in this frame; null: not allocated there.
    """
    placed: dict[str, dict[str, str]] = {level: {} for level in edition.manifest["levels"]}
    for row in edition.table("placement"):
        if row["level"] in placed:
            placed[row["level"]][row["event_id"]] = row["pcode"]
    held = frozenset(split(period)) if period else None
    for row in edition.table("events"):
        if (held and held.isdisjoint((row["year"], row["month"]))) or violence not in ("all", row["violence_type"]):
            continue
        if family != "any" and not row[f"is_{family}"]:
            continue
        made = {column.name: row[column.name] for column in COLUMNS} | {"year": int(year_of(row["year"]))}
        made["reported_by"] = _offices(row["reported_by"])
        made |= {"frame": edition.frame}
        made |= {f"{level}_pcode": placed[level].get(row["event_id"]) for level in edition.manifest["levels"]}
        yield made, [row["longitude"], row["latitude"]]
