"""The buttons download what is shown: address, file name and figures follow the state."""

from __future__ import annotations

import csv
import json

import pytest
from playwright.sync_api import expect

from geodata.exports.formats import FORMATS
from tests.browser import driver

pytestmark = pytest.mark.browser


def shown(page, table):
    """The counts in a table of the page; the later of two where it shows a change."""
    return {
        row: [cells[head].split("→")[-1].strip() for head in driver.COUNTS]
        for row, cells in driver.cells(page, table).items()
    }


def counts(record):
    return [f"{int(record[name]):,}" for name in driver.COUNTS.values()]


def saved(page, name, folder):
    driver.show(page, "downloads")
    with page.expect_download() as download:
        page.click(f'[data-download="{name}"]')
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_file_holds_what_the_table_shows(watched, tmp_path):
    page = watched().go("/")
    page.select_option("#violence", "one_sided")
    page.select_option("#family", "is")
    expect(page.locator("#filter")).to_contain_text("Islamic State")
    page.click('[data-year="2021"]')
    page.select_option("#from", "2018")
    query = "?year=2021&from=2018&violence=one_sided&family=is"
    for layer in ("admin1", "zones", "grid"):
        for extension in FORMATS:
            assert (
                driver.address(page, f'[data-download="{layer}.{extension}"]')
                == f"/download/{layer}.{extension}{query}"
            )
            assert driver.address(
                page, f'[data-download-all="{layer}.{extension}"]'
            ) == f"/download/{layer}.{extension}{query}".replace("year=2021&", "")
    assert driver.address(page, '[data-download="grid.csv?hxl=1"]') == f"/download/grid.csv{query}&hxl=1"
    view = "?year=2021&from=2018&violence=one_sided&family=is"
    assert driver.address(page, '[data-view="figure.png"]') == f"/figure.png{view}"
    assert driver.address(page, '[data-view="figure.pdf?size=16x9"]') == f"/figure.pdf{view}&size=16x9"
    assert driver.address(page, '[data-view="briefing.html"]') == f"/briefing.html{view}"
    assert driver.address(page, '[data-view="download/pack.zip"]') == f"/download/pack.zip{view}"
    assert driver.address(page, '[data-download="sites.csv"]') == "/download/sites.csv?year=2021"

    path = saved(page, "admin1.geojson", tmp_path)
    assert path.name == "mali-admin1-2021-from-2018-one-sided-is.geojson"
    found = [feature["properties"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
    assert {row["pcode"]: counts(row) for row in found} == shown(page, "table")
    path = saved(page, "zones.csv", tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["zone"] in ("niger", "burkina", "either", "both")]
    assert {f"{row['zone']}-{row['distance_km']}": counts(row) for row in rows} == shown(page, "zones")
    assert page.locator("#table tbody tr").count() == 11


def test_without_filters_the_address_is_the_year_alone(watched):
    page = watched().go("/?year=2016")
    assert driver.address(page, '[data-download="grid.csv"]') == "/download/grid.csv?year=2016"
    page.click('[data-year="2017"]')
    assert driver.address(page, '[data-download="grid.csv"]') == "/download/grid.csv?year=2017"


LINKS = """(html) => {
  const page = html ? new DOMParser().parseFromString(html, "text/html") : document;
  return Object.fromEntries(["data-download", "data-download-all", "data-view"].flatMap((kind) =>
    Array.from(page.querySelectorAll(`[${kind}]`),
      (link) => [kind + link.getAttribute(kind), link.getAttribute("href")]))
    .concat([["permanent", page.getElementById("permanent").getAttribute("href")]]));
}"""
CHOSEN = (
    "/?year=2019&measure=civilian_fatalities_per_100k&layers=sites-minusma,both-100&focus=gao",
    "/?year=2024&circles=fatalities&unit=MLI&lang=fr",
    "/?year=2022&from=2020&violence=non_state&family=jnim_is&layers=grid",
)


@pytest.mark.parametrize("view", CHOSEN)
def test_the_script_gives_every_link_the_address_that_the_server_does(watched, base, view):
    page = watched().go(view)
    driver.freshen(page)
    served = page.evaluate(LINKS, driver.text(base + view))
    assert page.evaluate(LINKS) == served
    assert len(served) > 60


def test_the_link_to_the_view_is_copied(watched):
    seen = watched(permissions=["clipboard-read", "clipboard-write"])
    page = seen.go("/?year=2018&measure=events_per_100k&tab=downloads")
    page.click("#share")
    page.click("#copy-link")
    expect(page.locator("#copied")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
