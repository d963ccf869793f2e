"""A citation is copied for each download: in the server’s words, for the state shown, by keyboard, and by hand."""

from __future__ import annotations

import io
import json
import urllib.request
import zipfile
from datetime import date
from functools import cache

import pytest
from playwright.sync_api import expect

from geodata.exports import citations, titles
from geodata.exports.citations import Citation
from geodata.exports.selection import Selection
from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr")
CLIPBOARD = ["clipboard-read", "clipboard-write"]
NONE = """() => { Object.defineProperty(navigator, "clipboard", { value: undefined }); }"""
DENIED = """() => { navigator.clipboard.writeText = () => Promise.reject(new Error("denied")); }"""
NOTHING_COPIES = """() => { document.execCommand = () => false; }"""
"""What a page is told in place of its clipboard, before it asks for it."""


def ask(address: str):
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read(), answer.headers


@cache
def provenance(address: str):
    """What a GeoJSON says of itself."""
    return json.loads(ask(address)[0])["provenance"]


def cited_by_file(seen, href: str, lang: str) -> str:
    """What to cite with a file: from what stands in its GeoJSON, and the address that the file itself names."""
    named = ask(seen.base + href)[1]["Link"].partition(">")[0].removeprefix("<")
    path, _, query = href.partition("?")
    plain = "&".join(part for part in query.split("&") if part and not part.startswith("hxl="))
    made = provenance(f"{seen.base}{path.rpartition('.')[0]}.geojson?{plain}")
    chosen = made["filters"]
    selection = Selection(
        year=None if chosen["year"] == "all" else chosen["year"],
        month=f"{chosen['month']:02}" if chosen["month"] else None,
        since=chosen["from"],
    )
    title = titles.title(made["layer"], selection)
    day = date.fromisoformat(made["built"][:10])
    return citations.as_text(Citation(title, named, made["build"], day, tuple(made["sources"]))).of(lang)


def copied(page, link: str) -> str:
    driver.show(page, "downloads")
    page.click(f"{link} + .cite")
    expect(page.locator("#copied")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def check(seen, page, links, lang: str) -> None:
    for link in links:
        href = driver.address(page, link)
        assert copied(page, link) == cited_by_file(seen, href, lang)


def test_the_citation_of_a_file_is_the_server_s_in_every_state(watched):
    seen = watched(permissions=CLIPBOARD)
    page = seen.go("/?tab=downloads")
    page.click(".filebox + .filebox summary")
    files = ("admin1.xlsx", "zones.gpkg", "sites.csv", "grid.csv?hxl=1", "admin1.parquet")
    links = [f'[data-download="{name}"]' for name in files] + ['[data-download-all="zones.csv"]']
    check(seen, page, examples.some(links, 2), "en")
    page.click('[data-year="2024"]')
    check(seen, page, links[:2], "en")
    page.click('[data-year="2021"]')
    page.select_option("#from", "2018")
    page.select_option("#violence", "one_sided")
    expect(page.locator("#filter")).to_contain_text("One-sided")
    check(seen, page, [*examples.some(links, 2, 1), '[data-download-all="admin1.xlsx"]'], "en")


def test_in_french(watched):
    seen = watched(lang="fr", permissions=CLIPBOARD)
    page = seen.go("/?year=2020")
    check(seen, page, ['[data-download="admin1.csv"]', '[data-download-all="sites.geojson"]'], "fr")
    assert "compilation" in page.evaluate("navigator.clipboard.readText()").lower()


@pytest.mark.parametrize(
    "view",
    ["/?year=2021-2023&from=2018-2020&lang=fr", "/?year=2024&measure=nominal_troops&layers=sites-french,grid,towns"],
)
def test_the_pack_is_cited_as_it_says_itself(watched, view):
    seen = watched(permissions=CLIPBOARD)
    page = seen.go(view)
    link = '[data-view="download/pack.zip"]'
    made, _ = ask(seen.base + page.get_attribute(link, "href"))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        (name,) = [name for name in parts.namelist() if name.endswith("CITATION.txt")]
        lines = parts.read(name).decode().split("\n\n")
    assert copied(page, link) == lines[1 if "lang=fr" in view else 0]


VIEWS = ("/", "/?year=2021&from=2019&lang=fr&measure=fatalities_per_1000km2")
NAMED = ("figure.svg", "figure.svg?size=16x9", "briefing.html")


@pytest.mark.parametrize(
    ("name", "view"), [(name, view) for turn, name in enumerate(NAMED) for view in examples.some(VIEWS, 2, turn)]
)
def test_a_figure_and_a_briefing_are_cited_by_the_address_that_they_name(watched, view, name):
    seen = watched(permissions=CLIPBOARD)
    page = seen.go(view)
    link = f'[data-view="{name}"]'
    named = ask(seen.base + page.get_attribute(link, "href"))[1]["Link"].partition(">")[0].removeprefix("<")
    text = copied(page, link)
    assert f" {named} " in f"{text} "
    assert "UCDP GED 24.1" in text
    shown = f"{page.inner_text('#title')}, {page.inner_text('#subtitle')}"
    assert (shown if name.startswith("figure") else "Mali, 20") in text


def test_the_keyboard_copies_says_so_and_closes(watched):
    page = watched(permissions=CLIPBOARD).go("/?tab=downloads")
    page.focus('[data-download="admin1.csv"]')
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Copy the citation: CSV"
    page.keyboard.press("Enter")
    expect(page.locator("#copied-status")).to_have_text("Copied")
    assert page.get_attribute("#copied-status", "role") == "status"
    assert "Regions of Mali, 2022" in page.input_value("#copied-text")
    page.keyboard.press("Escape")
    expect(page.locator("#copied")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "cite done"


def test_without_a_clipboard_the_text_is_shown_and_selected_and_on_plain_http_the_old_way_copies(watched):
    seen = watched()
    page = seen.go("/?tab=downloads")
    page.evaluate(NOTHING_COPIES)
    for without in (DENIED, NONE):
        page.evaluate(without)
        page.click('[data-download="admin1.csv"] + .cite')
        expect(page.locator("#copied-status")).to_contain_text("Ctrl+C")
        text = page.input_value("#copied-text")
        assert text.startswith("Mali Atlas ("), without
        assert "Sources: UCDP GED 24.1" in text
        assert page.evaluate("getSelection().toString() || document.activeElement.value") == text, without
        field = "document.getElementById('copied-text')"
        assert page.evaluate(f"{field}.value.slice({field}.selectionStart, {field}.selectionEnd)") == text
        assert page.evaluate("document.activeElement.id") == "copied-text"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.className") == "cite", without
    page.evaluate("() => { delete document.execCommand; }")
    page.click("#share")
    page.click("#copy-permanent")
    expect(page.locator("#copied-status")).to_have_text("Copied")
    address = page.input_value("#copied-text")
    assert address == seen.base + driver.address(page, "#permanent")
    page.evaluate("() => { const box = document.createElement('textarea'); document.body.append(box); box.focus(); }")
    page.keyboard.press("Control+V")
    assert page.evaluate("document.activeElement.value") == address


@pytest.mark.parametrize("lang", examples.some(LANGUAGES, 2, 1))
def test_the_page_of_the_data_copies_what_it_says(watched, lang):
    seen = watched(lang=lang, permissions=CLIPBOARD)
    page = seen.go("/data?year=2022")
    for layer, kind in (("admin1", "gpkg"), ("sites", "xlsx")):
        link = f'[data-file="{layer}"][href^="/download/{layer}.{kind}"]'
        assert copied(page, link) == cited_by_file(seen, page.get_attribute(link, "href"), lang)
    page.mouse.click(5, 300)
    expect(page.locator("#copied")).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "lang"),
    [(path, lang) for turn, path in enumerate(("/data", "/")) for lang in examples.some(LANGUAGES, 2, turn)],
)
def test_nothing_is_wider_than_the_window(watched, path, lang):
    page = watched(lang=lang).go(path)
    for width, height in (driver.WIDE, driver.SMALL):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_files_and_citations_are_there_and_no_button_that_does_nothing(watched):
    seen = watched(java_script_enabled=False)
    page = seen.go("/data")
    assert page.locator(".cite:visible").count() == 0
    page.click("#admin1 details:first-of-type summary")
    assert "Regions of Mali, all years" in page.inner_text("#cite-admin1")
    page = seen.go("/")
    assert page.locator("#downloads button:visible").count() == 0
    assert page.locator("#downloads [data-download]:visible").count() >= 16


def test_of_imported_files_months_levels_and_distances(watched_import):
    seen = watched_import(permissions=CLIPBOARD)
    page = seen.go("/?level=admin2&frame=2012&layers=either-75,events")
    page.click('[data-month="03"]')
    links = [f'[data-download="{name}"]' for name in ("admin2.xlsx", "zones.csv", "events.csv", "sites.csv")]
    expect(page.locator("#subtitle")).to_contain_text("March 2022")
    assert driver.address(page, links[1]) == "/download/zones.csv?frame=2012&year=2022&month=03&km=75"
    check(seen, page, links, "en")
