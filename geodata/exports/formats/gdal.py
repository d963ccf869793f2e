"""Write GeoPackage and FlatGeobuf by GDAL, with the build's time as their timestamp."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyogrio

from geodata.exports.extract import DISCLAIMER, Extract
from geodata.exports.formats import about, shapes

_CLOCK = "OGR_CURRENT_DATE"
_one_clock = threading.Lock()


def geopackage(extract: Extract) -> bytes:
    """The layer as a GeoPackage; beside it, without geometry, the tables `not_allocated`, `columns`, `provenance`."""
    with tempfile.TemporaryDirectory() as folder, _clock_at(extract.edition.built):
        file = Path(folder) / "layer.gpkg"
        options = {"IDENTIFIER": extract.title.en, "DESCRIPTION": about.citation(extract)}
        _write(extract, file, "GPKG", options)
        for name, table in _tables(extract).items():
            pyogrio.write_arrow(table, file, layer=name, driver="GPKG", append=True, geometry_type=None)
        return file.read_bytes()


def flatgeobuf(extract: Extract) -> bytes:
    """The layer as FlatGeobuf with its spatial index, which has the features in the order of their place."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "layer.fgb"
        _write(extract, file, "FlatGeobuf", {"TITLE": extract.title.en, "DESCRIPTION": about.citation(extract)})
        return file.read_bytes()


def _write(extract: Extract, file: Path, driver: str, options: dict[str, str]) -> None:
    """Write the layer, its metadata with it: metadata of the whole file would have readers leave an .aux.xml beside."""
    pyogrio.write_arrow(
        shapes.table(extract),
        file,
        layer=extract.layer,
        driver=driver,
        geometry_name=shapes.GEOMETRY,
        geometry_type=shapes.kind(extract),
        crs="EPSG:4326",
        layer_options=options,
        layer_metadata=_told(extract),
    )


def _tables(extract: Extract) -> dict[str, pa.Table]:
    found = {"columns": shapes.dictionary(extract), "provenance": shapes.notes(extract)}
    return {"not_allocated": shapes.totals(extract), **found} if extract.totals else found


def _told(extract: Extract) -> dict[str, str]:
    """The file's metadata; each entry is text, JSON where it holds more than one value."""
    return {
        "citation": about.citation(extract),
        "permalink": extract.permalink,
        "build": extract.edition.id,
        "provenance": json.dumps(extract.provenance, ensure_ascii=False),
        "row_accounting": json.dumps(extract.accounting, ensure_ascii=False),
        "disclaimer": DISCLAIMER,
    }


@contextmanager
def _clock_at(moment: datetime) -> Iterator[None]:
    """Make GDAL date files with this moment; one at a time, since the setting is global to the process."""
    with _one_clock:
        before = pyogrio.get_gdal_config_option(_CLOCK)
        pyogrio.set_gdal_config_options({_CLOCK: f"{moment:%Y-%m-%dT%H:%M:%S.000Z}"})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({_CLOCK: before})
