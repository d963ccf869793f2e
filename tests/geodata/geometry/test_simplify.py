import gzip
import json

import numpy as np
import pytest
import shapely

from geodata.boundaries import frames
from geodata.boundaries.imported import boundary_file
from geodata.errors import DataError
from geodata.geometry import encode, simplify
from tests import boundary_worlds, worlds

LIMITS = {"admin1": 25_000, "admin2": 60_000, "admin3": 250_000}


@pytest.fixture(scope="module")
def units():
    """Every frame and level of geoBoundaries' communes."""
    communes, _ = boundary_file.read_units(worlds.shared("data/boundaries/MLI-ADM3.geojson"))
    return {frame: frames.levels(communes, frame) for frame in frames.FRAMES}


@pytest.mark.parametrize("frame", frames.FRAMES)
@pytest.mark.parametrize("level", frames.LEVELS)
def test_a_level_weighs_little_and_loses_no_unit(units, frame, level):
    whole = units[frame][level]
    drawn = simplify.web(whole, level)
    text = json.dumps(encode.web_shapes(drawn, "pcode"), separators=(",", ":"))
    assert len(gzip.compress(text.encode(), 9)) <= simplify.LIMIT_BYTES[level] < LIMITS[level]
    assert shapely.coverage_is_valid(drawn.geometry.to_numpy())
    assert drawn.drop(columns="geometry").equals(whole.drop(columns="geometry"))
    assert all(len(shape["rings"]) > 0 for shape in encode.web_shapes(drawn, "pcode"))
    share = shapely.area(drawn.geometry.to_numpy()) / shapely.area(whole.geometry.to_numpy())
    assert np.abs(share - 1).max() < 0.02


@pytest.mark.parametrize("level", frames.LEVELS)
def test_region_lines_run_along_the_drawn_units(units, level):
    drawn = simplify.web(units["2016"][level], level)
    lines = simplify.outlines(drawn)
    assert lines.geom_type == "MultiLineString"
    borders = shapely.union_all(shapely.boundary(drawn.geometry.to_numpy()))
    assert shapely.difference(lines, borders).length == 0
    text = json.dumps(encode.steps(lines), separators=(",", ":"))
    assert len(gzip.compress(text.encode(), 9)) < 15_000
    regions = drawn.dissolve("admin1_pcode").geometry.to_numpy()
    assert lines.length == pytest.approx(shapely.union_all(shapely.boundary(regions)).length)


def test_finer_borders_are_drawn_coarser_to_stay_within_the_limit(monkeypatch):
    units = frames.levels(boundary_worlds.communes(), "2016")["admin1"]
    weight = simplify.weight(simplify.web(units, "admin1"))
    monkeypatch.setitem(simplify.LIMIT_BYTES, "admin1", int(weight * 0.8))
    drawn = simplify.web(units, "admin1")
    assert simplify.weight(drawn) <= int(weight * 0.8)
    assert shapely.coverage_is_valid(drawn.geometry.to_numpy())


def test_a_unit_too_small_to_be_drawn_is_named():
    units = worlds.units("A B").assign(admin1_pcode="A")
    units.loc[1, "geometry"] = shapely.box(1, 15, 1.0002, 15.0002)
    with pytest.raises(DataError) as caught:
        simplify.web(units, "admin3")
    assert caught.value.text == "admin3: units too small to be drawn: B. Expected: units wider than 200 m."
