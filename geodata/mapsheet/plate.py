"""A plate: the map of a sheet and its legend alone, for a page that says the rest in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matplotlib.figure import Figure

from geodata.mapsheet import drawing, ground, legend
from geodata.mapsheet.drawing import Panel
from geodata.mapsheet.legend import Column
from geodata.mapsheet.page import MM, Page
from geodata.mapsheet.sheet import Block, Sheet, Size

SIZE = Size("plate", 186.0, 104.0, 1.24)
"""The width of an A4 page between its margins; at this scale the legend's letters are 9 points high."""
_COLUMN, _GUTTER = 46.0, 4.0
"""Millimetres of a column of the legend, and from it to what stands beside it."""
_TRIES = ((1, 1.0), (2, 1.0), (2, 0.9), (3, 0.8), (3, 0.7), (3, 0.6), (4, 0.5))
"""Columns of the legend and size of its text, in the order in which they are tried."""


def compose(sheet: Sheet, size: Size = SIZE) -> Figure:
    """The legend on the left, the map on the rest. Of the legend's blocks, notes and remarks are left to the page."""
    page = Page(size)
    blocks = [replace(block, remark="", notes=()) for block in sheet.legend]
    columns, scale, found = _flowed(blocks, page)
    each, gutter = _COLUMN * MM * (0.86 if columns > 2 else 1.0), _GUTTER * MM
    at = [Column(number * (each + gutter), each, scale) for number in range(len(found))]
    west = len(found) * (each + gutter)
    window, wide = ground.fitted(ground.wanted(sheet.map.extent), page.width - west - 1, page.height - 1)
    drawing.draw(Panel(page, window, page.width - 0.5 - wide, 0.5, wide, page.height - 1), sheet.map)
    legend.draw_all(page, found, at, page.height - 1)
    return page.figure


def _flowed(blocks: Sequence[Block], page: Page) -> tuple[int, float, list[list[Block]]]:
    """How many columns, at which size of text, and the blocks in them."""
    if not blocks:
        return 0, page.scale, []
    for columns, scale in _TRIES:
        room = _COLUMN * MM * (0.86 if columns > 2 else 1.0)
        if found := legend.flow(blocks, Column(0.0, room, scale * page.scale), page.height - 2, columns):
            return columns, scale * page.scale, found
    raise ValueError("the legend does not fit the plate")
