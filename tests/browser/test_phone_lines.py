"""The lines that a phone always shows say all that they have: the sheet's first, and the legend's."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CUT = """(line) => {
  const box = document.querySelector(line).getBoundingClientRect();
  const pieces = Array.from(document.querySelectorAll(`${line} .unbroken`), (piece) => piece.getBoundingClientRect());
  const seen = pieces.filter(({ bottom }) => bottom <= box.bottom + 2);
  return [seen.length, seen.filter(({ right }) => right > box.right + 1).length];
}"""
"""How many pieces of a line are seen, and how many of these are cut."""


def test_a_phone_says_the_deaths_of_an_opened_zone_and_shows_the_whole_legend_of_a_change(watched):
    seen = watched((390, 844), "fr", has_touch=True, is_mobile=True)
    page = seen.go("/?unit=both-50&year=2022")
    expect(page.locator("#peeked")).to_contain_text("282")
    line = page.locator("#peeked")
    assert line.evaluate("(node) => node.scrollWidth - node.clientWidth") <= 1, "it is not cut"
    page = seen.go("/?from=2020")
    assert (
        page.evaluate("""() => Array.from(document.querySelectorAll("#legend li"))
      .filter((item) => item.offsetHeight && item.scrollHeight > item.clientHeight + 1).map((item) => item.textContent)
    """)
        == []
    )


def test_no_figure_of_the_country_is_cut(watched):
    """Neither in the heading beside its buttons nor in the sheet's first line: what has no room is left out whole."""
    seen = watched((1280, 720), "fr")
    for width, line in ((1280, "#national"), (1440, "#national"), (360, "#peeked"), (320, "#peeked")):
        seen.page.set_viewport_size({"width": width, "height": 720})
        page = seen.go("/?from=2020&lang=fr")
        expect(page.locator(line)).to_contain_text("1\u202f509 → 3\u202f650 décès")
        shown, cut = page.evaluate(CUT, ".headline" if line == "#national" else line)
        assert (shown > 0 or width == 1280, cut) == (True, 0), width
