"""A reader looks at the map in a browser while eight clients ask for figures nobody asked before, and builds are made.

Prints what the reader waited (ms): for another year, which is the script's own, and for another level, which is a page.

    python .ci/soak/browser.py --seconds 300 --build 30     # needs ../shared/data and Debian's Chromium
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from load import CLIENTS, ask, percentile
from serving import Server, build_again, data_directory

YEARS = [str(year) for year in range(2012, 2024)]
LEVELS = ("admin2", "admin3", "admin1")
SWITCHED = """(year) => new Promise((done) => {
  const started = performance.now();
  document.querySelector(`[data-year="${year}"]`).click();
  const look = () => {
    if (document.getElementById("subtitle").textContent.includes(year)) done(performance.now() - started);
    else setTimeout(look);
  };
  requestAnimationFrame(() => setTimeout(look));
})"""
"""Milliseconds until a year that is pressed is drawn: the units come before the heading, many of them in pieces."""


def read(base: str, end: float, waited: dict[str, list[float]], said: list[str]) -> None:
    """Three years, then the next level, again and again."""
    with sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        page = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"]).new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{base}/?level=admin1", timeout=60_000)
        number = 0
        while time.monotonic() < end:
            page.wait_for_selector("html.ready", state="attached")
            for year in (YEARS[(number * 3 + one) % len(YEARS)] for one in range(3)):
                waited["another year"].append(page.evaluate(SWITCHED, year))
            level = LEVELS[number % len(LEVELS)]
            started = time.perf_counter()
            page.click(f'[data-switch=level][data-key="{level}"]')
            page.wait_for_function("(level) => location.search.includes(level) || level === 'admin1'", arg=level)
            page.wait_for_selector("html.ready", state="attached")
            waited["another level"].append((time.perf_counter() - started) * 1000)
            number += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--build", type=float, default=30, help="seconds between builds made meanwhile")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    waited: dict[str, list[float]] = {"another year": [], "another level": []}
    said: list[str] = []
    with data_directory(None, Path(__file__).resolve().parents[2]) as data, Server(data) as server:
        end = time.monotonic() + asked.seconds
        given = [(server.port, "figures", number, end, counts, []) for number in range(asked.clients)]
        threads = [threading.Thread(target=ask, args=one) for one in given]
        threads.append(threading.Thread(target=read, args=(f"http://127.0.0.1:{server.port}", end, waited, said)))
        for thread in threads:
            thread.start()
        builds = 0
        while asked.build and time.monotonic() + asked.build < end:
            time.sleep(asked.build)
            build_again(data)
            builds += 1
        for thread in threads:
            thread.join()
    print(f"clients got {dict(counts)}, {builds} builds were made, the page complained {len(said)} times {said[:3]}")
    for name, found in waited.items():
        print(f"{name}: {len(found)} times, median {statistics.median(found):.0f}, p99 {percentile(found, 99):.0f} ms")


if __name__ == "__main__":
    main()
