"""The map by keyboard and by ear: one stop of Tab, arrow keys to neighbours, all said once, the focus never lost."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import expect

from app.presenters import topology
from geodata.builds import store
from tests import once
from tests.browser import driver
from tests.browser.conftest import BROUGHT

pytestmark = pytest.mark.browser

HERE = "document.activeElement.dataset.pcode || document.activeElement.id || document.activeElement.tagName"
SAID = "document.activeElement.getAttribute('aria-label')"
RING = """() => { const box = document.activeElement.getBoundingClientRect();
  return Array.from(document.querySelectorAll(".keyring"), (line) => line.getBoundingClientRect())
    .every(({left, top, width, height}) => Math.abs(left - box.left) < 8 && Math.abs(top - box.top) < 8
      && Math.abs(width - box.width) < 16 && Math.abs(height - box.height) < 16); }"""
TABLES = """() => { const {codes, ways, touching} = AtlasKeys, {units} = Atlas.page.config;
  return {at: Object.fromEntries(units.map(({pcode, at}) => [pcode, at])),
    ways: Object.fromEntries(codes.map((code, place) => [code, Object.fromEntries(Object.entries(ways[place])
      .filter(([, to]) => to !== undefined).map(([key, to]) => [key, codes[to]]))])),
    touching: Object.fromEntries(
      codes.map((code, place) => [code, Array.from(touching[place], (to) => codes[to])]))}; }"""
BEARINGS = {"ArrowUp": 90, "ArrowRight": 0, "ArrowDown": -90, "ArrowLeft": 180}


def enter(page):
    """Go to the map by key, and wait until its script is there."""
    page.keyboard.press("Tab")
    page.focus("#map_atlas")
    page.wait_for_selector("#map_atlas [tabindex]", state="attached")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    for _ in range(2):  # what is opened or closed changes the map's size, and marks are drawn anew
        page.evaluate(driver.RESTED)
    return page.evaluate(HERE)


def check_ways(page, edition, level):
    """Each arrow leads to a unit in its direction, and from each unit to every other; neighbours are those of the
    build."""
    tables = page.evaluate(TABLES)
    assert {code: set(found) for code, found in tables["touching"].items()} == topology.touching(edition, level)
    for code, ways in tables["ways"].items():
        (south, west) = tables["at"][code]
        for key, to in ways.items():
            (north, east) = tables["at"][to]
            bearing = math.degrees(math.atan2((north - south) / math.cos(math.radians(south)), east - west))
            assert abs((bearing - BEARINGS[key] + 180) % 360 - 180) <= 82, (code, key, to)
    for first in (next(iter(tables["ways"])), list(tables["ways"])[-1]):
        found = [first]
        for code in found:
            found += {to for to in tables["ways"][code].values() if to not in found}
        assert set(found) == set(tables["ways"]), first


def test_arrow_keys_go_from_neighbour_to_neighbour(watched):
    seen = watched()
    page = seen.go("/?layers=units,niger-50,both-50,sites-minusma")
    assert not any("/keys." in url for url in seen.requests), "loaded when a key is first used"
    assert page.locator("#map_atlas path[tabindex], #map_atlas .sites[tabindex]").count() == 0
    enter(page)
    assert page.evaluate(HERE) == "ML10", "the highest in view"
    said = page.evaluate(SAID)
    assert said.startswith("Ménaka; Fatalities per 100,000 people, 2022: 298.9, range 297.3–439.0, class above 200, ")
    assert "the highest of 9; in the east; beside: Kidal, Gao" in said
    check_ways(page, store.read(once.shipped()).edition(), "admin1")
    assert press(page, "ArrowLeft") == "ML07"
    assert page.evaluate(RING)
    assert page.locator("#readout .name").inner_text().strip() == "Gao"
    assert page.locator("[aria-live]").count() == 0, "a unit is announced by its focus, and by nothing else"
    page.keyboard.press("PageUp")
    expect(page.locator("#said")).to_contain_text("Gao; Fatalities per 100,000 people, 2021: 27.2")
    assert "2021: 27.2" in page.evaluate(SAID)
    assert "year=2021" in page.url
    assert press(page, "Home") == "ML08"
    assert press(page, "End", "Home", "PageDown", "Home") == "ML10"
    press(page, "Tab")
    assert page.evaluate(SAID) == "Zoom in"
    assert press(page, "Shift+Tab") == "ML10"


def test_the_focus_is_never_lost(watched):
    page = watched(lang="fr").go("/?layers=units,both-50,sites-minusma&focus=mali&lang=fr")
    enter(page)
    assert press(page, "Enter") == "panel-name"
    assert press(page, "Escape") == "ML10"
    page.keyboard.press("z")
    assert page.evaluate(SAID).startswith("Zone des trois frontières, 50 km; 282")
    assert press(page, "Enter") == "panel-name"
    press(page, "Escape", "s")
    place = page.evaluate(SAID)
    assert "MINUSMA" in place
    page.keyboard.press("PageUp")  # marks are drawn anew
    expect(page.locator("#subtitle")).to_have_text("2021")
    page.wait_for_selector(".sites[tabindex]", state="attached")
    assert page.evaluate(SAID).partition(":")[0] == place.partition(":")[0]
    assert press(page, "Enter") == "panel-name"
    press(page, "Escape")
    assert "MINUSMA" in page.evaluate(SAID)
    page.keyboard.press("e")
    expect(page.locator("#said")).to_have_text("Il n’y en a pas sur la carte.")
    page.keyboard.press("?")
    expect(page.locator("dialog.keylist")).to_contain_text("à la voisine dans cette direction")
    press(page, "Escape")
    assert "MINUSMA" in page.evaluate(SAID)
    before = page.evaluate("map_atlas.getCenter().lng")
    press(page, "u", "Shift+ArrowRight", "+")
    assert page.evaluate("map_atlas.getCenter().lng") > before
    assert "at=" in page.url
    page.keyboard.press("w")
    expect(page.locator("#said")).to_contain_text("Les plus hautes : Kidal 69,7")
    page.check("input[value=events_per_100k]")
    expect(page.locator("#said")).to_contain_text("Événements pour 100 000 habitants, 2021. Mali 2021")


def test_every_commune_is_reached_and_has_words_when_it_is(watched_import):
    page = watched_import().go("/?level=admin3")
    assert page.locator("path[data-pcode][aria-label], path[data-pcode][role]").count() == 0
    enter(page)
    check_ways(page, store.read(once.imported_build(*BROUGHT)).edition(), "admin3")
    first = page.evaluate(HERE)
    assert press(page, "ArrowLeft", "ArrowLeft", "ArrowDown") != first
    assert page.evaluate(SAID)
    assert page.evaluate(
        "map_atlas.getBounds().intersects(L.latLngBounds([Atlas.page.pathOf("
        f"{driver.json.dumps(page.evaluate(HERE))}).getBounds()]))"
    )
