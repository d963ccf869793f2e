"""The parts that every page shares: cached rendering, head, navigation, languages, foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from babel.dates import format_date
from flask import Response, current_app, render_template, request
from werkzeug.datastructures import MultiDict

from app.presenters.link_card import LinkCard, link_card
from app.presenters.map_view import MapView
from app.request import keys, parsing, terms
from app.request.parameters import EDITION, accepted
from app.request.registry import names
from app.text.captions import vintage
from app.web import notices, static, urls
from app.web.languages import LANGUAGES, N_, gettext, language
from app.web.links import CARRIED, query
from app.web.responses import VARY, body, respond
from app.web.services import services
from geodata.builds.store import Edition
from geodata.sources import Provenance

PAGES = {
    "story": ("/story", N_("Story")),
    "index": ("/", N_("Map")),
    "forces": ("/forces", N_("Forces")),
    "withdrawal": ("/withdrawal", N_("Withdrawal")),
    "claims": ("/claims", N_("Claims")),
    "sources": ("/sources", N_("Sources")),
    "data": ("/data", N_("Data")),
    "changes": ("/changes", N_("What changed")),
    "method": ("/method", N_("Method")),
}
"""The pages of the navigation: address and label, in its order."""
MORE_PAGES = {
    "briefing": ("/briefing", N_("Briefing")),
    "gis": ("/gis", N_("Add the layers in a GIS")),
    "docs": ("/docs", N_("Reference: addresses, parameters, formats, settings, commands")),
}
"""Pages that others link to."""


@dataclass(frozen=True)
class Shared:
    """The fields of base.html on every page: build, language, addresses, navigation, source. A page adds its own.

    The template of a page is named by TEMPLATE; a test compares the fields with what it reads, both ways.
    """

    TEMPLATE: ClassVar[str] = "base.html"

    tag: str
    build_id: str
    built: str
    root: str
    newest: str | None
    fallback: str | None
    lang: str
    languages: Mapping[str, tuple[str, str]]
    vintage: str
    pages: Sequence[tuple[str, str, str]]
    page: str
    home: str
    carried: str
    source: Provenance
    sources: Mapping[str, Provenance]
    boundaries: Sequence[Provenance]
    typed: str
    """What is looked for, on the page of what is found."""
    find_fields: Mapping[str, str | None]
    """The parameters that the box for finding keeps."""
    card: LinkCard
    """The page's canonical address, and what a link to it is shown as."""


def page(name: str, render: Callable[[Edition], str]) -> Response:
    """Render a page, cached by build, URL and language."""
    edition = terms.edition()
    now = services().catalogue.stamp()  # a page of an older build links the newest, and one lists all that are kept
    varies = (name, now, urls.absolute(request.path), request.query_string)
    return respond(keys.kept(lambda: body(render(edition), "text/html", vary=VARY), keys.key("page", edition, *varies)))


def render(context: Shared) -> str:
    """A page in its template, which reads the fields of the context and nothing else."""
    return render_template(context.TEMPLATE, **vars(context))


def shared(
    edition: Edition,
    asked: Mapping[str, str | None],
    name: str,
    *,
    shown: MapView | None = None,
    own: Mapping[str, str | None] | None = None,
) -> dict[str, Any]:
    """The fields of Shared. `asked` is the page's own address, parameter by parameter, and `name` its key in PAGES.

    `shown`: the view that the page shows, if it does. `own`: parameters of its address that its links do not keep.
    """
    found = _shared(edition, asked, name, _card(edition, {**asked, **(own or {})}, name, shown))
    return vars(found)


def _card(edition: Edition, asked: Mapping[str, str | None], name: str, shown: MapView | None) -> LinkCard:
    """The card of the page, of the view that it shows or, without one, of the view that the map opens with."""
    order = names(accepted(current_app.view_functions[str(request.endpoint)]))
    known = sorted(asked, key=lambda one: order.index(one) if one in order else len(order))
    is_first = not urls.root() and edition.key == terms.build().key
    pairs = {one: asked[one] for one in known if not (is_first and one in EDITION)}
    path = "/" if name == "index" else request.path
    opened = shown or MapView(edition, parsing.view_of(_edition_of(asked), edition))
    return link_card(opened, urls.links(), path, pairs, is_view=shown is not None)


def _edition_of(asked: Mapping[str, str | None]) -> MultiDict[str, str]:
    return MultiDict({one: value for one in EDITION if (value := asked.get(one))})


def _shared(edition: Edition, asked: Mapping[str, str | None], name: str, card: LinkCard) -> Shared:
    source = edition.manifest["sources"][edition.source]
    carried = {key: asked.get(key) for key in CARRIED}
    root = urls.root()
    home = root + "/" + query({**carried, "year": asked.get("year")})
    others = [(key, root + address + query(carried), gettext(label)) for key, (address, label) in PAGES.items()]
    return Shared(
        tag=static.tag(edition),
        build_id=edition.id,
        built=_built(edition),
        root=root,
        newest=_newest(),
        fallback=None if urls.asked_build() else notices.fallback(),
        lang=language(),
        languages={code: (text, query({**asked, "lang": code})) for code, text in LANGUAGES.items()},
        vintage=vintage(source),
        pages=[(key, home if key == "index" else address, label) for key, address, label in others],
        page=name,
        home=home,
        carried=query(carried),
        source=source,
        sources=edition.manifest["sources"],
        boundaries=[
            edition.manifest["sources"][key]
            for key in edition.manifest["ground_sources"]
            if key in edition.manifest["sources"]
        ],
        typed=asked.get("q") or "",
        find_fields=carried,
        card=card,
    )


def _newest() -> str | None:
    """The same page in the current build, as path and query, if the address names a build; else None."""
    if not urls.asked_build():
        return None
    return request.path + query(request.args)


def _built(edition: Edition) -> str:
    return str(format_date(edition.built.date(), "d MMMM y", locale=language()))
