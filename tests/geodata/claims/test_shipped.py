"""The claims that ship: each of the list is a record, in both languages, with sources and verdicts of its own."""

import csv
import re

import pytest

from geodata import claims
from geodata.claims.model import VERDICTS
from tests import worlds

FOLDER = claims.FILE.parent


@pytest.fixture(scope="module")
def shipped_claims():
    return claims.read()


@pytest.fixture(scope="module")
def listed():
    with worlds.shared("data/forces/claims.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_every_claim_of_the_list_is_a_record(shipped_claims, listed):
    assert [claim.id for claim in shipped_claims][:36] == list(listed)
    assert len(shipped_claims) == 36 + 22


def test_the_sentences_are_our_own(shipped_claims, listed):
    for claim in shipped_claims:
        row = listed.get(claim.id, dict.fromkeys(("evidence_found", "note", "verdict")))
        for theirs in (row["evidence_found"], row["note"], row["verdict"]):
            assert not theirs or theirs not in (claim.evidence.en, claim.note.en, claim.subject.en)


def test_sources_are_those_of_the_list(shipped_claims, listed):
    """Every address that the list gives as evidence is that of one of the claim's sources."""
    with (FOLDER / "sources.csv").open(encoding="utf-8", newline="") as file:
        address = {row["source_id"]: row["url"] for row in csv.DictReader(file)}
    missing = [
        claim.id
        for claim in shipped_claims
        if claim.id in listed
        and (url := listed[claim.id]["evidence_url"])
        and url not in {address[one] for one in claim.source_ids}
    ]
    assert missing == ["C13"], "C13: one page without a day, in whose place three dated ones stand"


def test_a_claim_has_a_source_or_is_counted(shipped_claims):
    for claim in shipped_claims:
        assert claim.source_ids or claim.accounts or claim.kind == "counts", claim.id
        assert all(pick.stated is None or pick.stated.source_id for pick in (*claim.picks, *claim.beside))
        for text in (claim.evidence, claim.note):
            assert "public knowledge" not in text.en


def texts(claim):
    own = [claim.subject, claim.evidence, claim.criterion, claim.note, claim.caution, claim.untested]
    own += [text for account in claim.accounts for text in (account.who, account.says)]
    return [*own, *(pick.label for pick in (*claim.picks, *claim.beside))] + [
        one.label for recipe in claim.recipes for one in (recipe, *(pick for _, pick in recipe.start + recipe.end))
    ]


def test_every_text_is_in_both_languages_and_french_is_set_as_french_is(shipped_claims):
    for claim in shipped_claims:
        for text in texts(claim):
            assert bool(text.en) == bool(text.fr), (claim.id, text)
            assert not re.search(r"(?<!\u202f)[;?!»%]|[^\u202f\d]:|«(?!\u202f)|\d \d{3}|'", text.fr), (
                claim.id,
                text.fr,
            )
            assert not re.search(r" [;:?!%]|'|«", text.en), (claim.id, text.en)


def test_each_quotation_is_said_in_french_with_the_same_numbers(shipped_claims):
    for claim in shipped_claims:
        assert bool(claim.quoted) == bool(claim.quoted_fr), claim.id
        assert not re.search(r"(?<!\u202f)[;?!»%]|\d \d{3}|'", claim.quoted_fr), claim.id
        numbers = [re.sub(r"[,.\u202f]", "", one) for one in re.findall(r"\d[\d,.\u202f]*\d|\d", claim.quoted)]
        assert sorted(numbers) == sorted(
            re.sub(r"[,.\u202f]", "", one) for one in re.findall(r"\d[\d,.\u202f]*\d|\d", claim.quoted_fr)
        ), claim.id


def test_a_criterion_names_its_limits(shipped_claims):
    for claim in shipped_claims:
        assert claim.criterion.en
        is_share = claim.id in ("C14", "C15", "C16")
        for limit in (claim.at_least, claim.at_most, claim.above):
            if limit is not None:
                text = f"{abs(limit) * (100 if is_share else 1):g}"
                assert text in claim.criterion.en, claim.id
                assert text.replace(".", ",") in claim.criterion.fr, claim.id


def test_the_verdicts_that_are_written_are_these(shipped_claims):
    """Free texts of the two reviews, mapped by hand: a change of a written verdict is a change of this table."""
    written = {claim.id: claim.verdict for claim in shipped_claims if claim.kind == "documentary"}
    assert set(written.values()) <= set(VERDICTS)
    assert written == {
        **dict.fromkeys(("C08", "C19", "C22", "C28", "C29", "C36", "C37", "C42", "C48", "C50", "C51"), "supported"),
        "C58": "supported",
        **dict.fromkeys(("C23", "C43", "C47", "C57"), "disputed"),
        **dict.fromkeys(("C26", "C31", "C38", "C41"), "inaccurate"),
        **dict.fromkeys(("C44", "C46", "C52"), "differs"),
        "C55": "not_testable",
    }


def test_what_is_disputed_shows_accounts_of_different_publications(shipped_claims):
    for claim in shipped_claims:
        if claim.verdict == "disputed":
            named = [frozenset(account.source_ids) for account in claim.accounts]
            assert len(set(named)) == len(named) > 1, claim.id


def test_claims_on_the_same_matter_name_each_other_once(shipped_claims):
    for claim in shipped_claims:
        assert claim.id not in claim.see
        assert len(set(claim.see)) == len(claim.see)
