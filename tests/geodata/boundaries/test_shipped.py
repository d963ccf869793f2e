import pytest
import shapely

from geodata.boundaries import shipped
from geodata.errors import DataError
from geodata.geometry import files
from tests import worlds

BOW_TIE = shapely.Polygon([(0, 15), (1, 16), (1, 15), (0, 16)])


def refused(ask, *arguments, **options):
    with pytest.raises(DataError) as caught:
        ask(*arguments, **options)
    return caught.value.text


def test_units_are_sorted_by_pcode_with_the_dictionarys_columns():
    units = worlds.units(worlds.DRAWING)[::-1].assign(note="x")
    checked = shipped.check_units(units, "drawn")
    assert checked["pcode"].tolist() == ["ML05", "ML06", "ML07", "ML10"]
    assert checked.columns.tolist() == ["pcode", "iso_3166_2", "name", "area_km2", "geometry"]
    assert checked.crs == "EPSG:4326"


def test_repeated_pcodes_and_invalid_shapes_are_named():
    units = worlds.units("A B C")
    twice = units.assign(pcode=["A", "B", "B"])
    assert refused(shipped.check_units, twice, "drawn") == "drawn: repeated p-codes: B."
    units.loc[0, "geometry"] = BOW_TIE
    assert refused(shipped.check_units, units, "drawn") == "drawn: invalid polygons: A."


def test_a_layer_in_another_crs_or_no_layer_is_refused(tmp_path):
    units = worlds.units("A")
    units.to_crs("EPSG:32630").to_file(tmp_path / "utm.gpkg")
    text = refused(files.read_layer, tmp_path / "utm.gpkg")
    assert text == f"{tmp_path / 'utm.gpkg'}: its coordinates are in EPSG:32630. Expected: EPSG:4326 (WGS 84)."
    (tmp_path / "no.geojson").write_text("no layer")
    assert "cannot be read" in refused(files.read_layer, tmp_path / "no.geojson")
    units.to_file(tmp_path / "wgs.gpkg")
    assert files.read_layer(tmp_path / "wgs.gpkg").geometry.iloc[0].equals(units.geometry.iloc[0])


def test_a_label_lies_inside_its_unit():
    units = worlds.units("A A A\nA . .\nA A A\nB B .")
    for shape, (x, y) in zip(units.geometry, shipped.label_points(units), strict=True):
        assert shape.contains(shapely.Point(x, y))


def test_the_country_is_its_units_together():
    assert shipped.country_of(worlds.units("A B\nC .")).area == pytest.approx(3)
