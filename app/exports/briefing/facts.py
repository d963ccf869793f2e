"""A briefing's figures of the country: large numbers, and small charts of the years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from app.charts import place_bars, render, years
from app.exports.briefing import rises
from app.presenters.count_texts import comparable
from app.presenters.map_view import MapView
from app.request.view import View
from app.text import captions, labels, numbers
from app.web.languages import gettext
from geodata import periods
from geodata.figures import measures
from geodata.figures.figures import Row

_WIDTH, _HEIGHT = 226, 92
"""Of a chart, in px: a third of the width of an A4 page; its letters are 9 points."""


@dataclass(frozen=True)
class Fact:
    """A large number: what it counts, the number, the reports' range or a share, and the period before."""

    label: str
    number: str
    aside: str
    before: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart of the years or months of a place."""

    name: str
    drawing: Markup


def facts(shown: MapView) -> list[Fact]:
    """The country's figures in large numbers, and what was not allocated."""
    view, row, missing = shown.view, shown.national.now, shown.missing.now
    is_compared = not rises.uncompared(shown)
    before = shown.national_in(rises.then(view)) if is_compared else None

    def fact(label: str, name: str, aside: str) -> Fact:
        return Fact(label, numbers.whole(row[name]), aside, _before(view, before, row, name))

    lost = gettext(labels.MISSING_LABEL[view.level])
    deaths = gettext("%(number)s deaths", number=numbers.whole(missing["fatalities_best"]))
    return [
        fact(gettext("Deaths, best estimate"), "fatalities_best", _reports(row)),
        fact(gettext("Events"), "events", ""),
        fact(gettext("Civilians killed"), "civilian_fatalities", _share(row)),
        Fact(
            label=lost,
            number=numbers.whole(missing["events"]),
            aside=gettext("events, with %(deaths)s", deaths=deaths) if missing["events"] is not None else "",
        ),
    ]


def _reports(row: Row) -> str:
    if row["fatalities_best"] is None:
        return ""
    if row["fatalities_low"] is None or row["fatalities_high"] is None:
        return gettext("no range given")
    low, high = numbers.whole(row["fatalities_low"]), numbers.whole(row["fatalities_high"])
    return gettext("reports: %(range)s", range=numbers.between(low, high))


def _share(row: Row) -> str:
    civilians, deaths = row["civilian_fatalities"], row["fatalities_best"]
    if civilians is None or not deaths:
        return ""
    share = gettext("%(number)s%%", number=numbers.rate(100 * civilians / deaths, 0))
    return gettext("%(share)s of the deaths", share=share)


def _before(view: View, before: Row | None, row: Row, name: str) -> str:
    """The count of the period before and the change; of ranges, whose lengths may differ, their means."""
    if before is None:
        return ""
    then, now = comparable(before, row)
    change = measures.change(then[name], now[name])
    if change is None:
        return ""
    said = gettext(
        "%(when)s: %(number)s (%(change)s)",
        when=captions.period_label(rises.then(view)),
        number=numbers.mean(then[name]),
        change=numbers.change(change),
    )
    compared = view.period if periods.is_range(view.period) else rises.then(view)
    return captions.mean_of(said, compared)


def charts(shown: MapView) -> list[Chart]:
    """Deaths by year, or by month of the year where a month is shown: of the country, of Gao and of Ménaka."""
    edition = shown.edition
    regions = filter(None, (edition.figures.unit("admin1", pcode) for pcode in edition.manifest["highlights"]))
    return [
        _chart(shown, "mali", "Mali", shown.national_in),
        *(_chart(shown, unit.pcode, unit.name, partial(shown.row, "admin1", unit)) for unit in regions),
    ]


def _chart(shown: MapView, key: str, name: str, count: Callable[[str], Row]) -> Chart:
    bars = place_bars.bars(shown, count)
    make = partial(years.chart, bars, _WIDTH, _HEIGHT)
    title = place_bars.title(shown.view, name)
    drawn: Markup = render.alone(make, key=f"years-{key}", title=title, description=place_bars.said(bars))
    return Chart(name, drawn)
