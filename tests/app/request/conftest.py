"""What the tests of requests share: a source under ACLED's terms, whose every event has a mark."""

from __future__ import annotations

import pytest

from tests.app import deep
from tests.app.deep import Served
from tests.app.gate import KEPT


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Served:
    """A source under ACLED's terms, in two frames, with cercles and communes."""
    tmp = tmp_path_factory.mktemp("gate")
    return deep.serve(tmp, deep.world(tmp, KEPT, policy="acled"))
