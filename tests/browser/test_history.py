"""Back and forward: each choice is a step, what is dragged over is not, and what was opened is closed first."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

STEPS = "history.length"


def back(page, steps=1):
    page.evaluate(f"history.go(-{steps})")


def test_back_undoes_each_choice_and_closes_what_was_opened_and_what_is_dragged_over_is_one_step(watched):
    seen = watched()
    page = seen.go("/")
    page.evaluate("window.stayed = true")
    began = page.evaluate(STEPS)
    page.click('[data-year="2021"]')
    page.check("input[value=events_per_100k]")
    driver.reach(page, 'path[data-pcode="ML10"]')
    page.keyboard.press("Enter")
    page.click("#tab-table")
    assert page.evaluate(STEPS) == began + 4
    back(page)
    expect(page.locator("#tab-figures")).to_have_attribute("aria-selected", "true")
    back(page)
    expect(page.locator("#panel h2")).to_have_text("Mali")
    back(page)
    expect(page.locator("#title")).to_have_text("Fatalities per 100,000 people")
    expect(page.locator("#subtitle")).to_have_text("2021")
    back(page)
    expect(page.locator("#subtitle")).to_have_text("2022")
    assert page.url == seen.base + "/"
    assert page.evaluate(driver.DRAWN) == page.evaluate(driver.TABLED)
    page.evaluate("history.forward()")
    expect(page.locator("#subtitle")).to_have_text("2021")
    check_dragged(page)
    assert page.evaluate("window.stayed")


def check_dragged(page):
    """What is dragged over is one step."""
    drag = """(years) => {
      const slider = document.getElementById("slider");
      for (const at of years) {
        slider.value = at;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }
      slider.dispatchEvent(new Event("change", { bubbles: true }));
    }"""
    page.click('[data-year="2022"]')  # what was gone back from is given up
    began = page.evaluate(STEPS)
    page.evaluate(drag, [9, 8, 7, 6])
    expect(page.locator("#subtitle")).to_have_text("2018")
    assert page.evaluate(STEPS) == began + 1
    page.evaluate(drag, [5, 4])
    assert page.evaluate(STEPS) == began + 2
    back(page, 2)
    expect(page.locator("#subtitle")).to_have_text("2022")


def test_a_place_is_closed_and_the_map_goes_back(watched):
    page = watched().go("/?layers=units,sites-french&focus=mali")
    driver.reach(page, ".leaflet-sites-pane .sites:has([data-site=french-gao])")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).not_to_have_text("Mali")
    back(page)
    expect(page.locator("#panel h2")).to_have_text("Mali")
    middle = page.evaluate("map_atlas.getCenter().lng")
    page.click('[data-focus="gao"]')
    expect(page.locator('[data-focus="gao"]')).to_have_attribute("aria-current", "true")
    assert page.evaluate("map_atlas.getCenter().lng") != middle
    back(page)
    expect(page.locator('[data-focus="mali"]')).to_have_attribute("aria-current", "true")
    page.wait_for_function("(middle) => Math.abs(map_atlas.getCenter().lng - middle) < 0.1", arg=middle)


def test_links_hold_where_the_map_is(watched):
    page = watched().go("/?tab=downloads")
    began = page.evaluate(STEPS)
    page.click(".leaflet-control-zoom-in")
    expect(page.locator(".focuses [aria-current]")).to_have_count(0)
    page.wait_for_function("() => location.search.includes('at=')")
    at = page.evaluate("new URLSearchParams(location.search).get('at')")
    for link in ("#permanent", '[data-view="figure.png"]', "a.lang[lang=fr]", '[data-year="2020"]'):
        assert f"at={at}" in driver.address(page, link), link
    assert page.evaluate(STEPS) == began


WRITTEN = """() => {
  window.written = 0;
  new MutationObserver((all) => { window.written += all.length; })
    .observe(document.querySelector("main"), { attributes: true, attributeFilter: ["href"], subtree: true });
}"""


def test_a_link_has_its_address_when_it_is_asked_for(watched):
    page = watched().go("/?tab=downloads&unit=ML07")
    page.evaluate(WRITTEN)
    page.keyboard.press("ArrowLeft")
    page.click(".leaflet-control-zoom-in")
    page.wait_for_function("() => location.search.includes('at=')")
    assert page.evaluate("window.written") == 0, "a choice writes no address"
    shown = page.url.partition("?")[2].replace("&tab=downloads", "")
    figure = '#downloads [data-view="figure.png"]'
    page.click(figure, button="right")
    assert page.get_attribute(figure, "href") == f"/figure.png?{shown}", "as the menu copies it"
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    page.focus("a.lang[lang=fr]")
    with page.context.expect_page() as other:
        page.keyboard.press("Control+Enter")
    expected = page.url.replace("?", "?lang=fr&")
    other.value.wait_for_url("**?**")
    assert sorted(other.value.url.partition("?")[2].split("&")) == sorted(expected.partition("?")[2].split("&"))
    with page.context.expect_page() as other:
        page.click('[data-year="2013"]', button="middle")
    other.value.wait_for_url("**?**")
    assert "year=2013" in other.value.url
    assert "at=" in other.value.url
    assert "2013" not in page.url
