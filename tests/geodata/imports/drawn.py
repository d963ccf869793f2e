"""A drawn file and a data directory for it; modules import the fixtures too."""

from pathlib import Path

import pytest

from geodata.errors import AtlasError
from tests.shelves import events_file, use_drawn_layouts

FOUR = ("1,Mali,2022-03-27,5", "2,Niger,2022-01-02,0", "3,Mali,2023-12-31,2", "4,Chad,2022-06-01,1")


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
