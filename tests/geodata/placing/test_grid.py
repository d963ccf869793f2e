import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.placing import grid
from tests import worlds


def test_the_gid_of_every_ucdp_event_is_ucdps_own():
    raw = pd.read_csv(worlds.shared("data/ucdp/ged241_country_download_mali.csv"), index_col=False)
    assert len(raw) == 2120
    assert grid.gid(raw["longitude"], raw["latitude"]).tolist() == raw["priogrid_gid"].tolist()


@pytest.mark.parametrize(
    ("longitude", "latitude", "number"),
    [
        (-180, -90, 1),
        (-179.5, -90, 2),
        (-180, -89.5, 721),
        (179.9, 89.9, 259200),
        (0.780081, 15.736902, 152282),
        (-3.86305, 12.72939, 147953),
    ],
)
def test_the_number_of_a_cell_is_arithmetic(longitude, latitude, number):
    assert grid.gid(longitude, latitude) == number


def microdegrees(low, high):
    """Coordinates of six decimals, as UCDP publishes them."""
    return st.integers(low * 10**6, high * 10**6 - 1).map(lambda number: number / 10**6)


@given(longitude=microdegrees(-180, 180), latitude=microdegrees(-90, 90))
def test_the_cell_of_a_point_holds_it(longitude, latitude):
    cell = grid.cell(int(grid.gid(longitude, latitude)))
    west, south, east, north = cell.bounds
    assert west <= longitude <= east
    assert south <= latitude <= north
    assert (east - west, north - south) == (0.5, 0.5)


def test_a_point_on_an_edge_belongs_to_the_cell_north_and_east():
    assert grid.cell(int(grid.gid(0.5, 15.5))).bounds == (0.5, 15.5, 1.0, 16.0)


def test_covering_takes_the_cells_that_overlap_the_country_and_the_extra_ones():
    extra = int(grid.gid(5, 20))
    cells = grid.covering(shapely.box(0, 15, 1, 15.6), {extra})
    corners = [shape.bounds[:2] for shape in cells.geometry]
    assert corners == [(0, 15), (0.5, 15), (0, 15.5), (0.5, 15.5), (5, 20)]
    assert cells["pcode"].tolist() == [str(number) for number in cells["gid"]]
    assert cells["area_km2"].between(2800, 3000).all()
