"""Counts by year, or by month of a year, as small bars with their ranges: one of them is what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.charts import vega
from app.charts.theme import ACCENT, FONT_SIZE, INK, LIGHT
from app.charts.vega import Spec

_LEFT, _RIGHT = 44, 6
"""In px: the labels of the vertical axis, and the margin on the right."""
_LEAST_TOP = 4.0
"""Of a scale: marks of whole numbers fit below it."""
_WIDEST = 26
"""Of a bar, in px."""
_MOST_TOLD = 2
"""Bars with a number: the year shown and the one compared with."""
_NO_DATA = "#e3e1db"
_HEADROOM = 1.16
"""The top of the scale over the largest number: room for the number on a bar."""


@dataclass(frozen=True)
class Bar:
    """A period: its label, its number with its range, None where there is no data, and how the number is written."""

    label: str
    best: float | None
    low: float | None
    high: float | None
    text: str
    is_shown: bool


def chart(bars: Sequence[Bar], width: int, height: int) -> Spec:
    """The bars from left to right, what is shown darker and with its number; a grey field where there is no data."""
    top = _HEADROOM * max(
        [_LEAST_TOP, *(number for bar in bars for number in (bar.best, bar.high) if number is not None)]
    )
    every = 1 + (len(bars) - 1) // 5
    labels = [bar.label for bar in bars]
    size = min(_WIDEST, 0.78 * (width - _LEFT - _RIGHT) / len(bars))
    x = vega.of(
        "label:N",
        scale={"domain": labels, "paddingInner": 0, "paddingOuter": 0},
        axis={"values": labels[::every], "ticks": False, "labelOverlap": False},
    )

    def at(name: str, **more: Spec) -> Spec:
        axis = {"tickCount": 3, "format": ",d", "minExtent": _LEFT, "maxExtent": _LEFT}
        return {"x": x, "y": vega.of(f"{name}:Q", scale={"domain": [0, top], "nice": False}, axis=axis), **more}

    told = _told(bars)
    values = [_row(bar, top, is_told=bar in told) for bar in bars]
    known = [row for row in values if row["best"] is not None]
    ranged = [row for row in known if row["low"] is not None and row["low"] != row["high"]]
    unknown, named = [row for row in values if row["best"] is None], [row for row in known if row["text"]]
    text: Spec = {"dy": -8, "fontSize": FONT_SIZE, "fontWeight": "bold", "color": ACCENT}
    layers = [
        vega.marks("bar", unknown, at("top"), color=_NO_DATA, size=size),
        vega.marks("bar", known, at("best", color=vega.of("colour:N", scale=None)), size=size),
        vega.marks("rule", ranged, at("low", y2=vega.of("high")), color=INK, strokeWidth=1),
        vega.marks("text", named, at("above", text=vega.of("text:N")), **text),
    ]
    return vega.layered(layers, width=width - _RIGHT, height=height)


def _told(bars: Sequence[Bar]) -> Sequence[Bar]:
    """The bars with their number on them: what is shown or, of a range, whose bars are neighbours, the highest."""
    shown = [bar for bar in bars if bar.is_shown]
    return shown if len(shown) <= _MOST_TOLD else [max(shown, key=lambda bar: bar.best or 0)]


def _row(bar: Bar, top: float, *, is_told: bool) -> dict[str, Any]:
    return {
        "label": bar.label,
        "best": bar.best,
        "low": bar.low,
        "high": bar.high,
        "above": max(bar.best or 0, bar.high or 0),
        "top": top,
        "text": bar.text if is_told else "",
        "colour": ACCENT if bar.is_shown else LIGHT,
    }
