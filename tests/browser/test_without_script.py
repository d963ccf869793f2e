"""Without JavaScript: the map is drawn above the table, regions and years are links, the form renders any view."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser


@pytest.fixture
def page(watched):
    return watched(java_script_enabled=False).go("/")


def follow(link):
    """Press the link and wait for the page it leads to: without script every choice is one."""
    with link.page.expect_navigation():
        link.click()


def texts(page):
    return [" ".join(text.split()) for text in page.locator("#table tbody tr").all_inner_texts()]


def reach_controls(page):
    if not page.locator("#controls").is_visible():
        page.click("#drawer summary")


def test_years_are_links_to_the_rendered_state(page, base):
    assert len(texts(page)) == 11
    assert page.locator("#subtitle").inner_text() == "2022"
    follow(page.locator('[data-year="2015"]'))
    assert page.url == f"{base}/?year=2015"
    assert page.locator("#subtitle").inner_text() == "2015"
    assert page.locator("#years [aria-current]").inner_text() == "2015"
    assert "2015" in page.locator("#accounting caption").inner_text()
    rows = driver.fetch(f"{base}/api/figures?year=2015")["figures"]
    shown = driver.cells(page, "table")
    for row in rows:
        for head, name in driver.COUNTS.items():
            assert shown[row["pcode"]][head] == f"{row[name]:,}"
    follow(page.locator('[data-year="2024"]'))
    assert all("No data" in text for text in texts(page))


def test_the_form_renders_the_chosen_view(page, base):
    reach_controls(page)
    page.check("input[value=events_per_100k]")
    page.select_option("#from", "2019")
    page.select_option("#violence", "one_sided")
    follow(page.locator("#controls button[type=submit]"))
    assert "measure=events_per_100k" in page.url
    assert page.locator("#title").inner_text() == "Events per 100,000 people"
    assert page.locator("#subtitle").inner_text() == "Change from 2019 to 2022"
    assert page.locator("#filter").inner_text() == "One-sided (against civilians)"
    assert page.locator('input[type=radio][value="events_per_100k"]').is_checked()
    assert page.locator("#from").input_value() == "2019"
    assert "→" in texts(page)[0]
    assert page.locator("#legend li").count() == 10
    follow(page.locator('[data-year="2019"]'))
    assert page.locator("#subtitle").inner_text() == "2019"


def test_on_a_small_screen_the_map_is_above_the_table_and_the_form_below(watched):
    page = watched(driver.SMALL, java_script_enabled=False).go("/")
    assert_map_first(page)
    assert page.locator("#map_atlas").bounding_box()["height"] >= 300
    page.click('.withoutscript a[href="#drawer"]')
    page.check("input[value=documented_sites]")
    label = page.locator(".choice:has(input[value=documented_sites])").inner_text()
    follow(page.locator("#controls button[type=submit]"))
    assert page.locator("#title").inner_text() == label


def assert_map_first(page):
    """The picture is seen, in the window as it opens, and the table is below it."""
    top = page.locator("#map_atlas").bounding_box()
    assert 0 < top["y"] < 200
    expect(page.locator("#picture")).to_be_visible()
    assert page.locator("#table").bounding_box()["y"] > top["y"] + top["height"]


def test_regions_and_measures_are_links(page):
    assert_map_first(page)
    expect(page.locator(".withoutscript")).to_be_visible()
    expect(page.locator("#play")).to_be_hidden()
    expect(page.locator("#share")).to_be_hidden()
    follow(page.locator('#picture a:has([data-unit="ML07"])'))
    assert page.url.endswith("?unit=ML07#chosen")
    assert page.locator("#chosen th").inner_text() == "Gao"
    follow(page.locator('.withoutscript a:text-is("Events per 100,000 people")'))
    assert page.locator("#title").inner_text() == "Events per 100,000 people"
    assert page.locator("#chosen th").inner_text() == "Gao"


def test_levels_frames_and_months_are_links(watched_import, imported):
    page = watched_import(java_script_enabled=False).go("/")
    for selector, level, frame, month, count in (
        ('[data-switch="level"][data-key="admin2"]', "admin2", "2016", None, 51),
        ('[data-switch="level"][data-key="admin3"]', "admin3", "2016", None, None),
        ('[data-switch="frame"][data-key="2023"]', "admin3", "2023", None, None),
        ('#months [data-month="03"]', "admin3", "2023", "03", None),
        ('[data-switch="level"][data-key="admin1"]', "admin1", "2023", "03", 20),
        ('#months [data-month=""]', "admin1", "2023", None, 20),
    ):
        follow(page.locator(selector))
        assert page.locator(selector).get_attribute("aria-current") == "true"
        assert page.locator("#subtitle").inner_text() == ("March 2022" if month else "2022")
        query = f"level={level}&frame={frame}&year=2022" + (f"&month={month}" if month else "")
        rows = {row["pcode"]: row for row in driver.fetch(f"{imported}/api/figures?{query}")["figures"]}
        shown = driver.cells(page, "table")
        listed = {pcode for pcode, row in rows.items() if row["events"]} if level == "admin3" else set(rows)
        assert set(shown) == listed
        assert len(shown) == (count or len(listed))
        for pcode, cells in shown.items():
            for head, name in driver.COUNTS.items():
                assert cells[head] == f"{rows[pcode][name]:,}"
        assert page.locator('#table [data-row="undated"]').is_visible() == bool(month)
        expect(page.locator(".layers")).to_be_hidden()
    reach_controls(page)
    page.check("input[value=events_per_100k]")
    follow(page.locator("#controls button[type=submit]"))  # the form keeps the boundaries
    assert page.locator("#title").inner_text() == "Events per 100,000 people"
    assert "frame=2023" in page.url
    assert len(texts(page)) == 20
