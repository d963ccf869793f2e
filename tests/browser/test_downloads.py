"""The buttons download what is shown: address, file name and figures follow the state."""

from __future__ import annotations

import csv
import json

import pytest
from playwright.sync_api import expect

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
        for extension in ("geojson", "csv"):
            assert (
                page.get_attribute(f'[data-download="{layer}.{extension}"]', "href")
                == f"/download/{layer}.{extension}{query}"
            )
    assert page.get_attribute('[data-download="sites.csv"]', "href") == "/download/sites.csv?year=2021"

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
    assert page.get_attribute('[data-download="grid.csv"]', "href") == "/download/grid.csv?year=2016"
    page.click('[data-year="2017"]')
    assert page.get_attribute('[data-download="grid.csv"]', "href") == "/download/grid.csv?year=2017"


def test_the_link_to_the_view_is_copied(watched):
    seen = watched(permissions=["clipboard-read", "clipboard-write"])
    page = seen.go("/?year=2018&measure=events_per_100k")
    page.click("#copy-link")
    expect(page.locator("#copy-link")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
