"""The deaths of a place by year in a frame: of what is picked, of the opened unit or zone, or of the country."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import ClassVar

from flask import Blueprint, Response, request

from app import page
from app.charts import place_bars, render, years
from app.charts.render import Drawing
from app.pages.embed.framed import let_frame
from app.presenters import departures, legend, sum_line
from app.presenters.map_view import MapView
from app.request import parsing
from app.request.parameters import accepts
from app.request.registry import Where
from app.text import captions, numbers
from app.web import urls
from geodata.builds.store import Edition
from geodata.figures.figures import Row

blueprint = Blueprint("embed_chart", __name__)
blueprint.after_request(let_frame)
HIGH, LOW = 300, 220
"""Px of the chart, wide and narrow."""


@dataclass(frozen=True)
class EmbedChartPage(page.Shared):
    """The chart of a place, the numbers behind it, its filters and its source."""

    TEMPLATE: ClassVar[str] = "embed_chart.html"

    drawing: Drawing
    filter_words: str
    behind: Sequence[Sequence[str]]
    without: str
    origin: str
    edition_label: str
    full: str


@blueprint.get("/embed/chart")
@accepts(Where.MAP)
def show_chart() -> Response:
    """The deaths of a view's place by year, or by month of its year, for a frame in another page."""
    return page.page("embed_chart", _chart)


def _chart(edition: Edition) -> str:
    view = parsing.view_of(request.args, edition)
    shown = MapView(edition, view)
    _, found = _place(shown)
    count = cache(found)
    counted = [(label, count(period)) for label, period in place_bars.periods_of(edition, view)]
    bars = place_bars.bars(shown, count)
    without = [label for label, row in counted if row["fatalities_best"] is None]
    return page.render(
        EmbedChartPage(
            **page.shared(edition, view.pairs(), "index", shown=shown),
            drawing=render.drawing(
                lambda width: years.chart(bars, width, LOW if width <= render.NARROW else HIGH),
                key="place",
                title=title(shown),
                description=place_bars.said(bars),
            ),
            filter_words=captions.filter_words(view),
            behind=[
                (label, bar.text, _range(bar), numbers.whole(row["events"]))
                for (label, row), bar in zip(counted, bars, strict=True)
            ],
            without=", ".join(without),
            origin=legend.source(shown.measure, captions.producer(shown.source)),
            edition_label=f"{captions.source_label(shown.source)} · {edition.frame}",
            full=urls.absolute("/" + view.query().removeprefix("./")),
        )
    )


def title(shown: MapView) -> str:
    """What the chart of a view is called: the name of its place, and what is counted of it."""
    return place_bars.title(shown.view, _place(shown)[0])


def _range(bar: years.Bar) -> str:
    return "" if bar.low is None or bar.high is None else numbers.counts(bar.low, bar.high)


def _place(shown: MapView) -> tuple[str, Callable[[str], Row]]:
    """The name of what the view is of, and its counts by period."""
    if shown.picked:
        return sum_line.name([one.unit for one in shown.picked]), shown.summed
    if shown.opened:
        level, unit = shown.opened
        return departures.zone(unit.pcode) if level == "zones" else unit.name, partial(shown.row, level, unit)
    return "Mali", shown.national_in
