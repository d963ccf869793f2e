"""What the tests of commands share: files are read in the test's own process, unlike in test_confined.py; packs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from typing import Any

import pytest

from app.exports.mapsheet import route
from geodata.confined import process
from tests import once
from tests.app.verifying import pack_of, world


@contextmanager
def here(*_: object) -> Iterator[process.Run]:
    """In place of process.confined: functions run in this process, where a test can replace them."""

    def run(where: str, function: str, *given: Any, **named: Any) -> Any:
        return resolve_name(function)(*given, **named)

    yield run


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "confined", here)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures of packs take no time, and no data directory is named."""
    monkeypatch.setattr(route, "draw", lambda *_, extension, size: f"{extension} {size}".encode())
    monkeypatch.delenv("MALI_ATLAS_DATA", raising=False)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A drawn world that is built, and packs of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(route, "draw", lambda *_, extension, size: f"{extension} {size}".encode())
        tmp = tmp_path_factory.mktemp("verified")
        once.publish(tmp / "data", world(tmp))
        layers = "layers=units,grid,niger-50,sites-minusma"
        return tmp / "data", pack_of(tmp / "data", f"year=2022&from=2021&{layers}", tmp / "it.zip")
