"""The map that the server draws: it lies where Leaflet's comes, nothing jumps, and it stays where a script fails."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

PLACES = ("ML07", "ML10")
"""Regions that lie in the window whole, as the page opens."""
NOTED = """
globalThis.box = (node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return [x, y, width, height];
};
addEventListener("DOMContentLoaded", () => {
  globalThis.drawn = Object.fromEntries(
    Array.from(document.querySelectorAll("[data-unit]"), (node) => [node.dataset.unit, box(node)]));
  document.getElementById("readout").style.display = "none";  // which goes out of the way of what has the focus
  document.querySelector("a:has([data-unit=ML10])").focus();
});"""
MAPPED = """() => Object.fromEntries(
  Array.from(document.querySelectorAll("path[data-pcode]"), (node) => [node.dataset.pcode, box(node)]))"""


@pytest.mark.parametrize("size", [driver.WIDE, driver.SMALL])
def test_the_map_comes_where_the_picture_was_and_nothing_jumps(watched, size):
    seen = watched(size)
    seen.page.add_init_script(driver.SHIFTS + NOTED)
    page = seen.go("/")
    drawn, mapped = page.evaluate("drawn"), page.evaluate(MAPPED)
    for pcode in PLACES:
        assert drawn[pcode] == pytest.approx(mapped[pcode], abs=2)
    assert page.locator("#picture").count() == 0
    assert page.evaluate("document.activeElement.dataset.pcode") == "ML10", "the focus goes on where it was"
    driver.check_steady(page)


def test_where_a_script_fails_the_picture_stays(watched):
    seen = watched()
    seen.page.route("**/leaflet.js", lambda route: route.abort())
    page = seen.page
    page.goto(seen.base)
    expect(page.locator("#picture")).to_be_visible()
    expect(page.locator('[data-unit="ML07"]')).to_be_visible()
    assert any("L is not defined" in text for text in seen.said)
    seen.said.clear()
