"""The charts of claims: bars with the range of reports and a threshold, and dates on a line."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.charts import vega
from app.charts.render import WIDE, Drawing, drawing
from app.charts.theme import ACCENT, INK, LIGHT, PAPER, SOFT
from app.charts.vega import Spec

_BOLD: dict[str, Any] = {"fontWeight": "bold", "color": INK}
_WRAP = {True: 38, False: 15}
_RULE = {True: 44, False: 20}
"""Letters in a line of a bar's label and of the threshold's, by whether the chart is wide."""
_STEP, _BAR, _LINE, _LETTER = 26, 16, 14, 6.6
"""Height of a row, its bar and a line of its label, width of a letter, in px; the page may have a wider font."""
_ROOM = {True: 0.18, False: 0.4}
"""Room for the numbers beside the longest bar, as a share of it: enough for so many letters."""
_ROOMY = 8


@dataclass(frozen=True)
class Row:
    """A bar: its label, number and range (None: not known), the number as it is written beside the bar.

    A range alone is a bar to its nearer end, with the whisker over the range.

    `is_main`: one the claim is about; the others stand beside it.
    """

    label: str
    number: float | None
    low: float | None
    high: float | None
    text: str
    is_main: bool = True


@dataclass(frozen=True)
class Span:
    """A date: its label, first and last day that it can mean as ISO texts, and how it is written."""

    label: str
    first: str
    last: str
    text: str
    is_main: bool = True


@dataclass(frozen=True)
class Rule:
    """A line across the bars, and what it says."""

    at: float
    text: str


def bars(rows: Sequence[Row], rule: Rule | None, *, key: str, title: str, description: str) -> Drawing:
    """One bar a row, top down, a whisker from low to high, the threshold as a dashed line with its label."""
    return drawing(lambda width: _bars(rows, rule, width), key=key, title=title, description=description)


def _bars(rows: Sequence[Row], rule: Rule | None, width: int) -> Spec:
    is_wide = width == WIDE
    labels = _wrapped([row.label for row in rows], is_wide)
    ends = [number for row in rows for number in (row.number, row.low, row.high) if number is not None]
    least, most = min([0, *ends, *([rule.at] if rule else [])]), max([0, *ends, *([rule.at] if rule else [])])
    longest = max((len(row.text) for row in rows), default=0)
    room = (most - least or 1) * _ROOM[is_wide] * max(1, longest / _ROOMY)
    limits = [least - room if least < 0 else 0, most + room if most > 0 or least == 0 else 0]
    values = [{"row": number, **_values(row)} for number, row in enumerate(rows)]
    y = {"y": _rows(labels)}
    x = vega.of("number:Q", scale={"domain": limits, "nice": False}, axis=None)
    whisker = {**y, "x": vega.of("low:Q"), "x2": vega.of("high")}
    told = {**y, "x": vega.of("end:Q"), "text": vega.of("text:N")}
    layers = [
        vega.marks("bar", values, {**y, "x": x, "color": vega.of("colour:N", scale=None)}, size=_BAR),
        vega.marks("rule", values, whisker, strokeWidth=4, color=PAPER),
        vega.marks("rule", values, whisker, strokeWidth=1.5, color=INK),
        vega.marks("text", values, told, where="!datum.is_below", align="left", dx=6, **_BOLD),
        vega.marks("text", values, told, where="datum.is_below", align="right", dx=-6, **_BOLD),
    ]
    if rule:
        layers += _ruled(rule, limits, is_wide)
    return vega.layered(layers, width=width, height=_height(labels))


def _values(row: Row) -> dict[str, object]:
    known = [number for number in (row.number, row.low, row.high) if number is not None] or [0]
    drawn = row.number
    if drawn is None:
        drawn = min((end for end in (row.low, row.high) if end is not None), key=abs, default=None)
    is_below = (drawn or 0) < 0
    return {
        "number": drawn,
        "low": row.low,
        "high": row.high,
        "text": row.text,
        "end": min(known) if is_below else max(known),
        "is_below": is_below,
        "colour": ACCENT if row.is_main else LIGHT,
    }


def _ruled(rule: Rule, limits: Sequence[float], is_wide: bool) -> list[Spec]:
    """The line of a threshold, its label above the bars on the side that has more room, in lines that fit there."""
    is_left = rule.at - limits[0] > limits[1] - rule.at
    lines = textwrap.wrap(rule.text, _RULE[is_wide])
    values, x = [{"at": rule.at, "text": "\n".join(lines)}], {"x": vega.of("at:Q")}
    side: dict[str, Any] = {"align": "right", "dx": -4} if is_left else {"align": "left", "dx": 4}
    raised = -4 - _LINE * (len(lines) - 1)
    return [
        vega.marks("rule", values, x, strokeDash=[4, 3], strokeWidth=1.4, color=SOFT),
        vega.marks(
            "text",
            values,
            {**x, "y": vega.px(0), "text": vega.of("text:N")},
            baseline="bottom",
            dy=raised,
            color=SOFT,
            lineBreak="\n",
            **side,
        ),
    ]


def dates(spans: Sequence[Span], *, key: str, title: str, description: str) -> Drawing:
    """One date a row: a dot for a day, a bar from the first to the last day of a month or year."""
    return drawing(lambda width: _dates(spans, width), key=key, title=title, description=description)


def _dates(spans: Sequence[Span], width: int) -> Spec:
    is_wide = width == WIDE
    labels = _wrapped([span.label for span in spans], is_wide)
    days = [date.fromisoformat(day) for span in spans for day in (span.first, span.last)]
    middle = (min(days) + (max(days) - min(days)) / 2).isoformat()
    values = [
        {
            "row": number,
            "first": span.first,
            "last": span.last,
            "text": span.text,
            "is_late": span.first > middle,
            "colour": ACCENT if span.is_main else LIGHT,
        }
        for number, span in enumerate(spans)
    ]
    x = vega.of("first:T", scale={"type": "utc", "padding": 110 if is_wide else 60}, axis=_years(spans, is_wide))
    dots = {"y": _rows(labels), "x": vega.of("first:T"), "color": vega.of("colour:N", scale=None)}
    told = {"y": dots["y"], "x": dots["x"], "text": vega.of("text:N")}
    layers = [
        vega.marks("bar", values, {**dots, "x": x, "x2": vega.of("last")}, height=6),
        vega.marks("point", values, dots, size=70, filled=True, opacity=1),
        vega.marks("text", values, told, where="!datum.is_late", align="left", dx=8, dy=-10, **_BOLD),
        vega.marks("text", values, told, where="datum.is_late", align="right", dx=-8, dy=-10, **_BOLD),
    ]
    return vega.layered(layers, width=width, height=_height(labels) + _STEP)


def _years(spans: Sequence[Span], is_wide: bool) -> Spec:
    """Ticks at every year, or where all lies within two years at the start of every quarter or half-year."""
    years = int(max(span.last for span in spans)[:4]) - int(min(span.first for span in spans)[:4])
    if years > 1:
        ticks = {"interval": "year", "step": 1 + years // (8 if is_wide else 4)}
        return {"grid": True, "tickCount": ticks, "format": "%Y"}
    ticks = {"interval": "month", "step": 3 if is_wide else 6}
    return {"grid": True, "tickCount": ticks, "format": "%b %Y"}


def _rows(labels: Sequence[str]) -> Spec:
    """The rows in their order, each with its own label: two may read the same."""
    room = _LETTER * max((len(line) for label in labels for line in label.split("\n")), default=0)
    lines = f"split({json.dumps(labels)}[datum.value], '\\n')"
    return vega.of("row:O", axis={"labelExpr": lines, "labelLimit": 0, "labelColor": INK, "minExtent": room})


def _wrapped(labels: Sequence[str], is_wide: bool) -> list[str]:
    return ["\n".join(textwrap.wrap(label, _WRAP[is_wide], break_long_words=False)) for label in labels]


def _height(labels: Sequence[str]) -> int:
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    return len(labels) * max(_STEP, lines * _LINE + 8)
