"""Small maps in a grid: every year's units in the classes of one legend."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import shapely
from matplotlib.path import Path

from geodata.mapsheet import ground, look, patterns
from geodata.mapsheet.look import EDGE, LEADING, PX, Style
from geodata.mapsheet.page import Page, outline, wrap
from geodata.mapsheet.sheet import Area, SmallMap

Box = tuple[float, float, float, float]
"""West, south, width and height in points."""
_GAP, _FINEST_PT = 9.0, 0.25
"""Points on A4 between the maps, and that a shape may be simplified by."""
_LINES = 3
"""Lines of text that a small map has room for below it."""

_MANY = 100
"""Units from which on their edges are thinner."""


def draw(page: Page, maps: Sequence[SmallMap], units: Sequence[Area], room: Box, *, lines: int = _LINES) -> None:
    """Draw the maps in as many columns as make them largest, in their order, with room for lines of text below each."""
    shapes = ground.shapes(area.geometry for area in units)
    west, south, east, north = shapely.total_bounds(shapes)
    label, words = look.BLOCK.scaled(page.scale), look.NOTE.scaled(page.scale)
    texts = label.size * LEADING + lines * words.size * LEADING
    form = (north - south) / (east - west)
    columns = max(range(1, len(maps) + 1), key=lambda count: _width(page, len(maps), count, form, texts, room))
    wide = _width(page, len(maps), columns, form, texts, room)
    metres, gap = (east - west) / wide, _GAP * page.scale
    simple = shapely.coverage_simplify(shapes, _FINEST_PT * page.scale * metres)
    fine = dict(zip((area.id for area in units), simple, strict=True))
    each = (room[2] - (columns - 1) * gap) / columns
    high = room[3] / math.ceil(len(maps) / columns)
    for number, one in enumerate(maps):
        x = room[0] + number % columns * (each + gap)
        top = room[1] + room[3] - number // columns * high
        page.text(x, top - label.size, one.label, label)
        top -= label.size * LEADING
        _map(page, one, fine, (x, top - wide * form), (west, south, metres))
        _words(page, one.lines, x, top - wide * form - 2 * page.scale, each, words)


def _width(page: Page, number: int, columns: int, form: float, texts: float, room: Box) -> float:
    """The width of a map in a grid of so many columns, with its texts."""
    gap, rows = _GAP * page.scale, math.ceil(number / columns)
    wide = (room[2] - (columns - 1) * gap) / columns
    return min(wide, (room[3] / rows - texts - gap) / form)


def _words(page: Page, lines: Sequence[str], x: float, top: float, room: float, style: Style) -> None:
    for line in [part for text in lines for part in wrap(text, style, room)][:_LINES]:
        page.text(x, top - style.size, line, style)
        top -= style.size * LEADING


def _map(
    page: Page,
    one: SmallMap,
    shapes: dict[str, shapely.Geometry],
    corner: tuple[float, float],
    plane: tuple[float, float, float],
) -> None:
    """The units of a class as one shape, then the edges of all."""
    west, south, metres = plane
    outlines = {
        pcode: outline(shape, lambda at: (at - [west, south]) / metres + corner) for pcode, shape in shapes.items()
    }
    by_fill: dict[str, list[Path]] = defaultdict(list)
    for pcode, fill in one.fills:
        by_fill[fill].append(outlines[pcode])
    for fill, paths in by_fill.items():
        patterns.fill(page, Path.make_compound_path(*paths), fill, z=5, gid=f"year-{one.label}")
    edges = Path.make_compound_path(*outlines.values())
    width = (0.6 if len(outlines) < _MANY else 0.25) * PX * page.scale
    page.path(edges, z=6, facecolor="none", edgecolor=EDGE, linewidth=width, joinstyle="round")
