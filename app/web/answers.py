"""A WSGI app's answer as a value: status, headers, bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

Answer = tuple[str, list[tuple[str, str]], bytes]


def answer(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """The whole answer of a WSGI app to a request."""
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        said[:] = [status, headers]
        return lambda _: None

    chunks = app(environ, start)
    try:
        body = b"".join(chunks)
    finally:
        getattr(chunks, "close", lambda: None)()
    return said[0], said[1], body
