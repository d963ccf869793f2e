"""The four ways in which a figure is no number: each has its legend entry, sentence, note and value in the file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

CASES = {
    "no_data": ("fatalities_per_100k", "fatalities_status", "fatalities_best"),
    "none_recorded": ("fatalities_per_100k", "fatalities_status", "fatalities_best"),
    "best_zero": ("fatalities_per_100k", "fatalities_status", "fatalities_best"),
    "none_documented": ("documented_sites", "documented_sites_status", "documented_sites"),
    "no_location": ("nominal_troops", "nominal_troops_status", "nominal_troops"),
}
STATUS_OF = {"no_location": "none_documented"}
"""The status of a case, where the case is not named for it."""
WORDS = {
    "no_data": ("No data", "No data: the source has no figures here for 2024."),
    "none_recorded": (
        "No event recorded",
        "The source covers this year and records no event here. That is not proof that there was none.",
    ),
    "best_zero": (
        "Best estimate 0, high estimate above 0",
        "Events are recorded; the best estimate of deaths is 0, the highest {high}.",
    ),
    "none_documented": (
        "No site documented",
        "No site of these forces is in our list. That is not proof that there was none.",
    ),
    "no_location": (
        "No location listed",
        "The list names no location of the mission here. That is not proof that there was none.",
    ),
}
VALUES = {"no_data": None, "none_recorded": 0, "best_zero": 0, "none_documented": None, "no_location": None}
FILTERS = [{}, *({"violence": name} for name in ("state_based", "non_state", "one_sided"))]


def example(base, status, column):
    """The first unit and year in the API that says so, without a filter where possible."""
    for chosen in FILTERS:
        query = "&".join(f"{name}={value}" for name, value in chosen.items())
        for row in driver.fetch(f"{base}/api/figures?{query}")["figures"]:
            if row[column] == status and (status == "no_data" or row["year"] >= 2013):
                return query, row
    raise AssertionError(f"no unit and year is {status}")


@pytest.mark.parametrize("case", list(CASES))
def test_each_is_said_everywhere(watched, base, case):
    measure, column, count = CASES[case]
    status = STATUS_OF.get(case, case)
    query, row = example(base, status, column)
    label, sentence = WORDS[case]
    page = watched().go(f"/?focus=mali&measure={measure}&year={row['year']}&{query}".rstrip("&"))
    pcode = row["pcode"]

    key, fill = page.evaluate(driver.DRAWN)[pcode]
    assert key == status
    legend = page.evaluate(driver.LEGEND)
    assert legend[status] == fill
    assert list(legend.values()).count(fill) == 1
    entry = page.locator(f'#legend li:has([data-key="{status}"])')
    assert entry.inner_text().strip() == label
    if fill.startswith("url("):
        assert page.locator(f"pattern{fill[4:-1]}").count() == 1

    driver.reach(page, f'path[data-pcode="{pcode}"]')
    assert page.locator("#readout .said").inner_text().startswith(sentence.format(high=row["fatalities_high"]))
    line = page.locator(f'#table tr[data-pcode="{pcode}"]')
    assert line.locator(".note").inner_text().startswith(label)
    if VALUES[case] is None:
        assert "no data" in line.locator(".value").inner_text() or "none" in line.locator(".value").inner_text()

    address = driver.address(page, '[data-download="admin1.geojson"]')
    features = driver.fetch(base + address)["features"]
    properties = next(item["properties"] for item in features if item["properties"]["pcode"] == pcode)
    assert properties[column] == status
    assert properties[count] == VALUES[case]
    if status == "best_zero":
        assert properties["fatalities_high"] > 0


def test_from_2024_back_to_2022_what_is_missing_closed_uncertain_or_of_another_release_is_said_so(watched, base):
    page = watched().go("/?year=2024&focus=mali")
    assert {key for key, _ in page.evaluate(driver.DRAWN).values()} == {"no_data"}
    assert "Mali 2024: " in page.locator("#national").inner_text()
    assert "another release" in page.locator("#national").inner_text()
    assert page.locator('[data-year="2024"].partial').count() == 1
    assert page.get_attribute("#readout", "class") == "readout"
    page.check("input[value=documented_sites]")
    check_closed_sites_are_zero(page, base)
    page.click('[data-year="2022"]')
    expect(page.locator("#subtitle")).to_contain_text("2022")
    check_uncertain_sites_are_not_closed(page, base)
    page.check("input[value=fatalities_per_100k]")
    check_the_country_s_years(page)


def check_closed_sites_are_zero(page, base):
    """Sites that are listed and closed are none on the map, not missing."""
    rows = driver.fetch(f"{base}/api/figures?year=2024")["figures"]
    zero = next(row["pcode"] for row in rows if row["documented_sites_status"] == "zero")
    assert page.evaluate(driver.DRAWN)[zero][0] == "sites_zero"
    driver.reach(page, f'path[data-pcode="{zero}"]')
    assert "31 December 2024" in page.locator("#readout .said").inner_text()


def check_uncertain_sites_are_not_closed(page, base):
    """A region with uncertain sites alone is not called closed."""
    rows = {row["pcode"]: row for row in driver.fetch(f"{base}/api/figures?year=2022")["figures"]}
    segou = rows["ML04"]
    assert (segou["documented_sites"], segou["uncertain_sites"], segou["last_reported_sites"]) == (0, 0, 1)
    assert segou["documented_sites_status"] == "uncertain"
    assert page.evaluate(driver.DRAWN)["ML04"] == ["uncertain", "url(#p-uncertain)"]
    driver.reach(page, 'path[data-pcode="ML04"]')
    said = page.locator("#readout .said").inner_text()
    assert "No site in our list was surely open on 31 December 2022; 1 may have been" in said
    assert "closed" not in said
    assert page.evaluate(driver.TABLED)["ML04"] == ["uncertain", "url(#p-uncertain)"]


def check_the_country_s_years(page):
    """The bars mark the year of another release."""
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "Mali"
    bars = panel.locator("[data-bar]")
    expect(bars).to_have_count(13)
    assert panel.locator('[data-bar="2024"] .bar.other').count() == 1
    assert panel.locator(".bar.other").count() == 1
    title = panel.locator('[data-bar="2024"] title').text_content()
    assert title == "2024 (another release, 25.1): 1,901 (1,783–2,644)"
    assert "2024: from another release (UCDP country-year 25.1)" in panel.inner_text()
