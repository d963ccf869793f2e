"""A request is answered once more where the build that it was answered from was found damaged meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import g, request

from app.web.services import services
from geodata.errors import BuildDamaged

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask

_AGAIN = "mali_atlas.again"
"""Key of a request's environment: it was answered from a damaged build, and there is another."""
_MOST = 12
"""Answers to one request: more than there are builds on a disk."""


class Again:
    """A WSGI app that asks another once more where that is marked in the request's environment."""

    def __init__(self, app: WSGIApplication) -> None:
        """`app` marks the environment that it is given: see mark."""
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The app's answer, the first from a build that is not found damaged."""
        for _ in range(_MOST):
            asked, said = {**environ}, _Said()
            chunks = self._app(asked, said)
            if _AGAIN not in asked:
                break
            getattr(chunks, "close", lambda: None)()
            chunks = ()
        start_response(*said.given)
        return chunks


class _Said:
    """What an app said of its answer, to be repeated or not."""

    def __init__(self) -> None:
        self.given: tuple[Any, ...] = ()

    def __call__(self, *given: Any) -> Callable[[bytes], object]:
        self.given = given
        return lambda _: None


def mark(problem: BuildDamaged) -> None:
    """Have a damaged build served no more, and the current request answered again if it was the current one."""
    is_current = "build" in g and g.build.id == problem.build
    if services().catalogue.condemn(problem) and is_current:
        request.environ[_AGAIN] = True


def register(app: Flask) -> None:
    """Answer requests again where that helps."""
    app.wsgi_app = Again(app.wsgi_app)  # type: ignore[method-assign]
