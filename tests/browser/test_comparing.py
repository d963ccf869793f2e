"""Two maps beside each other and a small map of every year: by mouse, keyboard, touch and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

POINT = """([frame, pcode, what]) => {
  const doc = frame ? document.querySelector("iframe.second").contentDocument : document;
  const path = doc.querySelector(`path[data-pcode="${pcode}"]`);
  path.dispatchEvent(new path.ownerDocument.defaultView.MouseEvent(what, { bubbles: true }));
}"""
VIEW = """(frame) => {
  const held = (frame ? document.querySelector("iframe.second").contentWindow : window).Atlas.held;
  const map = held.theMap();
  return [map.getZoom(), map.getCenter().lat.toFixed(3), map.getCenter().lng.toFixed(3)];
}"""
PAN = """() => document.querySelector("iframe.second").contentWindow.Atlas.held.theMap()
  .panBy([80, 20], { animate: false })"""
PAUSE = """([frame, pcode]) => {
  const doc = frame ? document.querySelector("iframe.second").contentDocument : document;
  const path = doc.querySelector(`path[data-pcode="${pcode}"]`);
  const start = performance.now();
  path.dispatchEvent(new path.ownerDocument.defaultView.MouseEvent("mouseover", { bubbles: true }));
  document.body.getBoundingClientRect();
  doc.body.getBoundingClientRect();
  return performance.now() - start;
}"""


def paired(page):
    """Wait until both maps are drawn and joined."""
    frame = page.frame_locator("iframe.second")
    expect(frame.locator("html.ready.paired")).to_be_attached()
    return frame


def value_of(base, pcode, year):
    rows = driver.fetch(f"{base}/api/figures?year={year}&measure=fatalities_per_100k")["figures"]
    return next(row["value"] for row in rows if row["pcode"] == pcode)


def assert_first(page, map_, caption, later_map, later_caption):
    """One map with its caption stands left of another with its own."""
    for one, other in ((map_, later_map), (caption, later_caption)):
        first, second = (page.locator(name).bounding_box() for name in (one, other))
        assert first["x"] + first["width"] <= second["x"]
        assert abs(first["y"] - second["y"]) < 3


def test_a_later_year_stands_after_the_map(watched):
    page = watched().go("/?year=2021&compare=year:2022")
    paired(page)
    assert_first(page, "#map_atlas", ".first-caption", "iframe.second", ".second-caption")
    page.click('#years [data-year="2023"]')
    expect(page.locator(".first-caption")).to_contain_text("2023")
    assert_first(page, "iframe.second", ".second-caption", "#map_atlas", ".first-caption")
    page.click('#years [data-year="2021"]')
    expect(page.locator(".first-caption")).to_contain_text("2021")
    assert_first(page, "#map_atlas", ".first-caption", "iframe.second", ".second-caption")


def test_two_years_tell_of_the_same_region(watched, base):
    page = watched().go("/")
    page.click("#comparing summary")
    page.select_option("#comparing select", "year:2020")
    page.click("#comparing button")
    frame = paired(page)
    assert page.url.endswith("/?compare=year:2020")
    expect(page.locator(".second-caption")).to_contain_text("2020 Fatalities per 100,000 people")
    expect(frame.locator(".keys")).to_be_hidden()
    assert_first(page, "iframe.second", ".second-caption", "#map_atlas", ".first-caption")
    expect(frame.locator(".leaflet-control-zoom")).to_be_hidden()
    expect(page.locator("#map_atlas .leaflet-control-zoom")).to_be_visible()
    page.mouse.move(5, 5)
    then, now = (value_of(base, "ML07", year) for year in (2020, 2022))
    said = f"2020: {then:.1f} · 2022: {now:.1f} · +{now - then:.1f}"
    for in_frame in (False, True):
        page.evaluate(POINT, [in_frame, "ML07", "mouseover"])
        expect(page.locator("#readout .pair")).to_have_text(said)
        for doc in (page, frame):
            expect(doc.locator('#map_atlas path[data-pcode="ML07"]')).to_have_attribute("stroke-width", "2.4")
        page.evaluate(POINT, [in_frame, "ML07", "mouseout"])
        expect(page.locator("#readout .pair")).to_have_count(0)
    for in_frame in (False, True):
        assert page.evaluate(PAUSE, [in_frame, "ML10"]) < 200


def test_both_maps_move_together_and_filters_are_shared(watched):
    page = watched().go("/?compare=year:2020")
    frame = paired(page)
    page.evaluate("() => window.Atlas.held.theMap().setView([17, -1], 7, { animate: false })")
    assert page.evaluate(VIEW, True) == page.evaluate(VIEW, False) == [7, "17.000", "-1.000"]
    page.evaluate(PAN)
    assert page.evaluate(VIEW, True) == page.evaluate(VIEW, False) != [7, "17.000", "-1.000"]
    page.evaluate("() => window.Atlas.held.update({ violence: 'state_based', year: '2021' })")
    expect(page.locator(".second-caption .filter")).to_have_text("State-based")
    expect(page.locator(".first-caption")).to_contain_text("2021")
    expect(page.locator(".second-caption")).to_contain_text("2020")
    expect(frame.locator("#filter")).to_have_text("State-based")


def test_deaths_beside_sites_have_a_legend_each_and_no_difference(watched):
    page = watched().go("/?compare=measure:documented_sites")
    frame = paired(page)
    expect(frame.locator(".keys")).to_be_visible()
    page.evaluate(POINT, [False, "ML07", "mouseover"])
    text = page.locator("#readout .pair").inner_text()
    assert re.search(r"people: 115\.7 · Documented sites: .*: 2 · no difference: the measures are not the same$", text)
    page.click("#mapbox .end")
    expect(page.locator("iframe.second")).to_have_count(0)
    assert page.url.endswith("/")


@pytest.mark.parametrize("size", [driver.WIDE, driver.SMALL])
def test_all_years_by_keyboard_lead_to_a_year(watched, size):
    page = watched(size, lang="fr").go("/")
    if size == driver.SMALL:
        page.click("#drawer summary")
    page.focus("#all-years")
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe.second")
    expect(frame.locator(".maps li")).to_have_count(13)
    assert page.url.endswith("compare=years")
    link = frame.locator('[data-year="2015"] a')
    link.focus()
    link.press("Enter")
    page.wait_for_url("**/?year=2015*")
    expect(page.locator("#subtitle")).to_have_text("2015")


def test_on_a_phone_the_maps_stand_above_each_other_and_a_touch_tells(watched):
    seen = watched(driver.SMALL, has_touch=True, is_mobile=True)
    assert (
        'class="mapbox two comes-last"' in seen.page.request.get(f"{seen.base}/?compare=year:2020").text()
    )  # no map jumps
    page = seen.go("/?compare=year:2020")
    paired(page)
    first, second = (page.locator(name).bounding_box() for name in ("#map_atlas", "iframe.second"))
    assert second["y"] + second["height"] <= first["y"], "the earlier stands first"
    assert min(first["width"], second["width"]) >= 358
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    page.frame_locator("iframe.second").locator('path[data-pcode="ML10"]').tap()
    expect(page.locator("#readout .pair")).to_contain_text("2020: 13.8 · 2022: 298.9 · +285.1")


def test_without_script_all_years_stand_in_the_page(watched):
    page = watched(java_script_enabled=False).go("/")
    page.click("#all-years")
    frame = page.frame_locator("iframe.second")
    expect(frame.locator(".maps li").first).to_be_visible()
    frame.locator('[data-year="2019"] a').click()
    page.wait_for_url("**/?year=2019")


def test_a_bare_map_holds_in_300_pixels(watched):
    page = watched((300, 300)).go("/embed?lang=fr")
    assert page.evaluate("() => [document.body.scrollWidth, document.body.scrollHeight]") == [300, 300]
    expect(page.locator("#map_atlas")).to_be_visible()
    expect(page.locator("#full")).to_have_attribute("href", re.compile("^http://.*/[?]lang=fr$"))
    assert page.locator(".caption").bounding_box()["height"] < 80
