"""An extract as an Arrow table with geometry (WKB, EPSG:4326), from which the GIS formats are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
import shapely
import shapely.geometry

from geodata.exports.extract import Extract, Item
from geodata.exports.formats import about
from geodata.schema.column import Column

GEOMETRY = "geometry"
_TYPES = {"string": pa.string(), "Int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
_WKB = {"ARROW:extension:name": "geoarrow.wkb"}


def table(extract: Extract) -> pa.Table:
    """A row for each item: its attributes, each field with its meaning, then its geometry. Null where no data."""
    attributes = _rows(extract.attributes, extract.items)
    field = pa.field(GEOMETRY, pa.binary(), nullable=False, metadata=_WKB)
    return attributes.append_column(field, pa.array(_shapes(extract.items), pa.binary()))


def kind(extract: Extract) -> str:
    """The common type of the geometries: areas are MultiPolygon even if all have one part."""
    return "Point" if extract.layer in ("sites", "events") else "MultiPolygon"


def totals(extract: Extract) -> pa.Table:
    """The rows that belong to no unit; the first column says what they are, in words."""
    first, *others = (column.name for column in extract.attributes)
    columns = [Column(first, "string", "what the row stands for")]
    columns += [column for column in extract.attributes if column.name in others]
    return _rows(columns, extract.totals, nullable=True)


def dictionary(extract: Extract) -> pa.Table:
    """The data dictionary: a row for each column, as about.DICTIONARY names them."""
    kept = {column.name for column in extract.attributes}
    rows = [row for row in about.dictionary(extract) if row[0] in kept]
    return pa.table(
        {name: list(values) for name, values in zip(about.DICTIONARY, zip(*rows, strict=True), strict=True)}
    )


def notes(extract: Extract) -> pa.Table:
    """The provenance line by line: part, name, value; all text."""
    lines = list(about.notes(extract))
    return pa.table(
        {
            "part": [line.part for line in lines],
            "name": [line.name for line in lines],
            "value": pa.array([_text(line.value) for line in lines], pa.string()),
        }
    )


def _text(value: about.Scalar) -> str | None:
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


def _rows(columns: Sequence[Column], items: Sequence[Item], *, nullable: bool = False) -> pa.Table:
    fields = [_field(column, nullable) for column in columns]
    values = [
        pa.array((item.properties[column.name] for item in items), field.type, size=len(items))
        for column, field in zip(columns, fields, strict=True)
    ]
    return pa.Table.from_arrays(values, schema=pa.schema(fields))


def _field(column: Column, nullable: bool) -> pa.Field:
    """A field with its meaning, under the names that Arrow's and GDAL's readers look for."""
    meaning = f"{column.meaning} [{column.unit}]" if column.unit else column.meaning
    told = {"description": meaning, "GDAL:OGR:comment": meaning, **({"hxl": column.hxl} if column.hxl else {})}
    return pa.field(column.name, _TYPES[column.dtype], nullable or column.nullable, told)


def _shapes(items: Iterable[Item]) -> list[bytes]:
    """The geometries as WKB; a geometry shared by items is encoded once."""
    made: dict[int, bytes] = {}
    return [made.get(id(item.geometry)) or made.setdefault(id(item.geometry), _wkb(item.geometry)) for item in items]


def _wkb(geometry: Any) -> bytes:
    shape = shapely.geometry.shape(geometry)
    whole = shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape
    found: bytes = shapely.to_wkb(whole)
    return found
