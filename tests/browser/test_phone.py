"""The atlas in the hand: the map fills a phone, the rest is in a sheet that fingers and keys move."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

TOUCH = {"has_touch": True, "is_mobile": True}
SMALLEST, HANDY = 24, 44
BOX = """(selector) => {
  const { x, y, width, height, bottom, right } = document.querySelector(selector).getBoundingClientRect();
  return { x, y, width, height, bottom, right, stop: document.getElementById("atlas").dataset.stop };
}"""
SEEN = """(pcode) => {
  const box = document.querySelector(`path[data-pcode="${pcode}"]`).getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width * 0.45, box.y + box.height * 0.6);
  return seen !== null && seen.closest("#map_atlas") !== null;
}"""
TARGETS = """() => Object.fromEntries(Array.from(document.querySelectorAll(
  "a[href], button, select, summary, input:not([type=radio], [type=checkbox], [type=hidden])"))
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.matches(".skip, p a, small a, li a"))
  .map((node) => [node.id || node.dataset.year || node.className || node.textContent.trim(),
    [node.offsetWidth, node.offsetHeight].map(Math.round)]))"""
USED = ("play", "grip", "tab-figures", "tab-table", "share")
PAGES = (
    "/",
    "/story",
    "/forces",
    "/forces/french",
    "/withdrawal",
    "/claims",
    "/claims/C03",
    "/sources",
    "/data",
    "/changes",
    "/method",
    "/docs",
    "/gis",
    "/find?q=gao",
    "/ogc/",
    "/ogc/collections",
)
SIDEWAYS = """() => {
  const wide = Array.from(document.querySelectorAll("table")).filter((table) => {
    const room = table.closest(".scroll, .tall");
    const tells = room && getComputedStyle(room).backgroundImage !== "none";
    return table.getBoundingClientRect().right > innerWidth && !tells;
  });
  return [document.documentElement.scrollWidth, wide.map((table) => table.id || table.className)];
}"""


def swipe(page, start, up, below=18):
    """Put a finger down on a part of the page, so many px below its top, move it up by as many as said, and lift it."""
    box = page.evaluate(BOX, start)
    x, y = box["x"] + 60, box["y"] + below
    session = page.context.new_cdp_session(page)
    steps = [("touchStart", 0), *(("touchMove", up * part / 6) for part in range(1, 7))]
    for kind, moved in steps:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - moved}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def check_stop(page, stop):
    expect(page.locator("#atlas")).to_have_attribute("data-stop", stop)


def test_the_map_fills_a_phone_and_the_sheet_leaves_what_is_chosen_in_view(watched):
    seen = watched(driver.SMALL, "fr", **TOUCH)
    seen.page.add_init_script(driver.SHIFTS)
    page = seen.go("/?lang=fr")
    opening = page.evaluate(BOX, "#map_atlas")
    assert opening["stop"] == "peek"
    assert opening["height"] >= 0.55 * driver.SMALL[1]
    driver.check_steady(page)
    assert page.evaluate(BOX, "#years")["bottom"] == driver.SMALL[1]
    check_choices(page)
    check_fingers(page)
    check_keys(page)
    check_time(page)
    check_lying(page)


def check_choices(page):
    """A unit, a measure and a tab are seen on the map at once; what is touched is large enough."""
    sizes = page.evaluate(TARGETS)
    expect(page.locator("#peeked")).to_contain_text("3\u202f650 décès")
    box = page.evaluate(BOX, 'path[data-pcode="ML10"]')
    page.touchscreen.tap(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.6)
    expect(page.locator("#panel-name")).to_have_text("Ménaka")
    value = page.text_content('#table [data-pcode="ML10"] .value').split()[0]
    expect(page.locator("#peeked b")).to_have_text(value)
    check_stop(page, "peek")
    page.wait_for_function(SEEN, arg="ML10")
    page.tap("#tab-table")
    check_stop(page, "half")
    page.wait_for_function(SEEN, arg="ML10")
    before = page.evaluate(f"() => JSON.stringify(({driver.DRAWN})())")
    page.tap("#drawer summary")
    sizes |= page.evaluate(TARGETS)
    page.tap("text=Événements pour 100 000 habitants")
    page.wait_for_function(f"(before) => JSON.stringify(({driver.DRAWN})()) !== before", arg=before)
    check_stop(page, "half")
    page.wait_for_function(SEEN, arg="ML10")
    assert {name: size for name, size in sizes.items() if min(size) < SMALLEST} == {}
    assert {name: sizes[name] for name in USED if min(sizes[name]) < HANDY} == {}
    assert sizes["2019"][1] >= HANDY


def check_fingers(page):
    """The sheet is dragged from stop to stop, and neither it nor the map moves the page."""
    swipe(page, "#drawer summary", -500)
    check_stop(page, "peek")
    expect(page.locator("#controls")).to_be_hidden()
    swipe(page, "#panel", 170)
    check_stop(page, "half")
    swipe(page, "#panel", 400)
    check_stop(page, "full")
    assert page.evaluate(BOX, "#panel")["bottom"] == pytest.approx(page.evaluate(BOX, "#years")["y"], abs=1)
    driver.pick(page, "#table tbody td")  # a row flies there, where it can be seen
    check_stop(page, "half")
    swipe(page, "#panel", -500)
    check_stop(page, "peek")
    held = page.url
    swipe(page, "#map_atlas", -90, below=200)
    page.wait_for_function("(held) => location.href !== held", arg=held)
    assert page.evaluate("[scrollX, scrollY, document.documentElement.scrollHeight]") == [0, 0, driver.SMALL[1]]


def check_keys(page):
    """Arrow keys, Home and End step the handle, which says where it is; Escape folds, and the focus stays in view."""
    grip = page.locator("#grip")
    grip.focus()
    for key, wanted in (
        ("ArrowUp", "half"),
        ("End", "full"),
        ("ArrowDown", "half"),
        ("Home", "peek"),
        ("Enter", "half"),
    ):
        page.keyboard.press(key)
        check_stop(page, wanted)
        assert grip.get_attribute("aria-expanded") == str(wanted != "peek").lower()
    assert grip.get_attribute("aria-label") == "Détails\u202f: à moitié"
    page.focus("#pane-table .scroll")
    page.keyboard.press("Escape")  # closes what is opened
    check_stop(page, "half")
    page.focus("#pane-table .scroll")
    page.keyboard.press("Escape")
    check_stop(page, "peek")
    expect(grip).to_be_focused()


def check_time(page):
    """A year is touched; a range has both handles."""
    page.tap('[data-year="2019"]')
    expect(page.locator("#subtitle")).to_have_text("2019")
    page.tap("#range")
    expect(page.locator("#slider-to")).to_be_visible()
    expect(page.locator("#subtitle")).to_contain_text("2018")
    assert page.evaluate("document.querySelectorAll('#plot .bar').length") >= 12


def check_lying(page):
    """On its side, the sheet stands beside the map."""
    page.set_viewport_size({"width": 740, "height": 360})
    page.tap("#grip")
    check_stop(page, "half")
    sheet, shown = page.evaluate(BOX, "#panel"), page.evaluate(BOX, "#map_atlas")
    assert shown["right"] <= sheet["x"]
    assert shown["height"] >= 0.5 * 360
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert page.evaluate(size) == [740, 360]
    page.set_viewport_size({"width": 320, "height": 256})  # as with 400 % of 1280 by 1024: down, never sideways
    assert page.evaluate(size)[0] == 320
    assert page.evaluate(BOX, "#drawer summary")["right"] <= 320


def test_no_page_scrolls_sideways_and_wide_tables_can_be_reached(watched):
    seen = watched((320, 568), "fr", **TOUCH)
    found = {path: seen.go(f"{path}{'&' if '?' in path else '?'}lang=fr").evaluate(SIDEWAYS) for path in PAGES}
    assert {path: said for path, said in found.items() if said != [320, []]} == {}


def test_the_pages_are_behind_a_button_that_needs_no_script(watched):
    page = watched((360, 740), java_script_enabled=False).go("/method")
    expect(page.locator(".sitenav")).to_be_hidden()
    page.click(".menu summary")
    page.click(".sitenav a >> text=Claims")
    assert page.url.endswith("/claims")
