"""The content of a collection's features: the columns of the properties, and the items one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

from app.ogc.collections import GROUNDS, Collection
from app.presenters import claims
from app.web import urls
from app.web.languages import N_
from geodata import periods
from geodata.builds.store import Edition
from geodata.claims.model import VERDICTS
from geodata.exports import extract
from geodata.exports.columns import ADMIN_LEVELS
from geodata.exports.extract import POINT, Item
from geodata.exports.selection import Selection
from geodata.forces.dates import interval
from geodata.schema.column import Column
from geodata.schema.forces import HEADCOUNTS
from geodata.vocabulary import BY_FORCE

SPANS = {"events": ("date_start", "date_end")}
"""Layer -> the properties that hold its first and last day; of every other layer START_END."""
START_END = ("start", "end")

_DATES = (
    Column("start", "string", N_("first day of the period"), N_("day"), nullable=True),
    Column("end", "string", N_("last day of the period"), N_("day"), nullable=True),
)
_BUILD = Column("build", "string", N_("build of Mali Atlas that the row is from"))
_HEADCOUNTS = (
    *HEADCOUNTS,
    Column("force_name", "string", N_("name of the force")),
    Column("source", "string", N_("title of the source of the row"), nullable=True),
    Column("source_publisher", "string", N_("its publisher"), nullable=True),
    Column("source_url", "string", N_("its address"), nullable=True),
    Column("source_published", "string", N_("when it was published"), nullable=True),
    Column("release", "string", N_("edition of the tables of forces")),
    _BUILD,
    *_DATES,
)
_BOTH = {
    "subject": N_("what the claim is of"),
    "reason": N_("what the test found, with its numbers"),
    "criterion": N_("when the claim counts as supported"),
    "note": N_("what to know of the claim"),
    "untested": N_("the part of the claim that nothing here tests, such as a cause"),
    "filter": N_("what was counted"),
    "sentence": N_("the finding with its citation, to quote"),
}
"""Texts of a claim that are given in English and in French."""
_VALUE = (
    Column("value", "float64", N_("the main figure of the test; null: none, or the source cannot tell"), nullable=True),
    Column("value_low", "float64", N_("its lowest value in the source’s range"), nullable=True),
    Column("value_high", "float64", N_("its highest value in the source’s range"), nullable=True),
    Column("value_unit", "string", N_("unit of the figure"), nullable=True),
    Column("value_date", "string", N_("the date that was found, where the claim is of a date"), nullable=True),
)
_CLAIMS = (
    Column("claim", "string", N_("our id of the claim")),
    Column("quoted", "string", N_("the report’s own words; empty where it only tells of an event")),
    Column("period", "string", N_("period that the claim is of: year, month or day, or two of them")),
    Column("topic", "string", N_("what the claim is about")),
    Column("kind", "string", N_("what the verdict rests on: counts, forces or documentary")),
    Column("claimed", "string", N_("the number or date that is tested; empty where the report gives none")),
    Column("verdict", "string", N_("what the test comes to"), allowed=tuple(VERDICTS)),
    *_VALUE,
    *(
        Column(f"{name}_{language}", "string", meaning, nullable=True)
        for name, meaning in _BOTH.items()
        for language in ("en", "fr")
    ),
    Column("source", "string", N_("incident source that was counted; null: none was asked"), nullable=True),
    Column("permalink", "string", N_("address of the claim’s page that stays as it is")),
    _BUILD,
    *_DATES,
)


def columns(collection: Collection) -> tuple[Column, ...]:
    """The columns of a collection's properties, in their order."""
    if collection.layer == "headcounts":
        return _HEADCOUNTS
    if collection.layer == "claims":
        return _CLAIMS
    chosen = Selection(year=collection.years, sides=collection.sides)
    found = extract.columns(collection.edition, collection.layer, chosen)
    return tuple(column for column in found if column.name not in POINT)


def summed(collection: Collection) -> tuple[Column, ...]:
    """The columns that the sums of a range have and the features of a year have not; none where none can be summed."""
    if one_year(collection) is None:
        return ()
    base = {column.name for column in columns(collection)}
    some = ranges(collection.edition)[:1]
    return tuple(one for years in some for one in columns(replace(collection, years=years)) if one.name not in base)


def ranges(edition: Edition) -> list[str]:
    """The ranges of years that features can be the sums of."""
    return [periods.range_of(first, last) for first, last in combinations(edition.figures.periods, 2)]


def items(collection: Collection, year: str | None = None) -> Iterator[Item]:
    """The features of a collection, with `year` those of that year; geometry is None if it may not be exported."""
    if collection.layer == "headcounts":
        yield from _headcounts(collection)
    elif collection.layer == "claims":
        yield from _claims(collection)
    else:
        chosen = Selection(year=year or collection.years, sides=collection.sides)
        of_year = {"year": None, "month": None} if collection.years else {}
        for item in extract.items(collection.edition, collection.layer, chosen):
            own = {**of_year, **{name: value for name, value in item.properties.items() if name not in POINT}}
            yield Item(item.id, item.period, own, item.geometry if collection.is_drawn else None)


def one_year(collection: Collection) -> str | None:
    """A year whose items have every unit, name and shape of a collection of units; None for the other collections."""
    is_of_units = collection.layer in (*ADMIN_LEVELS, *GROUNDS)
    return str(collection.edition.manifest["covered"][-1]) if is_of_units else None


def _headcounts(collection: Collection) -> Iterator[Item]:
    edition, release = collection.edition, collection.source["release"]
    sources = {row["source_id"]: row for row in edition.table("force_sources")}
    seen: Counter[str] = Counter()
    for row in edition.table("headcounts"):
        key = ":".join(str(row[name] or "undated") for name in ("force", "as_of", "component", "measure", "scope"))
        seen[key] += 1
        origin: Mapping[str, Any] = sources.get(row["source_id"], {})
        first, last = interval(row["as_of"]) or (None, None)
        properties = {
            **{column.name: row[column.name] for column in HEADCOUNTS},
            "force_name": _force_name(row["force"]),
            "source": origin.get("title"),
            "source_publisher": origin.get("publisher"),
            "source_url": origin.get("url"),
            "source_published": origin.get("published"),
            "release": release,
            "build": edition.id,
            "start": first.isoformat() if first else None,
            "end": last.isoformat() if last else None,
        }
        yield Item(key if seen[key] == 1 else f"{key}:{seen[key]}", row["as_of"] or "", properties)


def _force_name(key: str) -> str:
    return BY_FORCE[key].label if key in BY_FORCE else key.replace("_", " ")


def _claims(collection: Collection) -> Iterator[Item]:
    edition = collection.edition
    documents = {row["source_id"]: row for row in edition.table("force_sources")}
    for result in claims.tested(edition):
        record = claims.record(edition, result, documents, urls.base())
        value = record["value"] or dict.fromkeys(("value", "low", "high", "unit", "text"))
        first, last = _days(record["period"])
        own = {
            "claim": record["id"],
            "value": value["value"],
            "value_low": value["low"],
            "value_high": value["high"],
            "value_unit": value["unit"],
            "value_date": value["text"],
            "build": edition.id,
            "start": first,
            "end": last,
        }
        properties = {column.name: own.get(column.name, record.get(column.name)) for column in _CLAIMS}
        yield Item(record["id"], record["period"], properties)


def _days(period: str) -> tuple[str | None, str | None]:
    """First and last day of a claim's period, which may be two dates with a slash between them."""
    spans = [interval(part) for part in period.split("/")]
    known = [span for span in spans if span]
    return (known[0][0].isoformat(), known[-1][1].isoformat()) if known else (None, None)
