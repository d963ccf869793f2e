"""The briefing of a view as a page to read, share and print; the file to take away is made of the same parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, request

from app import page
from app.exports.briefing import contents, picture, route
from app.exports.briefing.contents import Briefing
from app.presenters import download_links
from app.presenters.map_view import MapView
from app.request import parsing, terms
from app.request.parameters import accepts
from app.request.registry import Where
from app.request.view import View
from app.web import links, urls
from geodata.builds.store import Edition

blueprint = Blueprint("briefing_page", __name__)

PATH = page.MORE_PAGES["briefing"][0]


@dataclass(frozen=True)
class Ways:
    """The addresses of the same view: the file, the map, the page as it stays."""

    file: str
    map: str
    permanent: str


@dataclass(frozen=True)
class BriefingPage(page.Shared):
    """A view's figures, map, charts and sources in the order in which they are read."""

    TEMPLATE: ClassVar[str] = "briefing_page.html"

    briefing: Briefing
    ways: Ways


@blueprint.get(PATH)
@accepts(Where.BRIEFING)
def show_briefing() -> Response:
    """The briefing of a view as a page."""
    contents.require_shown(*_asked(terms.edition()))
    return page.page("briefing", _briefing)


def _asked(edition: Edition) -> tuple[Edition, View]:
    return edition, parsing.view_of(request.args, edition, Where.BRIEFING)


def _briefing(edition: Edition) -> str:
    _, view = _asked(edition)
    root, query = urls.root(), links.query(view.pairs(Where.BRIEFING))
    images = picture.beside(view, root)
    return page.render(
        BriefingPage(
            **page.shared(edition, view.pairs(Where.BRIEFING), "briefing", shown=MapView(edition, view)),
            briefing=contents.briefing(edition, view, urls.base(), PATH, lambda *_: images),
            ways=Ways(root + route.PATH + query, f"{root}/{query}", download_links.kept(edition, view, PATH)),
        )
    )
