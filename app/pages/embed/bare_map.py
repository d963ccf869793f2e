"""The bare map of a view, for a frame in another page; of two views that are compared, the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from app import page
from app.pages import years
from app.pages.embed.framed import let_frame
from app.pages.map import MAP_OPEN, state
from app.presenters import headlines, legend
from app.presenters.first_picture import FirstPicture, first_picture
from app.presenters.legend import Entry
from app.presenters.map_view import MapView
from app.request import options, parsing, terms
from app.request.beside import beside
from app.request.parameters import accepts
from app.request.registry import Where
from app.request.view import View
from app.text import captions
from app.web import urls
from app.web.languages import gettext
from geodata.builds.store import Edition
from geodata.figures.measures import Measure

blueprint = Blueprint("embed", __name__)
blueprint.after_request(let_frame)


@dataclass(frozen=True)
class EmbedPage(page.Shared):
    """A map with its caption and its legend, and nothing beside it."""

    TEMPLATE: ClassVar[str] = "embed.html"

    view: View
    measure: Measure
    title: str
    subtitle: str
    filter_words: str
    headline: str
    entries: Sequence[Entry]
    placed: str
    origin: str
    caveats: str
    edition_label: str
    full: str
    state: Mapping[str, Any]
    map_html: str
    picture: FirstPicture


@blueprint.get("/embed")
@accepts(Where.MAP)
def show_embed() -> Response:
    """The map of a view alone; with `compare`, what stands beside that view."""
    return page.page("embed", _embed)


def _embed(edition: Edition) -> str:
    view = parsing.view_of(request.args, edition)
    if view.compare == options.ALL_YEARS:
        return page.render(years.years_page(edition, replace(view, compare=None)))
    there, second = beside(terms.build(), edition, view)
    return page.render(_page(terms.strict(there), second))


def _page(edition: Edition, view: View) -> EmbedPage:
    shown = MapView(edition, view)
    shared = page.shared(edition, view.pairs(), "index", shown=shown)
    return EmbedPage(
        **shared,
        view=view,
        measure=shown.measure,
        title=gettext(shown.measure.label),
        subtitle=captions.subtitle(edition, view, shown.measure),
        filter_words=captions.filter_words(view),
        headline=headlines.headline(shown),
        entries=legend.entries(shown),
        placed=legend.placed(shown),
        origin=legend.source(shown.measure, captions.producer(shown.source)),
        caveats=legend.caveats(shown.measure, view.people),
        edition_label=f"{captions.source_label(shown.source)} · {edition.frame}",
        full=urls.absolute("/" + view.query().removeprefix("./")),
        state=state(view, edition),
        map_html=MAP_OPEN,
        picture=first_picture(shown, {}, has_links=False),
    )
