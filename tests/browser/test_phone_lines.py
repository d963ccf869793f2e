"""The lines that a phone always shows say all that they have: the sheet's first, and the legend's."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CUT = """(line) => {
  const box = document.querySelector(line).getBoundingClientRect();
  const pieces = Array.from(document.querySelectorAll(`${line} .nobr`), (piece) => piece.getBoundingClientRect());
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


CLASSES = """() => {
  const box = document.querySelector("#legend ul").getBoundingClientRect();
  const items = Array.from(document.querySelectorAll("#legend li"))
    .filter((item) => !item.querySelector("[data-key*=_]")).map((item) => item.getBoundingClientRect());
  return [items.length, items.filter(({ bottom, right }) => bottom <= box.bottom + 1 && right <= box.right + 1).length];
}"""
"""How many classes a legend has, and how many are seen."""


def test_a_folded_legend_has_every_class_and_an_open_one_scrolls_down_alone(watched):
    seen = watched((1280, 720), "fr")
    for width, height in ((1440, 900), (1280, 720), (820, 1100), (640, 360), (360, 740)):
        seen.page.set_viewport_size({"width": width, "height": height})
        for query, number in (("", 6), ("from=2020", 7)):
            page = seen.go(f"/?{query}&lang=fr")
            assert page.evaluate(CLASSES) == [number, number], (width, query)
    seen.go("/?sides=both&layers=units,both-50,sites-minusma&lang=fr")
    page.click(".unfold")
    room = "(box) => [box.scrollWidth - box.clientWidth, box.scrollHeight > box.clientHeight]"
    assert page.locator(".legendbody").evaluate(room) == [0, True]


def test_by_what_both_sides_are_coloured_is_said_where_it_is_not_the_map_s_measure(watched):
    page = watched((1280, 720)).go("/?sides=both")
    expect(page.locator("#filter")).to_have_text("border zones on both sides (beyond it: per 1,000 km²)")
    page.check("input[value=fatalities_per_1000km2]")
    expect(page.locator("#filter")).to_have_text("border zones on both sides")
