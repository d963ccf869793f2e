"""The links of the documents of /ogc: absolute, and below /b/<build> where the request is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from app.ogc.collections import Collection
from app.ogc.query import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Asked
from app.web import urls
from app.web.languages import gettext
from geodata.exports.extract import LAYERS
from geodata.exports.selection import OWN

Link = dict[str, str]
Pairs = Iterable[tuple[str, str]]


def link(path: str, rel: str, mimetype: str, title: str = "", pairs: Pairs = ()) -> Link:
    """A link to a path of this server. Machines read its type; `title` is for people and may be left out."""
    query = urlencode(tuple(pairs), safe=",/:")
    found = {
        "href": urls.absolute(quote(path, safe="/:")) + (f"?{query}" if query else ""),
        "rel": rel,
        "type": mimetype,
    }
    return {**found, "title": title} if title else found


def own(path: str, asked: Asked, mimetype: str = JSON) -> list[Link]:
    """The links of a JSON document to itself and to the same as a page."""
    kept = [pair for pair in asked.pairs if pair[0] != "f"]
    return [
        link(path, "self", mimetype, pairs=asked.pairs),
        link(path, "alternate", HTML, pairs=[*kept, ("f", "html")]),
    ]


def pages(path: str, asked: Asked, matched: int) -> list[Link]:
    """The links of a page of items to the next and the previous page, if there are any."""
    kept = [pair for pair in asked.pairs if pair[0] not in ("limit", "offset")]

    def to(rel: str, offset: int, limit: int) -> Link:
        return link(path, rel, GEOJSON, pairs=[*kept, ("offset", str(offset)), ("limit", str(limit))])

    found = []
    if asked.offset + asked.limit < matched:
        found.append(to("next", asked.offset + asked.limit, asked.limit))
    if before := min(asked.offset, matched):
        size = min(before, asked.limit)
        found.append(to("prev", before - size, size))
    return found


def landing(asked: Asked) -> list[Link]:
    """The links of the landing page."""
    return [
        *own("/ogc", asked),
        link("/ogc/api", "service-desc", OPENAPI, gettext("The API, for programs (OpenAPI 3.0)")),
        link("/ogc/api", "service-doc", HTML, gettext("The API, for people"), [("f", "html")]),
        link("/ogc/conformance", "conformance", JSON, gettext("What this API conforms to")),
        link("/ogc/collections", "data", JSON, gettext("Collections")),
    ]


def of_collection(collection: Collection, *, with_own: Asked | None = None) -> list[Link]:
    """The links of a collection; those to itself as `with_own` asked for it, else plain."""
    path = f"/ogc/collections/{collection.id}"
    plain = [link(path, "self", JSON), link(path, "alternate", HTML, pairs=[("f", "html")])]
    found = own(path, with_own) if with_own else plain
    found += [
        link(f"{path}/items", "items", GEOJSON, gettext("Features")),
        link(f"{path}/items", "items", HTML, gettext("Features, as a page"), [("f", "html")]),
        link(f"{path}/schema", "describedby", SCHEMA, gettext("The type of each column")),
        link(path, "describedby", HTML, gettext("What each column means"), [("f", "html")]),
        *_downloads(collection),
    ]
    licence = collection.source
    if licence["licence_url"]:
        found.append({"href": licence["licence_url"], "rel": "license", "type": HTML, "title": licence["licence"]})
    return found


def _downloads(collection: Collection) -> list[Link]:
    """The links to the whole collection as a file."""
    if collection.layer not in LAYERS:
        return []
    edition = collection.edition
    named: dict[str, Any] = {"source": edition.source, "frame": edition.frame}
    named |= {"sides": collection.sides} if collection.sides != OWN else {}
    types = {"geojson": GEOJSON, "csv": "text/csv"} if collection.is_drawn else {"csv": "text/csv"}
    return [
        link(f"/download/{collection.layer}.{ending}", "enclosure", kind, gettext("All of it as a file"), named.items())
        for ending, kind in types.items()
    ]


def of_item(collection: Collection, item: str, asked: Asked) -> list[Link]:
    """The links of a single feature."""
    path = f"/ogc/collections/{collection.id}"
    return [*own(f"{path}/items/{item}", asked, GEOJSON), to_collection(collection)]


def to_collection(collection: Collection) -> Link:
    """The link from features to their collection."""
    return link(f"/ogc/collections/{collection.id}", "collection", JSON)
