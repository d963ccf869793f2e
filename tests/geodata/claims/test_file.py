"""The file of claims: what it refuses, and the one that ships against the list that it answers."""

import csv
import re
import shutil

import pytest

from geodata import claims
from geodata.claims.model import VERDICTS
from geodata.errors import DataError
from tests import worlds

FOLDER = claims.FILE.parent
HEAD = """
[parts.left]
label_en = "left"
label_fr = "départ"
table = "mandates"
where = { force = "takuba" }
field = "left_mali"

[claims.X1]
quoted = "2022"
quoted_fr = "2022"
subject_en = "Takuba leaves"
subject_fr = "Takuba part"
period = "2022"
topic = "forces"
kind = "forces"
computation = "dates"
claimed = "2022"
picks = ["left"]
evidence_en = "It did."
evidence_fr = "C’est fait."
sources = ["i24news-20220701"]
events = ["takuba-ends"]
"""


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    folder = tmp_path_factory.mktemp("claims")
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, folder)
    return folder


def read(beside, text):
    path = beside / "claims.toml"
    path.write_text(text, encoding="utf-8")
    return claims.read(path)


def test_a_record_becomes_a_claim_with_its_parts(beside):
    (claim,) = read(beside, HEAD)
    assert (claim.id, claim.subject.fr, claim.source_ids, claim.events) == (
        "X1",
        "Takuba part",
        ("i24news-20220701",),
        ("takuba-ends",),
    )
    assert [(pick.key, pick.table, pick.field, pick.where) for pick in claim.picks] == [
        ("left", "mandates", "left_mali", (("force", "takuba"),))
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('quoted = "2022"', 'quote = "2022"', "X1: unknown fields: quote. Expected: "),
        ('topic = "forces"\n', "", "X1: missing fields: topic. Expected: "),
        ('topic = "forces"', 'topic = "incidents"', "X1: unknown 'incidents'. Expected: a topic: conflict, forces"),
        ('kind = "forces"', 'kind = "guess"', "X1: unknown 'guess'. Expected: a kind: counts, forces, documentary."),
        (
            'computation = "dates"',
            'computation = "magic"',
            "X1: computation 'magic'. Expected: of a forces claim, no verdict and a computation: militant_events, ",
        ),
        (
            'computation = "dates"',
            'computation = "dates"\nverdict = "supported"',
            "X1: computation 'dates' beside verdict 'supported'. Expected: of a forces claim, no verdict",
        ),
        (
            'kind = "forces"\ncomputation = "dates"',
            'kind = "documentary"\nverdict = "true"',
            "X1: verdict 'true'. Expected: of a documentary claim, no computation and a verdict: supported, ",
        ),
        ('quoted_fr = "2022"\n', "", "X1: half a quotation. Expected: quoted and quoted_fr, or neither."),
        ('quoted = "2022"', 'quoted = ""', "X1: half a quotation. Expected: quoted and quoted_fr, or neither."),
        ("events = [", 'unsourced = [{ en = "a rate" }]\nevents = [', "X1: missing fields: fr. Expected: en, fr."),
        ("i24news-20220701", "gossip", "X1: unknown 'gossip'. Expected: an id of the table of sources."),
        ("takuba-ends", "party", "X1: unknown 'party'. Expected: an id of the table of events."),
        ('picks = ["left"]', 'picks = ["right"]', "X1: unknown 'right'. Expected: a part."),
        (
            'events = ["takuba-ends"]',
            'figure = "pie"',
            "X1: unknown 'pie'. Expected: a figure: bars, readings, dates, ",
        ),
        (
            'force = "takuba"',
            'force = "french"',
            "claims.toml, left: 2 rows of mandates fit force french. Expected: one row, with a value in left_mali.",
        ),
        ('force = "takuba"', 'force = "nobody"', "claims.toml, left: 0 rows of mandates fit force nobody."),
        ('force = "takuba"', 'force = "eucap"', "claims.toml, left: 1 rows of mandates fit force eucap."),
    ],
)
def test_what_a_record_must_not_say(beside, old, new, message):
    assert old in HEAD
    with pytest.raises(DataError) as caught:
        read(beside, HEAD.replace(old, new))
    assert caught.value.text.startswith(message)


@pytest.fixture(scope="module")
def shipped_claims():
    return claims.read()


@pytest.fixture(scope="module")
def listed():
    with worlds.shared("data/forces/claims.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_every_claim_of_the_list_is_a_record(shipped_claims, listed):
    assert [claim.id for claim in shipped_claims] == list(listed)
    assert len(shipped_claims) == 36


def test_what_the_report_says_is_quoted_as_it_stands(shipped_claims, listed):
    quoted = {
        name: row["quoted_figure"].strip('"').replace("\\$", "$").replace("...", "…")
        for name, row in listed.items()
        if row["quoted_figure"].startswith('"')
    }
    quoted["C19"] = "three options"
    quoted["C05"] = f"… {quoted['C05']}"
    assert {claim.id: claim.quoted for claim in shipped_claims if claim.quoted} == quoted


def test_the_sentences_are_our_own(shipped_claims, listed):
    for claim in shipped_claims:
        row = listed[claim.id]
        for theirs in (row["evidence_found"], row["note"], row["verdict"]):
            assert not theirs or theirs not in (claim.evidence.en, claim.note.en, claim.subject.en)


def test_sources_are_those_of_the_list(shipped_claims, listed):
    """Every address that the list gives as evidence is that of one of the claim's sources."""
    with (FOLDER / "sources.csv").open(encoding="utf-8", newline="") as file:
        address = {row["source_id"]: row["url"] for row in csv.DictReader(file)}
    missing = [
        claim.id
        for claim in shipped_claims
        if (url := listed[claim.id]["evidence_url"]) and url not in {address[one] for one in claim.source_ids}
    ]
    assert missing == []


def test_a_claim_without_a_source_says_so_or_is_counted(shipped_claims):
    for claim in shipped_claims:
        is_backed = claim.source_ids or claim.events or claim.kind == "counts"
        assert is_backed or "no source was retrieved" in claim.evidence.en, claim.id
        for text in (claim.evidence, claim.note):
            assert "public knowledge" not in text.en


def texts(claim):
    own = [claim.subject, claim.evidence, claim.criterion, claim.note, claim.caution, *claim.unsourced]
    return [*own, *(pick.label for pick in claim.picks)] + [
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
        assert bool(claim.criterion.en) == (claim.kind != "documentary")
        is_share = claim.id in ("C14", "C15", "C16")
        for limit in (claim.at_least, claim.at_most, claim.above):
            if limit is not None:
                text = f"{abs(limit) * (100 if is_share else 1):g}"
                assert text in claim.criterion.en, claim.id
                assert text.replace(".", ",") in claim.criterion.fr, claim.id


def test_what_is_written_as_a_verdict_is_what_the_list_says(shipped_claims):
    """The free text of the list, mapped by hand."""
    written = {claim.id: claim.verdict for claim in shipped_claims if claim.kind == "documentary"}
    assert set(written.values()) <= set(VERDICTS)
    assert written == {
        "C08": "supported",
        "C17": "not_testable",
        "C19": "supported",
        "C21": "superseded",
        "C22": "supported",
        "C23": "not_testable",
        "C26": "inaccurate",
        "C28": "supported",
        "C29": "supported",
        "C31": "inaccurate",
        "C36": "supported",
    }
