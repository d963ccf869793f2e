"""Claims as a whole: what is written, their order, what does not change them."""

import re
from dataclasses import replace

from geodata import claims
from geodata.builds import store
from geodata.claims import model
from tests import once, worlds
from tests.geodata.claims.drawn import (
    of_tables,
    outcome,
)


def test_a_documentary_claim_has_the_verdict_that_is_written():
    result = outcome("C31", of_tables())
    assert (result.verdict, result.reason, result.value, result.source_id) == (
        "inaccurate",
        result.claim.evidence,
        None,
        "",
    )


def test_claims_are_tested_in_their_order_and_the_same_way_twice(shipped):
    given = claims.evidence_of(shipped.edition())
    found = claims.evaluate(claims.read(), given)
    assert [result.claim.id for result in found] == [f"C{number:02}" for number in range(1, 59)]
    assert found == claims.evaluate(claims.read(), claims.evidence_of(shipped.edition()))
    assert {value.unit for result in found for value in result.values} <= set(model.UNITS)
    assert {result.verdict for result in found} == set(model.VERDICTS)
    for result in found:
        assert bool(result.filter.en) == bool(result.filter.fr) == (result.value is not None)
        assert not re.search(r"(?<!\u202f)[;?!%]|[^\u202f\d]:|\d \d{3}|'", result.reason.fr), result.reason.fr


def test_headcounts_that_users_import_do_not_change_a_claim(tmp_path):
    inputs = worlds.world(tmp_path)
    made = store.read(tmp_path, once.publish(tmp_path, inputs))
    edition = made.edition()
    assert len(claims.evidence_of(edition).tables["headcounts"]) == 1
    imported = replace(edition, manifest={**edition.manifest, "personnel": [{"source": "un"}]})
    assert claims.evidence_of(imported).tables["headcounts"] == []
