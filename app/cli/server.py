"""The server: granian with one worker a core and helpers beside them, started only when the port is free."""

from __future__ import annotations

import errno
import math
import multiprocessing
import os
import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from app.server import signals
from app.server.broker_process import BrokerProcess
from app.server.frames import Address
from app.settings import Settings
from geodata.builds.store import POINTER
from geodata.errors import AtlasError

_BACKLOG = 4096
"""Connections that the system holds until a worker takes them."""
_OTHER_FILES = 256
"""Files of a worker that are no connections."""


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


def load(data: str, settings: Settings, broker: Address, *_: object) -> Any:
    """The ASGI app of a worker, which is given what its server was started with."""
    from app.server.worker import front  # in the worker, not in the process that starts it

    return front(data, settings, broker)


def serve(data: str, host: str, port: int, settings: Settings) -> None:
    """Serve the data directory until stopped. Downloads under way then have some seconds to finish."""
    connections = _allow_connections(settings.connections)
    if "pandas" in sys.modules:  # a build was made here: workers would begin as copies of all that it left
        multiprocessing.set_start_method("spawn", force=True)
    signals.obey_in_forks()
    name = settings.url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    broker = BrokerProcess(data, settings, name=name, pointer=Path(data) / POINTER)
    server = Granian(
        "mali-atlas",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=settings.workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=round(settings.idle * 1000)),
        backlog=_BACKLOG,
        backpressure=connections,
        respawn_failed_workers=True,
        workers_kill_timeout=math.ceil(settings.stopping),
        websockets=False,
        log_enabled=False,
    )
    try:
        server.serve(target_loader=partial(load, data, settings, broker.address), wrap_loader=False)
    finally:
        broker.stop()


def _allow_connections(wanted: int) -> int:
    """The connections that a worker may keep open: as many as wanted, and as the system lets a process have files."""
    try:
        import resource  # not on Windows
    except ImportError:
        return wanted
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return wanted if most == resource.RLIM_INFINITY else max(1, min(wanted, most - _OTHER_FILES))
