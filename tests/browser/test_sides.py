"""Both sides of the border: one switch changes map, table and files alike, and each number is that of its side."""

from __future__ import annotations

import csv
import io
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

PARTS = """() => Object.fromEntries(Array.from(document.querySelectorAll("path[data-side]"), (path) => [
  `${path.dataset.zone} ${path.dataset.side}`, path.getAttribute("fill")]))"""
ROWS = """() => Object.fromEntries(Array.from(document.querySelectorAll("#zones tbody tr"), (row) => [
  `${row.dataset.zone} ${row.dataset.side || "MLI"}`,
  [row.children[1], row.children[3], row.children[4]].map((cell) => cell.textContent)]))"""
CLASSES = """() => Object.fromEntries(Array.from(document.querySelectorAll(".sidelegend .swatch[data-key]"), (node) => [
  node.querySelector("rect").getAttribute("fill"), node.parentNode.textContent]))"""
POINT = """(name) => document.querySelector(`path[data-zone="${name[0]}"][data-side="${name[1]}"]`)
  .dispatchEvent(new MouseEvent("mouseover", { bubbles: true }))"""
COUNTED = ("fatalities_best", "events", "civilian_fatalities")


def in_file(page, base):
    """Zone and side -> the counts of the file that the page links, and its density."""
    link = driver.address(page, '#downloads [data-download="zones.csv"]')
    assert "sides=both" in link
    with urllib.request.urlopen(base + link) as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8-sig")))
    found = {f"{row['zone']}-{row['distance_km']} {row['side']}": row for row in rows if row["distance_km"]}
    counts = {name: [row[column] for column in COUNTED] for name, row in found.items()}
    return counts, {name: float(row["fatalities_per_1000km2"]) for name, row in found.items()}


def plain(rows):
    """The table's numbers as a file writes them."""
    return {name: [re.sub(r"\D", "", text) for text in texts] for name, texts in rows.items()}


def holds(label, value):
    """Whether a class of the legend holds a value."""
    limits = [float(number.replace(",", ".")) for number in re.findall(r"[\d.,]+", label)]
    low, high = (limits[0], limits[1]) if len(limits) > 1 else (limits[0], float("inf"))
    return low < value <= high


def check(page, base):
    """Map, table and file say the same."""
    counts, density = in_file(page, base)
    assert plain(page.evaluate(ROWS)) == counts
    classes = page.evaluate(CLASSES)
    drawn = page.evaluate(PARTS)
    assert set(drawn) == {"niger-50 NER", "burkina-50 BFA"}
    for name, fill in drawn.items():
        assert holds(classes[fill], density[name]), (name, classes[fill], density[name])


def test_one_switch_shows_both_sides_on_map_table_and_file_alike(watched, base):
    seen = watched(driver.WIDE)
    page = seen.go("/?focus=niger")
    assert not [url for url in seen.requests if "sides-" in url or ".NER" in url]
    assert page.locator("#zones tbody tr").count() == 12
    page.focus('[data-switch="sides"][data-key="both"]')
    page.keyboard.press("Enter")
    page.wait_for_selector("html.ready", state="attached")
    assert "sides=both" in page.url
    expect(page.locator('[data-switch="sides"][data-key="both"]')).to_have_attribute("aria-current", "true")
    check(page, base)
    assert page.evaluate(ROWS)["either-50 BFA"] == ["568", "41", "221"]
    page.click('[data-year="2021"]')
    check(page, base)
    page.click('[data-year="2022"]')
    page.evaluate(POINT, ["niger-50", "NER"])
    said = page.locator("#readout").inner_text()
    assert "40 deaths (34–47), events: 5; exact: 15 (1)" in said
    assert "738 deaths" in said
    page.locator('path[data-zone="niger-50"][data-side="NER"]').dispatch_event("click")
    expect(page.locator("#panel h2")).to_have_text("Niger border, 50 km")
    lines = page.locator("#panel .sides tbody tr").all_inner_texts()
    assert [re.split(r"\s+", line)[:2] for line in lines] == [["Mali", "738"], ["Niger", "40"], ["Burkina", "Faso"]]
    assert "unit=niger-50" in page.url
    assert "sides=both" in page.url
    assert {"Niger", "Burkina Faso"} <= {label[0] for label in page.evaluate(driver.LABELS)}


def test_the_same_on_a_small_screen_in_french(watched, base):
    page = watched(driver.SMALL, "fr").go("/?sides=both&focus=three-borders&lang=fr")
    check(page, base)
    said = "zones frontalières des deux côtés (au-delà\u202f: pour 1\u202f000 km²)"
    assert page.locator("#filter").inner_text() == said
    assert "Au-delà de la frontière" in page.locator(".sidelegend").inner_text()
    names = [label for label in page.evaluate(driver.LABELS) if label[0] in ("Niger", "Burkina Faso")]
    assert len(names) == 2
    assert all(left >= 0 and right <= 360 for _, left, _, right, _ in names)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
