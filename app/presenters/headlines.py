"""The headline of a view: the country's figures of what is shown, in one line, and those of what is opened."""

from __future__ import annotations

from app.presenters import table
from app.presenters.count_texts import counts_text
from app.presenters.map_view import MapView
from app.text import labels, numbers
from app.text.captions import is_placed_by_precision, left_out, on_side, period_label, period_words, zone_name
from app.web.languages import gettext
from geodata import periods
from geodata.builds.store import Edition
from geodata.figures.figures import Unit
from geodata.figures.listings import LISTINGS, Listing
from geodata.vocabulary import COUNTRY_ISO3


def headline(shown: MapView) -> str:
    """The country's figures of the view in one line: of what is listed where the measure shows a list, else deaths."""
    listed = labels.LISTED.get(shown.measure.of)
    if listed and "grid" not in shown.view.layers:
        return _listed_headline(shown, listed, LISTINGS[shown.measure.of])
    return deaths_headline(shown)


def _listed_headline(shown: MapView, listed: labels.Listed, listing: Listing) -> str:
    years = [periods.year_of(period) for period in (shown.view.then, shown.view.period) if period]
    if not all(listing.covers(year) for year in years):
        return gettext(listed.sentences["no_data"], year=next(year for year in years if not listing.covers(year)))
    rows = [shown.edition.figures.listed_total(listing, year) for year in years]
    return gettext(
        listed.headline,
        when=" → ".join(gettext(listed.time(year), year=year) for year in years),
        count=" → ".join(numbers.whole(row[listing.count]) for row in rows),
        perhaps=" → ".join(numbers.whole(sum(int(row[name] or 0) for name in listing.doubtful)) for row in rows),
    )


def deaths_headline(shown: MapView) -> str:
    """The country's deaths and events of the view in one line."""
    texts, row, view = table.national(shown), shown.national.now, shown.view
    if row["fatalities_best"] is None:
        return gettext("Mali %(year)s: no data.", year=period_label(view.period))
    year = f"{period_label(view.then)} → {period_label(view.period)}" if view.then else period_words(view.period)
    if row["fatalities_low"] is None:
        best, events = texts["best"], texts["events"]
        return gettext("Mali %(year)s: %(best)s deaths, events: %(events)s.", year=year, best=best, events=events)
    counted = gettext(
        "Mali %(year)s: %(best)s deaths (%(range)s), %(civilians)s civilians, events: %(events)s.",
        year=year,
        best=texts["best"],
        range=texts["span"],
        civilians=texts["civilians"],
        events=texts["events"],
    )
    no_figures = gettext("No regional figures: %(note)s.", note=texts["note"]) if texts["note"] else ""
    return " ".join(filter(None, [counted, no_figures or left_out(shown.edition, view.period)]))


def opened_line(shown: MapView) -> str:
    """The figures of the opened unit or zone in one line, like the country's; "" if none is opened."""
    if shown.opened is None:
        return ""
    level, unit = shown.opened
    name = zone_name(unit.pcode) if level == "zones" else unit.name
    if level == "zones" and shown.sides:
        name = on_side(name, COUNTRY_ISO3)
    return line(shown, level, unit, name)


def line(shown: MapView, level: str, unit: Unit, name: str) -> str:
    """The figures of a unit or zone in one line, under a name."""
    counts, view = shown.counts(level, unit), shown.view
    if counts.now["fatalities_best"] is None:
        return gettext("%(name)s %(year)s: no data.", name=name, year=period_label(view.period))
    year = " → ".join(period_label(when) for when in (view.then, view.period) if when)
    texts = counts_text(counts)
    if all(row["events"] == 0 for row in counts.rows):
        return _no_event(shown.edition, level, name, year) + "."
    said = {"name": name, "year": year, "best": texts["best"], "events": texts["events"]}
    if counts.now["fatalities_low"] is None:
        return gettext("%(name)s %(year)s: %(best)s deaths, events: %(events)s.", **said)
    return gettext(
        "%(name)s %(year)s: %(best)s deaths (%(range)s), %(civilians)s civilians, events: %(events)s.",
        range=texts["span"],
        civilians=texts["civilians"],
        **said,
    )


def _no_event(edition: Edition, level: str, name: str, year: str) -> str:
    if is_placed_by_precision(edition, level):
        return gettext("%(name)s, %(year)s – no event placed here", name=name, year=year)
    return gettext("%(name)s, %(year)s – no event recorded", name=name, year=year)
