"""The atlas seen through a browser: a page that is watched, and what is drawn on it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import combinations, count
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

WIDE, SMALL = (1440, 900), (360, 740)
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
SHIFTS = """
globalThis.shifts = [];
const edges = ({ x, y, width, height }) => [x, y, width, height];
const named = (node) => node && (node.id || node.className || node.nodeName);
new PerformanceObserver((list) => { for (const { value, sources, startTime } of list.getEntries())
  shifts.push([value, startTime, ...sources.map(({ node, previousRect, currentRect }) =>
    [named(node), edges(previousRect), edges(currentRect)])]);
}).observe({ type: "layout-shift", buffered: true });"""
"""What moved while the page was made: how much of the window, when, and what, from where to where."""
MOST_SHIFTED = 0.02
DRAWN = """() => Object.fromEntries(Array.from(
  document.querySelectorAll("path[data-pcode]"),
  (path) => [path.dataset.pcode, [path.dataset.class, path.getAttribute("fill")]]))"""
TABLED = """() => Object.fromEntries(Array.from(
  document.querySelectorAll("#table tbody tr"),
  (row) => [row.dataset.pcode, [row.dataset.class, row.querySelector(".swatch rect").getAttribute("fill")]]))"""
LEGEND = """() => Object.fromEntries(Array.from(
  document.querySelectorAll("#legend .swatch"),
  (swatch) => [swatch.dataset.key, swatch.querySelector("rect").getAttribute("fill")]))"""
TABLE_TEXT = """() => Array.from(document.querySelectorAll("#table tr, #zones tr, #accounting tr"),
  (row) => Array.from(row.children, (cell) => cell.textContent.trim().replace(/\\s+/g, " ")))"""

CELLS = """(table) => {
  const heads = Array.from(document.querySelectorAll(`#${table} thead th`), (head) => head.textContent.trim());
  return Object.fromEntries(Array.from(document.querySelectorAll(`#${table} tbody tr`), (row) => [
    row.dataset.pcode || row.dataset.zone,
    Object.fromEntries(Array.from(row.children, (cell, index) => [heads[index], cell.textContent.trim()]))]));
}"""
LABELS = """() => Array.from(document.querySelectorAll(".label"), (node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  const boxes = [node.getBoundingClientRect(), range.getBoundingClientRect()];
  return [node.textContent, Math.min(...boxes.map((b) => b.left)), Math.min(...boxes.map((b) => b.top)),
    Math.max(...boxes.map((b) => b.right)), Math.max(...boxes.map((b) => b.bottom))];
})"""
BOXES = """(selectors) => selectors.flatMap((selector) => {
  const node = document.querySelector(selector), box = node && node.getBoundingClientRect();
  return box && box.width && box.height ? [[selector, box.left, box.top, box.right, box.bottom]] : [];
})"""
FURNITURE = (".focuses", ".legend", ".leaflet-control-scale", ".leaflet-control-zoom", ".years", ".panel")
"""What lies over the map or beside it, and must not lie over each other."""
COUNTS = {"Events": "events", "Fatalities, best": "fatalities_best", "Civilians": "civilian_fatalities"}


RESTED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""
"""The page was drawn, and what follows its size has followed."""
DRAWN_AND_RESTED = f"""(limit) => new Promise((done, fail) => {{
  if (!document.getElementById("map_atlas") || !("Atlas" in window)) return done();
  const end = performance.now() + limit;
  const look = () => {{
    if (document.documentElement.classList.contains("ready")) ({RESTED})().then(done);
    else if (performance.now() > end) fail(new Error(`the map was not drawn within ${{limit}} ms`));
    else requestAnimationFrame(look);
  }};
  look();
}})"""
"""The same of a map with its script, as soon as it says that it is drawn; of any other page at once."""
READY_MS = 30_000  # a server that has just been started reads 701 communes first


@dataclass
class Watched:
    """A page with all that it asked for, navigations among it, and all that it said."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def go(self, path: str = "/", status: int = 200) -> Page:
        """Open an address of the server; with script, wait until the map is drawn."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status == status
        if status >= 400:  # which Chromium itself reports as an error
            self.said.remove(next(text for text in self.said if f"responded with a status of {status}" in text))
        self.page.evaluate(DRAWN_AND_RESTED, READY_MS)
        return self.page

    def foreign(self) -> list[str]:
        """Requests to any other host."""
        host = urlsplit(self.base).netloc
        return [url for url in self.requests if urlsplit(url).scheme != "data" and urlsplit(url).netloc != host]


def watch(context: BrowserContext, base: str) -> Watched:
    """A new page of the context whose requests, messages and navigations are kept."""
    page = context.new_page()
    seen = Watched(page, base)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on(
        "console",
        lambda message: message.type in ("error", "warning") and seen.said.append(f"{message.type}: {message.text}"),
    )
    page.on("pageerror", lambda error: seen.said.append(f"exception: {error}"))
    return seen


def context(browser: Browser, size: tuple[int, int] = WIDE, lang: str = "en", **options: Any) -> BrowserContext:
    """A browser context with a window of that size, in that language, that reports violations of the CSP."""
    made = browser.new_context(
        **{"viewport": {"width": size[0], "height": size[1]}, "locale": lang, "reduced_motion": "reduce"} | options
    )
    made.set_default_timeout(20_000)
    made.set_default_navigation_timeout(30_000)  # a page of a busy machine, where the others wait for the same cores
    made.add_init_script(REPORT_VIOLATIONS)
    return made


_kept: dict[tuple[object, ...], BrowserContext] = {}
"""Contexts that go on from test to test, by browser, language and options, and by their place where a test has more."""


def kept(browser: Browser, base: str, lang: str, taken: Collection[BrowserContext], **options: Any) -> BrowserContext:
    """A context that tests use one after another and that is not taken, as new: nothing is stored, no page is open.

    A page of the atlas stays in it, and with that its process, which has read scripts and styles before: a third of
    what a visit takes."""
    for place in count():
        key = (browser, lang, repr(sorted(options.items())), place)
        if key not in _kept:
            _kept[key] = context(browser, WIDE, lang, **options)
            _kept[key].new_page().goto(f"{base}/healthz")
        if _kept[key] not in taken:
            return _kept[key]
    raise AssertionError("there is no end to places")


def clear(context: BrowserContext, base: str) -> None:
    """Close the pages of a test, and take away what they stored and were allowed."""
    stays, *pages = context.pages
    for page in pages:
        page.close()
    context.clear_cookies()
    context.clear_permissions()
    session = context.new_cdp_session(stays)
    session.send("Storage.clearDataForOrigin", {"origin": base, "storageTypes": "all"})
    session.detach()


def check_steady(page: Page) -> None:
    """Nothing moved under the reader's eyes since the page, which records `SHIFTS`, was first painted.

    Where styles are slow, Chromium reports that what it laid out without them moved, before it painted any of it."""
    painted, shifts = page.evaluate("[performance.getEntriesByName('first-paint')[0].startTime, shifts]")
    shifts = [shift for shift in shifts if shift[1] >= painted]
    assert sum(value for value, *_ in shifts) <= MOST_SHIFTED, shifts


def weigh(seen: Watched, path: str) -> dict[str, int]:
    """Bytes on the wire as gzip, headers included, of all that a first visit of an address asks for, by file."""
    session = seen.page.context.new_cdp_session(seen.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})  # the context may have seen the files before
    session.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "gzip"}})
    sizes: dict[str, int] = {}
    names: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}))
    seen.go(path).wait_for_load_state("networkidle")
    return {names.get(key, key).rsplit("/", 1)[-1] or "/": size for key, size in sizes.items()}


def weights(files: dict[str, int]) -> str:
    """The sum of the bytes of files, and each."""
    listed = ", ".join(f"{name} {size:,}" for name, size in files.items() if size)
    return f"{sum(files.values()):,} bytes on the wire ({listed})"


def text(url: str) -> str:
    """What the server sends from an address, a page as it is before a script has touched it."""
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


def fetch(url: str) -> Any:
    """The JSON document at an address."""
    return json.loads(text(url))


def assert_apart(page: Page, where: object) -> None:
    """No two labels of the map meet."""
    labels = page.evaluate(LABELS)
    assert labels, where
    _no_two_meet(labels, where)


def assert_furniture_apart(page: Page, where: object) -> None:
    """Legend, scale, buttons, panel and the years do not lie over each other."""
    found = page.evaluate(BOXES, list(FURNITURE))
    assert {name for name, *_ in found} >= {".legend", ".leaflet-control-scale", ".years"}, where
    _no_two_meet(found, where)


def _no_two_meet(boxes: list[list[Any]], where: object) -> None:
    for a, b in combinations(boxes, 2):
        meets = a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
        assert not meets, (where, a, b)


def keep_telling(page: Page, now: str) -> None:
    """Keep in `told` what is shown one after another, as it is then: a busy machine looks too rarely for each second of
    what is played. `now`: the function that says the period."""
    page.evaluate(f"""() => {{
      globalThis.told = [];
      const title = document.querySelector("#subtitle");
      new MutationObserver(() => {{
        const words = title.textContent.trim();
        if (!words || words === told.at(-1)?.title) return;
        told.push({{
          title: words, now: ({now})(), address: location.search, drawn: ({DRAWN})(), tabled: ({TABLED})(),
        }});
      }}).observe(title, {{ childList: true, characterData: true, subtree: true }});
    }}""")


def show(page: Page, tab: str) -> None:
    """Choose a tab of the panel; on a small screen, and on other pages, there are none."""
    button = page.locator(f"#tab-{tab}")
    if button.is_visible() and button.get_attribute("aria-selected") == "false":
        button.click()


def reach(page: Page, selector: str) -> None:
    """Give the focus to something on the map, which the Tab key reaches by way of the map alone."""
    page.locator(selector).first.evaluate("(node) => { node.setAttribute('tabindex', '-1'); node.focus(); }")


def pick(page: Page, selector: str) -> None:
    """Click an element by script: as good as a pointer, without waiting for one."""
    page.eval_on_selector(selector, "(node) => node.click()")


def address(page: Page, selector: str) -> str:
    """What is copied of a link by the menu that a right click on it opens."""
    link = page.locator(selector).first
    link.dispatch_event("contextmenu")
    return link.get_attribute("href") or ""


def freshen(page: Page) -> None:
    """Ask for the addresses of all links, as who copies the whole page does."""
    page.evaluate("document.dispatchEvent(new Event('copy'))")


def cells(page: Page, table: str) -> dict[str, dict[str, str]]:
    """The cells of a table by row (its p-code or zone) and by the words of the column's head."""
    found: dict[str, dict[str, str]] = page.evaluate(CELLS, table)
    return found
