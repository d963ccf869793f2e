"""Downloads of every format over the web: their headers, their permanent address, the HXL row, what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3

import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest

from app.application import create_app
from app.settings import Settings
from geodata.exports.formats import FORMATS
from tests import examples
from tests.app.conftest import ADDITIVE
from tests.app.deep import PERIODS, total

SIDECAR = "csv-metadata.json"
TYPES = {
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "fgb": "application/flatgeobuf",
    SIDECAR: "application/csvm+json",
}
QUERIES = ("", "?year=2022", "?violence=one_sided&year=2021&family=jnim", "?from=2020&year=2022")
PACKED = {"xlsx", "parquet"}
BOOK = "Excel (XLSX)"


def ask(client, path: str, **headers: str):
    answer = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert answer.status_code == 200, answer.text
    return answer


def linked(answer, relation: str) -> str | None:
    links = re.finditer(r'<([^>]+)>; rel="([^"]+)"', answer.headers.get("Link", ""))
    found = {link[2]: link[1] for link in links}
    return found.get(relation)


def inside(raw: bytes, extension: str, folder) -> str:
    """The permanent address that stands inside a file, read as another program reads it."""
    path = folder / f"file.{extension}"
    path.write_bytes(raw)
    if extension == "geojson":
        return json.loads(raw)["provenance"]["permalink"]
    if extension == "parquet":
        return json.loads(pq.read_schema(path).metadata[b"mali_atlas"])["provenance"]["permalink"]
    if extension == "fgb":
        return pyogrio.read_info(path)["layer_metadata"]["permalink"]
    if extension == SIDECAR:
        return json.loads(raw)["@id"]
    if extension == "gpkg":
        with sqlite3.connect(path) as file:
            ((found,),) = file.execute("select value from provenance where name = 'permalink'").fetchall()
        file.close()
        return found
    book = openpyxl.load_workbook(path, read_only=True)  # which reads this sheet, and not 100,000 cells of the others
    found = next(value for _, name, value in book["provenance"].iter_rows(values_only=True) if name == "permalink")
    book.close()
    return found


@pytest.mark.parametrize(
    ("layer", "extension", "query"),
    [
        (layer, extension, query)
        for at, layer in enumerate(["admin1", "zones", "grid"])
        for turn, extension in enumerate(TYPES, at)
        if examples.IS_LARGE or (layer, extension) != ("grid", "xlsx")  # three seconds for one more of both
        for query in examples.some(QUERIES, len(QUERIES), turn)
    ],
)
def test_a_file_names_the_address_where_it_stays_as_it_is(client, made, tmp_path, layer, extension, query):
    short = ask(client, f"/download/{layer}.{extension}{query}")
    assert short.headers["Content-Type"] == TYPES[extension]
    assert short.headers["Cache-Control"] == "no-cache"
    assert short.headers["Content-Disposition"].endswith(f'.{extension}"')
    permalink = linked(short, "cite-as")
    assert permalink.startswith(f"http://localhost/b/{made.id}/download/{layer}.{extension}?source=ucdp-ged&frame=2016")
    for part in query.strip("?").split("&"):
        assert part in permalink
    if extension != "csv":
        assert inside(short.data, extension, tmp_path) == permalink
    kept = ask(client, permalink.removeprefix("http://localhost"))
    assert (kept.data, kept.headers["ETag"]) == (short.data, short.headers["ETag"])
    assert kept.headers["Cache-Control"].endswith("immutable")
    assert linked(kept, "cite-as") == permalink


def test_the_order_of_parameters_makes_no_other_file(client):
    for extension in TYPES:
        found = [
            ask(client, f"/download/zones.{extension}?{query}").data
            for query in ("year=2022&km=50&violence=one_sided", "violence=one_sided&km=50&year=2022")
        ]
        assert found[0] == found[1]


@pytest.mark.parametrize("extension", TYPES)
def test_what_is_packed_is_not_packed_again(client, extension):
    plain = ask(client, f"/download/admin1.{extension}?year=2022")
    zipped = ask(client, f"/download/admin1.{extension}?year=2022", Accept_Encoding="gzip")
    assert ("Content-Encoding" in zipped.headers) is (extension not in PACKED)
    assert len(zipped.data) <= len(plain.data)
    tag = zipped.headers["ETag"]
    known = client.get(
        f"/download/admin1.{extension}?year=2022", headers={"Accept-Encoding": "gzip", "If-None-Match": tag}
    )
    assert (known.status_code, linked(known, "cite-as")) == (304, linked(plain, "cite-as"))


@pytest.mark.parametrize("query", ["", "?hxl=1", "?year=2022&hxl=1"])
def test_a_csv_names_its_sidecar_and_the_sidecar_the_csv(client, query):
    table = ask(client, f"/download/admin1.csv{query}")
    address = linked(table, "describedby")
    told = ask(client, address.removeprefix("http://localhost"))
    assert 'type="application/csvm+json"' in table.headers["Link"]
    assert told.data == ask(client, f"/download/admin1.{SIDECAR}{query}").data
    assert told.json["@id"] == linked(told, "cite-as") == address
    assert told.json["url"] == linked(told, "describes") == linked(table, "cite-as")
    header = next(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert [column["name"] for column in told.json["tableSchema"]["columns"]] == header
    assert told.headers["Content-Disposition"].endswith('-metadata.json"')
    assert told.headers["Content-Disposition"].removesuffix('-metadata.json"') == table.headers[
        "Content-Disposition"
    ].removesuffix('"')


@pytest.mark.parametrize("layer", ["admin1", "zones", "sites"])
def test_the_hxl_row_is_right_below_the_header(client, tmp_path, layer):
    plain = list(csv.reader(io.StringIO(ask(client, f"/download/{layer}.csv?year=2022").data.decode("utf-8-sig"))))
    tagged = list(
        csv.reader(io.StringIO(ask(client, f"/download/{layer}.csv?year=2022&hxl=1").data.decode("utf-8-sig")))
    )
    assert tagged[:1] + tagged[2:] == plain
    assert all(tag.startswith("#") for tag in tagged[1])
    for query, second in (("", plain[1]), ("&hxl=1", tagged[1])):
        path = tmp_path / f"{layer}{len(query)}.xlsx"
        path.write_bytes(ask(client, f"/download/{layer}.xlsx?year=2022{query}").data)
        rows = openpyxl.load_workbook(path)[layer].iter_rows(min_row=2, max_row=2, values_only=True)
        assert next(rows)[0] == second[0]


@pytest.mark.parametrize("extension", FORMATS)
def test_hxl_0_asks_for_nothing(client, extension):
    with_it, without = (ask(client, f"/download/admin1.{extension}?year=2022{query}") for query in ("&hxl=0", ""))
    assert (with_it.data, with_it.headers["Link"]) == (without.data, without.headers["Link"])


@pytest.mark.parametrize("extension", ["geojson", "gpkg", "parquet", "fgb"])
def test_a_format_without_a_row_for_tags_refuses_them(client, extension):
    answer = client.get(f"/download/admin1.{extension}?hxl=1")
    label = FORMATS[extension].label
    assert answer.status_code == 400
    assert answer.json["detail"] == f"parameter 'hxl' is for CSV, {BOOK}: {label} has no row for it"
    assert (answer.json["parameter"], answer.json["allowed"]) == ("hxl", ["0"])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("hxl=2", "parameter 'hxl' cannot be '2'; it can be 0, 1"),
        ("hxl=", "parameter 'hxl' cannot be ''; it can be 0, 1"),
        ("hxl=true", "parameter 'hxl' cannot be 'true'; it can be 0, 1"),
        ("hxl=1&hxl=1", "parameter 'hxl' is given 2 times; give it once"),
        (
            "HXL=1",
            "unknown parameter 'HXL'; this address takes source, frame, year, month, from, units, violence, family, "
            "named, people, hxl",
        ),
    ],
)
@pytest.mark.parametrize("extension", ["csv", "xlsx", SIDECAR])
def test_hxl_is_0_or_1_and_given_once(client, extension, query, message):
    answer = client.get(f"/download/admin1.{extension}?{query}")
    assert (answer.status_code, answer.json["detail"]) == (400, message)


@pytest.mark.parametrize(
    "name", ["admin1.xls", "admin1.XLSX", "admin9.gpkg", "admin1.parquet.gz", "admin1.json", "a.csv-metadata.json"]
)
def test_there_is_no_other_file(client, name):
    answer = client.get(f"/download/{name}")
    assert answer.status_code == 404
    assert "admin1, admin2, admin3, zones, grid, sites, events" in answer.json["detail"]
    if not name.endswith(SIDECAR):
        assert "geojson, csv, xlsx, gpkg, parquet, fgb" in answer.json["detail"]


@pytest.mark.parametrize("layer", ["admin2", "events"])
@pytest.mark.parametrize("extension", TYPES)
def test_a_layer_that_is_not_there_is_told(client, layer, extension):
    answer = client.get(f"/download/{layer}.{extension}")
    assert answer.status_code == 404
    assert answer.json["detail"].endswith("available: admin1, zones, grid, sites.")


def counts_by_unit(raw: bytes, extension: str, layer: str, folder) -> list[dict[str, object]]:
    """The rows of units of a file: as GeoPandas, openpyxl and csv read them, whole numbers as such."""
    import geopandas as gpd
    import pandas as pd

    path = folder / f"file.{extension}"
    path.write_bytes(raw)
    if extension == "csv":
        found = pd.read_csv(path, encoding="utf-8-sig")
        found = found[~found["pcode"].isin(["not allocated", "Mali"])]
    elif extension == "xlsx":
        found = pd.read_excel(path, sheet_name=layer, engine="openpyxl")
    elif extension == "parquet":
        found = gpd.read_parquet(path)
    else:
        found = gpd.read_file(path, layer=layer) if extension == "gpkg" else gpd.read_file(path)
    return pd.DataFrame(found)[list(ADDITIVE)].astype("Int64").to_dict("records")


@pytest.mark.parametrize(
    ("layer", "extension", "period"),
    [
        (layer, extension, period)
        for at, layer in enumerate(["admin1", "admin2", "admin3"])
        for turn, extension in enumerate(FORMATS, at)
        for period in examples.some(PERIODS, 3, turn)
    ],
)
def test_an_imported_period_adds_up_in_every_format(imported, tmp_path, layer, extension, period):
    month = f"&month={period[5:]}" if len(period) > 4 else ""
    query = f"?source=brought&frame=2012&year={period[:4]}{month}"
    rows = counts_by_unit(
        ask(imported.client, f"/download/{layer}.{extension}{query}").data, extension, layer, tmp_path
    )
    edition = imported.edition(source="brought", frame="2012")
    missing = edition.figures.not_allocated(layer, period, "all", "any")
    assert len(rows) == len(edition.figures.units[layer])
    for name, whole in total(period).items():
        assert sum(row[name] for row in rows) + missing[name] == whole, name


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_below_a_build_s_address_is_that_build_s(imported, extension, tmp_path):
    path = f"/b/{imported.build.id}/download/events.{extension}?source=brought"
    answer = ask(imported.client, path)
    permalink = linked(answer, "cite-as")
    assert permalink == f"http://localhost/b/{imported.build.id}/download/events.{extension}?source=brought&frame=2016"
    assert imported.client.get(path.replace(imported.build.id, "0" * 16)).status_code == 404


def test_the_address_in_a_file_is_of_the_host_that_was_asked(client, data, made, tmp_path):
    first = client.get("/download/admin1.xlsx?year=2022", headers={"Host": "one.example"})
    second = client.get("/download/admin1.xlsx?year=2022", headers={"Host": "two.example:8000"})
    assert inside(first.data, "xlsx", tmp_path).startswith("http://one.example/b/")
    assert inside(second.data, "xlsx", tmp_path).startswith("http://two.example:8000/b/")
    named = create_app(data, Settings(url="https://atlas.example")).test_client()
    third = named.get("/download/admin1.xlsx?year=2013", headers={"Host": "one.example"})
    assert inside(third.data, "xlsx", tmp_path).startswith(f"https://atlas.example/b/{made.id}/download/admin1.xlsx?")
