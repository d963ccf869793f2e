"""Strength by year: one panel a force, a mark for each kind of figure, nothing stacked and no line across a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import Any

from app.charts import vega
from app.charts.render import NARROW, Drawing, drawing
from app.charts.theme import INK, SOFT
from app.charts.vega import Spec

FIRST, LAST = 2012, 2027
_FIRST_LABEL, _FEW_YEARS = 2013, (2013, 2019, 2025)
"""The first year that has a label, and those that have one in a small panel."""
_SMALL, _MIDDLING = 200, 400
"""Widths in px of a panel below which it has few labels, and not one for each year."""
_LETTERS, _SUBTITLE = 20, 30
"""In a line of a small panel's title, and of what stands below it."""
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
_CEILINGS = ("authorised", "planned")
"""Kinds of figures that no force need have reached: drawn in ink."""
BOUNDS = {
    "lower_bound": "M0,-0.35L0,-1M-0.25,-0.7L0,-1L0.25,-0.7",
    "upper_bound": "M0,0.35L0,1M-0.25,0.7L0,1L0.25,0.7",
}
"""The arrow from the mark of a figure that is a bound, by its uncertainty."""
_ARROW = 900
"""Size of an arrow: the square of twice its length in px."""


@dataclass(frozen=True)
class Point:
    """A figure: its place in time as a fraction of years, its kind, its numbers; `best` None: a range without one."""

    year: float
    kind: str
    best: int | None
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


def _chart(panels: Sequence[Panel], width: int) -> Spec:
    across = 1 if len(panels) == 1 else 2 if width <= NARROW else 4
    inner = (width - 20) // across - _EXTENT - 16
    height = 200 if across == 1 else 100
    return vega.beside([_panel(panel, inner, height) for panel in panels], columns=across, spacing=12)


def _panel(panel: Panel, width: int, height: int) -> Spec:
    rows: list[dict[str, Any]] = [point.__dict__ for point in panel.points]
    x, y = _axes(panel, width)
    ranges = [row for row in rows if None not in (row["low"], row["high"])]
    ends = {"x": x, "y": vega.of("low:Q"), "y2": vega.of("high")}
    rule = vega.marks("rule", ranges, ends, color=panel.colour, strokeWidth=1.5, opacity=0.6)
    marked = [row for row in rows if row["best"] is not None]
    at = {"x": x, "y": y}
    layers = [rule, *_marks(marked, at, panel.colour), *_arrows(marked, at, panel.colour)]
    title = {
        "text": wrap(panel.label, _LETTERS) if width < _SMALL else panel.label,
        "subtitle": wrap(panel.remark, _SUBTITLE) if panel.remark and width < _SMALL else panel.remark or " ",
        "anchor": "start",
        "frame": "group",
        "dx": -_EXTENT,
        "color": panel.colour,
        "fontSize": 12,
        "subtitleColor": SOFT,
        "subtitleFontSize": 11,
        "offset": 6,
    }
    return vega.layered(layers, width=width, height=height, title=title)


def _axes(panel: Panel, width: int) -> tuple[Spec, Spec]:
    """The years across, as many labelled as the width has room for, and the numbers up to the panel's highest."""
    years = list(_FEW_YEARS) if width < _SMALL else list(range(_FIRST_LABEL, LAST, 3 if width < _MIDDLING else 1))
    middles = [year + 0.5 for year in years]
    highest = max(max(point.best or 0, point.high or 0) for point in panel.points)
    across = {"values": middles, "labelExpr": "format(floor(datum.value), 'd')", "ticks": False}
    up = {"format": ",d", "tickCount": 3, "minExtent": _EXTENT, "maxExtent": _EXTENT}
    return (
        vega.of("year:Q", scale={"domain": [FIRST, LAST], "nice": False, "zero": False}, axis=across),
        vega.of("best:Q", scale={"domain": [0, highest], "nice": True}, axis=up),
    )


def _marks(rows: Sequence[dict[str, Any]], at: Spec, colour: str) -> Iterator[Spec]:
    """The figures, a shape for each kind, grey where they have no source."""
    for kind, (shape, is_filled, size) in _SHAPES.items():
        own = INK if kind in _CEILINGS else colour
        for has_source in (False, True):
            if found := [row for row in rows if row["kind"] == kind and row["has_source"] == has_source]:
                yield vega.marks(
                    "point",
                    found,
                    at,
                    shape=shape,
                    filled=is_filled,
                    size=size,
                    color=own if has_source else _UNSOURCED,
                    strokeWidth=1.6,
                    opacity=_opacity(kind),
                )


def _arrows(rows: Sequence[dict[str, Any]], at: Spec, colour: str) -> Iterator[Spec]:
    """Arrows from figures that are bounds towards the number they bound."""
    for uncertainty, shape in BOUNDS.items():
        for has_source in (False, True):
            if found := [row for row in rows if (row["uncertainty"], row["has_source"]) == (uncertainty, has_source)]:
                yield vega.marks(
                    "point",
                    found,
                    at,
                    shape=shape,
                    filled=False,
                    size=_ARROW,
                    color=colour if has_source else _UNSOURCED,
                    strokeWidth=1.5,
                )


def _opacity(kind: str) -> float:
    return 0.65 if kind == WIDER else 1.0
