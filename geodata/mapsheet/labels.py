"""Names on the map, none on another: the highlighted places first, then zones, regions, towns, units, neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import shapely

from geodata.mapsheet.look import NAMES, Style
from geodata.mapsheet.page import Page, width
from geodata.mapsheet.sheet import Name
from geodata.vocabulary import ZONE_LINES

Box = tuple[float, float, float, float]
"""West, south, east, north in points."""
Spot = tuple[float, float]
_RINGS = (0.0, 6.0, 12.0, 18.0, 25.0, 33.0)
_TURNS = ((0, 1), (0, -1), (1.6, 0), (-1.6, 0), (1.2, 0.8), (-1.2, 0.8), (1.2, -0.8), (-1.2, -0.8))
_AROUND = ((0.0, 0.0), *((ring * x, ring * y) for ring in _RINGS[1:] for x, y in _TURNS))
"""Places to try around a point, the nearest first, in points on A4."""
_CHIP = 3.0
"""Points between a zone's name and its box."""


@dataclass(frozen=True)
class Wanted:
    """A name with the spots to try, best first; where it has a `shape`, those inside of it come before."""

    name: Name
    spots: Sequence[Spot]
    shape: shapely.Geometry | None = None


@dataclass(frozen=True)
class Written:
    """A name with the box it takes, and the left end of its baseline."""

    name: Name
    style: Style
    text: str
    box: Box
    base: Spot


def meets(a: Box, b: Box) -> bool:
    """True if two boxes overlap."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def placed(names: Iterable[Wanted], taken: Sequence[Box], inside: Box, scale: float) -> list[Written]:
    """The names that find room in `inside` beside `taken` and each other."""
    found: list[Written] = []
    for one in sorted(names, key=lambda one: one.name.rank):
        made = _first(one, [*taken, *(other.box for other in found)], inside, scale)
        found += [made] if made else []
    return found


def _first(wanted: Wanted, taken: Sequence[Box], inside: Box, scale: float) -> Written | None:
    name = wanted.name
    style = NAMES[name.kind].scaled(scale)
    if name.kind == "zone":
        style = Style(style.size, style.is_bold, ZONE_LINES[name.of].colour)
    text = spaced(name.text) if name.kind == "country" else name.text
    wide, high = width(text, style), style.size * 1.18
    more = _CHIP * scale if name.kind == "zone" else 1.0
    for x, y in _around(wanted, wide, scale):
        box = (x - wide / 2 - more, y - high / 2 - more / 2, x + wide / 2 + more, y + high / 2 + more / 2)
        is_in = box[0] >= inside[0] and box[1] >= inside[1] and box[2] <= inside[2] and box[3] <= inside[3]
        if is_in and not any(meets(box, other) for other in taken):
            return Written(name, style, text, box, (x - wide / 2, y - style.size * 0.36))
    return None


def _around(wanted: Wanted, wide: float, scale: float) -> Iterable[Spot]:
    """The centres to try for a name."""
    if wanted.name.kind == "town":
        x, y = wanted.spots[0]
        aside, up = wide / 2 + 4 * scale, 8 * scale
        yield from ((x + aside, y), (x - aside, y), (x, y + up), (x, y - up))
        yield from ((x + aside, y + up / 2), (x + aside, y - up / 2), (x - aside, y + up / 2), (x - aside, y - up / 2))
        return
    if wanted.name.kind == "unit":
        yield wanted.spots[0]
        return
    tries = [(x + dx * scale, y + dy * scale) for x, y in wanted.spots for dx, dy in _AROUND]
    if wanted.shape is None or not tries:
        yield from tries
        return
    high = NAMES[wanted.name.kind].size * scale
    boxes = [shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2) for x, y in tries]
    within, centred = shapely.contains_properly(wanted.shape, boxes), shapely.contains_xy(wanted.shape, tries)
    order = sorted(range(len(tries)), key=lambda at: (not within[at], not centred[at], at))
    yield from (tries[at] for at in order)


def spaced(text: str) -> str:
    """A country's name in capitals, set wide."""
    return "\u200a".join(text.upper().replace(" ", "\u00a0"))


def write(page: Page, names: Iterable[Written], z: float) -> None:
    """Put the names on the page: a zone's in a box, the others with a halo."""
    for one in names:
        if one.name.kind == "zone":
            west, south, east, north = one.box
            edge = {"edgecolor": one.style.colour, "linewidth": 0.6 * page.scale}
            page.box(west, south, east - west, north - south, z=z, round_=1.6 * page.scale, facecolor="white", **edge)
        halo = 0.0 if one.name.kind == "zone" else min(2.6, one.style.size * 0.28)
        page.text(*one.base, one.text, one.style, z=z + 1, halo=halo)


def spots_in(shape: shapely.Geometry, own: Spot, is_free: Callable[[Spot], bool]) -> list[Spot]:
    """Candidate positions for the name of a shape: its own point if free, and the middle of the shape's largest part.

    An empty shape has only the first.
    """
    found = [own] if is_free(own) else []
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 0]
    if parts:
        largest = max(parts, key=lambda part: part.area)
        middle = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=2.0), 0)
        found.append((middle.x, middle.y))
    return found
