"""The arrangement of a sheet without overlaps: title above, legend and map, small print below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matplotlib.figure import Figure
from matplotlib.path import Path

from geodata.mapsheet import bubbles, drawing, ground, legend, look, years
from geodata.mapsheet.legend import Column
from geodata.mapsheet.look import ACCENT, CHIP, CHIP_EDGE, LEADING, LINE
from geodata.mapsheet.page import MM, Page, width, wrap
from geodata.mapsheet.panel import Panel
from geodata.mapsheet.sheet import Block, Sheet, Size

_MARGIN, _GUTTER = 10.0, 5.0
"""Millimetres around the sheet, and between its columns."""
_COLUMN = 60.0
"""Millimetres of a column of the legend on A4."""
_WIDEST = 1.3
"""The factor by which a column may widen where the map leaves room."""
_LARGE = ((1, 1.2), (1, 1.1), (2, 1.3), (2, 1.2), (2, 1.1))
_TRIES = ((1, 1.0), (1, 0.94), (2, 1.0), (2, 0.94), (2, 0.88), (3, 0.94), (3, 0.86), (3, 0.78), (3, 0.7), (4, 0.66))
"""Columns of the legend and size of its text, in the order in which they are tried."""


@dataclass(frozen=True)
class _Body:
    """The room between title and small print, in points, and what its map is to show."""

    left: float
    bottom: float
    width: float
    height: float
    asked: ground.Window


@dataclass(frozen=True)
class _Plan:
    """A legend that fits: blocks by column, the columns, and what is left for the map."""

    blocks: list[list[Block]]
    columns: list[Column]
    panel: tuple[float, float, ground.Window]
    death: float = 0.0


def compose(sheet: Sheet, size: Size) -> Figure:
    """The sheet as a figure."""
    page = Page(size)
    margin = _MARGIN * MM * page.scale
    top = _head(page, sheet, page.height - margin, margin)
    bottom = _small(page, sheet, margin, margin)
    body = _Body(margin, bottom, page.width - 2 * margin, top - bottom, ground.wanted(sheet.map.extent))
    plan = _plan(page, sheet, body)
    if sheet.years:
        west = max((column.x + column.room + _GUTTER * MM * page.scale for column in plan.columns), default=body.left)
        room = (west, body.bottom, body.left + body.width - west, body.height)
        years.draw(page, sheet.years, sheet.map.units, room)
        legend.draw_all(page, plan.blocks, plan.columns, top)
        return page.figure
    west, wide, window = plan.panel
    panel = Panel(page, window, west, body.bottom, wide, body.height, plan.death)
    drawing.draw(panel, sheet.map)
    legend.draw_all(page, plan.blocks, plan.columns, top)
    return page.figure


def _head(page: Page, sheet: Sheet, top: float, left: float) -> float:
    """The title, what is shown of it, and the country's figures; where the map can begin."""
    scale, room = page.scale, page.width - 2 * left
    page.box(left, top - 2.2 * scale, 30 * scale, 2.2 * scale, z=40, facecolor=ACCENT, edgecolor="none")
    y = top - 8 * scale
    title, subtitle = _sized(sheet, room, scale)
    for style, text in ((title, sheet.title), (subtitle, sheet.subtitle)):
        if style is subtitle and _is_one_line(sheet, title, room):
            x = left + width(sheet.title, title) + 9 * scale
            page.text(x, y + title.size * LEADING - title.size, text, subtitle)
            break
        y = page.paragraph(left, y, room, text, style)
    y -= 1.5 * scale
    y = _filters(page, sheet.filters, left, y)
    for text in sheet.headline:
        y = page.paragraph(left, y, room, text, look.HEADLINE.scaled(scale))
    if sheet.aside:
        y = page.paragraph(left, y, room, sheet.aside, look.ASIDE.scaled(scale))
    return y - 6 * scale


def _sized(sheet: Sheet, room: float, scale: float) -> tuple[look.Style, look.Style]:
    """The styles of title and subtitle, smaller where one line would be a little too long."""
    for shrink in (1.0, 0.94, 0.88, 0.82, 0.76):
        title = look.TITLE.scaled(scale * shrink)
        if _is_one_line(sheet, title, room):
            return title, look.SUBTITLE.scaled(scale * shrink)
    return look.TITLE.scaled(scale), look.SUBTITLE.scaled(scale * 0.82)


def _is_one_line(sheet: Sheet, title: look.Style, room: float) -> bool:
    return width(f"{sheet.title}   {sheet.subtitle}", title) <= room


def _filters(page: Page, text: str, left: float, y: float) -> float:
    """The filter in a box, as on the page."""
    if not text:
        return y
    style = look.FILTER.scaled(page.scale)
    high, wide = style.size * 1.7, width(text, style) + style.size * 1.2
    look_ = {"facecolor": CHIP, "edgecolor": CHIP_EDGE, "linewidth": 0.7 * page.scale}
    page.box(left, y - high, wide, high, z=40, round_=2 * page.scale, **look_)
    page.text(left + style.size * 0.6, y - high / 2 - style.size * 0.36, text, style)
    return y - high - 4 * page.scale


def _small(page: Page, sheet: Sheet, left: float, bottom: float) -> float:
    """The small print in two columns above `bottom`; where the map must end."""
    style, gutter = look.SMALL.scaled(page.scale), _GUTTER * MM * page.scale * 1.4
    room = page.width - 2 * left - gutter
    rooms = (room * 0.56, room * 0.44)
    lines = [
        [line for text in texts for line in wrap(text, style, wide)]
        for texts, wide in zip(sheet.small, rooms, strict=True)
    ]
    high = max(map(len, lines)) * style.size * LEADING
    for x, texts in zip((left, left + rooms[0] + gutter), lines, strict=True):
        y = bottom + high
        for line in texts:
            page.text(x, y - style.size, line, style)
            y -= style.size * LEADING
    rule = bottom + high + 4 * page.scale
    page.path(Path([(left, rule), (page.width - left, rule)]), z=40, facecolor="none", edgecolor=LINE, linewidth=0.7)
    return rule + 7 * page.scale


def _plan(page: Page, sheet: Sheet, body: _Body) -> _Plan:
    """The first legend that fits, with the table of figures where there is room for it."""
    made = next(_plans(page, sheet, body), None)
    if made is None:
        raise ValueError("the legend does not fit the sheet")
    return made


def _plans(page: Page, sheet: Sheet, body: _Body) -> Iterator[_Plan]:
    asked = body.asked
    if not sheet.legend:
        window, wide = ground.fitted(asked, body.width, body.height)
        death = bubbles.scale(sheet.map, page.scale, window.width / wide)
        yield _Plan([], [], (body.left + body.width - wide, wide, window), death)
    alone = _map_width(page, body, asked, 1)
    free = [count for count in (1, 2) if _map_width(page, body, asked, count) > alone - 1]
    tries = [(*one, (*sheet.legend, table)) for table in sheet.figures for one in (*_LARGE, *_TRIES) if one[0] in free]
    needed = [table for table in sheet.figures[-1:] if any(row.is_opened for row in table.rows)]
    tries += [(*one, (*sheet.legend, table)) for table in needed for one in _TRIES]
    tries += [(*one, sheet.legend) for one in _TRIES]
    for columns, scale, blocks in tries:
        if made := _fit(page, body, sheet, columns, scale, blocks):
            yield made


def _map_width(page: Page, body: _Body, asked: ground.Window, columns: int) -> float:
    """The width of the map beside a number of legend columns."""
    room = body.width - columns * (_COLUMN + _GUTTER) * MM * page.scale
    return ground.fitted(asked, room, body.height)[1]


def _fit(page: Page, body: _Body, sheet: Sheet, columns: int, scale: float, blocks: tuple[Block, ...]) -> _Plan | None:
    asked = body.asked
    gutter = _GUTTER * MM * page.scale
    least = _COLUMN * MM * page.scale * (1.0 if columns < 3 else 0.84)
    room = body.width - columns * (least + gutter)
    window, wide = ground.fitted(asked, room, body.height)
    each = min(least * _WIDEST, least + (room - wide) / columns)
    death = bubbles.scale(sheet.map, page.scale, window.width / wide)
    column = Column(body.left, each, scale * page.scale, death)
    rows = [row for block in blocks for row in block.rows]
    found = legend.flow(blocks, column, body.height, columns) if legend.fits(rows, column) else None
    if found is None:
        return None
    at = [replace(column, x=body.left + number * (each + gutter)) for number in range(len(found))]
    room = body.width - len(found) * (each + gutter)
    window, wide = ground.fitted(asked, room, body.height)
    west = body.left + body.width - wide
    return _Plan(found, at, (west, wide, window), death)
