"""Layers as files: GeoJSON (RFC 7946) and CSV of exactly what is asked for, with provenance inside."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from app import addresses, served, state
from app.messages import gettext
from app.wire import Body, Cache, body, respond
from geodata import extracts
from geodata.extracts import DISCLAIMER, LAYERS, Extract, Item
from geodata.store import Edition

blueprint = Blueprint("downloads", __name__)

TYPES = {"geojson": "application/geo+json", "csv": "text/csv"}


@blueprint.get("/download/<layer>.<extension>")
def download(layer: str, extension: str) -> Response:
    """A layer as a file: one feature or row for each unit and year, or for each unit of `year`."""
    if layer not in LAYERS or extension not in TYPES:
        text = gettext("There are %(layers)s, as %(types)s.", layers=", ".join(LAYERS), types=", ".join(TYPES))
        abort(404, text)
    edition = served.edition()
    served.require_exportable(edition, layer, with_geometry=extension == "geojson")
    require_there(edition, layer)
    kept: Cache = current_app.extensions["bodies"]
    key = ("download", edition.id, edition.key, addresses.base(), layer, extension, request.query_string)
    return respond(kept.get(key, lambda: _file(edition, layer, extension)))


def require_there(edition: Edition, layer: str) -> None:
    """Answer 404 unless the edition has the layer."""
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


def extract(edition: Edition, layer: str, path: str) -> Extract:
    """What the request's parameters choose of a layer; `path` is the file's own. Raises BadParameter."""
    chosen = state.selection(request.args, edition, state.ACCEPTS.get(layer, state.DOWNLOAD))
    given = {name: text for name in sorted(request.args) if (text := request.args[name]) and name not in state.EDITION}
    return extracts.of(edition, layer, chosen, permalink=addresses.permanent(edition, path, given))


def _file(edition: Edition, layer: str, extension: str) -> Body:
    made = extract(edition, layer, f"/download/{layer}.{extension}")
    content = geojson(made) if extension == "geojson" else table(made)
    cite = f'<{made.permalink}>; rel="cite-as"'
    return body(content, TYPES[extension], filename=f"{made.stem}.{extension}", links=[cite])


def geojson(extract: Extract) -> str:
    """The layer as one GeoJSON FeatureCollection: EPSG:4326, outer rings counter-clockwise, holes clockwise."""
    names = [column.name for column in extract.attributes]
    features = [
        {
            "type": "Feature",
            "id": item.id,
            "geometry": item.geometry,
            "properties": {name: item.properties[name] for name in names},
        }
        for item in extract.items
    ]
    collection = {
        "type": "FeatureCollection",
        **({"bbox": _bbox(features)} if features else {}),
        "features": features,
        "provenance": extract.provenance,
        "row_accounting": extract.accounting,
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


def table(extract: Extract) -> bytes:
    """The layer as CSV: UTF-8 with a byte-order mark, CRLF, an empty field where there is no data.

    After the units of each year come a row of what was not allocated and one of the country.
    """
    out = io.StringIO(newline="")
    names = [column.name for column in extract.columns]
    writer = csv.DictWriter(out, names, lineterminator="\r\n")
    writer.writeheader()
    for item in _with_totals(extract):
        writer.writerow({name: _text(value) for name, value in item.properties.items()})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _with_totals(extract: Extract) -> Iterator[Item]:
    """The items; after each period's units what was not allocated, and the country."""
    totals: dict[str, list[Item]] = {}
    for total in extract.totals:
        totals.setdefault(total.period, []).append(total)
    for index, item in enumerate(extract.items):
        yield item
        if index + 1 == len(extract.items) or extract.items[index + 1].period != item.period:
            yield from totals.get(item.period, ())


def _text(value: object) -> object:
    """A cell: floats in full, text that a spreadsheet would run as a formula made plain text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
