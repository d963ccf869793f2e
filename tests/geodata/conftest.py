from __future__ import annotations

import pytest

from geodata.builds import assemble, store


@pytest.fixture(scope="session")
def shipped(tmp_path_factory) -> store.Build:
    data = tmp_path_factory.mktemp("shipped")
    assemble.build(data)
    return store.read(data)
