"""What the tests of the withdrawal share: UCDP's events of Mali, served with charts and without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.application import create_app
from geodata.builds import store
from tests import once
from tests.app.deep import Served
from tests.app.withdrawal import RAW


@pytest.fixture(scope="module")
def charted() -> Served:
    """UCDP's events of Mali, imported into the regions that ship."""
    data = once.imported_build(RAW)
    return Served(create_app(data).test_client(), store.read(data), data)


@pytest.fixture
def real(charted, unpainted) -> Served:
    """The same with charts that are a word: for those who read tables and texts."""
    return replace(charted, client=unpainted(charted.data))
