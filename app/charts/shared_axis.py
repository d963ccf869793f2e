"""Violence of several places and forces on one axis of time, dated events named above: one drawing, placed in px."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.charts.render import NARROW, Drawing, drawing
from app.charts.sheet import FIRST, LAST, LETTER, Sheet, drawn
from app.charts.theme import ACCENT, INK, LINE, OTHER, SOFT
from app.charts.vega import Spec

_PLACE, _FORCE, _ROW = 50, 27, 13
"""Height in px of the series of a place, of a force, and of a row of names."""
_BAR, _NUMBER, _SITES = 38, 9, 15
"""Height in px of the tallest bar, room for a number above it, and the height of a force's most sites."""
_GAP, _COLUMN, _COLUMN_NARROW = 2, 160, 112
_MARK, _BELOW = 3, 12
"""The width of the mark of a departure, and the room for marks below a base line."""


@dataclass(frozen=True)
class Count:
    """A period of a place: its first day and the day after its last, deaths and range; `best` None: no data."""

    first: date
    after: date
    best: float | None
    low: float | None = None
    high: float | None = None
    text: str = ""
    """Its number in words, where the drawing names it."""


@dataclass(frozen=True)
class Left:
    """A departure from a place: the first and the last day that it can have been, the colour of the force."""

    first: date
    last: date
    colour: str


@dataclass(frozen=True)
class Place:
    """A place with its counts and the departures from it. `is_main`: one the story is about."""

    label: str
    counts: tuple[Count, ...]
    is_main: bool = True
    left: tuple[Left, ...] = ()


@dataclass(frozen=True)
class Held:
    """A year of a force: documented sites open at its end, and perhaps open."""

    year: int
    sites: int
    perhaps: int


@dataclass(frozen=True)
class Strength:
    """A force: its name and colour, its documented sites by year, its highest known strength in words."""

    label: str
    colour: str
    held: tuple[Held, ...]
    remark: str


@dataclass(frozen=True)
class Named:
    """A dated event that the drawing names: its day, its title, its number where there is no room for it."""

    day: date
    title: str
    number: str


@lru_cache(32)
def shared_axis(
    places: tuple[Place, ...],
    forces: tuple[Strength, ...],
    named: tuple[Named, ...],
    *,
    key: str,
    title: str,
    description: str,
    language: str,
) -> Drawing:
    """The drawing; `language` is the answer's, which keeps those that are remembered apart."""
    del language
    return drawing(lambda width: _chart(places, forces, named, width), key=key, title=title, description=description)


def _chart(places: Sequence[Place], forces: Sequence[Strength], named: Sequence[Named], width: int) -> Spec:
    sheet = Sheet(width, _COLUMN_NARROW if width <= NARROW else _COLUMN)
    top, guides = _names(sheet, named)
    y = top + _years(sheet, top)
    most = max([1.0, *(one for place in places for count in place.counts for one in (count.best, count.high) if one)])
    for place in places:
        y += _PLACE
        _series(sheet, place, y, most)
        y += _BELOW if place.left else 0
    y += 10
    held = max([1, *(one.sites + one.perhaps for force in forces for one in force.held)])
    for force in forces:
        y += _FORCE
        _force(sheet, force, y, held)
    for year in range(FIRST, LAST + 1):
        sheet.lines.append({"x": sheet.x(date(year, 1, 1)), "y": top, "y2": y, "c": "#ece8de"})
    sheet.lines += [{"x": x, "y": start, "y2": y, "c": "#d9b8be"} for x, start in guides]
    return drawn(sheet, round(y) + 10)


def _names(sheet: Sheet, named: Sequence[Named]) -> tuple[float, list[tuple[float, float]]]:
    """Rows of names above the axis, each beside its day and none over another: their height, and the guides down."""
    rows: list[float] = []
    guides = []
    for one in sorted(named, key=lambda one: one.day):
        x, text = sheet.x(one.day), one.number if sheet.is_narrow else one.title
        is_left = x - len(text) * LETTER > 0
        begin = x - len(text) * LETTER - 6 if is_left else x
        row = next((at for at, end in enumerate(rows) if end < begin), len(rows))
        rows[row : row + 1] = [x + (0 if is_left else len(text) * LETTER + 6)]
        y = 8.0 + row * _ROW
        sheet.text(x - 5 if is_left else x + 5, y, text, INK, "right" if is_left else "left")
        guides.append((x, y - 5))
    return 14 + len(rows) * _ROW, guides


def _years(sheet: Sheet, top: float) -> float:
    for year in range(FIRST, LAST):
        if not sheet.is_narrow or (year - FIRST) % 4 == 0:
            middle = (sheet.x(date(year, 1, 1)) + sheet.x(date(year + 1, 1, 1))) / 2
            sheet.text(middle, top + 4, str(year) if not sheet.is_narrow else f"’{year % 100:02d}", SOFT, "center")
    return 12


def _series(sheet: Sheet, place: Place, base: float, most: float) -> None:
    """The bars of a place on a base line, each with its range as a line; grey where there is no data."""
    sheet.text(0, base - 6, place.label, INK if place.is_main else SOFT, bold=place.is_main)
    sheet.boxes.append({"x": sheet.column, "x2": sheet.right, "y": base, "y2": base + 0.8, "c": LINE, "o": 1.0})
    for one in place.left:
        _departure(sheet, one, base)
    colour = ACCENT if place.is_main else OTHER
    for count in place.counts:
        x, x2 = sheet.x(count.first) + _GAP / 2, sheet.x(count.after) - _GAP / 2
        if count.best is None:
            sheet.box(x, x2, base - 4, 8, "#e3e1db")
            continue
        height = _BAR * count.best / most
        sheet.box(x, x2, base - height / 2, height, colour)
        if count.low is not None and count.high is not None and count.high > count.low:
            middle = (x + x2) / 2
            low, high = (base - _BAR * one / most for one in (count.low, count.high))
            sheet.lines.append({"x": middle, "y": high, "y2": low, "c": INK})
        if count.text and not sheet.is_narrow:
            top = base - _BAR * max(count.best, count.high or 0) / most
            sheet.text((x + x2) / 2, top - _NUMBER / 2 - 1, count.text, INK, "center")


def _departure(sheet: Sheet, left: Left, base: float) -> None:
    """A departure below the base line: a mark at its day, pale over the days that it can have been."""
    x, x2 = sheet.x(left.first), sheet.x(left.last)
    if x2 - x > _MARK:
        sheet.box(x, x2, base + 4, 5, left.colour, 0.35)
    else:
        sheet.box((x + x2 - _MARK) / 2, (x + x2 + _MARK) / 2, base + 4, 7, left.colour)


def _force(sheet: Sheet, force: Strength, base: float, most: int) -> None:
    """The sites of a force by year: a box as high as there were open, pale on top what perhaps was."""
    sheet.text(0, base - 14, force.label, force.colour, bold=True)
    for one in force.held:
        x, x2 = sheet.x(date(one.year, 1, 1)) + _GAP / 2, sheet.x(date(one.year + 1, 1, 1)) - _GAP / 2
        sure, perhaps = (max(_SITES * number / most, 2.0 if number else 0.0) for number in (one.sites, one.perhaps))
        if sure:
            sheet.box(x, x2, base - sure / 2, sure, force.colour)
        if perhaps:
            sheet.box(x, x2, base - sure - perhaps / 2, perhaps, force.colour, 0.3)
    if force.remark:
        sheet.text(0, base - 2, force.remark, SOFT)
