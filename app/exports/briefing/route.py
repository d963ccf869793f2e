"""A briefing: any view of the map as one HTML file with its map, tables, charts and sources, on two A4 pages."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from markupsafe import Markup

from app.exports.briefing import facts, notes, tables
from app.exports.briefing import rises as briefing_rises
from app.exports.mapsheet import route
from app.presenters import citations, download_links, forces, legend, table
from app.request import parameters, terms
from app.request.view import ViewState
from app.text import captions, labels, numbers
from app.web import responses, urls
from app.web.languages import gettext, language
from app.web.responses import Body, Cache, body, respond
from geodata.builds.store import Edition
from geodata.exports import extract
from geodata.exports.selection import Selection
from geodata.figures import measures
from geodata.figures.measures import INCIDENTS
from geodata.mapsheet.sheet import Sheet

blueprint = Blueprint("briefing", __name__)

PATH = "/briefing.html"
DPI, COLOURS = 220, 256
"""Pixels of an inch of the map, and its colours: as many as keep those of the classes exact, in some 100 kB."""
WIDTH_MM = 188.0
"""Of the map: an A4 page between its margins."""
_ROOM = 15, 19
"""Rows of the second page's tables up to which all notes fit below them, and up to which most do."""
_MAP_MM = {True: 85.0, False: 118.0}
"""Height of the map, by whether what rose and fell has a table below it."""
_STYLE = Path(__file__).parents[2] / "static" / "briefing.css"


@blueprint.get(PATH)
def briefing() -> Response:
    """The view as a file to keep, mail or print."""
    edition = terms.edition()
    view = parameters.view(request.args, edition)
    require_shown(edition, view)
    kept: Cache = current_app.extensions["bodies"]
    key = ("briefing", edition.id, edition.key, urls.base(), view, language())
    return respond(kept.get(key, lambda: _file(edition, view)))


def require_shown(edition: Edition, view: ViewState) -> None:
    """Raise policies.Refused unless the sources' terms let what the briefing holds leave the server."""
    route.require_shown(edition, view)
    terms.require_exportable(edition, view.level, with_geometry=False)
    for layer in ("grid", "events"):
        if layer in view.layers:
            terms.require_exportable(edition, layer, with_geometry=False)


def _file(edition: Edition, view: ViewState) -> Body:
    address = _address(edition, view, PATH, urls.base())
    made = html(edition, view, urls.base())
    cite = urls.cite_as(address)
    return body(made, "text/html", vary=responses.VARY, filename=filename(edition, view), links=[cite])


def filename(edition: Edition, view: ViewState) -> str:
    """Such as mali-briefing-2022-fr.html: what is not as a page opens with is named."""
    chosen = Selection(view.level, view.year, view.month, view.since, None, view.violence, view.family)
    parts = [extract.stem(edition, "briefing", chosen)]
    parts += [view.level] if view.level != "admin1" else []
    parts += [view.measure.replace("_", "-")] if view.measure != parameters.offered(edition, view.level)[0] else []
    parts += [language()] if language() != "en" else []
    return "-".join(parts) + ".html"


def html(edition: Edition, view: ViewState, base: str) -> str:
    """The briefing in the answer's language. `base`: scheme and host of the addresses in it, "" where none is known."""
    return render_template("briefing.html", **context(edition, view, base))


@dataclass(frozen=True)
class Layout:
    """What the two pages have room for, decided by how many rows their tables have: the same for everyone.

    `map_mm`: the map's height. `has_all`: strength and the full reference stand below the tables. `is_short`: of what
    is missing only what is of the period, and few zones have a row.
    """

    map_mm: float
    has_all: bool
    is_short: bool


def layout(rows: int, zones: int, *, has_rises: bool, is_change: bool) -> Layout:
    """What there is room for beside so many rows of units and of zones; those of a change take two lines."""
    taken = rows + zones + (zones // 2 if is_change else 0)
    return Layout(_MAP_MM[has_rises], taken <= _ROOM[0], taken > _ROOM[1])


def context(edition: Edition, view: ViewState, base: str) -> dict[str, Any]:
    """Everything that the template reads."""
    units, rises = tables.units(edition, view), briefing_rises.rises(edition, view)
    zones = tables.zones(edition, view)
    laid = layout(
        len(units.lines), len(zones["lines"]) if zones else 0, has_rises=not rises.why, is_change=bool(view.since)
    )
    if laid.is_short:
        zones = tables.zones(edition, view, tables.FEW_ZONES)
    book = forces.book(edition, {})
    return {
        **_head(edition, view),
        **_drawn(edition, view, base, laid),
        **_origin(edition, view, base),
        "layout": laid,
        "rises": rises,
        "units": units,
        "zones": zones,
        "forces": tables.forces(edition, view, book, with_strength=laid.has_all),
        "missing": notes.missing(edition, view, is_short=laid.is_short),
        "reference": edition.manifest["sources"][edition.source]["citation"] if laid.has_all else "",
    }


def _head(edition: Edition, view: ViewState) -> dict[str, Any]:
    """Language, style, title, and the country's figures."""
    period = _period(view)
    return {
        "lang": language(),
        "style": style(),
        "title": f"Mali, {period}",
        "period": period,
        "level": gettext(labels.LEVELS[view.level]),
        "vintage": captions.vintage(edition.manifest["sources"][edition.source]),
        "view": view,
        "measure": gettext(measures.BY_KEY[view.measure].label),
        "missing_label": gettext(labels.MISSING_LABEL[view.level]),
        "facts": facts.facts(edition, view),
        "national_note": table.national(edition, view)["note"],
        "charts": facts.charts(edition, view),
    }


def _drawn(edition: Edition, view: ViewState, base: str, laid: Layout) -> dict[str, Any]:
    """The map with what stands above and below it."""
    from geodata.mapsheet import files  # matplotlib and geopandas are heavy, and most workers draw no map

    address = _address(edition, view, "/", base)
    sheet = replace(route.sheet(edition, view), address=address)
    made = files.plate(sheet, WIDTH_MM, laid.map_mm, dpi=DPI, colours=COLOURS)
    return {
        "shown": sheet.title,
        "subtitle": sheet.subtitle,
        "filters": sheet.filters,
        "map": "data:image/png;base64," + base64.b64encode(made).decode(),
        "map_size": (round(10 * WIDTH_MM), round(10 * laid.map_mm)),
        "map_notes": [text for text in _map_notes(edition, view, sheet) if text],
        "map_address": address,
    }


def _origin(edition: Edition, view: ViewState, base: str) -> dict[str, Any]:
    """How it was counted, where it is from, how to cite it."""
    return {
        "method": notes.method(edition, view),
        "sources": notes.sources(edition, view),
        "rules": notes.rules(edition),
        "cited": notes.cited(
            edition, citations.briefing_title(view.period, view.then), _address(edition, view, PATH, base)
        ),
        "has_host": bool(base),
        "build_id": edition.id,
        "built": numbers.day(edition.built.date().isoformat()),
    }


def _map_notes(edition: Edition, view: ViewState, sheet: Sheet) -> Iterator[str]:
    """What stands below the map: how much of the period it shows, what is listed, whose boundaries it has."""
    yield legend.placed(edition, view)
    yield "" if measures.BY_KEY[view.measure].of == INCIDENTS else legend.caveats(measures.BY_KEY[view.measure])
    yield sheet.small[0][1]


@cache
def style() -> Markup:
    """The style sheet that stands in the file."""
    return Markup(_STYLE.read_text(encoding="utf-8"))  # noqa: S704 # our own file, which a test keeps free of tags


def _period(view: ViewState) -> str:
    now = captions.period_label(view.period)
    return gettext("%(then)s to %(now)s", then=captions.period_label(view.then), now=now) if view.then else now


def _address(edition: Edition, view: ViewState, path: str, base: str) -> str:
    """Where the view, as this briefing or as a map, stays while its build is kept; a path where no host is known."""
    return base + download_links.kept(edition, view, path)
