"""The briefing as a page: read on a phone without script, its map whole, printed as the file is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import accessible, driver

pytestmark = pytest.mark.browser

FIRST_ROWS = """() => Array.from(document.querySelectorAll("thead + tbody"), (body) => {
  const range = document.createRange();
  range.selectNodeContents(body.querySelector("th"));
  return range.getBoundingClientRect().top - body.getBoundingClientRect().top;
})"""
"""The room between the line under the head of each table and the letters of its first row, in px."""


def test_without_script_a_phone_shows_the_whole_map_and_nothing_goes_sideways(watched):
    page = watched(driver.SMALL, "fr", java_script_enabled=False).go("/briefing?from=2020")
    assert accessible.sideways(page) == 0
    image = page.locator(".map img")
    box = image.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= driver.SMALL[0]
    assert image.evaluate("(node) => new URL(node.currentSrc).pathname") == "/briefing/tall.png"
    assert image.evaluate("(node) => node.naturalWidth > node.naturalHeight") is False
    page.click(".ways a >> nth=1")
    assert page.url.endswith("/?from=2020")


def test_it_prints_on_two_pages_with_the_wide_map(watched):
    page = watched().go("/briefing?lang=fr")
    pdf = page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_visible()
    for hidden in (".top", ".foot", ".ways"):
        expect(page.locator(hidden), hidden).to_be_hidden()
    assert page.evaluate("new URL(document.querySelector('.map img').currentSrc).pathname") == "/briefing/wide.png"
    rooms = page.evaluate(FIRST_ROWS)
    assert len(rooms) >= 3
    assert min(rooms) >= 1.5, "no first row is printed over the line above it"


def test_the_map_page_offers_it_where_it_offers_the_file(watched):
    page = watched().go("/?year=2021&tab=downloads")
    assert page.get_attribute('[data-view="briefing"]', "href") == "/briefing?year=2021"
    page.click("#share")
    page.wait_for_selector("#sharing")
    links = page.locator("#sharing .images a")
    assert links.evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")[3:] == [
        "/briefing?year=2021", "/briefing.html?year=2021"
    ]  # fmt: skip
