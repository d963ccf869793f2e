"""The deaths of a place as a view asks for them: bars by year, or by month of its year; the period shown is darker."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.charts.years import Bar
from app.presenters.map_view import MapView
from app.request.view import View
from app.text import captions, numbers
from app.web.languages import gettext, language
from geodata import periods
from geodata.builds.store import Edition
from geodata.figures.figures import Row


def bars(shown: MapView, count: Callable[[str], Row]) -> list[Bar]:
    """The bars of a place whose counts by period `count` gives."""
    held = {part for period in (shown.view.period, shown.view.then) if period for part in periods.split(period)}
    return [
        Bar(
            label,
            row["fatalities_best"],
            row["fatalities_low"],
            row["fatalities_high"],
            numbers.whole(row["fatalities_best"]),
            is_shown=period in held,
        )
        for label, period in periods_of(shown.edition, shown.view)
        for row in [count(period)]
    ]


def title(view: View, name: str) -> str:
    """What the bars of a place are, in words."""
    said = gettext("%(name)s: deaths by month") if view.month else gettext("%(name)s: deaths by year")
    return said % {"name": name}


def periods_of(edition: Edition, view: View) -> Sequence[tuple[str, str]]:
    """Label and period of each bar."""
    if not view.month:
        return [(period, period) for period in edition.figures.periods]
    several = len(periods.years_of(view.period)) > 1
    names = [(number, short) for number, short, _ in captions.months(language())]
    return [
        (f"{short} {year}" if several else short, periods.period_of(year, number))
        for year in periods.years_of(view.period)
        for number, short in names
    ]


def said(bars: Sequence[Bar]) -> str:
    """The numbers of the bars in words, for who cannot see them."""
    parts = []
    for bar in bars:
        is_ranged = bar.low is not None and bar.high is not None
        low_high = f" ({numbers.between(numbers.whole(bar.low), numbers.whole(bar.high))})" if is_ranged else ""
        parts.append(f"{bar.label} {bar.text}{low_high}")
    return "; ".join(parts)
