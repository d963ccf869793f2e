"""The map as one screen: rail, map, panel and years side by side; nothing over the map, and no page that scrolls."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

FREE = """() => {
  const box = document.getElementById("mapbox").getBoundingClientRect();
  let free = 0, all = 0;
  for (let y = box.top + 2; y < box.bottom; y += 9) for (let x = box.left + 2; x < box.right; x += 9) {
    const seen = document.elementFromPoint(x, y);
    all += 1;
    free += seen.id === "map_atlas" || Boolean(seen.closest(".leaflet-map-pane"));
  }
  return free / all;
}"""
SCROLLS = "[document.documentElement.scrollWidth > innerWidth, document.documentElement.scrollHeight > innerHeight]"
SHOWN = """() => Array.from(document.querySelectorAll("#panel [role=tabpanel]"))
  .filter((pane) => pane.checkVisibility()).map((pane) => pane.id.slice(5))"""
SEEN = """(pcode) => {
  const at = map_atlas.getBounds(), path = document.querySelector(`path[data-pcode="${pcode}"]`);
  const box = path.getBoundingClientRect(), map = document.getElementById("mapbox").getBoundingClientRect();
  const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
  return x > map.left && x < map.right && y > map.top && y < map.bottom;
}"""
TABS = ["figures", "events", "table", "downloads"]


SIZES = ((900, 600, 0.5), (1280, 720, 0.65), (1440, 900, 0.75))


@pytest.mark.parametrize(("lang", "turn"), [("en", 0), ("fr", 1)], ids=["en", "fr"])
def test_the_map_is_free_and_nothing_scrolls(watched, lang, turn):
    """In windows of three sizes, one after another on one page; the languages by turns."""
    page = watched((900, 600), lang).go("/?unit=ML07")
    for width, height, share in examples.some(SIZES, 2, turn):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("() => map_atlas.getSize().x === mapbox.clientWidth")
        assert page.evaluate(FREE) >= share, width
        for tab in TABS:
            driver.show(page, tab)
            assert page.evaluate(SCROLLS) == [False, False], (width, tab)
        page.click("#unfold")
        expect(page.locator("#legend .origin").first).to_be_visible()
        assert page.evaluate(SCROLLS) == [False, False], width
        page.click("#unfold")
        driver.show(page, "figures")


def test_tabs_are_chosen_by_pointer_keyboard_and_address_and_what_ships_lists_no_events(watched):
    seen = watched()
    page = seen.go("/?tab=table")
    assert page.evaluate(SHOWN) == ["table"]
    page.focus("#tab-table")
    for key, tab in (("Right", "downloads"), ("Right", "figures"), ("Left", "downloads")):
        page.keyboard.press(f"Arrow{key}")
        assert page.evaluate("document.activeElement.id") == f"tab-{tab}"
        assert page.evaluate(SHOWN) == [tab]
    for key, tab in (("Home", "figures"), ("End", "downloads")):
        page.keyboard.press(key)
        assert page.evaluate(SHOWN) == [tab]
    assert page.locator('#panel [role=tab][tabindex="0"]').count() == 1
    assert page.url.endswith("?tab=downloads")
    assert "tab=" not in driver.address(page, '[data-view="figure.png"]')
    page.click("#tab-events")
    assert page.evaluate(SHOWN) == ["events"]
    said = "The events of this source are not listed here: only its counts are."
    expect(page.locator("#pane-events")).to_have_text(said)
    assert page.locator("#subtitle").inner_text() == "2022"


def test_the_panel_is_folded_away_and_comes_back_with_what_is_opened(watched):
    page = watched((1280, 720)).go("/?focus=mali")
    wide = page.locator("#mapbox").bounding_box()["width"]
    page.click("#fold-panel")
    expect(page.locator("#panel")).to_be_hidden()
    assert page.locator("#mapbox").bounding_box()["width"] == wide + 340
    assert page.get_attribute("#fold-panel", "aria-expanded") == "false"
    driver.reach(page, 'path[data-pcode="ML10"]')
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Ménaka")
    assert page.get_attribute("#fold-panel", "aria-expanded") == "true"
    shape = page.locator('path[data-pcode="ML10"]').get_attribute("d")
    outlines = page.locator("path.picked").evaluate_all("(all) => all.map((path) => path.getAttribute('d'))")
    assert outlines == [shape, shape], "what is opened is outlined, white under blue"
    page.keyboard.press("Escape")
    expect(page.locator("path.picked")).to_have_count(0)


def test_what_is_opened_stays_in_view(watched):
    seen = watched((1280, 720))
    assert not seen.go("/?focus=gao").evaluate(SEEN, "ML01")
    for tab in ("figures", "table"):
        page = seen.go(f"/?focus=gao&unit=ML01&tab={tab}")
        assert page.evaluate(SEEN, "ML01"), tab
        page.click("#tab-downloads")
        page.wait_for_timeout(200)
        assert page.evaluate(SEEN, "ML01"), tab


def test_a_hint_goes_after_first_use(watched):
    seen = watched()
    page = seen.go("/")
    assert "Point at a place" in page.locator("#readout").inner_text()
    driver.reach(page, 'path[data-pcode="ML10"]')
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("#readout")).to_be_empty()
    expect(seen.go("/").locator("#readout")).to_be_empty()


DRAWN_ANEW = """() => {
  window.anew = new Map();
  new MutationObserver((all) => all.forEach(({ target }) => {
    const code = target.dataset.pcode;
    window.anew.set(code, (window.anew.get(code) || 0) + 1);
  })).observe(document.querySelector("#map_atlas"), { attributes: true, attributeFilter: ["d"], subtree: true });
}"""


def test_what_changes_the_room_of_the_map_draws_each_unit_once(watched):
    page = watched().go("/")
    page.evaluate(DRAWN_ANEW)
    width = page.locator("#map_atlas").bounding_box()["width"]
    page.click("#tab-table")
    page.wait_for_function("() => window.anew.size >= 11")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert page.locator("#map_atlas").bounding_box()["width"] < width
    times = page.evaluate("Array.from(window.anew).filter(([code]) => code)")
    assert sorted(times) == [[code, 1] for code, _ in sorted(times)]
    assert len(times) == 11
