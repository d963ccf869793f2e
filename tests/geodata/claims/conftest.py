"""What claims come to, for the tests that compute it once more."""

import pytest

from geodata import claims
from geodata.builds import store
from tests import once
from tests.geodata.claims.read import GED


@pytest.fixture(scope="module", params=["shipped", "imported"])
def results(request):
    """What claims come to on the build that ships and on one with the raw file imported, by id."""
    imported = once.imported_build(GED)
    folder = imported if request.param == "imported" else once.shipped()
    edition = store.read(folder).edition()
    assert edition.source == {"shipped": "ucdp-ged", "imported": "ucdp-ged-24.1"}[request.param]
    return {result.claim.id: result for result in claims.evaluate(claims.read(), claims.evidence_of(edition))}
