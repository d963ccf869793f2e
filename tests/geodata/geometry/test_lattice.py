"""Points in units by squares, against asking each shape."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry import lattice, points
from tests import random_worlds, worlds
from tests.examples import times

near = st.tuples(random_worlds.anywhere, random_worlds.anywhere.map(lambda number: worlds.SOUTH + number))


def asked(shapes, x, y):
    """The slow obvious way: the first shape that each point touches, -1 for none."""
    return [
        next((at for at, shape in enumerate(shapes) if shape.intersects(shapely.Point(*point))), -1)
        for point in zip(x, y, strict=True)
    ]


@times(2)
@given(drawing=random_worlds.drawings, drawn=st.lists(near, min_size=1, max_size=40))
def test_squares_answer_as_every_shape_does_on_edges_and_corners_too(drawing, drawn):
    shapes = worlds.units(drawing).geometry.to_numpy()
    x, y = np.array(drawn, float).T
    assert lattice.over(shapes).holding(x, y).tolist() == asked(shapes, x, y)


ODD = {
    "an island in a lake in a unit": [
        shapely.box(0, 0, 9, 9).difference(shapely.box(2, 2, 7, 7)),
        shapely.box(4, 4, 5, 5),
    ],
    "units that overlap: the first": [shapely.box(0, 0, 6, 6), shapely.box(3, 3, 9, 9), shapely.box(4, 4, 5, 5)],
    "a unit within a unit, smaller than a square": [shapely.box(0, 0, 9, 9), shapely.box(4, 4, 4.0001, 4.0001)],
    "a sliver": [shapely.Polygon([(0, 0), (9, 9), (9, 9.00001)]), shapely.box(20, 20, 21, 21)],
    "two parts and a line": [
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(8, 8, 9, 9)]),
        shapely.GeometryCollection([shapely.box(3, 3, 4, 4), shapely.LineString([(5, 5), (7, 5)])]),
    ],
}


@pytest.mark.parametrize("name", ODD)
def test_holes_overlaps_slivers_and_parts_are_told_exactly(name):
    shapes = np.array(ODD[name])
    random = np.random.default_rng(14)
    grid = np.arange(-1, 22, 0.5)
    x = np.concatenate([random.uniform(-1, 10, 2000), *np.meshgrid(grid, grid)[0], [4.00005, 400, -400]])
    y = np.concatenate([random.uniform(-1, 10, 2000), *np.meshgrid(grid, grid)[1], [4.00005, 400, -400]])
    assert lattice.over(shapes).holding(x, y).tolist() == asked(shapes, x, y)


def test_winding_borders_of_many_units_are_told_as_by_the_shapes():
    random = np.random.default_rng(2022)
    seeds = shapely.MultiPoint(random.uniform(0, 10, (60, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=shapely.box(0, 0, 10, 10)))
    shapes = shapely.segmentize(cells, 0.05)
    x, y = random.uniform(-1, 11, (2, 20_000))
    corners = shapely.get_coordinates(shapes)[::7]
    x, y = np.concatenate([x, corners[:, 0]]), np.concatenate([y, corners[:, 1]])
    units = gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326")
    assert (lattice.over(shapes).holding(x, y) == points.containing(x, y, units)).all()
