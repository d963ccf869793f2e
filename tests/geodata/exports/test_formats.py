"""Every format read back by other programs: the same rows, the same types, the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geodata.exports.extract import COUNTRY, DISCLAIMER, NOT_ALLOCATED, build_extract
from geodata.exports.formats import FORMATS, about, csvw
from geodata.exports.selection import Selection
from geodata.schema.tables import ADDITIVE_NAMES
from tests.examples import some
from tests.geodata.written import CASES, PERMALINK, data, edition, frame, made, sheet, written
from tests.readme import ROOT

__all__ = ["data", "edition", "made"]

BINARY = ("gpkg", "parquet", "fgb")
HASHES = """
import hashlib, sys
from pathlib import Path
from geodata.builds import store
from geodata.exports import extract
from geodata.exports.formats import FORMATS, csvw
from geodata.exports.selection import Selection
edition = store.read(Path(sys.argv[1])).edition("brought", "2016")
for layer in ("admin2", "events", "sites"):
    made = extract.build_extract(edition, layer, Selection(), permalink=sys.argv[2])
    for found in FORMATS.values():
        print(hashlib.sha256(found.write(made, found.takes_hxl)).hexdigest())
    print(hashlib.sha256(csvw.write(made, True, address=sys.argv[2])).hexdigest())
"""


def rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a table as GeoPandas reads them; missing values as None, days that GDAL makes dates of as text."""
    plain = pd.DataFrame(table.drop(columns="geometry", errors="ignore"))
    for name in plain.select_dtypes("datetime").columns:
        plain[name] = plain[name].dt.strftime("%Y-%m-%d")
    plain = plain.astype(object)
    return [
        {name: None if pd.isna(value) else value for name, value in row.items()} for row in plain.to_dict("records")
    ]


def expected(items, columns) -> list[dict[str, object]]:
    return [{column.name: item.properties[column.name] for column in columns} for item in items]


def in_order(found: list[dict[str, object]]) -> list[dict[str, object]]:
    """The rows in an order of their own: FlatGeobuf has them in the order of their place."""
    return sorted(found, key=lambda row: str([row[name] for name in sorted(row)]))


@pytest.mark.parametrize("extension", ["geojson", *BINARY])
@pytest.mark.parametrize("case", CASES)
def test_geopandas_reads_every_row_as_it_was(made, tmp_path, case, extension):
    extract = made(case)
    found = frame(written(extract, extension, tmp_path), extract.layer)
    assert len(found) == len(extract.items)
    if not extract.items:
        return
    assert found.crs.to_epsg() == 4326
    names = [column.name for column in extract.attributes]
    assert [name for name in found.columns if name not in ("geometry", "id")] == names
    got = rows(found.drop(columns="id", errors="ignore"))
    wanted = expected(extract.items, extract.attributes)
    for one in (got, wanted):
        for row in one:  # NumPy reads whole numbers with gaps as floats, which are equal
            row.update({name: float(value) for name, value in row.items() if type(value) is int})
    assert in_order(got) == in_order(wanted)
    shapes = {item.id: shapely.geometry.shape(item.geometry) for item in extract.items}
    total = sum(shape.length if shape.geom_type != "Point" else shape.x for shape in shapes.values())
    measured = found.geometry.x if extract.layer in ("sites", "events") else shapely.length(found.geometry.to_numpy())
    assert measured.sum() == pytest.approx(total, rel=1e-9)


@pytest.mark.parametrize(
    ("case", "hxl"), [(case, hxl) for turn, case in enumerate(CASES) for hxl in some([False, True], 2, turn)]
)
def test_a_spreadsheet_reads_every_row_as_it_was(made, tmp_path, case, hxl):
    extract = made(case)
    book = openpyxl.load_workbook(written(extract, "xlsx", tmp_path, hxl=hxl))
    header, *lines = book[extract.layer].iter_rows(values_only=True)
    assert header == tuple(column.name for column in extract.columns)
    if hxl:
        tags, *lines = lines
        assert tags == tuple(column.hxl or None for column in extract.columns)
    assert len(lines) == len(extract.items)
    for line, item in zip(lines, extract.items, strict=True):
        for value, column in zip(line, extract.columns, strict=True):
            right = item.properties[column.name]
            assert value == (
                right if isinstance(right, str | bool) or right is None else pytest.approx(right, rel=1e-15)
            )
            assert type(value) is not int or column.dtype == "Int64" or (column.dtype == "float64" and right % 1 == 0)
    view = book[extract.layer]
    assert view.freeze_panes == ("A3" if hxl else "A2")
    assert view.auto_filter.ref.startswith("A2:" if hxl else "A1:")
    if extract.totals:
        header, *lines = book["not allocated"].iter_rows(values_only=True)
        assert [dict(zip(header, line, strict=True)) for line in lines] == expected(extract.totals, extract.columns)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("hxl", [False, True])
def test_the_csv_has_every_row_and_its_sidecar_describes_it(made, case, hxl):
    extract = made(case)
    raw = FORMATS["csv"].write(extract, hxl)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    header, *lines = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    told = json.loads(csvw.write(extract, hxl, address="https://atlas.example/here"))
    assert told["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert (told["@id"], told["@type"], told["url"]) == ("https://atlas.example/here", "Table", PERMALINK)
    assert (told["dialect"]["headerRowCount"], told["dialect"].get("commentPrefix")) == (1, "#" if hxl else None)
    columns = told["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == [column["titles"] for column in columns] == header
    if hxl:
        tags, *lines = lines
        assert tags == [column.hxl for column in extract.columns]
        assert ",".join(tags).startswith("#"), "a comment to who reads the sidecar"
    assert len(lines) == len(extract.items) + len(extract.totals)
    for line in lines:
        for text, column in zip(line, columns, strict=True):
            nulls = column["null"] if isinstance(column["null"], list) else [column["null"]]
            if text in nulls:
                assert not column["required"], column["name"]
            else:
                PARSE[column["datatype"]](text)
    units = [line for line in lines if line[0] not in (NOT_ALLOCATED, COUNTRY)]
    for line, item in zip(units, extract.items, strict=True):
        for text, column in zip(line, extract.columns, strict=True):
            right = item.properties[column.name]
            assert text == ("" if right is None else str(right).lower() if isinstance(right, bool) else str(right))


def boolean(text: str) -> None:
    assert text in ("true", "false")


PARSE = {"integer": int, "double": float, "boolean": boolean, "string": str}


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.split("-")[0] in ("admin1", "admin2", "admin3", "grid")]
)
def test_the_counts_are_those_of_the_build(made, edition, tmp_path, case, extension):
    extract = made(case)
    path = written(extract, extension, tmp_path)
    first = extract.columns[0].name
    if extension == "csv":
        found = pd.read_csv(path, encoding="utf-8-sig", dtype={first: str})
        found = found[~found[first].isin([NOT_ALLOCATED, COUNTRY])]
    elif extension == "xlsx":
        found = pd.read_excel(path, engine="openpyxl", dtype={first: str})
    else:
        found = frame(path, extract.layer)
    units = {unit.pcode: unit for unit in edition.figures.units[extract.layer]}
    chosen = extract.chosen
    assert len(found) == len(units) * len(chosen.periods(edition))
    for row in rows(found):
        period = str(int(row["year"])) + (f"-{int(row['month']):02}" if row["month"] is not None else "")
        counts = edition.figures.row(extract.layer, units[str(row[first])], period, chosen.violence, chosen.family)
        assert {name: row[name] for name in ADDITIVE_NAMES} == {name: counts[name] for name in ADDITIVE_NAMES}


@pytest.mark.parametrize("extension", BINARY)
@pytest.mark.parametrize("case", CASES)
def test_types_are_kept(made, tmp_path, case, extension):
    extract = made(case)
    path = written(extract, extension, tmp_path)
    if extension == "parquet":
        kinds = {"string": pa.string(), "Int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
        found = {field.name: field.type for field in pq.read_schema(path)}
    else:
        kinds = {"string": "object", "Int64": "int64", "float64": "float64", "bool": "bool"}
        info = pyogrio.read_info(path, layer=extract.layer)
        found = dict(zip(info["fields"], info["dtypes"], strict=True))
        assert info["geometry_type"] == ("Point" if extract.layer in ("sites", "events") else "MultiPolygon")
    for column in extract.attributes:
        assert found[column.name] == kinds[column.dtype], column.name


@pytest.mark.parametrize("extension", FORMATS)
def test_a_count_that_is_missing_is_never_zero(made, tmp_path, extension):
    extract = made("admin1-nothing")
    assert {item.properties["events"] for item in extract.items} == {None}
    path = written(extract, extension, tmp_path)
    if extension == "geojson":
        assert {one["properties"]["events"] for one in json.loads(path.read_bytes())["features"]} == {None}
        return
    if extension == "csv":
        found = pd.read_csv(path, encoding="utf-8-sig").iloc[: len(extract.items)]
    else:
        found = pd.read_excel(path, engine="openpyxl") if extension == "xlsx" else frame(path, "admin1")
    assert found["events"].isna().all()
    assert set(found["fatalities_status"]) == {"no_data"}
    if extension == "parquet":
        assert pq.read_table(path)["fatalities_per_100k"].null_count == len(extract.items)


def test_the_same_bytes_come_out_again_and_in_another_process(data, edition):
    ours = []
    for layer in ("admin2", "events", "sites"):
        extract = build_extract(edition, layer, Selection(), permalink=PERMALINK)
        for found in FORMATS.values():
            raw = found.write(extract, found.takes_hxl)
            assert raw == found.write(extract, found.takes_hxl), found.label
            ours.append(hashlib.sha256(raw).hexdigest())
        ours.append(hashlib.sha256(csvw.write(extract, True, address=PERMALINK)).hexdigest())
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/New_York")):
        answer = subprocess.run(
            [sys.executable, "-c", HASHES, str(data), PERMALINK],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert answer.stdout.split() == ours


@pytest.mark.parametrize("extension", [*FORMATS, "csv-metadata"])
@pytest.mark.parametrize("case", ["admin1", "events", "sites"])
def test_a_file_says_where_it_is_from(made, tmp_path, case, extension):
    extract = made(case)
    if extension == "csv":
        return  # its sidecar does
    if extension == "csv-metadata":
        told = json.loads(csvw.write(extract))
        assert (told["url"], told["dc:hasVersion"]) == (PERMALINK, extract.edition.id)
        assert told["dc:bibliographicCitation"] == about.citation(extract)
        document = told["notes"][0]
    else:
        document = document_of(written(extract, extension, tmp_path), extract)
    assert document["provenance"]["permalink"] == PERMALINK
    assert document["provenance"]["build"] == extract.edition.id
    assert document["disclaimer"] == DISCLAIMER
    if extension == "xlsx":
        return
    assert document["provenance"] == json.loads(json.dumps(extract.provenance))
    assert document["row_accounting"] == json.loads(json.dumps(extract.accounting))


def document_of(path: Path, extract) -> dict[str, object]:
    """What a file says of itself, read by another program."""
    if path.suffix == ".geojson":
        return json.loads(path.read_bytes())
    if path.suffix == ".parquet":
        return json.loads(pq.read_schema(path).metadata[b"mali_atlas"])
    if path.suffix == ".xlsx":
        found = {(part, name): value for part, name, value in sheet(path, "provenance")}
        assert found["file", "citation"] == about.citation(extract)
        assert found["sources", f"{extract.provenance['sources'][0]['id']} / licence"]
        named = {name: found["file", name] for name in ("permalink", "build")}
        return {"provenance": named, "disclaimer": found["file", "disclaimer"]}
    told = pyogrio.read_info(path, layer=extract.layer)["layer_metadata"]
    assert told["permalink"] == PERMALINK
    assert told["DESCRIPTION"] == told["citation"] == about.citation(extract)
    return {
        **{name: json.loads(told[name]) for name in ("provenance", "row_accounting")},
        "disclaimer": told["disclaimer"],
    }
