"""The server: granian with one worker a core, started only when the port is free."""

from __future__ import annotations

import os
import socket
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from geodata.errors import AtlasError

_DATA = "MALI_ATLAS_SERVED_DATA"


def require_free(host: str, port: int) -> None:
    """Raise AtlasError unless the address can be listened on: two servers would share a busy port unseen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as problem:
            raise AtlasError(
                f"port {port} is not free ({problem.strerror})",
                where=host,
                todo=f"Stop what listens there, or choose another: mali-atlas serve --port {port + 1}",
            ) from None


def load(*_: object) -> Any:
    """The WSGI app of a worker; its data directory comes in the environment."""
    from app.application import create_app

    return create_app(os.environ[_DATA])


def serve(data: str, host: str, port: int, workers: int) -> None:
    """Serve the data directory until stopped."""
    os.environ[_DATA] = data
    server = Granian(
        "mali-atlas",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        websockets=False,
        log_enabled=False,
    )
    server.serve(target_loader=load, wrap_loader=False)
