"""What the panel's charts draw can be read without a pointer: by key, by touch and by ear."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser


def test_the_values_of_a_chart_are_opened_by_key_and_stay_open(watched, base):
    page = watched().go("/?unit=ML07")
    page.wait_for_selector("#pane-figures .chart")
    items = page.locator("#pane-figures .values li")
    expect(items.first).to_be_hidden()
    page.focus("#pane-figures .values summary")
    page.keyboard.press("Enter")
    expect(items.first).to_be_visible()
    assert items.all_inner_texts() == [
        text.strip() for text in page.locator("#pane-figures .chart").first.locator("title").all_text_contents()
    ]
    rows = driver.fetch(f"{base}/api/figures?pcode=ML07")["figures"]
    counted = {row["year"]: row for row in rows if row["fatalities_best"] is not None}
    assert len(counted) >= 12
    for year, row in counted.items():
        low, high = row["fatalities_low"], row["fatalities_high"]
        assert f"{year}: {row['fatalities_best']:,} ({low:,}–{high:,})" in items.all_inner_texts()
    page.evaluate("() => Atlas.held.update({ unit: 'ML10' })")
    expect(page.locator("#panel-name")).to_have_text("Ménaka")
    expect(items.first).to_be_visible()
    expect(items.nth(10)).to_contain_text("2022: 953")
