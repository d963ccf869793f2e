"""What a worker asks of the system about its connections, since the HTTP server has no setting for it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_OPEN = Path("/proc/self/fd")


def end_still_readers(seconds: float) -> None:
    """Have the system end a connection whose reader takes nothing for so long, where it can (Linux).

    Set on what listens, from which every connection takes it. One that reads a byte a second takes nothing by TCP's
    count until there is room for a whole packet.
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        for listening in _listening():
            with suppress(OSError):
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(seconds * 1000))


def _listening() -> Iterator[socket.socket]:
    """The TCP sockets that this process listens on, one after another."""
    for entry in _OPEN.iterdir() if _OPEN.is_dir() else ():
        with suppress(OSError), socket.socket(fileno=os.dup(int(entry.name))) as found:
            if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield found
