"""An embed in a page of another origin: it is shown, tells its height and nothing else, and no other page is shown."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import driver

pytestmark = pytest.mark.browser

LISTEN = "addEventListener('message', ({ data, source }) => (window.told ||= []).push([frames[0] === source, data]));"
FRAME = '<!doctype html><title>Elsewhere</title><iframe src="{src}" title="Mali" width="300" height="300"></iframe>'


@pytest.fixture
def elsewhere(tmp_path) -> Iterator[tuple[str, object]]:
    """Another site, and its folder."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", tmp_path
        server.shutdown()


def test_another_site_shows_an_embed_live_and_frozen_and_no_other_page(chromium, base, elsewhere):
    site, folder = elsewhere
    build = driver.fetch(f"{base}/healthz")["build"]
    context = driver.context(chromium, (360, 740))
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.add_init_script(LISTEN)
    for number, address in enumerate(
        ["/embed?year=2021", f"/b/{build}/embed?year=2021", "/embed?compare=years&lang=fr"]
    ):
        (folder / f"{number}.html").write_text(FRAME.format(src=base + address), encoding="utf-8")
        page.goto(f"{site}/{number}.html")
        inside = page.frame_locator("iframe")
        expect(inside.locator("html.ready" if "compare" not in address else ".maps li").first).to_be_attached()
        page.wait_for_function("() => window.told?.length")
        for is_of_frame, told in page.evaluate("() => window.told"):
            assert is_of_frame
            assert list(told) == ["type", "height"]
            assert told["type"] == "mali-atlas:height"
            assert 250 <= told["height"] <= 6_000
        assert inside.locator("html").evaluate("(html) => html.scrollWidth") <= 300
        assert inside.locator("a[target=_top]").count() == 0, "no link takes the other site away"
        expect(inside.locator("#full")).to_have_attribute("target", "_blank")
    assert said == []
    (folder / "map.html").write_text(FRAME.format(src=f"{base}/"), encoding="utf-8")
    page.goto(f"{site}/map.html")
    page.wait_for_timeout(200)
    assert any("frame-ancestors" in text for text in said)
    expect(page.frame_locator("iframe").locator("#map_atlas")).to_have_count(0)
    context.close()
