"""What each format has of its own: tables, metadata, tags, cells that are no formulas."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import pairwise

import geopandas as gpd
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geodata.exports.extract import COUNTRY, NOT_ALLOCATED
from geodata.exports.formats import FORMATS, about
from geodata.tabular.formulas import escape_formula
from tests.geodata.written import CASES, PERMALINK, data, edition, frame, made, sheet, written

__all__ = ["data", "edition", "made"]

CORE = {
    "#access", "#activity", "#adm1", "#adm2", "#adm3", "#adm4", "#adm5", "#affected", "#beneficiary", "#capacity",
    "#cause", "#channel", "#contact", "#country", "#crisis", "#currency", "#date", "#description", "#event",
    "#frequency", "#geo", "#group", "#impact", "#indicator", "#inneed", "#item", "#loc", "#meta", "#modality",
    "#need", "#operations", "#org", "#output", "#population", "#reached", "#region", "#respondee", "#sector",
    "#service", "#severity", "#status", "#subsector", "#targeted", "#value",
}  # fmt: skip
"""The hashtags of the HXL 1.1 dictionary."""
NUMBERS = {"#affected", "#population"}
"""Those whose values are always numbers, as the dictionary has it."""
HOSTILE = {
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-2+3": "'-2+3",
    "-5": "-5",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t=1",
    "\r1": "'\r1",
    "\n1": "'\n1",
    "  =1": "'  =1",
    "\u00a0=1": "'\u00a0=1",
    "\ufeff=1": "'\ufeff=1",
    "\x01=1": "'\x01=1",
    "＝1": "'＝1",
    "＋1": "'＋1",
    "－1": "'－1",
    "＠a": "'＠a",
    "{=1+1}": "{=1+1}",
    '=HYPERLINK("http://x";"y")': '\'=HYPERLINK("http://x";"y")',
    "http://example.org/": "http://example.org/",
    "mailto:a@b.example": "mailto:a@b.example",
    "internal:Sheet1!A1": "internal:Sheet1!A1",
    "'quoted": "'quoted",
    "_x0041_": "_x0041_",
    "a\x0bb": "a\x0bb",
    "\ufffe\uffff": "\ufffd\ufffd",
    "00123": "00123",
    "1e5": "1e5",
    "TRUE": "TRUE",
    "]]>&<b>": "]]>&<b>",
    "Ménaka\u202e": "Ménaka\u202e",
    " Gao ": " Gao ",
}
"""A text and what a spreadsheet shows of it."""


@pytest.mark.parametrize("value", [-1.5, -3, 0, None, True, "", "Gao", "-5", "-5.25", "'=1", "a=1", "1-2", "#adm1"])
def test_what_is_no_formula_stays(value):
    assert escape_formula(value) is value


@pytest.mark.parametrize("value", [name for name in HOSTILE if HOSTILE[name].startswith("'") and name[0] != "'"])
def test_what_may_be_a_formula_is_made_text(value):
    assert escape_formula(value) == "'" + value


def test_hostile_texts_are_texts_in_a_workbook(made, tmp_path):
    extract = made("events")
    first = extract.items[0]
    items = [replace(first, properties={**first.properties, "place": name, "side_a": name}) for name in HOSTILE]
    long = replace(first, properties={**first.properties, "place": "x" * 40_000})
    path = written(replace(extract, items=(*items, long)), "xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    shown = book["events"]
    place = [cell.value for cell in shown[1]].index("place")
    cells = [row[place] for row in shown.iter_rows(min_row=2)]
    assert [unescaped(cell.value) for cell in cells[:-1]] == list(HOSTILE.values())
    assert cells[-1].value == "x" * 32_766 + "…"
    for row in shown.iter_rows():
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    with zipfile.ZipFile(path) as parts:
        xml = b"".join(parts.read(name) for name in parts.namelist())
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml


def unescaped(text: str) -> str:
    """The text of a cell, where openpyxl leaves what the format writes for signs that XML does not know."""
    return re.sub(r"_x005F_", "_", re.sub(r"_x(00[01][0-9A-F])_", lambda match: chr(int(match[1], 16)), text))


def test_hostile_texts_are_the_same_in_a_csv(made):
    extract = made("events")
    first = extract.items[0]
    for name in HOSTILE:
        one = replace(extract, items=(replace(first, properties={**first.properties, "place": name}),))
        raw = FORMATS["csv"].write(one, False).decode("utf-8-sig")
        assert (escape_formula(name).replace('"', '""') if '"' in name else escape_formula(name)) in raw


@pytest.mark.parametrize("extension", ["geojson", "gpkg", "parquet", "fgb"])
def test_hostile_texts_are_themselves_where_nothing_runs_them(made, tmp_path, extension):
    extract = made("events")
    first = extract.items[0]
    names = [name for name in HOSTILE if "\x00" not in name]
    items = tuple(replace(first, properties={**first.properties, "place": name}) for name in names)
    path = written(replace(extract, items=items), extension, tmp_path)
    found = frame(path, "events")
    assert sorted(found["place"]) == sorted(names)


@pytest.mark.parametrize("case", CASES)
def test_every_column_has_a_tag_of_the_hxl_dictionary(made, case):
    for column in made(case).columns:
        assert re.fullmatch(r"#[a-z0-9]+(\+[a-z][a-z0-9_]*)*", column.hxl), column.name
        hashtag = column.hxl.split("+")[0]
        assert hashtag in CORE
        if hashtag in NUMBERS or "+num" in column.hxl:
            assert column.dtype in ("Int64", "float64")
    tags = {column.name: column.hxl for column in made(case).columns}
    assert len(set(tags.values())) == len(tags), "no two columns of a file have the same tag"


def test_the_tags_say_what_humanitarian_readers_look_for(made):
    tags = {column.name: column.hxl for column in made("admin2-change").columns}
    assert (tags["pcode"], tags["name"], tags["admin1_pcode"]) == ("#adm2+code", "#adm2+name", "#adm1+code")
    assert (tags["year"], tags["start"], tags["end"]) == ("#date+year", "#date+start", "#date+end")
    assert (tags["fatalities_best"], tags["events"]) == ("#affected+killed+best", "#event+num")
    assert tags["fatalities_best_jnim"] == "#affected+killed+best+jnim"
    assert {column.name: column.hxl for column in made("admin1").columns}["population"] == "#population"
    points = {column.name: column.hxl for column in made("sites").columns}
    assert (points["latitude"], points["longitude"]) == ("#geo+lat", "#geo+lon")


@pytest.mark.parametrize("case", ["admin1", "grid-family", "events", "sites"])
def test_a_geopackage_has_the_tables_beside_the_layer(made, tmp_path, case):
    extract = made(case)
    path = written(extract, "gpkg", tmp_path)
    beside = [["not_allocated", None]] if extract.totals else []
    kind = "Point" if case in ("events", "sites") else "MultiPolygon"
    listed = [[extract.layer, kind], *beside, ["columns", None], ["provenance", None]]
    assert pyogrio.list_layers(path).tolist() == listed
    assert [one.name for one in tmp_path.iterdir()] == ["file.gpkg"], "nothing is left beside it by who reads it"
    with sqlite3.connect(path) as file:
        assert file.execute("pragma integrity_check").fetchall() == [("ok",)]
        (days,) = zip(*file.execute("select distinct last_change from gpkg_contents"), strict=True)
        assert days == (f"{extract.edition.built:%Y-%m-%dT%H:%M:%S.000Z}",)
        meanings = dict(
            file.execute("select column_name, description from gpkg_data_columns where table_name != 'not_allocated'")
        )
        names = "part, name, value"
        notes = file.execute(f"select {names} from provenance").fetchall()  # noqa: S608
        dictionary = file.execute(f"select {', '.join(about.DICTIONARY)} from columns").fetchall()  # noqa: S608
        kinds = file.execute("select table_name, data_type from gpkg_contents").fetchall()
    file.close()
    assert [name for name, kind in kinds if kind == "features"] == [extract.layer]
    for column in extract.attributes:
        assert meanings[column.name].startswith(column.meaning)
    assert ("file", "permalink", PERMALINK) in notes
    assert [row[0] for row in dictionary] == [column.name for column in extract.attributes]
    if extract.totals:
        first = extract.columns[0].name
        found = gpd.read_file(path, layer="not_allocated")
        assert list(found[first]) == [item.properties[first] for item in extract.totals]
        events = [item.properties["events"] for item in extract.totals]
        assert [None if value != value else value for value in found["events"]] == events


def test_geoparquet_s_metadata_is_as_its_specification_asks(made, tmp_path):
    extract = made("admin1")
    path = written(extract, "parquet", tmp_path)
    schema = pq.read_schema(path)
    told = json.loads(schema.metadata[b"geo"])
    assert (told["version"], told["primary_column"], list(told["columns"])) == ("1.1.0", "geometry", ["geometry"])
    column = told["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["MultiPolygon"])
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    found = gpd.read_parquet(path)
    assert column["bbox"] == pytest.approx(list(found.total_bounds))
    assert column["orientation"] == "counterclockwise"
    for shape in found.geometry:
        for part in shape.geoms:
            assert shapely.is_ccw(part.exterior)
            assert not any(shapely.is_ccw(hole) for hole in part.interiors)
    for column in extract.attributes:
        meaning = schema.field(column.name).metadata[b"description"].decode()
        assert meaning == (f"{column.meaning} [{column.unit}]" if column.unit else column.meaning)


def test_flatgeobuf_has_title_index_and_fields_with_their_meaning(made, tmp_path):
    extract = made("admin1")
    path = written(extract, "fgb", tmp_path)
    info = pyogrio.read_info(path)
    assert info["layer_metadata"]["TITLE"] == extract.title.en
    assert info["capabilities"]["fast_spatial_filter"]
    assert extract.columns[0].meaning.encode() in path.read_bytes()
    west, south, east, north = info["total_bounds"]
    half = gpd.read_file(path, bbox=(west, south, (west + east) / 2 - 0.1, north))
    assert 0 < len(half) < len(extract.items)


def test_geojson_has_each_ring_once_round_and_the_box_of_all(made):
    found = json.loads(FORMATS["geojson"].write(made("admin1"), False))
    rings = [ring for one in found["features"] for part in parts(one["geometry"]) for ring in part]
    assert all(ring[0] == ring[-1] for ring in rings)
    assert all(doubled_area(part[0]) > 0 for one in found["features"] for part in parts(one["geometry"]))
    x, y = zip(*(point for ring in rings for point in ring), strict=True)
    assert found["bbox"] == [min(x), min(y), max(x), max(y)]
    assert "bbox" not in json.loads(FORMATS["geojson"].write(made("events-none"), False))


def parts(geometry):
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def doubled_area(ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def test_the_workbook_s_other_sheets_are_dictionary_and_provenance(made, tmp_path):
    extract = made("admin1")
    path = written(extract, "xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["admin1", "not allocated", "columns", "provenance"]
    assert book.properties.created.isoformat() == extract.edition.built.replace(tzinfo=None).isoformat()
    head, *lines = sheet(path, "columns")
    assert head == about.DICTIONARY
    wanted = [tuple(value if value != "" else None for value in row) for row in about.dictionary(extract)]
    assert lines == wanted
    notes = {(part, name): value for part, name, value in sheet(path, "provenance")}
    national = extract.accounting["by_year"]["2022"]["national"]
    for name, number in national.items():
        assert notes["row_accounting", f"by_year / 2022 / national / {name}"] == number
    hashes = [source["raw_sha256"] for source in extract.provenance["sources"]]
    assert [
        notes["sources", f"{source['id']} / raw_sha256"] or "" for source in extract.provenance["sources"]
    ] == hashes


def test_codes_are_text_and_counts_are_grouped(made, tmp_path):
    shown = openpyxl.load_workbook(written(made("admin1"), "xlsx", tmp_path))["admin1"]
    formats = {cell.value: shown.cell(2, cell.column) for cell in shown[1]}
    assert (formats["pcode"].data_type, formats["pcode"].number_format) == ("s", "@")
    assert (formats["year"].data_type, formats["year"].number_format) == ("n", "0")
    assert (formats["events"].data_type, formats["events"].number_format) == ("n", "#,##0")
    assert formats["fatalities_per_100k"].number_format == "#,##0.00"


def test_the_registry_is_light():
    code = (
        "import sys; from geodata.exports.formats import FORMATS; "
        "print([name for name in ('pandas', 'geopandas', 'shapely', 'xlsxwriter', 'pyogrio') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_formats_are_these_in_this_order():
    assert list(FORMATS) == ["geojson", "csv", "xlsx", "gpkg", "parquet", "fgb"]
    assert [name for name, found in FORMATS.items() if found.takes_hxl] == ["csv", "xlsx"]
    assert [name for name, found in FORMATS.items() if not found.has_geometry] == ["csv", "xlsx"]


def test_rows_that_stand_for_no_unit_are_beside_the_units(made):
    extract = made("grid-family")
    assert extract.columns[0].dtype == "Int64"
    assert {item.properties["gid"] for item in extract.totals} == {NOT_ALLOCATED, COUNTRY}
