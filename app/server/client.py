"""The broker as a worker asks it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.server import frames, wsgi
from app.server.frames import Address
from app.web.answers import Answer
from app.web.refusals import Refusal, Why

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_TRIES, _PAUSE_SECONDS = 20, 0.25
"""How often a broker is looked for that is being replaced, and the pause between."""


@dataclass(frozen=True)
class Filed:
    """An answer whose body is a file."""

    status: str
    headers: list[tuple[str, str]]
    path: str


async def ask(
    address: Address, key: tuple[Any, ...], environ: WSGIEnvironment, client: str
) -> Answer | Filed | Refusal:
    """What the broker has made for a request, or why not. Cancelled, it waits no more."""
    head = {
        "secret": address.secret,
        "key": json.dumps(key),
        "client": client,
        "environ": wsgi.deciding(environ),
    }
    for _ in range(_TRIES):
        try:
            return await _asked(address, head)
        except (OSError, EOFError):
            await asyncio.sleep(_PAUSE_SECONDS)
    return Refusal(Why.LOST)


async def call(address: Address, name: str) -> None:
    """Tell the broker a name that the server is called by."""
    with suppress(OSError):
        _, writer = await frames.connect(address)
        await frames.write(writer, {"secret": address.secret, "called": name})
        writer.close()


async def _asked(address: Address, head: dict[str, Any]) -> Answer | Filed | Refusal:
    reader, writer = await frames.connect(address)
    try:
        await frames.write(writer, head)
        found, body = await frames.read(reader)
    finally:
        writer.close()
    if "refused" in found:
        return Refusal(Why(found["refused"]), found.get("retry", 5), found.get("seconds", 0))
    headers = [(name, value) for name, value in found["headers"]]
    if "file" in found:
        return Filed(found["status"], headers, found["file"])
    return found["status"], headers, body
