import shapely

from geodata import names
from geodata.boundaries import gazetteer
from geodata.boundaries.shipped import read_units
from geodata.geometry import files
from tests import worlds


def test_there_are_701_communes_in_50_cercles():
    table = gazetteer.communes()
    assert len(table) == 701
    assert table["commune_id"].is_unique
    assert table["commune_id"].is_monotonic_increasing
    assert table["admin2_pcode"].nunique() == table["admin2_name"].nunique() == 50
    assert (table["commune_id"].str.partition("-")[0] == table["admin2_pcode"]).all()
    assert not table["commune_id"].str.fullmatch(r"ML\d+").any()


def test_names_and_points_tell_the_communes_of_a_cercle_apart():
    table = gazetteer.communes().assign(key=gazetteer.communes()["name"].map(names.key))
    assert not table.duplicated(["admin2_pcode", "key"]).any()
    assert not table.duplicated(["longitude", "latitude"]).any()
    assert (table["key"] != "").all()


def test_each_frame_has_its_regions_and_no_other():
    table, units = gazetteer.communes(), gazetteer.units()
    for frame, count in {"2012": 9, "2016": 11, "2023": 20}.items():
        regions = units[units["frame"] == frame]
        assert regions["pcode"].is_unique
        assert len(regions) == count
        assert set(table[f"r{frame}"]) == set(regions["pcode"])


def test_the_regions_of_2016_are_those_that_ship_with_their_shapes():
    shipped = read_units(gazetteer.FOLDER / "mali_admin1_generalised.geojson")
    units = gazetteer.units()
    ours = units[units["frame"] == "2016"].set_index("pcode")
    assert ours["name"].to_dict() == shipped.set_index("pcode")["name"].to_dict()
    assert ours["iso_3166_2"].to_dict() == shipped.set_index("pcode")["iso_3166_2"].to_dict()


def test_the_regions_made_in_2023_have_no_iso_code():
    units = gazetteer.units()
    new = units[units["iso_3166_2"].isna()]
    assert set(new["frame"]) == {"2023"}
    assert len(new) == 9


def test_keys_ignore_accents_hyphens_apostrophes_and_the_word_commune():
    assert names.key("Koulikoro Commune") == names.key("koulikouro") == "koulikoro"
    assert names.key("N'Gouraba") == names.key("N’gouraba") == "ngouraba"
    assert names.key("Gourma-Rharous") == "gourmarharous"
    assert names.key(None) == ""


def test_later_cercles_stand_for_the_one_they_were_made_in():
    keys = gazetteer.cercle_keys()
    assert {keys[name] for name in ("menaka", "anderamboukane", "inekar", "tidermene")} == {"ML0704"}
    assert keys["taoudenit"] == keys["tombouctou"] == "ML0605"
    assert keys["niorodusahel"] == keys["nioro"] == "ML0106"


def test_the_table_is_what_the_source_gives(tmp_path):
    source = worlds.shared("data/boundaries/mli_communes_701_pcodes_frames.geojson")
    made = gazetteer.from_source(source)
    gazetteer.write(made, tmp_path / "communes.csv")
    assert (tmp_path / "communes.csv").read_bytes() == (gazetteer.FOLDER / "communes.csv").read_bytes()
    shapes = files.read_layer(source)
    points = gazetteer.communes().set_index("name").loc[shapes["shapeName"].drop_duplicates(keep=False)]
    alone = shapes.drop_duplicates("shapeName", keep=False)
    inside = shapely.contains_xy(alone.geometry.to_numpy(), points["longitude"], points["latitude"])
    assert inside.all()
