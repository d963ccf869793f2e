"""Files that would have their reader open something: an address that listens, or a canary beside them.

Each is a recipe that takes a folder, an address and the path of the canary, and gives the path of the file. Of REFUSED
none is imported; of READ what they name stands where nothing is read, and they are imported as if it did not.
"""

from __future__ import annotations

import copy
import json
import os
import socket
import sqlite3
import stat
import struct
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests import boundary_worlds, drawn_ged, files

Recipe = Callable[[Path, str, Path], Path]
COMMUNES = boundary_worlds.features("cod-ab")
EVENTS = [{"year": 2022}, {"year": 2021}]


@contextmanager
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on loopback, and what was asked of it: a connection is one entry."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked: list[bytes] = []

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(1000))
                    connection.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x.geojson", asked
        server.shutdown(socket.SHUT_RDWR)


@cache
def _geojson() -> dict[str, object]:
    return dict(json.loads(COMMUNES.to_json(drop_id=True)))


@cache
def _written(ending: str, **options: str) -> dict[str, bytes]:
    """The communes as GDAL writes them, by ending of the file."""
    with tempfile.TemporaryDirectory() as folder:
        COMMUNES.to_file(Path(folder) / f"m.{ending}", **options)
        return {path.suffix[1:]: path.read_bytes() for path in Path(folder).iterdir()}


def geojson(path: Path, **members: object) -> Path:
    """The communes, with these members beside their features."""
    return write(path, json.dumps({**_geojson(), **members}))


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip of these members."""
    return files.write_zip(path, parts)


def shapefile(path: Path, stem: str = "m", more: Mapping[str, str | bytes] | None = None, **changed: str) -> Path:
    """The communes as a zipped shapefile of that stem; the contents of parts, by ending, may be others."""
    parts: dict[str, str | bytes] = {f"{stem}.{end}": content for end, content in _written("shp").items()}
    return zipped(path, {**parts, **{f"{stem}.{end}": text for end, text in changed.items()}, **(more or {})})


def geopackage(path: Path, statements: str) -> Path:
    """The communes as a GeoPackage that these statements of SQL changed."""
    path.write_bytes(_written("gpkg", layer="adm3")["gpkg"])
    database = sqlite3.connect(path)
    for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        database.create_function(function, 1, lambda value: 0)
    database.executescript(statements)
    database.close()
    return path


def write(path: Path, text: str) -> Path:
    """A file of this text."""
    path.write_text(text, encoding="utf-8")
    return path


def virtual_file(source: str) -> str:
    """GDAL's own file that says: the features are there."""
    return f"""<OGRVRTDataSource><!-- "FeatureCollection" --><OGRVRTLayer name="x">
        <SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""


def with_crs_inside(path: Path, url: str) -> Path:
    """The communes whose features and geometries name a coordinate system by address."""
    features = copy.deepcopy(_geojson()["features"])
    for feature in features[:10]:
        feature["geometry"]["crs"] = feature["crs"] = {"type": "url", "properties": {"url": url}}
    return geojson(path, features=features)


def workbook(path: Path, more: Mapping[str, str] | None = None, **changed: Callable[[str], str]) -> Path:
    """Events as an xlsx workbook with more parts; those that a name begins with are changed."""
    parts = files.parts({"events": files.ged(EVENTS)})
    for start, change in changed.items():
        for name in [name for name in parts if start in name]:
            parts[name] = change(parts[name])
    return files.write_zip(path, {**parts, **(more or {})})


def overlapping(path: Path) -> Path:
    """Of events, a workbook two of whose parts are the same bytes."""
    workbook(path)
    content = bytearray(path.read_bytes())
    places = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    content[places[-1] + 42 : places[-1] + 46] = content[places[0] + 42 : places[0] + 46]
    path.write_bytes(content)
    return path


def linked(path: Path, target: str) -> Path:
    """A zipped shapefile whose .prj is a symbolic link."""
    shapefile(path, prj="")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith(".prj")}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        link = zipfile.ZipInfo("m.prj")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, target)
    return path


def bomb(path: Path) -> Path:
    """A GeoJSON of 201 MB of spaces in a small zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("m.geojson", "w") as member:
        member.write(b'{"type": "FeatureCollection"')
        for _ in range(201):
            member.write(b" " * 1_000_000)
    return path


_LINK = (
    '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><{kind} '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></externalLink>'
)
_TARGET = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="{target}" '
    'TargetMode="External"/></Relationships>'
)


def external(path: Path, target: str) -> Path:
    """Events in a workbook with a link to another one, and a sheet's relation to an image elsewhere."""
    links = {
        "xl/externalLinks/externalLink1.xml": _LINK.format(kind="externalBook"),
        "xl/externalLinks/_rels/externalLink1.xml.rels": _TARGET.format(target=target),
        "xl/worksheets/_rels/sheet1.xml.rels": _TARGET.format(target=target),
    }
    return workbook(path, links)


def entities(target: str) -> Callable[[str], str]:
    """Put before a document the definition of entities, one of which stands for a file or address."""
    return lambda text: f'<!DOCTYPE x [<!ENTITY a SYSTEM "{target}"><!ENTITY b "&a;&a;">]>{text}'


VIEW = """ALTER TABLE adm3 RENAME TO kept;
    CREATE VIEW adm3 AS SELECT fid, geom, {} AS ADM3_FR, ADM3_PCODE FROM kept;"""
VIRTUAL_TABLE = """PRAGMA writable_schema = ON;
    UPDATE sqlite_master SET sql = 'CREATE VIRTUAL TABLE adm3 USING {}', rootpage = 0
    WHERE name = 'adm3'; PRAGMA writable_schema = RESET;"""
DEFINITION = """INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 99, 'X', 99, '{}', '');
    UPDATE gpkg_geometry_columns SET srs_id = 99;"""
TRIGGER = "CREATE TRIGGER t AFTER INSERT ON adm3 BEGIN SELECT load_extension('{0}'), readfile('{0}'); END;"
GENERATED = "ALTER TABLE adm3 ADD COLUMN more TEXT GENERATED ALWAYS AS (upper('{}')) VIRTUAL;"

REFUSED: dict[str, Recipe] = {
    "crs url": lambda at, url, canary: geojson(at / "x.geojson", crs={"type": "url", "properties": {"url": url}}),
    "crs link": lambda at, url, canary: geojson(
        at / "x.geojson", crs={"type": "link", "properties": {"href": url, "type": "proj4"}}
    ),
    "crs file": lambda at, url, canary: geojson(
        at / "x.geojson", crs={"type": "link", "properties": {"href": f"file://{canary}", "type": "ogcwkt"}}
    ),
    "crs name": lambda at, url, canary: geojson(at / "x.geojson", crs={"type": "name", "properties": {"name": url}}),
    "crs path": lambda at, url, canary: geojson(
        at / "x.geojson", crs={"type": "name", "properties": {"name": str(canary)}}
    ),
    "crs text": lambda at, url, canary: geojson(at / "x.geojson", crs=url),
    "bare shp": lambda at, url, canary: zipped(
        at / "x.zip", {"m.shp": virtual_file(f"/vsicurl/{url}"), "m.dbf": "", "m.shx": ""}
    ),
    "zip of a virtual file": lambda at, url, canary: zipped(
        at / "x.zip", {"m.geojson": virtual_file(f"/vsicurl/{url}")}
    ),
    "zip of a virtual file of a file": lambda at, url, canary: zipped(
        at / "x.zip", {"m.geojson": virtual_file(str(canary))}
    ),
    "virtual file": lambda at, url, canary: write(at / "x.geojson", virtual_file(f"/vsicurl/{url}")),
    "virtual file named gpkg": lambda at, url, canary: write(at / "x.gpkg", virtual_file(str(canary))),
    "list of files": lambda at, url, canary: write(at / "x.geojson", f'{{"type": "STACIT", "href": "{url}"}}'),
    "csv": lambda at, url, canary: write(at / "x.geojson", f"name,geometry\nMali,{url}\n"),
    "prj": lambda at, url, canary: shapefile(at / "x.zip", prj=url),
    "prj of an address": lambda at, url, canary: shapefile(at / "x.zip", prj=f"/vsicurl/{url}"),
    "prj of a file": lambda at, url, canary: shapefile(at / "x.zip", prj=f"file://{canary}"),
    "prj is a link": lambda at, url, canary: linked(at / "x.zip", str(canary)),
    "view": lambda at, url, canary: geopackage(at / "x.gpkg", VIEW.format(f"ogr_geocode('{url}')")),
    "view of a file": lambda at, url, canary: geopackage(at / "x.gpkg", VIEW.format(f"readfile('{canary}')")),
    "virtual table": lambda at, url, canary: geopackage(
        at / "x.gpkg", VIRTUAL_TABLE.format(f"VirtualOGR(''/vsicurl/{url}'')")
    ),
    "virtual table of a file": lambda at, url, canary: geopackage(
        at / "x.gpkg", VIRTUAL_TABLE.format(f"csv(filename=''{canary}'')")
    ),
    "definition": lambda at, url, canary: geopackage(at / "x.gpkg", DEFINITION.format(url)),
    "definition is a file": lambda at, url, canary: geopackage(at / "x.gpkg", DEFINITION.format(canary)),
    "member outside": lambda at, url, canary: shapefile(at / "x.zip", more={f"../{canary.name}": "changed"}),
    "absolute member": lambda at, url, canary: shapefile(at / "x.zip", more={str(canary): "changed"}),
    "bomb": lambda at, url, canary: bomb(at / "x.zip"),
    "overlapping parts": lambda at, url, canary: overlapping(at / "x.xlsx"),
    "entities in the texts": lambda at, url, canary: workbook(at / "x.xlsx", shared=entities(f"file://{canary}")),
    "link of a device": lambda at, url, canary: Path(os.devnull),
}
READ: dict[str, Recipe] = {
    "code page": lambda at, url, canary: shapefile(at / "x.zip", cpg=url),
    "inside a geometry": lambda at, url, canary: with_crs_inside(at / "x.geojson", url),
    "system of another standard": lambda at, url, canary: geojson(
        at / "x.geojson", coordRefSys=url, links=[{"href": url}]
    ),
    "stem is an address": lambda at, url, canary: shapefile(at / "x.zip", stem=f"vsicurl/{url}"),
    "stem is a way out": lambda at, url, canary: shapefile(at / "x.zip", stem="vsizip\n-o\x1b[2J"),
    "device names": lambda at, url, canary: shapefile(at / "x.zip", stem="NUL"),
    "trigger": lambda at, url, canary: geopackage(at / "x.gpkg", TRIGGER.format(canary)),
    "generated column": lambda at, url, canary: geopackage(at / "x.gpkg", GENERATED.format(canary)),
    "external workbook": lambda at, url, canary: external(at / "x.xlsx", f"file://{canary}"),
    "external address": lambda at, url, canary: external(at / "x.xlsx", url),
    "formulas": lambda at, url, canary: drawn_ged.ged_file(
        at / "x.csv",
        [{"year": 2022, "side_a": f'=WEBSERVICE("{url}")', "side_b": "=cmd|'/c calc'!A1"}, *EVENTS],
    ),
    "name of the file": lambda at, url, canary: drawn_ged.ged_file(at / "-o \n\x1b[2Jevents.csv", EVENTS),
}


class Watch:
    """Tells whether a file was opened or read since, by Linux's inotify; None where there is none."""

    def __init__(self, path: Path) -> None:
        import ctypes  # of this one class

        libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = libc.inotify_init1(os.O_NONBLOCK)
        libc.inotify_add_watch(self._descriptor, os.fsencode(path), 0x21)

    def seen(self) -> int:
        """How often it was opened or read."""
        try:
            content = os.read(self._descriptor, 1 << 16)
        except BlockingIOError:
            return 0
        return len(content) // struct.calcsize("iIII")
