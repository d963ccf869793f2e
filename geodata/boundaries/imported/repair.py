"""Polygons made a coverage: no gap, no overlap, shared borders equal to the last digit, and no border moved far.

Everything is done in degrees, where borders are straight, and measured in metres: the width of a gap or overlap is
the diameter of the largest circle within it. How far mending then moved a border is measured again, on the result.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

Shapes = npt.NDArray[np.object_]

MOVE_AT_MOST_M = 100.0
"""No border is moved further than this."""

_GEOD = Geod(ellps="WGS84")
_DEGREE_M = 111_320.0
_GRIDS_DEGREES = (1e-8, 1e-7, 1e-9)
"""Mended borders run along points of a grid, a millimetre wide; where borders differ by about as much, of another."""
_TOUCH_DEGREES = 5e-7
_SEEN_M = 0.01
"""Gaps and overlaps narrower than a centimetre are closed without a word."""
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
        """Whether mending it moves no border by more than the limit."""
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
        mended = _shared_out(valid, inlets, grid)
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
    made[broken] = _polygons(shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False))
    by_lines = _polygons(shapely.make_valid(shapes[broken], method="linework"))
    metres, points = widths(shapely.symmetric_difference(by_lines, made[broken]))
    points = np.where(metres > 0, points, shapely.point_on_surface(by_lines))
    for place in np.flatnonzero(shapely.is_empty(made[broken])):
        metres[place], points[place] = np.inf, shapely.Point(shapely.get_coordinates(shapes[broken[place]])[0])
    return made, [
        _flaw("validity", (index,), *found) for index, *found in zip(broken.tolist(), points, metres, strict=True)
    ]


def _polygons(shapes: Shapes) -> Shapes:
    """Of each shape what has an area, as one (multi)polygon."""
    made = shapes.copy()
    for index in np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (3, 6))):
        parts = shapely.get_parts(shapely.get_parts(shapes[index]))
        made[index] = shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])
    return made


def _overlaps(shapes: Shapes) -> list[Flaw]:
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = np.column_stack([first, second])[first < second]
    shared = _polygons(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    metres, points = widths(shared)
    return [
        _flaw("overlap", tuple(pairs[index].tolist()), points[index], metres[index])
        for index in np.flatnonzero(metres > _SEEN_M)
    ]


def _gaps(shapes: Shapes, whole: shapely.Geometry) -> tuple[list[Flaw], Shapes]:
    """The gaps between the shapes, and the polygons of those that are open to the outside."""
    tree = shapely.STRtree(shapes)
    outline = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(whole))))
    holes = shapely.get_parts(_polygons(np.array([shapely.difference(outline, whole)]))[0])
    metres, points = widths(holes)
    flaws = [
        _flaw("gap", _beside(tree, holes[index]), points[index], metres[index])
        for index in np.flatnonzero(metres > _SEEN_M)
    ]
    inlets: list[shapely.Geometry] = []
    for radius, longest in _OPEN:
        known = shapely.union_all([outline, *inlets])
        for bay in _bays(known, radius):
            length, beside = float(shapely.length(_flat(np.array([bay]))[0])) / 2, _beside(tree, bay)
            if len(beside) < 2 or length < longest:
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
    beside = np.sort(tree.query(shape, predicate="dwithin", distance=_TOUCH_DEGREES))
    around = shapely.buffer(shape, 2 * _TOUCH_DEGREES)
    borders = shapely.length(shapely.intersection(shapely.boundary(tree.geometries[beside]), around))
    return tuple(beside[np.argsort(-borders, kind="stable")].tolist())


def _shared_out(shapes: Shapes, inlets: Shapes, grid: float) -> Shapes:
    """The coverage of the faces that all borders cut the plane into; a shape that nothing is left of is empty.

    A face of several shapes goes to the one of them that it has most border with (ties: the first). A face of none is
    cut into triangles, each of which goes to the shape nearest to it: a gap may branch along the borders of many.
    """
    lines = shapely.union_all(shapely.boundary(np.concatenate([shapes, inlets])), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    claims: list[list[int]] = [[] for _ in faces]
    pairs = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="within")
    for face, shape in pairs.T.tolist():
        claims[face].append(shape)
    is_gap = np.array([not one for one in claims])
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(faces[is_gap]))
    owner = np.concatenate([_owners(faces, claims, grid)[~is_gap], _nearest(triangles, shapes)])
    parts = np.concatenate([faces[~is_gap], triangles])
    made = np.full(len(shapes), shapely.Polygon(), dtype=object)
    for shape in np.unique(owner).tolist():
        made[shape] = shapely.coverage_union_all(parts[owner == shape])
    return made


def _nearest(triangles: Shapes, shapes: Shapes) -> npt.NDArray[np.int64]:
    """For each triangle the shape that its farthest corner is nearest to, then all its corners; ties: the first."""
    tree = shapely.STRtree(shapes)
    one, shape = tree.query(triangles, predicate="dwithin", distance=_TOUCH_DEGREES)
    alone = np.setdiff1d(np.arange(len(triangles)), one)
    one, shape = np.append(one, alone), np.append(shape, tree.nearest(triangles[alone]))
    corners = shapely.points(shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3])
    far = shapely.distance(corners[one], shapes[shape][:, None])
    order = np.lexsort([shape, far.sum(axis=1), far.max(axis=1).round(6), one])
    _, first = np.unique(one[order], return_index=True)
    return np.asarray(shape[order][first])


def _owners(faces: Shapes, claims: list[list[int]], grid: float) -> npt.NDArray[np.int64]:
    """The shape of each face: of several that claim it the one with most border on it; -1 where none does."""
    owner = np.array([one[0] if len(one) == 1 else -1 for one in claims])
    shared = [dict.fromkeys(one, 0.0) for one in claims]
    for one, other, length in _borders(faces, grid):
        for face, beside in ((one, other), (other, one)):
            if owner[face] < 0 and owner[beside] in shared[face]:
                shared[face][owner[beside]] += length
    for face, lengths in enumerate(shared):
        if len(lengths) > 1:
            owner[face] = max(sorted(lengths), key=lengths.__getitem__)
    return owner


def _borders(faces: Shapes, grid: float) -> list[tuple[int, int, float]]:
    """Pairs of faces beside each other and the length of a segment they share, in grid steps, segment by segment."""
    rings, face = shapely.get_rings(faces, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.rint(points / grid).astype(np.int64)
    is_segment = ring[1:] == ring[:-1]
    start, end = steps[:-1][is_segment], steps[1:][is_segment]
    is_turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    ends = np.where(is_turned[:, None], np.hstack([end, start]), np.hstack([start, end]))
    sides = face[ring[:-1][is_segment]]
    order = np.lexsort(ends.T)
    is_shared = (ends[order[1:]] == ends[order[:-1]]).all(axis=1)
    one, other = sides[order[:-1]][is_shared], sides[order[1:]][is_shared]
    lengths = np.hypot(*(end - start).T)[order[:-1]][is_shared]
    return list(zip(one.tolist(), other.tolist(), lengths.tolist(), strict=True))


def _moved(before: Shapes, after: Shapes, *, is_silent: bool) -> list[Flaw]:
    """What mending moved too far or made vanish, by the shapes themselves, whatever was thought of the flaws.

    Where other flaws were found (`is_silent`), only what moved too far; else one flaw for all borders that moved.
    """
    far, farthest = [], (0.0, shapely.Point())
    changed = np.flatnonzero(~shapely.equals_identical(shapely.normalize(before), shapely.normalize(after)))
    for index in changed.tolist():
        found = _moved_m(before[index], after[index])
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


def _moved_m(before: shapely.Geometry, after: shapely.Geometry) -> tuple[float, shapely.Point]:
    """How far in metres a shape's border moved at most, and a point where.

    What it gained counts by its farthest point from what the shape was, what it lost by its width: a spike of a metre
    may go, but no strip along a border may go to a shape that does not lie beside it.
    """
    if after.is_empty:
        return math.inf, shapely.point_on_surface(before)
    lost, where = widths(_polygons(np.array([shapely.difference(before, after)])))
    points = shapely.points(shapely.get_coordinates(shapely.difference(after, before)))
    scale = _metres_per_degree(np.array([before]))
    was = _scaled(np.array([before]), scale)[0]
    gained = shapely.distance(was, _scaled(points, np.repeat(scale, len(points), axis=0)))
    farthest = (float(gained.max()), points[int(gained.argmax())]) if len(points) else (0.0, shapely.Point())
    return max((float(lost[0]), where[0]), farthest, key=lambda pair: pair[0])


def _flaw(check: str, members: tuple[int, ...], point: shapely.Point, metres: float) -> Flaw:
    return Flaw(check, members, round(float(point.x), 4), round(float(point.y), 4), round(float(metres), 2))


def widths(shapes: Shapes, *, at_least: float = _SEEN_M) -> tuple[npt.NDArray[np.float64], Shapes]:
    """The width of each (multi)polygon in metres, 0 below `at_least`, and a point where it is widest (EPSG:4326).

    The width is twice the distance by which the shape can be eroded, to 1 % or a centimetre, in a plane that is true
    at its middle. A point without a width is empty.
    """
    flat = _flat(shapes)
    low, high = np.zeros(len(flat)), 2 * np.sqrt(shapely.area(flat) / math.pi)
    points = np.full(len(flat), shapely.Point(), dtype=object)
    todo = np.flatnonzero(high > at_least)
    middle = np.full(len(flat), at_least)
    while len(todo):
        eroded = shapely.buffer(flat[todo], -middle[todo] / 2, quad_segs=4)
        is_left = ~shapely.is_empty(eroded)
        wide, narrow = todo[is_left], todo[~is_left]
        low[wide], points[wide] = middle[wide], shapely.point_on_surface(eroded[is_left])
        high[narrow] = middle[narrow]
        todo = todo[(low[todo] > 0) & (high[todo] - low[todo] > np.maximum(_SEEN_M, high[todo] / 100))]
        middle[todo] = (low[todo] + high[todo]) / 2
    return np.where(low > 0, high, 0.0), _back(points, shapes)


def _flat(shapes: Shapes) -> Shapes:
    return _scaled(shapes, _metres_per_degree(shapes))


def _back(points: Shapes, shapes: Shapes) -> Shapes:
    return _scaled(points, 1 / _metres_per_degree(shapes))


def _scaled(shapes: Shapes, factors: npt.NDArray[np.float64]) -> Shapes:
    coordinates, index = shapely.get_coordinates(shapes, return_index=True)
    return np.asarray(shapely.set_coordinates(shapes.copy(), coordinates * factors[index]))


def _metres_per_degree(shapes: Shapes) -> npt.NDArray[np.float64]:
    """Metres in a degree of longitude and of latitude at the middle of each shape, on the ellipsoid."""
    bounds = np.nan_to_num(shapely.bounds(shapes).reshape(-1, 4))
    latitude = np.radians((bounds[:, 1] + bounds[:, 3]) / 2)
    bend = 1 - _GEOD.es * np.sin(latitude) ** 2
    east = np.radians(_GEOD.a / np.sqrt(bend) * np.cos(latitude))
    north = np.radians(_GEOD.a * (1 - _GEOD.es) / bend**1.5)
    return np.column_stack([east, north])
