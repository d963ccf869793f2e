"""Cercles without communes: which cercle a feature is, and which frames can be made of them alone."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.boundaries import frames, gazetteer
from geodata.boundaries.imported import boundary_file, recognition
from geodata.errors import DataError
from geodata.imports import add
from tests import boundary_worlds, worlds

CODES = sorted(set(gazetteer.communes()["admin2_pcode"]))
LATER = ["Anderamboukane", "Inekar", "Tidermene"]


def drawn() -> gpd.GeoDataFrame:
    """The drawn communes dissolved to cercles, as COD-AB has them."""
    table = gazetteer.communes()
    communes = boundary_worlds.communes().assign(adm2_pcode=table["admin2_pcode"], adm2=table["admin2_name"])
    cercles = communes.dissolve("adm2_pcode").reset_index()
    return cercles[["adm2", "adm2_pcode", "geometry"]].assign(country_pcode="ML", adm1="")


def refused(cercles: gpd.GeoDataFrame, path) -> str:
    with pytest.raises(DataError) as caught:
        boundary_file.read_units(boundary_worlds.write(cercles, path))
    return caught.value.text


def test_a_file_of_cercles_gives_the_frame_that_needs_no_communes(tmp_path):
    path = boundary_worlds.write(drawn(), tmp_path / "adm2.geojson")
    assert recognition.recognise(path)[0] == "cod-ab-admin2"
    units, report = boundary_file.read_units(path)
    assert units["admin2_pcode"].tolist() == CODES
    assert (report.level, report.units, report.frames) == ("admin2", 50, ("2012",))
    assert report.matched == {"name_and_points": 50}
    told = report.findings[report.findings["check"] == "frame"]
    why = "they divide cercles by communes, which are not in this file"
    assert dict(zip(told["detail"], told["names"], strict=True)) == {
        f"the boundaries of 2016 cannot be made: {why}": "Tombouctou",
        f"the boundaries of 2023 cannot be made: {why}": "Kangaba, Kati, Bla, Tombouctou",
    }


def test_cercles_and_regions_are_those_that_their_communes_would_give(tmp_path):
    units, _ = boundary_file.read_units(boundary_worlds.write(drawn(), tmp_path / "adm2.geojson"))
    alone = frames.levels_of_cercles(units, "2012")
    whole = frames.levels(boundary_worlds.communes(), "2012")
    assert list(alone) == ["admin1", "admin2"]
    for level, table in alone.items():
        other = whole[level]
        columns = ["pcode", "name", "admin1_pcode", "admin1_name"]
        assert table[columns].values.tolist() == other[columns].values.tolist()
        assert table["area_km2"].tolist() == pytest.approx(other["area_km2"].tolist())
        differ = shapely.symmetric_difference(table.geometry.to_numpy(), other.geometry.to_numpy())
        assert shapely.area(differ).max() < 1e-9
    with pytest.raises(DataError, match="a cercle lies in several regions"):
        frames.levels_of_cercles(units, "2016")


def test_a_renamed_cercle_is_told_by_the_points_of_its_communes(tmp_path):
    cercles = drawn()
    cercles.loc[cercles["adm2_pcode"] == "ML0401", "adm2"] = "Barwele"
    units, report = boundary_file.read_units(boundary_worlds.write(cercles, tmp_path / "x.geojson"))
    row = units.set_index("admin2_pcode").loc["ML0401"]
    assert (row["name"], row["source_name"], row["source_pcode"], row["basis"]) == (
        *("Barouéli", "Barwele", "ML0401"),
        "points",
    )
    noted = report.findings[report.findings["check"] == "match"]
    assert noted["detail"].tolist() == [
        "taken as Barouéli: the points of a cercle's communes inside, under another name"
    ]


def test_cercles_made_later_are_parts_of_the_one_of_2017(tmp_path):
    """As in COD-AB of 2021: Ménaka, Anderamboukane, Inekar and Tidermene."""
    table, communes = gazetteer.communes(), boundary_worlds.communes()
    is_later = table["name"].isin(LATER) & (table["admin2_pcode"] == "ML0704")
    parts = communes[is_later.to_numpy()].rename(columns={"name": "adm2"}).drop(columns="commune_id")
    rest = drawn()
    menaka = rest.index[rest["adm2_pcode"] == "ML0704"][0]
    rest.loc[menaka, "geometry"] = shapely.coverage_union_all(
        communes.geometry[((table["admin2_pcode"] == "ML0704") & ~is_later).to_numpy()].to_numpy()
    )
    file = pd.concat([rest, parts.assign(adm2_pcode="ML1002", country_pcode="ML")], ignore_index=True)
    units, report = boundary_file.read_units(boundary_worlds.write(file, tmp_path / "x.geojson"))
    assert (report.features, report.units) == (53, 50)
    whole = drawn().set_index("adm2_pcode").geometry["ML0704"]
    made = units.set_index("admin2_pcode").geometry["ML0704"]
    assert shapely.area(shapely.symmetric_difference(made, whole)) < 1e-9


def test_a_cercle_that_has_lost_communes_to_its_neighbour_is_refused(tmp_path):
    table, communes = gazetteer.communes(), boundary_worlds.communes()
    owner = table["admin2_pcode"].where(~table["commune_id"].isin(["ML0405-san", *_some_of("ML0405", 5)]), "ML0407")
    cercles = communes.assign(adm2_pcode=owner).dissolve("adm2_pcode").reset_index()
    names = table.drop_duplicates("admin2_pcode").set_index("admin2_pcode")["admin2_name"]
    text = refused(cercles.assign(adm2=cercles["adm2_pcode"].map(names), country_pcode="ML"), tmp_path / "x.geojson")
    assert "1 are none of the 50 of 2017, or only a part of one (San); 1 of those are not there whole (San)" in text


def _some_of(cercle: str, number: int) -> list[str]:
    table = gazetteer.communes()
    return table["commune_id"][table["admin2_pcode"] == cercle].iloc[:number].tolist()


def test_names_that_their_places_contradict_and_cercles_of_2023_are_refused(tmp_path):
    swapped = drawn()
    swapped.loc[[0, 1], "adm2"] = swapped.loc[[1, 0], "adm2"].tolist()
    text = refused(swapped, tmp_path / "x.geojson")
    assert "holds 50 cercles: 2 are none of the 50 of 2017, or only a part of one (Diéma, Bafoulabé); " in text
    assert "2 of those are not there whole (Bafoulabé, Diéma). Expected: the 50 cercles of 2017" in text
    halves = drawn()
    west, south, east, north = halves.geometry[0].bounds
    half = shapely.box(west, south, (west + east) / 2, north)
    new = halves.iloc[[0]].assign(adm2="Nouveau", geometry=[shapely.intersection(halves.geometry[0], half)])
    halves.loc[0, "geometry"] = shapely.difference(halves.geometry[0], half)
    text = refused(pd.concat([halves, new], ignore_index=True), tmp_path / "y.geojson")
    assert (
        "2 are none of the 50 of 2017, or only a part of one (Bafoulabé, Nouveau); 1 of those are not there whole "
        in text
    )
    assert "those made in 2023 (COD-AB of 2025 has 160 in 20 regions) are in no table here" in text


@pytest.mark.parametrize(
    ("name", "key"), [("cod_ab_2017_admin2_mali", "cod-ab-adm2"), ("MLI-ADM2", "geoboundaries-adm2")]
)
def test_real_files_of_cercles_are_imported(tmp_path, name, key):
    record = add.add(tmp_path / "data", worlds.shared(f"data/boundaries/{name}.geojson"))
    assert (record.name, record.rows, record.levels) == (key, 50, ("admin1", "admin2"))
    assert any("the boundaries of 2016 cannot be made" in note for note in record.notes)
    units, report = add.read_boundaries(tmp_path / "data", record)
    assert report.matched == {"name_and_points": 50}
    areas = frames.levels_of_cercles(units, "2012")["admin1"].set_index("name")["area_km2"]
    assert areas.sum() == pytest.approx(1_256_000, rel=0.01)
