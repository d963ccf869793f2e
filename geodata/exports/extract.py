"""The contents of a file in any format: rows, columns, rows that belong to no unit, and provenance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from geodata import periods, policies, vocabulary
from geodata.builds.store import Edition
from geodata.exports import events, period_columns, records, sites, sums, titles
from geodata.exports.columns import (
    ADMIN_LEVELS,
    DATES,
    IDENTITY,
    PROVISIONAL,
    breakdown_columns,
    change_columns,
    columns_of,
)
from geodata.exports.selection import BOTH, SIDED, Selection
from geodata.schema.column import Column
from geodata.sources import Provenance
from geodata.texts import N_, Text

LAYERS = ("admin1", "admin2", "admin3", "zones", "grid", "sites", "events")
DISCLAIMER = (
    "Figures count what the source recorded; low and high are a range of reports, not a confidence interval. "
    "Names and boundaries imply no endorsement. Not for operational or targeting use."
)
POINT = ("longitude", "latitude")
NOT_ALLOCATED, COUNTRY = "not allocated", vocabulary.COUNTRY_NAMES[vocabulary.COUNTRY_ISO3]
"""First column of the rows that stand for no unit; of a neighbour's side, its own name in place of Mali's."""
_ORIGIN = (
    Column("source", "string", N_("producer and title of the source of the row"), hxl="#meta+source"),
    Column("release", "string", N_("its release"), nullable=True, hxl="#meta+release"),
    Column(
        "release_is_inferred",
        "bool",
        N_("whether the release was inferred from the file, which names none"),
        hxl="#meta+release+inferred",
    ),
    PROVISIONAL,
    Column("licence", "string", N_("its licence"), hxl="#meta+licence"),
    Column("build", "string", N_("build of Mali Atlas that the row is from"), hxl="#meta+build"),
)
_AT = (
    Column("longitude", "float64", N_("degrees east (WGS 84)"), "°", hxl="#geo+lon"),
    Column("latitude", "float64", N_("degrees north (WGS 84)"), "°", hxl="#geo+lat"),
)


@dataclass(frozen=True)
class Item:
    """A feature or row: its id, its period, its properties by column, and its geometry (GeoJSON, EPSG:4326)."""

    id: str
    period: str
    properties: dict[str, Any]
    geometry: dict[str, Any] | None = None


@dataclass(frozen=True)
class Extract:
    """A layer under a selection: the content of any of its files.

    `columns` describes every property of the items, in their order; `totals` are rows that stand for no unit, by
    period: the sum of the units where they are picked, what was not allocated, and the country.
    """

    edition: Edition
    layer: str
    chosen: Selection
    permalink: str
    columns: tuple[Column, ...]
    items: tuple[Item, ...]
    totals: tuple[Item, ...]
    provenance: dict[str, Any]
    accounting: dict[str, Any]

    @property
    def title(self) -> Text:
        """The layer and the period in words."""
        return titles.title(self.layer, self.chosen)

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return titles.stem(self.edition, self.layer, self.chosen)

    @property
    def attributes(self) -> tuple[Column, ...]:
        """The columns of a format that has geometry: those of the point left out."""
        return tuple(column for column in self.columns if column.name not in POINT)


def build_extract(
    edition: Edition, layer: str, chosen: Selection, *, permalink: str = "", has_items: bool = True
) -> Extract:
    """The layer as chosen: units by period, sites by year, events once; in the order of periods.

    Without `has_items` all but the items, which are most of the work: for a description of the file.
    """
    edition = chosen.counted(edition)
    described = columns(edition, layer, chosen)
    rows = tuple(items(edition, layer, chosen)) if has_items else ()
    totals = tuple(_totals(edition, layer, chosen, described)) if layer not in ("sites", "events") else ()
    origin = provenance(edition, layer, chosen, described, permalink)
    return Extract(
        edition, layer, chosen, permalink, described, rows, totals, origin, accounting(edition, layer, chosen)
    )


def columns(edition: Edition, layer: str, chosen: Selection) -> tuple[Column, ...]:
    """Every column of the layer's items, in their order: the data dictionary."""
    if layer == "sites":
        return (*sites.COLUMNS, *DATES)
    if layer == "events":
        return (*events.columns(edition), *_ORIGIN, *_AT)
    parts = breakdown_columns(
        edition.manifest["violence"], edition.manifest["families"], chosen.violence, chosen.family
    )
    whole = columns_of(layer, chosen.people, is_summed=chosen.is_summed)
    since = chosen.since
    changes = (period_columns.since_column(since), *change_columns(layer, chosen.people)) if since else ()
    return (*whole, *parts, *changes, *sums.columns(chosen), *_ORIGIN, *DATES)


def items(edition: Edition, layer: str, chosen: Selection) -> Iterator[Item]:
    """The items of an extract one after the other, for a reader that does not keep them."""
    if layer == "sites":
        years = periods.years_of(chosen.year) if chosen.year else list(edition.figures.periods)
        for made, (x, y) in sites.rows(edition, years):
            year = str(made["year"])
            yield Item(f"{made['site_id']}:{year}", year, {**made, **_dates(year)}, _point(x, y))
        return
    if layer == "events":
        origin = _origin(edition, edition.source)
        for made, (x, y) in events.rows(edition, chosen.period, chosen.violence, chosen.family):
            properties = {**made, **origin, "longitude": x, "latitude": y}
            yield Item(f"{edition.source}:{made['event_id']}", str(made["year"]), properties, _point(x, y))
        return
    sides = [(own, _shapes(own, layer), _origin(own, own.side_source)) for own in chosen.sides_of(edition, layer)]
    for period in chosen.periods(edition):
        for own, shapes, origin in sides:
            end = "" if own.side == vocabulary.COUNTRY_ISO3 else f":{own.side}"
            for unit in chosen.units(own, layer):
                made = records.record(own, layer, unit, period, **chosen.filters)
                properties = {**made, **sums.of_no_units(chosen), **origin, **_dates(period)}
                yield Item(f"{edition.frame}:{unit.pcode}:{period}{end}", period, properties, shapes[unit.pcode])


def _shapes(edition: Edition, layer: str) -> dict[str, dict[str, Any]]:
    """The shapes of a layer by p-code: of zones, those of the edition's side."""
    end = "" if edition.side == vocabulary.COUNTRY_ISO3 else f"_{edition.side}"
    found: dict[str, dict[str, Any]] = edition.document(f"geometry_{layer}{end}")
    return found


def _point(longitude: float, latitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


@lru_cache(1024)
def _dates(period: str) -> dict[str, str]:
    return dict(zip(("start", "end"), (f"{day:%Y-%m-%d}" for day in periods.bounds(period)), strict=True))


def _totals(edition: Edition, layer: str, chosen: Selection, described: Sequence[Column]) -> Iterator[Item]:
    """By period, the rows that belong to no unit: the sum of those picked, not allocated, and the country."""
    filters = (chosen.violence, chosen.family)
    parts = edition.manifest["violence"], edition.manifest["families"]
    empty = dict.fromkeys(column.name for column in described)
    first = IDENTITY[layer][0].name
    sides = chosen.sides_of(edition, layer)
    for period, own in ((period, own) for period in chosen.periods(edition) for own in sides):
        missing = records.total(partial(own.figures.not_allocated, layer, period), *filters, *parts)
        country = records.total(_country(own, period), *filters, *parts)
        missing, country = ({**row, **period_columns.counts(row, period)} for row in (missing, country))
        when = period_columns.when(own.figures, period)
        shared = {**empty, "frame": edition.frame, **when, "violence_filter": chosen.violence}
        shared |= {"family_filter": chosen.family, **_origin(own, own.side_source), **_dates(period)}
        shared |= {"side": own.side} if layer in SIDED else {}
        yield from (Item("", period, {**shared, **summed}) for summed in sums.records_of(own, layer, chosen, period))
        is_later = bool(records.national(own, period, *filters)[1])
        later = _origin(own, own.later_source) if is_later else {}
        yield Item("", period, {**shared, **missing, first: NOT_ALLOCATED})
        yield Item("", period, {**shared, **country, **later, first: vocabulary.COUNTRY_NAMES[own.side]})


def _country(edition: Edition, period: str) -> Any:
    return lambda kind, actor: records.national(edition, period, kind, actor)[0]


def _origin(edition: Edition, source_id: str) -> dict[str, Any]:
    """The provenance columns of a row."""
    source = edition.manifest["sources"][source_id]
    values = (
        f"{source['producer']}, {source['title']}",
        source["release"],
        source["is_release_inferred"],
        source["is_provisional"],
        source["licence"],
        edition.id,
    )
    return {column.name: value for column, value in zip(_ORIGIN, values, strict=True)}


def provenance(
    edition: Edition, layer: str, chosen: Selection, described: Sequence[Column], permalink: str = ""
) -> dict[str, Any]:
    """Provenance of an extract: the selection, the build, the sources, and the dictionary of columns."""
    return {
        "build": edition.id,
        "built": periods.clock(edition.built),
        "permalink": permalink,
        "source": edition.source,
        "frame": edition.frame,
        "layer": layer,
        "filters": {
            "year": chosen.year or "all",
            "month": chosen.month if chosen.is_summed else int(chosen.month) if chosen.month else None,
            "from": chosen.since,
            "violence": chosen.violence,
            "family": chosen.family,
            **({"named": chosen.named} if layer in ADMIN_LEVELS else {}),
            **({"sides": chosen.sides} if layer in SIDED else {}),
            **({"people": chosen.people} if layer == "admin1" else {}),
            **({"km": chosen.km} if chosen.km else {}),
            **({"units": list(chosen.picked)} if chosen.picked else {}),
        },
        "terms": policies.policy(edition.policy).rule,
        "sources": sources_of(edition, layer, chosen),
        "columns": [
            {"name": column.name, "type": column.dtype, "unit": column.unit, "meaning": column.meaning}
            for column in described
        ],
    }


def sources_of(edition: Edition, layer: str, chosen: Selection) -> list[Provenance]:
    """The records of the sources behind a layer: of its figures, its ground, and its lists."""
    grounds = [name for name in edition.manifest["ground_sources"] if layer == "admin1" or name != "instat-rgph"]
    sides = chosen.sides_of(edition, layer)
    counted = dict.fromkeys(own.side_source for own in sides)
    names = ["force-tables", *grounds] if layer == "sites" else [*counted, *grounds]
    if layer == "admin1":
        names.append("force-tables")
    if layer not in ("sites", "events") and _has_later(edition, chosen):
        names += [own.later_source for own in sides]
    return [edition.manifest["sources"][name] for name in names if name in edition.manifest["sources"]]


def _has_later(edition: Edition, chosen: Selection) -> bool:
    """True if a year is asked for that another release alone may know; it is in no sum."""
    return not chosen.is_summed and (chosen.year is None or chosen.year not in edition.figures.covered)


def accounting(edition: Edition, layer: str, chosen: Selection) -> dict[str, Any]:
    """Row accounting by period: units, not allocated with reasons, country. For sites, the limits of the list.

    `abroad`: that of the neighbours' sides of zones, where they are asked for; None where their events are not known.
    """
    if layer == "sites":
        listed = edition.table("sites")
        return {
            "listed": len(listed),
            "outside_mali": sum(row["pcode"] is None for row in listed),
            "corrected": edition.manifest["contradictions"],
        }
    if layer == "events":
        return {"left_out": edition.manifest["left_out"]}
    wanted = chosen.periods(edition)
    own, *others = (
        {period: records.accounting(side, layer, period, chosen.violence, chosen.family) for period in wanted}
        for side in chosen.sides_of(edition, layer)
    )
    years = {year for period in wanted for year in periods.years_of(period)}
    reasons = [
        {key: row[key] for key in ("period", "basis", "reason", "allocated", "events", "fatalities_best")}
        for row in edition.table("accounting")
        if row["level"] == ("grid" if layer == "zones" else layer) and row["period"] in years
    ]
    made: dict[str, Any] = {
        "by_period" if chosen.month or chosen.is_summed else "by_year": own,
        "reasons_without_filter": reasons,
    }
    if layer in SIDED and chosen.sides == BOTH:
        made["abroad"] = dict.fromkeys(vocabulary.ABROAD) | dict(zip(edition.sides[1:], others, strict=True))
    made |= records.partial_units(edition, layer) | sums.accounting_of(edition, layer, chosen)
    if chosen.month and chosen.period:
        made["month_not_known"] = {
            year: dict(edition.figures.national(periods.undated(year), chosen.violence, chosen.family))
            for year in periods.years_of(chosen.period)
        }
    return made
