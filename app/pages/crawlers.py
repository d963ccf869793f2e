"""What crawlers ask for first: which addresses they may read, and which there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, abort, request
from werkzeug.datastructures import MultiDict

from app import page
from app.presenters import claims
from app.presenters.link_card import each_language
from app.request import keys, options, parsing, terms
from app.web import urls
from app.web.languages import SOURCE
from app.web.links import Links
from app.web.responses import body, respond
from app.web.services import services
from geodata import vocabulary
from geodata.builds.store import Edition

blueprint = Blueprint("crawlers", __name__)

CARD_READERS = ("facebookexternalhit", "LinkedInBot", "Slackbot", "Twitterbot", "WhatsApp")
"""Programs that read one page for the card of its link."""
FILES = ("/download/", "/figure.", "/briefing.html", "/briefing/", "/api/", "/ogc/collections/", "/assets/")
"""Addresses of what is made to be taken away, or to be read by programs."""
COPIES = ("/b/", "/find", "/embed")
"""Addresses of what stands elsewhere: of builds, of what is found, of frames."""
ENDLESS = (
    *("at", "circles", "compare", "estimate", "family", "focus", "from", "layers", "month", "named", "people", "sides"),
    *("sort", "tab", "units", "violence"),
)
"""Parameters whose every combination is a page: there are more of them than anybody will read."""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: nothing where the server has no public address."""
    _require_plain()
    return respond(body(_robots(services().settings.url), "text/plain"))


def _require_plain() -> None:
    """Raise NotFound below a build's address, BadParameter for any parameter: these are of the server alone."""
    if urls.asked_build():
        abort(404)
    if request.args:
        parsing.parse(request.args, terms.build().edition(), ())


def _robots(public: str) -> str:
    if not public:
        return "User-agent: *\nDisallow: /\n"
    readers = [f"User-agent: {name}" for name in CARD_READERS]
    files = [f"Disallow: {path}" for path in FILES]
    more = [f"Disallow: {path}" for path in COPIES]
    more += [f"Disallow: /*{sign}{name}=" for name in ENDLESS for sign in "?&"]
    lines = [*readers, *files, "", "User-agent: *", *files, *more, "", f"Sitemap: {public}/sitemap.xml"]
    return "\n".join(lines) + "\n"


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page in each language, and the map of every year and region."""
    _require_plain()
    edition = terms.edition()
    own = keys.key("sitemap", edition, has_words=False)
    return respond(keys.kept(lambda: body(_sitemap(edition), "application/xml"), own))


def _sitemap(edition: Edition) -> str:
    day, links = edition.built.date().isoformat(), urls.links()
    entries = [line for path, asked in addresses(edition) for line in _entry(links, path, asked, day)]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    )
    return "\n".join((*head, *entries, "</urlset>")) + "\n"


def addresses(edition: Edition) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The path and the parameters of everything that is worth finding."""
    for path, _ in (*page.PAGES.values(), *page.MORE_PAGES.values()):
        yield path, _view(edition) if path == "/" else {}
    for one in (*vocabulary.FORCES, *vocabulary.GROUPS):
        yield f"/forces/{one.key}", {}
    for claim in claims.shipped():
        yield f"/claims/{claim.id}", {}
    for year in edition.manifest["periods"]:
        if year != options.opening_year(edition):
            yield "/", _view(edition, year=year)
    for unit in edition.figures.units["admin1"]:
        yield "/", _view(edition, unit=unit.pcode)


def _view(edition: Edition, **asked: str) -> Mapping[str, str]:
    """The parameters by which the page of such a view names itself."""
    return parsing.view_of(MultiDict(asked), edition).pairs()


def _entry(links: Links, path: str, asked: Mapping[str, str], day: str) -> Iterator[str]:
    """An address in each language, each with all of them."""
    every = each_language(links, path, asked)
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>'
        for code, address in [*every.items(), ("x-default", every[SOURCE])]
    )
    for address in every.values():
        yield f"<url><loc>{escape(address)}</loc><lastmod>{day}</lastmod>{others}</url>"
