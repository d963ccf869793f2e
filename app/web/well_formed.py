"""What a request must be before any page looks at it: a method, a path, a host, and no body.

The server's parser refuses what is no HTTP. What is left here is HTTP that two programs on the way may read in two
ways, or that no address takes; such a request is refused, answered from no cache, and its connection closed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.web.languages import N_

METHODS = ("GET", "HEAD")
"""The methods that addresses take."""
_LONGEST_HOST = 255
_LABEL = r"\w(?:[\w-]{0,61}\w)?"
_HOST = re.compile(rf"(?:(?:{_LABEL}\.)*{_LABEL}\.?|\[[0-9A-Fa-f:.]{{2,45}}\])(?::\d{{1,5}})?", re.ASCII)
_WITHOUT_HOST = ("HTTP/1.0", "HTTP/1")
"""The protocols whose requests need no Host header (RFC 9112, 3.2), as servers spell them."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a request: the status of its answer, and why."""

    status: int
    text: str


METHOD = Fault(405, N_("This address takes GET and HEAD."))
PATH = Fault(400, N_("What this request asks for is not a path, such as /method."))
NOWHERE = Fault(404, N_("There is no such address here. The map is at /."))
HOST = Fault(400, N_("The Host header of this request is not a valid host name."))
NO_HOST = Fault(400, N_("This request has no Host header, or more than one."))
WEBSOCKET = Fault(400, N_("There are no WebSockets here."))
BODY = Fault(400, N_("This request has a body, and no address here takes one."))


def fault(environ: Mapping[str, Any]) -> Fault | None:
    """What is wrong with a request by its environment (PEP 3333); None where nothing is."""
    method, path, host = (environ.get(name, "") for name in ("REQUEST_METHOD", "PATH_INFO", "HTTP_HOST"))
    if method != method.upper():  # a method is spelt in one way, and werkzeug takes "get" for GET
        return METHOD
    if not path.startswith("/"):  # CONNECT, OPTIONS *, and what is no path
        return PATH
    if path.startswith("//"):  # in a link it would name a host, and werkzeug takes it for a path of one slash
        return NOWHERE
    if "," in host or (not host and environ.get("SERVER_PROTOCOL", "HTTP/1.0") not in _WITHOUT_HOST):
        return NO_HOST
    if host and not is_host(host):
        return HOST
    if environ.get("HTTP_UPGRADE", "").lower() == "websocket":  # what is kept would answer it, and werkzeug not
        return WEBSOCKET
    if has_body(environ):
        return BODY if method in METHODS else METHOD
    return None


def has_body(environ: Mapping[str, Any]) -> bool:
    """True if the request announces a body, whether it comes or not."""
    return environ.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in environ


def is_host(text: str) -> bool:
    """True if a Host header is a host name or address, perhaps with a port; user names are none."""
    return len(text) <= _LONGEST_HOST and _HOST.fullmatch(text) is not None
