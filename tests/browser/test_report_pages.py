"""Forces, withdrawal, claims and sources as a reader meets them: every page at both widths, in both languages."""

from __future__ import annotations

import re

import pytest

from geodata.vocabulary import REPORTED
from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

LIMIT_BYTES = 150_000
PAGES = (
    "/forces",
    *examples.some(("/forces/minusma", "/forces/wagner", "/forces/isgs")),
    "/withdrawal",
    "/withdrawal?place=either-50&count=events",
    "/claims",
    *examples.some(("/claims/C05", "/claims/C11", "/claims/C36")),
    "/sources",
    "/docs",
)
DRAWN = """() => Array.from(document.querySelectorAll(".drawing"), (drawing) => [
  Array.from(drawing.querySelectorAll("svg")).filter((svg) => svg.getBoundingClientRect().width > 0).length,
  drawing.querySelector("figcaption").textContent,
])"""
OUTSIDE = """() => Array.from(document.querySelectorAll(".drawing svg text"))
  .map((text) => [text.textContent, text.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.left < -1 || box.right > document.documentElement.clientWidth + 1))
  .map(([text, box]) => [text, box.left, box.right])"""


@pytest.mark.parametrize(
    ("path", "lang"), [(path, lang) for turn, path in enumerate(PAGES) for lang in examples.some(("en", "fr"), 2, turn)]
)
def test_a_page_is_light_whole_quiet_and_no_wider_than_the_screen(watched, path, lang):
    """One first visit of each page, whose window then becomes a phone's: no script of these pages asks for the size."""
    seen = watched(lang=lang)
    files = driver.weigh(seen, path)
    assert files
    assert sum(files.values()) <= LIMIT_BYTES, driver.weights(files)
    page = seen.page
    assert page.evaluate("document.documentElement.lang") == lang
    assert page.locator("h1").inner_text()
    for width, height in (driver.WIDE, driver.SMALL):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(OUTSIDE) == []
        assert all(shown == 1 and title for shown, title in page.evaluate(DRAWN))


@pytest.mark.parametrize(("lang", "turn"), [("en", 0), ("fr", 1)], ids=["en", "fr"])
def test_tables_are_not_cut(watched, lang, turn):
    cut = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    seen = watched(size=driver.WIDE, lang=lang)
    for path in (*examples.some(("/forces", "/forces/minusma"), 2, turn), "/withdrawal?place=ML10"):
        page = seen.go(path)
        assert page.eval_on_selector_all(".scroll", cut) == 0, path
    page.set_viewport_size({"width": driver.SMALL[0], "height": driver.SMALL[1]})
    assert page.eval_on_selector_all(".scroll:has(table.departures)", cut) == 0, "departures are stacked"
    cells = page.locator("table.departures").first.locator("tbody tr").first.locator("td.num")
    boxes = [box for box in (cell.bounding_box() for cell in cells.all()) if box]
    assert len(boxes) == 5
    assert boxes[0]["y"] == boxes[2]["y"], "before and after side by side"
    assert max(box["x"] + box["width"] for box in boxes) <= driver.SMALL[0]
    links = page.locator(".sitenav a")
    assert all(box["x"] + box["width"] <= driver.SMALL[0] for link in links.all() if (box := link.bounding_box()))


def test_every_system_is_reached_from_the_map(watched):
    seen = watched()
    page = seen.go("/")
    links = page.eval_on_selector_all("a[href*='/forces/']", "(all) => all.map((a) => a.getAttribute('href'))")
    assert {link.split("?")[0] for link in links} == {f"/forces/{force.key}" for force in REPORTED}
    for link in sorted(set(links)):
        head = re.search("<h1[^>]*>(.*?)</h1>", driver.text(seen.base + link), re.DOTALL)[1]
        assert re.sub("<[^>]*>", "", head).strip(), link
    nav = page.eval_on_selector_all(".sitenav a", "(all) => all.map((a) => a.getAttribute('href'))")
    assert {"/forces", "/withdrawal", "/claims", "/sources"} <= {link.split("?")[0] for link in nav}


def test_a_day_is_asked_for_without_script(watched):
    seen = watched(java_script_enabled=False)
    page = seen.go("/forces?lang=en")
    page.fill("input[name=on]", "2023-12-31")
    page.click("main form button")
    page.wait_for_load_state()
    assert "on=2023-12-31" in page.url
    assert "31 December 2023" in page.locator("main").inner_text()


def test_a_claim_leads_to_its_sources_and_events(watched):
    seen = watched()
    page = seen.go("/claims/C30")
    links = page.eval_on_selector_all(
        "main a[href*='/sources']:not([href$='/sources']), main a[href*='#event-']",
        "(all) => all.map((a) => a.getAttribute('href'))",
    )
    assert {link.split("?")[0].split("#")[0] for link in links} == {"/sources", "/forces"}
    for path in sorted({link.partition("#")[0] for link in links}):
        page = seen.go(path)
        for link in links:
            own, _, target = link.partition("#")
            assert own != path or page.locator(f"[id='{target}']").count() == 1, link
