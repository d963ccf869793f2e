"""A briefing: any view of the map as one HTML file with its map, tables, charts and sources, on two A4 pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from app.exports.briefing import contents, picture
from app.request import keys, options, parsing, terms
from app.request.parameters import accepts
from app.request.registry import Where
from app.request.view import View
from app.web import responses, urls
from app.web.languages import language
from app.web.responses import Body, body, respond
from geodata.builds.store import Edition
from geodata.exports import titles

blueprint = Blueprint("briefing", __name__)

PATH = "/briefing.html"
_STYLES = tuple(Path(__file__).parents[2] / "static" / f"{name}.css" for name in ("briefing", "briefing_file"))


@blueprint.get(PATH)
@accepts(Where.BRIEFING)
def briefing() -> Response:
    """The view as a file to keep, mail or print."""
    edition = terms.edition()
    view = parsing.view_of(request.args, edition, Where.BRIEFING)
    contents.require_shown(edition, view)
    return respond(keys.kept(lambda: _file(edition, view), keys.key("briefing", edition, view)))


def _file(edition: Edition, view: View) -> Body:
    address = contents.address_of(edition, view, PATH, urls.base())
    made = html(edition, view, urls.base())
    cite = urls.cite_as(address)
    return body(made, "text/html", vary=responses.VARY, filename=filename(edition, view), links=[cite])


def filename(edition: Edition, view: View) -> str:
    """File name, e.g. mali-briefing-2022-fr.html; only options that differ from the defaults appear."""
    parts = [titles.stem(edition, "briefing", view.selection(view.level))]
    parts += [view.level] if view.level != "admin1" else []
    parts += [view.measure.replace("_", "-")] if view.measure != options.offered(edition, view.level)[0] else []
    parts += [language()] if language() != "en" else []
    return "-".join(parts) + ".html"


def html(edition: Edition, view: View, base: str) -> str:
    """The briefing in the answer's language. `base`: scheme and host of the addresses in it, "" where none is known."""
    told = contents.briefing(edition, view, base, PATH, picture.inside)
    return render_template("briefing.html", lang=language(), style=style(), briefing=told)


@cache
def style() -> Markup:
    """The style sheets that stand in the file."""
    texts = (path.read_text(encoding="utf-8") for path in _STYLES)
    return Markup("\n".join(texts))  # noqa: S704 # our own files, which a test keeps free of tags
