"""Table, map and address as one: pointed at here and lit there, sorted, kept across levels and pages, one wheel."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr")
LIT = 'path[data-pcode="{}"][stroke-width="2.4"]'
MIDDLE = "(() => { const { lat, lng } = map_atlas.getCenter(); return [lat, lng]; })()"
INSIDE = """(pcode) => map_atlas.getBounds().contains(L.latLngBounds(Object.values(map_atlas._layers)
  .filter((layer) => layer.getElement?.()?.dataset.pcode === pcode).map((layer) => layer.getBounds())))"""


@pytest.mark.parametrize("lang", examples.some(LANGUAGES, 2, 0))
def test_a_row_and_its_unit_light_each_other_and_a_row_goes_there(watched, lang):
    page = watched(lang=lang).go("/?tab=table&focus=mali")
    row = page.locator('#table tr[data-pcode="ML10"]')
    row.locator("td.value").hover()
    expect(page.locator(LIT.format("ML10"))).to_have_count(1)
    expect(page.locator("#readout .name")).to_have_text("Ménaka")
    page.locator("#title").hover()
    expect(page.locator(LIT.format("ML10"))).to_have_count(0)
    page.locator('path[data-pcode="ML07"]').dispatch_event("mouseover")
    expect(page.locator("#table tr.lit")).to_have_attribute("data-pcode", "ML07")
    driver.reach(page, 'path[data-pcode="ML06"]')
    expect(page.locator("#table tr.lit")).to_have_attribute("data-pcode", "ML06")
    assert page.evaluate("document.activeElement.dataset.pcode") == "ML06", "what is lit keeps the focus"
    row.locator(".go").focus()
    expect(page.locator(LIT.format("ML10"))).to_have_count(1)
    zoom = page.evaluate("map_atlas.getZoom()")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-name")).to_have_text("Ménaka")
    assert page.evaluate("map_atlas.getZoom()") > zoom
    assert page.evaluate(INSIDE, "ML10")
    assert "unit=ML10" in page.url
    assert "tab=table" in page.url


def test_the_order_of_the_table_is_in_the_address_and_a_step(watched):
    page = watched().go("/?tab=table")
    names = '#table tbody th[scope="row"]'
    page.click('#table [data-sort="name"] a')
    assert page.url.endswith("?tab=table&sort=name")
    page.click('#table [data-sort="name"] a')
    assert page.locator(names).first.inner_text().strip() == "Tombouctou"
    assert "sort" not in driver.address(page, '[data-view="figure.png"]'), "a figure has no table"
    page.go_back()
    expect(page.locator(names).first).to_have_text("Bamako")
    expect(page.locator('#table [data-sort="name"]')).to_have_attribute("aria-sort", "ascending")


def test_the_map_is_found_again_from_another_page(watched):
    seen = watched()
    page = seen.go("/?year=2020")
    page.click("#tab-table")
    page.click('.sitenav a[href^="/claims"]')
    page.wait_for_url("**/claims*")
    for link in page.locator("a.home").all():
        expect(link).to_have_attribute("href", seen.base + "/?year=2020&tab=table")
    page.goto(seen.base + "/sources?lang=fr")
    page.click(".sitenav a.home")
    page.wait_for_selector("html.ready", state="attached")
    assert page.url == seen.base + "/?year=2020&tab=table&lang=fr"
    other = page.context.new_page()
    other.goto(seen.base + "/claims")
    assert other.get_attribute("a.brand", "href") == "/", "the view of a tab is of that tab"
    other.close()


def test_without_script_the_way_back_is_the_plain_address(watched):
    page = watched(java_script_enabled=False).go("/claims")
    assert page.get_attribute("a.brand", "href") == "/"


def test_the_wheel_zooms_over_the_map_alone_which_stays_within_malis_surroundings(watched):
    page = watched().go("/?focus=mali")
    zoom = page.evaluate("map_atlas.getZoom()")
    for place in ("#controls", "#panel", "#years"):
        page.locator(place).hover(position={"x": 20, "y": 20})
        page.mouse.wheel(0, 400)
    assert page.evaluate("[map_atlas.getZoom(), scrollY]") == [zoom, 0]
    page.locator("#mapbox").hover()
    page.mouse.wheel(0, -300)
    page.wait_for_function("(zoom) => map_atlas.getZoom() > zoom", arg=zoom)
    page.evaluate("map_atlas.setView([60, 100], 2, { animate: false })")
    latitude, longitude = page.evaluate(MIDDLE)
    assert page.evaluate("map_atlas.getZoom()") == 4.5
    assert 3 <= latitude <= 31
    assert -22 <= longitude <= 14


@pytest.mark.parametrize(("address", "middle"), [("at=6.5/16.2/0.4", [16.2, 0.4]), ("at=4/17/-4", [17, -4])])
def test_an_address_still_says_where_the_map_looks(watched, address, middle):
    page = watched().go(f"/?{address}")
    assert page.evaluate(MIDDLE) == pytest.approx(middle, abs=0.7)


def test_the_panel_is_of_the_sum_where_units_are_picked(watched):
    page = watched().go("/?units=ML07,ML10")
    expect(page.locator("#panel-name")).to_have_text("Gao + Ménaka")
    title = page.locator('#pane-figures [data-bar="2022"] title').text_content()
    assert title.startswith("2022: 1,795 (")
    page.click("#sum-clear")
    expect(page.locator("#panel-name")).to_have_text("Mali")


@pytest.mark.parametrize("lang", examples.some(LANGUAGES, 2, 1))
def test_a_level_keeps_measure_selection_and_year(watched_import, lang):
    page = watched_import(lang=lang).go("/?year=2021")
    page.check("input[value=civilian_fatalities_per_100k]")
    driver.reach(page, 'path[data-pcode="ML07"]')
    page.keyboard.press("Enter")
    page.click('[data-switch="level"][data-key="admin2"]')
    page.wait_for_selector("html.ready", state="attached")
    assert "measure=civilian_fatalities_per_1000km2" in page.url
    expect(page.locator("#panel-name")).to_have_text("Gao")
    expect(page.locator("#pane-figures .sentence")).to_contain_text("Gao, 2021")
    said = {"en": "Per area, as people are not known", "fr": "Par superficie, car la population n’est pas connue"}
    expect(page.locator(".measures .hint")).to_contain_text(said[lang])
    middle = page.evaluate(MIDDLE)
    assert middle == pytest.approx([17.2, 0.6], abs=1.5), "the map is fitted to Gao"
    page.locator('#table tr:has(td:text-is("Gao")) .go').first.dispatch_event("click")
    expect(page.locator("#panel-name")).not_to_have_text("Gao")
    page.click('[data-switch="level"][data-key="admin3"]')
    page.wait_for_selector("html.ready", state="attached")
    cercle = page.inner_text("#panel-name")
    expect(page.locator("#pane-figures .sentence")).to_contain_text(f"{cercle}, 2021")
    assert page.evaluate("map_atlas.getZoom()") > 6
    page.click('[data-switch="level"][data-key="admin1"]')
    page.wait_for_selector("html.ready", state="attached")
    expect(page.locator("#panel-name")).to_have_text("Gao")
    expect(page.locator("#controls input[value=civilian_fatalities_per_100k]")).to_be_checked()
    expect(page.locator("#subtitle")).to_have_text("2021")
