"""The drawn build that the tests of builds share."""

import pytest

from geodata.builds import store
from tests import once, worlds


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The inputs of a build of two sources and two frames."""
    return worlds.deep_world(tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="module")
def deep(drawn, tmp_path_factory):
    """Their build."""
    folder = tmp_path_factory.mktemp("deep")
    return store.read(folder, once.publish(folder, drawn))
