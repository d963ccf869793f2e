"""The file of claims: what it refuses, and the one that ships against the list that it answers."""

import shutil

import pytest

from geodata import claims
from geodata.claims.model import Stated
from geodata.errors import DataError

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
