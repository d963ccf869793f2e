"""Months and levels of files that were brought: sites of a last day, what a view weighs, how fast it changes."""

from __future__ import annotations

import calendar
import csv
import io
import statistics
import urllib.request
from datetime import date

import pytest
from babel.dates import format_date
from playwright.sync_api import expect

from geodata.forces.dates import site_dates
from tests.browser import driver

pytestmark = pytest.mark.browser

LIMIT_MS = 100
SWITCH = """async () => {
  const times = [];
  for (const link of document.querySelectorAll("#months [data-month]")) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const start = performance.now();
    link.click();
    for (const path of document.querySelectorAll("path[data-pcode]")) getComputedStyle(path).fill;
    document.body.offsetHeight;
    times.push(performance.now() - start);
  }
  return times;
}"""
MONTHS_SITES = """() => [
  Object.fromEntries(Array.from(document.querySelectorAll(".leaflet-sites-pane svg[data-site]"),
    (node) => [node.dataset.site, node.dataset.status])),
  ...[".sitelegend .keys li:nth-of-type(4)", "#panel .sitelist li:has(a[href^='/forces/french'])", "#figures-note"]
    .map((place) => document.querySelector(place).innerText)]"""
"""The sites that are drawn, the fourth entry of their legend, what is said of the French one, and the table's note."""


def test_sites_of_a_month_are_those_of_its_last_day(watched_import, imported):
    forces = ("minusma", "french", "takuba", "wagner")
    layers = ",".join(f"sites-{force}" for force in forces)
    with urllib.request.urlopen(f"{imported}/download/sites.csv?year=2022") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
    page = watched_import().go(f"/?year=2022&month=01&focus=mali&unit=ML07&layers=units,{layers},towns")
    legend = page.locator(".sitelegend")
    for month in range(1, 13):
        page.click(f'#months [data-month="{month:02}"]')
        day = date(2022, month, calendar.monthrange(2022, month)[1])
        words = format_date(day, "d MMMM y", locale="en")
        expect(legend.locator(".unit")).to_have_text(f"Documented sites on {words}")
        expected = {
            row["site_id"]: site_dates({name: value or None for name, value in row.items()}).status(day)
            for row in rows
            if row["force"] in forces
        }
        drawn = {site: status for site, status in expected.items() if status != "not_yet"}
        shown, key, french, note = page.evaluate(MONTHS_SITES)
        assert shown == drawn, month
        assert key.strip() == f"closed during {format_date(day, 'MMMM y', locale='en')}"
        said = {7: f"open on {words}", 8: "closed during August 2022, on 15 August 2022"}
        assert said.get(month, f"{'open' if month < 8 else 'already closed'} on {words}") in french
        assert "Documented sites: on 31 December 2022." in note
    page.click("#panel .close")
    driver.reach(page, 'path[data-pcode="ML07"]')
    assert "Documented sites on 31 December 2022" in page.locator("#readout").inner_text()


def test_the_table_of_a_month_says_of_which_day_its_sites_are(watched_import):
    seen = watched_import(java_script_enabled=False)
    page = seen.go("/?year=2022&month=07")
    assert "Documented sites: on 31 December 2022." in page.locator("#figures-note").inner_text()
    page = seen.go("/?year=2022")
    assert "31 December" not in page.locator("#figures-note").inner_text()


@pytest.mark.parametrize(("level", "limit"), [("admin2", 200_000), ("admin3", 400_000)])
def test_a_first_view_of_small_units_is_light(watched_import, capsys, level, limit):
    files = driver.weigh(watched_import(), f"/?level={level}")
    with capsys.disabled():
        print(f"\nfirst view of {level}: {driver.weights(files)}")
    assert f"units-{level}.json" in files
    assert sum(files.values()) <= limit


def test_a_month_of_all_communes_takes_no_time(timed_import, capsys):
    page = timed_import().go("/?level=admin3&month=03&focus=mali")
    page.wait_for_load_state("networkidle")
    times = page.evaluate(SWITCH)
    with capsys.disabled():
        print(f"\nmonth switch of 701 communes: {statistics.median(times):.1f} ms of script, style and layout")
    assert statistics.median(times) < LIMIT_MS


def test_the_other_level_opens_what_holds_a_unit_and_the_bar_of_time_is_of_it(watched_import):
    page = watched_import().go("/?level=admin3&year=2022&unit=ML0701-tessit&tab=figures")
    expect(page.locator("#time-of")).to_contain_text("Tessit")
    page.click('[data-switch="level"][data-key="admin2"]')
    page.wait_for_selector("html.ready")
    assert "unit=ML0701" in page.url
    assert "tessit" not in page.url
    expect(page.locator("#panel-name")).to_have_text("Ansongo")
    expect(page.locator("#time-of")).to_contain_text("Ansongo")
    assert page.locator(".label", has_text="Ansongo").count() == 1, "the town alone is named, not its cercle again"
    own = page.locator("#plot [data-slot='2022'] title").text_content()
    page.click('[data-switch="level"][data-key="admin3"]')
    page.wait_for_selector("html.ready")
    expect(page.locator("#panel-name")).to_have_text("Ansongo")
    expect(page.locator("#time-of")).to_contain_text("Ansongo")
    expect(page.locator("#plot [data-slot='2022'] title")).to_have_text(own)
    page.click("#close-panel")
    expect(page.locator("#time-of")).to_contain_text("Mali")
    assert page.locator("#plot [data-slot='2022'] title").text_content() != own
