"""The sum of the picked units: in one line as page, figure and briefing say it, and as a row of the table."""

from __future__ import annotations

from collections.abc import Sequence

from app.presenters import uncertainty
from app.presenters.count_texts import counts_text, deaths_and_events
from app.presenters.map_view import Counts, MapView, UnitFigures
from app.text import captions, labels, numbers
from app.text.captions import period_label
from app.web.languages import gettext
from geodata.exports import sums
from geodata.figures.figures import Unit
from geodata.figures.measures import INCIDENTS

MOST_NAMED = 4
"""Units of a sum up to which each is named."""
_LISTED_FIRST = 3


def name(units: Sequence[Unit]) -> str:
    """The names of the units of a sum; of many the first, and how many there are."""
    if len(units) <= MOST_NAMED:
        return sums.joined(units)
    return gettext(
        "%(names)s and more, %(count)s in all",
        names=sums.joined(units[:_LISTED_FIRST]),
        count=numbers.whole(len(units)),
    )


def line(shown: MapView, *, with_missing: bool = True) -> str:
    """The picked units and the period, their counts added up, what is named and not placed, and the rate of the sum;
    "" where none are picked. `with_missing`: also what no unit could be told, where nothing beside it says so."""
    found = figures(shown)
    if found is None:
        return ""
    when = " → ".join(period_label(one) for one in (shown.view.then, shown.view.period) if one)
    if any(row["events"] is None for row in found.counts.rows):
        return gettext("%(units)s, %(when)s: no data.", units=name(_units(shown)), when=when)
    texts = counts_text(found.counts)
    said = gettext(
        "%(units)s, %(when)s: %(best)s deaths (%(range)s), %(events)s events, %(civilians)s civilians.",
        units=name(_units(shown)),
        when=when,
        best=texts["best"],
        range=texts["span"],
        events=texts["events"],
        civilians=texts["civilians"],
    )
    missing = _missing(shown) if with_missing else ""
    return " ".join(part for part in (said, _named(shown), missing, _rate(shown, found)) if part)


def figures(shown: MapView) -> UnitFigures | None:
    """The sum as a unit that has all of it: its counts, and the value of the view's measure; None: none are picked."""
    if not shown.picked:
        return None
    counts = Counts(*(shown.summed(period) for period in shown.periods))
    whole = Unit(sums.SUM, name(_units(shown)), counts.now["area_km2"] or 0.0)
    return UnitFigures(whole, counts, shown.cell_of(counts))


def named(shown: MapView) -> str:
    """Deaths and events that name one of the picked units and are placed in none."""
    return deaths_and_events(shown.summed_named) if shown.has_named and shown.picked else ""


def _units(shown: MapView) -> list[Unit]:
    return [one.unit for one in shown.picked]


def _named(shown: MapView) -> str:
    """What is named and not placed, beside the sum or, where units count it, in it."""
    if not shown.has_named:
        return ""
    row = shown.summed_named
    return gettext(
        labels.NAMED_SUM[shown.view.named],
        deaths=numbers.whole(row["fatalities_best"]),
        events=numbers.whole(row["events"]),
    )


def _missing(shown: MapView) -> str:
    """What no unit of the level could be told, in all of the country; "" for nothing."""
    row = shown.missing.now
    if not row["events"]:
        return ""
    return gettext(
        "In all of Mali not allocated: %(deaths)s deaths, %(events)s events.",
        deaths=numbers.whole(row["fatalities_best"]),
        events=numbers.whole(row["events"]),
    )


def _rate(shown: MapView, found: UnitFigures) -> str:
    """The rate of the sum, or why it has none; "" for a measure of what is listed."""
    measure = shown.measure
    if measure.of != INCIDENTS:
        return ""
    unknown = [one.unit.name for one in shown.picked if not one.counts.now[measure.denominator or ""]]
    if unknown:
        return gettext("No rate: people not known of %(units)s.", units=", ".join(unknown[:_LISTED_FIRST]))
    value = numbers.rate(found.cell.shown, measure.decimals, signed=shown.is_change)
    unit = uncertainty.by_estimate(gettext(measure.unit_by(shown.view.people)), measure, shown.view)
    unit = captions.mean_of(unit, shown.view.period)
    if shown.is_change:
        return gettext("Change of their rate: %(value)s %(unit)s.", value=value, unit=unit)
    return gettext("Their rate: %(value)s %(unit)s.", value=value, unit=unit)


def row(shown: MapView) -> dict[str, str]:
    """The sum's counts as text, with its name; a row without words where none are picked."""
    found = figures(shown)
    if found is None:
        return dict.fromkeys(("name", "best", "span", "events", "civilians", "named", "value"), "")
    value = numbers.rate(found.cell.shown, shown.measure.decimals, signed=shown.is_change)
    return {"name": name(_units(shown)), "value": value, "named": named(shown), **counts_text(found.counts)}
