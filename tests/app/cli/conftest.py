"""What the tests of commands share: files are read in the test's own process, unlike in test_confined.py; packs."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import settings
from app.exports.mapsheet import route
from geodata.confined import process
from tests import once
from tests.app.verifying import pack_of, world
from tests.forked import here
from tests.shelves import FOUR, events_file, use_drawn_layouts


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


@pytest.fixture
def alone(monkeypatch):
    """No setting of the environment, and files of the drawn layouts."""
    for setting in settings.SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    use_drawn_layouts(monkeypatch)


@pytest.fixture
def fresh(tmp_path) -> Path:
    """A data directory that is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path) -> Path:
    """An event file of the drawn layout."""
    return events_file(tmp_path / "events.csv", *FOUR)
