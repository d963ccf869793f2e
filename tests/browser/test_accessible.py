"""axe-core finds nothing on any page; the whole matrix of languages, widths and schemes is .ci/soak/axe.py."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import examples
from tests.browser import accessible, driver

pytestmark = pytest.mark.browser

PAGES = [
    "/?layers=units,both-50,sites-minusma&sides=both&unit=ML07",
    *("/story", "/forces/minusma", "/withdrawal", "/claims", "/claims/C07", "/changes", "/sources", "/data", "/gis"),
    *("/method", "/docs", "/find?q=gao", "/embed", "/embed?compare=years", "/ogc/collections/admin1-2016/items"),
    "/briefing",
]
"""A page of each template."""
NARROW = ["/sources?lang=fr", "/method?lang=fr", "/gis?lang=fr", "/withdrawal?lang=fr", "/claims?lang=fr"]


def test_axe_finds_nothing_on_any_page(watched):
    seen = watched()
    for path in PAGES:
        found, _ = accessible.examine(seen.go(path))
        assert found == [], path


def test_narrow_pages_are_accessible_and_scroll_down_alone(watched):
    seen = watched((320, 740), "fr")
    for path in examples.some(NARROW):
        page = seen.go(path)
        assert accessible.sideways(page) == 0, path
        found, _ = accessible.examine(page)
        assert found == [], path


def test_what_axe_finds_is_found(watched):
    """Bad contrast is told from good, also where axe itself leaves it undecided, and of one cell among many alike."""
    page = watched().go("/method")
    page.evaluate("""() => {
      const bad = document.createElement("p");
      bad.textContent = "Too light to be read";
      bad.style.color = "#999999";
      bad.style.backgroundColor = "#ffffff";
      bad.style.backgroundImage = "linear-gradient(#fff, #fff)";
      document.querySelector("main").append(bad);
      Array.from(document.querySelectorAll("main td")).at(-1).style.color = "#999999";
    }""")
    found, undecided = accessible.examine(page)
    assert [text.split(":")[0] for text in found] == ["color-contrast"] * 2, found
    assert undecided


def test_the_skip_links_lead_to_map_and_table(watched):
    page = watched(driver.WIDE).go("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("path[data-pcode][tabindex]", state="attached")
    assert page.evaluate("document.activeElement.dataset.pcode") == "ML10"
    page.focus(".skip >> nth=1")
    page.keyboard.press("Enter")
    expect(page.locator("#tab-table")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#figures")).to_be_in_viewport()
