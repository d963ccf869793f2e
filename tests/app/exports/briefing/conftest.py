"""What the tests of the briefing share: clients whose maps are a word, unless a test asks for `painted` ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.app import deep


@pytest.fixture(autouse=True)
def _no_address(monkeypatch):
    monkeypatch.delenv("MALI_ATLAS_URL", raising=False)


@pytest.fixture
def painted() -> None:
    """The maps of a test's briefings are painted: those of the others are a word."""


@pytest.fixture
def client(request, client, data) -> FlaskClient:
    return client if "painted" in request.fixturenames else request.getfixturevalue("unpainted")(data)


@pytest.fixture
def imported(request, imported) -> deep.Served:
    if "painted" in request.fixturenames:
        return imported
    return replace(imported, client=request.getfixturevalue("unpainted")(imported.data))
