"""What a first view asks for, says and weighs."""

from __future__ import annotations

import pytest

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
    assert "unknown parameter 'yaer'; this address takes year, measure" in page.locator("main").inner_text()


def test_first_view_weighs_at_most_150_kb(watched, capsys):
    seen = watched()
    session = seen.page.context.new_cdp_session(seen.page)
    session.send("Network.enable")
    sizes: dict[str, float] = {}
    names: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page = seen.go("/")
    page.wait_for_load_state("networkidle")
    files = {names[key].rsplit("/", 1)[-1] or "/": int(size) for key, size in sizes.items() if key in names}
    total = sum(sizes.values())
    with capsys.disabled():
        listed = ", ".join(f"{name} {size:,}" for name, size in files.items() if size)
        print(f"\nfirst view: {total:,.0f} bytes on the wire ({listed})")
    assert len(files) >= 8
    assert total <= LIMIT_BYTES
