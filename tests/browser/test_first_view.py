"""What a first view asks for, says and weighs."""

from __future__ import annotations

import pytest

from tests.browser import driver

pytestmark = pytest.mark.browser

LIMIT_BYTES = 150_000
PAGES = ["/", "/method"]
ERRORS = {"/nowhere": 404, "/?yaer=2022": 400, "/?year=2022&year=2021": 400}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pages_ask_no_other_host_and_say_nothing(watched, lang):
    seen = watched(lang=lang)
    for path in PAGES:
        page = seen.go(path)
        assert page.evaluate("document.documentElement.lang") == lang
        assert page.locator("h1").inner_text()
    assert len(seen.requests) > 5


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_error_pages_are_clean_pages(watched, lang):
    seen = watched(lang=lang)
    for path, status in ERRORS.items():
        page = seen.go(path, status)
        assert str(status) in page.locator("h1").inner_text()
        assert page.evaluate("document.documentElement.lang") == lang


def test_the_error_names_the_parameter(watched):
    page = watched().go("/?yaer=2022", 400)
    said = page.locator("main").inner_text()
    assert "unknown parameter 'yaer'; this address takes source, frame, level, year, month, measure" in said


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_first_view_weighs_at_most_150_kb(watched, capsys, lang):
    files = driver.weigh(watched(lang=lang), "/")
    with capsys.disabled():
        print(f"\nfirst view, {lang}: {driver.weights(files)}")
    assert len(files) >= 8
    assert sum(files.values()) <= LIMIT_BYTES
