"""Files of the page: Leaflet, our script and style, the Folium map, geometry and values of a build.

Their addresses carry the build and a hash of the code, so that browsers may keep them for good.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, current_app
from flask_babel import force_locale
from jinja2.utils import htmlsafe_json_dumps
from werkzeug.exceptions import NotFound
from xstatic.pkg import leaflet

from app import config
from app.messages import LANGUAGES, gettext
from app.state import FAMILIES, LEVELS, VIOLENCE
from app.wire import IMMUTABLE, Body, Cache, body, respond
from geodata import vocabulary, webdata
from geodata.store import Build
from geodata.versions import fingerprint

STATIC = Path(__file__).parent / "static"
LEAFLET = Path(leaflet.BASE_DIR)
_JSON, _SCRIPT, _STYLE = "application/json", "text/javascript", "text/css"
_VALUES = re.compile(r"values-(\w+)-(\w+)-(\w+)\.json")
_MAP = re.compile(r"map\.(\w+)\.js")

blueprint = Blueprint("assets", __name__)


@cache
def script() -> bytes:
    """Our script: the files of static/js in the order of their names, as one."""
    return b"\n".join(path.read_bytes() for path in sorted((STATIC / "js").glob("*.js")))


@cache
def code_hash() -> str:
    """A hash of what the files are made by: scripts, styles, translations, Leaflet, Folium, both packages."""
    digest = hashlib.sha256(script())
    digest.update(b"".join(_read(LEAFLET / name) for name in ("leaflet.js", "leaflet.css")))
    digest.update(f"folium {version('folium')}, pipeline {fingerprint()}".encode())
    root = Path(__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in {".css", ".py", ".mo"} and path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def tag(build: Build) -> str:
    """The part of the addresses that names the build and the code."""
    return f"{build.id}-{code_hash()}"


def _read(path: Path) -> bytes:
    return path.read_bytes()


_FIXED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "leaflet.js": (
        _SCRIPT,
        lambda: _read(LEAFLET / "leaflet.js").replace(b"//# sourceMappingURL=leaflet.js.map", b""),
    ),
    "leaflet.css": (_STYLE, lambda: _read(LEAFLET / "leaflet.css")),
    "noscript.css": (_STYLE, lambda: _read(STATIC / "noscript.css")),
    "atlas.css": (_STYLE, lambda: _read(STATIC / "atlas.css")),
    "atlas.js": (_SCRIPT, script),
}
_DOCUMENTS = {"base.json": "web_base", "admin1.json": "web_admin1", "zones.json": "web_zones"}


@blueprint.get("/assets/<asset_tag>/<name>")
def asset(asset_tag: str, name: str) -> Response:
    """A file of the page; 404 for a build or a version of the code that is gone, so that the page says to reload."""
    build_id, _, code = asset_tag.partition("-")
    build = current_app.extensions["catalogue"].named(build_id) if code == code_hash() else None
    if build is None:
        abort(404, gettext("This version of the map is gone; reload the page."))
    cache_: Cache = current_app.extensions["bodies"]
    return respond(cache_.get(("asset", asset_tag, name), lambda: _make(build, name)))


def _make(build: Build, name: str) -> Body:
    if name in _FIXED:
        mimetype, read = _FIXED[name]
        return body(read(), mimetype, cache_control=IMMUTABLE)
    if name in _DOCUMENTS:
        return _json(build.document(_DOCUMENTS[name]))
    if name == "sites.json":
        return _json(_sites(build))
    if match := _VALUES.fullmatch(name):
        level, violence, family = match.groups()
        if level in LEVELS and violence in VIOLENCE and family in FAMILIES:
            return _json(webdata.values(build.figures, level, violence, family))
    if (match := _MAP.fullmatch(name)) and match[1] in LANGUAGES:
        return body(_map_script(build, match[1]), _SCRIPT, cache_control=IMMUTABLE)
    raise NotFound


def _json(document: Any) -> Body:
    return body(
        json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False),
        _JSON,
        cache_control=IMMUTABLE,
    )


def _map_script(build: Build, lang: str) -> str:
    from app import maps  # folium is heavy, and a worker draws the map once

    with force_locale(lang):
        settings = config.script_config(build, tag(build), lang)
    text = htmlsafe_json_dumps(settings, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return (
        f"Atlas.configure({text});\n{maps.render(build.manifest['highlights'])[1]}\nAtlas.start(map_{maps.MAP_NAME});\n"
    )


def _sites(build: Build) -> list[dict[str, Any]]:
    sources = {row["source_id"]: row for row in build.table("force_sources")}
    periods = build.manifest["sites_covered"]
    status = {(row["site_id"], row["period"]): row["status"] for row in build.table("site_status")}
    order = [force.key for force in vocabulary.FORCES]
    rows = sorted(build.table("sites"), key=lambda row: (order.index(row["force"]), row["site_id"]))
    return [
        {
            "id": row["site_id"],
            "force": row["force"],
            "site": row["site"],
            "pcode": row["pcode"],
            "at": [row["latitude"], row["longitude"]],
            "from": row["from_date"],
            "fromBasis": row["from_basis"],
            "to": row["to_date"],
            "toBasis": row["to_basis"],
            "role": row["role"],
            "takenOverBy": row["taken_over_by"],
            "coordinates": row["coordinates_precision"],
            "source": {key: sources[row["source_id"]][key] for key in ("title", "publisher", "url", "published")},
            "status": {period: status[(row["site_id"], period)] for period in periods},
        }
        for row in rows
    ]
