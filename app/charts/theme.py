"""One look for every chart, the map's: its ink, its reds, a force's colour the same everywhere."""

from __future__ import annotations

from typing import Any

INK, SOFT, LINE, PAPER = "#17202c", "#55606e", "#d9d5ca", "#ffffff"
ACCENT, LIGHT, OTHER = "#96152f", "#d2868f", "#b9b4a7"
"""Colours of a chart's subject, of its lesser parts, and of the comparison beside it."""
FONT_SIZE = 12

_AXIS = {
    "domainColor": INK,
    "gridColor": "#ece8de",
    "labelColor": SOFT,
    "labelFontSize": FONT_SIZE,
    "labelPadding": 4,
    "tickColor": LINE,
    "title": None,
}
CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "sans-serif",
    "padding": {"left": 2, "right": 8, "top": 4, "bottom": 4},
    "view": {"stroke": None},
    "axis": _AXIS,
    "axisX": {"grid": False, "labelAngle": 0},
    "axisY": {"domain": False, "ticks": False},
    "text": {"color": INK, "fontSize": FONT_SIZE},
    "bar": {"color": ACCENT},
    "rule": {"color": INK},
    "line": {"color": ACCENT, "strokeWidth": 2},
    "point": {"color": ACCENT, "filled": True, "size": 50},
    "header": {"labelColor": INK, "labelFontSize": FONT_SIZE + 1, "labelFontWeight": "bold", "title": None},
    "legend": {"disable": True},
}
"""Vega-Lite's config: https://vega.github.io/vega-lite/docs/config.html."""
