"""The API described by OpenAPI 3.0, self-contained, from the same collections, filters and columns that answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from app.ogc import documents, picked, schemas, tables
from app.ogc.collections import Collection
from app.ogc.filters import Filter
from app.ogc.query import (
    ANY,
    CHOICE,
    GEOJSON,
    HTML,
    ITEM,
    JSON,
    OPENAPI,
    SCHEMA,
    SYSTEM,
)
from app.ogc.schemas import Schema, ref
from app.ogc.service import Table
from app.request.registry import Parameter
from app.web import urls
from app.web.languages import gettext
from geodata.builds.store import Build

_ERRORS = ("400", "403", "404", "405", "414", "503")

_ID: Schema = {"type": "string", "minLength": 1}
PROBLEM = "application/problem+json"
_FEW = 8
"""Values of a parameter that are listed where it stands; more of them are listed once, for all that share them."""


@dataclass
class _Shared:
    """Components that collections share in the OpenAPI document, each once under its own name."""

    shapes: dict[str, Schema] = field(default_factory=lambda: dict(schemas.SHAPES))
    parameters: dict[str, Schema] = field(default_factory=lambda: _parameters())

    def shape(self, wished: str, shape: Schema) -> str:
        """The name of a shape."""
        return _named(self.shapes, wished, shape)

    def filter(self, name: str, one: Filter) -> Schema:
        """A reference to the parameter of a filter."""
        schema = one.schema
        if len(schema.get("enum", ())) > _FEW:
            schema = ref(self.shape(f"texts-{name}", schema))
        made = _query(name, gettext(one.column.meaning), schema, style="form", explode=False)
        return {"$ref": f"#/components/parameters/{_named(self.parameters, name, made)}"}


def _named(there: dict[str, Schema], wished: str, thing: Schema) -> str:
    """A unique name for a component: the wished one, with a number if that is taken."""
    name, number = wished, 1
    while there.setdefault(name, thing) != thing:
        number += 1
        name = f"{wished}-{number}"
    return name


def document(build: Build, found: Iterable[Collection], table: Callable[[Collection], Table]) -> Schema:
    """The OpenAPI document; `table` gives the description of a collection."""
    shared = _Shared()
    paths = {
        "/": _get("landing", gettext("Landing page"), _ok(gettext("Landing page"), JSON, ref("landing")), moved=True),
        "/conformance": _get(
            "conformance",
            gettext("What this API conforms to"),
            _ok(gettext("Conformance classes"), JSON, ref("conformance")),
        ),
        "/api": _get("api", gettext("This description"), _ok(gettext("OpenAPI 3.0"), OPENAPI, {"type": "object"})),
        "/collections": _get(
            "collections", gettext("Collections"), _ok(gettext("Collections"), JSON, ref("collections"))
        ),
    }
    for one in found:
        known = table(one)
        paths |= _of_collection(one, known.filters, known.example, shared)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": documents.title(),
            "description": documents.description(),
            "version": build.id,
        },
        "servers": [{"url": urls.absolute("/ogc")}],
        "paths": paths,
        "components": {"parameters": shared.parameters, "responses": _responses(), "schemas": shared.shapes},
    }


def _of_collection(one: Collection, filters: dict[str, Filter], example: str, shared: _Shared) -> dict[str, Schema]:
    """The paths of a collection, its items, and one of them."""
    path = f"/collections/{one.id}"
    values = shared.shape(f"{one.layer}-properties", schemas.properties(tables.columns(one), tables.summed(one)))
    item = {"name": "featureId", "in": "path", "required": True, "schema": _ID, "example": example}
    own = [shared.filter(name, filter_) for name, filter_ in filters.items()]
    page = shared.shape(f"{one.layer}-features", schemas.features(values))
    single = shared.shape(f"{one.layer}-feature", schemas.feature(values, is_single=True))
    return {
        path: _get(one.id, one.title, _ok(one.title, JSON, ref("collection")), description=one.description),
        f"{path}/schema": _get(
            f"{one.id}-schema",
            gettext("The type of each column"),
            _ok(gettext("The type of each column"), SCHEMA, {"type": "object"}),
        ),
        f"{path}/items": _get(
            f"{one.id}-items",
            gettext("Features of: %(title)s", title=one.title),
            _ok(gettext("Features"), GEOJSON, ref(page)),
            [*_common((*CHOICE, *SYSTEM)), *own, *_picked(one, shared)],
        ),
        f"{path}/items/{{featureId}}": _get(
            f"{one.id}-item",
            gettext("One feature of: %(title)s", title=one.title),
            _ok(gettext("Feature"), GEOJSON, ref(single)),
            [item, *_common(one for one in ITEM if one not in ANY)],
        ),
    }


def _picked(one: Collection, shared: _Shared) -> list[Schema]:
    codes = {"type": "string", "enum": sorted(unit.pcode for unit in one.edition.figures.units.get(one.layer, ()))}
    schema = {"type": "array", "items": ref(shared.shape("texts-pcode", codes)), "minItems": 1, "uniqueItems": True}
    found = picked.parameters(one)
    return [_query(own.name, gettext(own.help), schema, style="form", explode=False) for own in found]


def _get(
    name: str,
    summary: str,
    answer: Schema,
    takes: Iterable[Schema] = (),
    *,
    description: str = "",
    moved: bool = False,
) -> Schema:
    """A path that takes GET."""
    responses = {"200": answer, **{code: {"$ref": f"#/components/responses/{code}"} for code in _ERRORS}}
    if moved:
        responses["308"] = {"description": gettext("The same without the slash at the end")}
    found = {"operationId": name, "summary": summary, "parameters": [*takes, *_common(ANY)]}
    return {"get": {**found, **({"description": description} if description else {}), "responses": responses}}


def _ok(description: str, mimetype: str, shape: Schema) -> Schema:
    return {"description": description, "content": {mimetype: {"schema": shape}, HTML: {"schema": schemas.TEXT}}}


def _responses() -> dict[str, Schema]:
    said = {
        "400": gettext("A parameter that is unknown, repeated or not allowed"),
        "403": gettext("The source’s terms do not allow this"),
        "404": gettext("There is nothing at this address"),
        "405": gettext("This address does not take this method"),
        "414": gettext("An address that is far too long"),
        "503": gettext("There is no map yet"),
    }
    return {code: _ok(said[code], PROBLEM, ref("problem")) for code in _ERRORS}


def _common(shared: Iterable[Parameter[Any]]) -> list[Schema]:
    return [{"$ref": f"#/components/parameters/{one.name}"} for one in shared]


def _query(name: str, description: str, schema: Schema, **more: Any) -> Schema:
    return {"name": name, "in": "query", "description": description, "required": False, "schema": schema, **more}


def _parameters() -> dict[str, Schema]:
    """The parameters that several paths take, each once."""
    flat = {"style": "form", "explode": False}
    found = [(one, flat) for one in CHOICE] + [(one, {}) for one in (*SYSTEM, *ANY)]
    return {
        one.name: _query(one.name, gettext(one.help, **one.help_values), dict(one.schema), **style)
        for one, style in found
    }
