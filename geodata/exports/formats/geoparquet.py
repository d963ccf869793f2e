"""GeoParquet 1.1: WKB in EPSG:4326, with provenance and dictionary under a key of our own."""

from __future__ import annotations

import io
import json

import pyarrow.parquet as pq
import pyproj

from geodata.exports.extract import Extract
from geodata.exports.formats import about, geojson, shapes

KEY = "mali_atlas"
"""The key of the file's metadata that holds about.document, as JSON."""
_ONE_DICTIONARY = 64 << 20
"""Bytes that a column's values may have to be kept once each: the shapes, which come again every year."""


def write(extract: Extract) -> bytes:
    """The layer as GeoParquet."""
    table = shapes.table(extract)
    told = {"geo": json.dumps(_geo(extract)), KEY: json.dumps(about.document(extract), ensure_ascii=False)}
    out = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata(told), out, compression="zstd", dictionary_pagesize_limit=_ONE_DICTIONARY
    )
    return out.getvalue()


def _geo(extract: Extract) -> dict[str, object]:
    """The "geo" metadata of the GeoParquet specification, 1.1."""
    bbox = geojson.bounds(extract.items)
    column = {
        "encoding": "WKB",
        "geometry_types": [shapes.kind(extract)] if extract.items else [],
        "crs": pyproj.CRS("EPSG:4326").to_json_dict(),
        "orientation": "counterclockwise",
        "edges": "planar",
        **({"bbox": bbox} if bbox else {}),
    }
    return {"version": "1.1.0", "primary_column": shapes.GEOMETRY, "columns": {shapes.GEOMETRY: column}}
