"""A worker: the process that holds connections, and answers what is light."""

from __future__ import annotations

from functools import partial
from typing import cast

from app.application import create_app
from app.server.apart import Apart
from app.server.frames import Address
from app.server.front import Front
from app.server.sockets import end_still_readers
from app.settings import Settings
from app.web.response_cache import ResponseCache
from geodata.builds import reading
from geodata.confined import own_process


def front(data: str, settings: Settings, broker: Address) -> Front:
    """The ASGI app of this worker, which ends when its server has ended."""
    own_process.end_with_parent(settings.stopping)
    reading.hold_little()
    app = create_app(data, settings)
    return Front(
        cast(ResponseCache, app.wsgi_app),
        Apart(app.url_map),
        broker,
        settings.trusted,
        partial(end_still_readers, settings.idle),
    )
