from functools import cache

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata import names
from geodata.boundaries import frames
from geodata.errors import DataError
from geodata.schema.boundaries import ADMIN
from tests import boundary_worlds, worlds

COUNTS = {"2012": (9, 50, 701), "2016": (11, 51, 701), "2023": (20, 55, 701)}
DIVIDED = {
    "2012": {},
    "2016": {"ML0605-ML09": "Tombouctou (Taoudénit)"},
    "2023": {
        "ML0203-ML15": "Kangaba (Bougouni)",
        "ML0204-ML15": "Kati (Bougouni)",
        "ML0204-ML20": "Kati (Bamako)",
        "ML0402-ML17": "Bla (San)",
        "ML0605-ML09": "Tombouctou (Taoudénit)",
    },
}


@cache
def drawn(frame: str) -> dict[str, gpd.GeoDataFrame]:
    return frames.levels(boundary_worlds.communes(), frame)


@pytest.mark.parametrize("frame", frames.FRAMES)
def test_every_level_has_its_units_sorted_by_pcode(frame):
    levels = drawn(frame)
    assert tuple(levels) == frames.LEVELS
    assert tuple(len(levels[level]) for level in frames.LEVELS) == COUNTS[frame]
    for units in levels.values():
        assert units.columns.tolist() == [*(column.name for column in ADMIN), "geometry"]
        assert units["pcode"].is_unique
        assert units["pcode"].is_monotonic_increasing
        assert units.crs == "EPSG:4326"


@pytest.mark.parametrize("frame", frames.FRAMES)
def test_each_level_is_an_exact_partition_that_nests_in_the_next(frame):
    levels = drawn(frame)
    whole = shapely.coverage_union_all(boundary_worlds.communes().geometry.to_numpy())
    for units in levels.values():
        shapes = units.geometry.to_numpy()
        assert shapely.coverage_is_valid(shapes)
        assert shapely.coverage_union_all(shapes).equals(whole)
        assert units["area_km2"].sum() == pytest.approx(levels["admin1"]["area_km2"].sum(), rel=1e-12)
        regions = levels["admin1"].set_index("pcode")
        assert set(units["admin1_pcode"]) == set(regions.index)
        for pcode, part in units.groupby("admin1_pcode"):
            assert shapely.coverage_union_all(part.geometry.to_numpy()).equals(regions.geometry[pcode])
            assert set(part["admin1_name"]) == {regions.loc[pcode, "name"]}
            assert part["area_km2"].sum() == pytest.approx(regions.loc[pcode, "area_km2"], rel=1e-12)


@pytest.mark.parametrize("frame", frames.FRAMES)
def test_a_cercle_of_two_regions_is_divided_and_its_largest_part_keeps_code_and_name(frame):
    units = drawn(frame)["admin2"].set_index("pcode")
    parts = units[units.index.str.contains("-")]
    assert parts["name"].to_dict() == DIVIDED[frame]
    for pcode in parts.index:
        kept = units.loc[pcode.partition("-")[0]]
        assert kept["admin1_pcode"] != units.loc[pcode, "admin1_pcode"]
        assert "(" not in kept["name"]
    assert units.index.str.partition("-").get_level_values(0).nunique() == 50


def test_the_regions_of_2023_have_the_communes_and_areas_of_the_source():
    source = gpd.read_file(worlds.shared("data/boundaries/mli_admin1_2023_approx_20units.geojson"))
    raw = gpd.read_file(worlds.shared("data/boundaries/mli_communes_701_pcodes_frames.geojson"))
    raw["commune_id"] = [
        f"{pcode}-{names.slug(name)}" for pcode, name in zip(raw["adm2_pcode"], raw["shapeName"], strict=True)
    ]
    communes = raw.rename(columns={"shapeName": "name"})[["commune_id", "name", "geometry"]]
    made = frames.levels(communes, "2023")["admin1"].set_index("name")
    source = source.set_index("name")
    assert made["pcode"].to_dict() == source["pcode_codab_v03"].to_dict()
    assert made["area_km2"].to_dict() == pytest.approx(source["km2"].to_dict(), rel=3e-4)
    for name, shape in made.geometry.items():
        assert shape.equals(source.geometry[name])


def test_a_later_commune_lies_where_its_cercle_does():
    of = frames.membership(["ML0704-alata", "ML0804-intadjedite"], "2016").set_index("commune_id")
    assert of["admin2_pcode"].tolist() == ["ML0704", "ML0804"]
    assert of["admin1_name"].tolist() == ["Ménaka", "Kidal"]


def test_unknown_frames_and_communes_are_refused():
    with pytest.raises(DataError) as caught:
        frames.rules("2020", "admin1")
    assert caught.value.text == "no frame '2020'. Expected: 2012 or 2016 or 2023."
    with pytest.raises(DataError) as caught:
        frames.membership(["ML0101-tomora", "ML0101-nowhere"], "2016")
    assert caught.value.text == ("frame 2016: unknown communes: ML0101-nowhere. Expected: ids of communes.csv.")


def meant(frame, level, region, cercle="", year=2022):
    """The p-codes of the first rule that fits, as DESIGN.md has it: an empty region is any."""
    for rule in frames.rules(frame, level):
        if rule.region in ("", region) and rule.cercle in ("", cercle) and (rule.until is None or year <= rule.until):
            return rule.pcodes
    return None


@pytest.mark.parametrize(
    ("frame", "region", "cercle", "year", "pcodes"),
    [
        ("2012", "menaka", "", 2022, ("ML07",)),
        ("2012", "taoudenit", "", 2022, ("ML06",)),
        ("2012", "gao", "menaka", 2014, None),
        ("2016", "gao", "menaka", 2014, ("ML10",)),
        ("2016", "gao", "", 2014, ("ML07", "ML10")),
        ("2016", "gao", "", 2018, None),
        ("2016", "tombouctou", "goundam", 2018, ("ML06",)),
        ("2016", "tombouctou", "tombouctou", 2018, ("ML06", "ML09")),
        ("2016", "tombouctou", "", 2018, ("ML06", "ML09")),
        ("2023", "mopti", "", 2022, ("ML05", "ML18", "ML19")),
        ("2023", "mopti", "koro", 2022, ("ML19",)),
        ("2023", "koulikoro", "kati", 2022, ("ML02", "ML15", "ML20")),
        ("2023", "kayes", "nioro du sahel", 2022, ("ML11",)),
        ("2023", "gao", "inekar", 2022, ("ML10",)),
        ("2023", "gao", "", 2015, ("ML07", "ML10")),
        ("2023", "gao", "", 2016, None),
        ("2023", "tombouctou", "goundam", 2022, ("ML06",)),
        ("2023", "tombouctou", "tombouctou", 2022, ("ML06", "ML09")),
        ("2023", "kidal", "kidal", 2022, None),
        ("2023", "nioro", "", 2022, None),
    ],
)
def test_what_a_region_and_cercle_mean_at_admin1(frame, region, cercle, year, pcodes):
    assert meant(frame, "admin1", region, cercle, year) == pcodes


@pytest.mark.parametrize(
    ("frame", "region", "cercle", "pcodes"),
    [
        ("2012", "tombouctou", "tombouctou", ("ML0605",)),
        ("2016", "tombouctou", "tombouctou", ("ML0605", "ML0605-ML09")),
        ("2016", "taoudenit", "tombouctou", ("ML0605-ML09",)),
        ("2016", "", "gao", ("ML0703",)),
        ("2016", "menaka", "anderamboukane", ("ML0704",)),
        ("2016", "gao", "menaka", ("ML0704",)),
        ("2016", "taoudenit", "araouane", ("ML0605-ML09",)),
        ("2023", "koulikoro", "kati", ("ML0204", "ML0204-ML15", "ML0204-ML20")),
        ("2023", "bougouni", "kati", ("ML0204-ML15",)),
        ("2023", "bamako", "kati", ("ML0204-ML20",)),
        ("2023", "bamako", "bamako", ("ML0901",)),
        ("2016", "gao", "", None),
    ],
)
def test_what_a_cercle_means_at_admin2(frame, region, cercle, pcodes):
    assert meant(frame, "admin2", region, cercle) == pcodes


def test_the_point_alone_decides_the_commune():
    assert frames.rules("2016", "admin3") == []


@pytest.mark.parametrize("frame", frames.FRAMES)
@pytest.mark.parametrize("level", ["admin1", "admin2"])
def test_rules_name_units_of_their_frame_in_plain_names(frame, level):
    units = set(drawn(frame)[level]["pcode"])
    rules = frames.rules(frame, level)
    assert rules
    for rule in rules:
        assert set(rule.pcodes) <= units
        assert rule.pcodes
        assert rule.region == names.normalised(rule.region)
        assert rule.cercle == names.normalised(rule.cercle)


def test_every_cercle_that_ucdp_names_is_known():
    raw = pd.read_csv(worlds.shared("data/ucdp/ged241_country_download_mali.csv"), index_col=False, dtype=str)
    named = set(raw["adm_2"].dropna().map(names.normalised)) - {""}
    for frame in frames.FRAMES:
        assert named <= {rule.cercle for rule in frames.rules(frame, "admin2")}


def test_differences_tell_which_regions_are_the_same_communes():
    rows = {pcode: (there, is_same) for pcode, there, is_same in frames.differences("2023", "2016")}
    assert rows["ML08"] == (["ML08"], True)
    assert rows["ML20"] == (["ML02", "ML20"], False)
    assert rows["ML05"] == (["ML05"], False)
    back = {pcode: (there, is_same) for pcode, there, is_same in frames.differences("2016", "2012")}
    assert back["ML20"] == (["ML09"], True)
    assert back["ML09"] == (["ML06"], False)
    assert all(is_same for _, _, is_same in frames.differences("2023", "2023"))
