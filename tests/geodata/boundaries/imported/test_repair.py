import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.boundaries.imported import measure, repair
from tests import worlds

SOUTH = worlds.SOUTH
SIDES = ["west", "south", "east", "north"]
NINE = "A B C\nD E F\nH I J"


def grid() -> np.ndarray:
    """Nine squares of a degree, A to J from the north-west; E is in the middle."""
    return worlds.units(NINE).geometry.to_numpy()


def cells(*edges) -> np.ndarray:
    """The nine squares, but the box of one (by letter) with its west, south, east or north side moved (degrees)."""
    shapes = grid()
    for letter, side, degrees in edges:
        box = list(shapely.bounds(shapes["ABCDEFHIJ".index(letter)]))
        box[SIDES.index(side)] += degrees
        shapes["ABCDEFHIJ".index(letter)] = shapely.box(*box)
    return shapes


def east_degrees(metres: float, latitude: float) -> float:
    return metres / (111_320 * math.cos(math.radians(latitude)))


def test_a_coverage_comes_back_as_it_is():
    shapes = shapely.coverage_clean(grid())
    made, flaws = repair.coverage(shapes)
    assert made is shapes
    assert flaws == []


def test_borders_without_their_neighbours_points_are_matched():
    shapes = worlds.units("A A\nB C").geometry.to_numpy()
    shapes[0] = shapely.box(0, SOUTH + 1, 2, SOUTH + 2)
    made, (flaw,) = repair.coverage(shapes)
    assert (flaw.check, flaw.metres, flaw.is_mendable) == ("edges", 0.0, True)
    assert shapely.coverage_is_valid(made)
    assert shapely.equals(made, shapes).all()


@given(
    side=st.sampled_from(SIDES),
    metres=st.floats(20, 90),
    is_gap=st.booleans(),
    letter=st.sampled_from("EBDFI"),
)
def test_narrow_gaps_and_overlaps_are_mended_without_moving_a_border_far(side, metres, is_gap, letter):
    shapes, beside = displaced(letter, side, metres, is_gap)
    made, flaws = repair.coverage(shapes)
    assert all(flaw.is_mendable for flaw in flaws)
    if beside:
        check = "gap" if is_gap else "overlap"
        widest = max((flaw for flaw in flaws if flaw.check == check), key=lambda flaw: flaw.metres)
        assert widest.metres == pytest.approx(metres, rel=0.03)
        assert {"ABCDEFHIJ".index(letter), "ABCDEFHIJ".index(beside)} <= set(widest.members)
    assert shapely.coverage_is_valid(made)
    assert len(repair.coverage(made)[1]) == 0
    width, _ = measure.widths(shapely.symmetric_difference(shapes, made))
    assert width.max() <= 100
    if beside and is_gap:
        assert shapely.area(made).sum() == pytest.approx(9, abs=1e-6)


@given(
    side=st.sampled_from(SIDES),
    metres=st.floats(300, 900),
    is_gap=st.booleans(),
    letter=st.sampled_from("EBDFI"),
)
def test_wide_ones_are_not_mended_and_their_place_is_named(side, metres, is_gap, letter):
    shapes, beside = displaced(letter, side, metres, is_gap)
    if not beside:
        return
    made, flaws = repair.coverage(shapes)
    assert made is shapes
    (flaw,) = [flaw for flaw in flaws if not flaw.is_mendable]
    assert flaw.check == ("gap" if is_gap else "overlap")
    assert flaw.metres == pytest.approx(metres, rel=0.03)
    where = shapely.Point(flaw.longitude, flaw.latitude)
    near = grid()[["ABCDEFHIJ".index(letter), "ABCDEFHIJ".index(beside)]]
    assert shapely.distance(shapely.intersection(*near), where) < 0.01


def displaced(letter, side, metres, is_gap):
    """The nine squares with one side of one moved by metres, and the letter of the square beside it ("": none)."""
    index = "ABCDEFHIJ".index(letter)
    row, column = divmod(index, 3)
    down, right = {"west": (0, -1), "east": (0, 1), "north": (-1, 0), "south": (1, 0)}[side]
    is_there = 0 <= row + down < 3 and 0 <= column + right < 3
    latitude = SOUTH + 2.5 - row
    degrees = east_degrees(metres, latitude) if right else metres / 110_700
    outward = 1 if side in ("east", "north") else -1
    shapes = cells((letter, side, -outward * degrees if is_gap else outward * degrees))
    return shapes, "ABCDEFHIJ"[index + 3 * down + right] if is_there else ""


@given(metres=st.floats(20, 90), is_wide=st.booleans())
def test_a_gap_open_to_the_outside_is_found_as_well(metres, is_wide):
    metres = metres * 5 + 200 if is_wide else metres
    shapes = worlds.units("A B\nA B").geometry.to_numpy()
    shapes[1] = shapely.box(1 + east_degrees(metres, SOUTH + 1), SOUTH, 2, SOUTH + 2)
    made, flaws = repair.coverage(shapes)
    gap = max(flaws, key=lambda flaw: flaw.metres)
    assert (gap.check, {*gap.members}) == ("gap", {0, 1})
    assert gap.metres == pytest.approx(metres, rel=0.03)
    assert gap.is_mendable == (not is_wide)
    assert abs(gap.longitude - 1) < 0.01
    if not is_wide:
        assert shapely.coverage_is_valid(made)
        assert shapely.coverage_union_all(made).geom_type == "Polygon"


def test_a_unit_within_another_is_too_much_overlap():
    shapes = np.array([shapely.box(0, 15, 3, 18), shapely.box(1, 16, 2, 17)])
    made, flaws = repair.coverage(shapes)
    assert made is shapes
    assert [(flaw.check, flaw.members, flaw.is_mendable) for flaw in flaws] == [("overlap", (0, 1), False)]


def test_a_missing_unit_is_a_gap_but_an_empty_corner_is_none():
    inner, corner = np.delete(grid(), 4), np.delete(grid(), 0)
    (gap,) = repair.coverage(inner)[1]
    assert (gap.check, gap.is_mendable) == ("gap", False)
    assert gap.metres == pytest.approx(107_000, rel=0.05)
    assert repair.coverage(corner)[1] == []


def test_a_bow_tie_is_made_valid_where_that_is_not_ambiguous():
    bow_tie = shapely.Polygon([(0, 15), (1, 16), (1, 15), (0, 16)])
    made, flaws = repair.coverage(np.array([bow_tie, shapely.box(5, 15, 6, 16)]))
    assert [(flaw.check, flaw.members, flaw.metres) for flaw in flaws] == [("validity", (0,), 0.0)]
    assert shapely.is_valid(made).all()
    twice_around = shapely.Polygon(
        [(0, 15), (2, 15), (2, 17), (0, 17), (0, 15), (0.5, 15.5), (1.5, 15.5), (1.5, 16.5), (0.5, 16.5), (0.5, 15.5)]
    )
    (flaw,) = repair.coverage(np.array([twice_around]))[1]
    assert (flaw.check, flaw.is_mendable) == ("validity", False)


def test_a_polygon_without_area_cannot_be_mended():
    line = shapely.Polygon([(0, 15), (1, 16), (0, 15)])
    (flaw,) = repair.coverage(np.array([line, shapely.box(5, 15, 6, 16)]))[1]
    assert (flaw.check, flaw.members, flaw.is_mendable) == ("validity", (0,), False)


@pytest.mark.parametrize("amplitude", [1e-9, 1e-7, 1e-6, 1e-5, 2e-4])
def test_noise_in_the_coordinates_of_every_unit_is_mended(amplitude):
    random = np.random.default_rng(7)
    squares = shapely.segmentize(grid(), 0.1)
    shapes = []
    for square in squares:
        points = shapely.get_coordinates(square)[:-1]
        shapes.append(shapely.Polygon(points + random.uniform(-amplitude, amplitude, points.shape)))
    made, flaws = repair.coverage(np.array(shapes))
    assert all(flaw.is_mendable for flaw in flaws)
    assert shapely.coverage_is_valid(made)
    assert shapely.hausdorff_distance(made, squares).max() < 3 * amplitude + 1e-6


@pytest.mark.parametrize("latitude", [10, 15, 25])
def test_widths_are_metres_on_the_ellipsoid(latitude):
    east = shapely.box(0, latitude, east_degrees(500, latitude), latitude + 0.1)
    north = shapely.box(0, latitude, 0.1, latitude + 500 / 110_800)
    metres, points = measure.widths(np.array([east, north, shapely.Polygon()]))
    assert metres[:2] == pytest.approx([500, 500], rel=0.02)
    assert metres[2] == 0
    assert shapely.contains(np.array([east, north]), points[:2]).all()
    assert points[2].is_empty
