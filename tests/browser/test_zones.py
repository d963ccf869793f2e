"""Border zones are pointed at, opened and coloured like units, from the map and from the rows of their table."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

ALONE = "/?layers=niger-50,burkina-50,rivers&sides=both&focus=niger&measure=fatalities_per_1000km2"
WIDTH = "(path) => Number(path.getAttribute('stroke-width'))"


def test_a_row_of_the_table_lights_and_opens_its_zone_by_keyboard(watched):
    page = watched().go("/?focus=niger&tab=table")
    line = page.locator("path.zone-niger-50")
    before = line.evaluate(WIDTH)
    page.focus('#zones [data-open="niger-50"]')
    assert line.evaluate(WIDTH) > before
    expect(page.locator("#readout .name")).to_have_text("Niger border, 50 km")
    page.keyboard.press("Enter")
    assert "unit=niger-50" in page.url
    expect(page.locator("#panel h2")).to_have_text("Niger border, 50 km")
    page.hover("h1")
    assert line.evaluate(WIDTH) > before, "what is opened stays lit"


def test_where_no_units_lie_on_the_map_bands_have_the_class_of_their_figure(watched):
    page = watched().go(ALONE)
    found = driver.fetch(f"{page.url.split('/?')[0]}/api/figures?level=zones&measure=fatalities_per_1000km2&year=2022")
    value = next(row["value"] for row in found["figures"] if (row["zone"], row["distance_km"]) == ("niger", 50))
    limits = driver.fetch(f"{page.url.split('/?')[0]}/api/figures?measure=fatalities_per_1000km2&year=2022")["breaks"]
    number = sum(value > limit for limit in limits["fatalities_per_1000km2"]["value"])
    band = page.locator("path.zone-niger-50")
    assert band.get_attribute("data-class") == f"c{number}"
    fill = page.eval_on_selector(f'#legend [data-key="c{number}"] rect', "(node) => node.getAttribute('fill')")
    assert band.get_attribute("fill") == fill
    band.dispatch_event("mouseover")
    expect(page.locator("#readout .big")).to_contain_text("per 1,000 km²")
    page.locator("#controls [data-layer=units]").check()
    assert band.get_attribute("data-class") is None
    assert band.get_attribute("fill") in (None, "none")
