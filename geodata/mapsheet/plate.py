"""A plate: the map of a sheet and its legend alone, for a page that says the rest in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matplotlib.figure import Figure

from geodata.mapsheet import bubbles, drawing, ground, legend
from geodata.mapsheet.legend import Column
from geodata.mapsheet.page import MM, Page
from geodata.mapsheet.panel import Panel
from geodata.mapsheet.sheet import Block, Sheet, Size

SCALE = 1.29
"""The factor of text size against an A4 sheet: the smallest names of towns and zones are 9 points high."""
_GUTTER = 4.0
"""Millimetres from a column of the legend to what stands beside it."""
_TALL_TEXT, _STEP = 0.97, 4.0
"""Size of the legend's text below a map, and the points by which its columns are made longer until all fits."""
_OF_MAP = 0.7
"""About the part of the width that the map takes."""
_TRIES = (
    *((1, 46.0, 0.97), (1, 54.0, 0.97), (1, 62.0, 0.97), (1, 62.0, 0.9)),
    *((2, 44.0, 0.97), (2, 52.0, 0.97), (2, 52.0, 0.9), (3, 38.0, 0.8), (3, 40.0, 0.7), (3, 42.0, 0.6), (4, 34.0, 0.5)),
)
"""Columns of the legend, their width in millimetres and the size of their text, in the order of trial."""


def compose(sheet: Sheet, width_mm: float, height_mm: float) -> Figure:
    """The legend on the left, the map on the rest. Of the legend's blocks, notes and remarks are left to the page."""
    page = Page(Size("plate", width_mm, height_mm, SCALE))
    asked = ground.wanted(sheet.map.extent)
    window, wide = ground.fitted(asked, page.width * _OF_MAP, page.height - 1)
    death = bubbles.scale(sheet.map, SCALE, window.width / wide)
    found, room, scale = _flowed(_without_words(sheet), page, death)
    step = room + _GUTTER * MM
    at = [Column(number * step, room, scale, death) for number in range(len(found))]
    west = len(found) * step
    window, wide = ground.fitted(asked, page.width - west - 1, page.height - 1)
    drawing.draw(Panel(page, window, page.width - 0.5 - wide, 0.5, wide, page.height - 1, death), sheet.map)
    legend.draw_all(page, found, at, page.height - 1)
    return page.figure


def compose_tall(sheet: Sheet, width_mm: float, map_mm: float) -> Figure:
    """The map, and the legend below it in at most two columns: for a narrow screen. It is as high as that takes."""
    window, wide = ground.fitted(ground.wanted(sheet.map.extent), width_mm * MM - 1, map_mm * MM - 1)
    death = bubbles.scale(sheet.map, SCALE, window.width / wide)
    found, high = _balanced(_without_words(sheet), width_mm, death)
    page = Page(Size("tall", width_mm, map_mm + _GUTTER + high / MM, SCALE))
    foot = page.height - map_mm * MM
    drawing.draw(Panel(page, window, (page.width - wide) / 2, foot + 0.5, wide, map_mm * MM - 1, death), sheet.map)
    room = _room(width_mm, len(found))
    at = [Column(number * (room + _GUTTER * MM), room, _TALL_TEXT * SCALE, death) for number in range(len(found))]
    legend.draw_all(page, found, at, foot - _GUTTER * MM)
    return page.figure


def _balanced(blocks: Sequence[Block], width_mm: float, death: float) -> tuple[list[list[Block]], float]:
    """The blocks in one column or two of about the same height, and that height in points."""
    most = min(len(blocks), 2)
    column = Column(0.0, _room(width_mm, most), _TALL_TEXT * SCALE, death)
    high = max((legend.height(block, column) for block in blocks), default=0.0)
    while (found := legend.flow(blocks, column, high, 2)) is None:
        high += _STEP
    return found, high


def _room(width_mm: float, columns: int) -> float:
    """The width of a column in points."""
    return (width_mm - _GUTTER * (columns - 1)) * MM / max(columns, 1)


def _without_words(sheet: Sheet) -> list[Block]:
    """The blocks of the legend without their notes and remarks, which are left to the page."""
    return [replace(block, remark="", notes=()) for block in sheet.legend]


def _flowed(blocks: Sequence[Block], page: Page, death: float) -> tuple[list[list[Block]], float, float]:
    """The blocks in columns, the width of a column in points, and the size of its text."""
    if not blocks:
        return [], 0.0, page.scale
    for columns, wide, scale in _TRIES:
        column = Column(0.0, wide * MM, scale * page.scale, death)
        if found := legend.flow(blocks, column, page.height - 2, columns):
            return found, column.room, column.scale
    raise ValueError("the legend does not fit the plate")
