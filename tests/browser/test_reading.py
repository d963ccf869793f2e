"""Pointer and keyboard: the readout names what is under them, Enter opens a region's years, Escape closes them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

BESIDE = """pcode => {
    const [read, drawn] = ["#readout", `path[data-pcode="${pcode}"]`].map(
        one => document.querySelector(one).getBoundingClientRect());
    const middle = (drawn.left + drawn.right) / 2;
    return middle < read.left || middle > read.right;
}"""
"""Whether the box with the words leaves the middle of a unit free."""
SPOT = """(pcode) => {
  const path = document.querySelector(`path[data-pcode="${pcode}"]`), box = path.getBoundingClientRect();
  for (const step of [12, 4, 1])
    for (let y = Math.max(0, box.top); y < Math.min(innerHeight, box.bottom); y += step)
      for (let x = Math.max(0, box.left); x < Math.min(innerWidth, box.right); x += step)
        if (document.elementFromPoint(x, y) === path) return [x, y];
  return null;
}"""
FOCUSED = "document.activeElement.dataset.pcode || ''"


def number(value):
    return f"{value:,}"


@pytest.fixture(scope="module")
def year_2022(base):
    found = driver.fetch(f"{base}/api/figures?year=2022")
    return {row["pcode"]: row for row in found["figures"]}


def facts(page):
    return dict(
        zip(
            page.locator("#readout dt").all_inner_texts(),
            page.locator("#readout dd").all_inner_texts(),
            strict=True,
        )
    )


def test_the_pointer_reads_every_region(watched, year_2022):
    page = watched().go("/?focus=mali")
    for pcode, row in year_2022.items():
        spot = page.evaluate(SPOT, pcode)
        assert spot, row["name"]
        page.mouse.move(*spot)
        assert page.locator("#readout .name").inner_text().strip() == row["name"]
        said, big = facts(page), page.locator("#readout .big b").inner_text()
        assert "2022" in page.locator("#readout .big").inner_text()
        if row["population"] is None:  # Bamako and Koulikoro: not published for these boundaries
            assert big == said["People, census 2022"] == "no data"
        else:
            low, high = (row[f"fatalities_{end}"] * 100_000 / row["population"] for end in ("low", "high"))
            assert big in (f"{row['fatalities_per_100k']:.1f}", "<0.1")
            assert said["Range"].replace("<0.1", "0.0") == f"{low:.1f}–{high:.1f}"
            assert said["People, census 2022"] == number(row["population"])
        assert said["Events"] == number(row["events"])
        span = f"{number(row['fatalities_low'])}–{number(row['fatalities_high'])}"
        assert said["Fatalities"] == f"{number(row['fatalities_best'])} ({span})"
        assert said["Civilians"] == number(row["civilian_fatalities"])
        assert page.evaluate(BESIDE, pcode), f"what is read of {row['name']} lies beside its middle"
        assert said["Documented sites"].split()[0] == str(row["documented_sites"]).replace("None", "none")
    page.mouse.move(5, 5)
    assert "Point at a place" in page.locator("#readout").inner_text()


def test_the_keyboard_reads_and_opens_a_region_and_a_click_opens_another(watched, year_2022):
    page = watched().go("/")
    page.focus("#map_atlas")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("path[data-pcode][tabindex]", state="attached")
    pcode = page.evaluate(FOCUSED)
    row = year_2022[pcode]
    assert page.locator("#readout .name").inner_text().strip() == row["name"]
    assert row["name"] in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel).to_be_visible()
    expect(panel.locator("h2")).to_have_text(row["name"])
    assert panel.locator("[data-bar]").count() == 13
    assert panel.locator(".sentence").inner_text().startswith(f"{row['name']}, 2022")
    page.keyboard.press("Escape")
    expect(panel.locator("h2")).to_have_text("Mali")
    assert page.evaluate(FOCUSED) == pcode
    page.mouse.click(*page.evaluate(SPOT, "ML10"))
    expect(panel.locator("h2")).to_have_text("Ménaka")
    assert "unit=ML10" in page.url


def test_the_panel_sets_years_beside_sites_says_what_changed_and_leads_to_its_list_of_sites(watched):
    page = watched().go("/?unit=ML07")
    panel = page.locator("#panel")
    expect(panel.locator(".sitesline")).to_be_visible()
    sentence = panel.locator(".sentence").inner_text()
    assert sentence.startswith("Gao, 2022")
    assert all(part in sentence for part in ("842", "749–1,058", "58", "2021"))
    titles = panel.locator("[data-bar] title").all_text_contents()
    assert titles[10] == "2022: 842 (749–1,058)"
    assert titles[12] == "2024: no data"
    assert panel.locator(".sitelist li").count() == panel.locator(".sitesline text").count() > 3
    assert all("http" in link for link in panel.locator(".sitelist a").evaluate_all("(all) => all.map((a) => a.href)"))
    check_list_of_sites(page)
    page.click('[data-year="2020"]')
    assert panel.locator(".sentence").inner_text().startswith("Gao, 2020")
    page.click("#panel .close")
    expect(panel.locator("h2")).to_have_text("Mali")
    expect(panel.locator(".close")).to_be_hidden()


def check_list_of_sites(page):
    """The panel leads to its list of sites, and neither the page nor its address moves."""
    panel = page.locator("#panel")
    link = panel.locator(".jump a")
    assert link.inner_text() == f"Documented sites ({panel.locator('.sitelist li').count()})"
    scrolled, address = page.evaluate("scrollY"), page.url
    link.click()
    header, heading, whole = (page.locator(name).bounding_box() for name in ("#panel header", "#panel-sites", "#panel"))
    assert header["y"] + header["height"] - 1 <= heading["y"] < whole["y"] + whole["height"] - heading["height"]
    assert page.evaluate("document.activeElement.id") == "panel-sites"
    assert (page.evaluate("scrollY"), page.url) == (scrolled, address)


def test_on_a_phone_the_panel_leads_to_its_list_of_sites(watched):
    seen = watched(driver.SMALL)
    check_list_of_sites(seen.go("/?unit=ML07"))
    page = seen.go("/?unit=ML01")
    expect(page.locator("#panel .sitelist, #panel .said").first).to_be_visible()


def test_a_touch_screen_is_told_to_touch(watched):
    page = watched(driver.SMALL, has_touch=True, is_mobile=True).go("/")
    assert page.locator("#readout").inner_text() == "Touch a place on the map to see its years."


def test_zones_and_cells_are_read_too(watched):
    page = watched().go("/?layers=both-50&focus=three-borders")
    page.locator("path.zone-both-50").dispatch_event("mouseover")
    assert page.locator("#readout .name").inner_text() == "Three-border area, 50 km"
    assert facts(page)["Events outside"]
    page.locator("path.zone-both-50").dispatch_event("mouseout")
    page.check('[data-layer="grid"]')
    expect(page.locator("path[data-gid][data-class=c5]").first).to_be_attached()
    page.locator("path[data-gid][data-class=c5]").first.dispatch_event("mouseover")
    assert page.locator("#readout .name").inner_text().strip().startswith("Grid cell ")


def test_the_table_sorts(watched):
    page = watched().go("/?tab=table")
    for head in ("Events", "Civilians"):
        for is_descending in (True, False):
            page.click(f'#table th a:text-is("{head}")')
            numbers = [int(cells[head].replace(",", "")) for cells in driver.cells(page, "table").values()]
            assert numbers == sorted(numbers, reverse=is_descending)
    page.click('#table th a:text-is("Region")')
    names = page.locator("#table tbody th").all_inner_texts()
    assert names[0] == "Bamako"
    assert names[-1] == "Tombouctou"


def test_nominal_troops_are_said_to_be_no_headcounts(watched):
    said = "Nominal unit sizes (Geo-PKO): weights for where the mission stood, not headcounts; they add up to more"
    page = watched().go("/?measure=nominal_troops&unit=ML07&frame=2016")
    panel, legend = page.locator("#panel"), page.locator("#legend")
    assert panel.locator(".big b").inner_text() == "6,770"
    for place in (panel, legend):
        assert said in place.inner_text()
        assert place.locator("a[href='/forces/minusma?frame=2016']").count() >= 1
    assert page.locator("#subtitle").inner_text() == "2022"
    page.click('[data-year="2024"]')
    page.click("#panel .close")
    driver.reach(page, 'path[data-pcode="ML07"]')
    note = page.locator("#readout .said").inner_text()
    assert note == "The list of the mission\u2019s locations does not cover 2024."
