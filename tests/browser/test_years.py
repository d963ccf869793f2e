"""The year: buttons, slider, arrow keys, play. No navigation, no request, and fast."""

from __future__ import annotations

import statistics

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

LIMIT_MS = 50
NOW = "document.querySelector('#years [aria-current]').dataset.year"
STATE = f"""() => [{{
  button: {NOW},
  slider: document.getElementById("slider").getAttribute("aria-valuetext"),
  subtitle: document.getElementById("subtitle").innerText,
}}, document.querySelector("#accounting caption").innerText, ({driver.DRAWN})(), ({driver.TABLED})()]"""
SWITCH = """async () => {
  const links = Array.from(document.querySelectorAll("[data-year]")), times = [], frames = [];
  for (let round = 0; round < 3; round++) for (const link of links) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const start = performance.now();
    link.click();
    for (const path of document.querySelectorAll("path[data-pcode]")) getComputedStyle(path).fill;
    document.body.offsetHeight;
    times.push(performance.now() - start);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    frames.push(performance.now() - start);
  }
  return [times, frames];
}"""


@pytest.fixture
def seen(watched):
    return visited(watched())


def visited(seen):
    """The page when all that it loads by itself is there."""
    seen.go("/?focus=mali")
    seen.page.wait_for_load_state("networkidle")
    seen.requests.clear()
    return seen


def years(page):
    return page.eval_on_selector_all("[data-year]", "(links) => links.map((link) => link.dataset.year)")


def assert_year(page, year):
    said, caption, drawn, tabled = page.evaluate(STATE)
    assert said == {"button": year, "slider": year, "subtitle": year}
    assert year in caption
    assert drawn == tabled


def test_a_button_for_each_year_a_slider_and_arrow_keys(seen):
    page = seen.page
    assert years(page) == [str(year) for year in range(2012, 2025)]
    for year in years(page):
        page.click(f'[data-year="{year}"]')
        assert_year(page, year)
        assert page.evaluate("new URLSearchParams(location.search).get('year')") == (None if year == "2022" else year)
    assert seen.requests == []
    page.focus("#slider")
    page.keyboard.press("Home")
    assert_year(page, "2012")
    page.keyboard.press("ArrowRight")
    assert_year(page, "2013")
    page.keyboard.press("End")
    assert_year(page, "2024")
    page.eval_on_selector("#slider", "(slider) => slider.blur()")
    for key, year in (("Right", "2024"), ("Left", "2023"), ("Left", "2022"), ("Right", "2023")):
        page.keyboard.press(f"Arrow{key}")
        assert_year(page, year)
    driver.reach(page, 'path[data-pcode="ML07"]')
    page.keyboard.press("PageUp")  # on the map the arrow keys go to neighbours
    assert_year(page, "2022")
    assert "2022" in page.locator("#readout").inner_text()
    assert all("/keys." in url for url in seen.requests)


def test_play_and_pause(seen):
    page = seen.page
    page.click('[data-year="2013"]')
    driver.keep_telling(page, f"() => {NOW}")
    page.click("#play")
    assert page.get_attribute("#play", "aria-pressed") == "true"
    expect(page.locator("#subtitle")).not_to_have_text("2013")
    page.click("#play")  # years before the last, however seldom a busy machine looks
    assert page.evaluate("told[0].title") == "2014"
    assert page.get_attribute("#play", "aria-pressed") == "false"
    stopped = page.evaluate(NOW)
    assert "2014" <= stopped < "2023"
    page.wait_for_timeout(1_100)
    assert page.evaluate(NOW) == stopped
    page.click('[data-year="2022"]')
    page.click("#play")
    expect(page.locator("#subtitle")).to_have_text("2023")
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "false")
    assert_year(page, "2023")
    assert seen.requests == []


def test_a_year_chosen_while_a_filter_or_layer_loads(seen):
    page = seen.page
    waiting = []
    page.route("**/values-*-one_sided-*", lambda route: waiting.append(route))
    page.route("**/sites.json", lambda route: waiting.append(route))
    page.select_option("#violence", "one_sided")
    page.check('[data-layer="sites-minusma"]')
    page.click('[data-year="2019"]')
    page.click('[data-year="2021"]')
    assert len(waiting) == 3
    for route in waiting:
        route.continue_()
    expect(page.locator("#filter")).to_have_text("One-sided (against civilians)")
    expect(page.locator(".leaflet-sites-pane svg[data-site]").first).to_be_attached()
    assert_year(page, "2021")


def test_a_year_takes_less_than_50_ms(timed, capsys):
    seen = visited(timed())
    times, frames = seen.page.evaluate(SWITCH)
    median, frame = statistics.median(times), statistics.median(frames)
    with capsys.disabled():
        print(f"\nyear switch: {median:.1f} ms of script, style and layout, {frame:.1f} ms to the frame")
    assert median < LIMIT_MS
    assert seen.requests == []
