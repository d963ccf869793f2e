"""The Flask app, put together."""

from __future__ import annotations

from pathlib import Path

import jinja2
from flask import Flask

from app import (
    api,
    assets,
    briefing,
    claim_pages,
    data_pages,
    downloads,
    errors,
    figure,
    force_pages,
    gis_pages,
    messages,
    ogc,
    packs,
    pages,
    source_pages,
    wire,
    withdrawal_pages,
)
from app.addresses import Permanent, base_of
from app.catalogue import Catalogue
from app.remembered import Remembered


def templates() -> Path:
    """The templates' folder: inside the installed package, else beside it in a checkout."""
    here = Path(__file__).parent
    return here / "templates" if (here / "templates").is_dir() else here.parent / "templates"


def create_app(data: str | Path) -> Flask:
    """The app that serves a data directory. It opens no connection and takes no path from a request."""
    app = Flask(__name__, template_folder=str(templates()), static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["catalogue"] = Catalogue(Path(data))
    app.extensions["bodies"] = wire.Cache()
    messages.register(app)
    wire.register(app)
    errors.register(app)
    parts = (pages, force_pages, claim_pages, source_pages, withdrawal_pages, downloads, api, assets, figure, ogc)
    for part in (*parts, gis_pages, packs, briefing, data_pages):
        app.register_blueprint(part.blueprint)
    stamp = app.extensions["catalogue"].stamp
    app.wsgi_app = Remembered(Permanent(app.wsgi_app), stamp, base=base_of)  # type: ignore[method-assign]
    return app
