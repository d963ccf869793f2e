"""The panel's list of the events behind a count: as the table counts them, opened from its row, asked for again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.app import named
from tests.browser import driver
from tests.browser.conftest import watching

pytestmark = pytest.mark.browser

MANY = 60
SPEC = named.SPEC + "\n".join(
    f"m{number} 2022 1.23 15.53 5 Gao_region . 1 IS JNIM 2 2 2 0 2022-07-{number % 28 + 1:02} 2022-07-28"
    for number in range(MANY)
)
SUMS = """() => Object.fromEntries(Array.from(document.querySelectorAll("#panel [data-sum]"), (line) => [
  line.dataset.sum, line.textContent]))"""
SHOWN = """() => Array.from(document.querySelectorAll("#panel [data-event]"), (card) => card.dataset.event)"""


@pytest.fixture(scope="module")
def base(serve_world, tmp_path_factory):
    with serve_world(named.world(tmp_path_factory.mktemp("drawn"), SPEC)) as address:
        yield address


@pytest.mark.parametrize("size", [driver.WIDE, driver.SMALL], ids=["1440", "360"])
def test_lists_follow_the_view_and_say_what_the_table_counts(chromium, base, size):
    with watching(chromium, base) as watched:
        page = watched(size).go(f"/?level=admin2&unit={named.HERE}&month=03&tab=events")
        expect(page.locator("#panel [data-event]")).to_have_count(2)
        assert page.evaluate(SHOWN) == ["e1", "e2"]
        assert page.evaluate(SUMS) == {
            "placed": "Placed here – events: 1, deaths: 12.",
            "named": "Only named – events: 1, deaths: 5.",
        }
        page.click('#months [data-month=""]' if size == driver.WIDE else "#by-years")
        expect(page.locator("#panel [data-event]")).to_have_count(3)
        assert page.evaluate(SHOWN) == ["e1", "e3", "e2"]
        page.click("#panel .close")
        page.click("#tab-table")
        page.focus("#missing-events")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_be_focused()
        expect(page.locator("#panel [data-event]")).to_have_count(50)
        assert "unit=none" in page.url
        row = page.locator('#table tr[data-row="missing"] td').all_inner_texts()
        assert page.evaluate(SUMS) == {"missing": f"Not allocated – events: {row[4]}, deaths: {row[2]}."}
        assert row[4] == str(MANY + 3)
        page.click("#panel .all")
        expect(page.locator("#panel [data-event]")).to_have_count(MANY + 3)
        assert page.evaluate("document.activeElement.dataset.event") == page.evaluate(SHOWN)[50]
        assert "names" in page.locator('[data-event="e2"] .reason').inner_text()
        assert page.get_attribute("#tab-events", "aria-selected") == "true"
        page.click("#tab-table")
        page.keyboard.press("Escape")
        expect(page.locator("#missing-events")).to_be_focused()
        page.locator("#accounting a").last.press("Enter")
        expect(page.locator('#panel [data-events="precision_too_low"]')).to_be_focused()


def test_with_named_what_names_a_unit_is_listed_there_alone_and_a_zone_lists_its_own(chromium, base):
    with watching(chromium, base) as watched:
        seen = watched()
        page = seen.go("/?level=admin2&unit=none&named=with&violence=one_sided&tab=events")
        expect(page.locator("#panel [data-event]")).to_have_count(1)
        assert page.evaluate(SHOWN) == ["e4"]
        page = seen.go("/?unit=burkina-100&tab=events")
        expect(page.locator("#panel [data-event]")).to_have_count(1)
        assert page.evaluate(SHOWN) == ["e1"]
        row = page.locator('#zones tr[data-zone="burkina-100"] td').all_inner_texts()
        assert page.evaluate(SUMS) == {"placed": f"Placed here – events: {row[2]}, deaths: {row[0]}."}


def test_a_list_that_could_not_be_loaded_is_not_empty_and_is_asked_for_again(chromium, base):
    with watching(chromium, base) as watched:
        seen = watched()
        page = seen.page
        page.route("**/events-admin2-*", lambda route: route.fulfill(status=503))
        page.goto(f"{base}/?level=admin2&unit={named.HERE}&tab=events")
        expect(page.locator("#panel .unitevents .said")).to_have_text("The list of events could not be loaded.")
        page.unroute("**/events-admin2-*")
        page.click("#panel .unitevents button")
        expect(page.locator("#panel [data-event]")).to_have_count(3)
        seen.said[:] = [text for text in seen.said if "Failed to load resource" not in text]
