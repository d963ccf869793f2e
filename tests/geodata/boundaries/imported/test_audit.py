import geopandas as gpd
import pytest
import shapely

from geodata.boundaries import gazetteer
from geodata.boundaries.imported import audit
from geodata.errors import DataError
from geodata.schema.boundaries import AUDIT, CHECKS
from tests import worlds


def features(drawing, **columns_):
    units = worlds.units(drawing)
    return gpd.GeoDataFrame({"name": units["name"], **columns_}, geometry=units.geometry, crs="EPSG:4326")


def test_what_was_mended_is_told_with_place_and_metres():
    table = features("A B\nA B")
    table.loc[1, "geometry"] = shapely.box(1 - 50 / 107_000, 15, 2, 17)
    mended, rows = audit.mend(table, "x.geojson")
    assert shapely.coverage_is_valid(mended.geometry.to_numpy())
    (row,) = audit.table(rows).to_dict("records")
    assert (row["check"], row["outcome"], row["names"], row["detail"]) == ("overlap", "mended", "A, B", "overlap")
    assert row["metres"] == pytest.approx(50, rel=0.03)
    assert abs(row["longitude"] - 1) < 0.01
    assert 15 <= row["latitude"] <= 17


def test_flaws_under_a_metre_are_one_finding():
    table = features("A B\nC D")
    table["geometry"] = [shapely.buffer(shape, 3e-6, join_style="mitre") for shape in table.geometry]
    _, rows = audit.mend(table, "x.geojson")
    (row,) = rows
    assert row["detail"].startswith("overlap: ")
    assert row["detail"].endswith(" narrower than 1 m")


def test_what_cannot_be_mended_is_listed_with_its_places():
    table = features("A B C\nD E F\nH I J")
    table.loc[4, "geometry"] = shapely.box(1, 16, 2, 17 - 300 / 110_700)
    with pytest.raises(DataError) as caught:
        audit.mend(table, "x.geojson")
    text = caught.value.text
    assert text.startswith("x.geojson: gap 30")
    assert " m wide at 16.99" in text
    assert "° N, 1." in text
    assert "(B, E, F and 3 more). Expected: units that neither overlap nor leave gaps, or by 100 m at most" in text
    assert text.endswith("Take the file again from its publisher, or mend these places in a GIS.")


def test_only_the_widest_five_are_listed():
    table = features("A B C D E F H I")
    table["geometry"] = [shapely.buffer(shape, 0.01) for shape in table.geometry]
    with pytest.raises(DataError) as caught:
        audit.mend(table, "x.geojson")
    assert caught.value.text.count("overlap 2") == 5
    assert "; and 2 more. Expected" in caught.value.text


def test_a_polygon_that_vanishes_has_no_width():
    table = features("A B")
    table.loc[0, "geometry"] = shapely.Polygon([(0, 15), (0.5, 15.5), (0, 15)])
    with pytest.raises(DataError, match=r"x: invalid polygon at 15\.0000° N, 0\.0000° E \(A\)\."):
        audit.mend(table, "x")


@pytest.mark.parametrize("frame", ["2012", "2016", "2023"])
def test_the_frame_is_guessed_by_the_names_only_it_has(frame):
    units = gazetteer.units()
    names = units.loc[units["frame"] == frame, "name"]
    assert audit.guess_frame(names.str.upper()) == frame
    assert audit.guess_frame(["Kayes", "", "Somewhere"]) is None


def test_codes_counts_and_accents_are_noted():
    table = features("A B C", pcode=["ML010101", "ML010101", "XX"])
    rows = audit.table(audit.of_names(table, 4))
    assert dict(zip(rows["detail"], rows["names"], strict=True)) == {
        "3 features, 4 communes": "",
        "1 p-codes of another form than ML010101": "XX",
        "1 repeated p-codes": "ML010101",
        "no name has an accent": "",
    }
    clean = features("G M", pcode=["ML010101", "ML010102"])
    assert audit.of_names(clean, 2) == []


def test_a_commune_in_another_region_than_the_frames_is_noted():
    table = features("A B", commune_id=["ML0704-menaka", "ML0703-gao"], region=["Gao", "GAO"])
    (row,) = audit.of_nesting(table, "2016")
    assert (row["check"], row["names"]) == ("nesting", "A")
    assert row["detail"] == "in Gao here, in Ménaka in the frame 2016"
    assert audit.of_nesting(table, "2012") == []


def test_an_empty_list_of_findings_is_a_table():
    assert audit.table([]).columns.tolist() == [column.name for column in AUDIT]


def test_every_check_that_is_named_is_in_the_dictionary():
    assert set(audit.WORDS) <= set(CHECKS)
