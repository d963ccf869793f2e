"""Shapes of the web encoding as SVG draws them: Mercator's projection, as the map has it, and paths of whole steps."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from app.web.cache import Cache
from geodata.builds.store import Edition

Points = Sequence[tuple[float, float]]
"""Corners in Mercator's projection, in radians of the equator: x to the east, y to the north."""

Box = tuple[float, float, float, float]
"""West, south, east and north, or left, top, right and bottom."""
Corner = tuple[int, int]
"""A corner of a drawing, in its units."""

_BOXES: Cache[dict[str, Box]] = Cache(1 << 14, len)
"""The boxes of documents, up to so many shapes."""
_STEPS = 1000
"""Steps in a degree of the web encoding (geometry/encode, which loads table libraries)."""


def rings_of(edition: Edition, document: str) -> dict[str, list[Points]]:
    """The projected rings of a document's shapes, by their id."""
    return {shape["id"]: [projected(ring) for ring in shape["rings"]] for shape in edition.document(document)}


def projected(steps: Sequence[int]) -> Points:
    """The corners of a ring or line of the web encoding (encode.steps)."""
    found, longitude, latitude = [], 0, 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        longitude, latitude = longitude + dx, latitude + dy
        found.append((math.radians(longitude / _STEPS), _north(latitude)))
    return found


def point(latitude: float, longitude: float) -> tuple[float, float]:
    """A place, projected."""
    return math.radians(longitude), math.asinh(math.tan(math.radians(latitude)))


@lru_cache(1 << 15)
def _north(steps: int) -> float:
    return math.asinh(math.tan(math.radians(steps / _STEPS)))


def bounds(shapes: Iterable[Points]) -> Box:
    """West, south, east and north of projected rings."""
    points = [point for ring in shapes for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def boxes_of(edition: Edition, document: str) -> dict[str, Box]:
    """The box around each projected shape of a document, by its id; kept, as every view looks at some."""
    return _BOXES.get(
        (edition.id, edition.key, document),
        lambda: {name: bounds(rings) for name, rings in rings_of(edition, document).items()},
    )


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def meet(one: Box, other: Box) -> bool:
    """True if two boxes have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def path(points: Sequence[Corner], end: str = "z") -> str:
    """A ring as SVG has it, without corners that lie on a straight way; "" where nothing is left of it.

    With `end=""` a line. Neighbours lose the same corners, so that no gap opens between them.
    """
    (x, y), steps = points[0], [(0, 0)]
    start = f"M{x} {y}l"
    for to_x, to_y in points[1:]:
        (dx, dy), (last_x, last_y) = (to_x - x, to_y - y), steps[-1]
        if last_x * dy == last_y * dx and last_x * dx + last_y * dy >= 0:
            steps[-1] = last_x + dx, last_y + dy
        else:
            steps.append((dx, dy))
        x, y = to_x, to_y
    words = " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")
    return start + words + end if len(steps) > (1 if end else 0) else ""


def thinned(rings: Sequence[Sequence[Corner]], tolerance: float) -> list[list[Corner]]:
    """Closed rings without corners that lie within `tolerance` of what is left (Douglas and Peucker's way).

    What rings share they share still: each way between two places where more than two lines meet is thinned once.
    """
    beside: dict[Corner, set[Corner]] = defaultdict(set)
    kept = [_without_repeats(ring) for ring in rings]
    for ring in kept:
        for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
            beside[one].add(other)
            beside[other].add(one)
    known: dict[tuple[Corner, ...], list[Corner]] = {}
    return [_thinned_ring(ring, {at for at in ring if len(beside[at]) > 2}, tolerance, known) for ring in kept]


def _without_repeats(ring: Sequence[Corner]) -> list[Corner]:
    found = [at for at, before in zip(ring, [None, *ring], strict=False) if at != before]
    return found[:-1] if len(found) > 1 and found[0] == found[-1] else found


def _thinned_ring(
    ring: list[Corner], nodes: set[Corner], tolerance: float, known: dict[tuple[Corner, ...], list[Corner]]
) -> list[Corner]:
    start = ring.index(min(nodes or ring))
    turned = [*ring[start:], *ring[: start + 1]]
    ends = [0, *(index for index in range(1, len(turned) - 1) if turned[index] in nodes), len(turned) - 1]
    found = turned[:1]
    for first, last in pairwise(ends):
        way = tuple(turned[first : last + 1])
        one = min(way, way[::-1])
        if one not in known:
            known[one] = thinned_line(one, tolerance)
        found += known[one][1:] if one == way else known[one][-2::-1]
    return found


def thinned_line(line: Sequence[Corner], tolerance: float) -> list[Corner]:
    """A line with its ends, without corners that lie within `tolerance` of what is left."""
    keeps, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = _farthest(line, first, last)
        if far > tolerance * tolerance:
            keeps.add(at)
            waiting += [(first, at), (at, last)]
    return [line[index] for index in sorted(keeps)]


def _farthest(line: Sequence[Corner], first: int, last: int) -> tuple[float, int]:
    """The square of the distance, and the index, of the corner farthest from the straight way between two others."""
    (x, y), (to_x, to_y) = line[first], line[last]
    dx, dy = to_x - x, to_y - y
    length = dx * dx + dy * dy
    best, found = 0.0, first
    for index in range(first + 1, last):
        px, py = line[index][0] - x, line[index][1] - y
        part = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length else 0.0
        far = (px - part * dx) ** 2 + (py - part * dy) ** 2
        if far > best:
            best, found = far, index
    return best, found
