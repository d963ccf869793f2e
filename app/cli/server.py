"""The server: granian with one worker a core, started only when the port is free."""

from __future__ import annotations

import errno
import os
import socket
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from app.settings import Settings
from geodata.errors import AtlasError


def require_free(host: str, port: int) -> str:
    """The address that a host name stands for. Raises AtlasError unless it can be listened on.

    Asked first, since two servers would share a busy port unseen.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as problem:
        raise AtlasError(
            f"is not an address of this machine ({problem.strerror})",
            where=host,
            expected="such as 127.0.0.1 or 0.0.0.0",
        ) from None
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise AtlasError(f"cannot listen on port {port} there ({problem.strerror})", where=host) from None
            raise AtlasError(
                f"port {port} is not free ({problem.strerror})",
                where=host,
                todo=f"Stop what listens there, or choose another: mali-atlas serve --port {port % 65535 + 1}",
            ) from None
    return str(address[0])


def load(data: str, settings: Settings, *_: object) -> Any:
    """The WSGI app of a worker, which is given what its server was started with."""
    from app.application import create_app  # in the worker, not in the process that starts it

    return create_app(data, settings)


def serve(data: str, host: str, port: int, settings: Settings) -> None:
    """Serve the data directory until stopped."""
    server = Granian(
        "mali-atlas",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # no browser speaks HTTP/2 without TLS, and what is not spoken needs no limits
        workers=settings.workers,
        blocking_threads=2,
        websockets=False,
        log_enabled=False,
    )
    server.serve(target_loader=partial(load, data, settings), wrap_loader=False)
