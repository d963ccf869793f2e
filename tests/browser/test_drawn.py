"""Drawn worlds with an imported event file: months, boundaries whose people are unknown, terms that forbid events."""

from __future__ import annotations

import calendar
import json
import re
import urllib.error
import urllib.request
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from geodata import policies
from tests import deep_worlds
from tests.browser import driver
from tests.browser.conftest import watching

pytestmark = pytest.mark.browser

EVENTS = """
id year x    y     prec region type a    b                  low best high civilians date_start date_end   date_prec
1  2021 1.2  15.5  1    .      1    JNIM Government_of_Mali 3   5    9    1         2021-03-27 2021-03-27 1
2  2022 1.7  15.5  1    .      3    IS   Civilians          10  12   12   12        2022-03-05 2022-03-06 2
3  2022 2.4  16.4  1    .      2    JNIM IS                 0   0    20   0         2022-03-20 2022-03-20 1
4  2022 2.9  15.1  2    .      1    IS   GATIA,_MSA         7   8    8    2         2022-06-30 2022-07-02 2
5  2022 0.3  15.5  3    .      3    JNIM Civilians          4   6    6    6         2022-12-01 2022-12-31 4
6  2022 0.5  16.5  6    .      1    AQIM Government_of_Mali 1   2    3    0         2022-04-01 2022-12-01 5
7  2023 0.3  15.04 1    .      3    JNIM Civilians          2   2    2    2         2023-02-11 2023-02-11 1
"""
COVERED = ("2021-03", "2023-02")
NOW = """() => [document.querySelector("#years [data-year][aria-current]").dataset.year,
  document.querySelector("#months [aria-current]").dataset.month].join("-")"""

STATE = f"""() => [({NOW})(), location.search, ({driver.DRAWN})(), ({driver.TABLED})()]"""


@pytest.fixture(scope="module")
def deep(serve_world, tmp_path_factory):
    """Known from March 2021 to February 2023; of one region before 2016 nobody knows the people."""
    inputs = deep_worlds.deep_world(tmp_path_factory.mktemp("drawn"), EVENTS)
    grounds = [
        replace(ground, population={**ground.population, "ML05": None}) if ground.frame == "2012" else ground
        for ground in inputs.grounds
    ]
    with serve_world(replace(inputs, grounds=grounds)) as base:
        yield base


@pytest.fixture
def seen(chromium, deep):
    with watching(chromium, deep) as watched:
        yield watched()


def passed(page):
    """The months that were shown since `driver.keep_telling`, each as assert_month would have it."""
    said = page.evaluate("told")
    for one in said:
        year, number = one["now"].split("-")
        assert one["title"] == f"{calendar.month_name[int(number)]} {year}"
        assert f"year={year}" in one["address"] or year == "2022"
        assert f"month={number}" in one["address"]
        assert one["drawn"] == one["tabled"]
    return [one["now"] for one in said]


def assert_month(page, period):
    """Title, buttons, address, map and table are of that month; what is drawn."""
    year, number = period.split("-")
    expect(page.locator("#subtitle")).to_have_text(f"{calendar.month_name[int(number)]} {year}")
    now, address, drawn, tabled = page.evaluate(STATE)
    assert now == period
    assert f"year={year}" in address or year == "2022"
    assert f"month={number}" in address
    assert drawn == tabled
    return drawn


def to_month(page, period):
    """Choose a month; what is drawn."""
    year, number = period.split("-")
    page.click(f'[data-year="{year}"]')
    page.click(f'#months [data-month="{number}"]')
    shown = assert_month(page, period)
    page.evaluate("document.activeElement.blur()")
    return shown


def test_every_month_is_the_api_s_and_asks_once_a_year(seen, deep):
    page = seen.go("/?level=admin2&focus=mali")
    page.wait_for_load_state("networkidle")
    seen.requests.clear()
    assert page.locator("#months [data-month]").all_inner_texts() == ["Year", *calendar.month_abbr[1:]]
    found = set()
    for year, numbers in (("2021", range(1, 5)), ("2022", range(1, 13)), ("2023", range(1, 4))):
        page.click(f'[data-year="{year}"]')
        for number in numbers:
            period = f"{year}-{number:02}"
            page.click(f'#months [data-month="{number:02}"]')
            shown = assert_month(page, period)
            rows = driver.fetch(f"{deep}/api/figures?level=admin2&year={year}&month={number:02}")["figures"]
            states = {row["pcode"]: row["fatalities_status"] for row in rows}
            drawn = {pcode: re.sub("^c[1-5]$", "recorded", key) for pcode, (key, _) in shown.items()}
            assert drawn == states, period
            is_covered = COVERED[0] <= period <= COVERED[1]
            assert (set(states.values()) == {"no_data"}) != is_covered, period
            assert page.locator(f'#months [data-month="{number:02}"].partial').count() == (not is_covered)
            found |= set(states.values())
    assert {"no_data", "none_recorded", "best_zero", "recorded"} <= found
    asked = [url.rsplit("/", 1)[1] for url in seen.requests]
    years = ["2021", "2022", "2023"]
    assert [name for name in asked if "admin2" in name] == [f"values-admin2-all-any-{year}.json" for year in years]
    assert len(asked) == len(set(asked)) == 6  # the units' and the zones' months


def test_a_month_that_is_not_covered_is_hatched_and_an_empty_one_is_not(seen):
    page = seen.go("/?year=2021&month=02&focus=mali")
    for period, key, sentence in (
        ("2021-02", "no_data", "February 2021"),
        ("2022-08", "none_recorded", "covers this month and records no event here"),
    ):
        drawn = to_month(page, period)
        assert {state for state, _ in drawn.values()} == {key}
        assert {fill for _, fill in drawn.values()} == {page.evaluate(driver.LEGEND)[key]}
        assert (drawn["ML07"][1] == "url(#p-no-data)") == (key == "no_data")
        value = page.locator('#table tr[data-pcode="ML07"] .value').inner_text()
        assert value.strip() == ("no data" if key == "no_data" else "0.0")
        driver.reach(page, 'path[data-pcode="ML07"]')
        assert sentence in page.locator("#readout .said").inner_text()


def test_months_are_played_to_the_last_one(seen):
    page = seen.go("/?year=2022&month=12&focus=mali")
    page.evaluate("window.stayed = true")
    driver.keep_telling(page, NOW)
    page.click("#play")
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "false")
    assert passed(page) == ["2023-01", "2023-02"]
    page.wait_for_timeout(1_000)
    assert_month(page, "2023-02")
    page.click("#play")  # from the last month it starts again with the first
    page.wait_for_function("() => told.length >= 4")
    assert passed(page)[2:4] == ["2021-03", "2021-04"]
    page.click('#months [data-month="06"]')  # a choice stops it
    assert_month(page, "2021-06")
    page.wait_for_timeout(1_000)
    assert_month(page, "2021-06")
    assert page.evaluate("window.stayed")


def test_what_is_played_waits_for_a_year_that_is_slow_to_come(seen):
    page = seen.go("/?year=2023&month=02&focus=mali")
    driver.keep_telling(page, NOW)
    waiting = []
    page.route("**/values-*-2021.json", lambda route: waiting.append(route))
    page.click("#play")
    page.wait_for_timeout(2_500)  # longer than two months are shown
    assert page.get_attribute("#play", "aria-pressed") == "true"
    assert waiting
    for route in waiting:
        route.continue_()
    page.wait_for_function("() => told.length >= 2")
    assert passed(page)[:2] == ["2021-03", "2021-04"]


def test_arrow_keys_step_months_from_year_to_year(seen):
    page = seen.go("/?year=2022&month=03&focus=mali")
    for key, period in (("Left", "2022-02"), ("Left", "2022-01"), ("Left", "2021-12"), ("Right", "2022-01")):
        page.keyboard.press(f"Arrow{key}")
        assert_month(page, period)
    to_month(page, "2021-03")
    for key, period in (("Left", "2021-03"), ("Right", "2021-04")):
        page.keyboard.press(f"Arrow{key}")
        assert_month(page, period)
    to_month(page, "2023-06")  # beyond what is known: only the way back is open
    for key, period in (("Right", "2023-06"), ("Left", "2023-05")):
        page.keyboard.press(f"Arrow{key}")
        assert_month(page, period)
    page.click('#months [data-month=""]')
    expect(page.locator("#subtitle")).to_contain_text("2023")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#subtitle")).to_have_text("2022")
    assert "month=" not in page.url


def test_an_event_of_no_month_counts_in_the_year_only(seen):
    page = seen.go("/?year=2022&month=06&layers=units,events&focus=mali")
    assert page.locator(".eventmark").count() == 0
    undated = page.locator('#table tr[data-row="undated"]')
    assert [text.strip() for text in undated.locator("td").all_inner_texts()][2:6] == ["10", "8–11", "2", "2"]
    page.click('#months [data-month=""]')
    expect(page.locator(".eventmark").first).to_be_attached()
    marked = page.eval_on_selector_all(".eventmark", "(all) => all.flatMap((one) => one.dataset.events.split(' '))")
    assert sorted(marked) == ["2", "3", "4"]  # event 5 is known to the cercle, event 6 to the country only
    expect(undated).to_be_hidden()
    said = page.locator(".eventlegend .origin").inner_text()
    assert said.startswith("Not drawn, as no point is their place: events 2, deaths 8,")


def test_a_region_whose_people_are_unknown_is_neither_zero_nor_missing(seen, deep):
    page = seen.go("/?frame=2012&focus=mali&measure=fatalities_per_100k")
    assert page.evaluate(driver.DRAWN)["ML05"] == ["no_denominator", "url(#p-no-denominator)"]
    assert page.evaluate(driver.TABLED) == page.evaluate(driver.DRAWN)
    entry = page.locator('#legend li:has([data-key="no_denominator"])').inner_text()
    assert entry.strip() == "Recorded, but its people are not known in this frame"
    assert page.locator("pattern#p-no-denominator").count() == 1
    row = page.locator('#table tr[data-pcode="ML05"]')
    assert row.locator(".value").inner_text().strip() == "no data"
    counts = driver.fetch(f"{deep}/api/figures?frame=2012&year=2022&pcode=ML05")["figures"][0]
    assert counts["fatalities_best"] == int(driver.cells(page, "table")["ML05"]["Fatalities, best"]) > 0
    driver.reach(page, 'path[data-pcode="ML05"]')
    assert "gives no number of people" in page.locator("#readout .said").inner_text()
    page.check("input[value=fatalities_per_1000km2]")
    assert page.evaluate(driver.DRAWN)["ML05"][0].startswith("c")
    assert page.locator('#legend [data-key="no_denominator"]').count() == 0


def test_terms_that_forbid_events_hide_them(chromium, serve_world, tmp_path_factory):
    inputs = deep_worlds.deep_world(tmp_path_factory.mktemp("closed"), EVENTS, policy="acled")
    with serve_world(inputs) as base, watching(chromium, base) as watched:
        seen = watched()
        page = seen.go("/?focus=mali")
        assert policies.policy("acled").rule in page.locator(".terms").inner_text()
        absent = "[data-layer=events], [data-layer=grid], [data-free], #distance, [data-download^=events]"
        assert page.locator(absent).count() == 0
        keys = page.eval_on_selector_all("[data-switch=level]", "(links) => links.map((link) => link.dataset.key)")
        assert keys == ["admin1", "admin2"]
        with page.expect_navigation():
            page.click('[data-key="admin2"]')
        page.wait_for_selector("html.ready", state="attached")
        page.click('#months [data-month="03"]')
        assert_month(page, "2022-03")
        driver.reach(page, 'path[data-pcode="ML0702"]')
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("Gao 2")
        assert [url for url in seen.requests if "events-" in url] == []
        tag = page.get_attribute("script[src*='/atlas.']", "src").split("/")[2]
        for path in (f"/assets/{tag}/events-2022.json", "/download/events.csv"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(base + path)
            with refused.value as answer:
                assert answer.code == 403
                assert policies.policy("acled").rule in json.loads(answer.read())["detail"]
        seen.go("/?layers=units,events", 400)


def test_a_switch_keeps_what_was_chosen_since(seen):
    page = seen.go("/?focus=mali")
    assert page.locator('#legend [data-key="no_denominator"]').count() == 0, "all people are known in this frame"
    page.click('[data-year="2021"]')
    page.click('#months [data-month="03"]')
    page.check("input[value=events_per_100k]")
    page.select_option("#circles", "events")
    page.uncheck('[data-layer="rivers"]')
    with page.expect_navigation():
        page.click('[data-switch="frame"][data-key="2012"]')
    page.wait_for_selector("html.ready", state="attached")
    assert_month(page, "2021-03")
    assert page.locator("#title").inner_text() == "Events per 100,000 people"
    assert page.locator("#circles").input_value() == "events"
    assert not page.locator('[data-layer="rivers"]').is_checked()
    assert "2012" in page.locator(".disclaimer").inner_text()
    with page.expect_navigation():
        page.click('[data-switch="level"][data-key="admin3"]')
    page.wait_for_selector("html.ready", state="attached")
    assert_month_of_communes(page)
    page.check("input[value=events_per_1000km2]")
    with page.expect_navigation():
        page.click('[data-switch="level"][data-key="admin2"]')
    page.wait_for_selector("html.ready", state="attached")
    assert page.locator("#title").inner_text() == "Events per 1,000 km²"
    assert_month(page, "2021-03")


def assert_month_of_communes(page):
    """People of communes are not known: the measure of regions gives way to the first that communes have."""
    assert page.locator("#title").inner_text() == "Events per 1,000 km²"
    expect(page.locator("#subtitle")).to_have_text("March 2021")
    assert list(page.evaluate(driver.TABLED)) == ["ML0701-a"]
    assert page.locator("#unlisted").inner_text().startswith("15 communes")
