"""The legend of a sheet: blocks stacked in columns, and the table of figures if there is room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.path import Path

from geodata.mapsheet import bubbles, look, patterns, symbols
from geodata.mapsheet.drawing import dashed
from geodata.mapsheet.look import INK, LEADING, LINE, PX, RULE, Style
from geodata.mapsheet.page import Page, width, wrap
from geodata.mapsheet.sheet import Block, Key, Row
from geodata.vocabulary import ZONE_LINES

_SWATCH = (15.0, 9.5)
_GAP, _INDENT, _BETWEEN = 1.9, 21.0, 10.0
"""Points on A4 between keys, from a swatch to its words' end, between blocks."""


@dataclass(frozen=True)
class Column:
    """A column of blocks: left edge and width in points, and text size; points of radius of an event's death."""

    x: float
    room: float
    scale: float
    death: float = 0.0

    def style(self, base: Style) -> Style:
        """A style at the size of this column."""
        return base.scaled(self.scale)


def height(block: Block, column: Column) -> float:
    """The height of the block in a column."""
    return -_block(None, block, column, 0.0)


def draw(page: Page, block: Block, column: Column, top: float) -> float:
    """Draw the block below `top`; where it ends."""
    return _block(page, block, column, top)


def flow(blocks: Sequence[Block], column: Column, high: float, columns: int) -> list[list[Block]] | None:
    """The blocks in columns of a height; None where they do not fit."""
    found: list[list[Block]] = [[]]
    left = high
    for block in blocks:
        need = height(block, column) + (_BETWEEN * column.scale if found[-1] else 0.0)
        if need > left:
            found.append([])
            left, need = high, height(block, column)
        if need > left or len(found) > columns:
            return None
        found[-1].append(block)
        left -= need
    return found


def draw_all(page: Page, columns: Sequence[Sequence[Block]], at: Sequence[Column], top: float) -> list[float]:
    """Draw the blocks of every column below `top`; where each column ends."""
    ends = []
    for blocks, column in zip(columns, at, strict=False):
        y = top
        for number, block in enumerate(blocks):
            if number:
                y -= _BETWEEN * column.scale / 2
                _rule(page, column, y)
                y -= _BETWEEN * column.scale / 2
            y = draw(page, block, column, y)
        ends.append(y)
    return ends


def _rule(page: Page, column: Column, y: float) -> None:
    page.path(Path([(column.x, y), (column.x + column.room, y)]), z=40, edgecolor=LINE, facecolor="none", linewidth=0.6)


def _block(page: Page | None, block: Block, column: Column, top: float) -> float:
    """Draw the block, or only measure it without a page."""
    scale, y = column.scale, top
    y = _lines(page, column, y, block.title, look.BLOCK)
    y = _lines(page, column, y, block.unit, look.UNIT)
    y -= 2.5 * scale if (block.title or block.unit) and (block.keys or block.rows) else 0
    circles = [key for key in block.keys if key.kind == "circle"]
    y = _circles(page, circles, column, y)
    y = _sizes(page, [key for key in block.keys if key.kind == "deaths"], column, y)
    for key in (key for key in block.keys if key.kind not in ("circle", "deaths")):
        y = _key(page, key, column, y)
    y = _rows(page, block.rows, column, y)
    if block.remark:
        y = _remark(page, column, y - 2 * scale, block.remark)
    for note in block.notes:
        y = _lines(page, column, y - 1.5 * scale, note, look.NOTE)
    return y


def _lines(page: Page | None, column: Column, top: float, text: str, base: Style, *, indent: float = 0.0) -> float:
    if not text:
        return top
    style = column.style(base)
    if page is not None:
        return page.paragraph(column.x + indent, top, column.room - indent, text, style)
    return top - len(wrap(text, style, column.room - indent)) * style.size * LEADING


def _remark(page: Page | None, column: Column, top: float, text: str) -> float:
    end = _lines(page, column, top, text, look.REMARK, indent=6 * column.scale)
    if page is not None:
        page.box(column.x, end + 1.5, 1.8 * column.scale, top - end - 1.5, z=40, facecolor=RULE, edgecolor="none")
    return end


def _key(page: Page | None, key: Key, column: Column, top: float) -> float:
    """A line of the legend: the swatch stands beside the first line of its words."""
    scale, style = column.scale, column.style(look.KEY)
    lines = wrap(key.label, style, column.room - _INDENT * scale)
    high = max(_SWATCH[1] * scale, len(lines) * style.size * LEADING) + _GAP * scale
    if page is not None:
        middle = top - _SWATCH[1] * scale / 2 - 0.3 * scale
        _swatch(page, key, column, middle)
        y = middle + style.size * 0.64
        for line in lines:
            page.text(column.x + _INDENT * scale, y - style.size, line, style)
            y -= style.size * LEADING
    return top - high


def _swatch(page: Page, key: Key, column: Column, middle: float) -> None:
    scale, (wide, high) = column.scale, _SWATCH
    west, south, east, north = column.x, middle - high * scale / 2, column.x + wide * scale, middle + high * scale / 2
    if key.kind == "fill":
        path = Path([(west, south), (east, south), (east, north), (west, north), (west, south)], closed=True)
        patterns.fill(page, path, key.of, z=40)
        page.path(path, z=41, facecolor="none", edgecolor=look.EDGE, linewidth=0.5 * scale)
    elif key.kind in ("zone", "opened"):
        style = (
            dashed(ZONE_LINES[key.of], page.scale)
            if key.kind == "zone"
            else {"edgecolor": look.FOCUS, "linewidth": 1.9}
        )
        page.path(Path([(west, middle), (east, middle)]), z=40, facecolor="none", **style)
    elif key.events:
        bubbles.disc(
            page, (column.x + wide * scale / 2, middle), key.events, float(key.of) * PX * scale, PX * scale, z=40
        )
    elif key.symbol is not None:
        symbols.draw(page, column.x + wide * scale / 2, middle, key.symbol, PX * scale, z=40)


def _circles(page: Page | None, keys: Sequence[Key], column: Column, top: float) -> float:
    """Circles that stand in each other, each with a line to its number."""
    if not keys:
        return top
    scale, style = column.scale, column.style(look.KEY)
    sizes = [float(key.of) * PX * (page.scale if page else scale) for key in keys]
    foot, x = top - 2 * max(sizes) - 2 * scale, column.x + max(sizes) + 1
    ends = _apart([foot + 2 * size for size in sizes], style.size * 1.15)
    if page is not None:
        for key, size, end in zip(keys, sizes, ends, strict=True):
            page.circle(x, foot + size, size, z=40, facecolor="none", edgecolor=INK, linewidth=1.1 * scale)
            line = Path([(x, foot + 2 * size), (x + max(sizes) + 6 * scale, end), (x + max(sizes) + 10 * scale, end)])
            page.path(line, z=39, facecolor="none", edgecolor="#b5b0a3", linewidth=0.6)
            page.text(x + max(sizes) + 12 * scale, end - style.size * 0.36, key.label, style)
    return min(foot, *(end - style.size for end in ends)) - 2 * scale


def _sizes(page: Page | None, keys: Sequence[Key], column: Column, top: float) -> float:
    """Discs of so many deaths as the map has them, side by side with their numbers, in as many lines as they take."""
    if not keys:
        return top
    scale, style, rim = column.scale, column.style(look.KEY), bubbles.RIM_PX * PX * column.scale
    rows: list[list[tuple[Key, float, float]]] = [[]]
    x = 0.0
    for key in keys:
        size = column.death * math.sqrt(float(key.of)) + rim
        wide = 2 * size + 3 * scale + width(key.label, style)
        if rows[-1] and x + wide > column.room:
            rows.append([])
            x = 0.0
        rows[-1].append((key, size, column.x + x))
        x += wide + 8 * scale
    for row in rows:
        high = max(style.size * LEADING, *(2 * size for _, size, _ in row)) + _GAP * scale
        for key, size, west in row if page is not None else ():
            assert page is not None  # noqa: S101 # for mypy: rows are empty without a page
            middle = top - high / 2
            bubbles.disc(page, (west + size, middle), key.events, size - rim, PX * scale, z=40)
            page.text(west + 2 * size + 3 * scale, middle - style.size * 0.36, key.label, style)
        top -= high
    return top


def _apart(ends: Sequence[float], least: float) -> list[float]:
    """Heights from the highest down, each at least a minimum distance below the one before."""
    found: list[float] = []
    for end in ends:
        found.append(min(end, found[-1] - least) if found else end)
    return found


def _rows(page: Page | None, rows: Sequence[Row], column: Column, top: float) -> float:
    """The table: colour, name, value and limits, the numbers to the right."""
    if not rows:
        return top
    scale, name, value = column.scale, column.style(look.KEY), column.style(look.FIGURE)
    aside = column.style(look.NOTE)
    step = name.size * 1.62
    limits = max(width(row.limits, aside) for row in rows)
    right = column.x + column.room
    for row in rows if page is not None else ():
        assert page is not None  # noqa: S101 # for mypy: rows are empty without a page
        base = top - name.size
        path = _square(column.x, base - 0.5 * scale, 7 * scale)
        edge, wide = (look.FOCUS, 1.4) if row.is_opened else (look.EDGE, 0.4)
        patterns.fill(page, path, row.fill, z=40)
        page.path(path, z=41, facecolor="none", edgecolor=edge, linewidth=wide * scale)
        page.text(column.x + 11 * scale, base, row.name, value if row.is_opened else name)
        page.text(right - limits - 5 * scale - width(row.value, value), base, row.value, value)
        page.text(right - width(row.limits, aside), base, row.limits, aside)
        top -= step
        _hair(page, column, top + step * 0.13)
    return top if page is not None else top - step * len(rows)


def _square(west: float, south: float, size: float) -> Path:
    east, north = west + size, south + size
    return Path([(west, south), (east, south), (east, north), (west, north), (west, south)], closed=True)


def _hair(page: Page, column: Column, y: float) -> None:
    page.path(Path([(column.x, y), (column.x + column.room, y)]), z=39, facecolor="none", edgecolor="#ece8de", lw=0.5)


def fits(rows: Sequence[Row], column: Column) -> bool:
    """True if no name of the table runs into its value."""
    name, value, aside = column.style(look.KEY), column.style(look.FIGURE), column.style(look.NOTE)
    limits = max((width(row.limits, aside) for row in rows), default=0.0)
    taken = limits + 30 * column.scale
    return all(
        width(row.name, value if row.is_opened else name) + width(row.value, value) + taken <= column.room
        for row in rows
    )
