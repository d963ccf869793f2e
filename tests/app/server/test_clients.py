"""Whose share a request counts for."""

from __future__ import annotations

import pytest

from app.server.clients import client_of
from app.settings import Settings

TRUSTED = Settings.from_environ({"MALI_ATLAS_TRUSTED_PROXIES": "10.0.0.1, 192.168.0.0/16"}).trusted


@pytest.mark.parametrize(
    ("peer", "passed", "trusted", "client"),
    [
        ("203.0.113.7", "", (), "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", (), "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", TRUSTED, "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", TRUSTED, "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", TRUSTED, "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 192.168.3.4", TRUSTED, "198.51.100.1"),
        ("10.0.0.1", "", TRUSTED, "10.0.0.1"),
        ("10.0.0.1", "nonsense", TRUSTED, "?"),
        ("2001:db8:1:2:3::4", "", (), "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "", (), "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", (), "203.0.113.7"),
    ],
)
def test_a_proxy_is_believed_where_the_server_is_told_so(peer, passed, trusted, client):
    assert client_of({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": passed}, trusted) == client
