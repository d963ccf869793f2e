"""WSGI middleware that caches successful responses by build and request."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any

from app.web.cache import Cache

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_DECIDES = (
    "REQUEST_METHOD",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_IF_NONE_MATCH",
)
"""The parts of a request that a response depends on, besides the build and the server name."""
_MOST_NAMES = 16
"""Number of server names whose responses are cached, so that requests under many names push nothing out."""
_LARGEST_SHARE = 8
"""A response larger than this part of the cache would push out too many others."""
_WORTH_KEEPING = ("200 ", "304 ")

Answer = tuple[str, list[tuple[str, str]], bytes]


class ResponseCache:
    """A WSGI app that repeats another's answers, up to a number of answers and bytes; errors are never kept."""

    def __init__(
        self,
        app: WSGIApplication,
        build: Callable[[], Hashable],
        *,
        base: Callable[[WSGIEnvironment], str | None] = lambda _: "",
        answers: int = 1024,
        size: int = 32 << 20,
    ) -> None:
        """`build` identifies the build that responses belong to; when it changes, none of the old ones matches.

        `base` is the name that a request calls the server by, which stands in answers; None: nothing is kept.
        """
        self._app, self._build, self._base = app, build, base
        self._names = set[str]()
        self._answers = Cache[Answer](size, lambda answer: len(answer[2]), largest=size // _LARGEST_SHARE, most=answers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The cached response to such a request, else the app's own."""
        name = self._base(environ)
        key = (self._build(), name, *map(environ.get, _DECIDES))
        kept = self._answers.find(key)
        if kept is None:
            kept = self._ask(environ, key, is_known=self._knows(name))
        status, headers, body = kept
        start_response(status, headers)
        return (body,)

    def _knows(self, name: str | None) -> bool:
        """True if responses under this server name are cached: only the first names seen are."""
        if name is None:
            return False
        if name not in self._names and len(self._names) < _MOST_NAMES:
            self._names.add(name)
        return name in self._names

    def _ask(self, environ: WSGIEnvironment, key: Hashable, *, is_known: bool) -> Answer:
        said: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
            said[:] = [status, headers]
            return lambda _: None

        chunks = self._app(environ, start)
        try:
            body = b"".join(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()
        answer = (said[0], said[1], body)
        if is_known and answer[0].startswith(_WORTH_KEEPING):
            self._answers.keep(key, answer)
        return answer
