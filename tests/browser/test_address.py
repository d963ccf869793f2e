"""The address holds the state: every click writes it, and opening it again gives the same view."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

SNAPSHOT = f"""() => ({{
  checked: Array.from(document.querySelectorAll("#controls input:checked"), (box) => box.value + box.dataset.layer),
  selected: Array.from(document.querySelectorAll("#controls select"), (box) => box.value),
  current: Array.from(document.querySelectorAll("main [aria-current]"), (link) => link.textContent),
  links: Array.from(document.querySelectorAll("[data-year], [data-focus], a.lang, [data-download]"),
    (link) => link.getAttribute("href")),
  drawn: ({driver.DRAWN})(),
  grid: Array.from(document.querySelectorAll("path[data-gid]"), (path) => path.dataset.gid + path.dataset.class),
  zones: Array.from(document.querySelectorAll("path.zone"), (path) => path.getAttribute("class")).sort(),
  sites: Array.from(document.querySelectorAll("svg[data-site]"), (node) => node.dataset.site + node.dataset.status),
  circles: Array.from(document.querySelectorAll("path.bubble")).length,
  table: ({driver.TABLE_TEXT})(),
  legend: document.querySelector(".legend").textContent,
  heading: document.querySelector(".heading").textContent.replaceAll(/\\s+/g, " "),
  panel: [document.querySelector("#panel h2"), ...document.querySelectorAll("#pane-figures, #pane-events")].map(
    (node) => node.textContent),
  tab: document.querySelector("#panel [aria-selected=true]").dataset.tab,
}})"""
PLACE = """() => {
  const points = [[15, -4], [17, 3]].map((at) => map_atlas.latLngToContainerPoint(at));
  return [...points.flatMap((point) => [point.x, point.y]), map_atlas.getContainer().scrollTop];
}"""


def settled(page):
    """Wait until the map has come to rest: where it is stands in the address."""
    last = None
    for _ in range(50):
        page.wait_for_timeout(400)
        now = (page.url, page.evaluate(PLACE))
        if now == last:
            return
        last = now
    raise AssertionError(f"the map does not come to rest: {last}")


def reopened(watched, seen):
    """Open the page's address anew and compare."""
    path = seen.page.url.removeprefix(seen.base)
    page = watched().go(path)
    driver.freshen(page)
    again = page.evaluate(SNAPSHOT)
    driver.freshen(seen.page)
    for name, value in seen.page.evaluate(SNAPSHOT).items():
        assert again[name] == value, (path, name)
    for _ in range(50):  # a map that was just opened may still be moving
        here, there = seen.page.evaluate(PLACE), page.evaluate(PLACE)
        if is_same := all(abs(a - b) <= 4 for a, b in zip(here, there, strict=True)):
            break
        page.wait_for_timeout(100)
    assert is_same, (path, here, there)
    assert page.url == seen.page.url


def test_choices_and_an_open_panel_come_back(watched):
    seen = watched()
    page = seen.go("/")
    page.check("input[value=civilian_fatalities_per_100k]")
    page.click('[data-year="2021"]')
    page.select_option("#from", "2018")
    page.select_option("#violence", "non_state")
    page.select_option("#family", "jnim")
    page.select_option("#circles", "fatalities")
    for layer in ("grid", "niger-100", "sites-minusma", "sites-wagner"):
        page.check(f'[data-layer="{layer}"]')
    page.uncheck('[data-layer="rivers"]')
    page.click('[data-focus="menaka"]')
    expect(page.locator('[data-focus="menaka"]')).to_have_attribute("aria-current", "true")
    expect(page.locator("path[data-gid][data-class]").first).to_be_attached()
    reopened(watched, seen)
    page.uncheck('[data-layer="grid"]')
    driver.reach(page, 'path[data-pcode="ML10"]')
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Ménaka")
    reopened(watched, seen)


def test_a_view_moved_by_hand_comes_back(watched):
    seen = watched(reduced_motion="no-preference")  # with inertia and animated zooms
    page = seen.go("/?year=2019")
    box = page.locator("#map_atlas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -200)
    expect(page.locator(".focuses [aria-current]")).to_have_count(0)
    page.mouse.down()
    page.mouse.move(x - 60, y + 40, steps=4)
    page.mouse.up()
    settled(page)
    assert "at=" in page.url
    reopened(watched, seen)
    page.click('[data-focus="gao"]')
    page.wait_for_timeout(600)
    assert page.get_attribute('[data-focus="gao"]', "aria-current") == "true"
    assert "at=" not in page.url
    page.click(".leaflet-control-zoom-in")
    expect(page.locator(".focuses [aria-current]")).to_have_count(0)
    page.wait_for_timeout(400)
    reopened(watched, seen)


def test_the_first_view_has_no_query(watched):
    seen = watched()
    page = seen.go("/?year=2013")
    page.click('[data-year="2022"]')
    assert page.url == seen.base + "/"


def test_languages_keep_the_view(watched):
    seen = watched()
    page = seen.go("/?year=2013&layers=units,grid&measure=events_per_100k")
    page.click("a.lang[lang=fr]")
    page.wait_for_selector("html.ready[lang=fr]", state="attached")
    assert "year=2013" in page.url
    assert page.locator("path[data-gid]").count() > 100
    drawn = page.evaluate(driver.DRAWN)
    page.click("a.lang[lang=en]")
    page.wait_for_selector("html.ready[lang=en]", state="attached")
    assert page.evaluate(driver.DRAWN) == drawn
