"""The manual of placing is whole: every outcome, frame, level, spelling and limit is shown, in both languages."""

from __future__ import annotations

import itertools
import re

import pytest

from geodata import names
from geodata.boundaries import gazetteer
from geodata.placing import place
from tests.spec.placing.drawn import RULES, SCALES, expected, placed, units

TEXTS = [*RULES.sections.values(), *(example.titles for example in RULES.examples)]


@pytest.mark.parametrize("scale", SCALES)
def test_the_limits_of_precision_are_those_of_the_manual(scale):
    assert {level: limit[scale] for level, limit in RULES.limits.items()} == SCALES[scale].limit


def test_an_example_of_ucdps_scale_is_not_the_same_on_acleds():
    for example in RULES.examples:
        if example.scale == "ucdp":
            assert placed(example, "acled") != expected(example), example.key


def test_every_outcome_is_shown():
    told = {(one.basis, one.reason) for example in RULES.examples for _, one in example.rows}
    assert told == {(verdict.basis, verdict.reason) for verdict in place.Verdict}


def test_every_frame_and_level_is_shown():
    told = {(example.frame, example.level) for example in RULES.examples}
    assert {frame for frame, _ in told} == {"2012", "2016", "2023"}
    assert {level for _, level in told} == {"admin1", "admin2", "admin3"}


def test_every_other_spelling_and_word_left_out_is_shown():
    named = {text for example in RULES.examples for event, _ in example.rows for text in (event.region, event.cercle)}
    assert {spelling.capitalize() for spelling in names._SPELLINGS} <= named
    assert all(any(text.casefold().endswith(word) for text in named) for word in names._WORDS)


def test_the_units_are_those_of_the_gazetteer():
    table, communes = gazetteer.units(), gazetteer.communes()
    regions = dict(zip(table["pcode"], table["name"], strict=True))
    for letter, unit in RULES.units.items():
        if letter.isupper():
            assert regions[unit.pcode] == unit.name
        else:
            row = communes[(communes["admin2_pcode"] == unit.pcode[:6])].iloc[0]
            assert unit.name.split(" (")[0] in (row["admin2_name"], "Menaka")


def test_sections_and_keys_are_used_once_and_every_text_is_in_both_languages():
    keys = [example.key for example in RULES.examples]
    assert len(keys) == len(set(keys))
    order = [key for key, _ in itertools.groupby(example.section for example in RULES.examples)]
    assert order == list(RULES.sections)
    for text in TEXTS:
        assert set(text) == {"en", "fr"}
        assert all(re.match(r"[«“]?\s?[A-ZÀ-Ý]", words) for words in text.values())
    assert len({words for text in TEXTS for words in text.values()}) == 2 * len(TEXTS)


def test_every_letter_of_a_drawing_is_a_unit_and_every_unit_is_drawn():
    drawn = {letter for example in RULES.examples for letter in example.drawing.split()} - {"."}
    assert drawn == set(RULES.units)
    for example in RULES.examples:
        assert len(units(example.drawing)) == len({*example.drawing.split()} - {"."})
