"""URLs: of this server, of a build that is kept, and of any path of either.

A path below /b/<build>/ is the same path asked of that build: its answer stays what it is while the build is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import request
from werkzeug.exceptions import BadRequest

from app.web import well_formed
from app.web.languages import gettext
from app.web.links import Links, kept
from app.web.permanent import BUILD
from app.web.services import services
from geodata.builds.store import Edition

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def asked_build() -> str | None:
    """The id of the build that the request's address names; None where it names none."""
    found: str | None = request.environ.get(BUILD)
    return found


def root() -> str:
    """The prefix of this answer's links: /b/<build> if the request names a build, else ""."""
    return f"/b/{asked_build()}" if asked_build() else ""


def base() -> str:
    """Scheme and host of this server as readers reach it, without a slash at the end.

    The setting MALI_ATLAS_URL where there is one, else those of the request. Raises BadRequest for a Host that is none.
    """
    found = base_of(request.environ, services().settings.url)
    if found is None:
        raise BadRequest(gettext(well_formed.HOST.text))
    return found


def base_of(environ: WSGIEnvironment, public: str = "") -> str | None:
    """`public`, else the same of a request's environment; None for a request that is refused, as well_formed says.

    Headers of proxies are not believed.
    """
    if well_formed.fault(environ):
        return None
    if public:
        return public
    host = environ.get("HTTP_HOST") or f"{environ.get('SERVER_NAME')}:{environ.get('SERVER_PORT')}"
    return f"{environ['wsgi.url_scheme']}://{host.lower()}"


def links() -> Links:
    """The prefix of the paths of this answer's links."""
    return Links(root(), base())


def absolute(path: str) -> str:
    """The path as an address that works anywhere, of the build that the request names."""
    return base() + root() + path


def permanent(edition: Edition, path: str, pairs: Mapping[str, str | None] | None = None) -> str:
    """The address at which the path stays as it is while the build is kept; source and frame are named."""
    return base() + kept(edition, path, pairs)


def cite_as(address: str) -> str:
    """The Link header entry for the address to cite an answer by (RFC 8574)."""
    return f'<{address}>; rel="cite-as"'


def asked(edition: Edition, path: str) -> str:
    """The permanent address of a path with the request's parameters, in the order of their names."""
    return permanent(edition, path, given())


def given() -> dict[str, str | None]:
    """The request's parameters by name, but for source and frame, which a permanent address names itself."""
    args = request.args
    return {name: args[name] for name in sorted(args) if args[name] and name not in ("source", "frame")}
