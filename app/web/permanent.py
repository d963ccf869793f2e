"""Addresses below /b/<build>/: taken off a path before Flask sees it, with a note of the build."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BUILD = "mali_atlas.build"
"""Key of a request's environment: the build that its address names."""
_PERMANENT = re.compile(r"/b/([0-9a-f]{16})(/.*)")


def without_build(environ: WSGIEnvironment) -> WSGIEnvironment:
    """The request with the build taken off its path and noted; as it is where its path names none."""
    if match := _PERMANENT.fullmatch(environ.get("PATH_INFO", "")):
        return {**environ, BUILD: match[1], "PATH_INFO": match[2], "SCRIPT_NAME": f"/b/{match[1]}"}
    return environ


class Permanent:
    """A WSGI app that takes /b/<build> off a path and notes the build."""

    def __init__(self, app: WSGIApplication) -> None:
        """`app` answers the rest of the path."""
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The app's answer for the build that the path names, else for the path as it is."""
        return self._app(without_build(environ), start_response)
