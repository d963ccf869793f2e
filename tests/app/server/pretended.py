"""Helpers without a process, and how a broker with such helpers is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from app.server import client
from app.server.frames import Address

ANSWER = {"status": "200 OK", "headers": [["Content-Type", "text/plain"]], "resting": 100}


class Pretended:
    """A helper without a process: `does` gives what it answers to a path."""

    def __init__(self, does: Callable[[str], Awaitable[Any]]) -> None:
        self._does = does
        self.asked: list[str] = []
        self.ended = self.started = 0
        self.is_there = self.is_used = False

    async def ready(self) -> None:
        self.is_used = True
        if not self.is_there:
            self.started += 1
            self.is_there = True

    async def ask(self, head):
        path = head["environ"]["PATH_INFO"]
        self.asked.append(path)
        return await self._does(path)

    async def gone(self) -> None:
        await asyncio.Event().wait()

    async def end(self) -> None:
        self.ended += self.is_there
        self.is_there = False


async def quick(path: str):
    return ANSWER, path.encode()


def environ(path: str) -> dict[str, str]:
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": ""}


def asked(address: Address, path: str, of: str = "one") -> asyncio.Task:
    return asyncio.ensure_future(client.ask(address, ("build", path), environ(path), of))


async def until(check: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not check():
            await asyncio.sleep(0.005)


def waiting_for(begin, body):
    """A helper that answers with this body once it may begin."""

    async def waits(path):
        await begin.wait()
        return ANSWER, body

    return Pretended(waits)
