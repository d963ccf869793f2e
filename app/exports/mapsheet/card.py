"""The picture that stands beside a link to a view: its map with a title, figures, legend and source in few words."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request

from app.exports.mapsheet import route
from app.exports.mapsheet.view import SheetView
from app.request import keys, parsing, terms
from app.request.parameters import accepts
from app.request.registry import Where
from app.request.view import View
from app.text import captions
from app.web import responses
from app.web.languages import gettext
from app.web.responses import Body, body, respond
from geodata.builds.store import Edition

blueprint = Blueprint("card", __name__)


@blueprint.get("/card.png")
@accepts(Where.CARD)
def card() -> Response:
    """The view as the picture beside a link, 1200 by 630 pixels."""
    edition = terms.edition()
    view = parsing.view_of(request.args, edition, Where.CARD)
    route.require_shown(edition, view)
    own = keys.key("card", edition, replace(view, lang=None))
    return respond(keys.kept(lambda: _body(edition, view), own))


def _body(edition: Edition, view: View) -> Body:
    return body(draw(edition, view), route.TYPES["png"], vary=responses.VARY)


def draw(edition: Edition, view: View) -> bytes:
    """The card of a view in the answer's language. Raises policies.Refused where the view may not be shown."""
    made, shown = route.sheet_of(edition, view)
    from geodata.mapsheet import files  # matplotlib is heavy, and most workers draw no figure

    return files.card(made, source(shown), colours=route.SMALL_COLOURS)


def source(shown: SheetView) -> str:
    """Whose figures the card shows, in a line."""
    return gettext("Source: %(citation)s", citation=captions.source_label(shown.coloured.source))
