"""What is not loaded is not none: each file that the map loads, missing, cut short and slow, and asked for again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

SHIPPED = {
    "base.json": "/?year=2022",
    "units-admin1.json": "/?year=2022",
    "values-admin1-all-any.json": "/?year=2022",
    "values-zones-all-any.json": "/?year=2022",
    "values-grid-all-any.json": "/?year=2022&layers=units,grid",
    "zones-50.json": "/?year=2022",
    "sites.json": "/?year=2022&unit=ML07",
}
IMPORTED = {
    "events-2022.json": "/?layers=units,events",
    "values-admin1-all-any-2022.json": "/?month=03",
    "outlines-admin2.json": "/?level=admin2",
    "zones-35.json": "/?layers=units,niger-35",
}
"""Files that an import adds, and the page that needs each."""
NONE_HERE = "No site is documented here"
REPORTED_BY_CHROMIUM = "Failed to load resource"


@dataclass
class Broken:
    """A file of the build that a page does not get as it is, until it is mended."""

    name: str
    how: str
    is_mended: bool = False
    held: list[Route] = field(default_factory=list)

    def serve(self, route: Route) -> None:
        if self.is_mended:
            route.continue_()
        elif self.how == "missing":
            route.fulfill(status=503)
        elif self.how == "cut":
            body = route.fetch().body()
            route.fulfill(status=200, content_type="application/json", body=body[: len(body) // 2])
        else:
            self.held.append(route)

    def mend(self) -> None:
        self.is_mended = True
        for route in self.held:
            route.continue_()


def opened(seen: Any, name: str, path: str, how: str) -> tuple[Page, Broken]:
    broken = Broken(name, how)
    seen.page.route(re.compile(rf"/assets/[^/]+/{re.escape(name)}$"), broken.serve)
    seen.page.goto(seen.base + path)
    return seen.page, broken


def is_drawn(page: Page) -> list[Any]:
    """Everything on the map that a missing file would leave out."""
    shapes = page.locator(".leaflet-pane path").count(), page.locator(".eventmark").count()
    return [page.evaluate(driver.DRAWN), *shapes, page.locator("#panel").inner_text()]


_whole: dict[str, list[Any]] = {}


def drawn_whole(seen: Any, path: str) -> list[Any]:
    """What is drawn where every file comes, looked at once for all tests of a page."""
    address = seen.base + path
    if address not in _whole:
        _whole[address] = is_drawn(seen.go(path))
    return _whole[address]


def check_said_and_asked_again(seen: Any, name: str, path: str, how: str) -> None:
    whole = drawn_whole(seen, path)
    page, broken = opened(seen, name, path, how)
    notice = page.locator("#trouble")
    expect(notice).to_be_visible()
    assert "not loaded: that does not mean none" in notice.inner_text()
    drawn = {key for key, _ in page.evaluate(driver.DRAWN).values()}
    assert not drawn or drawn == {key for key, _ in whole[0].values()}  # not yet, or the right classes
    assert NONE_HERE not in page.locator("body").inner_text()
    broken.mend()
    notice.get_by_role("button").click()
    page.wait_for_selector("html.ready", state="attached")
    expect(notice).to_be_hidden()
    page.wait_for_function("(count) => document.querySelectorAll('.leaflet-pane path').length >= count", arg=whole[1])
    assert is_drawn(page) == whole
    seen.said[:] = [text for text in seen.said if REPORTED_BY_CHROMIUM not in text]


@pytest.mark.parametrize(
    ("name", "how"),
    [(name, how) for turn, name in enumerate(SHIPPED) for how in examples.some(("missing", "cut"), 2, turn)],
)
def test_a_file_that_fails_is_told_and_asked_for_again(watched, name, how):
    check_said_and_asked_again(watched(), name, SHIPPED[name], how)


def test_a_file_that_comes_without_being_asked_for_again_takes_the_notice_away(watched):
    seen = watched()
    page, broken = opened(seen, "zones-25.json", "/?layers=units,niger-25", "missing")
    notice = page.locator("#trouble")
    expect(notice).to_be_visible()
    page.evaluate("() => { window.setTimeout = () => 1; }")  # it is not asked for by itself either
    broken.mend()
    page.uncheck('[data-layer="niger-25"]')
    page.check('[data-layer="niger-25"]')
    expect(page.locator("path.zone-niger-25")).to_be_attached()
    expect(notice).to_be_hidden()
    seen.said[:] = [text for text in seen.said if REPORTED_BY_CHROMIUM not in text]


@pytest.mark.parametrize("name", list(IMPORTED))
def test_a_file_of_an_import_that_fails_is_told_and_asked_for_again(watched_import, name):
    check_said_and_asked_again(watched_import(), name, IMPORTED[name], "cut")


@pytest.mark.parametrize("name", ["sites.json", "zones-50.json", "values-admin1-all-any.json"])
def test_a_slow_file_is_waited_for_and_none_is_said_meanwhile(watched, name):
    seen = watched()
    path = SHIPPED[name]
    whole = drawn_whole(seen, path)
    page, broken = opened(seen, name, path, "slow")
    if name == "sites.json":
        expect(page.locator("#panel .loading")).to_have_text("The list of documented sites: being loaded …")
    else:
        page.wait_for_timeout(300)
        assert page.evaluate(driver.DRAWN) in ({}, whole[0])
    assert NONE_HERE not in page.locator("body").inner_text()
    broken.mend()
    page.wait_for_selector("html.ready", state="attached")
    expect(page.locator("#panel .loading")).to_have_count(0)
    assert is_drawn(page) == whole


SAID = {
    "en": ("The list of documented sites: not loaded. Nothing is said here of what there is or was.", "Try again"),
    "fr": ("Liste des sites documentés : non chargé. Rien n’est dit ici de ce qu’il y a ou de ce qu’il y avait.", None),
}


@pytest.mark.parametrize("lang", list(SAID))
def test_the_panel_says_that_sites_are_not_loaded_and_asks_again_when_the_connection_is_back(watched, lang):
    seen = watched(driver.SMALL, lang)
    page, broken = opened(seen, "sites.json", "/?year=2022&unit=ML07", "missing")
    said = page.locator("#panel .trouble")
    expect(said).to_contain_text(SAID[lang][0])
    expect(page.locator("#trouble")).to_be_visible()
    broken.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#panel .sitelist li")).to_have_count(15)
    expect(said).to_have_count(0)
    expect(page.locator("#trouble")).to_be_hidden()
    seen.said[:] = [text for text in seen.said if REPORTED_BY_CHROMIUM not in text]


def test_a_layer_that_could_not_be_loaded_is_shown_when_it_comes_by_itself(watched):
    """No button: after a pause the page asks again, and then shows what had been chosen."""
    seen = watched()
    page = seen.go("/?year=2022")
    broken = Broken("sites.json", "missing")
    page.route(re.compile(r"/sites\.json$"), broken.serve)
    box = page.locator("[data-layer=sites-minusma]")
    box.evaluate("(box) => box.click()")
    expect(page.locator("#trouble")).to_be_visible()
    broken.mend()
    expect(page.locator(".sitebox").first).to_be_attached(timeout=8_000)
    expect(box).to_be_checked()
    assert "sites-minusma" in page.url
    seen.said[:] = [text for text in seen.said if REPORTED_BY_CHROMIUM not in text]
