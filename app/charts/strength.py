"""Strength by year: one panel a force, a mark for each kind of figure, nothing stacked and no line across a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from app.charts.render import NARROW, Drawing, drawing
from app.charts.theme import INK, SOFT

if TYPE_CHECKING:
    import altair as alt

FIRST, LAST = 2012, 2026
_LETTERS = 20
"""In a line of a narrow panel's title."""
_EXTENT = 48
"""Width in px of the numbers beside a panel."""
_UNSOURCED = "#8d8a82"
WIDER = "wider"
"""The kind of a figure of people in a scope wider than Mali."""
_SHAPES: dict[str, tuple[str, bool, int]] = {
    "deployed": ("circle", True, 30),
    "annual_mean": ("circle", False, 45),
    "peak": ("triangle-up", True, 45),
    "authorised": ("stroke", False, 130),
    "planned": ("square", False, 40),
    WIDER: ("diamond", False, 40),
}
"""Shape, whether it is filled, and its size, for each kind of figure."""
BOUNDS = {
    "lower_bound": "M0,-0.35L0,-1M-0.25,-0.7L0,-1L0.25,-0.7",
    "upper_bound": "M0,0.35L0,1M-0.25,0.7L0,1L0.25,0.7",
}
"""The arrow from the mark of a figure that is a bound, by its uncertainty."""
_ARROW = 900
"""Size of an arrow: the square of twice its length in px."""


@dataclass(frozen=True)
class Point:
    """A figure: its place in time as a fraction of years, its kind, its numbers."""

    year: float
    kind: str
    best: int
    low: int | None
    high: int | None
    has_source: bool
    uncertainty: str = ""


@dataclass(frozen=True)
class Panel:
    """A force: its name, its colour, what to know of its figures, the figures."""

    label: str
    colour: str
    remark: str
    points: tuple[Point, ...]


@lru_cache(64)
def strength(panels: tuple[Panel, ...], *, key: str, title: str, description: str, language: str) -> Drawing:
    """The panels, four side by side; two on a narrow screen. A single one takes the width.

    `language` is the answer's, which `drawing` reads by itself: it keeps the drawings that are remembered apart.
    """
    del language
    return drawing(lambda width: _chart(panels, width), key=key, title=title, description=description)


def _chart(panels: Sequence[Panel], width: int) -> alt.TopLevelMixin:
    import altair as alt  # heavy, and only charts need it

    across = 1 if len(panels) == 1 else 2 if width <= NARROW else 4
    inner = (width - 20) // across - _EXTENT - 16
    height = 200 if across == 1 else 100
    return alt.concat(*[_panel(panel, inner, height) for panel in panels], columns=across, spacing=12)


def _panel(panel: Panel, width: int, height: int) -> alt.LayerChart | alt.FacetChart:
    import altair as alt

    rows: list[dict[str, Any]] = [point.__dict__ for point in panel.points]
    highest = max(max(point.best, point.high or 0) for point in panel.points)
    years = [2013, 2019, 2025] if width < 200 else list(range(2013, LAST, 3 if width < 400 else 1))
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[FIRST, LAST], nice=False, zero=False),
        axis=alt.Axis(values=[year + 0.5 for year in years], labelExpr="format(floor(datum.value), 'd')", ticks=False),
    )
    counts = alt.Axis(format=",d", tickCount=3, minExtent=_EXTENT, maxExtent=_EXTENT)
    y = alt.Y("best:Q", scale=alt.Scale(domain=[0, highest], nice=True), axis=counts)
    low = alt.Y("low:Q")
    ranges = alt.Chart({"values": [row for row in rows if None not in (row["low"], row["high"])]})
    layers = [ranges.mark_rule(color=panel.colour, strokeWidth=1.5, opacity=0.6).encode(x=x, y=low, y2="high:Q")]
    for kind, (shape, is_filled, size) in _SHAPES.items():
        for has_source in (False, True):
            found = [row for row in rows if row["kind"] == kind and row["has_source"] == has_source]
            if found:
                own = INK if kind in ("authorised", "planned") else panel.colour
                colour = own if has_source else _UNSOURCED
                mark = alt.Chart({"values": found}).mark_point(
                    shape=shape, filled=is_filled, size=size, color=colour, strokeWidth=1.6, opacity=_opacity(kind)
                )
                layers.append(mark.encode(x=x, y=y))
    layers += [arrows.encode(x=x, y=y) for arrows in _arrows(rows, panel.colour)]
    title = alt.TitleParams(
        wrap(panel.label, _LETTERS) if width < 200 else panel.label,
        subtitle=panel.remark or " ",
        anchor="start",
        frame="group",
        dx=-_EXTENT,
        color=panel.colour,
        fontSize=12,
        subtitleColor=SOFT,
        subtitleFontSize=11,
        offset=6,
    )
    return alt.layer(*layers).properties(width=width, height=height, title=title)


def _arrows(rows: Sequence[dict[str, Any]], colour: str) -> list[alt.Chart]:
    """What points from the figures that are bounds to where the number lies."""
    import altair as alt

    drawn = []
    for uncertainty, shape in BOUNDS.items():
        for has_source in (False, True):
            found = [row for row in rows if (row["uncertainty"], row["has_source"]) == (uncertainty, has_source)]
            if found:
                own = colour if has_source else _UNSOURCED
                base = alt.Chart({"values": found})
                drawn.append(base.mark_point(shape=shape, filled=False, size=_ARROW, color=own, strokeWidth=1.5))
    return drawn


def _opacity(kind: str) -> float:
    return 0.65 if kind == WIDER else 1.0
