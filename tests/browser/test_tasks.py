"""Ten tasks of a morning, each done from the opening of the map with the fewest things that a person does.

An action is a click, a choice in a list or a key; what is typed into the box that a key opened is one with it. The
count of each stands in the test: who adds a step to a task changes it here.
"""

from __future__ import annotations

import csv
import io
import re
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import driver

pytestmark = pytest.mark.browser

SUMMED = (2021, 2022, 2023)
FIRST_ROW = "#table tbody tr:first-child"


@dataclass
class Hands:
    """A person at a page: does things and counts them."""

    page: Page
    done: int = 0

    def click(self, selector: str, **options: Any) -> None:
        self.done += 1
        self.page.click(selector, **options)

    def choose(self, selector: str, value: str) -> None:
        self.done += 1
        self.page.select_option(selector, value)

    def press(self, key: str) -> None:
        self.done += 1
        self.page.keyboard.press(key)

    def find(self, text: str) -> None:
        """Type into the box for finding, and click what stands first."""
        self.press("/")
        self.page.wait_for_selector("#find[aria-controls]")
        self.page.keyboard.type(text)
        self.click("#find-list li:first-child")

    def compare(self, with_what: str) -> None:
        """Open the menu, choose, and press its button; the second map is there."""
        self.click("#comparing summary")
        self.choose("#comparing select", with_what)
        self.click("#comparing button")
        expect(self.page.frame_locator("iframe.second").locator("html.ready.paired")).to_be_attached()

    def focus(self, selector: str) -> None:
        """Go to something by the Tab key, from what stands before it."""
        self.done += 1
        self.page.focus(selector)

    def unit(self, pcode: str) -> None:
        box = self.page.locator(f'path[data-pcode="{pcode}"]').bounding_box()
        self.done += 1
        self.page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.6)


def rows(base: str, query: str) -> list[dict[str, Any]]:
    return driver.fetch(f"{base}/api/figures?{query}")["figures"]


def most(found: list[dict[str, Any]], name: str) -> str:
    return max((row for row in found if row[name] is not None), key=lambda row: row[name])["name"]


def deaths(base: str, year: int) -> int:
    """The country's deaths of a year, as the page says them that the server sends."""
    with urllib.request.urlopen(f"{base}/?lang=en&year={year}") as answer:
        said = re.search(r'id="national"[^>]*>[^:<]+: ([\d,]+) deaths', answer.read().decode())
    return int(said[1].replace(",", ""))


def test_the_worst_cercle_by_deaths_and_by_density_against_2019(watched_import, imported):
    hands = Hands(watched_import().go("/"))
    hands.click('[data-switch="level"][data-key="admin2"]')
    hands.page.wait_for_selector("html.ready", state="attached")
    hands.click("#tab-table")
    hands.click('#table th[data-sort="best"] a')
    worst = most(rows(imported, "level=admin2&year=2022"), "fatalities_best")
    expect(hands.page.locator(FIRST_ROW)).to_contain_text(worst)
    hands.choose("#from", "2019")
    hands.click("#value-head")
    change = most(rows(imported, "level=admin2&year=2022&from=2019&measure=fatalities_per_1000km2"), "change")
    expect(hands.page.locator(FIRST_ROW)).to_contain_text(change)
    assert hands.done == 5


def test_ansongo_in_march_2022(watched_import, imported):
    hands = Hands(watched_import().go("/"))
    hands.find("ansongo")
    hands.click('[data-month="03"]')
    expect(hands.page.locator("#panel-name")).to_have_text("Ansongo")
    (row,) = rows(imported, "level=admin2&pcode=ML0701&year=2022&month=03")
    expect(hands.page.locator("#pane-figures")).to_contain_text(f"fatalities: {row['fatalities_best']:,}")
    assert hands.done == 3


def test_2020_beside_2022(watched):
    hands = Hands(watched().go("/"))
    hands.compare("year:2020")
    expect(hands.page.locator(".second-caption")).to_contain_text("2020")
    assert hands.done == 3


def test_all_years_at_once(watched):
    hands = Hands(watched().go("/"))
    hands.click("#all-years")
    expect(hands.page.locator("main svg").first).to_be_visible()
    assert "compare=years" in hands.page.url
    assert hands.done == 1


def test_three_years_summed(watched, base):
    hands = Hands(watched().go("/"))
    hands.click("#range")
    hands.focus("#slider-to")
    hands.press("ArrowRight")
    expect(hands.page.locator("#subtitle")).to_contain_text("2021–2023")
    summed = sum(deaths(base, year) for year in SUMMED)
    expect(hands.page.locator("#national")).to_contain_text(f"{summed:,} deaths")
    assert hands.done == 3


def test_moura_is_found(watched_import):
    hands = Hands(watched_import().go("/"))
    hands.find("moura")
    expect(hands.page.locator("#panel")).to_contain_text(re.compile("Mora village|Moura"))
    assert hands.done == 2


def test_gao_and_menaka_summed_and_taken_away(watched):
    hands = Hands(watched().go("/"))
    hands.click("#pick")
    hands.unit("ML07")
    hands.unit("ML10")
    expect(hands.page.locator("#sum-line")).to_contain_text("Gao + Ménaka, 2022: 1,795 deaths (1,697–2,458)")
    hands.click("#tab-downloads")
    with hands.page.expect_download() as taken:
        hands.click('[data-download="admin1.csv"]')
    assert taken.value.suggested_filename == "mali-admin1-2022-ML07-ML10.csv"
    table = csv.DictReader(io.StringIO(Path(taken.value.path()).read_text(encoding="utf-8-sig")))
    assert sum(int(row["fatalities_best"]) for row in table if row["pcode"] in ("ML07", "ML10")) == 1795
    assert hands.done == 5


def test_both_sides_of_the_niger_border(watched):
    hands = Hands(watched().go("/"))
    hands.click('[data-switch="sides"][data-key="both"]')
    hands.page.wait_for_selector("html.ready", state="attached")
    hands.find("niger border")
    expect(hands.page.locator("#panel-name")).to_contain_text("Niger border")
    expect(hands.page.locator("#panel")).to_contain_text("Niger")
    assert hands.done == 3


def test_sites_beside_deaths(watched):
    hands = Hands(watched().go("/"))
    hands.compare("measure:documented_sites")
    assert hands.done == 3


def test_exactly_this_is_shared(watched):
    seen = watched(permissions=["clipboard-read", "clipboard-write"])
    hands = Hands(seen.go("/?year=2021&unit=ML10&measure=events_per_100k"))
    shown = hands.page.evaluate(driver.TABLED)
    hands.click("#share")
    hands.click("#copy-permanent")
    address = hands.page.evaluate("navigator.clipboard.readText()")
    assert "/b/" in address
    assert hands.done == 2
    other = seen.go(address.removeprefix(seen.base))
    assert other.evaluate(driver.TABLED) == shown
    assert other.locator("#panel-name").inner_text() == "Ménaka"
