"""Both sides of the border in files, API and OGC: the neighbours' rows stand beside Mali's, which stay as they are."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import geopandas as gpd
import openpyxl
import pytest

from geodata.exports import extract
from geodata.exports.selection import Selection
from geodata.schema.tables import ADDITIVE_NAMES
from tests import deep_worlds
from tests.app.conftest import serve_world

SIDES = ("MLI", "NER", "BFA")
ANCHORS = {"MLI": (94, 1308), "NER": (5, 40), "BFA": (41, 568)}
"""Events and deaths within 50 km of either border in 2022."""
WORLD = """
id country      country_id year x   y    prec type best b
1  Mali         432        2022 2.5 15.5 1    3    5    Civilians
2  Niger        436        2022 3.2 15.5 1    3    7    Civilians
3  Burkina_Faso 439        2022 1.5 14.9 2    1    9    Civilians
"""


def rows_of(client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/download/zones.csv{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def of_zone(rows, zone: str, km: int):
    return {
        row["side"]: (int(row["events"]), int(row["fatalities_best"]))
        for row in rows
        if (row["zone"], str(row["distance_km"])) == (zone, str(km))
    }


def test_without_the_choice_a_file_holds_mali_s_side_alone_and_says_so(client):
    rows = rows_of(client, "?year=2022")
    assert {row["side"] for row in rows} == {"MLI"}
    assert of_zone(rows, "either", 50) == {"MLI": ANCHORS["MLI"]}


def test_with_both_sides_mali_s_rows_are_the_same_and_the_neighbours_follow_them(client):
    alone, both = rows_of(client, "?year=2022"), rows_of(client, "?year=2022&sides=both")
    assert [row for row in both if row["side"] == "MLI"] == alone
    assert of_zone(both, "either", 50) == ANCHORS
    units = [row["side"] for row in both if row["distance_km"]]
    assert units == [side for side in SIDES for _ in range(12)]
    feet = [(row["zone"], row["side"], row["events"], row["fatalities_best"]) for row in both if not row["distance_km"]]
    assert feet == [
        ("not allocated", "MLI", "109", "767"),
        ("Mali", "MLI", "408", "3650"),
        ("not allocated", "NER", "33", "400"),
        ("Niger", "NER", "70", "664"),
        ("not allocated", "BFA", "49", "468"),
        ("Burkina Faso", "BFA", "236", "2609"),
    ]
    origins = {row["side"]: row["source"].rpartition(" of ")[2] for row in both}
    assert origins == {"MLI": "Mali", "NER": "Niger", "BFA": "Burkina Faso"}


def test_the_year_that_only_another_release_covers_is_that_of_each_country(client):
    rows = rows_of(client, "?year=2024&sides=both")
    found = {row["zone"]: (row["fatalities_best"], row["release"]) for row in rows if not row["distance_km"]}
    assert {name: found[name] for name in ("Mali", "Niger", "Burkina Faso")} == {
        "Mali": ("1901", "25.1"),
        "Niger": ("1222", "25.1"),
        "Burkina Faso": ("4251", "25.1"),
    }
    assert {row["events"] for row in rows if row["distance_km"]} == {""}


def test_every_format_and_the_api_and_ogc_give_the_same_rows(client, made, tmp_path):
    query = "?year=2022&sides=both"
    expected = {
        (row["zone"], int(row["distance_km"]), row["side"]): [int(row[name]) for name in ADDITIVE_NAMES]
        for row in rows_of(client, query)
        if row["distance_km"]
    }
    assert len(expected) == 36

    def keyed(rows) -> dict[tuple[str, int, str], list[int]]:
        return {
            (row["zone"], int(row["distance_km"]), row["side"]): [int(row[name]) for name in ADDITIVE_NAMES]
            for row in rows
        }

    drawn = json.loads(client.get(f"/download/zones.geojson{query}").data)
    assert keyed(feature["properties"] for feature in drawn["features"]) == expected
    assert len({feature["id"] for feature in drawn["features"]}) == 36
    for ending in ("gpkg", "fgb", "parquet"):
        file = tmp_path / f"zones.{ending}"
        file.write_bytes(client.get(f"/download/zones.{ending}{query}").data)
        table = gpd.read_parquet(file) if ending == "parquet" else gpd.read_file(file, layer="zones")
        assert keyed(table.to_dict("records")) == expected, ending
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/download/zones.xlsx{query}").data), read_only=True
    ).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    assert keyed(row for line in lines if (row := dict(zip(head, line, strict=True)))["distance_km"]) == expected
    assert keyed(client.get(f"/api/figures{query}&level=zones").json["figures"]) == expected
    shown = client.get("/ogc/collections/zones-both/items?year=2022&limit=100").json["features"]
    assert keyed(feature["properties"] for feature in shown) == expected
    assert {feature["id"]: feature["geometry"] for feature in shown} == {
        feature["id"]: feature["geometry"] for feature in drawn["features"]
    }
    one = client.get("/ogc/collections/zones-both/items?year=2022&side=BFA&zone=either&distance_km=50").json
    assert [feature["id"] for feature in one["features"]] == ["2016:either-50:2022:BFA"]
    with_hxl = client.get(f"/download/zones.csv{query}&hxl=1").data.decode("utf-8-sig").splitlines()
    assert dict(zip(with_hxl[0].split(","), with_hxl[1].split(","), strict=True))["side"] == "#country+code"
    assert (
        made.figures.abroad["BFA"].unit("zones", "either-50").area_km2
        != made.figures.unit("zones", "either-50").area_km2
    )


def test_cells_across_the_border_carry_the_neighbours_counts_and_mali_s_stay(client, made):
    def rows(query: str) -> list[dict[str, str]]:
        answer = client.get(f"/download/grid.csv{query}")
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))

    alone, both = rows("?year=2022"), rows("?year=2022&sides=both")
    assert [row for row in both if row["side"] == "MLI"] == alone
    found = {side: [row for row in both if row["side"] == side and row["gid"].isdecimal()] for side in SIDES}
    assert {side: (len(own), sum(int(row["events"]) for row in own)) for side, own in found.items()} == {
        "MLI": (497, 299),
        "NER": (52, 9),
        "BFA": (54, 118),
    }
    crossed = {row["gid"] for row in found["MLI"]} & {row["gid"] for row in found["BFA"]}
    assert len(crossed) == 25
    assert [row["gid"] for row in both if not row["gid"].isdecimal()] == [
        *("not allocated", "Mali", "not allocated", "Niger", "not allocated", "Burkina Faso")
    ]
    api = client.get("/api/figures?level=grid&year=2022&sides=both").json
    assert [(str(row["gid"]), row["side"]) for row in api["figures"]] == [
        (row["gid"], row["side"]) for own in found.values() for row in own
    ]
    assert "allocated" not in api["abroad"]["BFA"]["row_accounting"]["2022"]
    shown = client.get("/ogc/collections/grid-both/items?year=2022&side=BFA&limit=100").json["features"]
    assert [str(feature["properties"]["gid"]) for feature in shown] == [row["gid"] for row in found["BFA"]]
    notes = json.loads(client.get("/download/grid.csv-metadata.json?year=2022&sides=both").data)
    assert notes["tableSchema"]["columns"][0]["null"] == ["", "not allocated", "Mali", "Niger", "Burkina Faso"]


def test_ogc_s_zones_stay_those_of_mali(client):
    found = client.get("/ogc/collections/zones/items?year=2022&limit=100").json["features"]
    assert [feature["properties"]["side"] for feature in found] == ["MLI"] * 12


def test_title_name_citation_and_sources_say_what_is_counted_where(client):
    answer = client.get("/download/zones.geojson?year=2022&sides=both")
    found = json.loads(answer.data)
    assert 'filename="mali-zones-2022-both-sides.geojson"' in answer.headers["Content-Disposition"]
    origin = found["provenance"]
    assert origin["filters"]["sides"] == "both"
    assert [source["id"] for source in origin["sources"]] == [
        "ucdp-ged",
        "ucdp-ged-ner",
        "ucdp-ged-bfa",
        "natural-earth",
    ]
    assert "sides=both" in origin["permalink"]
    abroad = found["row_accounting"]["abroad"]
    assert abroad["BFA"]["2022"]["national"]["events"] == 236
    assert abroad["NER"]["2022"]["not_allocated"]["fatalities_best"] == 400
    notes = json.loads(client.get("/download/zones.csv-metadata.json?year=2022&sides=both").data)
    assert notes["dc:title"] == "Border zones of Mali on both sides of the border, 2022"
    assert "'not allocated' or 'Mali' or 'Niger' or 'Burkina Faso' stand for no unit" in notes["notes"][0]["rows"]


def test_the_api_says_each_side_s_source_and_row_accounting(client):
    found = client.get("/api/figures?level=zones&year=2022&sides=both&pcode=either-50").json
    assert [row["side"] for row in found["figures"]] == list(SIDES)
    assert found["filters"]["sides"] == "both"
    assert {side: entry["source"]["id"] for side, entry in found["abroad"].items()} == {
        "NER": "ucdp-ged-ner",
        "BFA": "ucdp-ged-bfa",
    }
    assert found["abroad"]["NER"]["country"] == "Niger"
    assert found["abroad"]["NER"]["row_accounting"]["2022"]["national"]["fatalities_best"] == 664
    measure = client.get("/api/figures?level=zones&year=2022&sides=both&measure=fatalities_per_1000km2").json
    assert {row["side"] for row in measure["figures"]} == set(SIDES)
    assert "abroad" not in client.get("/api/figures?level=zones&year=2022").json
    assert "abroad" not in client.get("/api/figures?year=2022&sides=both").json


def test_a_pack_of_both_sides_holds_them_and_its_table_is_described(unpainted, data):
    answer = unpainted(data).get("/download/pack.zip?year=2022&sides=both&layers=niger-50")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        name = next(name for name in archive.namelist() if "zones" in name and name.endswith(".csv"))
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8-sig", newline="")))
        manifest = json.loads(archive.read("manifest.json"))
    assert of_zone(rows, "either", 50) == ANCHORS
    assert {"ucdp-ged-ner", "ucdp-ged-bfa"} <= {source["id"] for source in manifest["sources"]}


def test_what_is_not_loaded_is_said_and_is_not_none(tmp_path):
    client, _ = serve_world(tmp_path, deep_worlds.deep_world(tmp_path, WORLD.split("2  Niger")[0]))
    rows = rows_of(client, "?year=2022&sides=both&source=brought")
    assert {row["side"] for row in rows} == {"MLI"}
    found = client.get("/api/figures?level=zones&year=2022&sides=both&source=brought").json
    assert found["abroad"] == {"NER": None, "BFA": None}
    made = json.loads(client.get("/download/zones.geojson?year=2022&sides=both&source=brought").data)
    assert made["row_accounting"]["abroad"] == {"NER": None, "BFA": None}


@pytest.mark.parametrize("km", ["45", "75"])
def test_imported_files_have_sides_at_any_distance_and_month(tmp_path, km):
    client, build = serve_world(tmp_path, deep_worlds.deep_world(tmp_path, WORLD))
    rows = rows_of(client, f"?year=2022&month=03&sides=both&km={km}&source=brought")
    assert of_zone(rows, "niger", int(km))["NER"] == (1, 7)
    assert of_zone(rows, "burkina", int(km))["BFA"] == (1, 9)
    edition = build.edition("brought", "2016")
    made = extract.build_extract(edition, "zones", Selection(year="2022", sides="both", km=int(km)))
    assert [item.properties["side"] for item in made.items] == [side for side in SIDES for _ in range(4)]
