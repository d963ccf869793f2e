"""Charts in Vega-Lite as plain mappings: channels, marks of rows, layers in one frame, frames side by side.

Written down, not built with Altair: its copies and its search in the schema took ten times as long as the drawing. The
tests hold every kind of chart against Altair's schema.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Spec = dict[str, Any]
"""A part of a chart as https://vega.github.io/vega-lite/docs/ names it; parts are shared and never changed."""
_TYPES = {"Q": "quantitative", "N": "nominal", "O": "ordinal", "T": "temporal"}


def of(column: str, **more: Any) -> Spec:
    """A channel of a column of the rows with its type: `best:Q`; without one, as of a second end: `high`."""
    field, _, kind = column.partition(":")
    return {"field": field, **({"type": _TYPES[kind]} if kind else {}), **more}


def px(down: float) -> Spec:
    """A place in px from the top."""
    return {"value": down}


def marks(kind: str, rows: Sequence[Mapping[str, Any]], channels: Spec, *, where: str = "", **look: Any) -> Spec:
    """A mark for each of the rows, or of those `where` an expression of Vega holds."""
    spec = {"data": {"values": rows}, "mark": {"type": kind, **look}, "encoding": channels}
    return {**spec, "transform": [{"filter": where}]} if where else spec


def layered(layers: Sequence[Spec], **frame: Any) -> Spec:
    """The layers over one another, the first at the bottom, in a frame of a width and height in px."""
    return {"layer": list(layers), **frame}


def beside(charts: Sequence[Spec], **arranged: Any) -> Spec:
    """Charts side by side, so many `columns` in a row."""
    return {"concat": list(charts), **arranged}
