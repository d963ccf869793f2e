"""What is said of a figure that rests on little, or on an estimate outside its own range; the script says the same."""

from __future__ import annotations

import pytest

from app.presenters import uncertainty
from app.web.languages import speaking
from geodata.exports.cells import Cell

SAID = {
    "en": "The best estimate lies outside the range, as published.",
    "fr": "La meilleure estimation sort de la fourchette, telle que publiée.",
}


@pytest.mark.parametrize("lang", SAID)
def test_a_best_estimate_outside_its_range_is_said(lang):
    with speaking(lang):
        assert uncertainty.notes(Cell(8.0, 9.0, 10.0, "recorded", 1, 1, 1)) == [SAID[lang]]
        assert uncertainty.notes(Cell(9.0, 9.0, 10.0, "recorded", 1, 1, 1)) == []
