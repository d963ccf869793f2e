"""Every page before axe-core: both languages, light and dark, at 1440, 360 and 320 px.

    python .ci/soak/axe.py [--base ADDRESS] [--langs en,fr] [--widths 1440,360,320] [--schemes light,dark] [PATH ...]

Without --base it serves the figures that ship. Needs a Chromium and what pyproject.toml names under `test`. Prints what
is wrong, page by page, which pages scroll sideways, and how many texts axe could not decide the contrast of; exit 1
where anything is found.
"""

from __future__ import annotations

import argparse
import collections
import shutil
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright

from tests.browser import accessible, driver, served
from tests.browser.conftest import ARGUMENTS, PROGRAMS

PAGES = [
    "/",
    "/?layers=grid",
    "/?layers=units,towns,niger-50,both-50,sites-minusma,sites-fama&sides=both&unit=ML07",
    "/?compare=year:2020",
    "/?compare=years",
    "/?from=2020&tab=downloads&units=ML07,ML08",
    "/?tab=table&measure=documented_sites",
    "/changes",
    "/sources",
    "/data",
    "/gis",
    "/forces",
    "/forces/minusma",
    "/forces/jnim",
    "/withdrawal",
    "/claims",
    "/claims/C07",
    "/claims/C30",
    "/story",
    "/method",
    "/docs",
    "/find?q=gao",
    "/embed",
    "/embed?compare=years",
    "/briefing",
    "/embed/chart?unit=ML07",
    "/embed/claims/C04",
    "/ogc",
    "/ogc/conformance",
    "/ogc/collections",
    "/ogc/collections/admin1-2016",
    "/ogc/collections/admin1-2016/items",
    "/ogc/collections/admin1-2016/items/2016%3AML07%3A2022",
    "/ogc/api",
    "/briefing.html",
    "/nowhere",
]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", default=PAGES)
    parser.add_argument("--base")
    for name, given in (("langs", "en,fr"), ("widths", "1440,360,320"), ("schemes", "light,dark")):
        parser.add_argument(f"--{name}", default=given, type=lambda text: text.split(","))
    asked = parser.parse_args()
    if asked.base:
        sys.exit(examine(asked.base, asked))
    with tempfile.TemporaryDirectory() as room, served.by_command(Path(room) / "data") as base:
        sys.exit(examine(base, asked))


def examine(base: str, asked: argparse.Namespace) -> int:
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    states, undecided, wrong, start = 0, 0, 0, time.monotonic()
    rules: collections.Counter[str] = collections.Counter()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as room:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for lang in asked.langs:
            for width in map(int, asked.widths):
                for scheme in asked.schemes:
                    size = (width, 900 if width > 899 else 740)
                    context = driver.context(browser, size, lang, color_scheme=scheme)
                    page = context.new_page()
                    for path in asked.paths:
                        go(page, base, path, lang, Path(room))
                        found, left = accessible.examine(page)
                        if over := accessible.sideways(page):
                            found.append(f"sideways: {over} px")
                        states, undecided, wrong = states + 1, undecided + left, wrong + len(found)
                        rules.update(text.split(":")[0] for text in found)
                        for text in found:
                            print(lang, width, scheme, path, text[:260], sep="\t")
                    context.close()
        browser.close()
    print(f"{states} page states in {time.monotonic() - start:.0f} s: {wrong} found {dict(rules)}")
    print(f"contrast of {undecided} texts that axe leaves undecided was computed")
    return int(wrong > 0)


def go(page, base: str, path: str, lang: str, room: Path) -> None:
    said = f"{path}{'&' if '?' in path else '?'}lang={lang}"
    if path.startswith("/briefing.html"):  # a file to download, which opens without a server
        file = room / f"briefing-{lang}.html"
        file.write_bytes(urllib.request.urlopen(base + said).read())
        page.goto(file.as_uri())
        return
    answer = page.goto(base + said)
    assert answer is not None
    assert answer.status == 200 or path == "/nowhere", (answer.status, path)
    if page.locator("#map_atlas").count():
        page.wait_for_selector("html.ready", state="attached")


if __name__ == "__main__":
    main()
