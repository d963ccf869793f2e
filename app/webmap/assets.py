"""Files of the page: Leaflet, our script and style, the Folium map, geometry and values of a build.

Their addresses carry the build and a hash of the code, so that browsers may keep them for good.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort
from jinja2.utils import htmlsafe_json_dumps
from werkzeug.exceptions import NotFound

from app.page import MORE_PAGES, PAGES
from app.presenters import finding
from app.presenters.finding import Index
from app.request import keys, options, terms
from app.web.languages import LANGUAGES, LATER, gettext, speaking
from app.web.responses import IMMUTABLE, Body, body, respond
from app.web.services import services
from app.web.static import _FIXED, _JSON, _SCRIPT, code_hash, script, tag
from app.webmap import script_config
from app.webmap.script_types import Days, Part, Site
from geodata import policies, vocabulary
from geodata.builds.store import Edition, edition_key
from geodata.exports import events, map_values, sites
from geodata.forces.dates import site_dates

_VALUES = re.compile(
    r"values-(?P<level>[a-z]+[123]?)(\.(?P<km>\d+))?(\.(?P<side>[A-Z]{3}))?(\.(?P<named>with))?-(?P<violence>\w+)-(?P<family>\w+)(-(?P<year>\d{4}))?\.json"
)
_EVENTS = re.compile(r"events-(\d{4})\.json")
_UNIT_EVENTS = re.compile(r"events-(?P<level>admin[123])-(?P<pcode>[\w-]+)-(?P<year>\d{4})\.json")
_ZONE_EVENTS = re.compile(r"events-zones(\.(?P<side>[A-Z]{3}))?-(?P<zone>[a-z]+-\d+)-(?P<year>\d{4})\.json")
_MAP = re.compile(r"map\.(\w+)\.(\w+)\.js")
_SPOKEN = re.compile(rf"(atlas|{'|'.join(LATER)})\.(\w+)\.js")
_FIND = re.compile(r"find\.(\w+)\.json")

blueprint = Blueprint("assets", __name__)


_DOCUMENT = re.compile(r"(base|units|outlines|zones|sides)([.-]\w+)?\.json")


@blueprint.get("/assets/<asset_tag>/<name>")
def asset(asset_tag: str, name: str) -> Response:
    """A file of the page; 404 for a build or a version of the code that is gone, so that the page says to reload."""
    versions, _, key = asset_tag.partition("~")
    build_id, _, code = versions.partition("-")
    build = services().catalogue.named(build_id) if code == code_hash() else None
    known = {edition_key(entry["source"], entry["frame"]): entry for entry in build.editions} if build else {}
    if build is None or key not in known:
        abort(404, gettext("This version of the map is gone; reload the page."))
    edition = terms.strict(build.edition(known[key]["source"], known[key]["frame"]))
    _require_allowed(edition, name)
    own = keys.key("asset", edition, name, has_addresses=False, has_words=False)
    return respond(keys.kept(lambda: _make(edition, name), own))


def _require_allowed(edition: Edition, name: str) -> None:
    """Raise policies.Refused unless the source's terms, as they are now, let this file be shown."""
    if _EVENTS.fullmatch(name) or _ZONE_EVENTS.fullmatch(name):
        policies.require_events(terms.policy_of(edition), export=False)
    match = _UNIT_EVENTS.fullmatch(name)
    if match:
        policies.require_events(terms.policy_of(edition), export=False)
    match = match or _VALUES.fullmatch(name)
    if match and match["level"] in options.LEVELS:
        policies.require_level(terms.policy_of(edition), match["level"])


def _make(edition: Edition, name: str) -> Body:
    if name in _FIXED:
        mimetype, read = _FIXED[name]
        return body(read(), mimetype, cache_control=IMMUTABLE)
    if name == "sites.json":
        return _json(_sites(edition))
    if name == "cells.json":
        return _json(script_config.cells(edition.figures))
    if match := _DOCUMENT.fullmatch(name):
        return _json(_shapes(edition, match[1], (match[2] or "")[1:]))
    if match := _VALUES.fullmatch(name):
        asked = match.groupdict()
        return _json(_values(_of_side(edition, asked.pop("side")), **asked))
    if (match := _EVENTS.fullmatch(name)) and match[1] in edition.manifest["covered"] and options.shows_events(edition):
        return _json(events.of_year(edition, match[1]))
    if match := _UNIT_EVENTS.fullmatch(name):
        return _json(_unit_events(edition, **match.groupdict()))
    if match := _ZONE_EVENTS.fullmatch(name):
        return _json(_zone_events(_of_side(edition, match["side"]), match["zone"], match["year"]))
    if (match := _MAP.fullmatch(name)) and match[1] in options.levels(edition) and match[2] in LANGUAGES:
        return body(_map_script(edition, match[1], match[2]), _SCRIPT, cache_control=IMMUTABLE)
    if (match := _SPOKEN.fullmatch(name)) and match[2] in LANGUAGES:
        entry = "main" if match[1] == "atlas" else match[1]
        return body(script(entry, match[2]), _SCRIPT, cache_control=IMMUTABLE)
    if (match := _FIND.fullmatch(name)) and match[1] in LANGUAGES:
        return _json(_index(edition, match[1]).document())
    raise NotFound


def _index(edition: Edition, lang: str) -> Index:
    build = services().catalogue.named(edition.id)
    if build is None:
        raise NotFound
    with speaking(lang):
        return finding.index(build, edition, [*PAGES.values(), *MORE_PAGES.values()])


def find_index(edition: Edition, lang: str) -> Index:
    """What can be found in an edition, under its terms as they are now: what find.<lang>.json holds."""
    name = f"find.{lang}.json"
    own = keys.key("asset", edition, name, has_addresses=False, has_words=False)
    return finding.read(json.loads(keys.kept(lambda: _make(edition, name), own).plain))


def _shapes(edition: Edition, kind: str, of: str) -> Any:
    """The base map, the units of a level, their regions' outlines, the zones of a distance in Mali (`zones`) or abroad
    (`sides`, as are the cells there), as the script draws."""
    if kind == "base" and not of:
        return edition.document("web_base")
    if kind == "units" and of in options.levels(edition):
        return edition.document(f"web_{of}")
    if kind == "outlines" and of in options.levels(edition)[1:]:
        return edition.document(f"outlines_{of}")
    zones = [unit for unit in edition.figures.units["zones"] if str(unit.extra["distance_km"]) == of]
    if kind == "zones" and zones:
        return {"zones": [script_config.zone(unit) for unit in zones], "shapes": edition.document(f"web_zones_{of}")}
    if (kind, of) == ("sides", "grid"):
        return {side: script_config.cells(there) for side, there in edition.figures.abroad.items()}
    if kind == "sides" and zones:
        return [part for side in edition.figures.abroad for part in _parts(edition, side, of)]
    raise NotFound


def _of_side(edition: Edition, side: str | None) -> Edition:
    """The edition of a neighbour's side; of Mali's where none is named."""
    if side and side not in edition.figures.abroad:
        raise NotFound
    return edition.of_side(side) if side else edition


def _parts(edition: Edition, side: str, km: str) -> list[Part]:
    """The parts of the zones of a distance on a neighbour's side; none where it is not counted at that distance."""
    there = {unit.pcode: unit for unit in edition.figures.abroad[side].units["zones"]}
    shapes, edges = edition.document(f"web_zones_{side}_{km}"), edition.document(f"web_edges_{side}")
    return [
        {
            "id": shape["id"],
            "side": side,
            "rings": shape["rings"],
            "edge": edges[shape["id"]],
            "area": round(unit.area_km2, 1),
            "at": list(unit.label_point or ())[::-1],
        }
        for shape in shapes
        if (unit := there.get(shape["id"])) and shape["rings"]
    ]


def _values(
    edition: Edition, level: str, km: str | None, named: str | None, violence: str, family: str, year: str | None
) -> dict[str, Any]:
    """The counts of a level under a filter by year or, with `year`, by month; of zones, those of one distance."""
    is_known = (
        level in options.all_levels(edition)
        and violence in options.violence_types(edition)
        and family in options.actor_families(edition)
    )
    if not is_known or (year and not (year in edition.manifest["covered"] and options.months(edition))):
        raise NotFound
    units = edition.figures.units[level]
    if level == "zones":
        of = [km] if km else [str(standard) for standard in vocabulary.DISTANCES_KM]
        units = [unit for unit in units if str(unit.extra["distance_km"]) in of]
    if not units or (km and level != "zones") or (named and named not in options.named(edition)):
        raise NotFound
    figures = edition.with_named.figures if named else edition.figures
    return map_values.values(figures, level, violence, family, units=units, year=year)


def _unit_events(edition: Edition, level: str, pcode: str, year: str) -> list[dict[str, Any]]:
    """The events of a unit in a year; with options.NOT_ALLOCATED as its P-code, those of no unit of the level, with
    options.COUNTRY all."""
    if level not in options.levels(edition) or year not in edition.manifest["covered"]:
        raise NotFound
    known = [unit.pcode for unit in edition.figures.units[level]]
    if not options.shows_events(edition) or pcode not in (options.COUNTRY, options.NOT_ALLOCATED, *known):
        raise NotFound
    return events.of_unit(edition, level, None if pcode == options.NOT_ALLOCATED else pcode, year)


def _zone_events(edition: Edition, zone: str, year: str) -> list[dict[str, Any]]:
    """The events of a border zone in a year, on the side of the edition."""
    is_there = edition.has("events.parquet" if edition.side == vocabulary.COUNTRY_ISO3 else "events_abroad.parquet")
    if not (is_there and options.shows_events(edition) and year in edition.manifest["covered"]):
        raise NotFound
    if edition.figures.unit("zones", zone) is None:
        raise NotFound
    return events.of_zone(edition, zone, year)


def _json(document: Any) -> Body:
    return body(
        json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False),
        _JSON,
        cache_control=IMMUTABLE,
    )


def _map_script(edition: Edition, level: str, lang: str) -> str:
    from app.webmap import folium_map  # folium is heavy, and a worker draws the map once

    with speaking(lang):
        settings = script_config.script_config(edition, level, tag(edition), lang)
    text = htmlsafe_json_dumps(settings, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    drawn = folium_map.render(edition.manifest["highlights"])[1]
    return f"Atlas.configure({text});\n{drawn}\nAtlas.start(map_{folium_map.MAP_NAME});\n"


def _sites(edition: Edition) -> list[Site]:
    """The sites; `opened` and `closed` hold the first and last day that each can have been, None: not known."""
    order = [force.key for force in vocabulary.FORCES]
    listed = sorted(sites.documented(edition), key=lambda site: (order.index(site.row["force"]), site.row["site_id"]))
    return [
        {
            "id": site.row["site_id"],
            "force": site.row["force"],
            "site": site.row["site"],
            "pcode": site.row["pcode"],
            "at": (site.row["latitude"], site.row["longitude"]),
            "from": site.row["from_date"],
            "fromBasis": site.row["from_basis"],
            "to": site.row["to_date"],
            "toBasis": site.row["to_basis"],
            "role": site.row["role"],
            "takenOverBy": site.row["taken_over_by"],
            "coordinates": site.row["coordinates_precision"],
            "source": {
                "id": site.source["source_id"],
                "title": site.source["title"],
                "publisher": site.source["publisher"],
                "published": site.source["published"],
            },
            "latest": site.row["to_latest"],
            "reported": site.row["reported"],
            "opened": _days(known.opened),
            "closed": _days(known.closed),
            "lastThere": known.reported.isoformat() if known.reported else None,
        }
        for site in listed
        for known in [site_dates(site.row)]
    ]


def _days(span: tuple[date, date] | None) -> Days | None:
    return (span[0].isoformat(), span[1].isoformat()) if span else None
