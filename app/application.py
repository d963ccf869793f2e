"""The Flask app, put together."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import jinja2
from flask import Flask

from app import ogc
from app.api import figures
from app.exports import files, pack
from app.exports.briefing import picture, route
from app.exports.mapsheet import card
from app.exports.mapsheet import route as figure
from app.pages import briefing, crawlers, docs, find, gis, map, oembed, sources
from app.pages import data as data_pages
from app.pages.claims import framed_claim, page
from app.pages.embed import bare_map, place_chart
from app.pages.forces import page as force_pages
from app.pages.story import steps
from app.pages.withdrawal import page as withdrawal_pages
from app.settings import Settings
from app.web import again, languages, problems, refusals, responses, services, static
from app.web.builds import Catalogue
from app.web.cache import Cache
from app.web.permanent import Permanent
from app.web.response_cache import ResponseCache
from app.web.responses import Body
from app.web.services import Services
from app.web.urls import base_of
from app.webmap import assets


def templates() -> Path:
    """The templates' folder: inside the installed package, else beside it in a checkout."""
    here = Path(__file__).parent
    return here / "templates" if (here / "templates").is_dir() else here.parent / "templates"


def create_app(data: str | Path, settings: Settings | None = None, bodies: Cache[Body] | None = None) -> Flask:
    """The app that serves a data directory; `settings`: the defaults where none are given; `bodies`: what it keeps.

    It opens no connection and takes no path from a request.
    """
    app = Flask(__name__, template_folder=str(templates()), static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    static.code_hash()  # now, as the code is that of this moment: addresses of files name it
    own = Services(settings or Settings(), Catalogue(Path(data)), bodies or services.bodies())
    services.register(app, own)
    again.register(app)
    languages.register(app)
    responses.register(app)
    problems.register(app)
    refusals.register(app)
    parts = (map, bare_map, force_pages, page, sources, withdrawal_pages, files, figures, assets, figure, ogc)
    more = (oembed, gis, find, pack, route, data_pages, docs, steps, card, crawlers, place_chart, framed_claim)
    of_briefing = (briefing, picture)
    for part in (*parts, *more, *of_briefing):
        app.register_blueprint(part.blueprint)
    base = partial(base_of, public=own.settings.url)
    app.wsgi_app = ResponseCache(  # type: ignore[method-assign]
        Permanent(app.wsgi_app), own.catalogue.stamp, base=base
    )
    return app
