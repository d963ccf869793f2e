"""The headline of a view: the country's figures of what is shown, in one line."""

from __future__ import annotations

from app.presenters import table
from app.presenters.map_view import MapView
from app.text import labels, numbers
from app.text.captions import left_out, period_label, period_words
from app.web.languages import gettext
from geodata import periods
from geodata.figures.listings import LISTINGS, Listing


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
    line = gettext(
        "Mali %(year)s: %(best)s deaths (%(range)s), %(civilians)s civilians, events: %(events)s.",
        year=year,
        best=texts["best"],
        range=texts["span"],
        civilians=texts["civilians"],
        events=texts["events"],
    )
    no_figures = gettext("No regional figures: %(note)s.", note=texts["note"]) if texts["note"] else ""
    return " ".join(filter(None, [line, no_figures or left_out(shown.edition, view.period)]))
