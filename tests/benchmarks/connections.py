"""When the map can be read on a poor connection: the server's picture, then Leaflet's map, at a first and second visit.

`python -m tests.benchmarks.connections 5 http://127.0.0.1:8000 "/?level=admin3"` prints medians of five, in ms. The
processor is slowed down fourfold; with SLOWDOWN=1 in the environment not at all, as on a machine that others use.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser import driver

NETWORKS = {"1.6 Mbit/s, 150 ms": (200_000, 150), "400 kbit/s, 400 ms": (50_000, 400)}
"""Bytes a second, and ms before an answer begins."""
NOTED = """
const note = (name, isThere) => {
  let seen = false;
  const look = () => {
    if (seen) { globalThis[name] = performance.now(); return; }
    seen = Boolean(isThere());
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};
note("pictured", () => document.querySelector("#picture path[fill]") && document.querySelector("#legend li"));
note("mapped", () => document.documentElement?.classList.contains("ready"));"""
"""The first frame after the picture with its legend, and after Leaflet's map, is in the page."""


def visit(context: BrowserContext, url: str, network: tuple[int, int]) -> tuple[float | None, float]:
    """Open a page in a context whose cache is as it is: ms until the picture and until the map."""
    page = context.new_page()
    page.add_init_script(NOTED)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"downloadThroughput": network[0], "uploadThroughput": network[0], "latency": network[1]}
    session.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    session.send("Emulation.setCPUThrottlingRate", {"rate": float(os.environ.get("SLOWDOWN", "4"))})
    page.goto(url, wait_until="commit", timeout=60_000)
    page.wait_for_selector("html.ready", state="attached", timeout=60_000)
    while not page.evaluate("globalThis.mapped || 0"):
        page.wait_for_timeout(50)
    found: Any = page.evaluate("[globalThis.pictured ?? null, mapped]")
    page.close()
    return found[0], found[1]


def main(times: int, base: str, paths: list[str]) -> None:
    """Print the medians of each page, network and visit, taken in turn."""
    found: dict[tuple[str, str, str], list[tuple[float | None, float]]] = {}
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(times):
            for path in paths:
                for name, network in NETWORKS.items():
                    context = driver.context(browser, (1280, 800), "fr")
                    for which in ("first", "second"):
                        found.setdefault((path, name, which), []).append(visit(context, base + path, network))
                    context.close()
        browser.close()
    for (path, name, which), rows in found.items():
        pictured = [row[0] for row in rows if row[0] is not None]
        picture = f"{statistics.median(pictured):.0f}" if pictured else "-"
        print(
            f"{path:20} {name:20} {which:6} picture {picture:>6}  map {statistics.median(row[1] for row in rows):6.0f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:] or ["/"])
