"""What is found by name: spellings, one typing error, the order; against the slow, obvious way."""

from __future__ import annotations

import csv
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.boundaries import gazetteer
from geodata.exports import search, search_index
from geodata.exports.search import Entry, Grade, folded, graded
from tests.examples import times

KINDS = ("region", "commune", "place")
NAMES = sorted({*gazetteer.communes()["name"], *gazetteer.units()["name"], "N’Daki", "Réserve d'Ansongo-Ménaka"})
GAZETTEER = [Entry(1, [name], "Gao", name) for name in NAMES]
LONG = [name for name in NAMES if len(folded(name).replace(" ", "")) >= 5]
FIRST = 10
LETTERS = st.sampled_from("abc")
WORD = st.text(LETTERS, max_size=6)


def found(entries, typed, limit=FIRST):
    return [one.entry.to for one in search.search(entries, KINDS, typed, limit)[0]]


def distance(one: str, other: str) -> int:
    """Letters to add, leave out, change or exchange with the next: the table of all prefixes."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (not same))
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


@times(5)
@given(WORD, WORD)
def test_one_error_is_what_the_table_of_all_prefixes_says(typed, word):
    assert search.is_nearly(typed, word) == (distance(typed, word) <= 1)
    nearest = min(distance(typed, word[:end]) for end in range(len(word) + 1))
    assert search.begins_nearly(typed, word) == (nearest <= 1)


@st.composite
def mistyped(draw):
    """A name of the gazetteer, and the same as it may be typed: one letter wrong, without accents, in any case."""
    name = draw(st.sampled_from(LONG))
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    letters = list(plain if draw(st.booleans()) else name)
    at = draw(st.integers(0, len(letters) - 2))
    letter = draw(st.sampled_from("aeioubdgklmnst"))
    match draw(st.sampled_from(("none", "more", "less", "other", "exchanged"))):
        case "more":
            letters.insert(at, letter)
        case "less":
            del letters[at]
        case "other":
            letters[at] = letter
        case "exchanged":
            letters[at : at + 2] = reversed(letters[at : at + 2])
    change = draw(st.sampled_from((str.upper, str.lower, str.title, str)))
    return name, change("".join(letters)).replace("-", draw(st.sampled_from(("-", " "))))


@times(2)
@given(mistyped())
def test_any_name_with_one_error_is_among_the_first_results(drawn):
    name, typed = drawn
    assert name in found(GAZETTEER, typed), typed


@given(st.sampled_from(NAMES), st.data())
def test_any_name_is_first_by_itself_and_found_by_its_beginning(name, data):
    assert found(GAZETTEER, name)[0] == name or folded(found(GAZETTEER, name)[0]) == folded(name)
    end = data.draw(st.integers(1, len(name)))
    assert name in found(GAZETTEER, name[:end], limit=len(GAZETTEER)) or not folded(name[:end])


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=12))
def test_whatever_is_typed_is_folded_once_and_for_all(text):
    assert folded(folded(text)) == folded(text)
    assert folded(text.upper().lower()) == folded(text.lower())
    assert set(folded(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ténenkou", "tenenkou"),
        ("N'Daki", "ndaki"),
        ("N’DAKI", "ndaki"),
        ("Tin-Essako", "tin essako"),
        ("  I-n-Tillit ", "i n tillit"),
        ("Abeïbara", "abeibara"),
        ("Dougoutènè 1", "dougoutene 1"),
        ("Œdème, Ɓamako", "oedeme bamako"),
        ("غاو", ""),
    ],
)
def test_accents_case_hyphens_and_apostrophes_do_not_matter(text, plain):
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("typed", "name", "grade"),
    [
        ("gao", "gao", Grade.EXACT),
        ("inessako", "in essako", Grade.EXACT),
        ("tomb", "tombouctou", Grade.PREFIX),
        ("rhar", "gourma rharous", Grade.WORDS),
        ("rharous gourma", "gourma rharous", Grade.WORDS),
        ("moura djenne", "moura", Grade.BESIDE),
        ("djenne", "moura", None),
        ("tombouktou", "tombouctou", Grade.NEARLY),
        ("tobmouctou", "tombouctou", Grade.NEARLY),
        ("tombouk", "tombouctou", Grade.NEARLY_PREFIX),
        ("gurma rharous cercle", "gourma rharous", None),
        ("menakka djenne", "menaka camp", Grade.NEARLY_WORDS),
        ("goa", "gao", None),
        ("xyz", "gao", None),
    ],
)
def test_how_well_a_name_fits(typed, name, grade):
    assert graded(typed, name, ["place", "djenne", "mopti"]) == grade


def test_the_order_is_grade_then_kind_then_deaths_then_events_then_the_index():
    entries = [
        Entry(2, ["Gao Nord"], "", "prefix"),
        Entry(2, ["Gao"], "", "few", 3, 1),
        Entry(2, ["Gao"], "", "more events", 9, 1),
        Entry(2, ["Gao"], "", "more deaths", 1, 7),
        Entry(1, ["Gao"], "", "commune"),
        Entry(0, ["Gaoa"], "", "region begins"),
        Entry(0, ["Old", "Gao"], "", "region by its other name"),
    ]
    order = ["region by its other name", "commune", "more deaths", "more events", "few", "region begins", "prefix"]
    assert found(entries, "GAO") == order
    results, total = search.search(entries, KINDS, "gao", 2)
    assert (len(results), total, results[0].name) == (2, len(entries), "Gao")


@pytest.mark.parametrize("typed", ["", "  ", "-", "’"])
def test_nothing_typed_finds_nothing(typed):
    assert search.search(GAZETTEER, KINDS, typed, 5) == ([], 0)


def test_other_names_are_facts_with_their_source_each_once():
    with search_index.OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["name", "kind", "of", "source"]
    assert all(row["source"] and row["name"].strip() == row["name"] for row in rows)
    assert {row["kind"] for row in rows} == {"name", "place", "zone", "force"}
    pairs = [(folded(row["name"]), row["kind"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
    assert all(folded(row["name"]) != folded(row["of"]) for row in rows)
    known = {folded(name) for name in (*NAMES, *gazetteer.communes()["admin2_name"])}
    assert [row["of"] for row in rows if row["kind"] == "name" and folded(row["of"]) not in known] == []


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("Gao town", ["Gao town", "Gao"]),
        ("Koulikoro Commune", ["Koulikoro Commune", "Koulikoro"]),
        ("the Gourma", ["the Gourma"]),
        ("village", ["village"]),
    ],
)
def test_a_place_is_also_found_without_the_word_for_what_it_is(place, names):
    assert search_index.names_of(place) == names
