from __future__ import annotations

import pytest

from geodata.builds import store
from tests import once


@pytest.fixture(scope="session")
def shipped() -> store.Build:
    return store.read(once.shipped())
