"""The picture beside a link: every view has its title, figures and legend in it, large enough, beside its map."""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from app.exports.mapsheet import route
from app.request import parsing, terms
from geodata.mapsheet import card
from geodata.mapsheet.page import HALO
from geodata.mapsheet.sheet import Sheet
from tests import examples

STATES = (
    "",
    "from=2020&violence=one_sided&family=jnim&focus=mali&unit=ML05",
    "measure=documented_sites&focus=mali",
    "measure=nominal_troops&year=2019&from=2015&focus=niger",
    "year=2024&unit=ML10",
    "layers=units,grid,niger-50,both-50,sites-minusma,sites-french,sites-fama,rivers,towns&circles=events",
    "layers=none&focus=three-borders",
    "layers=sites-minusma,sites-wagner,towns&focus=mali",
    "at=12/89/179",
    "sides=both&unit=niger-50&from=2020",
    "year=2012-2023&units=ML07,ML10&unit=ML10",
    "compare=years",
)
DEEP = (
    "level=admin3&layers=units,events,either-75,rivers,towns&month=3",
    "level=admin2&layers=grid,events,towns&from=2021&unit=ML0701",
    "level=admin3&focus=gao&unit=ML0701-a",
    "frame=2012&focus=menaka",
    "level=admin2&focus=mali",
)
LARGE, LEAST = 26, 15
"""Pixels of a title and of the smallest words beside the map: half of it at arm's length."""


def sheet_of(client, query: str) -> Sheet:
    with client.application.test_request_context(f"/?{query}"):
        edition = terms.edition()
        return route.sheet_of(edition, parsing.view_of(route.request.args, edition))[0]


def check(sheet: Sheet) -> None:
    """Nothing leaves the card, no words beside the map meet or run into it, and what is coloured has a legend."""
    figure = card.compose(sheet, "Source: somebody")
    figure.set_dpi(72)
    assert FigureCanvasAgg(figure).get_width_height() == (card.WIDTH, card.HEIGHT)
    figure.draw_without_rendering()
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_label() != HALO]
    boxes = [(text, text.get_window_extent()) for text in texts]
    beside = [(text, box) for text, box in boxes if box.x0 >= card._MARGIN - 2 and text.get_zorder() == 50]
    for text, box in beside:
        assert box.y0 >= 10, text
        assert box.y1 <= card.HEIGHT - 10, text
        assert text.get_fontsize() >= LEAST, text
    for number, (text, box) in enumerate(beside):
        for other, there in beside[number + 1 :]:
            meet = min(box.x1, there.x1) - max(box.x0, there.x0), min(box.y1, there.y1) - max(box.y0, there.y0)
            assert min(meet) < 3, (text, other)
    words = {text.get_text(): text.get_fontsize() for text, _ in beside}
    assert words["Mali Atlas"] == card._NAME.size
    assert max(words.values()) >= LARGE
    seen = " ".join(text.get_text() for text, _ in beside)
    assert f"{sheet.title} {sheet.subtitle}" in seen
    if sheet.headline:
        assert any(line in seen for line in sheet.headline)
    if coloured := [key for key in sheet.legend[0].keys if key.of.startswith("#")] if sheet.legend else []:
        assert all(key.label in seen for key in coloured)


@pytest.mark.parametrize(
    ("state", "lang"),
    [(state, lang) for turn, state in enumerate(STATES) for lang in examples.some(["en", "fr"], 2, turn)],
)
def test_a_card_holds_its_words_beside_its_map(client, state, lang):
    check(sheet_of(client, f"{state}&lang={lang}"))


@pytest.mark.parametrize("state", DEEP)
def test_cards_of_cercles_communes_and_events_do_too(imported, state):
    check(sheet_of(imported.client, f"{state}&lang=fr"))
