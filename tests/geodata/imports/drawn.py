"""A drawn file and a data directory for it; modules import the fixtures too."""

from pathlib import Path

import pytest

from geodata.errors import AtlasError
from tests.shelves import FOUR, events_file, use_drawn_layouts


@pytest.fixture(autouse=True)
def drawn_layouts(monkeypatch):
    use_drawn_layouts(monkeypatch)


@pytest.fixture
def data(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path) -> Path:
    return events_file(tmp_path / "My events.csv", *FOUR)


def refused(kind, call, *arguments, **named) -> AtlasError:
    with pytest.raises(kind) as caught:
        call(*arguments, **named)
    return caught.value
