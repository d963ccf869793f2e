import zipfile

import pytest

from geodata.boundaries.imported import containers
from geodata.errors import DataError
from tests import boundary_worlds


def refused(path):
    with pytest.raises(DataError) as caught, containers.layers(path):
        pass
    return caught.value.text


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "MOST_BYTES", 1_000_000)
    path = zipped(tmp_path / "bomb.zip", {"a.shp": bytes(3_000_000)})
    assert path.stat().st_size < 10_000
    assert refused(path) == (
        "bomb.zip: unpacks to 3 MB in 1 files. Expected: at most 1 MB in 1,000 files. "
        "Take the file again from its publisher."
    )
    many = zipped(tmp_path / "many.zip", {f"{number}.shp": b"" for number in range(1_001)})
    assert "in 1,001 files" in refused(many)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    path = zipped(tmp_path / "lies.zip", {"a.geojson": b'{"type": "FeatureCollection"}' + b" " * 100_000})
    content = path.read_bytes()
    path.write_bytes(content.replace((100_029).to_bytes(4, "little"), (29).to_bytes(4, "little")))
    text = refused(path)
    assert "lies.zip: its member 'a.geojson' cannot be unpacked" in text


@pytest.mark.parametrize("name", ["../a.shp", "/etc/a.shp", "x/../../a.shp"])
def test_a_member_outside_the_zip_is_refused(tmp_path, name):
    text = refused(zipped(tmp_path / "slip.zip", {name: b"x"}))
    assert text == f"slip.zip: its member {name!r} points outside the zip. Take the file again from its publisher."


def test_a_damaged_zip_says_so(tmp_path):
    path = boundary_worlds.write(boundary_worlds.features(), tmp_path / "whole.zip")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(path.read_bytes()[:5_000])
    assert "cut.zip: cannot be opened as a zip file (" in refused(cut)


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path = boundary_worlds.write(boundary_worlds.features(), tmp_path / "whole.zip")
    with containers.layers(path) as layers:
        (layer,) = layers
        assert len(list((tmp_path / "temporary").iterdir())) == 1
        assert len(layer.attributes) == 701
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_bare_shapefile_or_something_else_is_told_what_is_expected(tmp_path):
    boundary_worlds.features().to_file(tmp_path / "x.shp")
    assert refused(tmp_path / "x.shp") == (
        "x.shp: is a shapefile's geometry without its names. "
        "Expected: a GeoJSON, a GeoPackage, or a zip with a shapefile (.shp, .shx, .dbf, .prj)."
    )
    (tmp_path / "x.csv").write_text("a,b\n")
    assert refused(tmp_path / "x.csv").startswith("x.csv: holds no boundaries. Expected: a GeoJSON")


def test_too_large_a_file_is_refused(tmp_path, monkeypatch):
    path = boundary_worlds.write(boundary_worlds.features(), tmp_path / "x.geojson")
    monkeypatch.setattr(containers, "MOST_FEATURES", 100)
    assert refused(path) == "x.geojson: holds more than 100 features. Take the file again from its publisher."
    monkeypatch.setattr(containers, "MOST_FEATURES", 5_000)
    monkeypatch.setattr(containers, "MOST_VERTICES", 100)
    with (
        pytest.raises(DataError, match="draws its features with more than 100 points"),
        containers.layers(path) as found,
    ):
        containers.geometry(found[0], "x.geojson")
    monkeypatch.setattr(containers, "MOST_BYTES", 1_000)
    assert refused(path) == "x.geojson: is larger than 0 MB. Take the file again from its publisher."


def test_a_shapefile_whose_coordinate_system_is_no_text_is_refused(tmp_path):
    path = boundary_worlds.write(boundary_worlds.features(), tmp_path / "whole.zip")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    broken = {name: part.replace(b"GCS_WGS", b"GC\xad_WGS") for name, part in members.items()}
    with (
        pytest.raises(DataError, match=r"x\.zip: cannot be read \("),
        containers.layers(zipped(tmp_path / "x.zip", broken)) as found,
    ):
        containers.geometry(found[0], "x.zip")
