"""The shapes of the answers of /ogc as OpenAPI 3.0 describes them, each complete in itself."""

from __future__ import annotations

from typing import Any

from app.web.languages import gettext
from geodata.schema.column import Column

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}


def ref(name: str) -> Schema:
    """A reference to a shape of the same document."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: str, **properties: Schema) -> Schema:
    return {"type": "object", "required": required.split(), "properties": properties}


def _list(of: Schema, **more: int) -> Schema:
    return {"type": "array", "items": of, **more}


_POSITION = _list({"type": "number"}, minItems=2, maxItems=3)
_RING = _list(_POSITION, minItems=4)
_DEPTHS = {
    "Point": _POSITION,
    "MultiPoint": _list(_POSITION),
    "LineString": _list(_POSITION, minItems=2),
    "Polygon": _list(_RING, minItems=1),
    "MultiPolygon": _list(_list(_RING, minItems=1)),
}
_GEOMETRY = {
    "oneOf": [
        _object("type coordinates", type={"type": "string", "enum": [name]}, coordinates=shape)
        for name, shape in _DEPTHS.items()
    ],
    "nullable": True,
}
_CLOCK = {"type": "string", "format": "date-time"}
_COUNT = {"type": "integer", "minimum": 0}
_LINKS = _list(ref("link"))

_TYPES = {"string": "string", "Int64": "integer", "float64": "number", "bool": "boolean"}

SHAPES: dict[str, Schema] = {
    "link": _object("href rel type", href=TEXT, rel=TEXT, type=TEXT, title=TEXT),
    "landing": _object(
        "title description build built links", title=TEXT, description=TEXT, build=TEXT, built=_CLOCK, links=_LINKS
    ),
    "conformance": _object("conformsTo links", conformsTo=_list(TEXT), links=_LINKS),
    "extent": {
        "type": "object",
        "properties": {
            "spatial": _object(
                "bbox crs", bbox=_list(_list({"type": "number"}, minItems=4, maxItems=4), minItems=1), crs=TEXT
            ),
            "temporal": _object(
                "interval trs", interval=_list(_list(_CLOCK, minItems=2, maxItems=2), minItems=1), trs=TEXT
            ),
        },
    },
    "collection": _object(
        "id title description itemType crs storageCrs extent links",
        id=TEXT,
        title=TEXT,
        description=TEXT,
        itemType={"type": "string", "enum": ["feature"]},
        crs=_list(TEXT),
        storageCrs=TEXT,
        extent=ref("extent"),
        links=_LINKS,
    ),
    "collections": _object(
        "links timeStamp collections", links=_LINKS, timeStamp=_CLOCK, collections=_list(ref("collection"))
    ),
    "geometry": _GEOMETRY,
    "problem": _object(
        "type title status detail",
        type=TEXT,
        title=TEXT,
        status={"type": "integer"},
        detail=TEXT,
        parameter=TEXT,
        allowed=_list(TEXT),
        policy=TEXT,
        rule=TEXT,
    ),
}


def properties(columns: tuple[Column, ...], more: tuple[Column, ...] = ()) -> Schema:
    """The properties of a feature by the dictionary of its columns; a value that is not known is null.

    `more` are those that some features have.
    """
    named, others = (
        {column.name: {**_value(column), "nullable": True, "description": _said(column)} for column in some}
        for some in (columns, more)
    )
    return {**_object(" ".join(named), **named, **others), "additionalProperties": False}


def _value(column: Column) -> Schema:
    return {"type": _TYPES[column.dtype]}


def _said(column: Column) -> str:
    return gettext(column.meaning) + (f" ({gettext(column.unit)})" if column.unit else "")


def of_features(title: str, columns: tuple[Column, ...]) -> Schema:
    """The features of a collection as JSON Schema (2020-12), from which GDAL takes the types of columns.

    The type is that of a column's values; null stands for none. GDAL reads a union with null as text.
    """
    named = {column.name: {**_value(column), "description": _said(column)} for column in columns}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": TEXT,
            "geometry": {"type": ["object", "null"]},
            "properties": _object(" ".join(named), **named),
        },
    }


def feature(values: str, *, is_single: bool) -> Schema:
    """A feature whose properties have the shape named `values`; a single one has links."""
    links = {"links": _LINKS} if is_single else {}
    kind = {"type": "string", "enum": ["Feature"]}
    return _object(
        "type id properties geometry" + " links" * is_single,
        type=kind,
        id=TEXT,
        properties=ref(values),
        geometry=ref("geometry"),
        **links,
    )


def features(values: str) -> Schema:
    """A page of features whose properties have the shape named `values`."""
    return _object(
        "type features numberMatched numberReturned timeStamp links",
        type={"type": "string", "enum": ["FeatureCollection"]},
        features=_list(feature(values, is_single=False)),
        numberMatched=_COUNT,
        numberReturned=_COUNT,
        timeStamp=_CLOCK,
        links=_LINKS,
    )
