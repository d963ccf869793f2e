"""Places, forces and pages found by name: how a name is made comparable, what is found, in which order.

The script's values/search.js is the same, and tests compare the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

SHORTEST_MISTYPED = 4
"""Letters that a word must have for one of them to be wrong."""
_APOSTROPHES = re.compile("['’‘ʼʻ`´]")
_MARKS = re.compile("[\u0300-\u036f]")
_OTHER = re.compile("[^a-z0-9]+")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ɓ": "b", "ɗ": "d", "ŋ": "n", "ɲ": "ny", "ɛ": "e", "ɔ": "o"})


class Grade(IntEnum):
    """How well a name fits what is typed, the best first."""

    EXACT = 0
    PREFIX = 1
    WORDS = 2
    """Each word typed begins one of the name's."""
    BESIDE = 3
    """Each begins one of the name's or of what stands beside it: its kind, where it lies."""
    NEARLY = 4
    """The whole name but for one letter."""
    NEARLY_PREFIX = 5
    NEARLY_WORDS = 6


class Entry(NamedTuple):
    """Something that can be found.

    `kind` is its place in the index's kinds. The first of `names` is shown, the others find it too. `where` is what it
    lies in. `to` is what choosing it leads to, in the words of its kind. Of a place of events, how many and their
    deaths.
    """

    kind: int
    names: Sequence[str]
    where: str
    to: str
    events: int = 0
    deaths: int = 0


class Found(NamedTuple):
    """An entry that was found, and by which of its names."""

    entry: Entry
    name: str


@lru_cache(1 << 14)
def folded(text: str) -> str:
    """The words of a text without accents, case, apostrophes and hyphens, with single spaces between them."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.lower()))
    return _OTHER.sub(" ", _MARKS.sub("", plain).translate(_LETTERS)).strip()


def search(entries: Sequence[Entry], kinds: Sequence[str], typed: str, limit: int) -> tuple[list[Found], int]:
    """The best entries for what is typed, and how many fit at all; `kinds` are the labels of kinds, in their order.

    By grade, then by kind, then by deaths and events, then in the order of the index.
    """
    query = folded(typed)
    if not query:
        return [], 0
    found: list[tuple[tuple[int, int, int, int, int], Found]] = []
    for number, entry in enumerate(entries):
        best = _best(query, entry, kinds[entry.kind])
        if best is not None:
            grade, name = best
            found.append(((grade, entry.kind, -entry.deaths, -entry.events, number), Found(entry, name)))
    found.sort(key=lambda one: one[0])
    return [one for _, one in found[:limit]], len(found)


def _best(query: str, entry: Entry, kind: str) -> tuple[Grade, str] | None:
    beside = folded(f"{kind} {entry.where}").split()
    best: tuple[Grade, str] | None = None
    for name in entry.names:
        grade = graded(query, folded(name), beside)
        if grade is not None and (best is None or grade < best[0]):
            best = grade, name
    return best


def graded(query: str, name: str, beside: Sequence[str]) -> Grade | None:
    """How well a name fits a query, both folded; None where it does not."""
    typed, whole = query.replace(" ", ""), name.replace(" ", "")
    if typed == whole:
        return Grade.EXACT
    if whole.startswith(typed):
        return Grade.PREFIX
    words, own = query.split(), name.split()
    if all(any(word.startswith(one) for word in own) for one in words):
        return Grade.WORDS
    if _fit(words, own, beside, is_exact=True):
        return Grade.BESIDE
    if len(typed) >= SHORTEST_MISTYPED:
        if is_nearly(typed, whole):
            return Grade.NEARLY
        if begins_nearly(typed, whole):
            return Grade.NEARLY_PREFIX
        if _fit(words, own, beside, is_exact=False):
            return Grade.NEARLY_WORDS
    return None


def _fit(words: Sequence[str], own: Sequence[str], beside: Sequence[str], *, is_exact: bool) -> bool:
    """True if each word typed begins one of the name's or beside it, at least one the name's."""

    def begins(one: str, word: str) -> bool:
        is_close = not is_exact and len(one) >= SHORTEST_MISTYPED and begins_nearly(one, word)
        return word.startswith(one) or is_close

    in_name = [any(begins(one, word) for word in own) for one in words]
    rest = [one for one, is_there in zip(words, in_name, strict=True) if not is_there]
    return any(in_name) and all(any(begins(one, word) for word in beside) for one in rest)


def is_nearly(typed: str, word: str) -> bool:
    """True if a word is typed with at most one letter too many, missing, wrong or exchanged with the next."""
    at = _common(typed, word)
    rest, left = typed[at:], word[at:]
    is_exchanged = len(rest) > 1 and rest[1::-1] == left[:2] and rest[2:] == left[2:]
    return rest[1:] == left[1:] or rest[1:] == left or rest == left[1:] or is_exchanged


def begins_nearly(typed: str, word: str) -> bool:
    """True if a word begins with what is typed but for one letter, as in `is_nearly`."""
    at = _common(typed, word)
    rest, left = typed[at:], word[at:]
    is_exchanged = len(rest) > 1 and rest[1::-1] == left[:2] and left[2:].startswith(rest[2:])
    return left[1:].startswith(rest[1:]) or left.startswith(rest[1:]) or left[1:].startswith(rest) or is_exchanged


def _common(one: str, other: str) -> int:
    """The number of letters that two words begin with in common."""
    same = (number for number, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return next(same, min(len(one), len(other)))
