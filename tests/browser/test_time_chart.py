"""The shape of time over the years: what is counted, low to high; ticks that name themselves; two handles."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

BARS = """() => Object.fromEntries(Array.from(document.querySelectorAll("#plot [data-slot]"),
  (slot) => [slot.dataset.slot, slot.querySelector("title").textContent]))"""
LEFT = """(node) => node.getBoundingClientRect().left"""


def test_the_bars_are_the_figures_of_what_is_opened(watched, base):
    page = watched().go("/?unit=ML07")
    rows = driver.fetch(f"{base}/api/figures?pcode=ML07")["figures"]
    shown = page.evaluate(BARS)
    for row in rows:
        if row["fatalities_best"] is None:
            assert str(row["year"]) not in shown
        else:
            low, best, high = (f"{row[f'fatalities_{end}']:,}" for end in ("low", "best", "high"))
            assert shown[str(row["year"])] == f"{row['year']}: {best} ({low}–{high})"
    assert page.locator("#plot .gap").count() == 1  # 2024 is known for the country alone
    assert page.locator("#time-of").inner_text() == "Gao · deaths by year"
    page.check("input[value=events_per_100k]")
    assert page.locator("#time-of").inner_text() == "Gao · events by year"
    page.click("#panel .close")
    assert page.locator("#time-of b").inner_text() == "Mali"
    page.check("input[value=fatalities_per_100k]")
    assert page.locator('#plot [data-slot="2024"] .bar.other').count() == 1


@pytest.mark.parametrize(("lang", "words"), [("en", "Coup d’état"), ("fr", "Coup d’État")])
def test_coups_and_departures_name_themselves(watched, lang, words):
    page = watched(lang=lang).go("/")
    coup = page.locator(".moment.coup").first
    page.focus("#moments")
    expect(page.locator("#moment-name")).to_contain_text(words)
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("#moment-name")).to_be_empty()
    coup.hover()
    expect(page.locator("#moment-name")).to_contain_text(words)
    assert page.locator(".moment.departure").count() >= 5
    year = page.locator('[data-year="2020"]').bounding_box()
    assert year["x"] < coup.bounding_box()["x"] < year["x"] + year["width"]


def test_the_country_s_figures_list_the_coups_and_departures_of_the_years(watched):
    """Which a phone's time bar shows too, and cannot name under a pointer."""
    page = watched((360, 740), "fr").go("/?year=2022&lang=fr")
    expect(page.locator(".moment.coup").first).to_be_visible()
    dates = page.locator("#pane-figures ul.hint b")
    expect(dates).to_have_text([re.compile("avril 2022"), re.compile("mai"), "13 juin 2022", "15 août 2022"])
    page.click('[data-year="2016"]')
    expect(page.locator("#subtitle")).to_have_text("2016")
    expect(dates).to_have_count(0)


def test_the_bar_of_the_year_that_is_compared_with_is_seen(watched):
    page = watched().go("/?year=2022&from=2020")
    seen = page.evaluate("""() => getComputedStyle(document.querySelector('[data-year="2020"]')).backgroundColor""")
    assert seen == "rgba(0, 0, 0, 0)", "the link over the bar hides it"


def test_a_second_handle_makes_a_range_and_one_pulled_out_of_the_bar_opens_a_second_map(watched):
    page = watched().go("/")
    expect(page.locator("#slider-to")).to_be_hidden()
    page.click("#range")
    expect(page.locator("#subtitle")).to_contain_text("2021–2022")
    assert "year=2021-2022" in page.url
    page.focus("#slider-to")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#subtitle")).to_contain_text("2021–2023")
    page.focus("#slider")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#subtitle")).to_contain_text("2020–2023")
    assert page.locator("#plot .bar.now").count() == 4
    assert page.evaluate(driver.DRAWN) == page.evaluate(driver.TABLED)
    for year, range_ in (("2018", "2018–2023"), ("2022", "2018–2022"), ("2024", "2018–2024"), ("2019", "2019–2024")):
        page.click(f'[data-year="{year}"]')  # a year that is pressed moves the nearer end
        expect(page.locator("#subtitle")).to_contain_text(range_)
    page.click('[data-year="2023"]')
    page.click("#range")
    expect(page.locator("#subtitle")).to_have_text("2023")
    expect(page.locator("#slider-to")).to_be_hidden()
    page.click('[data-year="2022"]')
    check_pulled_out(page)


def check_pulled_out(page):
    """A handle that is pulled out of the bar opens a second map."""
    year = page.locator('[data-year="2022"]').bounding_box()
    width, at = year["width"], page.locator("#plot").bounding_box()
    page.mouse.move(year["x"] + width / 2, at["y"] + at["height"] - 1)
    page.mouse.down()
    page.mouse.move(year["x"] - width * 1.5, at["y"] + at["height"] - 1, steps=4)
    expect(page.locator("#subtitle")).to_have_text("2020")
    page.mouse.move(year["x"] - width * 1.5, at["y"] - 80, steps=4)
    page.mouse.up()
    expect(page.locator("#subtitle")).to_have_text("2022")
    assert "compare=year:2020" in page.url


def test_months_stand_in_the_bar_and_are_chosen_there(watched_import):
    page = watched_import().go("/")
    assert page.get_attribute("#by-years", "aria-pressed") == "true"
    page.click("#by-months")
    expect(page.locator("#subtitle")).to_contain_text("January to December 2022")
    assert "month=2022-01..2022-12" in page.url
    assert page.locator("#plot .bar.now").count() == 12
    assert page.locator("#slider").get_attribute("aria-valuetext") == "January 2022"
    page.focus("#slider-to")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.focus("#slider")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#subtitle")).to_contain_text("March to August 2022")
    assert "month=2022-03..2022-08" in page.url
    page.focus("#slider-to")
    page.keyboard.press("Home")  # as far from the other handle as a range may be long
    expect(page.locator("#slider-to")).to_have_attribute("aria-valuetext", "December 2014")
    assert "month=2012-01..2014-12" in page.url
    expect(page.locator("#time-most")).to_have_text("at most 36 months")
    expect(page.locator('#plot [data-slot="2022-03"] .bar')).to_be_attached()
    bar = page.locator('#plot [data-slot="2022-03"] .bar').bounding_box()
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect(page.locator("#subtitle")).to_have_text("March 2022")
    expect(page.locator("#slider-to")).to_be_hidden()
    page.click("#by-years")
    expect(page.locator("#subtitle")).to_have_text("2022")
