"""What the tests of the claims share: clients, and the records of all claims."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.application import create_app


@pytest.fixture
def client(unpainted, data) -> FlaskClient:
    """A client whose charts are a word, as no test here reads them."""
    return unpainted(data)


@pytest.fixture(scope="module")
def charted(data) -> FlaskClient:
    return create_app(data).test_client()


@pytest.fixture(scope="module")
def records(charted) -> list[dict]:
    return charted.get("/api/claims").json["claims"]
