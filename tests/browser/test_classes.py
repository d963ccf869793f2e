"""Map, table and legend against the figures, computed here from the API's counts: every unit, year and measure."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

MEASURES = {
    "fatalities_per_100k": ("fatalities_best", "population", 100_000, "fatalities_high"),
    "fatalities_per_1000km2": ("fatalities_best", "area_km2", 1_000, "fatalities_high"),
    "events_per_100k": ("events", "population", 100_000, None),
    "civilian_fatalities_per_100k": ("civilian_fatalities", "population", 100_000, None),
    "documented_sites": ("documented_sites", None, 1, None),
    "nominal_troops": ("nominal_troops", None, 1, None),
}
YEARS = [str(year) for year in range(2012, 2025)]
PAIRS = [("2020", "2022"), ("2022", "2020"), ("2012", "2023"), ("2017", "2018"), ("2013", "2024"), ("2023", "2012")]
ALL = {"violence": "all", "family": "any"}
EVERY_VIEW = f"""([years, measures, froms]) => {{
  const seen = [], from = document.getElementById("from");
  for (const measure of measures) {{
    document.querySelector(`input[name=measure][value=${{measure}}]`).click();
    for (const year of years) {{
      document.querySelector(`[data-year="${{year}}"]`).click();
      seen.push([measure, year, null, ({driver.DRAWN})(), ({driver.TABLED})(), ({driver.LEGEND})()]);
    }}
    for (const [then, year] of froms) {{
      from.value = "";
      from.dispatchEvent(new Event("change", {{ bubbles: true }}));
      document.querySelector(`[data-year="${{year}}"]`).click();
      from.value = then;
      if (from.value !== then) continue;
      from.dispatchEvent(new Event("change", {{ bubbles: true }}));
      seen.push([measure, year, then, ({driver.DRAWN})(), ({driver.TABLED})(), ({driver.LEGEND})()]);
    }}
    from.value = "";
    from.dispatchEvent(new Event("change", {{ bubbles: true }}));
  }}
  return seen;
}}"""


@pytest.fixture(scope="module")
def figures(base):
    """By violence and family: the API's breaks, and its records by (p-code, year)."""
    kept = {}

    def read(violence="all", family="any"):
        if (violence, family) not in kept:
            found = driver.fetch(f"{base}/api/figures?violence={violence}&family={family}")
            rows = {(row["pcode"], str(row["year"])): row for row in found["figures"]}
            kept[violence, family] = (found["breaks"], rows)
        return kept[violence, family]

    return read


def value_of(row, measure):
    count, denominator, per, _ = MEASURES[measure]
    if row[count] is None:
        return None
    if denominator and row[denominator] is None:
        return None
    return row[count] * per / row[denominator] if denominator else row[count]


def state_of(row, measure):
    """The state that is no class, or None."""
    denominator = MEASURES[measure][1]
    found = state_of_count(row, measure)
    is_unknown = denominator and row[denominator] is None and found in (None, "zero", "best_zero")
    return "no_denominator" if is_unknown else found


def state_of_count(row, measure):
    """The same, regardless of the people."""
    count, _, _, high = MEASURES[measure]
    if measure in ("documented_sites", "nominal_troops"):
        found = row[f"{measure}_status"]
        return {"zero": "sites_zero", "recorded": None}.get(found, found)
    if row["events"] is None:
        return "no_data"
    if row["events"] == 0:
        return "none_recorded"
    if row[count] == 0:
        return "best_zero" if high and row[high] > 0 else "zero"
    return None


def expected(breaks, rows, measure, year, then):
    return {pcode: class_of(breaks, rows, measure, pcode, year, then) for pcode in sorted({key[0] for key in rows})}


def class_of(breaks, rows, measure, pcode, year, then):
    now = rows[pcode, year]
    limits = breaks[measure]
    if then is None:
        return state_of(now, measure) or f"c{sum(value_of(now, measure) > limit for limit in limits['value'])}"
    states = {state_of(now, measure), state_of(rows[pcode, then], measure)}
    for missing in ("no_data", "no_denominator", "none_documented", "uncertain"):
        if missing in states:
            return missing
    if states == {"none_recorded"}:
        return "none_recorded"
    change = value_of(now, measure) - value_of(rows[pcode, then], measure)
    size = 1 + sum(abs(change) > limit for limit in limits["change"]) if change else 0
    return f"d{-size if change < 0 else size}"


def check(figures, view, violence="all", family="any"):
    measure, year, then, drawn, tabled, legend = view
    breaks, rows = figures(violence, family)
    keys = expected(breaks, rows, measure, year, then)
    assert len(keys) == 11
    assert {pcode: key for pcode, (key, _) in drawn.items()} == keys, view[:3]
    assert tabled == drawn, view[:3]
    assert drawn == {pcode: [key, legend[key]] for pcode, key in keys.items()}, view[:3]


def test_every_year_and_measure_and_some_changes(watched, figures):
    seen = watched()
    page = seen.go("/?focus=mali")
    seen.requests.clear()
    views = page.evaluate(EVERY_VIEW, [YEARS, list(MEASURES), PAIRS])
    assert len(views) >= len(MEASURES) * (len(YEARS) + len(PAIRS) - 1) - 1
    for view in views:
        check(figures, view)
    classes = {key for view in views for key, _ in view[3].values()}
    assert {f"c{n}" for n in range(1, 6)} | {f"d{n}" for n in range(-3, 4)} <= classes
    assert seen.requests == []


def choices(page, name):
    return page.eval_on_selector_all(f"#{name} option", "(all) => all.map((one) => [one.value, one.textContent])")


def view_of(page, measure, year):
    return [
        measure,
        year,
        None,
        *page.evaluate(f"() => [({driver.DRAWN})(), ({driver.TABLED})(), ({driver.LEGEND})()]"),
    ]


def test_every_filter_once(watched, figures):
    seen = watched()
    page = seen.go("/?focus=mali&year=2023")
    for name, neutral in ALL.items():
        offered = [choice for choice in choices(page, name) if choice[0] != neutral]
        assert len(offered) == {"violence": 3, "family": 7}[name]
        for value, label in offered:
            page.select_option(f"#{name}", value)
            expect(page.locator("#filter")).to_have_text(label)
            check(figures, view_of(page, "fatalities_per_100k", "2023"), **(ALL | {name: value}))
            assert f"{name}={value}" in page.url
        page.select_option(f"#{name}", neutral)
        expect(page.locator("#filter")).to_have_text("")
    check(figures, view_of(page, "fatalities_per_100k", "2023"))


def test_values_in_the_table_are_the_figures(watched, figures):
    page = watched().go("/?measure=fatalities_per_1000km2&year=2021")
    _, rows = figures()
    shown = driver.cells(page, "table")
    assert len(shown) == 11
    for pcode, cells in shown.items():
        row = rows[pcode, "2021"]
        for head, name in {**driver.COUNTS, "People, census 2022": "population"}.items():
            assert cells[head] == ("no data" if row[name] is None else f"{row[name]:,}")
        assert cells["Range"] == f"{row['fatalities_low']:,}–{row['fatalities_high']:,}"
        value = value_of(row, "fatalities_per_1000km2")
        assert cells["per 1,000 km²"] == (f"{value:.2f}" if value >= 0.005 or value == 0 else "<0.01")


@pytest.mark.parametrize(
    "query",
    [
        "?year=2019&measure=events_per_100k&lang=fr",
        "?measure=documented_sites&year=2016&from=2014",
        "?measure=nominal_troops&year=2022",
        "?measure=nominal_troops&year=2022&from=2014&lang=fr",
        "?year=2024&violence=one_sided",
        "?from=2020&family=jnim&lang=fr",
        "?year=2021-2023&lang=fr",
        "?year=2018-2024&from=2012-2014&people=year",
        "?year=2021-2023&measure=documented_sites",
    ],
)
def test_server_and_script_write_the_same_tables(watched, base, query):
    served = driver.text(f"{base}/{query}")
    page = watched().go(f"/{query}")
    parsed = page.evaluate(
        f"""(html) => ((document) => ({driver.TABLE_TEXT})())(
          new DOMParser().parseFromString(html, "text/html"))""",
        served,
    )
    assert page.evaluate(driver.TABLE_TEXT) == parsed
