"""What the tests of packs share: figures that take no time."""

from __future__ import annotations

import pytest

from app.exports.mapsheet import route


@pytest.fixture
def undrawn(monkeypatch) -> None:
    """Figures that take no time."""
    monkeypatch.setattr(route, "draw", lambda *_, extension, size: f"{extension} {size}".encode())
