"""Share the plane out between polygons: the faces that their borders cut it into, each to one of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geodata.boundaries.imported.measure import Shapes

TOUCH_DEGREES = 5e-7
"""Shapes that are nearer than this lie beside each other."""


def shared_out(shapes: Shapes, inlets: Shapes, grid: float) -> Shapes:
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
    one, shape = tree.query(triangles, predicate="dwithin", distance=TOUCH_DEGREES)
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
