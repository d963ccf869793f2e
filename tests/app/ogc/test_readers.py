"""Other people's programs read /ogc from the real server: GDAL, OWSLib, schemathesis, a JSON Schema, copied lines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pyogrio
import pytest
import shapely
from geojson_pydantic import Feature, FeatureCollection
from hypothesis import settings
from owslib.ogcapi.features import Features

from geodata.exports import extract
from geodata.exports.selection import Selection
from tests import examples, once
from tests.app import deep
from tests.app.conftest import drawn_world
from tests.app.markup import read
from tests.app.servers import get, serving, until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the server is started as in test_server")

COUNTS = {
    "admin1-2016": 143,
    "zones": 156,
    "zones-both": 468,
    "grid": 6461,
    "grid-both": 7839,
    "claims": 58,
    "force-headcounts": 190,
}
UPRIGHT = """
import schemathesis

def number(text):
    try:
        return float(text)
    except ValueError:
        return 0.0

@schemathesis.hook
def map_query(ctx, query):
    '''OpenAPI cannot say that a box is upright and an interval does not end before it starts: turn those that do.'''
    if not query:
        return query
    box, time = query.get("bbox"), query.get("datetime")
    corners = box.split(",") if isinstance(box, str) else []
    if len(corners) in (4, 6):
        high = len(corners) // 2 + 1
        corners[1], corners[high] = sorted((corners[1], corners[high]), key=number)
        query["bbox"] = ",".join(corners)
    if isinstance(time, str) and time.count("/") == 1 and ".." not in time:
        first, last = time.split("/")
        if first and last and first[:10] >= last[:10]:
            query["datetime"] = f"{first[:10]}/.."
    return query
"""


@pytest.fixture(scope="module")
def server(data) -> Iterator[str]:
    with serving(data, workers=1) as (_, port):
        until(lambda: get(port, "/healthz"))
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def small_server(tmp_path_factory) -> Iterator[str]:
    """A drawn world of four units, whose description has every path and few words."""
    tmp = tmp_path_factory.mktemp("small")
    once.publish(tmp, drawn_world(tmp))
    with serving(tmp, workers=1) as (_, port):
        until(lambda: get(port, "/healthz"))
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def deep_server(imported) -> Iterator[str]:
    with serving(imported.data, workers=1) as (_, port):
        until(lambda: get(port, "/healthz"))
        yield f"http://127.0.0.1:{port}"


def fetch(address: str) -> dict:
    scheme, _, rest = address.partition("://")
    host, _, path = rest.partition("/")
    assert scheme == "http"
    status, body = get(int(host.partition(":")[2]), f"/{path}")
    assert status == 200
    return json.loads(body)


def test_gdal_lists_the_layers(server):
    found = dict(pyogrio.list_layers(f"OAPIF:{server}/ogc"))
    assert set(found) == {*COUNTS, "force-sites"}
    assert (found["admin1-2016"], found["force-sites"]) == ("Polygon", "Point")


@pytest.mark.parametrize("name", COUNTS)
def test_gdal_reads_every_page(server, made, name):
    table = pyogrio.read_dataframe(f"OAPIF:{server}/ogc", layer=name, use_arrow=False)
    assert len(table) == COUNTS[name]
    layer, _, sides = name.partition("-")
    if layer not in extract.LAYERS:
        assert "geometry" not in table or table["geometry"].isna().all()
        return
    expected = list(extract.items(made, layer, Selection(sides="both" if sides == "both" else "mali")))
    assert table["events"].astype(object).where(table["events"].notna(), None).tolist() == [
        item.properties["events"] for item in expected
    ]
    assert table["fatalities_best"].sum() == sum(item.properties["fatalities_best"] or 0 for item in expected)
    assert table.geometry.is_valid.all()
    assert table.crs.to_authority() in (("OGC", "CRS84"), ("EPSG", "4326"))


def test_gdal_asks_the_server_for_a_box_and_a_value(server, made):
    source = f"OAPIF:{server}/ogc"
    whole = pyogrio.read_dataframe(source, layer="admin1-2016")
    box = (1, 15, 2, 16)
    inside = pyogrio.read_dataframe(source, layer="admin1-2016", bbox=box)
    assert 0 < len(inside) < len(whole)
    assert sorted(inside["pcode"].unique()) == sorted(whole[whole.intersects(shapely.box(*box))]["pcode"].unique())
    gao = pyogrio.read_dataframe(source, layer="admin1-2016", where="pcode = 'ML07' AND year = 2022")
    unit = next(one for one in made.figures.units["admin1"] if one.pcode == "ML07")
    assert gao["fatalities_best"].tolist() == [
        made.figures.row("admin1", unit, "2022", "all", "any")["fatalities_best"]
    ]


def test_gdal_reads_a_build_that_stays(server, made):
    table = pyogrio.read_dataframe(f"OAPIF:{server}/b/{made.id}/ogc", layer="admin1-2016")
    assert len(table) == 143
    assert set(table["build"]) == {made.id}


def test_gdal_reads_levels_frames_and_events_of_imported_files(deep_server, imported):
    source = f"OAPIF:{deep_server}/ogc"
    for frame in deep.FRAMES:
        for level in deep.LEVELS:
            table = pyogrio.read_dataframe(source, layer=f"{level}-{frame}")
            expected = list(extract.items(imported.edition(frame=frame), level, Selection()))
            assert table["pcode"].tolist() == [item.properties["pcode"] for item in expected]
            assert table["fatalities_high"].sum() == sum(item.properties["fatalities_high"] or 0 for item in expected)
    events = pyogrio.read_dataframe(source, layer="events")
    assert events["event_id"].tolist() == [row["id"] for row in deep.rows()]


def test_owslib_finds_its_way(server, made):
    service = Features(f"{server}/ogc")
    assert set(service.feature_collections()) == {*COUNTS, "force-sites"}
    assert service.api()["openapi"].startswith("3.0")
    assert len(service.conformance()["conformsTo"]) == 4
    assert service.collection("zones")["id"] == "zones"
    page = service.collection_items("admin1-2016", limit=1)
    own = service.collection_schema("admin1-2016")["properties"]["properties"]["properties"]
    assert list(own) == list(page["features"][0]["properties"])
    page = service.collection_items("admin1-2016", limit=5, offset=140, bbox=[-180, -90, 180, 90])
    assert (page["numberMatched"], page["numberReturned"]) == (143, 3)
    page = service.collection_items("admin1-2016", datetime_="2022-05-01", limit=50)
    assert {row["properties"]["year"] for row in page["features"]} == {2022}
    assert service.collection_item("admin1-2016", "2016:ML07:2022")["properties"]["name"] == "Gao"


@pytest.mark.parametrize("name", ["admin1-2016", "zones", "force-sites", "claims", "force-headcounts"])
def test_every_answer_is_geojson_by_its_schema(server, name):
    """The schema is that of geojson-pydantic's models, which forbid what RFC 7946 forbids."""
    page = fetch(f"{server}/ogc/collections/{name}/items?limit=1000")
    jsonschema_rs.Draft202012Validator(FeatureCollection.model_json_schema()).validate(page)
    FeatureCollection.model_validate(page)
    alone = fetch(f"{server}/ogc/collections/{name}/items/{page['features'][0]['id']}")
    jsonschema_rs.Draft202012Validator(Feature.model_json_schema()).validate(alone)
    Feature.model_validate(alone)


EXAMPLES = str(max(2, settings().max_examples // 10))
ALIKE = """
[[operations]]
include-path-regex = "/collections/(admin1-2016|zones|grid|claims)"
phases.coverage.enabled = false
"""
"""Collections whose parameters are of types that others' are: values at their limits are tried of places with dates and
of a table of whole numbers, or of all with the large profile; the other phases try all."""


def test_schemathesis_finds_nothing_wrong_with_the_whole_description(small_server, tmp_path):
    """Every check on, in every phase, against the description that the server gives of itself."""
    (tmp_path / "upright.py").write_text(UPRIGHT)
    if not examples.IS_LARGE:
        (tmp_path / "schemathesis.toml").write_text(ALIKE)
    run = "from schemathesis.cli import schemathesis; schemathesis()"
    command = [
        sys.executable,
        "-c",
        run,
        "run",
        f"{small_server}/ogc/api",
        "--checks",
        "all",
        "--max-examples",
        EXAMPLES,
        *("--request-timeout", "60", "--max-response-time", "60"),  # on a machine that others use
    ]
    command += ["--include-path-regex", ".", "--generation-deterministic", "--no-color"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "upright", "PYTHONPATH": str(tmp_path)}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
    assert "No issues found" in result.stdout
    paths = len(fetch(f"{small_server}/ogc/api")["paths"])
    assert paths == 4 + 4 * len([*(name for name in COUNTS if not name.endswith("-both")), "force-sites"])
    assert f"Tested: {paths}" in result.stdout


@pytest.fixture(scope="module")
def lines(server) -> dict[str, str]:
    """What the page for GIS users says to copy, by the program that runs it."""
    _, body = get(int(server.rpartition(":")[2]), "/gis")
    page = read(body.decode())
    return {code.attributes["data-run"]: code._raw() for code in page.every("code") if "data-run" in code.attributes}


def test_the_page_names_the_servers_own_address(server, made, lines):
    assert set(lines) == {"curl", "python", "geopandas", "r"}
    assert all(f"{server}/ogc" in text for text in lines.values())
    _, body = get(int(server.rpartition(":")[2]), "/gis")
    addresses = [code.text for code in read(body.decode()).every("code", _class="address")]
    assert addresses == [f"{server}/ogc", f"{server}/b/{made.id}/ogc"]
    assert "OAPIF:" in lines["r"]


def test_the_lines_for_curl_run(server, lines, tmp_path):
    found = []
    for line in lines["curl"].splitlines():
        result = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=True)
        found.append(result.stdout)
    assert {one["id"] for one in json.loads(found[0])["collections"]} == {*COUNTS, "force-sites"}
    saved = json.loads((tmp_path / "regions-2022.geojson").read_text())
    assert (found[1], len(saved["features"])) == ("", 11)
    box = json.loads(found[2])
    assert 0 < box["numberMatched"] < 22
    assert {row["properties"]["year"] for row in box["features"]} == {2021, 2022}


@pytest.mark.parametrize(("program", "expected"), [("python", "ML07 Gao"), ("geopandas", "Gao")])
def test_the_lines_for_python_run(server, made, lines, tmp_path, program, expected):
    script = Path(tmp_path / "copied.py")
    script.write_text(lines[program], encoding="utf-8")
    result = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, timeout=60)
    unit = next(one for one in made.figures.units["admin1"] if one.pcode == "ML07")
    row = made.figures.row("admin1", unit, "2022", "all", "any")
    said = next(line for line in result.stdout.splitlines() if expected in line)
    assert [float(number) for number in said.split()[-2:]] == [row["events"], row["fatalities_best"]]
    assert len([line for line in result.stdout.splitlines() if line.strip()]) == (11 if program == "python" else 12)
