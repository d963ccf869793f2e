"""A small map of every year of a view, drawn by the server: for a frame beside the controls, and for print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from app import page
from app.presenters import legend
from app.presenters.legend import Entry
from app.presenters.map_view import MapView
from app.presenters.small_maps import Outlines, YearMap, outlines, year_maps
from app.request import options
from app.request.view import View
from app.text import captions
from app.web import urls
from app.web.languages import gettext
from geodata.builds.store import Edition


@dataclass(frozen=True)
class YearsPage(page.Shared):
    """Every year on the same classes, each a link to its map; the years without figures say so."""

    TEMPLATE: ClassVar[str] = "years.html"

    title: str
    unit: str
    filter_words: str
    outlines: Outlines
    maps: Sequence[YearMap]
    entries: Sequence[Entry]
    origin: str
    caveats: str
    credits: str
    figure: str
    full: str


def years_page(edition: Edition, view: View) -> YearsPage:
    """The small maps of a view's measure and filters; a change is none of a single year and is left out."""
    alone = replace(view, since=None)
    shown, root = MapView(edition, alone), urls.root()
    query = replace(alone, compare=options.ALL_YEARS).query()
    return YearsPage(
        **page.shared(edition, {**view.pairs(), "compare": options.ALL_YEARS}, "index", shown=shown),
        title=gettext(shown.measure.label),
        unit=gettext(shown.measure.unit_by(view.people)),
        filter_words=captions.filter_words(view),
        outlines=outlines(edition, view.level),
        maps=list(year_maps(edition, alone, root)),
        entries=legend.entries(shown),
        origin=legend.source(shown.measure, captions.producer(shown.source)),
        caveats=legend.caveats(shown.measure, view.people),
        credits=", ".join(captions.credits(edition)),
        figure=f"{root}/figure.%s{query}",
        full=urls.absolute("/" + query),
    )
