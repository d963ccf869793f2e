"""A place's series by month or by year as bars with their ranges, and the departures as rules across them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.charts import vega
from app.charts.theme import ACCENT, INK, OTHER, SOFT
from app.charts.vega import Spec

_Axis = Callable[[str], Spec]
LABEL_SIZE = 11
_LEFT, _RIGHT, _ROW, _GAP = 40, 12, 15, 5
"""In px: the labels of the vertical axis, the margin on the right, a row of labels, the space around a label."""
_WIDE, _LETTER, _SLIM = 8.8, 7.2, 4.4


@dataclass(frozen=True)
class Bar:
    """A period, its last day included, with its number and its range; a number of None is no data."""

    first: date
    last: date
    best: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Mark:
    """A departure: the days that it can have been on, its number, its label, the colour of the force."""

    first: date
    last: date
    number: str
    label: str
    colour: str


@dataclass(frozen=True)
class Frame:
    """The frame of a chart: width and height in px without the labels above, top value, words for no data."""

    width: int
    height: int
    top: float
    no_data: str
    is_comparison: bool = False


def chart(bars: Sequence[Bar], marks: Sequence[Mark], frame: Frame) -> Spec:
    """The bars of the periods; where there is no data, a grey field that says so; the marks over both.

    A comparison has no marks of its own: those of the chart above only end its axis where that one's ends.
    """
    is_wide = frame.width > 600
    inner = frame.width - _LEFT - _RIGHT
    texts = [mark.label if is_wide else mark.number for mark in marks]
    start, end = bars[0].first, bars[-1].last + timedelta(days=1)
    until = _end(start, end, marks, texts, inner)
    shown = [] if frame.is_comparison else marks
    rows = rows_of(
        [((mark.first - start) / (until - start) * inner, text) for mark, text in zip(shown, texts, strict=False)]
    )
    head = (max(rows) + 1) * _ROW + 4 if rows else 6
    scale = {"type": "utc", "domain": [_ms(start), _ms(until)], "nice": False, "padding": 0}
    axis = _years(bars, inner)

    def x(name: str) -> Spec:
        return vega.of(f"{name}:T", scale=scale, axis=axis)

    y = {"domain": [0, frame.top], "range": [head + frame.height, head], "nice": False, "padding": 0}
    layers = [
        *_empty(bars, x, frame, head, inner / (until - start).days),
        *_bands(shown, x, head + frame.height, rows),
        *_bars(bars, x, y, frame),
        *_rules(shown, texts, rows, x, head + frame.height),
    ]
    return vega.layered(layers, width=frame.width, height=head + frame.height)


def top_of(bars: Sequence[Bar]) -> float:
    """The largest number of a series, its range included; 1 if there is none."""
    return max([1.0, *(number for bar in bars for number in (bar.best, bar.high) if number is not None)])


def rows_of(labels: Sequence[tuple[float, str]]) -> list[int]:
    """The row of each label above a chart, 0 on top, so that no label crosses another or another's rule.

    `labels` are (x in px, text) from left to right; a label begins at its rule, and a rule runs from its label down.
    """
    ends: dict[int, float] = {}
    rows = []
    for x, text in labels:
        row = max((number + 1 for number, end in ends.items() if end > x), default=0)
        ends[row] = x + _long(text)
        rows.append(row)
    return rows


def _long(text: str) -> float:
    """About how long a bold text is in px: capitals are wide, and some letters narrow."""
    return sum(_WIDE if letter.isupper() else _SLIM if letter in "fijlt ,.1" else _LETTER for letter in text) + 2 * _GAP


def _end(start: date, end: date, marks: Sequence[Mark], texts: Sequence[str], inner: float) -> date:
    """The end of the axis: that of the series, or later where the last labels need room."""
    days = [
        (end - start).days,
        *(
            (mark.first - start).days / (1 - min(_long(text) / inner, 0.6))
            for mark, text in zip(marks, texts, strict=True)
        ),
    ]
    return start + timedelta(days=round(max(days)))


def _ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _years(bars: Sequence[Bar], inner: float) -> Spec:
    """Years named under their middle, as far as the series shows them."""
    first, last = bars[0].first, bars[-1].last
    named = []
    for year in range(first.year, last.year + 1):
        left, right = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        if (right - left).days > 120:
            named.append(_ms(left + (right - left) / 2))
    every = 1 + int(len(named) * 34 / inner)
    look = {"ticks": False, "grid": False, "labelFlush": False, "domain": True, "title": None}
    return {"values": named[::every], "format": "%Y", **look}


def _empty(bars: Sequence[Bar], x: _Axis, frame: Frame, head: float, scale: float) -> list[Spec]:
    """Fields without data, each a run of periods, named where there is room for the words."""
    runs: list[list[Bar]] = []
    for before, bar in zip((None, *bars), bars, strict=False):
        if bar.best is None:
            runs[-1].append(bar) if runs and before is not None and before.best is None else runs.append([bar])
    values = [{"from": _iso(run[0].first), "to": _iso(run[-1].last + timedelta(days=1))} for run in runs]
    wide = [run for run in runs if (run[-1].last - run[0].first).days * scale > _long(frame.no_data) - 3 * _GAP]
    middles = [{"from": _iso(run[0].first + (run[-1].last - run[0].first) / 2), "text": frame.no_data} for run in wide]
    found = []
    if values:
        over = {"x": x("from"), "x2": vega.of("to"), "y": vega.px(head), "y2": vega.px(head + frame.height)}
        found.append(vega.marks("rect", values, over, color="#efece4"))
    if middles:
        at = {"x": x("from"), "y": vega.px(head + frame.height / 2), "text": vega.of("text:N")}
        found.append(vega.marks("text", middles, at, color=SOFT, fontSize=LABEL_SIZE))
    return found


def _iso(day: date) -> str:
    return day.isoformat()


def _bars(bars: Sequence[Bar], x: _Axis, y: Spec, frame: Frame) -> list[Spec]:
    values = [_drawn(bar) for bar in bars if bar.best is not None]
    shown = values or [_drawn(Bar(bars[0].first, bars[0].last, 0))]
    ticks = 3 if frame.is_comparison else 5
    axis = {"minExtent": _LEFT, "maxExtent": _LEFT, "tickCount": ticks, "format": ",d", "title": None}
    up = {"y": vega.of("best:Q", scale=y, axis=axis), "y2": {"datum": 0}}
    colour = OTHER if frame.is_comparison else ACCENT
    drawn = [vega.marks("bar", shown, {"x": x("from"), "x2": vega.of("to"), **up}, color=colour)]
    ranged = [row for row in values if row["low"] is not None and row["low"] != row["high"]]
    if ranged:
        ends = {"x": x("middle"), "y": vega.of("low:Q", scale=y, axis=axis), "y2": vega.of("high")}
        drawn.append(vega.marks("rule", ranged, ends, color=INK, strokeWidth=1))
    return drawn


def _drawn(bar: Bar) -> dict[str, Any]:
    """A bar as data, a little narrower than its period."""
    days = (bar.last - bar.first).days + 1
    margin = timedelta(days=max(1, round(days * 0.08)))
    return {
        "from": _iso(bar.first + margin),
        "to": _iso(bar.last + timedelta(days=1) - margin),
        "middle": _iso(bar.first + timedelta(days=days // 2)),
        "best": bar.best,
        "low": bar.low,
        "high": bar.high,
    }


def _bands(marks: Sequence[Mark], x: _Axis, bottom: float, rows: Sequence[int]) -> list[Spec]:
    """The days that a departure without a day can have been on."""
    return [
        vega.marks(
            "rect",
            [{"from": _iso(mark.first), "to": _iso(mark.last + timedelta(days=1))}],
            {"x": x("from"), "x2": vega.of("to"), "y": vega.px(_line(row)), "y2": vega.px(bottom)},
            color=mark.colour,
            opacity=0.16,
        )
        for mark, row in zip(marks, rows, strict=True)
        if mark.first != mark.last
    ]


def _rules(marks: Sequence[Mark], texts: Sequence[str], rows: Sequence[int], x: _Axis, bottom: float) -> list[Spec]:
    look: Spec = {"fontSize": LABEL_SIZE, "fontWeight": 600, "align": "left", "dx": _GAP - 1}
    drawn = []
    for mark, text, row in zip(marks, texts, rows, strict=False):
        named = [{"from": _iso(mark.first), "text": text}]
        down = {"x": x("from"), "y": vega.px(_line(row)), "y2": vega.px(bottom)}
        drawn.append(vega.marks("rule", named, down, color=mark.colour, strokeWidth=1.5))
        at = {"x": x("from"), "y": vega.px(row * _ROW + _ROW / 2), "text": vega.of("text:N")}
        drawn.append(vega.marks("text", named, at, color=mark.colour, **look))
    return drawn


def _line(row: int) -> float:
    return row * _ROW + 1
