"""On paper: the map as it was seen, what is opened and the table on whole pages; the story in a few."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

PAPER_PX = 718
"""The width of A4 between Chromium's margins."""
FRAMED = """() => {
  const box = document.querySelector("#map_atlas").getBoundingClientRect();
  const path = document.querySelector('path[data-pcode="ML07"]').getBoundingClientRect();
  return [box.width, box.height, path.left >= box.left && path.right <= box.right, path.bottom <= box.bottom];
}"""


def pages(page, **options) -> int:
    """How many pages of A4 the browser prints."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", print_background=True, **options)))


def test_the_map_is_printed_as_it_was_seen_with_what_is_opened_and_the_table(watched):
    page = watched().go("/?unit=ML07")
    before = page.evaluate(FRAMED)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(FRAMED) == [690, 500, True, True]
    page.emulate_media(media="print")
    for shown in ("#map_atlas", "#legend", "#panel-name", "#pane-figures", "#table", "#zones", ".disclaimer"):
        expect(page.locator(shown).first, shown).to_be_visible()
    for hidden in (".years", "#drawer", ".actions", ".tabs", ".leaflet-control-zoom", ".sitenav"):
        expect(page.locator(hidden).first, hidden).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(FRAMED) == before
    assert pages(page) <= 5
    assert page.evaluate(FRAMED) == before


def test_no_column_of_a_printed_table_is_cut(watched):
    """Notes stand in the last column, and were wider than the paper."""
    page = watched((PAPER_PX, 1000), "fr").go("/?lang=fr")
    page.emulate_media(media="print")
    edges = "(tables) => tables.map((table) => table.getBoundingClientRect().right)"
    found = page.eval_on_selector_all("#pane-table table", edges)
    assert len(found) == 3
    assert max(found) <= PAPER_PX


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_story_is_at_most_six_pages(watched, lang):
    assert pages(watched().go(f"/story?lang={lang}")) <= 6
