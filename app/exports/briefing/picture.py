"""The map of a briefing as a picture: wide as its page, or tall for narrow screens, with the legend below it."""

from __future__ import annotations

import base64
from dataclasses import replace

from flask import Blueprint, Response, request

from app.exports.briefing import contents
from app.exports.briefing.contents import Images
from app.exports.mapsheet import route
from app.exports.mapsheet.view import SheetView
from app.presenters.map_view import MapView
from app.request import keys, parsing, terms
from app.request.parameters import accepts
from app.request.registry import Where
from app.request.view import View
from app.web import links, responses, urls
from app.web.languages import language
from app.web.responses import Body, body, respond
from geodata.builds.store import Edition
from geodata.mapsheet.sheet import Sheet

blueprint = Blueprint("briefing_picture", __name__)

TALL_MM, TALL_MAP_MM = 92.0, 86.0
"""Width of the tall picture, that of a phone's screen at the size of print, and the height of the map in it."""
DPI = {"wide": 220, "tall": 150}
"""Pixels of an inch of the picture."""
COLOURS = 128
"""Of the picture: as many as keep those of the classes exact, in some 100 kB."""


@blueprint.get("/briefing/<any(wide, tall):shape>.png")
@accepts(Where.BRIEFING)
def picture(shape: str) -> Response:
    """The map of the view's briefing, wide or tall."""
    edition = terms.edition()
    view = parsing.view_of(request.args, edition, Where.BRIEFING)
    contents.require_shown(edition, view)
    own = keys.key("briefing picture", edition, shape, replace(view, lang=None))
    return respond(keys.kept(lambda: _body(edition, view, shape), own))


def _body(edition: Edition, view: View, shape: str) -> Body:
    shown = MapView(edition, view)
    made = route.sheet(SheetView(shown), contents.address_of(edition, view, "/", urls.base()))
    return body(draw(made, contents.map_mm(shown), shape), route.TYPES["png"], vary=responses.VARY)


def draw(sheet: Sheet, map_mm: float, shape: str) -> bytes:
    """The picture of a sheet's map; `map_mm`: how high it is where it is wide."""
    from geodata.mapsheet import files  # matplotlib is heavy, and most workers draw no map

    if shape == "tall":
        return files.tall_plate(sheet, TALL_MM, TALL_MAP_MM, dpi=DPI[shape], colours=COLOURS)
    return files.plate(sheet, contents.WIDTH_MM, map_mm, dpi=DPI[shape], colours=COLOURS)


def inside(sheet: Sheet, map_mm: float) -> Images:
    """Both pictures as data: addresses, for a file that stands alone."""
    wide, tall = (base64.b64encode(draw(sheet, map_mm, shape)).decode() for shape in DPI)
    return Images(f"data:image/png;base64,{wide}", f"data:image/png;base64,{tall}")


def beside(view: View, root: str) -> Images:
    """The addresses of both pictures of a view."""
    query = links.query({**view.pairs(Where.BRIEFING), "lang": language()})
    wide, tall = (f"{root}/briefing/{shape}.png{query}" for shape in DPI)
    return Images(wide, tall)
