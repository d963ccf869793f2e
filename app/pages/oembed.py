"""oEmbed (oembed.com): the frame of a view, chart or claim, for programs that show a link as what it leads to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from app.pages.claims.page import CLAIM, unknown
from app.pages.embed import framed, place_chart
from app.presenters import claims
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

WIDTH, HEIGHT, LOW = 640, 480, 460
"""Px of a frame, and the height of one with a chart or a claim."""
_PATH = re.compile(r"(?:/b/([0-9a-f]{16}))?/(?:(?:embed)?|embed/(chart)|(?:embed/)?claims/(\w+))")


@dataclass(frozen=True)
class Asked:
    """The address of a view, its chart or a claim: the build that it names, "" for the newest, and its parameters."""

    build: str
    is_chart: bool
    claim: str
    args: MultiDict[str, str]


@dataclass(frozen=True)
class Framed:
    """What a frame shows: its title, the path of its frame with parameters, and its height in px."""

    title: str
    path: str
    height: int


def _asked(text: str, _: Edition) -> Asked:
    base = urls.base()
    parts = urlsplit(text.removeprefix(base))
    path = _PATH.fullmatch(parts.path)
    if not text.startswith(base) or parts.netloc or path is None:
        raise ValueError(text)
    return Asked(path[1] or "", bool(path[2]), path[3] or "", MultiDict(parse_qsl(parts.query, keep_blank_values=True)))


def _pixels(text: str, _: Edition) -> int:
    if not re.fullmatch(r"[1-9]\d{0,4}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _most(name: str, help: str) -> Parameter[int]:
    return Parameter(name, help, _pixels, lambda _: ["a whole number from 1 to 99999"])


ACCEPTS: tuple[Parameter[Any], ...] = (
    Parameter(
        "url",
        N_("The whole address of a view, a chart or a claim on this server, of a named build too."),
        _asked,
        lambda _: ["the address of a view on this server"],
    ),
    one_of("format", N_("The form of the answer."), ("json",), default="json"),
    _most("maxwidth", N_("The most pixels that the frame may be wide.")),
    _most("maxheight", N_("The most pixels that the frame may be high.")),
)


def address(view: View) -> str:
    """The address at which the frame of a view is described, as its page names it."""
    return framed.described_at("/" + links.query(view.pairs(Where.FIGURE)))


@blueprint.get("/oembed")
@accepts(*ACCEPTS)
def oembed() -> Response:
    """The frame that shows a view, a chart or a claim in another site, as oEmbed has it (JSON)."""
    given = parsing.parse(request.args, terms.edition(), ACCEPTS)
    if "url" not in given:
        raise BadParameter("url", gettext("parameter 'url' is missing"), list(ACCEPTS[0].allowed(terms.edition())))
    asked: Asked = given["url"]
    shown = _framed(asked)
    width, height = min(WIDTH, given.get("maxwidth", WIDTH)), min(shown.height, given.get("maxheight", shown.height))
    root = f"/b/{asked.build}" if asked.build else ""
    document = {
        "version": "1.0",
        "type": "rich",
        "title": shown.title,
        "provider_name": "Mali Atlas",
        "provider_url": urls.base() + "/",
        "width": width,
        "height": height,
        "html": framed.lines(urls.base() + root + shown.path, shown.title, height, width),
    }
    return respond(body(json.dumps(document, ensure_ascii=False), "application/json", vary=VARY))


def _framed(asked: Asked) -> Framed:
    """What is framed of an address. Raises NotFound for a build that is gone, BadParameter for what no page shows."""
    build = services().catalogue.named(asked.build) if asked.build else terms.build()
    if build is None:
        raise NotFound
    try:
        edition = terms.strict(parsing.edition_of(asked.args, build))
        if asked.claim:
            return _claim(edition, asked)
        view = parsing.view_of(asked.args, edition)
    except BadParameter as problem:
        raise BadParameter("url", problem.what, problem.allowed) from problem
    with speaking(view.lang or language()):
        return _chart(edition, view) if asked.is_chart else _map(edition, view)


def _map(edition: Edition, view: View) -> Framed:
    """The view alone, or as all its years."""
    measure = MapView(edition, view).measure
    compare = options.ALL_YEARS if view.compare == options.ALL_YEARS else None
    title = f"{gettext(measure.label)}, {captions.subtitle(edition, view, measure)}"
    return Framed(title, f"/embed{links.query(replace(view, compare=compare).pairs(Where.FIGURE))}", HEIGHT)


def _chart(edition: Edition, view: View) -> Framed:
    title = place_chart.title(MapView(edition, view))
    return Framed(title, f"/embed/chart{links.query(view.pairs(Where.FIGURE))}", LOW)


def _claim(edition: Edition, asked: Asked) -> Framed:
    known = {claim.id: claim for claim in claims.shipped()}
    if asked.claim not in known:
        raise BadParameter("url", unknown(list(known)), list(known))
    given = parsing.parse(asked.args, edition, CLAIM)
    with speaking(given.get("lang") or language()):
        title = f"{asked.claim}: {known[asked.claim].subject.of(language())}"
    return Framed(title, f"/embed/claims/{asked.claim}{links.query(given)}", LOW)
