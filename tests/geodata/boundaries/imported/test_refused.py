"""What a file is, which of Mali's units it holds, and what to take instead: said in words, or Mali's part taken."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.boundaries.imported import boundary_file, recognition
from geodata.errors import AtlasError
from geodata.imports import add
from tests import boundary_worlds

TAKE = "Take the communes instead: geoBoundaries' MLI-ADM3, the adm3 layer of OCHA's COD-AB, or level 4 of GADM."


def refused(path, tmp_path) -> str:
    with pytest.raises(AtlasError) as caught:
        add.add(tmp_path / "data", path)
    return caught.value.text


def written(path, text: str):
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("layout", "other"), [("geoboundaries", "BFA"), ("cod-ab", "BF"), ("gadm", "NER")])
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".zip"])
def test_of_several_countries_mali_s_part_is_taken(tmp_path, layout, other, suffix):
    names = boundary_worlds.LAYOUTS[layout]
    mali = boundary_worlds.gadm() if layout == "gadm" else boundary_worlds.features(layout)
    abroad = mali.iloc[:2].assign(**{names["country"]: other, names["name"]: "Kaya"})
    abroad = abroad.set_geometry(abroad.geometry.translate(yoff=-9).to_numpy(), crs=mali.crs)
    both = pd.concat([abroad.iloc[:1], mali, abroad.iloc[1:]], ignore_index=True)
    communes, report = boundary_worlds.read(gpd.GeoDataFrame(both, crs=mali.crs), tmp_path / f"sahel{suffix}")
    assert (len(communes), report.features, "2012" in report.frames) == (701, 701, True)
    told = report.findings[report.findings["check"] == "count"]
    assert told["detail"].tolist() == [f"2 features of other countries left out: {other} 2"]


def test_points_and_lines_are_no_areas(tmp_path):
    table = boundary_worlds.features("cod-ab").iloc[:12]
    points = table.set_geometry(table.geometry.representative_point(), crs=table.crs)
    text = refused(boundary_worlds.write(points, tmp_path / "points.geojson"), tmp_path)
    assert text.startswith("points.geojson: holds 12 points (")
    assert " and 2 more) and no areas. Expected: polygons of communes or cercles. Take the communes instead:" in text
    lines = table.set_geometry(shapely.boundary(table.geometry.to_numpy()), crs=table.crs)
    assert "holds 12 lines (" in refused(boundary_worlds.write(lines, tmp_path / "lines.gpkg"), tmp_path)


def test_one_feature_divides_nothing(tmp_path):
    whole = boundary_worlds.features().dissolve().assign(shapeName="Mali", shapeType="ADM0", shapeID="MLI-ADM0-1")
    path = boundary_worlds.write(whole, tmp_path / "MLI-ADM0.geojson")
    assert refused(path, tmp_path) == (
        "MLI-ADM0.geojson: holds the whole country (Mali) and nothing that divides it. "
        f"Expected: a feature for each commune or cercle. {TAKE} "
        "Regions and cercles of every frame are then made from them."
    )
    one = json.loads(whole.to_json(drop_id=True))["features"][0]
    assert refused(written(tmp_path / "one.geojson", json.dumps(one)), tmp_path) == (
        "one.geojson: is one GeoJSON feature and no collection of features. "
        "Expected: a GeoJSON FeatureCollection of all units."
    )
    shape = written(tmp_path / "shape.json", json.dumps(one["geometry"]))
    assert "is one shape without a name" in refused(shape, tmp_path)
    topology = written(tmp_path / "topo.json", '{"type": "Topology", "objects": {}, "arcs": []}')
    assert "is TopoJSON and no GeoJSON" in refused(topology, tmp_path)


@pytest.mark.parametrize("start", ["<!DOCTYPE html>", "\n<html lang='en'>", "<?xml version='1.0'?><html>"])
@pytest.mark.parametrize("name", ["MLI-ADM3.geojson", "adm3.zip", "ged241.csv"])
def test_a_web_page_that_was_saved_is_told_as_one(tmp_path, start, name):
    page = written(tmp_path / name, f"{start}<head><title>Mali</title></head><body>FeatureCollection</body></html>")
    assert refused(page, tmp_path) == (
        f"{name}: is a web page that was saved, not the file itself. Expected: the file that the page offers. "
        "Follow the page's link to the file, or download it with the browser's own command."
    )


def test_a_map_of_another_format_says_which_are_read(tmp_path):
    kml = written(tmp_path / "x.kml", "<?xml version='1.0'?><kml xmlns='http://www.opengis.net/kml/2.2'></kml>")
    assert refused(kml, tmp_path) == (
        "x.kml: is KML, GML or OpenStreetMap's XML. "
        "Expected: a GeoJSON, a GeoPackage, or a zip with a shapefile (.shp, .shx, .dbf, .prj)."
    )


@pytest.mark.parametrize(
    "text",
    [
        '"{""type"": ""FeatureCollection"","\n"""features"": ["\n',
        '{;\n"""type"": ""FeatureCollection"",";\n',
        '{;;\n"type": "FeatureCollection";;\n"features": [;;\n',
    ],
)
def test_a_geojson_that_a_spreadsheet_saved_is_told_as_one(tmp_path, text):
    assert refused(written(tmp_path / "x.csv", text), tmp_path) == (
        "x.csv: is a GeoJSON that a spreadsheet opened and saved: its text is cut into cells. "
        "Expected: a GeoJSON, a GeoPackage, or a zip with a shapefile (.shp, .shx, .dbf, .prj). "
        "Take the file again from its publisher, and open it in no spreadsheet before."
    )


def test_a_file_that_was_cut_off_says_where(tmp_path):
    whole = boundary_worlds.features().iloc[:3].to_json(drop_id=True)
    text = refused(written(tmp_path / "x.geojson", whole[:500]), tmp_path)
    assert text.startswith("x.geojson: cannot be read as GeoJSON: it ends in the middle, after 500 characters (")
    assert "Take the file again from its publisher, and open it in no editor or spreadsheet before." in text


def test_what_the_columns_of_an_unknown_layout_hold_is_said(tmp_path):
    table = boundary_worlds.features("cod-ab", "2023").dissolve("ADM1_FR").reset_index()
    regions = table[["ADM1_FR", "geometry"]].rename(columns={"ADM1_FR": "name"})
    regions = regions.assign(code=[f"ML{number:02}" for number in range(1, 21)])
    path = boundary_worlds.write(regions, tmp_path / "x.geojson")
    with pytest.raises(AtlasError) as caught:
        recognition.recognise(path)
    assert (
        "are of no layout known here; name holds names of regions (20), code holds p-codes (20). " in caught.value.text
    )


def test_regions_with_p_codes_say_so(tmp_path):
    table = boundary_worlds.features("cod-ab", "2023").dissolve("ADM1_FR").reset_index()
    regions = table[["ADM1_FR", "geometry"]].assign(ADM1_PCODE=[f"ML{number:02}" for number in range(1, 21)])
    with pytest.raises(AtlasError) as caught:
        boundary_file.read_units(boundary_worlds.write(regions, tmp_path / "adm1.gpkg"))
    assert "holds 20 regions of the frame 2023 (Bamako, " in caught.value.text
    assert " and 10 more) with p-codes ML01 to ML20, without gaps or overlaps, and no cercles" in caught.value.text
