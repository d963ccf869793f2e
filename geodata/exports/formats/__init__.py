"""The formats of the downloads: each turns an Extract into the bytes of a file, always the same.

Light to import: a writer reads its libraries when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geodata.exports.extract import Extract
from geodata.exports.formats import delimited, geojson

Write = Callable[[Extract, bool], bytes]


@dataclass(frozen=True)
class Format:
    """A file format: extension, media type, label, capabilities, and writer.

    `write` takes the extract and whether a row of HXL tags follows the header; only where `takes_hxl` may it.
    """

    extension: str
    mimetype: str
    label: str
    has_geometry: bool
    takes_hxl: bool
    write: Write


def _xlsx(extract: Extract, hxl: bool) -> bytes:
    from geodata.exports.formats import workbook  # XlsxWriter is loaded only once a workbook is asked for

    return workbook.write(extract, hxl)


def _gpkg(extract: Extract, _: bool) -> bytes:
    from geodata.exports.formats import gdal  # loads GDAL and pandas, which most workers never need

    return gdal.geopackage(extract)


def _parquet(extract: Extract, _: bool) -> bytes:
    from geodata.exports.formats import geoparquet  # loads what only this format needs

    return geoparquet.write(extract)


def _fgb(extract: Extract, _: bool) -> bytes:
    from geodata.exports.formats import gdal  # loads GDAL and pandas, which most workers never need

    return gdal.flatgeobuf(extract)


_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    made.extension: made
    for made in (
        Format("geojson", "application/geo+json", "GeoJSON", True, False, lambda extract, _: geojson.write(extract)),
        Format("csv", "text/csv", "CSV", False, True, delimited.write),
        Format("xlsx", _EXCEL, "Excel (XLSX)", False, True, _xlsx),
        Format("gpkg", "application/geopackage+sqlite3", "GeoPackage", True, False, _gpkg),
        Format("parquet", "application/vnd.apache.parquet", "GeoParquet", True, False, _parquet),
        Format("fgb", "application/flatgeobuf", "FlatGeobuf", True, False, _fgb),
    )
}
"""By extension, in the order in which they are offered."""
