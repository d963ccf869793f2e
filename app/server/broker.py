"""The broker of a server: what is dear to make waits here for a helper, and is made once for all who ask.

A process of its own that imports nothing of the web. One connection is one waiter: whoever closes it waits no more, and
what nobody waits for is dropped, the work that is under way too.
"""

from __future__ import annotations

import asyncio
import hmac
import math
import time
from collections.abc import Callable, Sequence
from typing import Any

from app.server import frames
from app.server.frames import Address, Head
from app.server.kept import Kept
from app.server.noticing import Ahead, Make
from app.server.places import Connection, Helper, Lost
from app.server.queue import AHEAD, Full, Job, Queue
from app.settings import Settings

_TRIES = 2
"""How often a job is given to a helper: once more when the first was lost with it."""
_REST_SECONDS = 1.0
"""The pause after a helper could not be started."""
_LONGEST_RETRY = 60
_RESTING_MB = 315
"""What a helper may hold between two jobs, some 150 of it shared by all; above it, another takes its place."""
FULL, LATE, LOST = "full", "late", "lost"
"""Why a job is refused: no room, too long, its helpers ended."""


class Broker:
    """The queue, the helpers and what was made last."""

    def __init__(
        self,
        address: Address,
        settings: Settings,
        helpers: Sequence[Helper],
        kept: Kept,
        ahead: Callable[[Make], Ahead] | None = None,
    ) -> None:
        """Nothing runs until `run`. `ahead` has things made ahead, by the function it is given; None: nothing is."""
        self._address, self._settings, self._helpers, self._kept = address, settings, helpers, kept
        self._queue = Queue(settings.queue, max(1, settings.queue // 2))
        self._results: dict[Job, asyncio.Future[tuple[Head, bytes]]] = {}
        self._running: dict[Job, asyncio.Task[tuple[Head, bytes]]] = {}
        self._has_work = asyncio.Event()
        self._typical = 1.0
        self._ahead = ahead(self._make_ahead) if ahead else None

    async def run(self) -> None:
        """Listen and work until cancelled."""
        if self._address.path:
            server = await asyncio.start_unix_server(self._meet, self._address.path)
        else:
            server = await asyncio.start_server(self._meet, "127.0.0.1", self._address.port)
        async with server:
            looking = [self._ahead.run()] if self._ahead else []
            await asyncio.gather(*(self._work(helper) for helper in self._helpers), *looking)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Find out who connects: a helper, which stays, or somebody who asks."""
        try:
            head, _ = await frames.read(reader)
            if not hmac.compare_digest(str(head.get("secret")), self._address.secret):
                writer.close()
            elif "helper" in head:
                self._welcome(head, (reader, writer))
            elif "called" in head:
                self._note(head["called"])
                writer.close()
            else:
                await self._serve(head, reader, writer)
        except (OSError, EOFError, ValueError):
            writer.close()

    def _welcome(self, head: Head, connection: Connection) -> None:
        if not self._helpers[head["helper"]].arrive(head["pid"], connection):
            connection[1].close()

    def _note(self, name: str) -> None:
        if self._ahead:
            self._ahead.call(name)

    async def _make_ahead(self, key: str, request: Head) -> tuple[Head, bytes]:
        """What a helper makes of a request when nobody else waits."""
        job = self._queue.add(key, AHEAD, request, self)
        result: asyncio.Future[tuple[Head, bytes]] = asyncio.get_running_loop().create_future()
        self._results[job] = result
        self._has_work.set()
        return await result

    async def _serve(self, head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            found = self._kept.find(head["key"]) or await self._made(head, reader)
        except Full:
            found = {"refused": FULL, "retry": self._retry()}, b""
        if found:
            await frames.write(writer, *found)
        writer.close()

    async def _made(self, head: Head, reader: asyncio.StreamReader) -> tuple[Head, bytes] | None:
        """The answer once it is made; None if the asker closes the connection before.

        Raises Full where no helper has begun with it in the time that one may take: nobody waits without end.
        """
        waiter = object()
        job = self._queue.add(head["key"], head["client"], {"environ": head["environ"]}, waiter)
        result = self._results.setdefault(job, asyncio.get_running_loop().create_future())
        self._has_work.set()
        gone = asyncio.ensure_future(reader.read(1))
        ends: set[asyncio.Future[Any]] = {result, gone}
        ended, _ = await asyncio.wait(ends, timeout=self._settings.making, return_when=asyncio.FIRST_COMPLETED)
        if not ended and job in self._running:
            ended, _ = await asyncio.wait(ends, timeout=self._settings.making, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if result.done():
            return result.result()
        self._leave(job, waiter)
        if not ended:
            raise Full
        return None

    def _leave(self, job: Job, waiter: object) -> None:
        """Wait no more for a job; what nobody waits for is dropped, the work that is under way too."""
        if self._queue.leave(job, waiter):
            self._results.pop(job, None)
            if running := self._running.get(job):
                running.cancel()

    def _retry(self) -> int:
        """Seconds after which there should be room again."""
        waiting = len(self._queue) + len(self._running)
        return max(1, min(_LONGEST_RETRY, math.ceil(self._typical * waiting / len(self._helpers) / 2)))

    async def _work(self, helper: Helper) -> None:
        """Give a helper one job after another; it is started for the first, and replaced when it has ended."""
        while True:
            job = self._queue.take()
            if job is None:
                await self._rest(helper)
                continue
            try:
                await helper.ready()
            except Lost:
                job.tries += 1
                self._lose(job)
                await asyncio.sleep(_REST_SECONDS)
            else:
                await self._give(helper, job)

    async def _rest(self, helper: Helper) -> None:
        """Wait for work. A helper that ended, or ends meanwhile, is replaced before it is needed."""
        if helper.is_used:
            try:
                await helper.ready()
            except Lost:
                await asyncio.sleep(_REST_SECONDS)
        if self._queue.has_work:
            return
        self._has_work.clear()
        ends: set[asyncio.Future[Any]] = {
            asyncio.ensure_future(self._has_work.wait()),
            asyncio.ensure_future(helper.gone()),
        }
        _, waiting = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
        if not self._has_work.is_set():
            await helper.end()

    async def _give(self, helper: Helper, job: Job) -> None:
        if not job.waiters:
            return
        job.tries += 1
        started = time.monotonic()
        task = self._running[job] = asyncio.ensure_future(helper.ask(job.request))
        await asyncio.wait({task}, timeout=self._settings.making)
        del self._running[job]
        if not task.done():
            task.cancel()
            await helper.end()
            self._tell(job, {"refused": LATE, "seconds": self._settings.making})
        elif task.cancelled():
            await helper.end()
        elif task.exception():
            await helper.end()
            self._lose(job)
        else:
            self._typical += 0.2 * (time.monotonic() - started - self._typical)
            head, body = task.result()
            if head["resting"] > _RESTING_MB:
                await helper.end()
            if job.client != AHEAD:
                self._kept.keep(job.key, head, body)
            self._tell(job, head, body)

    def _lose(self, job: Job) -> None:
        """Have a job made again whose helper was lost, once."""
        if job.tries < _TRIES:
            self._queue.again(job)
            self._has_work.set()
        else:
            self._tell(job, {"refused": LOST})

    def _tell(self, job: Job, head: dict[str, Any], body: bytes = b"") -> None:
        self._queue.finish(job)
        result = self._results.pop(job, None)
        if result and not result.done():
            result.set_result((head, body))
