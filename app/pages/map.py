"""The pages of the map with its table, and of the method. Every view also works without script."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from app import page
from app.pages import changes, method, oembed
from app.presenters import caveats, download_links, headlines, in_words, legend, sum_line, switches, table
from app.presenters.caveats import Caveats
from app.presenters.compared import Compared, compared
from app.presenters.download_links import Downloads
from app.presenters.first_picture import FirstPicture, first_picture
from app.presenters.legend import Legend
from app.presenters.map_view import MapView
from app.presenters.switches import Choices
from app.presenters.table import Tables
from app.request import options, parsing, terms
from app.request.options import DEFAULT_SINCE, DEFAULT_YEAR
from app.request.parameters import accepts
from app.request.registry import Where
from app.request.view import View
from app.text import captions, labels
from app.web import static, urls
from app.web.languages import gettext, language
from geodata import vocabulary
from geodata.builds.store import Build, Edition
from geodata.figures import measures
from geodata.figures.listings import LISTINGS
from geodata.figures.measures import Measure

blueprint = Blueprint("pages", __name__)

MAP_HTML = '<div class="folium-map" id="map_atlas" ></div>'
"""The map's HTML as maps.render() returns it, repeated here so that a page needs no Folium. A test compares."""
MAP_OPEN = MAP_HTML.removesuffix("</div>")
"""The same without its end: the first picture stands in it."""
_INDENT = re.compile(r"\n\s+")
FIRST_CHANGE = {"since": DEFAULT_SINCE, "year": DEFAULT_YEAR}
"""The change that the page offers first."""


@dataclass(frozen=True)
class Controls:
    """Everything that a reader can choose: measures, filters, focus, circles, layers, and what to switch to."""

    measures: Sequence[Measure]
    comparable: Sequence[tuple[str, str]]
    violence: Sequence[str]
    families: Sequence[str]
    focuses: Sequence[str]
    circles: Sequence[str]
    switches: Choices
    has_grid: bool
    has_zones: bool
    has_events: bool
    is_free: bool
    """True if zones of any distance can be counted."""
    beside: tuple[str, ...]
    """The layers of the view with the sites of every force."""


@dataclass(frozen=True)
class Times:
    """The years and months to choose from, which of them are covered, and which in part."""

    years: Sequence[str]
    covered: Collection[str]
    partial: Mapping[str, str]
    months: Sequence[Sequence[str]]
    covered_months: Collection[str]


@dataclass(frozen=True)
class MapPage(page.Shared):
    """The page of the map: a view, its controls, its legend, its tables, and what can be taken away of it."""

    TEMPLATE: ClassVar[str] = "index.html"

    view: View
    title: str
    subtitle: str
    grid_subtitle: str
    filter_words: str
    people_label: str
    years_label: str
    headline: str
    in_words: Sequence[str]
    sum_line: str
    controls: Controls
    compared: Compared
    times: Times
    legend: Legend
    tables: Tables
    downloads: Downloads
    caveats: Caveats
    frame: str
    credits: str
    words: ModuleType
    vocabulary: ModuleType
    first_change: Mapping[str, str]
    state: Mapping[str, Any]
    map_html: str
    picture: FirstPicture
    oembed: str


@blueprint.get("/")
@accepts(Where.MAP)
def show_map() -> Response:
    """The map."""
    return page.page("index", _index)


@blueprint.get("/method")
@accepts(*method.ACCEPTS)
def show_method() -> Response:
    """Sources, placing, precision, ranges, denominators, gaps."""
    return page.page("method", method.render)


@blueprint.get("/changes")
@accepts(*changes.ACCEPTS)
def show_changes() -> Response:
    """The page of changes between releases and frames in the figures of a year's units."""
    return page.page("changes", changes.render)


def _index(edition: Edition) -> str:
    made = page.render(map_page(terms.build(), edition, parsing.view_of(request.args, edition)))
    return _INDENT.sub("\n", made)  # nothing in it keeps its lines: 200 bytes of each first view


def map_page(build: Build, edition: Edition, view: View) -> MapPage:
    """The page of a view: its figures are looked up once, for the legend as for the tables."""
    shown = MapView(edition, view)
    listed = table.tables(shown)
    return MapPage(
        **page.shared(edition, view.pairs(), "index", shown=shown),
        view=view,
        title=gettext(shown.measure.label),
        subtitle=captions.subtitle(edition, view, shown.measure),
        grid_subtitle=captions.mean_of(captions.period_words(view.period), view.period),
        filter_words=captions.filter_words(view),
        people_label=captions.people_label(view),
        years_label=captions.years_label(view.period),
        headline=headlines.headline(shown),
        in_words=in_words.sentences(shown),
        sum_line=sum_line.line(shown),
        controls=_controls(build, shown),
        compared=compared(build, shown),
        times=_times(edition),
        legend=legend.legend(shown),
        tables=listed,
        downloads=download_links.downloads(edition, view, captions.period_label(view.period), urls.links()),
        caveats=caveats.caveats(edition, view.level),
        frame=edition.frame,
        credits=", ".join(captions.credits(edition)),
        words=labels,
        vocabulary=vocabulary,
        first_change=FIRST_CHANGE,
        state={**state(view, edition), "holder": _holder(shown)},
        map_html=MAP_OPEN,
        picture=first_picture(shown, titles(listed), has_links=True),
        oembed=oembed.address(view),
    )


def titles(listed: Tables) -> dict[str, str]:
    """What the first picture says of each unit that is listed: its name, and its value as the table has it."""
    return {line.pcode: f"{line.name}: {line.value or line.note}" for line in listed.lines}


def _controls(build: Build, shown: MapView) -> Controls:
    edition, view = shown.edition, shown.view
    return Controls(
        measures=[measures.BY_KEY[key] for key in options.offered(edition, view.level)],
        comparable=[(period, captions.period_label(period)) for period in _comparable(edition, shown.measure, view)],
        violence=options.violence_types(edition),
        families=options.actor_families(edition),
        focuses=options.focuses(edition),
        circles=options.CIRCLES,
        switches=switches.of(build, edition, view),
        has_grid="grid" in options.map_layers(edition),
        has_zones="zones" in options.all_levels(edition),
        has_events=options.shows_events(edition),
        is_free=len(edition.figures.units["zones"]) > len(vocabulary.zone_ids()),
        beside=tuple(one for one in options.map_layers(edition) if one in {*view.layers, *options.FORCE_LAYERS}),
    )


def _times(edition: Edition) -> Times:
    return Times(
        years=edition.manifest["periods"],
        covered=set(edition.manifest["covered"]),
        partial=captions.partial(edition, language()),
        months=captions.months(language()) if options.months(edition) else [],
        covered_months=edition.figures.covered_months,
    )


def _comparable(edition: Edition, measure: Measure, view: View) -> list[str]:
    """What the view can be compared with: the years that have values of the measure, and the range that it is."""
    known = list(edition.manifest["covered"])
    if measure.of in LISTINGS:
        known = [period for period in edition.figures.periods if LISTINGS[measure.of].covers(period)]
    own = [view.since] if view.since and view.since not in known else []
    return own + [period for period in known if period != view.year]


def _holder(shown: MapView) -> dict[str, str | None] | None:
    """What is opened of a coarser level than the view's, as the script knows it; None for nothing or a unit or zone."""
    level, unit = shown.opened or ("zones", None)
    if unit is None or level in (shown.view.level, "zones"):
        return None
    return {"level": level, "pcode": unit.pcode, "name": unit.name, "region": unit.admin1}


def state(view: View, edition: Edition) -> dict[str, Any]:
    """The initial state of the script; the level is the page's, not the state's."""
    shown = {name: value for name, value in view.values().items() if name != "level"}
    return {**shown, "tag": static.tag(edition), "root": urls.root()}
