"""The pages of /ogc: the same documents for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from app.ogc import documents, features, links, service, tables
from app.ogc.collections import Collection
from app.ogc.filters import Filter
from app.ogc.query import HTML, ITEMS, Asked
from app.page import Shared, render, shared
from app.request import registry
from app.web import urls
from app.web.languages import LANGUAGES, gettext, language
from app.web.links import query
from geodata.builds.store import Build, Edition
from geodata.exports.columns import ADMIN_LEVELS, IDENTITY
from geodata.schema.column import Column
from geodata.sources import Provenance

_COUNTED = ("year", "events", "fatalities_low", "fatalities_best", "fatalities_high", "civilian_fatalities")
_COMMON = registry.names(ITEMS)
_SHOWN = {
    "sites": ("site", "force_name", "year", "status", "from_date", "to_date", "source"),
    "headcounts": ("force", "as_of", "low", "best", "high", "component", "measure", "scope", "source"),
    "events": ("date_start", "date_end", "violence_type", "side_a", "side_b", "fatalities_best", "place"),
}
"""The columns of a page of features; a feature's own page has all of them."""


@dataclass(frozen=True)
class OgcPage(Shared):
    """The fields of every page of /ogc: the way here as labels with addresses, and the address of the same as JSON."""

    trail: Sequence[tuple[str, str | None]]
    as_json: str


@dataclass(frozen=True)
class OverviewPage(OgcPage):
    """A heading with a text, what is listed below it, and the collections."""

    TEMPLATE: ClassVar[str] = "ogc.html"

    heading: str
    text: str = ""
    address: str = ""
    listed: Sequence[str] = ()
    collections: Sequence[Collection] = ()


@dataclass(frozen=True)
class CollectionPage(OgcPage):
    """A collection: its extent in space and time, how many features it has, its licence, columns and filters."""

    TEMPLATE: ClassVar[str] = "ogc_collection.html"

    one: Collection
    box: Sequence[float]
    days: Sequence[str]
    number: int
    licence: Provenance
    columns: Sequence[Column]
    filters: Mapping[str, Filter]


@dataclass(frozen=True)
class ItemsPage(OgcPage):
    """Some features of a collection as rows of text; `first` to `last` of `number`."""

    TEMPLATE: ClassVar[str] = "ogc_items.html"

    one: Collection
    names: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str | None]]]
    first: int
    last: int
    number: int
    previous: str | None
    following: str | None


@dataclass(frozen=True)
class ItemPage(OgcPage):
    """A feature: its id, the type of its geometry, and each column with its value."""

    TEMPLATE: ClassVar[str] = "ogc_item.html"

    one: Collection
    number: str
    geometry: str | None
    rows: Sequence[tuple[Column, str | None]]


@dataclass(frozen=True)
class ApiPage(OgcPage):
    """The API: every path with its parameters, and those that the paths share."""

    TEMPLATE: ClassVar[str] = "ogc_api.html"

    server: str
    text: str
    paths: Sequence[Mapping[str, Any]]
    parameters: Sequence[tuple[str, str, str]]


def landing(build: Build, asked: Asked, found: Sequence[Collection]) -> str:
    """The landing page."""
    return render(
        OverviewPage(
            **_shared(build.edition(), asked, "/ogc"),
            heading=documents.title(),
            text=documents.description(),
            address=urls.absolute("/ogc"),
            collections=found,
        )
    )


def conformance(build: Build, asked: Asked) -> str:
    """The conformance classes of the API."""
    return render(
        OverviewPage(
            **_shared(build.edition(), asked, "/ogc/conformance", (gettext("Conformance"),)),
            heading=gettext("What this API conforms to"),
            listed=documents.CONFORMS_TO,
        )
    )


def collections(build: Build, asked: Asked, found: Sequence[Collection]) -> str:
    """The collections."""
    return render(
        OverviewPage(
            **_shared(build.edition(), asked, "/ogc/collections", (gettext("Collections"),)),
            heading=gettext("Collections"),
            collections=found,
        )
    )


def collection(one: Collection, asked: Asked, extent: Mapping[str, Any], filters: Mapping[str, Filter]) -> str:
    """A collection: description, extent, columns."""
    path = f"/ogc/collections/{one.id}"
    return render(
        CollectionPage(
            **_shared(one.edition, asked, path, (one.title,)),
            one=one,
            box=extent.get("spatial", {}).get("bbox", [[]])[0],
            days=[moment[:10] for moment in extent.get("temporal", {}).get("interval", [[]])[0]],
            number=len(service.shelf().features(one).ids),
            licence=one.source,
            columns=tables.columns(one),
            filters=filters,
        )
    )


def items(one: Collection, asked: Asked) -> str:
    """A page of features as a table."""
    path = f"/ogc/collections/{one.id}/items"
    found = service.shelf().features(one).chosen(asked)
    shown = found[asked.offset : asked.offset + asked.limit]
    turned = {link["rel"]: link["href"] for link in links.pages(path, asked, len(found))}
    names = _names(one)
    return render(
        ItemsPage(
            **_shared(one.edition, asked, path, (one.title, f"/ogc/collections/{one.id}"), (gettext("Features"),)),
            one=one,
            names=names,
            rows=[_row(features.read(*pieces), names) for pieces in service.shelf().pieces(one, shown)],
            first=asked.offset + 1,
            last=asked.offset + len(shown),
            number=len(found),
            previous=turned.get("prev"),
            following=turned.get("next"),
        )
    )


def item(one: Collection, asked: Asked, place: int) -> str:
    """A feature: every column with its value and meaning."""
    feature = features.read(*next(service.shelf().pieces(one, [place])))
    home = f"/ogc/collections/{one.id}"
    number = feature["id"]
    parts = ((one.title, home), (gettext("Features"), f"{home}/items"), (number,))
    return render(
        ItemPage(
            **_shared(one.edition, asked, f"{home}/items/{number}", *parts),
            one=one,
            number=number,
            geometry=feature["geometry"]["type"] if feature["geometry"] else None,
            rows=[(column, _written(feature["properties"][column.name])) for column in tables.columns(one)],
        )
    )


def api(build: Build, asked: Asked, described: Mapping[str, Any]) -> str:
    """The API as a page: every path with its parameters."""
    known = described["components"]["parameters"]
    return render(
        ApiPage(
            **_shared(build.edition(), asked, "/ogc/api", (gettext("API"),)),
            server=described["servers"][0]["url"],
            text=described["info"]["description"],
            paths=[_path(path, methods["get"], known) for path, methods in described["paths"].items()],
            parameters=[(name, known[name]["description"], _said(known[name]["schema"])) for name in _COMMON],
        )
    )


def _path(path: str, operation: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    given = [one if "name" in one else known[one["$ref"].rpartition("/")[2]] for one in operation["parameters"]]
    names = [one["name"] for one in given]
    return {
        "path": path,
        "summary": operation["summary"],
        "common": [name for name in names if name in _COMMON],
        "own": [name for name in names if name not in _COMMON],
    }


def _said(schema: Mapping[str, Any]) -> str:
    """The allowed values of a parameter, in a few words."""
    if "anyOf" in schema:
        return "; ".join(map(_said, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(schema["enum"])
    limits = [str(schema[name]) for name in ("minimum", "maximum") if name in schema]
    kind = gettext("numbers") if schema["type"] == "array" else str(schema["type"])
    return " ".join([kind, "–".join(limits) if len(limits) == 2 else "".join(f"≥ {one}" for one in limits)]).strip()


def _names(one: Collection) -> tuple[str, ...]:
    if one.layer in ADMIN_LEVELS or one.layer in IDENTITY:
        counted = ("period", *_COUNTED[1:]) if one.years else _COUNTED
        return (*(column.name for column in IDENTITY[one.layer]), *counted)
    if one.layer == "claims":
        return ("quoted", f"subject_{language()}", "period", "verdict", f"reason_{language()}")
    return _SHOWN[one.layer]


def _row(feature: Mapping[str, Any], names: Sequence[str]) -> tuple[str, list[str | None]]:
    return feature["id"], [_written(feature["properties"][name]) for name in names]


def _written(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _shared(edition: Edition, asked: Asked, path: str, *trail: Sequence[str]) -> dict[str, Any]:
    """The fields of OgcPage.

    `trail`: the labels of the pages from the landing page to here, each but the last with its path.
    """
    pairs = dict(asked.pairs)
    kept = {name: value for name, value in pairs.items() if name not in ("f", "lang")}
    page: dict[str, str | None] = {"lang": pairs.get("lang")}
    form = {"f": "html"} if "f" in pairs else {}
    return {
        **shared(edition, page, "ogc", own=kept),
        "languages": {code: (name, query({**kept, **form, "lang": code})) for code, name in LANGUAGES.items()},
        "trail": list(_trail(trail, query(page))),
        "as_json": links.link(path, "alternate", HTML, pairs=[*kept.items(), ("f", "json")])["href"],
    }


def _trail(parts: Sequence[Sequence[str]], carried: str) -> Iterator[tuple[str, str | None]]:
    root = urls.root()
    yield "OGC API", f"{root}/ogc{carried}" if parts else None
    for label, *path in parts:
        yield label, f"{root}{path[0]}{carried}" if path else None
