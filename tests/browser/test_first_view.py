"""What a first view asks for, says and weighs."""

from __future__ import annotations

import pytest

from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

LIMIT_BYTES = 150_000
ERRORS = {"/nowhere": 404, "/?yaer=2022": 400, "/?year=2022&year=2021": 400}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pages_ask_no_other_host_and_say_nothing(watched, capsys, lang):
    """And a first view of the map weighs at most 150 kB."""
    seen = watched(lang=lang)
    files = driver.weigh(seen, "/")
    with capsys.disabled():
        print(f"\nfirst view, {lang}: {driver.weights(files)}")
    assert len(files) >= 8
    assert sum(files.values()) <= LIMIT_BYTES
    for path in ("/", "/method"):
        page = seen.page if path == "/" else seen.go(path)
        assert page.evaluate("document.documentElement.lang") == lang, path
        assert page.locator("h1").inner_text(), path
    assert len(seen.requests) > 5


@pytest.mark.parametrize(("lang", "turn"), [("en", 1), ("fr", 0)], ids=["en", "fr"])
def test_error_pages_are_clean_pages(watched, lang, turn):
    seen = watched(lang=lang)
    for path in examples.some(list(ERRORS), 2, turn):
        status = ERRORS[path]
        page = seen.go(path, status)
        assert str(status) in page.locator("h1").inner_text()
        assert page.evaluate("document.documentElement.lang") == lang
        if (path, lang) == ("/?yaer=2022", "en"):
            said = page.locator("main").inner_text()
            assert "unknown parameter 'yaer'; this address takes source, frame, level, year, month, measure" in said
