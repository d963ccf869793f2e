"""The report's own words, held word for word.

The text of the report is not in the project. What the project has of it are the words quoted in three tables that were
made with the text at hand: `claims.csv`, whose quotes of C01 to C36 are of a few words, `missing_claims.csv`, with the
22 of C37 to C58, and `claims_review.csv`, which corrects C19 and gives C07 and C09. The hashes below were made from
those tables, once, of each run of words between ellipses: letters and digits of the words in their order, lower case.

A hash proves that a quote has the words, and their order, of those tables, without the tables being there; it cannot
prove that the tables are the report's text, nor tell a quote torn from its sentence.
"""

import csv
import hashlib
import re

import pytest

from geodata import claims
from tests import worlds

WORDS = {
    "C01": ["0d793ab5ea67b739db0f51df1e1a6050"],
    "C02": ["d36a639b4fd8e89e498dd012bd39e19f"],
    "C03": ["74d5f4ba429721b636815b185b3aaa59"],
    "C04": ["87fa2161c98eca952cc6be6b1d194262"],
    "C05": ["c24f2ab380ad479cb9c48908e48df12d"],
    "C06": ["523c3c5298ecd197a2dbe7e769217e97"],
    "C07": ["f86fab1cf003fe64ab61c7128fe4a2f8"],
    "C09": ["44702eb4a91a90c9060ce6bd6954cb2f"],
    "C11": ["76280168afe11b62ee8e291d80ad217e"],
    "C12": ["2736c57d5077a95cba713aa067255632"],
    "C13": ["311d6c17dbd9e7d90efca66c0fe1ee71"],
    "C14": ["1d1b29abc951c3eec30ad080f8c2bc21"],
    "C15": ["b201fcbd34ed3f42f4f9b8d9d37bec31"],
    "C16": ["19849de83f8b743c8988dbbbf73bb14d"],
    "C17": ["81f5b3f68d2a69012712aa7fd357eae1"],
    "C18": ["199196388b101c2cdab46b01bbba0446"],
    "C19": ["83050318a122a8cd165dd0dbda59b4e3"],
    "C21": ["0d1320e316451c7ee63dbba1e59b764e"],
    "C23": ["3044d79b2f3986b2bb14bf7bfb7c246f"],
    "C24": ["d804b7462c56f231e42d63b1861b9f14"],
    "C25": ["63437f07f30d468530c0f46eabe8d655"],
    "C26": ["92044fbc2f412376fbfdfaab6a90dbc6"],
    "C27": ["520d2de0d84e04ce42bd35867ed144a0"],
    "C28": ["c61dfccfeca71f679228fc712bf4f423"],
    "C30": ["b1ab1e892617f210425f658cf1d361b5"],
    "C31": ["840588246ebd445010612a619ae51c8a"],
    "C32": ["aa39b6552dfb6a9d7e70c242f6067e3c"],
    "C33": ["e88915f6afac360836a59207ac5a4fb2"],
    "C35": ["b5cec99a009d3d0c5647933959980b89", "da9c6ce7b6ba9f9741f517c9730334b8"],
    "C37": ["cd6ebf8ea972ee87067cab40b367841a"],
    "C38": ["b89cd0e2e64b540e1239b69e262e0aa8"],
    "C39": ["432145304551db807bfcbd983ea76a3a"],
    "C40": ["d6b2a58324bddcd583b6556639928058"],
    "C41": ["b8fc9ab5febd31ac544012342c89bc32"],
    "C42": ["13422b9808d99806f6a62dd712471ddf"],
    "C43": ["f86fab1cf003fe64ab61c7128fe4a2f8"],
    "C44": ["375e0e65cfc8959242eb0f3bcc645819"],
    "C45": ["0e2636b892f23627c2531777ae68f7b2"],
    "C46": ["f3ebcab9d72d131b409809307f7a0ba8"],
    "C47": ["4c86d196d3a9369333e656608514cb32"],
    "C48": ["c212f5ee335d62f057e1716ca9583036"],
    "C49": ["ac7d69e39da84342d9c9b12bca25bf88"],
    "C50": ["3b6b70c9a0bb7ecd27cae43c340d224f"],
    "C51": ["d03f28d4e851428db00fd34c5cbe6c01"],
    "C52": ["b3255714a7d2071f41bdc8f6d44d5a82"],
    "C53": ["d7cb55d0fd246eb05c613b0d9a9903c2"],
    "C54": ["95b3e53177dde46af80baa653df504d0"],
    "C55": ["8cf67407f6691284cb188f98a150697a"],
    "C56": ["76b35c3f643b86d99b19606bbfd71819"],
    "C57": ["cb3728af1414139178dabfd96f1512e0"],
    "C58": ["d0fe27fb65c649c5ac81f67557cd894d"],
}
"""SHA-256 of the words of each quote, the first 32 digits of it, one for each run of words between ellipses."""


def hashed(quote):
    """The hashes of a quote's runs of words."""
    plain = quote.replace("\\$", "$").replace("...", "…").replace("’", "'").casefold()
    runs = (re.findall(r"[$€]?\w+(?:['.,-]\w+)*", part) for part in plain.split("…"))
    return [hashlib.sha256(" ".join(words).encode()).hexdigest()[:32] for words in runs if words]


def test_every_quote_has_the_words_of_the_report_in_their_order():
    assert {claim.id: hashed(claim.quoted) for claim in claims.read() if claim.quoted} == WORDS


@pytest.mark.parametrize(
    ("quote", "changed", "is_same"),
    [
        ("over $75 million allocated", "over  $75 million “allocated”.", True),
        ("over $75 million allocated", "Over $75 Million allocated", True),
        ("over $75 million allocated", "over $76 million allocated", False),
        ("over $75 million allocated", "over 75 million allocated", False),
        ("three potential options", "three options", False),
        ("at least 450", "450 at least", False),
        ("seems probable that the … mission may close", "seems probable that the mission may close", False),
        ("40-percent reduction", "40 percent reduction", False),
    ],
)
def test_a_word_more_less_or_elsewhere_is_another_quote(quote, changed, is_same):
    assert (hashed(quote) == hashed(changed)) == is_same


def test_the_hashes_are_those_of_the_tables():
    def rows(path):
        with worlds.shared(f"data/forces/{path}").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    quoted = {row["id"]: row["quoted_figure"] for row in rows("claims.csv") if row["quoted_figure"].startswith('"')}
    quoted |= {f"C{36 + int(row['id'][1:])}": row["quote_verbatim"] for row in rows("update_2026/missing_claims.csv")}
    for row in rows("update_2026/claims_review.csv"):
        found = re.search('quote "([^"]+)"', row["proposed_wording"])
        if row["claim_id"] in ("C07", "C09", "C19"):
            quoted[row["claim_id"]] = found[1]
    assert {name: hashed(quote) for name, quote in quoted.items()} == WORDS
