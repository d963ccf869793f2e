"""The file of claims: what it refuses, and the one that ships against the list that it answers."""

import csv
import re
import shutil

import pytest

from geodata import claims
from geodata.claims.model import VERDICTS, Stated
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
topic = "french"
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
        ('topic = "french"\n', "", "X1: missing fields: topic. Expected: "),
        ('topic = "french"', 'topic = "incidents"', "X1: unknown 'incidents'. Expected: a topic: conflict, wagner"),
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
        ("events = [", 'see = ["X2"]\nevents = [', "X1: unknown 'X2'. Expected: a claim of this file."),
        (
            'kind = "forces"\ncomputation = "dates"',
            'kind = "documentary"\nverdict = "disputed"',
            "X1: a dispute without two accounts. Expected: what each of two named sources says.",
        ),
        (
            'events = ["takuba-ends"]',
            'accounts = [{ who_en = "a", who_fr = "b", says_en = "c", says_fr = "d", sources = [] }]',
            "X1: an account without a source. Expected: the publications that carry it.",
        ),
        (
            'events = ["takuba-ends"]',
            'accounts = [{ who_en = "a", who_fr = "b", says_en = "c", says_fr = "d", sources = ["rumour"] }]',
            "X1: unknown 'rumour'. Expected: an id of the table of sources.",
        ),
        (
            'events = ["takuba-ends"]',
            'accounts = [{ who_en = "a", who_fr = "b", says_en = "c", sources = ["i24news-20220701"] }]',
            "X1: missing fields: says_fr. Expected: ",
        ),
        (
            'table = "mandates"\nwhere = { force = "takuba" }\nfield = "left_mali"',
            'source = "rumour"\nnumber = 3',
            "claims.toml, left: unknown 'rumour'. Expected: an id of the table of sources.",
        ),
        (
            'table = "mandates"\nwhere = { force = "takuba" }\nfield = "left_mali"',
            'source = "i24news-20220701"\nnumber = 3\ndate = "2022"',
            "claims.toml, left: both or neither of a date and a number. Expected: one of them.",
        ),
        (
            'table = "mandates"\nwhere = { force = "takuba" }\nfield = "left_mali"',
            'source = "i24news-20220701"',
            "claims.toml, left: both or neither of a date and a number. Expected: one of them.",
        ),
        ('picks = ["left"]', 'left = "right"', "X1: unknown 'right'. Expected: a part."),
        (
            'picks = ["left"]',
            'contradiction = ["left"]',
            "X1: 1 parts in contradiction. Expected: a whole and a part of it.",
        ),
        (
            'table = "mandates"\n',
            "number = 3\n",
            "claims.toml, left: unknown fields: number. Expected: ",
        ),
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


def test_a_written_verdict_needs_a_source(beside):
    bare = HEAD.replace('sources = ["i24news-20220701"]\n', "").replace(
        'kind = "forces"\ncomputation = "dates"', 'kind = "documentary"\nverdict = "supported"'
    )
    with pytest.raises(DataError) as caught:
        read(beside, bare)
    assert caught.value.text == "X1: a verdict without a source. Expected: sources, or accounts with theirs."


def test_who_had_left_is_a_force(beside):
    row = 'table = "mandates"\nwhere = { force = "takuba" }\nfield = "left_mali"'
    stated = HEAD.replace(row, 'source = "i24news-20220701"\ndate = "2022"')
    with pytest.raises(DataError) as caught:
        read(beside, stated.replace('picks = ["left"]', 'left = "left"'))
    assert caught.value.text == "X1: left is 'left', a part of no force. Expected: the day on which a force left."


@pytest.mark.parametrize(
    ("said", "stated"),
    [
        ("number = 3", Stated("i24news-20220701", "", 3)),
        ('low = 3\nwhen = "2022-11"', Stated("i24news-20220701", "2022-11", None, 3)),
        ('date = "2022-11"', Stated("i24news-20220701", "2022-11", is_dated=True)),
    ],
)
def test_a_part_may_be_what_a_publication_states(beside, said, stated):
    row = 'table = "mandates"\nwhere = { force = "takuba" }\nfield = "left_mali"'
    (claim,) = read(beside, HEAD.replace(row, f'source = "i24news-20220701"\n{said}'))
    assert [pick.stated for pick in claim.picks] == [stated]


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
