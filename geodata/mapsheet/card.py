"""A card: the view as a picture of 1200 by 630 pixels that stands beside a link, read at half that size.

The map takes the right side from edge to edge; title, figures, legend and source stand on its left, in few large words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from geodata.mapsheet import bubbles, drawing, ground, legend, look, years
from geodata.mapsheet.legend import Column
from geodata.mapsheet.look import ACCENT, CHIP, CHIP_EDGE, LEADING, LINE, Style
from geodata.mapsheet.page import MM, Page, width, wrap
from geodata.mapsheet.panel import Panel
from geodata.mapsheet.sheet import Block, Key, Sheet, Size

WIDTH, HEIGHT = 1200, 630
"""Pixels of a card, which are points of its page."""
_SCALE, _SCALE_OF_YEARS = 2.1, 2.6
"""The factor of the map's text and lines against an A4 sheet: a town is named in 15 px, 7 at half the size."""
_MARGIN, _GUTTER = 34.0, 26.0
_LEAST, _MOST, _BESIDE_YEARS = 490.0, 560.0, 440.0
"""Points of the column of words: it takes what the map leaves; and beside a map of every year."""
_TITLE, _SUBTITLE = Style(38, True), Style(32, True, ACCENT)
_FILTER, _HEADLINE, _UNIT = Style(21, True), Style(28), Style(22, False, look.SOFT)
_SOURCE, _NAME = Style(18, False, look.SOFT), Style(23, True)
_SHRUNK = (1.1, 1.05, 1.0, 0.94, 0.88, 0.82, 0.76)
"""Sizes of title and figures in the order of trial."""
_KEYS = (3.0, 2.8, 2.6, 2.4, 2.2)
"""Sizes of the legend against an A4 sheet: 22 to 16 px."""
_LARGE = 24
"""Points from which on bold words are a title."""
_UNEQUAL = 0.6
"""How much smaller against an A4 sheet the legend may be than the words above it."""

_Text = tuple[str, Style]


@dataclass(frozen=True)
class _Plan:
    """What fits: the words above the legend, as texts with their styles, the legend's blocks by column, its columns."""

    texts: list[_Text]
    blocks: list[list[Block]]
    columns: list[Column]


def compose(sheet: Sheet, source: str) -> Figure:
    """The card of a sheet; `source` is who published what is shown, in a line."""
    page = Page(Size("card", WIDTH / MM, HEIGHT / MM, _SCALE_OF_YEARS if sheet.years else _SCALE))
    words, death = (_years(page, sheet), 0.0) if sheet.years else _map(page, sheet)
    bottom = _foot(page, source, words)
    plan = _plan(sheet, words, bottom, death)
    legend.draw_all(page, plan.blocks, plan.columns, _head(page, plan.texts, words))
    return page.figure


def _map(page: Page, sheet: Sheet) -> tuple[float, float]:
    """Draw the map on the right; the room that it leaves for words, and the radius of an event's death on it."""
    window, wide = ground.fitted(ground.wanted(sheet.map.extent), WIDTH - _LEAST - _MARGIN - _GUTTER, HEIGHT)
    death = bubbles.scale(sheet.map, page.scale, window.width / wide)
    drawing.draw(Panel(page, window, WIDTH - wide, 0, wide, HEIGHT, death), sheet.map)
    return min(_MOST, WIDTH - wide - _MARGIN - _GUTTER), death


def _years(page: Page, sheet: Sheet) -> float:
    """Draw the map of every year on the right, without figures, which would be too small; the room left for words."""
    west = _MARGIN + _BESIDE_YEARS + _GUTTER
    maps = [replace(one, lines=()) for one in sheet.years]
    years.draw(page, maps, sheet.map.units, (west, _MARGIN, WIDTH - west - _MARGIN, HEIGHT - 2 * _MARGIN), lines=0)
    return _BESIDE_YEARS


def _foot(page: Page, source: str, room: float) -> float:
    """Who made the card and who published the figures; where the legend must end."""
    y = _MARGIN
    lines = wrap(source, _SOURCE, room)
    for line in reversed(lines):
        page.text(_MARGIN, y + 2, line, _SOURCE)
        y += _SOURCE.size * LEADING
    page.text(_MARGIN, y + 5, "Mali Atlas", _NAME)
    y += 5 + _NAME.size * LEADING
    page.box(_MARGIN, y + 4, room, 1.4, z=40, facecolor=LINE, edgecolor="none")
    return y + 18


def _texts(sheet: Sheet, headline: tuple[str, ...], shrunk: float) -> list[_Text]:
    """What stands above the legend, at a part of its size."""
    found = [(sheet.title, _TITLE), (sheet.subtitle, _SUBTITLE), (sheet.filters, _FILTER)]
    found += [(text, _HEADLINE) for text in headline]
    found += [(block.unit, _UNIT) for block in sheet.legend[:1]]
    return [(text, style.scaled(shrunk)) for text, style in found if text]


def _head(page: Page | None, texts: list[_Text], room: float) -> float:
    """Title, filter and figures, or only their end without a page; where the legend can begin."""
    y = HEIGHT - _MARGIN
    if page is not None:
        page.box(_MARGIN, y, 90, 9, z=40, facecolor=ACCENT, edgecolor="none")
    y -= 10
    for text, style in texts:
        if style.is_bold and style.size < _LARGE:
            y = _chip(page, wrap(text, style, room - style.size), style, y)
            continue
        y -= 0 if style.is_bold else style.size * 0.25
        for line in wrap(text, style, room):
            if page is not None:
                page.text(_MARGIN, y - style.size, line, style)
            y -= style.size * (1.2 if style.is_bold else LEADING)
    return y - 10


def _chip(page: Page | None, lines: list[str], style: Style, top: float) -> float:
    """The filter in a box, as on the page; where it ends."""
    high, top = len(lines) * style.size * LEADING + style.size * 0.4, top - 10
    if page is not None:
        wide = max(width(line, style) for line in lines) + style.size
        look_ = {"facecolor": CHIP, "edgecolor": CHIP_EDGE, "linewidth": 1.4}
        page.box(_MARGIN, top - high, wide, high, z=40, round_=5, **look_)
        for number, line in enumerate(lines):
            page.text(_MARGIN + style.size / 2, top - style.size * (1.22 + number * LEADING), line, style)
    return top - high - 4


def _plan(sheet: Sheet, room: float, bottom: float, death: float) -> _Plan:
    """The largest words with room for the legend: for all of it, else beside fewer figures, else for its classes."""
    blocks, texts = _blocks(sheet), list[_Text]()
    lines = sheet.headline
    told = list(dict.fromkeys((lines, lines[-2:], lines[:2], lines[-1:], lines[:1])))
    for count, headline in [(len(blocks), lines), *((1, one) for one in told), (0, lines[:1])]:
        for shrunk in _SHRUNK:
            texts = _texts(sheet, headline, shrunk)
            high = _head(None, texts, room) - bottom
            for scale in (one for one in _KEYS if one >= _KEYS[0] * shrunk - _UNEQUAL):
                if made := _flowed(blocks[:count], high, Column(_MARGIN, room, scale, death)):
                    return _Plan(texts, *made)
    return _Plan(texts, [], [])


def _blocks(sheet: Sheet) -> list[Block]:
    """The legend without notes, its classes without their title and without patterns that nothing has."""
    drawn = sheet.map
    zones = [one.area for one in drawn.zones] + [one.area for one in drawn.parts]
    areas = [*drawn.units, *drawn.cells, *filter(None, zones)]
    fills = {area.fill for area in areas} | {fill for one in sheet.years for _, fill in one.fills}
    fills |= set(look.DOUBT) if any(area.is_uncertain for area in areas) else set()

    def is_seen(key: Key) -> bool:
        return key.kind != "fill" or not key.of.startswith("url(") or key.of in fills

    short = [replace(one, remark="", notes=(), keys=tuple(filter(is_seen, one.keys))) for one in sheet.legend]
    return [replace(one, title="", unit="") if not number else one for number, one in enumerate(short)]


def _flowed(blocks: list[Block], high: float, whole: Column) -> tuple[list[list[Block]], list[Column]] | None:
    """The blocks in one column or two of a height, the classes' alone split in two, and the columns; None: no room."""
    for columns in (1, 2):
        each = (whole.room - (columns - 1) * _GUTTER) / columns
        at = [replace(whole, x=whole.x + number * (each + _GUTTER), room=each) for number in range(columns)]
        if found := legend.flow(blocks, at[0], high, columns):
            return found, at[: len(found)]
    if len(blocks) == 1:
        half = (len(blocks[0].keys) + 1) // 2
        split = [replace(blocks[0], keys=blocks[0].keys[:half]), replace(blocks[0], keys=blocks[0].keys[half:])]
        if all(legend.height(one, at[0]) <= high for one in split):
            return [[one] for one in split], at
    return None
