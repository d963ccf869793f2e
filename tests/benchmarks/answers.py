"""Processor time of each choice on the map of 701 communes (script, style, layout), and its longest task by the clock.

Run: .venv/bin/python -m tests.benchmarks.answers http://127.0.0.1:8000 [rounds]  (a server with the communes imported)
"""

import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os import getloadavg

from playwright.sync_api import CDPSession, Page, sync_playwright

ADDRESS = "/?level=admin3&year=2022"
SLOWER = (1,)
WATCH = """() => {
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask" });
}"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))"
COUNTED = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
STATE = "(change) => { setTimeout(() => globalThis.Atlas.page.update(change)); }"
POINT = """([place, name]) => {
  const { config, pathOf } = globalThis.Atlas.page;
  const path = pathOf(config.units[place].pcode);
  const event = { latlng: path.getBounds().getCenter(), originalEvent: { shiftKey: false } };
  setTimeout(() => path.fire(name, event));
}"""
CHOICES: dict[str, list[tuple[str, object]]] = {
    "year": [(STATE, {"year": "2021"}), (STATE, {"year": "2022"})],
    "range of years": [(STATE, {"year": "2018-2022"}), (STATE, {"year": "2019-2022"})],
    "36 months": [
        (STATE, {"month": "2020-01..2022-12"}),
        (STATE, {"month": "2019-01..2021-12"}),
        (STATE, {"month": None, "year": "2022"}),
    ],
    "measure": [(STATE, {"measure": "events_per_1000km2"}), (STATE, {"measure": "fatalities_per_1000km2"})],
    "filter": [(STATE, {"violence": "state_based"}), (STATE, {"violence": "all"})],
    "selection": [(POINT, [300, "click"]), (POINT, [301, "click"])],
    "hover": [(POINT, [300, "mouseover"]), (POINT, [300, "mouseout"])],
    "tab of the table": [(STATE, {"tab": "table"})],
    "year, table shown": [(STATE, {"year": "2021"}), (STATE, {"year": "2022"})],
    "measure, table shown": [
        (STATE, {"measure": "events_per_1000km2"}),
        (STATE, {"measure": "fatalities_per_1000km2"}),
    ],
}


@contextmanager
def opened(base: str, slower: int) -> Iterator[tuple[Page, CDPSession]]:
    """The map of the communes in a browser that is so many times slower."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(base + ADDRESS)
        page.wait_for_selector("html.ready")
        page.wait_for_load_state("networkidle")
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.evaluate(WATCH)
        yield page, session
        browser.close()


def spent(session: CDPSession) -> float:
    """Milliseconds of script, style and layout since the page was opened."""
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * sum(float(found[name]) for name in COUNTED)


def measure(page: Page, session: CDPSession, script: str, value: object) -> tuple[float, float]:
    """Milliseconds that a choice takes, and the longest task of it above 50."""
    page.evaluate("window.tasks.length = 0")
    page.evaluate(SETTLED)
    before = spent(session)
    page.evaluate(script, value)
    page.wait_for_load_state("networkidle")
    page.evaluate(SETTLED)
    return spent(session) - before, page.evaluate("Math.max(0, ...window.tasks)")


def main() -> None:
    base, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    for slower in SLOWER:
        print(f"{slower} times slower, load {getloadavg()[0]:.1f}; ms: median (largest), longest task")
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in CHOICES}
        with opened(base, slower) as (page, session):
            for turn in range(rounds + 1):
                measure(page, session, STATE, {"tab": "figures"})
                for name, steps in CHOICES.items():
                    taken = [measure(page, session, *step) for step in steps]
                    found[name] += taken if turn else []  # the first loads what is not there yet
        for name, taken in found.items():
            took = [one for one, _ in taken]
            longest = max(task for _, task in taken)
            print(f"{name:24}{statistics.median(took):6.0f} ({max(took):.0f}) {longest:.0f}")


if __name__ == "__main__":
    main()
