"""A file opens nothing: files that name an address of a real listener, in every way we know, make no connection."""

import json
import socket
import sqlite3
import threading
import zipfile

import pytest

from geodata.boundaries.imported import boundary_file, recognition
from geodata.errors import AtlasError
from geodata.imports import add
from tests import boundary_worlds

COMMUNES = boundary_worlds.features("cod-ab")


@pytest.fixture
def listener():
    """An address on loopback, and the connections that were made to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = []

        def answer():
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


def geojson(path, **members):
    path.write_text(json.dumps({**json.loads(COMMUNES.to_json(drop_id=True)), **members}), encoding="utf-8")
    return path


def zipped(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def shapefile(path, **changed):
    whole = boundary_worlds.write(COMMUNES, path.with_name(f"whole {path.name}"))
    with zipfile.ZipFile(whole) as archive:
        parts = {f"m.{name[-3:]}": archive.read(name) for name in archive.namelist()}
    return zipped(path, {**parts, **{f"m.{ending}": content for ending, content in changed.items()}})


def geopackage(path, statements):
    boundary_worlds.write(COMMUNES, path, layer="adm3")
    with sqlite3.connect(path) as database:
        for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(function, 1, lambda value: 0)
        database.executescript(statements)
    database.close()
    return path


def virtual_file(url):
    """GDAL's own file that says: the features are at this address."""
    return f"""<OGRVRTDataSource><!-- "FeatureCollection" --><OGRVRTLayer name="x">
        <SrcDataSource>/vsicurl/{url}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""


VIEW = """ALTER TABLE adm3 RENAME TO kept;
    CREATE VIEW adm3 AS SELECT fid, geom, ogr_geocode('URL') AS ADM3_FR, ADM3_PCODE FROM kept;"""
VIRTUAL_TABLE = """PRAGMA writable_schema = ON;
    UPDATE sqlite_master SET sql = 'CREATE VIRTUAL TABLE adm3 USING VirtualOGR(''/vsicurl/URL'')', rootpage = 0
    WHERE name = 'adm3'; PRAGMA writable_schema = RESET;"""
DEFINITION = """INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 99, 'X', 99, 'URL', '');
    UPDATE gpkg_geometry_columns SET srs_id = 99;"""
ADDRESSES = {
    "crs url": lambda at, url: geojson(at / "x.geojson", crs={"type": "url", "properties": {"url": url}}),
    "crs link": lambda at, url: geojson(
        at / "x.geojson", crs={"type": "link", "properties": {"href": url, "type": "proj4"}}
    ),
    "crs name": lambda at, url: geojson(at / "x.geojson", crs={"type": "name", "properties": {"name": url}}),
    "crs text": lambda at, url: geojson(at / "x.geojson", crs=url),
    "bare shp": lambda at, url: zipped(at / "x.zip", {"m.shp": virtual_file(url), "m.dbf": "", "m.shx": ""}),
    "zip of a virtual file": lambda at, url: zipped(at / "x.zip", {"m.geojson": virtual_file(url)}),
    "virtual file": lambda at, url: write(at / "x.geojson", virtual_file(url)),
    "list of files": lambda at, url: write(at / "x.geojson", f'{{"type": "STACIT", "href": "{url}"}}'),
    "csv": lambda at, url: write(at / "x.geojson", f"name,geometry\nMali,{url}\n"),
    "prj": lambda at, url: shapefile(at / "x.zip", prj=url),
    "prj of a file": lambda at, url: shapefile(at / "x.zip", prj=f"/vsicurl/{url}"),
    "view": lambda at, url: geopackage(at / "x.gpkg", VIEW.replace("URL", url)),
    "virtual table": lambda at, url: geopackage(at / "x.gpkg", VIRTUAL_TABLE.replace("URL", url)),
    "definition": lambda at, url: geopackage(at / "x.gpkg", DEFINITION.replace("URL", url)),
}
NAMED_ONLY = {
    "code page": lambda at, url: shapefile(at / "x.zip", cpg=url),
    "inside a geometry": lambda at, url: with_crs_inside(at / "x.geojson", url),
    "system of another standard": lambda at, url: geojson(at / "x.geojson", coordRefSys=url, links=[{"href": url}]),
}
"""Addresses in places that nothing is read from: the file is imported as if they were not there."""


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def with_crs_inside(path, url):
    features = json.loads(COMMUNES.to_json(drop_id=True))["features"]
    for feature in features[:10]:
        feature["geometry"]["crs"] = feature["crs"] = {"type": "url", "properties": {"url": url}}
    return geojson(path, features=features)


@pytest.mark.parametrize("way", ADDRESSES)
def test_a_file_that_names_an_address_is_refused_and_asks_nothing(tmp_path, listener, way):
    url, asked = listener
    path = ADDRESSES[way](tmp_path, url)
    with pytest.raises(AtlasError) as refused:
        add.add(tmp_path / "data", path)
    assert refused.value.where == path.name
    assert asked == []


@pytest.mark.parametrize("way", NAMED_ONLY)
def test_an_address_where_none_is_read_is_passed_over(tmp_path, listener, way):
    url, asked = listener
    communes, _ = boundary_file.read_units(NAMED_ONLY[way](tmp_path, url))
    assert (len(communes), asked) == (701, [])


def test_the_listener_hears_what_does_ask(tmp_path, listener):
    url, asked = listener
    with socket.create_connection(("127.0.0.1", int(url.split(":")[2].split("/")[0]))) as connection:
        connection.sendall(b"GET /")
        assert connection.recv(100)
    assert asked == [b"GET /"]


@pytest.mark.parametrize(
    "name",
    [
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:EPSG::4326",
        "EPSG:4326",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
        "OGC:CRS84",
    ],
)
def test_a_known_coordinate_system_is_taken_by_its_name(tmp_path, name):
    path = geojson(tmp_path / "x.geojson", crs={"type": "name", "properties": {"name": name}})
    assert recognition.recognise(path)[0] == "cod-ab-admin3"
    assert len(boundary_file.read_units(path)[0]) == 701


def test_a_coordinate_system_by_its_number_is_transformed(tmp_path):
    projected = json.loads(COMMUNES.to_crs("EPSG:32630").to_json(drop_id=True))["features"]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32630"}}
    _, report = boundary_file.read_units(geojson(tmp_path / "x.geojson", features=projected, crs=crs))
    assert "transformed from WGS 84 / UTM zone 30N" in report.findings["detail"].tolist()


@pytest.mark.parametrize("name", ["EPSG:0", "", "junk", "EPSG:99999999999999"])
def test_an_unknown_coordinate_system_is_refused_in_words(tmp_path, name):
    path = geojson(tmp_path / "x.geojson", crs={"type": "name", "properties": {"name": name}})
    with pytest.raises(AtlasError) as refused:
        recognition.recognise(path)
    assert refused.value.text.startswith("x.geojson: its crs names no coordinate system that is known here: {")
    assert "Expected: no crs, which is longitude and latitude (RFC 7946), or a name such as" in refused.value.text
    assert refused.value.text.endswith("Save the file again in longitude and latitude (EPSG:4326).")
