import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geodata import vocabulary
from geodata.boundaries import ground
from geodata.geometry import geodesy
from geodata.placing import place, zones
from tests import drawn_ged, worlds

GEOD = Geod(ellps="WGS84")
UNITS = worlds.units(worlds.DRAWING)
BORDERS = worlds.borders(UNITS)
COUNTRY = shapely.union_all(UNITS.geometry.to_numpy())


def slow_km(x, y, line):
    """The least geodesic distance to the vertices of a line cut every 0.0005°, about 55 m."""
    vertices = shapely.get_coordinates(shapely.segmentize(line, 0.0005))
    ones = np.ones(len(vertices))
    return GEOD.inv(x * ones, y * ones, vertices[:, 0], vertices[:, 1])[2].min() / 1000


@pytest.mark.parametrize("iso", ["NER", "BFA"])
def test_distance_is_the_geodesic_one_within_50_m(iso):
    borders = ground.shipped_boundaries().surroundings.borders
    line = shapely.union_all(borders.geometry[borders["neighbour_iso_a3"] == iso].to_numpy())
    chance = np.random.default_rng(2022)
    x, y = pd.Series(chance.uniform(-12, 4.2, 40)), pd.Series(chance.uniform(10.2, 24.9, 40))
    found = geodesy.distance_km(x, y, line)
    slow = [slow_km(*point, line) for point in zip(x, y, strict=True)]
    assert np.abs(found - slow).max() < 0.05


def test_distance_to_a_meridian_is_known_and_keeps_the_index():
    x, y = pd.Series([3.0, 2.5], index=[7, 9]), pd.Series([15.5, 16.0], index=[7, 9])
    found = geodesy.distance_km(x, y, BORDERS.geometry.iloc[0])
    assert found.index.tolist() == [7, 9]
    assert found.tolist() == pytest.approx([0, GEOD.inv(2.5, 16, 3, 16)[2] / 1000], abs=0.05)


def test_a_point_far_outside_mali_has_a_distance_too():
    x, y = pd.Series([-60.0, 100.0, 2.9]), pd.Series([-30.0, 50.0, 15.5])
    found = geodesy.distance_km(x, y, BORDERS.geometry.iloc[0])
    assert found.notna().all()
    assert found.iloc[2] < 12


km = st.none() | st.floats(0, 300)


@given(pairs=st.lists(st.tuples(km, km), min_size=1), limit=st.sampled_from(vocabulary.FREE_DISTANCES_KM))
def test_either_is_the_union_and_both_the_intersection(pairs, limit):
    table = pd.DataFrame(pairs, columns=["km_to_niger", "km_to_burkina"], dtype=float)
    inside = {kind: zones.is_inside(table, kind, limit).tolist() for kind in vocabulary.KINDS}
    for index, (niger, burkina) in enumerate(pairs):
        is_near = (niger is not None and niger <= limit, burkina is not None and burkina <= limit)
        assert (inside["niger"][index], inside["burkina"][index]) == is_near
        assert inside["either"][index] == any(is_near)
        assert inside["both"][index] == all(is_near)


def test_a_point_at_the_distance_itself_is_inside():
    table = pd.DataFrame({"km_to_niger": [50.0], "km_to_burkina": [50.001]})
    assert zones.is_inside(table, "niger", 50).tolist() == [True]
    assert zones.is_inside(table, "both", 50).tolist() == [False]


@pytest.mark.parametrize(("precision", "is_known"), [(1, True), (2, True), (3, False), (7, False)])
def test_an_imprecise_event_has_no_distance_and_lies_in_no_zone(precision, is_known):
    near_both = drawn_ged.events([{"x": 2.95, "y": 15.05, "prec": precision}])
    distance = zones.distances(near_both, BORDERS)
    assert distance.notna().all(axis=None) == is_known
    for kind in vocabulary.KINDS:
        assert zones.is_inside(distance, kind, 100).tolist() == [is_known]


def test_acled_counts_its_two_finest_codes_as_precise_enough():
    table = drawn_ged.events([{"x": 2.5, "prec": prec} for prec in (1, 2, 3)])
    distance = zones.distances(table, BORDERS, place.ACLED)
    assert distance.notna().all(axis=1).tolist() == [True, True, False]


def test_distances_of_a_mix_keep_each_event_its_own():
    table = drawn_ged.events([{"x": 2.5, "prec": 4}, {"x": 2.5}, {"x": 0.5}])
    distance = zones.distances(table, BORDERS)
    assert distance.index.tolist() == table.index.tolist()
    assert np.isnan(distance["km_to_niger"].iloc[0])
    assert distance["km_to_niger"].iloc[1:].round().tolist() == [54, 268]
    assert distance["km_to_burkina"].iloc[1:].round().tolist() == [55, 55]


def test_the_drawn_zones_hold_the_points_that_are_near_enough():
    drawn = zones.polygons(BORDERS, COUNTRY).set_index("pcode")
    assert drawn.index.tolist() == vocabulary.zone_ids()
    x, y = (each.ravel() for each in np.meshgrid(np.arange(0.03, 3, 0.17), np.arange(15.02, 17, 0.13)))
    table = drawn_ged.events([{"x": lon, "y": lat} for lon, lat in zip(x, y, strict=True)])
    distance = zones.distances(table, BORDERS)
    for pcode, zone in drawn.iterrows():
        is_near = zones.is_inside(distance, zone["zone"], zone["distance_km"])
        is_drawn = shapely.contains_xy(zone.geometry, x, y)
        edge = (distance.sub(zone["distance_km"]).abs() < 0.2).any(axis=1)
        assert (is_near.to_numpy() == is_drawn)[~edge].all(), pcode
        assert 0 < is_drawn.sum() < len(x), pcode


def test_zones_of_any_distance_are_drawn_by_kind_then_distance_and_grow():
    some = (10, 75, 200)
    drawn = zones.polygons(BORDERS, COUNTRY, some)
    assert drawn["pcode"].tolist() == [f"{kind}-{km}" for kind in vocabulary.KINDS for km in some]
    for kind in vocabulary.KINDS:
        shapes = drawn.geometry[drawn["zone"] == kind].tolist()
        for smaller, larger in pairwise(shapes):
            assert larger.buffer(1e-3).covers(smaller)
            assert larger.area > smaller.area


@pytest.mark.parametrize(("zone", "parts"), [("niger-75", ("niger", 75)), ("both-10", ("both", 10))])
def test_the_id_of_a_zone_is_its_kind_and_distance(zone, parts):
    assert vocabulary.split_zone(zone) == parts
    assert vocabulary.zone_id(*parts) == zone


@pytest.mark.parametrize("zone", ["", "niger", "niger-", "niger-075", "niger-7.5", "algeria-50", "niger--5", "niger-²"])
def test_anything_else_is_no_zone(zone):
    with pytest.raises(ValueError, match=f"^{re.escape(zone)}$"):
        vocabulary.split_zone(zone)


def test_drawn_zones_are_valid_clipped_and_nested():
    drawn = zones.polygons(BORDERS, COUNTRY).set_index("pcode")
    assert drawn.geometry.is_valid.all()
    assert COUNTRY.buffer(1e-9).covers(shapely.union_all(drawn.geometry.to_numpy()))
    for kind in vocabulary.KINDS:
        areas = [drawn.loc[vocabulary.zone_id(kind, km), "area_km2"] for km in vocabulary.DISTANCES_KM]
        assert areas == sorted(set(areas))
    for km in vocabulary.DISTANCES_KM:
        area = {kind: drawn.loc[vocabulary.zone_id(kind, km), "area_km2"] for kind in vocabulary.KINDS}
        assert area["either"] + area["both"] == pytest.approx(area["niger"] + area["burkina"], rel=1e-3)


def test_the_area_of_a_square_degree_is_known_and_that_of_nothing_is_zero():
    square = shapely.box(0, 15, 1, 16)
    assert geodesy.area_km2(square) == pytest.approx(111.32 * np.cos(np.radians(15.5)) * 110.65, rel=2e-3)
    assert geodesy.area_km2(square.reverse()) == geodesy.area_km2(square)
    assert geodesy.area_km2(shapely.Polygon()) == 0


AROUND = dict(zip(vocabulary.ABROAD, worlds.surroundings(UNITS).neighbours.geometry, strict=True))


@pytest.mark.parametrize("side", vocabulary.SIDES)
def test_the_zones_on_each_side_are_what_lies_near_the_border_in_that_country(side):
    lands = {vocabulary.COUNTRY_ISO3: COUNTRY, **AROUND}
    drawn = zones.on_sides(BORDERS, lands, (50,))[side]
    assert drawn["pcode"].tolist() == [f"{kind}-50" for kind in vocabulary.KINDS]
    x, y = (each.ravel() for each in np.meshgrid(np.arange(0.03, 4, 0.19), np.arange(14.03, 17, 0.17)))
    distance = zones.distances(drawn_ged.events([{"x": lon, "y": lat} for lon, lat in zip(x, y, strict=True)]), BORDERS)
    edge = (distance.sub(50).abs() < 0.2).any(axis=1)
    for zone in drawn.itertuples():
        is_near = zones.is_inside(distance, zone.zone, 50) & shapely.contains_xy(lands[side], x, y)
        assert (is_near == shapely.contains_xy(zone.geometry, x, y))[~edge].all(), zone.pcode
        assert is_near.any(), zone.pcode


def test_the_outer_edge_of_a_side_leaves_the_border_out():
    niger = AROUND["NER"]
    (shape,) = zones.polygons(BORDERS, niger, (50,)).query("pcode == 'niger-50'").geometry
    (edge,) = zones.outer_edges((shape,), niger)
    ends = (pd.Series(each) for each in shapely.get_coordinates(edge).T)
    assert geodesy.distance_km(*ends, BORDERS.geometry.iloc[0]).max() == pytest.approx(50, abs=0.1)
    assert edge.length == pytest.approx(2, rel=0.01)
