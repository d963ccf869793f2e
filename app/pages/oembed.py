"""oEmbed (oembed.com): the frame of the view at an address, for programs that show a link as what it leads to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from app.presenters.map_view import MapView
from app.request import options, parsing, terms
from app.request.parameters import accepts
from app.request.registry import Parameter, Where, one_of
from app.request.view import View
from app.text import captions
from app.web import links, urls
from app.web.errors import BadParameter
from app.web.languages import N_, gettext, language, speaking
from app.web.responses import VARY, body, respond
from app.web.services import services
from geodata.builds.store import Edition

blueprint = Blueprint("oembed", __name__)

WIDTH, HEIGHT = 640, 480
_PATH = re.compile(r"(?:/b/([0-9a-f]{16}))?/(?:embed)?")


@dataclass(frozen=True)
class Asked:
    """The address of a view: the build that it names, "" for the newest, and its parameters."""

    build: str
    args: MultiDict[str, str]


def _asked(text: str, _: Edition) -> Asked:
    base = urls.base()
    parts = urlsplit(text.removeprefix(base))
    path = _PATH.fullmatch(parts.path)
    if not text.startswith(base) or parts.netloc or path is None:
        raise ValueError(text)
    return Asked(path[1] or "", MultiDict(parse_qsl(parts.query, keep_blank_values=True)))


def _pixels(text: str, _: Edition) -> int:
    if not re.fullmatch(r"[1-9]\d{0,4}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _most(name: str, help: str) -> Parameter[int]:
    return Parameter(name, help, _pixels, lambda _: ["a whole number from 1 to 99999"])


ACCEPTS: tuple[Parameter[Any], ...] = (
    Parameter(
        "url",
        N_("The whole address of a view on this server, of a named build too."),
        _asked,
        lambda _: ["the address of a view on this server"],
    ),
    one_of("format", N_("The form of the answer."), ("json",), default="json"),
    _most("maxwidth", N_("The most pixels that the frame may be wide.")),
    _most("maxheight", N_("The most pixels that the frame may be high.")),
)


def address(view: View) -> str:
    """The address at which the frame of a view is described, as its page names it."""
    return f"{urls.base()}/oembed?" + urlencode({"url": urls.absolute("/" + links.query(view.pairs(Where.FIGURE)))})


@blueprint.get("/oembed")
@accepts(*ACCEPTS)
def oembed() -> Response:
    """The frame that shows a view of this server in another site, as oEmbed has it (JSON)."""
    given = parsing.parse(request.args, terms.edition(), ACCEPTS)
    if "url" not in given:
        raise BadParameter("url", gettext("parameter 'url' is missing"), list(ACCEPTS[0].allowed(terms.edition())))
    asked: Asked = given["url"]
    edition, view = _shown(asked)
    with speaking(view.lang or language()):
        document = _document(edition, view)
    document |= {
        name: min(most, given.get(f"max{name}", most)) for name, most in (("width", WIDTH), ("height", HEIGHT))
    }
    document["html"] = (
        f'<iframe src="{escape(_frame(asked, view))}" title="{escape(document["title"])}" '
        f'width="{document["width"]}" height="{document["height"]}" frameborder="0" loading="lazy"></iframe>'
    )
    return respond(body(json.dumps(document, ensure_ascii=False), "application/json", vary=VARY))


def _shown(asked: Asked) -> tuple[Edition, View]:
    """The view at an address. Raises NotFound for a build that is gone, BadParameter for what no page would show."""
    build = services().catalogue.named(asked.build) if asked.build else terms.build()
    if build is None:
        raise NotFound
    try:
        edition = terms.strict(parsing.edition_of(asked.args, build))
        return edition, parsing.view_of(asked.args, edition)
    except BadParameter as problem:
        raise BadParameter("url", problem.what, problem.allowed) from problem


def _document(edition: Edition, view: View) -> dict[str, Any]:
    measure = MapView(edition, view).measure
    return {
        "version": "1.0",
        "type": "rich",
        "title": f"{gettext(measure.label)}, {captions.subtitle(edition, view, measure)}",
        "provider_name": "Mali Atlas",
        "provider_url": urls.base() + "/",
    }


def _frame(asked: Asked, view: View) -> str:
    """The address of the frame: the view alone, or as all its years."""
    compare = options.ALL_YEARS if view.compare == options.ALL_YEARS else None
    root = f"/b/{asked.build}" if asked.build else ""
    return f"{urls.base()}{root}/embed{links.query(replace(view, compare=compare).pairs(Where.FIGURE))}"
