"""Units are picked by shift-click, by the boxes of the table, by a box and a polygon, and added up in a line."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

GAO_MENAKA = "Gao + Ménaka, 2022: 1,795 deaths (1,697–2,458), 129 events, 993 civilians."
SERVED = """async (address) => {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  const rows = Array.from(page.querySelectorAll("#table tbody tr, #table tfoot tr"));
  return [
    rows.map((row) => Array.from(row.children, (cell) => cell.textContent.trim().replace(/\\s+/g, " "))),
    rows.map((row) => row.querySelector("td").dataset.marks || ""),
    Array.from(page.querySelectorAll("#legend > *"), (line) => line.textContent.trim().replace(/\\s+/g, " ")),
    page.querySelector("#sum-line").textContent.trim(),
  ];
}"""
SHOWN = """() => {
  const rows = Array.from(document.querySelectorAll("#table tbody tr, #table tfoot tr"));
  return [
    rows.map((row) => Array.from(row.children, (cell) => cell.textContent.trim().replace(/\\s+/g, " "))),
    rows.map((row) => row.querySelector("td").dataset.marks || ""),
    Array.from(document.querySelectorAll("#legend > *"), (line) => line.textContent.trim().replace(/\\s+/g, " ")),
    document.querySelector("#sum-line").textContent.trim(),
  ];
}"""


QUERIES = ("year=2023&units=ML05,ML06,ML10&estimate=high", "year=2021&units=ML02,ML07&from=2020&estimate=low")


def middle(page, pcode: str) -> tuple[float, float]:
    box = page.locator(f'path[data-pcode="{pcode}"]').bounding_box()
    return box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.6


def test_shift_click_and_the_boxes_of_the_table_pick_and_one_line_sums(watched):
    page = watched().go("/")
    page.keyboard.down("Shift")
    page.mouse.click(*middle(page, "ML07"))
    page.keyboard.up("Shift")
    assert page.url.endswith("?units=ML07")
    expect(page.locator("#close-panel"), "picking opens nothing").to_be_hidden()
    page.click("#tab-table")
    page.focus('[data-pick="ML10"]')
    page.keyboard.press("Space")
    expect(page.locator("#sum-line")).to_contain_text(GAO_MENAKA)
    assert "?units=ML07,ML10" in page.url
    assert page.evaluate("document.activeElement.dataset.pick") == "ML10", "the focus stays in the table"
    assert page.locator("path.picked").count() == 4
    driver.freshen(page)
    hrefs = page.eval_on_selector_all(
        "#downloads a[data-download], #downloads a[data-view]", "(all) => all.map((a) => a.href)"
    )
    of_units = [href for href in hrefs if "/admin1." in href or "figure" in href or "pack" in href]
    assert of_units
    assert all("units=ML07,ML10" in href for href in of_units)
    assert all("units" not in href for href in hrefs if "/zones." in href)
    only = page.locator("#files-admin1 .only, #more-admin1 .only, #files-zones .only")
    assert only.all_text_contents() == ["Gao + Ménaka"] * 2, "files that hold a part say which"
    page.click("#sum-clear")
    expect(page.locator("#sum")).to_be_hidden()
    assert only.all_text_contents() == ["", ""]
    assert "units" not in page.url


def test_a_box_and_a_polygon_pick_what_lies_inside(watched):
    page = watched().go("/?focus=mali")
    page.click("#pick")
    buttons = page.locator("#picking button")
    expect(buttons).to_have_count(2)
    buttons.first.click()
    box = page.locator("#map_atlas").bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 5, box["y"] + box["height"] - 5, steps=3)
    page.mouse.up()
    expect(page.locator("#table tr[data-picked]")).to_have_count(11)
    page.click("#sum-clear")
    buttons.last.click()
    x, y = middle(page, "ML10")
    for dx, dy in ((-60, -60), (60, -60), (60, 60), (-60, 60)):
        page.mouse.click(x + dx, y + dy)
    page.keyboard.press("Enter")
    expect(page.locator('#table tr[data-pcode="ML10"]')).to_have_attribute("data-picked", "")
    page.click("#sum-clear")
    page.mouse.click(*middle(page, "ML07"))
    assert "units=ML07&" in page.url, "while picking is on, a click picks"
    page.click("#pick")
    page.mouse.click(*middle(page, "ML10"))
    expect(page.locator("#panel h2")).to_have_text("Ménaka")


@pytest.mark.parametrize(
    ("query", "lang"),
    [(query, lang) for turn, query in enumerate(QUERIES) for lang in examples.some(("en", "fr"), 2, turn)],
)
def test_page_and_script_say_the_same_sum_estimate_and_marks(watched, lang, query):
    page = watched(lang=lang).go(f"/?{query}&lang={lang}")
    served, shown = page.evaluate(SERVED, page.url), page.evaluate(SHOWN)
    assert shown == served
    assert shown[3]


def test_a_class_that_depends_on_the_estimate_is_hatched_and_says_so(watched):
    page = watched().go("/?year=2021&focus=mali")
    uncertain = {
        row["pcode"]
        for row in driver.fetch(f"{page.url.split('/?')[0]}/api/figures?measure=fatalities_per_100k&year=2021")[
            "figures"
        ]
        if row["is_class_uncertain"]
    }
    assert uncertain == {"ML07", "ML10"}
    drawn = page.eval_on_selector_all("path.doubt", "(all) => all.map((one) => one.getAttribute('class'))")
    assert {pcode for pcode in uncertain if any(f"doubt-{pcode}" in text for text in drawn)} == uncertain
    assert len(drawn) == 2
    marked = page.eval_on_selector_all('td[data-marks*="◪"]', "(all) => all.map((one) => one.parentNode.dataset.pcode)")
    assert set(marked) == uncertain
    page.select_option("#estimate", "high")
    assert "estimate=high" in page.url
    assert "highest of the reports" in page.inner_text("#legend")
