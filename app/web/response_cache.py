"""WSGI middleware that caches successful responses by build and request."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

from app.web.answers import Answer, answer
from app.web.cache import Cache

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DECIDES = (
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

Key = tuple[Hashable, ...]


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
        self.app = app
        self._build, self._base = build, base
        self._names = set[Hashable]()
        self._answers = Cache[Answer](size, lambda answer: len(answer[2]), largest=size // _LARGEST_SHARE, most=answers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The cached response to such a request, else the app's own."""
        key = self.key(environ)
        status, headers, body = self.find(key) or self.keep(key, answer(self.app, environ))
        start_response(status, headers)
        return (body,)

    def key(self, environ: WSGIEnvironment) -> Key:
        """All that an answer depends on: the build, the server's name, and the parts of the request that decide."""
        return (self._build(), self._base(environ), *map(environ.get, DECIDES))

    def find(self, key: Key) -> Answer | None:
        """The answer that is kept for the key; None where there is none."""
        return self._answers.find(key)

    def keep(self, key: Key, made: Answer) -> Answer:
        """The answer, kept if it is a success, under a server name that is known."""
        if self._knows(key[1]) and made[0].startswith(_WORTH_KEEPING):
            self._answers.keep(key, made)
        return made

    def _knows(self, name: Hashable) -> bool:
        """True if responses under this server name are cached: only the first names seen are."""
        if name is None:
            return False
        if name not in self._names and len(self._names) < _MOST_NAMES:
            self._names.add(name)
        return name in self._names
