"""The addresses of /ogc: each answers as JSON for programs and as a page for people."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as Redirect

from app.ogc import collections, documents, features, html, links, openapi, picked, query, schemas, service, tables
from app.ogc.collections import Collection
from app.ogc.features import Piece
from app.ogc.query import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Asked
from app.ogc.service import Table
from app.request import keys, terms
from app.request.parameters import accepts
from app.web import responses, urls
from app.web.languages import gettext
from app.web.responses import Body, respond
from geodata.builds.store import Build
from geodata.periods import clock

blueprint = Blueprint("ogc", __name__)

_VARY_DATA = "Accept, Accept-Encoding"
_VARY = f"{_VARY_DATA}, Accept-Language"


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    service.register(state.app)


@blueprint.get("/ogc/")
@accepts(*query.ANY)
def moved() -> Redirect:
    """The landing page has no slash at its end."""
    query.asked(terms.build().edition())
    asked = request.query_string.decode("ascii", "replace")
    return redirect(urls.absolute("/ogc") + (f"?{asked}" if asked else ""), 308)


@blueprint.get("/ogc")
@accepts(*query.ANY)
def landing() -> Response:
    """The landing page."""
    build = terms.build()
    asked = query.asked(build.edition())
    return _document(
        build, asked, lambda: documents.landing(build, asked), lambda: html.landing(build, asked, _offered(build))
    )


@blueprint.get("/ogc/conformance")
@accepts(*query.ANY)
def conformance() -> Response:
    """The conformance classes of the API."""
    build = terms.build()
    asked = query.asked(build.edition())
    return _document(build, asked, lambda: documents.conformance(asked), lambda: html.conformance(build, asked))


@blueprint.get("/ogc/api")
@accepts(*query.ANY)
def api() -> Response:
    """The API described by OpenAPI, and the same as a page."""
    build = terms.build()
    asked = query.asked(build.edition())

    def described() -> dict[str, object]:
        return openapi.document(build, _offered(build), service.shelf().table)

    return _document(build, asked, described, lambda: html.api(build, asked, described()), OPENAPI)


@blueprint.get("/ogc/collections")
@accepts(*query.ANY)
def all_collections() -> Response:
    """The collections."""
    build = terms.build()
    asked = query.asked(build.edition())

    def listed() -> dict[str, object]:
        found = [documents.collection(one, service.shelf().table(one).extent) for one in _offered(build)]
        return documents.collections(build, found, asked)

    return _document(build, asked, listed, lambda: html.collections(build, asked, _offered(build)))


@blueprint.get("/ogc/collections/<collection>")
@accepts(*query.ANY)
def one_collection(collection: str) -> Response:
    """A collection."""
    return _of_collection(collection, lambda one, known, asked: documents.collection(one, known.extent, asked))


@blueprint.get("/ogc/collections/<collection>/schema")
@accepts(*query.ANY)
def schema(collection: str) -> Response:
    """The columns of a collection's features, with their types, as JSON Schema."""
    return _of_collection(
        collection, lambda one, _known, _asked: schemas.of_features(one.title, tables.columns(one)), SCHEMA
    )


@blueprint.get("/ogc/collections/<collection>/items")
@accepts(*query.ITEMS)
def items(collection: str) -> Response:
    """The features of a collection, page by page."""
    build = terms.build()
    one = collections.named(build, collection)
    one, asked = _summed(one, query.asked(one.edition, service.shelf().table(one).parameters))
    if asked.form == "html":
        return _page(build, lambda: html.items(one, asked))
    return respond(_items(build, one, asked))


@blueprint.get("/ogc/collections/<collection>/items/<item>")
@accepts(*query.ITEM)
def one_item(collection: str, item: str) -> Response:
    """A feature."""
    build = terms.build()
    one = collections.named(build, collection)
    asked = query.asked(one.edition, query.ITEM)
    years = next((part for part in item.split(":") if part in tables.ranges(one.edition)), None)
    one = replace(one, years=years) if tables.one_year(one) else one
    place = service.shelf().features(one).ids.get(item)
    if place is None:
        abort(404, gettext("There is no such feature in %(name)s.", name=one.id))
    if asked.form == "html":
        return _page(build, lambda: html.item(one, asked, place))
    head, shape = next(service.shelf().pieces(one, [place]))
    return respond(_made(build, [features.alone(head, shape, {"links": links.of_item(one, item, asked)})], GEOJSON))


def _summed(one: Collection, asked: Asked) -> tuple[Collection, Asked]:
    """The collection of the sums of a range where a range of years is asked for, and what else is asked of it."""
    years = next((value for name, value in asked.wanted if name == "year" and isinstance(value, str)), None)
    if years is None:
        return one, asked
    rest = tuple(pair for pair in asked.wanted if pair[0] != "year")
    return replace(one, years=years), replace(asked, wanted=rest)


def _offered(build: Build) -> list[Collection]:
    return list(collections.offered(build).values())


def _items(build: Build, one: Collection, asked: Asked) -> Body:
    """A page of features: what is prepared, and the few bytes that belong to this request."""
    known = service.shelf().features(one)
    found = known.chosen(asked)
    shown = found[asked.offset : asked.offset + asked.limit]
    path = f"/ogc/collections/{one.id}/items"
    end = {
        "numberMatched": len(found),
        "numberReturned": len(shown),
        "timeStamp": clock(build.built),
        **picked.summed(one, known, found, asked),
        "links": [*links.own(path, asked, GEOJSON), *links.pages(path, asked, len(found)), links.to_collection(one)],
    }
    head, tail = Piece(b'{"type":"FeatureCollection","features":['), Piece(b"]," + features.written(end)[1:])
    return _made(build, [head, *features.listed(service.shelf().pieces(one, shown)), tail], GEOJSON)


def _made(build: Build, pieces: list[Piece], mimetype: str) -> Body:
    """The pieces as an answer. It is what its address, form and build make it: they name it, no need to read it."""
    plain = features.joined(pieces)
    varies = (urls.absolute(request.path), request.query_string, mimetype)
    named = keys.key("features", build, *varies, has_words=False)
    tag = hashlib.sha256(repr(named).encode()).hexdigest()[:20]
    is_packed = responses.accepts_gzip(request.headers.get("Accept-Encoding", ""))
    packed = features.gzipped(pieces, plain) if is_packed else b""
    return Body(plain, packed, mimetype, tag, vary=_VARY_DATA)


def _of_collection(name: str, document: Callable[[Collection, Table, Asked], object], mimetype: str = JSON) -> Response:
    """A document of a collection, or the page that says the same."""
    build = terms.build()
    one = collections.named(build, name)
    asked = query.asked(one.edition)
    known = service.shelf().table(one)
    return _document(
        build,
        asked,
        lambda: document(one, known, asked),
        lambda: html.collection(one, asked, known.extent, known.filters),
        mimetype,
    )


def _document(
    build: Build, asked: Asked, document: Callable[[], object], page: Callable[[], str], mimetype: str = JSON
) -> Response:
    """A document in the requested form, made once."""
    if asked.form == "html":
        return _page(build, page)
    return _kept(build, lambda: features.written(document()), mimetype)


def _page(build: Build, page: Callable[[], str]) -> Response:
    return _kept(build, lambda: page().encode(), HTML)


def _kept(build: Build, make: Callable[[], bytes], mimetype: str) -> Response:
    own = keys.key("ogc", build, urls.absolute(request.path), request.query_string, mimetype)
    return respond(keys.kept(lambda: responses.body(make(), mimetype, vary=_VARY), own))
