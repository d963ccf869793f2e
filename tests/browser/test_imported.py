"""A person's path with files of their own: brought at the command line, read by cercle, commune, month and event."""

from __future__ import annotations

import csv
import io
import urllib.request
from functools import cache

import pytest
from playwright.sync_api import expect

from tests import examples
from tests.browser import driver, imported_page
from tests.browser.conftest import watching
from tests.browser.imported_page import COUNTS, plain, rows_of, said, texts

pytestmark = pytest.mark.browser

SIZES = (driver.WIDE, driver.SMALL)
WORST_DRAWN = 2
MARKED = (
    """() => Array.from(document.querySelectorAll(".eventmark"), (mark) => mark.dataset.events.split(" ")).flat()"""
)
REACHABLE = """() => {
  document.getElementById("map_atlas").scrollIntoView({ block: "center" });
  const marks = Array.from(document.querySelectorAll(".eventmark"));
  const seen = marks.filter((mark) => {
    const box = mark.getBoundingClientRect();
    return mark.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
  });
  const box = (seen.find((mark) => !mark.dataset.events.includes(" ")) || seen[0]).getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


@pytest.fixture(scope="module")
def figures(imported):
    """The API's answer to a question."""

    @cache
    def ask(**query):
        return driver.fetch(f"{imported}/api/figures?" + "&".join(f"{name}={value}" for name, value in query.items()))

    return ask


@pytest.fixture(scope="module")
def undated(figures):
    """What a year counts and none of its months."""
    query = {"frame": "2023", "level": "admin1", "year": 2022}
    whole = figures(**query)["row_accounting"]["2022"]["national"]
    months = [
        figures(**query, month=f"{month:02}")["row_accounting"][f"2022-{month:02}"]["national"]
        for month in range(1, 13)
    ]
    return {name: whole[name] - sum(month[name] for month in months) for name in COUNTS}


@pytest.fixture(scope="module")
def events(imported):
    """The events of March 2022 as the server's file has them, by id."""
    with urllib.request.urlopen(f"{imported}/download/events.csv?frame=2023&year=2022&month=03") as answer:
        rows = csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"), newline=""))
        return {row["event_id"]: row for row in rows}


def test_a_running_server_shows_a_new_build(chromium, importing):
    with watching(chromium, importing.base) as watched:
        seen = watched()
        page = seen.go("/?focus=mali")
        others = "[data-switch]:not([data-switch=sides])"
        assert page.locator(f"{others}, #months, #distance, [data-layer=events]").count() == 0
        before = driver.fetch(importing.base + "/healthz")["build"]
        importing.bring()
        assert "2,120 read = 2,120 accepted + 0 rejected" in importing.said[0]
        assert "701 read = 701 accepted + 0 rejected" in importing.said[0]
        for line in ("1998 = 1907 in regions + 91", "1998 = 1699 in cercles + 299", "1998 = 762 in communes + 1236"):
            assert line in importing.said[1]
        page.check('[data-layer="grid"]')  # the page that is open goes on, with its own build
        expect(page.locator("path[data-gid][data-class]").first).to_be_attached()
        page.uncheck('[data-layer="grid"]')
        drawn = page.evaluate(driver.DRAWN)
        page = seen.go("/?focus=mali")
        assert driver.fetch(importing.base + "/healthz")["build"] != before
        keys = page.eval_on_selector_all("[data-switch=level]", "(links) => links.map((link) => link.dataset.key)")
        assert keys == ["admin1", "admin2", "admin3"]
        frames = page.eval_on_selector_all("[data-switch=frame]", "(links) => links.map((link) => link.dataset.key)")
        assert frames == ["2012", "2016", "2023"]
        assert page.evaluate(driver.DRAWN).keys() == drawn.keys()
        assert "24.1" in page.locator(".vintage").inner_text()


@pytest.mark.parametrize(
    ("lang", "size"), [(lang, size) for turn, lang in enumerate(("en", "fr")) for size in examples.some(SIZES, 2, turn)]
)
def test_the_path_of_a_person(watched_import, figures, undated, events, size, lang):
    seen = watched_import(size, lang)
    page = seen.go("/")
    assert plain(page.locator("#title").inner_text()) == said(lang, "Fatalities per 100,000 people")
    imported_page.check_layout(page, size, "regions")
    imported_page.check_first_view(page, "regions")

    for kind, key, level, frame in (
        ("level", "admin2", "admin2", "2016"),
        ("level", "admin3", "admin3", "2016"),
        ("frame", "2023", "admin3", "2023"),
    ):
        imported_page.switch(page, kind, key)
        imported_page.check_units(page, figures, lang, level, frame)
        imported_page.check_layout(page, size, (level, frame))
        imported_page.check_first_view(page, (level, frame))
    assert frame in page.locator(".disclaimer").inner_text()

    page.wait_for_load_state("networkidle")
    page.evaluate("window.stayed = true")
    seen.requests.clear()
    expect(page.locator('#table [data-row="undated"]')).to_be_hidden()
    if size == driver.SMALL:
        page.click("#by-months")
    page.click('#months [data-month="03"]')
    expect(page.locator('#months [data-month="03"]')).to_have_attribute("aria-current", "true")
    imported_page.check_units(page, figures, lang, "admin3", "2023", "03")
    assert rows_of(page, "table")["undated"][3:7] == texts(lang, undated)
    driver.show(page, "table")
    expect(page.locator('#table [data-row="undated"]')).to_be_visible()
    driver.show(page, "figures")

    imported_page.reach(page)
    page.focus("#distance")
    for key in ("ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator("path.zone-either-75")).to_be_attached()
    expect(page.locator("#distance-now")).to_have_text("75 km")
    expect(page.locator('[data-free="either"]')).to_be_checked()
    imported_page.close(page)
    imported_page.check_zones(page, figures, lang, size)
    imported_page.check_layout(page, size, "75 km")

    imported_page.reach(page)
    page.check('[data-layer="events"]')
    expect(page.locator(".eventmark").first).to_be_attached()
    imported_page.close(page)
    drawn = [event for event, row in events.items() if int(row["where_precision"]) <= WORST_DRAWN]
    assert sorted(page.evaluate(MARKED)) == sorted(drawn)
    imported_page.check_layout(page, size, "events")
    page.mouse.click(*page.evaluate(REACHABLE))
    expect(page.locator("#panel .eventlist li[data-event]").first).to_be_visible()
    source = figures(frame="2023", level="admin1", year=2022)["source"]
    for card in page.locator("#panel .eventlist li[data-event]").all():
        imported_page.check_event(lang, events[card.get_attribute("data-event")], plain(card.inner_text()), source)

    assert page.evaluate("window.stayed")
    of_files = [url for url in seen.requests if "tab=table" not in url]  # a table that is shown for long says its words
    assert [url for url in of_files if "/assets/" not in url] == []
    asked = {url.rsplit("/", 1)[1] for url in of_files}
    assert {"values-admin3-all-any-2022.json", "zones-75.json", "events-2022.json"} <= asked
    assert len(asked) == len(of_files)
    before = page.evaluate(driver.DRAWN), rows_of(page, "zones"), sorted(page.evaluate(MARKED))
    page = seen.go(page.url.removeprefix(seen.base))
    assert (page.evaluate(driver.DRAWN), rows_of(page, "zones"), sorted(page.evaluate(MARKED))) == before
