"""A file opens nothing: those that name an address of a real listener, or a canary, in every way we know."""

import json
import socket
import sqlite3

import pytest

from geodata.boundaries.imported import boundary_file, geopackage, recognition
from geodata.errors import AtlasError
from geodata.imports import add
from tests import hostile_files

BOUNDARIES = (".geojson", ".gpkg", ".zip")


@pytest.fixture
def listener():
    with hostile_files.listener() as found:
        yield found


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "canary"
    path.write_text("the canary")
    return path


@pytest.mark.parametrize("way", hostile_files.REFUSED)
def test_a_file_that_names_an_address_is_refused_and_asks_nothing(tmp_path, listener, canary, way):
    """Here without a confined process: it must hold where there is no kernel that refuses."""
    url, asked = listener
    path = hostile_files.REFUSED[way](tmp_path, url, canary)
    watch = hostile_files.Watch(canary)
    with pytest.raises(AtlasError) as refused:
        add.add(tmp_path / "data", path)
    assert refused.value.where in (path.name, str(path))
    assert (asked, watch.seen()) == ([], 0)


@pytest.mark.parametrize("way", hostile_files.READ)
def test_a_name_where_none_is_read_is_passed_over(tmp_path, listener, canary, way):
    url, asked = listener
    path = hostile_files.READ[way](tmp_path, url, canary)
    watch = hostile_files.Watch(canary)
    record = add.add(tmp_path / "data", path)
    assert record.accepted == (701 if path.suffix in BOUNDARIES else record.rows)
    assert (asked, watch.seen()) == ([], 0)


def test_the_canary_tells_who_does_read(canary):
    watch = hostile_files.Watch(canary)
    canary.read_text()
    assert watch.seen() > 1


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
    path = hostile_files.geojson(tmp_path / "x.geojson", crs={"type": "name", "properties": {"name": name}})
    assert recognition.recognise(path)[0] == "cod-ab-admin3"
    assert len(boundary_file.read_units(path)[0]) == 701


def test_a_coordinate_system_by_its_number_is_transformed(tmp_path):
    projected = json.loads(hostile_files.COMMUNES.to_crs("EPSG:32630").to_json(drop_id=True))["features"]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32630"}}
    _, report = boundary_file.read_units(hostile_files.geojson(tmp_path / "x.geojson", features=projected, crs=crs))
    assert "transformed from WGS 84 / UTM zone 30N" in report.findings["detail"].tolist()


@pytest.mark.parametrize("name", ["EPSG:0", "", "junk", "EPSG:99999999999999"])
def test_an_unknown_coordinate_system_is_refused_in_words(tmp_path, name):
    path = hostile_files.geojson(tmp_path / "x.geojson", crs={"type": "name", "properties": {"name": name}})
    with pytest.raises(AtlasError) as refused:
        recognition.recognise(path)
    assert refused.value.text.startswith("x.geojson: its crs names no coordinate system that is known here: {")
    assert "Expected: no crs, which is longitude and latitude (RFC 7946), or a name such as" in refused.value.text
    assert refused.value.text.endswith("Save the file again in longitude and latitude (EPSG:4326).")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT upper(ADM3_FR) FROM adm3",
        "SELECT zeroblob(1000000000)",
        "ATTACH DATABASE 'canary' AS other",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "CREATE TEMP TABLE t (a)",
        "DELETE FROM adm3",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t",
    ],
)
def test_of_a_geopackage_rows_are_read_and_nothing_else_is_done(tmp_path, statement):
    path = hostile_files.geopackage(tmp_path / "x.gpkg", "")
    with geopackage._open(path) as database:
        assert len(database.execute("SELECT ADM3_FR FROM adm3").fetchall()) == 701
        with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited"):
            database.execute(statement).fetchone()
