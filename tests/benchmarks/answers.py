"""Processor time of each choice on the map of 701 communes (script, style, layout), and of its longest task.

Run: .venv/bin/python -m tests.benchmarks.answers http://127.0.0.1:8000 [rounds]  (a server with the communes imported)
At full speed and slowed down fourfold; the time of the page's own thread, so that what else runs counts little.
"""

import shutil
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import getloadavg
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

ADDRESS = "/?level=admin3&year=2022"
SLOWER = (1, 4)
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))"
COUNTED = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
TRACED = {"includedCategories": ["toplevel", "disabled-by-default-devtools.timeline"], "excludedCategories": ["*"]}
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
def browser(slower: int) -> Iterator[tuple[Page, CDPSession]]:
    """A page of a browser that is so many times slower."""
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = made.new_page(viewport={"width": 1280, "height": 720})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        yield page, session
        made.close()


def opened(page: Page, address: str) -> None:
    """Open the map and wait until it is whole."""
    page.goto(address)
    page.wait_for_selector("html.ready")
    page.wait_for_load_state("networkidle")


def spent(session: CDPSession) -> float:
    """Milliseconds of script, style and layout since the page was opened."""
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * sum(float(found[name]) for name in COUNTED)


def longest(page: Page, session: CDPSession, act: Callable[[], None]) -> float:
    """Milliseconds of the longest task of the page's thread while something is done."""
    told: list[dict[str, Any]] = []
    ended: list[object] = []

    def gather(event: dict[str, Any]) -> None:
        told.extend(event["value"])

    def end(event: dict[str, Any]) -> None:
        ended.append(event)

    session.on("Tracing.dataCollected", gather)
    session.once("Tracing.tracingComplete", end)
    session.send("Tracing.start", {"traceConfig": TRACED, "transferMode": "ReportEvents"})
    act()
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(20)
    session.remove_listener("Tracing.dataCollected", gather)
    names = {(one["pid"], one["tid"]) for one in told if one.get("args", {}).get("name") == "CrRendererMain"}
    tasks = [one for one in told if one["name"].endswith("RunTask") and (one["pid"], one["tid"]) in names]
    busy = Counter[object]()
    for one in tasks:
        busy[one["pid"]] += one.get("tdur", 0)
    own = busy.most_common(1)[0][0] if busy else None  # another page's process may wait beside it
    return max((float(one.get("tdur", 0)) for one in tasks if one["pid"] == own), default=0.0) / 1000


def measure(page: Page, session: CDPSession, script: str, value: object) -> tuple[float, float]:
    """Milliseconds that a choice takes, and its longest task."""

    def choose() -> None:
        page.evaluate(script, value)
        page.wait_for_load_state("networkidle")
        page.evaluate(SETTLED)

    page.evaluate(SETTLED)
    before = spent(session)
    task = longest(page, session, choose)
    return spent(session) - before, task


def main() -> None:
    base, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    for slower in SLOWER:
        print(f"{slower} times slower, load {getloadavg()[0]:.1f}; ms: median (largest), longest task")
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in CHOICES}
        with browser(slower) as (page, session):
            starts = [longest(page, session, lambda: opened(page, base + ADDRESS)) for _ in range(rounds + 1)]
            print(f"{'start':24}{'':12} {max(starts):.0f} (the first {starts[0]:.0f})")
            for turn in range(rounds + 1):
                measure(page, session, STATE, {"tab": "figures"})
                for name, steps in CHOICES.items():
                    taken = [measure(page, session, *step) for step in steps]
                    found[name] += taken if turn else []  # the first loads what is not there yet
        for name, taken in found.items():
            took = [one for one, _ in taken]
            task = max(task for _, task in taken)
            print(f"{name:24}{statistics.median(took):6.0f} ({max(took):.0f}) {task:.0f}")


if __name__ == "__main__":
    main()
