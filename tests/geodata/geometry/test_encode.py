from itertools import accumulate

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.boundaries import ground
from geodata.geometry import encode

HOLED = shapely.box(0, 15, 3, 18).difference(shapely.box(1, 16, 2, 17))
ISLANDS = shapely.union_all([HOLED, shapely.box(5, 15, 6, 16)])


def rings(document):
    polygons = document["coordinates"] if document["type"] == "MultiPolygon" else [document["coordinates"]]
    return [[shapely.LinearRing(ring) for ring in polygon] for polygon in polygons]


@pytest.mark.parametrize("shape", [HOLED, HOLED.reverse(), ISLANDS], ids=["holed", "reversed", "islands"])
def test_outer_rings_run_counter_clockwise_and_holes_clockwise(shape):
    (document,) = encode.rfc7946([shape])
    assert sum(len(polygon) - 1 for polygon in rings(document)) == 1
    for outer, *holes in rings(document):
        assert outer.is_ccw
        assert not any(hole.is_ccw for hole in holes)
    assert shapely.geometry.shape(document).equals(shape)


def test_coordinates_have_four_decimals_and_stay_valid():
    (document,) = encode.rfc7946([shapely.Point(1.23456789, 15.98765).buffer(0.5)])
    numbers = [number for ring in rings(document)[0] for point in ring.coords for number in point]
    assert all(number == round(number, 4) for number in numbers)
    assert shapely.geometry.shape(document).is_valid


def test_the_bbox_is_west_south_east_north():
    assert encode.bbox([shapely.box(1, 2, 3, 4), shapely.Point(0.12345, 9)]) == [0.1235, 2, 3, 9]


def decode(part):
    """x0, y0, dx, dy, ... back to degrees, as the browser does it."""
    return np.array(list(zip(accumulate(part[::2]), accumulate(part[1::2]), strict=True))) / encode.WEB_SCALE


@pytest.mark.parametrize(
    "shape",
    [
        *ground.shipped_boundaries().admin1.geometry,
        ISLANDS,
        shapely.LineString([(0, 0.0004), (1.00049, 15), (2, 3)]),
    ],
)
def test_steps_decode_to_the_shape_within_6_tenthousandths_of_a_degree(shape):
    decoded = [shapely.LineString(decode(part)) for part in encode.steps(shape)]
    lines = shapely.boundary(shape) if shape.area else shape
    assert shapely.hausdorff_distance(shapely.union_all(decoded), lines) < 0.0006 * 2**0.5
    for part in encode.steps(shape):
        corners = shapely.points(decode(part))
        assert shapely.distance(corners, lines).max() < 0.0006 * 2**0.5


def test_steps_leave_out_moves_of_nothing():
    assert encode.steps(shapely.LineString([(1, 2), (1.0001, 2.0001), (1.5, 2)])) == [[1000, 2000, 500, 0]]


def test_web_shapes_carry_their_key_and_may_be_simplified():
    line = shapely.LineString([(0, 0), (1, 0.001), (2, 0)])
    table = gpd.GeoDataFrame({"name": ["Niger"]}, geometry=[line], crs="EPSG:4326")
    assert encode.web_shapes(table, "name") == [{"id": "Niger", "rings": [[0, 0, 1000, 1, 1000, -1]]}]
    assert encode.web_shapes(table, "name", tolerance=0.01) == [{"id": "Niger", "rings": [[0, 0, 2000, 0]]}]
