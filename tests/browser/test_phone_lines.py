"""The lines that a phone always shows say all that they have: the sheet's first, and the legend's."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


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
