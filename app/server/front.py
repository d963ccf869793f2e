"""The front of a worker: answers that are kept at once, light ones from a few threads, dear ones from the broker.

An ASGI app over the Flask app. No thread waits for anything that is made elsewhere, and nothing is made for a client
that is gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from app.server import client
from app.server.apart import Apart
from app.server.client import Filed
from app.server.clients import client_of
from app.server.wsgi import of_scope
from app.web.answers import Answer, answer
from app.web.refusals import REFUSAL, Refusal, Why

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from app.server.clients import Networks
    from app.server.frames import Address
    from app.web.response_cache import ResponseCache

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Found = Answer | Filed

_THREADS = 2
_MOST_WAITING = 256
"""Light requests that wait for a thread; more are refused in words."""
_MOST_NAMES = 4
_PROBE = "/healthz"


class Front:
    """Who answers what, in a worker."""

    def __init__(
        self,
        kept: ResponseCache,
        apart: Apart,
        broker: Address,
        proxies: Networks = (),
        begin: Callable[[], None] | None = None,
    ) -> None:
        """`kept` holds answers and the app behind it; `apart` says what is dear; `proxies` are believed.

        `begin` is done at the first request, when the worker listens.
        """
        self._kept, self._apart, self._broker, self._proxies = kept, apart, broker, proxies
        self._pool = ThreadPoolExecutor(_THREADS, "page")
        self._probe = ThreadPoolExecutor(1, "probe")
        self._free = asyncio.Semaphore(_THREADS)
        self._waiting = 0
        self._names: dict[str, asyncio.Future[None]] = {}
        self._begin: Callable[[], None] | None = begin

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer a request, unless its client goes away before."""
        if self._begin:
            begin, self._begin = self._begin, None
            begin()
        environ = of_scope(scope)
        key = self._kept.key(environ)
        if key[1] is None:  # not well-formed: no cache, no helper, and whoever would send a body is not asked to
            await _send(send, await self._light(environ))
            return
        self._note(key[1])
        found: Found | None = self._kept.find(key)
        if found is None:
            found = await _unless_gone(receive, self._made(environ, key))
        if found is not None:
            await _send(send, found)

    def _note(self, name: object) -> None:
        """Tell the broker the first names that the server is called by, once each."""
        if isinstance(name, str) and name not in self._names and len(self._names) < _MOST_NAMES:
            self._names[name] = asyncio.ensure_future(client.call(self._broker, name))

    async def _made(self, environ: WSGIEnvironment, key: tuple[Any, ...]) -> Found:
        if environ["PATH_INFO"] == _PROBE:
            return await self._run(self._probe, environ)
        if not self._apart.is_apart(environ):
            return self._keep(key, await self._light(environ))
        found = await client.ask(self._broker, key, environ, client_of(environ, self._proxies))
        if isinstance(found, Refusal):
            return await self._refused(environ, found)
        return self._keep(key, found)

    def _keep(self, key: tuple[Any, ...], found: Found) -> Found:
        return found if isinstance(found, Filed) else self._kept.keep(key, found)

    async def _light(self, environ: WSGIEnvironment) -> Answer:
        if self._waiting >= _MOST_WAITING:
            return await self._refused(environ, Refusal(Why.FULL, retry=1))
        self._waiting += 1
        try:
            async with self._free:
                return await self._run(self._pool, environ)
        finally:
            self._waiting -= 1

    async def _refused(self, environ: WSGIEnvironment, refusal: Refusal) -> Answer:
        return await self._run(self._probe, {**environ, REFUSAL: refusal})

    async def _run(self, pool: ThreadPoolExecutor, environ: WSGIEnvironment) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(pool, answer, self._kept.app, environ)


async def _unless_gone(receive: Receive, making: Coroutine[Any, Any, Found]) -> Found | None:
    """What is made; None, and nothing more is done for it, if the client goes away before."""
    made, gone = asyncio.ensure_future(making), asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({made, gone}, return_when=asyncio.FIRST_COMPLETED)
        return made.result() if made.done() else None
    finally:
        made.cancel()
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, found: Found) -> None:
    status, headers = (found.status, found.headers) if isinstance(found, Filed) else found[:2]
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": raw})
    if isinstance(found, Filed):
        await send({"type": "http.response.pathsend", "path": found.path})
    else:
        await send({"type": "http.response.body", "body": found[2], "more_body": False})
