"""The documents of /ogc for programs: landing page, conformance, collections with their extent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.ogc import links, tables
from app.ogc.collections import Collection
from app.ogc.moments import Span, whole_days
from app.ogc.query import CRS84, Asked
from app.web.languages import gettext
from geodata.builds.store import Build
from geodata.exports.extract import Item
from geodata.exports.formats import geojson
from geodata.periods import clock

GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
_CLASSES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMS_TO = [f"{_CLASSES}/{name}" for name in ("core", "oas30", "html", "geojson")]


def title() -> str:
    """The title of the API."""
    return gettext("Mali Atlas: conflict events and security forces")


def description() -> str:
    """A description of the API, in a few sentences."""
    return gettext(
        "Counts of conflict events by region, cercle, commune, border zone and grid cell of Mali, the documented sites "
        "and strength of security forces, and a report’s claims put to the test. Every figure has its source; a null "
        "is no data, never zero. Not for operational or targeting use."
    )


def landing(build: Build, asked: Asked) -> dict[str, Any]:
    """The landing page."""
    return {
        "title": title(),
        "description": description(),
        "build": build.id,
        "built": clock(build.built),
        "links": links.landing(asked),
    }


def conformance(asked: Asked) -> dict[str, Any]:
    """The conformance classes that the API implements."""
    return {"conformsTo": CONFORMS_TO, "links": links.own("/ogc/conformance", asked)}


def collections(build: Build, found: Sequence[dict[str, Any]], asked: Asked) -> dict[str, Any]:
    """The list of collections."""
    return {
        "links": links.own("/ogc/collections", asked),
        "timeStamp": clock(build.built),
        "collections": list(found),
    }


def collection(one: Collection, extent: dict[str, Any], asked: Asked | None = None) -> dict[str, Any]:
    """A collection, with `asked` as a document of its own."""
    return {
        "id": one.id,
        "title": one.title,
        "description": one.description,
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "extent": extent,
        "links": links.of_collection(one, with_own=asked),
    }


def extent(one: Collection, some: Sequence[Item]) -> dict[str, Any]:
    """The extent of a collection: the box of its shapes, if they may be exported, and its first and last day.

    `some` of its items have all of its shapes and days.
    """
    found: dict[str, Any] = {}
    if one.is_drawn and (box := _box(one, some)):
        found["spatial"] = {"bbox": [box], "crs": CRS84}
    if spans := list(_spans(one, some)):
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        found["temporal"] = {"interval": [[clock(first), clock(last)]], "trs": GREGORIAN}
    return found


def _box(one: Collection, some: Sequence[Item]) -> list[float]:
    """West, south, east, north; empty where there is no shape. The build knows that of its units."""
    known: dict[str, list[float]] = one.edition.manifest["bbox"]
    if one.layer in known:
        return known[one.layer]
    return geojson.bounds(some)


def _spans(one: Collection, some: Sequence[Item]) -> Iterator[Span]:
    if tables.one_year(one):
        years = one.edition.figures.periods
        yield whole_days(f"{years[0]}-01-01", f"{years[-1]}-12-31")
        return
    ends = tables.SPANS.get(one.layer, tables.START_END)
    for item in some:
        days = [item.properties[end] for end in ends]
        if all(days):
            yield whole_days(min(days), max(days))
