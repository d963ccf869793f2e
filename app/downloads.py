"""Layers as files: GeoJSON (RFC 7946) and CSV of exactly what is asked for, with provenance inside."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from app import points, served, state
from app.messages import gettext
from app.view import Selection
from app.wire import Body, Cache, body, respond
from geodata import periods, policies, records, sites, vocabulary
from geodata.column import Column
from geodata.sitedates import year_end
from geodata.store import Edition
from geodata.vocabulary import FRAME

blueprint = Blueprint("downloads", __name__)

LAYERS = ("admin1", "admin2", "admin3", "zones", "grid", "sites", "events")
TYPES = {"geojson": "application/geo+json", "csv": "text/csv"}
DISCLAIMER = (
    "Figures count what the source recorded; low and high are a range of reports, not a confidence interval. "
    "Names and boundaries imply no endorsement. Not for operational or targeting use."
)


@blueprint.get("/download/<layer>.<extension>")
def download(layer: str, extension: str) -> Response:
    """A layer as a file: one feature or row for each unit and year, or for each unit of `year`."""
    if layer not in LAYERS or extension not in TYPES:
        text = gettext("There are %(layers)s, as %(types)s.", layers=", ".join(LAYERS), types=", ".join(TYPES))
        abort(404, text)
    edition = served.edition()
    served.require_exportable(edition, layer, with_geometry=extension == "geojson")
    if layer not in (*state.all_levels(edition), "sites") and not (layer == "events" and state.shows_events(edition)):
        there = ", ".join([*state.all_levels(edition), "sites", *(["events"] if state.shows_events(edition) else [])])
        abort(
            404,
            gettext(
                "This source has no such layer in the frame %(frame)s; it has %(layers)s.",
                frame=edition.frame,
                layers=there,
            ),
        )
    kept: Cache = current_app.extensions["bodies"]
    key = ("download", edition.id, edition.key, layer, extension, request.query_string)
    return respond(kept.get(key, lambda: _file(edition, layer, extension)))


def _file(edition: Edition, layer: str, extension: str) -> Body:
    accepts = state.ACCEPTS.get(layer, state.DOWNLOAD)
    chosen = state.selection(request.args, edition, accepts)
    made = geojson(edition, layer, chosen) if extension == "geojson" else table(edition, layer, chosen)
    return body(made, TYPES[extension], filename=_filename(edition, layer, chosen, extension))


def _filename(edition: Edition, layer: str, chosen: Selection, extension: str) -> str:
    first = current_app.extensions["catalogue"].current().editions[0]
    parts = ["mali", layer, periods.of(chosen.year, chosen.month) if chosen.year else "all-years"]
    parts += [f"within-{chosen.km}-km"] if chosen.km else []
    parts += [edition.source] if edition.source != first["source"] else []
    parts += [f"frame-{edition.frame}"] if edition.frame != FRAME else []
    parts += [f"from-{chosen.since}"] if chosen.since else []
    parts += [chosen.violence] if chosen.violence != "all" else []
    parts += [chosen.family] if chosen.family != "any" else []
    return "-".join(parts).replace("_", "-") + f".{extension}"


@dataclass(frozen=True)
class Item:
    """A feature or row: its id, its period, its properties, and its geometry where a file has one."""

    id: str
    period: str
    properties: dict[str, Any]
    geometry: dict[str, Any] | None = None


def rows(edition: Edition, layer: str, chosen: Selection) -> Iterator[Item]:
    """The items of the layer: units by period, sites by year, events once; in the order of periods."""
    if layer == "sites":
        yield from _site_rows(edition, [chosen.year] if chosen.year else list(edition.figures.periods))
        return
    origin = _origin(edition, edition.source)
    if layer == "events":
        period = periods.of(chosen.year, chosen.month) if chosen.year else None
        for made, point in points.rows(edition, period, chosen.violence, chosen.family):
            yield Item(f"{edition.source}:{made['event_id']}", str(made["year"]), {**made, **origin}, _point(*point))
        return
    shapes = edition.document(f"geometry_{layer}")
    for period in chosen.periods(edition):
        for unit in chosen.units(edition, layer):
            made = records.record(edition, layer, unit, period, **chosen.filters)
            yield Item(f"{edition.frame}:{unit.pcode}:{period}", period, {**made, **origin}, shapes[unit.pcode])


def _point(longitude: float, latitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def _site_rows(edition: Edition, years: Sequence[str]) -> Iterator[Item]:
    release = edition.manifest["sources"]["force-tables"]["release"]
    listed = sites.documented(edition)
    for year in years:
        for site in listed:
            yield Item(
                f"{site.row['site_id']}:{year}",
                year,
                {
                    **site.row,
                    "frame": edition.manifest["frame"],
                    "force_name": vocabulary.BY_FORCE[site.row["force"]].label,
                    "year": int(year),
                    "status": site.status.get(year, "no_data"),
                    "status_on": year_end(year).isoformat(),
                    "source": site.source["title"],
                    "source_publisher": site.source["publisher"],
                    "source_url": site.source["url"],
                    "source_published": site.source["published"],
                    "release": release,
                },
                _point(site.row["longitude"], site.row["latitude"]),
            )


def geojson(edition: Edition, layer: str, chosen: Selection) -> str:
    """The layer as one GeoJSON FeatureCollection: EPSG:4326, outer rings counter-clockwise, holes clockwise."""
    features = []
    for item in rows(edition, layer, chosen):
        first, last = (f"{day:%Y-%m-%d}" for day in periods.bounds(item.period))
        dates = {} if layer == "events" else {"start": first, "end": last}
        own = {name: value for name, value in item.properties.items() if name not in ("longitude", "latitude")}
        features.append({"type": "Feature", "id": item.id, "geometry": item.geometry, "properties": {**own, **dates}})
    collection = {
        "type": "FeatureCollection",
        **({"bbox": _bbox(features)} if features else {}),
        "features": features,
        "provenance": provenance(edition, layer, chosen),
        "row_accounting": accounting(edition, layer, chosen),
        "disclaimer": DISCLAIMER,
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _bbox(features: Sequence[dict[str, Any]]) -> list[float]:
    shapes = {id(feature["geometry"]): feature["geometry"]["coordinates"] for feature in features}
    x, y = zip(*(point for shape in shapes.values() for point in _positions(shape)), strict=True)
    return [min(x), min(y), max(x), max(y)]


def _positions(part: Any) -> Iterator[tuple[float, float]]:
    if isinstance(part[0], (int, float)):
        yield part[0], part[1]
        return
    for inner in part:
        yield from _positions(inner)


def table(edition: Edition, layer: str, chosen: Selection) -> bytes:
    """The layer as CSV: UTF-8 with a byte-order mark, CRLF, an empty field where there is no data.

    After the units of each year come a row of what was not allocated and one of the country.
    """
    out = io.StringIO(newline="")
    cells = [_cells(layer, item) for item in _with_totals(edition, layer, chosen)]
    columns = cells[0] if cells else _cells(layer, next(rows(edition, layer, Selection())))
    writer = csv.DictWriter(out, list(columns), lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(cells)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cells(layer: str, item: Item) -> dict[str, object]:
    first, last = (f"{day:%Y-%m-%d}" for day in periods.bounds(item.period))
    more: dict[str, Any] = {"start": first, "end": last}
    if layer == "events" and item.geometry:
        more = dict(zip(("longitude", "latitude"), item.geometry["coordinates"], strict=True))
    return {name: _text(value) for name, value in (item.properties | more).items()}


def _with_totals(edition: Edition, layer: str, chosen: Selection) -> Iterator[Item]:
    """The items of the layer; after each period's units what was not allocated, and the country."""
    every = list(rows(edition, layer, chosen))
    for index, item in enumerate(every):
        yield item
        is_last = index + 1 == len(every) or every[index + 1].period != item.period
        if layer not in ("sites", "events") and is_last:
            yield from _totals(edition, layer, item, chosen)


def _totals(edition: Edition, layer: str, like: Item, chosen: Selection) -> Iterator[Item]:
    """The items of a period that stand for no unit: what was not allocated, and the country."""
    figures, filters, period = edition.figures, (chosen.violence, chosen.family), like.period
    parts = edition.manifest["violence"], edition.manifest["families"]
    missing = records.total(lambda kind, actor: figures.not_allocated(layer, period, kind, actor), *filters, *parts)
    country = records.total(lambda kind, actor: records.national(edition, period, kind, actor)[0], *filters, *parts)
    for label, counts in (("not allocated", missing), ("Mali", country)):
        first = records.IDENTITY[layer][0].name
        shared = ("frame", "year", "month", "violence_filter", "family_filter", *_ORIGIN)
        kept = {key: like.properties[key] for key in shared}
        if label == "Mali" and records.national(edition, period, *filters)[1]:
            kept |= _origin(edition, edition.manifest["later_source"])
        yield Item("", period, {**dict.fromkeys(like.properties), **kept, **counts, first: label})


_ORIGIN = ("source", "release", "release_is_inferred", "licence", "build")


def _origin(edition: Edition, source_id: str) -> dict[str, Any]:
    """Where the figures of a row are from."""
    source = edition.manifest["sources"][source_id]
    values = (
        f"{source['producer']}, {source['title']}",
        source["release"],
        source["is_release_inferred"],
        source["licence"],
    )
    return dict(zip(_ORIGIN, (*values, edition.id), strict=True))


def _text(value: object) -> object:
    """A cell: floats in full, text that a spreadsheet would run as a formula made plain text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def provenance(edition: Edition, layer: str, chosen: Selection) -> dict[str, Any]:
    """What was asked for, the build that answered, and the sources behind it."""
    grounds = [name for name in edition.manifest["ground_sources"] if layer == "admin1" or name != "instat-rgph"]
    names = ["force-tables", *grounds] if layer == "sites" else [edition.source, *grounds]
    if layer == "admin1":
        names.append("force-tables")
    if layer not in ("sites", "events") and (chosen.year is None or chosen.year not in edition.figures.covered):
        names.append(edition.manifest["later_source"])
    return {
        "build": edition.id,
        "source": edition.source,
        "frame": edition.frame,
        "layer": layer,
        "filters": {
            "year": chosen.year or "all",
            "month": int(chosen.month) if chosen.month else None,
            "from": chosen.since,
            "violence": chosen.violence,
            "family": chosen.family,
        },
        "terms": policies.policy(edition.policy).rule,
        "sources": [edition.manifest["sources"][name] for name in names if name in edition.manifest["sources"]],
        "columns": _dictionary(edition, layer),
    }


def _dictionary(edition: Edition, layer: str) -> list[dict[str, str]]:
    """The columns of a layer with unit and meaning; breakdowns by their rule."""
    columns: Sequence[Column] = records.columns_of(layer) if layer not in ("sites", "events") else sites.COLUMNS
    if layer == "events":
        columns = points.columns(edition)
    named = [{"name": column.name, "unit": column.unit, "meaning": column.meaning} for column in columns]
    if layer in ("sites", "events"):
        return named
    rule = "the count before the name, of the type of violence or actor family in the name"
    parts = records.breakdowns(edition.manifest["violence"], edition.manifest["families"])
    return named + [{"name": name, "unit": "", "meaning": rule} for name in parts]


def accounting(edition: Edition, layer: str, chosen: Selection) -> dict[str, Any]:
    """By period: what the units hold, what was not allocated, the country; and why. For sites, the list's limits."""
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
    found: dict[str, Any] = {
        period: records.accounting(edition, layer, period, chosen.violence, chosen.family) for period in wanted
    }
    years = {periods.year_of(period) for period in wanted}
    reasons = [
        {key: row[key] for key in ("period", "basis", "reason", "allocated", "events", "fatalities_best")}
        for row in edition.table("accounting")
        if row["level"] == ("grid" if layer == "zones" else layer) and row["period"] in years
    ]
    made = {"by_period" if chosen.month else "by_year": found, "reasons_without_filter": reasons}
    if chosen.month and chosen.year:
        unknown = edition.figures.national(periods.undated(chosen.year), chosen.violence, chosen.family)
        made["month_not_known"] = {chosen.year: dict(unknown)}
    return made
