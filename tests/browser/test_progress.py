"""What takes a while to make says so, can be stopped, and says why where it is not made."""

from __future__ import annotations

import json
import re
import threading

import pytest
from playwright.sync_api import expect

from tests import examples

pytestmark = pytest.mark.browser

PACK = '[data-view="download/pack.zip"]'
WORDS = {
    "en": ("pack.zip is being made", "Stop", "pack.zip is saved.", "Try again", "Close"),
    "fr": ("pack.zip est en préparation", "Arrêter", "pack.zip est enregistré.", "Réessayer", "Fermer"),
}


@pytest.fixture
def held(watched):
    """A page whose packs are held until they are released, or refused as is told."""

    def open_(lang: str):
        seen = watched(lang=lang)
        seen_by.append(seen)
        page = seen.go("/?tab=downloads")
        page.wait_for_selector("html.ready")
        held = []
        page.route(re.compile("/download/pack.zip"), lambda route: held.append(route))
        return page, held

    seen_by = []
    yield open_
    for seen in seen_by:  # what Chromium says of an answer that is refused
        seen.said[:] = [text for text in seen.said if "Failed to load resource" not in text]


def clicked(page, held):
    page.click(PACK)
    while not held:
        page.wait_for_timeout(20)
    return held.pop()


@pytest.mark.parametrize("lang", examples.some(list(WORDS), 2, 1))
def test_what_takes_longer_than_a_second_says_so_until_it_is_saved(held, lang):
    page, routes = held(lang)
    made, stop, saved, *_ = WORDS[lang]
    route = clicked(page, routes)
    assert page.locator("#making").count() == 0, "nothing is said in the first second"
    expect(page.locator("#making [role=status]")).to_contain_text(made)
    expect(page.locator("#making button")).to_have_text(stop)
    with page.expect_download() as download:
        route.fulfill(body=b"PK", headers={"Content-Disposition": 'attachment; filename="mali-pack.zip"'})
    assert download.value.suggested_filename == "mali-pack.zip"
    expect(page.locator("#making")).to_contain_text(saved)
    expect(page.locator("#making")).to_have_count(0, timeout=10_000)


def test_it_can_be_stopped(held):
    page, routes = held("en")
    stopped = threading.Event()
    page.on("requestfailed", lambda request: "pack.zip" in request.url and stopped.set())
    clicked(page, routes)
    page.click("#making button")
    expect(page.locator("#making")).to_have_count(0)
    page.wait_for_timeout(50)
    assert stopped.is_set()


@pytest.mark.parametrize("lang", examples.some(list(WORDS), 2, 0))
def test_what_is_refused_says_why_and_can_be_asked_for_again(held, lang):
    page, routes = held(lang)
    *_, again, close = WORDS[lang]
    refused = {"status": 503, "content_type": "application/problem+json"}
    clicked(page, routes).fulfill(**refused, body=json.dumps({"detail": "In 3 s."}))
    expect(page.locator("#making [role=status]")).to_contain_text("In 3 s.")
    page.get_by_role("button", name=again).click()
    expect(page.locator("#making")).to_have_count(0)
    while not routes:
        page.wait_for_timeout(20)
    routes.pop().fulfill(**refused, body=json.dumps({"detail": "In 2 s."}))
    expect(page.locator("#making [role=status]")).to_contain_text("In 2 s.")
    page.get_by_role("button", name=close, exact=True).click()
    expect(page.locator("#making")).to_have_count(0)


def test_where_its_script_cannot_be_had_the_link_works_by_itself(watched):
    seen = watched()
    page = seen.go("/?tab=downloads")
    page.route(re.compile(r"/making\..*\.js"), lambda route: route.abort())
    with page.expect_download() as download:
        page.click('[data-download="admin1.csv"]')
    assert download.value.suggested_filename.endswith(".csv")
    seen.said[:] = [text for text in seen.said if "net::ERR_FAILED" not in text]
