"""Files of boundaries, recognised by content: GeoJSON, GeoPackage, a zip of these or of shapefiles.

Each is read by the module of its kind, and none opens anything but the file: no address, link or other file in it.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from geodata.boundaries.imported import geojson_file, geopackage, shapefile
from geodata.boundaries.imported.measure import Shapes
from geodata.errors import DataError

MOST_BYTES = 200_000_000
"""A file, and what a zip unpacks to, may be this large: the largest that is published for Mali has a tenth of it."""

MOST_FEATURES, MOST_VERTICES = 5_000, 5_000_000
"""Mali has 703 communes; the finest file that is published draws them with some 400,000 points."""

_MOST_ENTRIES = 1_000
_SIDECARS = (".shx", ".dbf", ".prj", ".cpg")
_PROBLEMS = (
    *(RuntimeError, ValueError, OSError, KeyError, TypeError, OverflowError, shapely.errors.ShapelyError),
    sqlite3.Error,
    UnboundLocalError,  # pyogrio 0.13: a .prj that is no UTF-8
)
"""The exceptions of GDAL, pyogrio, SQLite, shapely and pyproj for a damaged file."""

_AGAIN = "Take the file again from its publisher."
_EXPECTED = "a GeoJSON, a GeoPackage, or a zip with a shapefile (.shp, .shx, .dbf, .prj)"
_IS_GEOJSON = re.compile(
    rb'"FeatureCollection"|"type"\s*:\s*"(Feature|Topology|(Multi)?(Point|LineString|Polygon)|GeometryCollection)"'
)
_IN_CELLS = re.compile(rb'.{0,200}?""type""|\{\s*;', re.DOTALL)
"""How a GeoJSON begins whose text a spreadsheet took for cells."""


_Located = tuple[Shapes, pyproj.CRS | None]
_Parts = tuple[str, pd.DataFrame, Callable[[], _Located]]
"""Of a layer its name, its attributes, and how to read its shapes and coordinate system."""


@dataclass(frozen=True)
class Layer:
    """A layer of a file: its attributes, one row per feature, and how to read its shapes and coordinate system."""

    kind: str
    name: str
    attributes: pd.DataFrame
    read: Callable[[], _Located] = field(repr=False)

    def only(self, is_kept: npt.NDArray[np.bool_]) -> Layer:
        """The layer with these features alone."""

        def read() -> _Located:
            shapes, crs = self.read()
            return shapes[is_kept], crs

        return replace(self, attributes=self.attributes[is_kept].reset_index(drop=True), read=read)


def kind_of(path: Path) -> str | None:
    """geojson, geopackage, zip or shapefile by the file's first bytes; None for anything else.

    A zip is one only if it holds one of the others: an Excel workbook is a zip as well. Raises DataError for a
    damaged or unsafe zip.
    """
    with path.open("rb") as file:
        head = file.read(65_536)
    if head.startswith(b"PK"):
        return "zip" if _members(path) else None
    if head.startswith(b"SQLite format 3\0"):
        return "geopackage" if head[68:72] in (b"GPKG", b"GP10", b"GP11") else None
    if head.startswith(shapefile.MAGIC):
        return "shapefile"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_geojson = text.startswith(b"{") and _IS_GEOJSON.search(text) and not _IN_CELLS.match(text)
    return "geojson" if is_geojson else None


def require_data(path: Path) -> None:
    """Raise DataError for what is no file of data: a web page, a map of another format, a GeoJSON in cells."""
    with path.open("rb") as file:
        text = file.read(65_536).removeprefix(b"\xef\xbb\xbf").lstrip()
    start = text[:1_000].lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start):
        raise DataError(
            "is a web page that was saved, not the file itself",
            where=path.name,
            expected="the file that the page offers",
            todo="Follow the page's link to the file, or download it with the browser's own command.",
        )
    if b"<kml" in start or b"<gml:" in start or b"<osm" in start:
        raise DataError("is KML, GML or OpenStreetMap's XML", where=path.name, expected=_EXPECTED)
    if _IN_CELLS.match(text):
        raise DataError(
            "is a GeoJSON that a spreadsheet opened and saved: its text is cut into cells",
            where=path.name,
            expected=_EXPECTED,
            todo="Take the file again from its publisher, and open it in no spreadsheet before.",
        )


def _geojson(path: Path, where: str) -> Iterator[_Parts]:
    features, crs = geojson_file.read(path, where)
    yield path.stem, geojson_file.attributes(features), lambda: (geojson_file.shapes(features), crs)


def _geopackage(path: Path, where: str) -> Iterator[_Parts]:
    for name in geopackage.names(path, where):
        yield name, geopackage.attributes(path, name, MOST_FEATURES + 1), partial(geopackage.shapes, path, name)


def _shapefile(path: Path, where: str) -> Iterator[_Parts]:
    shapefile.require(path, where)
    yield path.stem, shapefile.attributes(path, MOST_FEATURES + 1), partial(shapefile.shapes, path)


_READERS: dict[str, Callable[[Path, str], Iterator[_Parts]]] = {
    "geojson": _geojson,
    "geopackage": _geopackage,
    "shapefile": _shapefile,
}
"""The reader of each kind of file."""
_KINDS = {".shp": "shapefile", ".gpkg": "geopackage", ".geojson": "geojson", ".json": "geojson"}
"""The kind of a zip's member by its ending."""


@contextmanager
def layers(path: Path) -> Iterator[list[Layer]]:
    """The layers of a file while the block lasts; a zip is unpacked, within MOST_BYTES, to a folder that then goes.

    Raises DataError for a file that is too large or cannot be read. Nothing but the file itself is opened.
    """
    kind = kind_of(path)
    if kind is None or kind == "shapefile":
        raise DataError(
            "is a shapefile's geometry without its names" if kind else "holds no boundaries",
            where=path.name,
            expected=_EXPECTED,
        )
    if path.stat().st_size > MOST_BYTES:
        raise DataError(f"is larger than {MOST_BYTES / 1e6:.0f} MB", where=path.name, todo=_AGAIN)
    with tempfile.TemporaryDirectory(prefix="mali-atlas-") as folder:
        files = _unpacked(path, Path(folder)) if kind == "zip" else [(path, kind)]
        with _quiet(path.name):
            found = [Layer(kind, *parts) for file, inner in files for parts in _READERS[inner](file, path.name)]
        if any(len(layer.attributes) > MOST_FEATURES for layer in found):
            raise DataError(f"holds more than {MOST_FEATURES:,} features", where=path.name, todo=_AGAIN)
        yield found


def geometry(layer: Layer, where: str) -> gpd.GeoDataFrame:
    """The layer's features with unchanged geometry and `attributes`, in order; crs may be None."""
    with _quiet(where):
        shapes, crs = layer.read()
        if int(shapely.get_num_coordinates(shapes).sum()) > MOST_VERTICES:
            raise DataError(f"draws its features with more than {MOST_VERTICES:,} points", where=where, todo=_AGAIN)
        return gpd.GeoDataFrame(layer.attributes, geometry=shapely.force_2d(shapes), crs=crs)


@contextmanager
def _quiet(where: str) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except DataError:
        raise
    except _PROBLEMS as problem:
        said = " ".join(str(problem).split())[:200]
        raise DataError(f"cannot be read ({said})", where=where, todo=_AGAIN) from None


def _members(path: Path) -> list[zipfile.ZipInfo]:
    """The members of a zip that hold boundaries or belong to a shapefile; none for a zip of other things."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as problem:
        raise DataError(f"cannot be opened as a zip file ({problem})", where=path.name, todo=_AGAIN) from None
    wanted = [one for one in members if _suffix(one) in (*_SIDECARS, *_KINDS)]
    if not any(_suffix(one) in _KINDS for one in wanted):
        return []
    unsafe = [one.filename for one in members if ".." in PurePosixPath(one.filename).parts or one.filename[:1] == "/"]
    if unsafe:
        raise DataError(f"its member {unsafe[0]!r} points outside the zip", where=path.name, todo=_AGAIN)
    size = sum(one.file_size for one in wanted)
    if size > MOST_BYTES or len(members) > _MOST_ENTRIES:
        raise DataError(
            f"unpacks to {size / 1e6:,.0f} MB in {len(members):,} files",
            where=path.name,
            expected=f"at most {MOST_BYTES / 1e6:.0f} MB in {_MOST_ENTRIES:,} files",
            todo=_AGAIN,
        )
    return wanted


def _suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename.replace("\\", "/")).suffix.lower()


def _unpacked(path: Path, folder: Path) -> list[tuple[Path, str]]:
    """The zip's files to read and their kinds, written under names of ours; a shapefile's keep a common stem."""
    found = []
    stems: dict[str, str] = {}
    with zipfile.ZipFile(path) as archive:
        for member in _members(path):
            whole = str(PurePosixPath(member.filename.replace("\\", "/")).with_suffix(""))
            stem = stems.setdefault(whole, f"{len(stems):04d}")
            target = folder / (stem + _suffix(member))
            try:
                target.write_bytes(archive.read(member))
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as problem:
                raise DataError(
                    f"its member {member.filename!r} cannot be unpacked ({problem})", where=path.name, todo=_AGAIN
                ) from None
            kind = _KINDS.get(_suffix(member))
            if kind and (kind != "geojson" or kind_of(target)):
                found.append((target, kind))
    return found
