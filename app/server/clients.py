"""Who asks: the address of a connection, or the one that a proxy names which the server was told to believe."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from app.settings import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Networks = tuple[Network, ...]
_PREFIX_OF_A_SITE = 64
"""Bits that tell one subscriber's IPv6 addresses from another's: one has all those below them."""


def client_of(environ: WSGIEnvironment, proxies: Networks) -> str:
    """The client that a request counts for.

    X-Forwarded-For is read from its end, and believed as far as the addresses that it passed are trusted proxies.
    """
    peer = environ.get("REMOTE_ADDR", "")
    passed = [text.strip() for text in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if text.strip()]
    while passed and _is_of(peer, proxies):
        peer = passed.pop()
    return _site(peer)


def _is_of(text: str, proxies: Networks) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in proxies)


def _site(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "?"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, _PREFIX_OF_A_SITE), strict=False))
