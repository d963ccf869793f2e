"""The menu to share a view: what it says is of the view as it is, works where it is taken, and needs no mouse."""

from __future__ import annotations

import re
import urllib.request
from html import unescape

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

VIEW = "year=2021&from=2018&violence=one_sided&family=is"


def status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.status


def src(lines: str) -> str:
    return unescape(re.search(r'src="([^"]+)"', lines)[1])


def test_what_is_shared_is_the_view_as_it_is(watched, base):
    seen = watched()
    page = seen.go("/?year=2019")
    assert not any("/share." in url for url in seen.requests), "nothing of it is loaded before it is opened"
    page.click('[data-year="2021"]')
    page.evaluate("() => Atlas.held.update({ from: '2018', violence: 'one_sided', family: 'is' })")
    page.click("#share")
    expect(page.locator("#sharing")).to_be_visible()
    assert page.input_value("#shared-link") == page.url == f"{base}/?{VIEW}"
    permanent = page.input_value("#shared-permanent")
    assert permanent == base + driver.address(page, "#permanent")
    assert permanent in page.input_value("#shared-citation")
    assert src(page.input_value("#shared-embed")) == f"{base}/embed?{VIEW}&lang=en"
    page.select_option("#share-kind", label="frozen: as it is now")
    frozen = src(page.input_value("#shared-embed"))
    assert frozen == permanent.replace("/?", "/embed?")
    assert status(frozen) == 200
    assert 'title="Fatalities per 100,000 people, ' in page.input_value("#shared-embed")
    for kind in ("png", "svg", "pdf"):
        link = page.locator("#sharing .images").get_by_text(kind.upper())
        expect(link).to_have_attribute("href", f"/figure.{kind}?{VIEW}")


def test_the_lines_of_python_fetch_the_figures_of_the_table(watched):
    page = watched().go(f"/?{VIEW}")
    page.click("#share")
    page.select_option("#share-program", label="Python (pandas)")
    said: dict[str, object] = {}
    exec(page.input_value("#shared-lines"), said)  # noqa: S102, what a reader does with them
    figures = said["figures"].dropna(subset=["pcode"]).set_index("pcode")
    shown = driver.cells(page, "table")
    assert set(shown) <= set(figures.index)
    for pcode, cells in shown.items():
        assert int(cells["Events"].rpartition(" → ")[2]) == figures.loc[pcode, "events"]


@pytest.mark.parametrize(("size", "lang"), [(driver.WIDE, "en"), (driver.SMALL, "fr")])
def test_it_is_opened_copied_from_and_closed_by_key(watched, size, lang):
    page = watched(size, lang, permissions=["clipboard-read", "clipboard-write"]).go("/?year=2020")
    page.focus("#share")
    for _ in range(2):  # it opens again, and holds what it was
        page.keyboard.press("Enter")
        expect(page.locator("#share")).to_have_attribute("aria-expanded", "true")
        expect(page.locator("#sharing-title")).to_be_focused()
        page.focus("#copy-embed")
        page.keyboard.press("Enter")
        expect(page.locator("#copied-status")).to_have_text({"en": "Copied", "fr": "Copié"}[lang])
        expect(page.locator("#copy-embed")).to_be_focused()
        assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#shared-embed")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
        page.keyboard.press("Escape")
        expect(page.locator("#sharing")).to_be_hidden()
        expect(page.locator("#share")).to_be_focused()
        expect(page.locator("#share")).to_have_attribute("aria-expanded", "false")
