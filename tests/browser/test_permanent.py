"""A permanent address in a browser: the map of an old build works, stays in it, and leads to the newest."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import once
from tests.app.conftest import renamed_world
from tests.browser import driver, served
from tests.browser.conftest import watching
from tests.browser.driver import Watched

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def kept(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Callable[..., Watched], str]]:
    """Pages of a server with two builds, 5 deaths in the first and 6 in the second; the first build's name."""
    folder = tmp_path_factory.mktemp("kept")
    names = []
    for best in (5, 6):
        (folder / str(best)).mkdir()
        spec = [{"year": year, "x": 1.9, "y": 15.5, "best": best, "high": best + 4} for year in (2021, 2022)]
        names.append(once.publish(folder / "data", renamed_world(folder / str(best), {}, spec=spec)))
    with served.here(folder / "data") as base, watching(chromium, base) as make:
        yield make, names[0]


def deaths(address: str) -> int:
    with urllib.request.urlopen(address) as answer:
        return sum(feature["properties"]["fatalities_best"] or 0 for feature in json.load(answer)["features"])


def test_the_map_of_an_old_build_stays_in_it(kept):
    make, name = kept
    seen = make(driver.WIDE)
    page = seen.go(f"/b/{name}/?focus=mali")
    for year in ("2022", "2021"):
        driver.pick(page, f"[data-year='{year}']")
        expect(page.locator("#national")).to_contain_text("5 deaths")
        link = driver.address(page, "[data-download^='admin1'][href*='geojson']")
        assert link.startswith(f"/b/{name}/download/")
        assert deaths(seen.base + link) == 5
    assert page.url.startswith(f"{seen.base}/b/{name}/?")
    assert "year=2021" in page.url
    page.locator(".kept a").click()
    page.wait_for_selector("html.ready")
    assert page.url.startswith(f"{seen.base}/?")
    assert "year=2021" in page.url
    expect(page.locator("#national")).to_contain_text("6 deaths")
    assert page.locator(".kept").count() == 0
