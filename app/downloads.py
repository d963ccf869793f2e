"""Layers as files: GeoJSON (RFC 7946) and CSV of exactly what is asked for, with provenance inside."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from app import state
from app.messages import gettext
from app.state import Selection
from app.wire import Body, Cache, body, respond
from geodata import records, vocabulary
from geodata.figures import Unit
from geodata.store import Build

blueprint = Blueprint("downloads", __name__)

LAYERS = ("admin1", "zones", "grid", "sites")
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
    build = current_app.extensions["catalogue"].current()
    kept: Cache = current_app.extensions["bodies"]
    key = ("download", build.id, layer, extension, request.query_string)
    return respond(kept.get(key, lambda: _file(build, layer, extension)))


def _file(build: Build, layer: str, extension: str) -> Body:
    accepts = state.SITES if layer == "sites" else state.DOWNLOAD
    chosen = state.selection(request.args, build, accepts)
    made = geojson(build, layer, chosen) if extension == "geojson" else table(build, layer, chosen)
    return body(made, TYPES[extension], filename=_filename(layer, chosen, extension))


def _filename(layer: str, chosen: Selection, extension: str) -> str:
    parts = ["mali", layer, chosen.year or "all-years"]
    parts += [f"from-{chosen.since}"] if chosen.since else []
    parts += [chosen.violence] if chosen.violence != "all" else []
    parts += [chosen.family] if chosen.family != "any" else []
    return "-".join(parts).replace("_", "-") + f".{extension}"


def rows(build: Build, layer: str, chosen: Selection) -> Iterator[tuple[str, str, Unit | None, dict[str, Any]]]:
    """(feature id, year, unit, properties) of the layer; sites have no unit and stand once a year."""
    periods = [chosen.year] if chosen.year else list(build.figures.periods)
    if layer == "sites":
        yield from _site_rows(build, periods)
        return
    origin = _origin(build, build.manifest["incident_source"])
    for period in periods:
        for unit in build.figures.units[layer]:
            made = records.record(build, layer, unit, period, **chosen.filters)
            yield (
                f"{build.manifest['frame']}:{unit.pcode}:{period}",
                period,
                unit,
                {**made, **origin},
            )


def _site_rows(build: Build, periods: Sequence[str]) -> Iterator[tuple[str, str, None, dict[str, Any]]]:
    sources = {row["source_id"]: row for row in build.table("force_sources")}
    status = {(row["site_id"], row["period"]): row["status"] for row in build.table("site_status")}
    labels = {force.key: force.label for force in vocabulary.FORCES}
    release = build.manifest["sources"]["force-tables"]["release"]
    listed = build.table("sites")
    for period in periods:
        for row in listed:
            source = sources[row["source_id"]]
            yield (
                f"{row['site_id']}:{period}",
                period,
                None,
                {
                    **row,
                    "frame": build.manifest["frame"],
                    "force_name": labels[row["force"]],
                    "year": int(period),
                    "status": status.get((row["site_id"], period), "no_data"),
                    "source": source["title"],
                    "source_publisher": source["publisher"],
                    "source_url": source["url"],
                    "source_published": source["published"],
                    "release": release,
                },
            )


def geojson(build: Build, layer: str, chosen: Selection) -> str:
    """The layer as one GeoJSON FeatureCollection: EPSG:4326, outer rings counter-clockwise, holes clockwise."""
    shapes = {} if layer == "sites" else build.document(f"geometry_{layer}")
    features = []
    for feature_id, period, unit, properties in rows(build, layer, chosen):
        if unit is None:
            place = [properties.pop("longitude"), properties.pop("latitude")]
            geometry: dict[str, Any] = {"type": "Point", "coordinates": place}
        else:
            geometry = shapes[unit.pcode]
        dates = {"start": f"{period}-01-01", "end": f"{period}-12-31"}
        features.append(
            {"type": "Feature", "id": feature_id, "geometry": geometry, "properties": {**properties, **dates}}
        )
    collection = {
        "type": "FeatureCollection",
        "bbox": _bbox(features) if layer == "sites" else build.manifest["bbox"][layer],
        "features": features,
        "provenance": provenance(build, layer, chosen),
        "row_accounting": accounting(build, layer, chosen),
        "disclaimer": DISCLAIMER,
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _bbox(features: Sequence[dict[str, Any]]) -> list[float]:
    x, y = zip(*(feature["geometry"]["coordinates"] for feature in features), strict=True)
    return [min(x), min(y), max(x), max(y)]


def table(build: Build, layer: str, chosen: Selection) -> bytes:
    """The layer as CSV: UTF-8 with a byte-order mark, CRLF, an empty field where there is no data.

    After the units of each year come a row of what was not allocated and one of the country.
    """
    out = io.StringIO(newline="")
    writer: csv.DictWriter[str] | None = None
    for _, period, _unit, properties in _with_totals(build, layer, chosen):
        properties = {**properties, "start": f"{period}-01-01", "end": f"{period}-12-31"}
        if writer is None:
            writer = csv.DictWriter(out, list(properties), lineterminator="\r\n", extrasaction="ignore")
            writer.writeheader()
        writer.writerow({name: _text(value) for name, value in properties.items()})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _with_totals(build: Build, layer: str, chosen: Selection) -> Iterator[tuple[str, str, Unit | None, dict[str, Any]]]:
    """The rows of the layer; after each year's units what was not allocated, and the country."""
    every = list(rows(build, layer, chosen))
    for index, row in enumerate(every):
        yield row
        is_last_of_year = index + 1 == len(every) or every[index + 1][1] != row[1]
        if layer != "sites" and is_last_of_year:
            yield from _totals(build, layer, row[1], row[3], chosen)


def _totals(
    build: Build, layer: str, period: str, like: dict[str, Any], chosen: Selection
) -> Iterator[tuple[str, str, Unit | None, dict[str, Any]]]:
    """The rows of a year that stand for no unit: what was not allocated, and the country."""
    figures, filters = build.figures, (chosen.violence, chosen.family)
    missing = records.total(lambda kind, actor: figures.not_allocated(layer, period, kind, actor), *filters)
    country = records.total(lambda kind, actor: records.national(build, period, kind, actor)[0], *filters)
    for label, counts in (("not allocated", missing), ("Mali", country)):
        first = records.IDENTITY[layer][0].name
        shared = ("frame", "year", "violence_filter", "family_filter", *_ORIGIN)
        kept = {key: like[key] for key in shared}
        if label == "Mali" and records.national(build, period, *filters)[1]:
            kept |= _origin(build, build.manifest["later_source"])
        yield "", period, None, {**dict.fromkeys(like), **kept, **counts, first: label}


_ORIGIN = ("source", "release", "release_is_inferred", "licence", "build")


def _origin(build: Build, source_id: str) -> dict[str, Any]:
    """Where the figures of a row are from."""
    source = build.manifest["sources"][source_id]
    values = (
        f"{source['producer']}, {source['title']}",
        source["release"],
        source["is_release_inferred"],
        source["licence"],
    )
    return dict(zip(_ORIGIN, (*values, build.id), strict=True))


def _text(value: object) -> object:
    """A cell: floats in full, text that a spreadsheet would run as a formula made plain text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def provenance(build: Build, layer: str, chosen: Selection) -> dict[str, Any]:
    """What was asked for, the build that answered, and the sources behind it."""
    names = {
        "sites": ["force-tables", "natural-earth"],
        "admin1": [build.manifest["incident_source"], "natural-earth", "instat-rgph", "force-tables"],
    }.get(layer, [build.manifest["incident_source"], "natural-earth"])
    if layer != "sites" and (chosen.year is None or chosen.year not in build.figures.covered):
        names = [*names, build.manifest["later_source"]]
    return {
        "build": build.id,
        "frame": build.manifest["frame"],
        "layer": layer,
        "filters": {
            "year": chosen.year or "all",
            "from": chosen.since,
            "violence": chosen.violence,
            "family": chosen.family,
        },
        "sources": [build.manifest["sources"][name] for name in names if name in build.manifest["sources"]],
        "columns": [] if layer == "sites" else _dictionary(layer),
    }


def _dictionary(layer: str) -> list[dict[str, str]]:
    """The columns of a layer with unit and meaning; breakdowns by their rule."""
    named = [
        {"name": column.name, "unit": column.unit, "meaning": column.meaning} for column in records.columns_of(layer)
    ]
    rule = "the count before the name, of the type of violence or actor family in the name"
    return named + [{"name": name, "unit": "", "meaning": rule} for name in records.breakdowns()]


def accounting(build: Build, layer: str, chosen: Selection) -> dict[str, Any]:
    """By year: what the units hold, what was not allocated, the country; and why. For sites, the list's limits."""
    if layer == "sites":
        listed = build.table("sites")
        return {
            "listed": len(listed),
            "outside_mali": sum(row["pcode"] is None for row in listed),
            "corrected": build.manifest["contradictions"],
        }
    periods = [chosen.year] if chosen.year else list(build.figures.periods)
    found: dict[str, Any] = {
        period: records.accounting(build, layer, period, chosen.violence, chosen.family) for period in periods
    }
    reasons = [
        {key: row[key] for key in ("period", "basis", "reason", "allocated", "events", "fatalities_best")}
        for row in build.table("accounting")
        if row["level"] == ("admin1" if layer == "admin1" else "grid") and row["period"] in periods
    ]
    return {"by_year": found, "reasons_without_filter": reasons}
