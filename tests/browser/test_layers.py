"""Layers, measures and zooms: each toggles what is drawn, without navigation; Gao and Ménaka stay above."""

from __future__ import annotations

import csv
import io
import urllib.request

import pytest
from playwright.sync_api import expect

from geodata.vocabulary import BY_FORCE
from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

FORCES = ("minusma", "french", "takuba", "eutm", "eucap", "g5", "fama", "wagner", "africa_corps")
ZONES = [f"{kind}-{km}" for kind in ("niger", "burkina", "either", "both") for km in (25, 50, 100)]
LAYERS = ["units", "grid", *ZONES, *(f"sites-{force}" for force in FORCES), "rivers", "towns"]
NOT_IN_2022 = "sites-africa_corps"
DRAWN_BY_LAYER = {
    "units": "path[data-pcode]",
    "grid": "path[data-gid]",
    "rivers": '.leaflet-rivers-pane path[stroke="#5b93b8"]',
    "towns": ".label-town",
    **{zone: f"path.zone-{zone}" for zone in ZONES},
    **{f"sites-{force}": ".leaflet-sites-pane svg[data-site]" for force in FORCES},
}
VISIBLE = """(selector) => Array.from(document.querySelectorAll(selector)).filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width > 0 && box.height > 0;
}).length"""
SITES = """() => Object.fromEntries(Array.from(
  document.querySelectorAll(".leaflet-sites-pane svg[data-site]"),
  (node) => [node.dataset.site, node.dataset.status]))"""


YEARS = ("2012", "2019", "2022", "2024")
FRAMES = 1_200
"""For how many frames a page waits for what a file brings."""
TOGGLED = f"""async ([layers, drawn]) => {{
  const counted = {VISIBLE}, found = [];
  for (const layer of layers) {{
    const box = document.querySelector(`[data-layer="${{layer}}"]`), before = counted(drawn[layer]);
    box.click();
    for (let frame = 0; frame < {FRAMES} && !document.querySelector(drawn[layer]); frame++) {{
      await new Promise(requestAnimationFrame);
    }}
    const area = document.querySelector(drawn[layer])?.getBoundingClientRect();
    found.push({{
      layer, before, shown: counted(drawn[layer]), area: area?.width * area?.height,
      address: new URLSearchParams(location.search).get("layers"),
      labels: Array.from(document.querySelectorAll(".label-zone"), (label) => label.textContent),
    }});
    box.click();
    found.at(-1).after = counted(drawn[layer]);
  }}
  return found;
}}"""
"""Each layer alone is switched on, waited for where its file comes first, and switched off."""
OF_YEARS = f"""async ([force, years]) => {{
  const sites = {SITES}, found = {{}}, box = document.querySelector(`[data-layer="sites-${{force}}"]`);
  box.click();
  for (const [year, count] of Object.entries(years)) {{
    document.querySelector(`[data-year="${{year}}"]`).click();
    for (let frame = 0; frame < {FRAMES} && Object.keys(sites()).length !== count; frame++) {{
      await new Promise(requestAnimationFrame);
    }}
    found[year] = sites();
  }}
  box.click();
  return found;
}}"""


def test_every_layer_toggles_what_is_drawn_and_zones_carry_their_distance(watched):
    seen = watched()
    page = seen.go("/?layers=none&focus=mali&year=2022")
    seen.requests.clear()
    boxes = page.eval_on_selector_all("[data-layer]", "(boxes) => boxes.map((box) => box.dataset.layer)")
    assert sorted(boxes) == sorted(LAYERS)
    page.check('[data-layer="units"]')
    page.uncheck('[data-layer="units"]')
    toggled = page.evaluate(TOGGLED, [[one for one in LAYERS if one != NOT_IN_2022], DRAWN_BY_LAYER])
    for one in toggled:
        layer = one["layer"]
        assert (one["before"], one["after"]) == (0, 0), layer
        assert one["shown"] >= (11 if layer == "units" else 1), layer
        assert one["address"] == layer
    areas = {one["layer"]: one["area"] for one in toggled}
    for zone in ZONES:
        (label,) = next(one["labels"] for one in toggled if one["layer"] == zone)
        assert f"{zone.rsplit('-', 1)[1]} km" in label, zone
    for kind in ("niger", "burkina", "either", "both"):
        assert areas[f"{kind}-25"] < areas[f"{kind}-50"] < areas[f"{kind}-100"]
    asked = sorted(url.rsplit("/", 1)[1] for url in seen.requests if "/assets/" in url)
    once = ["cells.json", "sites.json", "values-grid-all-any.json", "zones-100.json", "zones-25.json", "zones-50.json"]
    assert len(asked) == len(seen.requests)
    assert [name for name in once if name in asked] == asked  # each when it is first wanted, and once


def test_sites_by_force_with_their_status(watched, base):
    page = watched().go("/?layers=none&focus=mali")
    rows = {}
    for year in YEARS:
        with urllib.request.urlopen(f"{base}/download/sites.csv?year={year}") as answer:
            rows[year] = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
    for turn, force in enumerate(FORCES):
        listed = {
            year: {
                row["site_id"]: row["status"]
                for row in rows[year]
                if row["force"] == force and row["status"] not in ("not_yet", "no_data")
            }
            for year in examples.some(YEARS, 2, turn)
        }
        drawn = page.evaluate(OF_YEARS, [force, {year: len(sites) for year, sites in listed.items()}])
        for year in listed:
            assert drawn[year] == listed[year], (force, year)


def test_a_site_shows_its_force_and_dates_and_opens_its_sources(watched):
    page = watched().go("/?layers=units,sites-minusma&focus=gao")
    driver.reach(page, ".leaflet-sites-pane .sites")
    words = page.locator("#readout").inner_text()
    assert "MINUSMA" in words
    assert "from " in words
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_visible()
    assert page.locator("#panel .sitelist small").first.inner_text()
    links = page.locator("#panel .sitelist li").first.locator("a").evaluate_all(HREFS)
    assert links[0] == "/forces/minusma"
    assert links[1].startswith("/sources#")


HREFS = "(all) => all.map((link) => link.getAttribute('href'))"
SAID = "the list is far from complete. No symbol does not mean no site."
INCOMPLETE = f"Malian armed forces, Wagner Group: {SAID}"


def test_a_site_s_dates_are_dates_and_links_keep_source_frame_and_language(watched):
    page = watched().go("/?unit=ML10&lang=fr&frame=2016")
    said = page.locator("#panel .sitelist li", has=page.locator("a[href^='/forces/takuba']")).first
    assert "juillet 2022" in said.inner_text() or "juin 2022" in said.inner_text()
    assert said.locator("a").evaluate_all(HREFS)[0] == "/forces/takuba?frame=2016&lang=fr"
    assert "?frame=2016&lang=fr#" in said.locator("small a").get_attribute("href")
    assert page.locator("#panel a[href^='/withdrawal']").get_attribute("href") == (
        "/withdrawal?place=ML10&frame=2016&lang=fr"
    )


def looks(page, site):
    """How a site is drawn: the state, and its outline."""
    svg = page.locator(f'.leaflet-sites-pane svg[data-site="{site}"]')
    return svg.get_attribute("data-drawn"), svg.locator("path").get_attribute("stroke")


def test_a_site_closed_during_the_year_is_not_one_closed_before_and_says_who_held_it_later(watched, base):
    with urllib.request.urlopen(f"{base}/download/sites.csv?year=2022") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
    handed_over = next(row for row in rows if row["taken_over_by"] == "fama" and row["pcode"] == "ML07")
    page = watched().go("/?layers=units,sites-french,sites-takuba&focus=mali&year=2022&unit=ML07")
    said = page.locator("#panel .sitelist li", has_text=handed_over["site"]).all_inner_texts()
    assert any("then held by Malian armed forces" in text for text in said)
    driver.reach(page, ".leaflet-sites-pane .sites:has([data-site=french-gao])")
    assert (
        page.locator("#readout .siteline")
        .first.inner_text()
        .endswith(
            "from 26 January 2013 (date not in the source named) to 15 August 2022; then held by Malian armed forces"
        )
    )
    colour = BY_FORCE["french"].colour
    assert looks(page, "french-gao") == ("closed_during", colour)
    before = looks(page, "french-tessalit")
    assert before[0] == "closed"
    assert before[1] != colour
    legend = page.locator(".sitelegend")
    assert legend.locator(".unit").inner_text() == "Documented sites on 31 December 2022"
    keys = ["open", "last reported before, end not known", "uncertain", "closed during 2022", "closed before 2022"]
    assert [text.strip() for text in legend.locator(".keys li").all_inner_texts()] == keys
    shapes = legend.locator(".keys path")
    drawn = [[path.get_attribute(name) for name in ("fill", "stroke", "stroke-dasharray")] for path in shapes.all()]
    assert len(set(map(str, drawn))) == 5
    row = page.locator("#panel .sitelist li", has=page.locator("a[href^='/forces/french']"))
    assert "(closed during 2022, on 15 August 2022)" in row.inner_text()
    page.click('[data-year="2021"]')
    assert looks(page, "french-gao")[0] == "open"
    assert looks(page, "french-tessalit")[0] == "closed_during"
    assert "(open on 31 December 2021)" in row.inner_text()
    driver.reach(page, ".leaflet-sites-pane .sites:has([data-site=french-kidal])")
    assert "closed during 2021, in October 2021" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.click('[data-year="2023"]')
    assert looks(page, "french-gao") == before
    assert "(already closed on 31 December 2023)" in row.inner_text()
    page.click('[data-year="2012"]')
    assert "The list of sites does not cover 2012." in legend.inner_text()
    assert row.locator(".status").count() == 0
    page.click('[data-year="2022"]')
    page.click("#panel .close")
    expect(page.locator("#panel h2")).to_have_text("Mali")
    check_panel_of_a_place(page)


def check_panel_of_a_place(page):
    """It follows the year, until it is closed."""
    driver.reach(page, ".leaflet-sites-pane .sites:has([data-site=french-gao])")
    assert "closed during 2022, on 15 August 2022; from 26 January 2013" in page.locator("#readout").inner_text()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel).to_contain_text("(closed during 2022, on 15 August 2022)")
    page.click('[data-year="2013"]')
    expect(panel).to_contain_text("(open on 31 December 2013)")
    page.keyboard.press("Escape")
    page.click('[data-year="2014"]')
    expect(panel.locator("h2")).to_have_text("Mali")
    expect(panel).not_to_contain_text("(open on 31 December")


def test_lists_with_gaps_are_said_to_have_them_and_no_others(watched):
    seen = watched()
    page = seen.go("/?layers=units,sites-minusma,sites-fama,sites-wagner&focus=mali")
    legend = page.locator(".sitelegend")
    assert INCOMPLETE in legend.inner_text()
    page.uncheck('[data-layer="sites-fama"]')
    expect(legend).to_contain_text("Wagner Group: the list is far from complete.")
    expect(legend).not_to_contain_text("Malian armed forces")
    driver.reach(page, ".leaflet-sites-pane .sites[aria-label*='Wagner']")
    assert "the list is far from complete" in page.locator("#readout .said").inner_text()
    page.uncheck('[data-layer="sites-wagner"]')
    expect(legend).not_to_contain_text("far from complete")
    page = seen.go("/?unit=ML06")
    expect(page.locator("#panel")).to_contain_text(f"Malian armed forces, Wagner Group, Africa Corps: {SAID}")


def test_highlights_above_and_labels_on_top(watched):
    page = watched().go("/?circles=events&layers=units,grid,both-50,sites-minusma,towns")
    order = page.evaluate("""() => Object.fromEntries(
      ["overlay", "grid", "zones", "highlights", "circles", "sites", "labels"].map(
        (name) => [name, Number(getComputedStyle(document.querySelector(`.leaflet-${name}-pane`)).zIndex)]))""")
    assert max(order["overlay"], order["grid"]) < order["zones"] < order["highlights"] < order["circles"]
    assert order["labels"] == max(order.values())
    for pcode in ("ML07", "ML10"):
        lines = page.locator(f".leaflet-highlights-pane path.highlight-{pcode}")
        assert lines.count() == 2
        region = page.locator(f'path[data-pcode="{pcode}"]')
        assert float(lines.nth(1).get_attribute("stroke-width")) > 3 * float(region.get_attribute("stroke-width"))
    assert set(page.locator(".label-high").all_inner_texts()) == {"Gao", "Ménaka"}


def test_measures_and_circles(watched):
    seen = watched()
    page = seen.go("/")
    seen.requests.clear()
    for radio in page.locator("input[name=measure]").all():
        radio.check()
        label = radio.locator("xpath=..").inner_text()
        assert page.locator("#title").inner_text() == label
        assert label in page.locator("#figures-title").inner_text()
        assert page.evaluate(driver.DRAWN) == page.evaluate(driver.TABLED)
    for kind, count in (("events", 11), ("fatalities", 11), ("none", 0)):
        page.select_option("#circles", kind)
        circles = page.locator("path.bubble").count()
        assert (circles == 0) == (count == 0)
        assert circles <= count
        assert page.locator(".circlelegend").count() == (kind != "none")
    assert seen.requests == []


def test_focus_buttons_zoom_without_navigation(watched):
    seen = watched()
    page = seen.go("/")
    page.wait_for_load_state("networkidle")
    seen.requests.clear()
    boxes = {}
    for focus in ("mali", "gao", "menaka", "three-borders", "niger", "burkina", "east"):
        page.click(f'[data-focus="{focus}"]')
        expect(page.locator(f'[data-focus="{focus}"]')).to_have_attribute("aria-current", "true")
        boxes[focus] = {pcode: page.locator(f'path[data-pcode="{pcode}"]').bounding_box() for pcode in ("ML07", "ML10")}
        view = page.locator("#map_atlas").bounding_box()
        for pcode in {"gao": ["ML07"], "menaka": ["ML10"], "east": ["ML07", "ML10"], "mali": boxes[focus]}.get(
            focus, []
        ):
            box = boxes[focus][pcode]
            assert box["x"] >= view["x"]
            assert box["y"] >= view["y"]
            assert box["x"] + box["width"] <= view["x"] + view["width"]
            assert box["y"] + box["height"] <= view["y"] + view["height"]
    # Gao is as high as the East, so that its height may decide for both
    assert boxes["gao"]["ML07"]["width"] > 0.99 * boxes["east"]["ML07"]["width"] > 1.5 * boxes["mali"]["ML07"]["width"]
    assert seen.requests == []
