"""GeoPackages read by Python's own SQLite: tables only, no view, no virtual table, no function that opens anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from geodata.boundaries.imported.measure import Shapes
from geodata.errors import DataError

_LISTS = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys")
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
"""Length of the box before a geometry, by the flag that says which it is (GeoPackage 1.3, 2.1.3)."""
_HEADER_BYTES = 8
_PLAIN = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
"""All that is asked of SQLite, besides the names of columns: rows of tables."""


def names(path: Path, where: str) -> list[str]:
    """The layers with geometry that the file lists. Raises DataError where one is a view or a virtual table."""
    with _open(path) as database:
        listed = [
            str(name)
            for (name,) in database.execute(
                "SELECT c.table_name FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name"
            )
        ]
        tables = _tables(database)
    odd = [name for name in (*listed, *_LISTS) if name.casefold() not in tables]
    if odd:
        raise DataError(
            f"its layer {odd[0]!r} is no table but is made by a query or another program",
            where=where,
            expected="a GeoPackage whose layers are tables",
            todo="Export the layer again as a GeoPackage of its own.",
        )
    return listed


def attributes(path: Path, name: str, most: int) -> pd.DataFrame:
    """The columns of a layer without its geometry and its key, for at most `most` features."""
    with _open(path) as database:
        hidden = {_geometry_column(database, name)}
        columns = [(str(row[1]), row[5]) for row in database.execute(f"PRAGMA table_info({_quoted(name)})")]
        shown = [column for column, key in columns if column not in hidden and not key]
        asked = f"SELECT {', '.join(['1', *map(_quoted, shown)])} FROM {_quoted(name)} LIMIT ?"  # noqa: S608 - quoted
        rows = database.execute(asked, (most,)).fetchall()
    return pd.DataFrame([row[1:] for row in rows], columns=shown, index=pd.RangeIndex(len(rows)), dtype=object)


def shapes(path: Path, name: str) -> tuple[Shapes, pyproj.CRS | None]:
    """The geometry of a layer's features in order (None: none that can be read) and its coordinate system."""
    with _open(path) as database:
        column = _geometry_column(database, name)
        asked = f"SELECT {_quoted(column)} FROM {_quoted(name)}"  # noqa: S608 - quoted
        rows = database.execute(asked).fetchall()
        crs = _crs(database, name)
    wkb = np.array([_wkb(value) for (value,) in rows], dtype=object)
    return np.asarray(shapely.from_wkb(wkb, on_invalid="ignore")), crs


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as a database that is read and nothing else: no function, other file or setting, whatever it holds."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.execute("PRAGMA trusted_schema = OFF")
        database.set_authorizer(_authorise)
        yield database


def _authorise(action: int, first: str | None, *_: str | None) -> int:
    is_plain = action in _PLAIN or (action == sqlite3.SQLITE_PRAGMA and first == "table_info")
    return sqlite3.SQLITE_OK if is_plain else sqlite3.SQLITE_DENY


def _tables(database: sqlite3.Connection) -> set[str]:
    rows = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {
        str(name).casefold()
        for name, sql in rows
        if not " ".join(str(sql).split()).casefold().startswith("create virtual")
    }


def _geometry_column(database: sqlite3.Connection, name: str) -> str:
    asked = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?"
    return str(database.execute(asked, (name,)).fetchone()[0])


def _crs(database: sqlite3.Connection, name: str) -> pyproj.CRS | None:
    """The coordinate system by its EPSG code, else by its definition as WKT; None where the layer names none."""
    found = database.execute(
        "SELECT s.srs_id, s.organization, s.organization_coordsys_id, s.definition FROM gpkg_spatial_ref_sys s "
        "JOIN gpkg_geometry_columns g ON g.srs_id = s.srs_id WHERE g.table_name = ?",
        (name,),
    ).fetchone()
    if found is None or found[0] in (-1, 0):
        return None
    _, organisation, code, definition = found
    return pyproj.CRS.from_epsg(code) if str(organisation).upper() == "EPSG" else pyproj.CRS.from_wkt(str(definition))


def _wkb(value: Any) -> bytes | None:
    if not isinstance(value, bytes) or value[:2] != b"GP" or len(value) < _HEADER_BYTES:
        return None
    kind = (value[3] >> 1) & 7
    return value[_HEADER_BYTES + _ENVELOPE_BYTES[kind] :] if kind < len(_ENVELOPE_BYTES) else None


def _quoted(name: str) -> str:
    """A name as SQL has it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'
