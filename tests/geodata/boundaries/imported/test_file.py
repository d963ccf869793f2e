import zipfile

import geopandas as gpd
import pytest
import shapely

from geodata.boundaries import gazetteer
from geodata.boundaries.imported import boundary_file, recognition
from tests import boundary_worlds, worlds
from tests.geodata.boundaries.imported.drawn import IDS, drawn, geojson, refused

FORMATS = {"geojson": ".geojson", "geopackage": ".gpkg", "zip": ".zip"}


@pytest.mark.parametrize("layout", ["geoboundaries", "cod-ab", "cod-ab-2019"])
@pytest.mark.parametrize("suffix", FORMATS.values())
def test_a_file_of_communes_is_recognised_and_every_commune_is_there_once(tmp_path, layout, suffix):
    path = boundary_worlds.write(boundary_worlds.features(layout), tmp_path / f"any name{suffix}")
    publisher = layout.removesuffix("-2019")
    key, why = recognition.recognise(path)
    assert key == f"{publisher}-admin3"
    assert boundary_worlds.LAYOUTS[layout]["name"] in why
    assert "701 features" in why
    communes, report = boundary_file.read_units(path)
    assert communes["commune_id"].tolist() == IDS
    assert communes.columns.tolist() == [
        "commune_id",
        "name",
        "source_name",
        "source_pcode",
        "geometry",
        "basis",
    ]
    assert communes.crs == "EPSG:4326"
    assert shapely.coverage_is_valid(communes.geometry.to_numpy())
    assert communes["source_pcode"].notna().all() == (publisher == "cod-ab")
    assert (report.features, report.units, report.matched) == (701, 701, {"name_and_point": 701})
    assert report.frame == (None if publisher == "geoboundaries" else "2012")
    assert (report.layout, report.level, report.frames) == (key, "admin3", ("2012", "2016", "2023"))
    assert set(report.findings["check"]) <= {"rings", "accents"}


@pytest.mark.parametrize("frame", ["2012", "2016", "2023"])
def test_the_frame_is_told_by_the_regions_that_a_file_names(tmp_path, frame):
    _, report = boundary_worlds.read(boundary_worlds.features("cod-ab", frame), tmp_path / "adm3.geojson")
    assert report.frame == frame


def test_the_deepest_of_several_layers_is_taken(tmp_path):
    path = tmp_path / "mli.gpkg"
    features = boundary_worlds.features("cod-ab")
    regions = features.dissolve("ADM1_FR").reset_index()[["ADM1_FR", "geometry"]].assign(ADM1_PCODE="ML01")
    regions.to_file(path, layer="adm1")
    features.to_file(path, layer="adm3")
    assert recognition.recognise(path)[0] == "cod-ab-admin3"
    assert len(boundary_file.read_units(path)[0]) == 701


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"id,relid\n1,2\n", "events.csv"),
        (b'{"data": [1, 2]}', "answer.json"),
        (b"", "empty.geojson"),
        (b"SQLite format 3\0" + bytes(90), "other.gpkg"),
    ],
)
def test_what_is_no_boundary_file_is_left_to_others(tmp_path, content, name):
    (tmp_path / name).write_bytes(content)
    assert recognition.recognise(tmp_path / name) is None


def test_a_zip_of_other_things_is_left_to_others(tmp_path):
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert recognition.recognise(tmp_path / "book.xlsx") is None


def test_an_unknown_layout_names_the_closest_and_what_it_lacks(tmp_path):
    features = boundary_worlds.features("gadm").rename(columns={"GID_4": "code"}).head(3)
    path = boundary_worlds.write(features, tmp_path / "x.geojson")
    assert refused(recognition.recognise, path) == (
        "x.geojson: its columns (GID_0, NAME_1, NAME_2, NAME_4, code) are of no layout known here; NAME_4 holds names "
        "of communes (3), code holds p-codes (3), NAME_2 holds names of cercles (1), NAME_1 holds names of regions "
        "(1). "
        "Expected: the closest is GADM, which has also GID_4. "
        "Take the communes or cercles as geoBoundaries, OCHA's COD-AB or GADM publish them."
    )


def test_another_country_is_refused(tmp_path):
    path = boundary_worlds.write(boundary_worlds.features().assign(shapeGroup="BFA"), tmp_path / "x.geojson")
    assert refused(recognition.recognise, path) == ("x.geojson: holds boundaries of BFA. Expected: boundaries of Mali.")


def test_a_file_of_regions_or_arrondissements_is_audited_and_told_what_to_take_instead(tmp_path):
    features = boundary_worlds.features("cod-ab", "2016")
    regions = features.dissolve("ADM1_FR").reset_index()[["ADM1_FR", "geometry"]].assign(ADM1_PCODE="ML01")
    path = boundary_worlds.write(regions, tmp_path / "adm1.geojson")
    assert recognition.recognise(path)[0] == "cod-ab-admin1"
    assert refused(boundary_file.read_units, path) == (
        "adm1.geojson: holds 11 regions of the frame 2016 (Bamako, Gao, Kayes, Kidal, Koulikoro, Mopti, Ménaka, "
        "Sikasso, Ségou, Taoudénit and 1 more) with p-codes ML01 to ML01, without gaps or overlaps, and no cercles or "
        "communes. "
        "Expected: a file of communes, which lie whole in a cercle and a region of every frame, or of cercles. "
        "Take the communes instead: geoBoundaries' MLI-ADM3, the adm3 layer of OCHA's COD-AB, or level 4 of GADM. "
        "Regions and cercles of every frame are then made from them."
    )
    third = features.iloc[:300].rename(columns={"ADM3_FR": "NAME_3", "ADM3_PCODE": "GID_3"})
    path = boundary_worlds.write(third[["NAME_3", "GID_3", "geometry"]], tmp_path / "gadm3.geojson")
    assert recognition.recognise(path)[0] == "gadm-arrondissements"
    assert "holds 300 arrondissements" in refused(boundary_file.read_units, path)


def test_another_coordinate_system_is_transformed_and_reported(tmp_path):
    features = boundary_worlds.features()
    communes, report = boundary_worlds.read(features.to_crs("EPSG:32630"), tmp_path / "utm.gpkg")
    row = report.findings.set_index("check").loc["crs"]
    assert (row["outcome"], row["detail"]) == ("mended", "transformed from WGS 84 / UTM zone 30N")
    moved = shapely.hausdorff_distance(communes.geometry.to_numpy(), boundary_worlds.communes().geometry.to_numpy())
    assert moved.max() < 1e-6


def test_a_file_without_coordinate_system_is_taken_as_degrees_if_it_can_be(tmp_path):
    path = boundary_worlds.write(boundary_worlds.features(), tmp_path / "no_prj.zip")
    bare = tmp_path / "bare.zip"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(bare, "w") as copy:
        for name in archive.namelist():
            if not name.endswith((".prj", ".cpg")):
                copy.writestr(name, archive.read(name))
    _, report = boundary_file.read_units(bare)
    assert report.findings.set_index("check").loc["crs", "detail"] == ("no coordinate system given: taken as EPSG:4326")


def test_features_elsewhere_or_without_polygon_are_named(tmp_path):
    features = drawn()
    features[3]["geometry"] = None
    features[5]["geometry"] = {"type": "Point", "coordinates": [0, 15]}
    text = refused(boundary_file.read_units, geojson(features, tmp_path / "x.geojson"))
    names = [features[index]["properties"]["shapeName"] for index in (3, 5)]
    assert text.startswith(
        f"x.geojson: features with not a polygon, or coordinates that are not numbers: 4 ({names[0]}), 6 ({names[1]}). "
        "Expected: polygons in longitude and latitude (EPSG:4326), or in a coordinate system that the file names."
    )
    swapped = boundary_worlds.features()
    swapped = swapped.set_geometry(shapely.transform(swapped.geometry.to_numpy(), lambda points: points[:, ::-1]))
    path = boundary_worlds.write(swapped.set_crs("EPSG:4326", allow_override=True), tmp_path / "y.geojson")
    assert "coordinates outside Mali: 1 (Bafoulabe), 2 (" in refused(boundary_file.read_units, path)


def test_communes_that_are_missing_or_unknown_are_listed(tmp_path):
    features = boundary_worlds.features()
    fewer = features.drop(index=[0]).reset_index(drop=True)
    west = features.geometry.iloc[[0]].union_all()
    fewer.loc[0, "geometry"] = shapely.union(fewer.geometry.iloc[0], west)
    path = boundary_worlds.write(fewer, tmp_path / "x.geojson")
    text = refused(boundary_file.read_units, path)
    assert "1 of 701 communes have no feature (Bafoulabe (Bafoulabé)); 0 features match no known commune. " in text


def test_a_renamed_commune_is_told_by_its_point_and_noted(tmp_path):
    features = boundary_worlds.features("cod-ab")
    features.loc[40, "ADM3_FR"] = "Nouvelle-Ville"
    communes, report = boundary_worlds.read(features, tmp_path / "x.geojson")
    row = communes[communes["source_name"] == "Nouvelle-Ville"].iloc[0]
    assert (row["commune_id"], row["basis"]) == (IDS[40], "point")
    assert row["name"] == gazetteer.communes().loc[40, "name"]
    noted = report.findings[report.findings["check"] == "match"]
    assert noted["names"].tolist() == ["Nouvelle-Ville"]
    assert noted["detail"].tolist() == [f"taken as {row['name']}: the point of a commune inside, under another name"]
    assert report.matched == {"name_and_point": 700, "point": 1}


def test_names_with_accents_are_kept(tmp_path):
    features = boundary_worlds.features("cod-ab")
    features.loc[features["ADM3_FR"] == "Menaka", "ADM3_FR"] = "Ménaka"
    for suffix in FORMATS.values():
        communes, report = boundary_worlds.read(features, tmp_path / f"accents{suffix}")
        assert communes.set_index("commune_id").loc["ML0704-menaka", "name"] == "Ménaka"
        assert "accents" not in set(report.findings["check"])


def test_a_shapefile_without_its_code_page_keeps_its_accents(tmp_path):
    features = boundary_worlds.features("cod-ab")
    features.loc[features["ADM3_FR"] == "Menaka", "ADM3_FR"] = "Ménaka"
    for encoding in ("utf-8", "cp1252"):
        path = boundary_worlds.write(features, tmp_path / f"{encoding}.zip", encoding=encoding)
        bare = tmp_path / f"bare {encoding}.zip"
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(bare, "w") as copy:
            for name in archive.namelist():
                if not name.endswith(".cpg"):
                    copy.writestr(name, archive.read(name))
        communes, _ = boundary_file.read_units(bare)
        assert communes.set_index("commune_id").loc["ML0704-menaka", "name"] == "Ménaka"


def test_communes_made_later_have_ids_of_their_own(tmp_path):
    features = boundary_worlds.features("cod-ab")
    menaka = features.index[features["ADM3_FR"] == "Menaka"][0]
    shape, point = features.geometry[menaka], gazetteer.communes().loc[menaka]
    west, _, _, _ = shape.bounds
    strip = shapely.box(west - 1, 0, (west + point["longitude"]) / 2, 30)
    added = gpd.GeoDataFrame(
        {"ADM3_FR": ["Alata"], "ADM3_PCODE": ["ML070499"], "ADM2_FR": ["Ménaka"], "ADM1_FR": ["Gao"]},
        geometry=[shapely.intersection(shape, strip)],
        crs="EPSG:4326",
    )
    features.loc[menaka, "geometry"] = shapely.difference(shape, strip)
    both = gpd.GeoDataFrame(features.merge(added, how="outer"), geometry="geometry", crs="EPSG:4326")
    communes, report = boundary_worlds.read(both.assign(ADM0_PCODE="ML"), tmp_path / "x.geojson")
    row = communes[communes["source_name"] == "Alata"].iloc[0]
    assert (row["commune_id"], row["name"], row["basis"]) == ("ML0704-alata", "Alata", "later_commune")
    assert len(communes) == 702
    assert report.findings.set_index("check").loc["count", "detail"] == "702 features, 701 communes"


def test_geoboundaries_own_file_is_clean_and_matched_by_name_and_point(capfd):
    path = worlds.shared("data/boundaries/MLI-ADM3.geojson")
    communes, report = boundary_file.read_units(path)
    assert report.layout == "geoboundaries-admin3"
    assert report.matched == {"name_and_point": 701}
    assert communes["commune_id"].tolist() == IDS
    assert report.findings["check"].tolist() == ["rings", "accents"]
    raw = gpd.read_file(path)
    assert shapely.area(communes.geometry.to_numpy()).sum() == pytest.approx(
        shapely.area(raw.geometry.to_numpy()).sum()
    )
    path = worlds.shared("data/boundaries/MLI-ADM1.geojson")
    assert recognition.recognise(path)[0] == "geoboundaries-admin1"
    assert "and no cercles or communes" in refused(boundary_file.read_units, path)
    text = refused(boundary_file.read_units, worlds.shared("data/boundaries/BFA-ADM1.geojson"))
    assert "holds boundaries of BFA" in text
    assert capfd.readouterr().err == ""
