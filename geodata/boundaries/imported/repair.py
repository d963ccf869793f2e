"""Polygons made a coverage: no gap, no overlap, shared borders equal to the last digit, and no border moved far.

Everything is done in degrees, where borders are straight, and measured in metres: the width of a gap or overlap is
the diameter of the largest circle within it. How far mending then moved a border is measured again, on the result.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.boundaries.imported.faces import TOUCH_DEGREES, shared_out
from geodata.boundaries.imported.measure import SEEN_M, Shapes, in_metres, moved_m, polygons_of, widths

MOVE_AT_MOST_M = 100.0
"""No border is moved further than this."""

_DEGREE_M = 111_320.0
_GRIDS_DEGREES = (1e-8, 1e-7, 1e-9)
"""Mended borders run along points of a grid, a millimetre wide; where borders differ by about as much, of another."""
_OPEN = ((60.0, 500.0), (500.0, 3000.0))
"""Gaps open to the outside are found by closing bays of the outline with a circle (radius, m) where they touch two
units, are longer than this (m) and much longer than wide. Among geoBoundaries' communes such bays are at most 75 m and
1,350 m long."""
_CRACK_M = 0.02
"""Cracks in the outline narrower than this are no bays."""
_SLENDER = 6


@dataclass(frozen=True)
class Flaw:
    """Something wrong with polygons: what, at which of them, where (EPSG:4326), and its width in metres."""

    check: str
    members: tuple[int, ...]
    longitude: float
    latitude: float
    metres: float

    @property
    def is_mendable(self) -> bool:
        """True if mending it moves no border by more than the limit."""
        return self.metres <= MOVE_AT_MOST_M


def coverage(shapes: Shapes) -> tuple[Shapes, list[Flaw]]:
    """The polygons as a valid coverage, and the flaws found, each mended or too wide to be.

    Where a flaw is too wide the shapes come back as they were: the file is to be refused. `shapes` are (multi)polygons
    in EPSG:4326, none empty, all coordinates finite.
    """
    valid, flaws = _valid(shapes)
    is_matched = bool(shapely.coverage_is_valid(valid))
    if not is_matched:
        flaws += _overlaps(valid)
    gaps, inlets = _gaps(valid, shapely.coverage_union_all(valid) if is_matched else shapely.union_all(valid))
    flaws += gaps
    if any(not flaw.is_mendable for flaw in flaws):
        return shapes, flaws
    if is_matched and not gaps:
        return valid, flaws
    for grid in _GRIDS_DEGREES:
        mended = shared_out(valid, inlets, grid)
        moved = _unmatched(mended) or _moved(valid, mended, is_silent=bool(flaws))
        if all(flaw.is_mendable for flaw in moved):
            return mended, flaws + moved
    return shapes, flaws + moved


def _valid(shapes: Shapes) -> tuple[Shapes, list[Flaw]]:
    """Valid polygons. Where two ways of mending (lines kept, holes and shells kept) differ, the flaw says how much."""
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    if not len(broken):
        return shapes, []
    made = shapes.copy()
    made[broken] = polygons_of(shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False))
    by_lines = polygons_of(shapely.make_valid(shapes[broken], method="linework"))
    metres, points = widths(shapely.symmetric_difference(by_lines, made[broken]))
    points = np.where(metres > 0, points, shapely.point_on_surface(by_lines))
    for place in np.flatnonzero(shapely.is_empty(made[broken])):
        metres[place], points[place] = np.inf, shapely.Point(shapely.get_coordinates(shapes[broken[place]])[0])
    return made, [
        _flaw("validity", (index,), *found) for index, *found in zip(broken.tolist(), points, metres, strict=True)
    ]


def _overlaps(shapes: Shapes) -> list[Flaw]:
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = np.column_stack([first, second])[first < second]
    shared = polygons_of(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    metres, points = widths(shared)
    return [
        _flaw("overlap", tuple(pairs[index].tolist()), points[index], metres[index])
        for index in np.flatnonzero(metres > SEEN_M)
    ]


def _gaps(shapes: Shapes, whole: shapely.Geometry) -> tuple[list[Flaw], Shapes]:
    """The gaps between the shapes, and the polygons of those that are open to the outside."""
    tree = shapely.STRtree(shapes)
    outline = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(whole))))
    holes = shapely.get_parts(polygons_of(np.array([shapely.difference(outline, whole)]))[0])
    metres, points = widths(holes)
    flaws = [
        _flaw("gap", _beside(tree, holes[index]), points[index], metres[index])
        for index in np.flatnonzero(metres > SEEN_M)
    ]
    inlets: list[shapely.Geometry] = []
    for radius, longest in _OPEN:
        known = shapely.union_all([outline, *inlets])
        for bay in _bays(known, radius):
            length = float(shapely.length(in_metres(np.array([bay]))[0])) / 2
            if length < longest or len(beside := _beside(tree, bay)) < 2:
                continue
            found, point = widths(np.array([bay]))
            if length > _SLENDER * found[0] > 0:
                flaws.append(_flaw("gap", beside, point[0], found[0]))
                inlets.append(bay)
    return flaws, np.array(inlets, dtype=object)


def _bays(outline: shapely.Geometry, radius_m: float) -> list[shapely.Geometry]:
    """The bays of the outline that a circle does not fit in."""
    squeeze = math.cos(math.radians(float(np.mean(shapely.bounds(outline)[[1, 3]]))))
    flat = shapely.transform(outline, lambda points: points * [squeeze, 1.0])
    radius, crack = radius_m / _DEGREE_M, _CRACK_M / 2 / _DEGREE_M
    closed = shapely.buffer(shapely.buffer(flat, radius), -radius)
    bays = shapely.get_parts(shapely.difference(closed, flat))
    bays = bays[shapely.length(bays) > radius]
    bays = shapely.get_parts(shapely.buffer(shapely.buffer(bays, -crack), crack, join_style="mitre"))
    return list(shapely.transform(bays, lambda points: points / [squeeze, 1.0]))


def _beside(tree: shapely.STRtree, shape: shapely.Geometry) -> tuple[int, ...]:
    """The shapes beside a gap, those with most border on it first."""
    beside = np.sort(tree.query(shape, predicate="dwithin", distance=TOUCH_DEGREES))
    around = shapely.buffer(shape, 2 * TOUCH_DEGREES)
    borders = shapely.length(shapely.intersection(shapely.boundary(tree.geometries[beside]), around))
    return tuple(beside[np.argsort(-borders, kind="stable")].tolist())


def _moved(before: Shapes, after: Shapes, *, is_silent: bool) -> list[Flaw]:
    """Shapes that mending moved too far or removed, found by comparing the shapes themselves.

    Where other flaws were found (`is_silent`), only what moved too far; else one flaw for all borders that moved.
    """
    far, farthest = [], (0.0, shapely.Point())
    changed = np.flatnonzero(~shapely.equals_identical(shapely.normalize(before), shapely.normalize(after)))
    for index in changed.tolist():
        found = moved_m(before[index], after[index])
        farthest = max(farthest, found, key=lambda pair: pair[0])
        if found[0] > MOVE_AT_MOST_M:
            far.append(_flaw("edges", (index,), found[1], found[0]))
    if far or is_silent or not len(changed):
        return far
    point = farthest[1] if farthest[0] else shapely.point_on_surface(before[changed[0]])
    return [_flaw("edges", tuple(changed.tolist()), point, farthest[0])]


def _unmatched(shapes: Shapes) -> list[Flaw]:
    """The shapes that are still invalid or not matched with those beside them: no file that was met so far has any."""
    if shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes):
        return []
    edges = np.where(shapely.is_valid(shapes), shapely.coverage_invalid_edges(shapes), shapely.boundary(shapes))
    return [
        _flaw("edges", (int(index),), shapely.point_on_surface(edges[index]), math.inf)
        for index in np.flatnonzero(~shapely.is_empty(edges))
    ]


def _flaw(check: str, members: tuple[int, ...], point: shapely.Point, metres: float) -> Flaw:
    return Flaw(check, members, round(float(point.x), 4), round(float(point.y), 4), round(float(metres), 2))
