"""The one-file briefing in a browser: opened from disk without a network, printed on two A4 pages, read on a phone."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import examples
from tests.browser import driver

pytestmark = pytest.mark.browser

EVERYTHING = ",".join(
    ["units", *(f"{kind}-{km}" for kind in ("niger", "burkina", "either", "both") for km in (25, 50, 100)), "rivers"]
)
SHIPPED = (
    "",
    "?lang=fr",
    "?from=2020",
    "?from=2020&lang=fr",
    "?year=2024",
    "?year=2024&from=2019&lang=fr",
    "?year=2012&lang=fr",
    "?measure=nominal_troops&from=2020&lang=fr",
    "?sides=both&from=2020&lang=fr",
    f"?layers={EVERYTHING}&from=2020&lang=fr",
)
IMPORTED = (
    "?level=admin3&lang=fr",
    "?level=admin3&from=2018&month=6&lang=fr",
    f"?level=admin3&from=2020&lang=fr&circles=events&unit=ML10&layers=events,grid,{EVERYTHING}",
    "?level=admin2&from=2020",
    "?frame=2023&from=2020&lang=fr",
    "?month=3&lang=fr",
)
LIMIT = 400_000
A4_PX = 1122.5
"""Height of an A4 page at 96 px an inch."""
LEAST_LEFT_PX = 5
SMALLEST_PX = 12
"""9 points."""
SHEETS = """() => Array.from(document.querySelectorAll(".sheet"), (sheet) => {
  sheet.style.minHeight = 0;
  return sheet.getBoundingClientRect().height;
})"""
CUT = """() => {
  const edges = Array.from(document.querySelectorAll(".sheet"), (sheet) => sheet.getBoundingClientRect());
  const right = Math.max(...edges.map((edge) => edge.right)), left = Math.min(...edges.map((edge) => edge.left));
  return Array.from(document.querySelectorAll(".sheet *"))
    .map((node) => [node.tagName, node.textContent.slice(0, 40), node.getBoundingClientRect()])
    .filter(([, , box]) => box.width && (box.right > right + 1 || box.left < left - 1))
    .map(([tag, text, box]) => [tag, text, box.left, box.right]);
}"""
CHOSEN = """() => {
  const image = document.querySelector("img");
  const source = Array.from(image.closest("picture")?.querySelectorAll("source") || []).find(
    (one) => !one.media || matchMedia(one.media).matches);
  return image.complete && image.naturalWidth && image.currentSrc === (source?.srcset.split(" ")[0] || image.src);
}"""
"""The picture that a window of this size is given is there."""
SMALL = """(least) => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || node.closest("title, desc")) continue;
    const svg = node.closest("svg");
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(node).fontSize) * scale;
    if (size < least - 0.1) found.push([text.data.trim().slice(0, 40), size]);
  }
  return found;
}"""


def written(base: str, query: str, folder: Path) -> Path:
    with urllib.request.urlopen(f"{base}/briefing.html{query}", timeout=120) as answer:
        content = answer.read()
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(content) < LIMIT
    file = folder / "briefing.html"
    file.write_bytes(content)
    return file


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def printed(chromium, file: Path) -> None:
    """Two A4 pages with room left on both, nothing cut off, nothing too small to read, no request but for the file."""
    context = chromium.new_context(offline=True, viewport={"width": 794, "height": 1123})
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    pdf = page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
    assert [url for url in asked if urlsplit(url).scheme != "data"] == [file.as_uri()]
    assert said == []
    assert pages(pdf) == 2
    boxes = {tuple(round(float(side)) for side in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)}
    assert boxes == {(0, 0, 595, 842)}
    page.emulate_media(media="print")
    margins = page.evaluate(
        "() => Array.from(document.styleSheets[0].cssRules).find((rule) => rule instanceof CSSPageRule).cssText"
    )
    top, side, bottom = (
        float(part) * 96 / 25.4 for part in re.search(r"margin: (\S+)mm (\S+)mm (\S+)mm", margins).groups()
    )
    page.set_viewport_size({"width": round(210 * 96 / 25.4 - 2 * side), "height": round(A4_PX - top - bottom)})
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALL, SMALLEST_PX) == []
    room = A4_PX - top - bottom
    heights = page.evaluate(SHEETS)
    assert len(heights) == 2
    assert [height for height in heights if height > room - LEAST_LEFT_PX] == [], f"{heights} of {room}"
    context.close()


@pytest.mark.parametrize("query", examples.some(SHIPPED, 3, 1))
def test_it_prints_on_two_pages(chromium, base, tmp_path, query):
    printed(chromium, written(base, query, tmp_path))


@pytest.mark.parametrize("query", examples.some(IMPORTED, 3, 2))
def test_with_imported_units_it_prints_on_two_pages(chromium, imported, tmp_path, query):
    printed(chromium, written(imported, query, tmp_path))


@pytest.mark.parametrize("query", ["", "?from=2020&lang=fr"])
def test_it_can_be_read_on_any_screen(chromium, base, tmp_path, query):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(written(base, query, tmp_path).as_uri())
    for width, height in (driver.WIDE, driver.SMALL):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(CHOSEN)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL, SMALLEST_PX) == [], width
        for box in (one.bounding_box() for one in page.locator(".scroll").all()):
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        picture = page.locator("img").bounding_box()
        drawn = page.evaluate("document.querySelector('img').naturalWidth")
        assert picture["x"] >= 0
        assert picture["x"] + picture["width"] <= width, "the map is not cut"
        assert drawn / picture["width"] <= (2.5 if width > 640 else 1.7), "its letters are not made small"
    context.close()


def test_no_script_and_no_stranger_gets_in(chromium, base, tmp_path):
    file = written(base, "", tmp_path)
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "</main>", '</main><script>document.title = "run"</script><img id="x" src="http://127.0.0.1:9/x.png">'
        ),
        encoding="utf-8",
    )
    context = chromium.new_context(viewport={"width": 794, "height": 1123})
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert page.title() != "run"
    assert any("Content Security Policy" in text and "img-src" in text for text in said), said
    context.close()
