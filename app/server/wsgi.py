"""A request as WSGI has it: from ASGI's scope, and as the few texts that decide its answer."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.web.response_cache import DECIDES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_ALSO = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.url_scheme")
_OWN_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def of_scope(scope: Mapping[str, Any]) -> WSGIEnvironment:
    """The environment of a request. Its body is not read: no address takes one.

    A field whose name has an underscore is left out: it would stand for the one with a hyphen, which caches and proxies
    on the way take for another.
    """
    host, port = scope.get("server") or ("localhost", 80)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.url_scheme": scope["scheme"],
        **_wsgi(),
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").lower()
        if "_" in name:
            continue
        key = _OWN_NAMES.get(name) or "HTTP_" + name.upper().replace("-", "_")
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ


def deciding(environ: WSGIEnvironment) -> dict[str, str]:
    """What of a request decides its answer, which is all that a helper is told."""
    return {name: environ[name] for name in (*DECIDES, *_ALSO) if name in environ}


def of_deciding(found: Mapping[str, str]) -> WSGIEnvironment:
    """The environment of such a request."""
    return {"SCRIPT_NAME": "", **found, **_wsgi()}


def _wsgi() -> dict[str, Any]:
    return {
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
