"""Mandates and documented sites as bars in time, dated events above them, all placed in px before Vega draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.charts.render import NARROW, Drawing, drawing
from app.charts.sheet import FIRST, LAST, LETTER, Sheet, drawn
from app.charts.theme import ACCENT, INK, OTHER, SOFT
from app.charts.vega import Spec

WINDOW = date(FIRST, 1, 1), date(LAST - 1, 12, 31)
SURE, UNSURE, WITHDRAWING = "sure", "unsure", "withdrawing"
_HEIGHT = {SURE: 1.0, WITHDRAWING: 1.0, UNSURE: 0.3}
_OPACITY = {SURE: 1.0, WITHDRAWING: 0.4, UNSURE: 0.6}
_MARGIN = 10
"""What a label takes beside its letters, in px."""
_LANE, _LANE_BOX, _SHORTEST = 12, 8, 2
"""Height in px of a lane of events, of the box of an event in it, and the box's least width."""
_LABEL_TOP, _LABEL_ROW, _LABEL_GAP, _NO_LABELS = 16, 13, 7, 8
"""Px from the lanes to the first row of labels, from row to row, from tick to label; what stands in place of labels."""
_TICK = 6
"""Width and height in px of the tick of an event that is named."""
_YEARS_TOP, _YEARS_AT, _FOOT = 16, 6, 8
"""Px to the first lane, to the years above, and from the last bar to the years below."""
_GROUP, _MANDATE, _REMARK, _SITE = 8, 15, 13, 12
"""Px that a group, a mandate, a remark in a row of its own and a site take."""
_MANDATE_BAR, _SITE_BAR = 10, 6
"""Height in px of the bar of a mandate and of a site."""


@dataclass(frozen=True)
class Bar:
    """A mandate or a site: its stretches of days as (first, day after the last, SURE, UNSURE or WITHDRAWING).

    `goes_on`: no end is known, which `remark` says of a mandate.
    """

    label: str
    parts: tuple[tuple[date, date, str], ...]
    goes_on: bool = False
    remark: str = ""


@dataclass(frozen=True)
class Group:
    """A force: its name and colour, the bars of its mandates, and those of its sites."""

    label: str
    colour: str
    mandates: tuple[Bar, ...]
    sites: tuple[Bar, ...]


@dataclass(frozen=True)
class Mark:
    """A dated event: its title, its days, the label of its lane, its number where charts name it."""

    title: str
    first: date
    after: date
    lane: str
    number: int | None
    has_source: bool


@lru_cache(64)
def timeline(
    groups: tuple[Group, ...],
    marks: tuple[Mark, ...],
    *,
    key: str,
    title: str,
    description: str,
    with_sites: bool,
    language: str,
) -> Drawing:
    """The chart; the narrow one has the sites only `with_sites`, and numbers in the place of the events' titles.

    `language` is the answer's, which `drawing` reads by itself: it keeps the drawings that are remembered apart.
    """
    del language
    return drawing(
        lambda width: _chart(groups, marks, width, with_sites), key=key, title=title, description=description
    )


def _chart(groups: Sequence[Group], marks: Sequence[Mark], width: int, with_sites: bool) -> Spec:
    is_narrow = width <= NARROW
    sheet = Sheet(width, 92 if is_narrow else 172)
    top = float(_YEARS_TOP)
    y, guides = _events(sheet, marks, top)
    y = _bars(sheet, groups, y, has_sites=with_sites or not is_narrow)
    for year in range(FIRST, LAST + 1):
        x = sheet.x(date(year, 1, 1))
        sheet.lines.append({"x": x, "y": top - 4, "y2": y, "c": "#ece8de"})
        if year < LAST and (not is_narrow or year % 3 == FIRST % 3):
            for height in (float(_YEARS_AT), y + _FOOT):
                middle = (x + sheet.x(date(year + 1, 1, 1))) / 2
                sheet.text(x if is_narrow else middle, height, str(year), SOFT, "center")
    sheet.lines += [{"x": x, "y": start, "y2": y, "c": "#d9b8be"} for x, start in guides]
    return drawn(sheet, round(y) + 16)


def _events(sheet: Sheet, marks: Sequence[Mark], y: float) -> tuple[float, list[tuple[float, float]]]:
    """Draw a lane for each category and rows of labels for the events that are named; the guides down from them."""
    y = _lanes(sheet, marks, y)
    named = sorted((mark for mark in marks if mark.number), key=lambda mark: mark.first)
    rows: list[float] = []
    guides = []
    for mark in named:
        place = _label_place(sheet, mark, is_first=not rows)
        row = next((at for at, last in enumerate(rows) if last < place.begin), len(rows))
        rows[row : row + 1] = [place.end]
        height = y + _LABEL_TOP + _LABEL_ROW * row
        sheet.box(place.x - _TICK / 2, place.x + _TICK / 2, height, _TICK, ACCENT)
        at, align = (place.x - _LABEL_GAP, "right") if place.is_left else (place.x + _LABEL_GAP, "left")
        sheet.text(at, height, place.text, INK, align)
        guides.append((place.x, height + _TICK / 2))
    return y + (_LABEL_TOP + _LABEL_ROW * len(rows) if rows else _NO_LABELS), guides


def _lanes(sheet: Sheet, marks: Sequence[Mark], y: float) -> float:
    """Draw the events in the lane of their category, named ones in red and those without a source pale."""
    for lane in dict.fromkeys(mark.lane for mark in marks):
        y += _LANE
        sheet.text(0, y, lane, SOFT)
        for mark in (mark for mark in marks if mark.lane == lane):
            colour = ACCENT if mark.number else SOFT if mark.has_source else OTHER
            x = sheet.x(mark.first)
            sheet.box(x, max(sheet.x(mark.after), x + _SHORTEST), y, _LANE_BOX, colour, 0.85)
    return y


@dataclass(frozen=True)
class _Place:
    """A label and where it stands: at `x`, to its left or right, taking from `begin` to `end` of its row, in px."""

    text: str
    x: float
    is_left: bool
    begin: float
    end: float


def _label_place(sheet: Sheet, mark: Mark, *, is_first: bool) -> _Place:
    """The label of an event to its left where there is room, else to its right, where it does not leave the sheet."""
    x, text = sheet.x(mark.first), str(mark.number) if sheet.is_narrow else mark.title
    long = len(text) * LETTER + _MARGIN
    is_left = x - long > (0 if is_first else sheet.column) or x + long > sheet.width
    return _Place(text, x, is_left, *((x - long, x + _TICK) if is_left else (x - _TICK, x + long)))


def _bars(sheet: Sheet, groups: Sequence[Group], y: float, *, has_sites: bool) -> float:
    for group in groups if has_sites else [group for group in groups if group.mandates]:
        y += _GROUP
        bars = group.mandates or (Bar(group.label, ()),)
        for bar in bars:
            name = bar.label if len(bars) > 1 else group.label
            y += _MANDATE
            sheet.text(0, y, name, group.colour, bold=True)
            if bar.remark:
                at = sheet.right if sheet.is_narrow else sheet.x(bar.parts[0][0]) - 6
                sheet.text(at, y, bar.remark if sheet.is_narrow else f"{bar.remark} →", SOFT, "right")
            if sheet.is_narrow and bar.parts:
                y += _REMARK
            _bar(sheet, bar, group.colour, y, _MANDATE_BAR)
        for bar in group.sites if has_sites else ():
            y += _SITE
            sheet.text(sheet.column - 8, y, bar.label, SOFT, "right")
            _bar(sheet, bar, group.colour, y, _SITE_BAR)
    return y + 12


def _bar(sheet: Sheet, bar: Bar, colour: str, y: float, height: float) -> None:
    for first, after, kind in bar.parts:
        sheet.box(sheet.x(first), sheet.x(after), y, height * _HEIGHT[kind], colour, _OPACITY[kind])
    if bar.goes_on and bar.parts:
        sheet.arrows.append({"x": sheet.right + 6, "y": y, "c": colour})
