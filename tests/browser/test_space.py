"""Room on the page: no two labels meet, year control and legend are in view, nothing scrolls sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

SIZES = (driver.WIDE, driver.SMALL)
FOCUSES = ("mali", "gao", "menaka", "three-borders", "niger", "burkina", "east")
HIGHLIGHTED = {"mali": {"Gao", "Ménaka"}, "east": {"Gao", "Ménaka"}, "gao": {"Gao"}, "menaka": {"Ménaka"}}
IN_VIEW = """(selector) => {
  const node = document.querySelector(selector), box = node.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return { top: box.top >= 0, bottom: box.bottom <= innerHeight, left: box.left >= 0, right: box.right <= innerWidth,
    whole: node.scrollHeight <= node.clientHeight + 1, uncovered: node.contains(seen), scrolled: scrollY > 0 };
}"""
GOOD = dict.fromkeys(("top", "bottom", "left", "right", "whole", "uncovered"), True) | {"scrolled": False}
EVERYTHING = "units,niger-100,burkina-100,either-50,both-50,sites-minusma,sites-french,sites-fama,rivers,towns"
ZONES = {"Niger border", "Burkina Faso border", "Three-border area"}


def in_turn(first):
    """Both languages, each at one of the sizes, the first of them as said; at both on request."""
    pairs = [(size, lang) for at, lang in enumerate(("en", "fr")) for size in examples.some(SIZES, 2, first + at)]
    return pytest.mark.parametrize(("size", "lang"), pairs, ids=[f"{lang}-{size[0]}" for size, lang in pairs])


@in_turn(0)
def test_the_opening_has_room(watched, size, lang):
    """Zones named, no two labels met at any focus, years and legend in view with every measure, nothing sideways."""
    page = watched(size, lang).go("/")
    named = {label[0].removesuffix(", 50 km") for label in page.evaluate(driver.LABELS)}
    if lang == "en":
        assert named >= (ZONES if size == driver.WIDE else ZONES - {"Burkina Faso border"})  # hardly in view there
    check_width(page, size)
    check_controls(page)
    page.select_option("#from", "", force=True)
    driver.pick(page, "input[name=measure]")
    check_labels(page, HIGHLIGHTED)


@in_turn(1)
def test_a_view_of_everything_has_room(watched, size, lang):
    seen = watched(size, lang)
    page = seen.go(f"/?layers={EVERYTHING}&circles=events")
    check_labels(page, {})
    page = seen.go(f"/?layers={EVERYTHING}&circles=fatalities&unit=ML07")
    check_width(page, size)


@pytest.mark.parametrize(("lang", "turn"), [("en", 0), ("fr", 1)], ids=["en", "fr"])
def test_nothing_scrolls_sideways(watched, lang, turn):
    seen = watched(driver.WIDE, lang)
    for path in examples.some(("/?year=2024&from=2012", "/method"), 2, turn):
        page = seen.go(path)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            check_width(page, (width, height))


def check_width(page, size):
    wide = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")
    assert max(wide) <= size[0]


def check_labels(page, highlighted):
    driver.assert_apart(page, "first")
    for focus in FOCUSES:
        driver.pick(page, f'[data-focus="{focus}"]')
        expect(page.locator(f'[data-focus="{focus}"]')).to_have_attribute("aria-current", "true")
        driver.assert_apart(page, focus)
        named = {label[0] for label in page.evaluate(driver.LABELS)}
        assert highlighted.get(focus, set()) <= named, (focus, named)


def check_controls(page):
    for measure in page.eval_on_selector_all("input[name=measure]", "(all) => all.map((one) => one.value)"):
        driver.pick(page, f"input[name=measure][value={measure}]")
        for since in ("", "2020"):
            page.select_option("#from", since, force=True)
            seen = page.evaluate(f"() => ['#years', '.legend'].map({IN_VIEW})")
            assert seen == [GOOD, GOOD], (measure, since)
            driver.assert_furniture_apart(page, (measure, since))
