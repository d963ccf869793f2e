"""The drawn build that the tests of builds share."""

import pytest

from geodata.builds import assemble, store
from tests import deep_worlds, once, worlds
from tests.geodata.builds.read import published


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The inputs of a build of two sources and two frames."""
    return deep_worlds.deep_world(tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="module")
def deep(drawn, tmp_path_factory):
    """Their build."""
    folder = tmp_path_factory.mktemp("deep")
    return store.read(folder, once.publish(folder, drawn))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A build of what ships in a small world, as assembled and as read back."""
    folder = tmp_path_factory.mktemp("small")
    return published(folder, assemble.assemble(worlds.world(folder)))
