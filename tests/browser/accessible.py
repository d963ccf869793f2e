"""What axe-core finds on a page, and what it leaves undecided about contrast, decided here."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
DECIDED = {
    "skip-link": "its target is shown when it is followed: test_accessible",
    "frame-tested": "the frame's page is a page of the matrix itself",
    "th-has-data-cells": "a head of a group of rows has its cells below it",
}
"""What axe cannot decide by itself, and why it is right."""
RUN = """async ([rules, axe_decides]) => {
  for (const element of looks()) element.setAttribute("data-look", "");
  axe.configure({rules: [{id: "color-contrast", selector: "[data-look]"}]});
  const found = await axe.run(document, {
    resultTypes: ["violations", "incomplete"], runOnly: rules, elementRef: true, iframes: false});
  const told = [];
  for (const {id, nodes} of found.violations) {
    for (const {target, any, all, none} of nodes) {
      told.push(`${id}: ${target.join(" ")}: ${[...any, ...all, ...none].map((one) => one.message)[0] || ""}`);
    }
  }
  let undecided = 0;
  for (const {id, nodes} of found.incomplete) {
    for (const {element, target} of nodes) {
      if (id !== "color-contrast") {
        if (!axe_decides.includes(id)) told.push(`${id} (undecided): ${target.join(" ")}`);
        continue;
      }
      undecided += 1;
      const [ratio, least, colours] = contrast(element);
      if (ratio < least) told.push(`color-contrast: ${target.join(" ")}: ${ratio.toFixed(2)} of ${colours}`);
    }
  }
  return [told, undecided];

  // A text of each look: within the same kinds of elements, in the same colours on the same ground, of the same size.
  // Axe takes a millisecond for the contrast of each, and tables have thousands that look the same.
  function looks() {
    const found = new Map(), paths = new Map([[null, ""]]);
    const pathOf = (node) => {
      if (!paths.has(node)) {
        const own = [node.localName, node.getAttribute("class"), getComputedStyle(node).opacity, node.disabled];
        paths.set(node, `${pathOf(node.parentElement)} ${own}`);
      }
      return paths.get(node);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const elements = new Set(document.querySelectorAll("input, select, textarea"));
    while (walker.nextNode()) if (walker.currentNode.data.trim()) elements.add(walker.currentNode.parentElement);
    for (const element of elements) {
      const isSeen = element.checkVisibility({visibilityProperty: true});
      const look = [pathOf(element), isSeen, ...contrast(element)].join();
      if (!found.has(look)) found.set(look, element);
    }
    return [...found.values()];
  }
  function parts(colour) {
    const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
    return [red, green, blue, alpha];
  }
  function over([r, g, b, a], below) {
    return [r * a + below[0] * (1 - a), g * a + below[1] * (1 - a), b * a + below[2] * (1 - a), 1];
  }
  function light(colour) {
    const [r, g, b] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  // Of text with a halo on every side the halo is the ground, else what the nearest ancestors are filled with; the
  // shades at the edges of what scrolls lie beside the text. SVG's text has its colour from its fill.
  function ground(element) {
    const {paintOrder, stroke, textShadow: halo} = getComputedStyle(element);
    if (paintOrder.startsWith("stroke") && stroke !== "none") return over(parts(stroke), [128, 128, 128, 1]);
    if (halo !== "none" && halo.split("rgb").length > 4) return over(parts(halo), [128, 128, 128, 1]);
    const layers = [];
    for (let node = element; node; node = node.parentElement) {
      const layer = parts(getComputedStyle(node).backgroundColor);
      if (layer[3]) layers.push(layer);
      if (layer[3] === 1) break;
    }
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
    return layers.reverse().reduce((below, layer) => over(layer, below), dark ? [18, 18, 18, 1] : [255, 255, 255, 1]);
  }
  function contrast(element) {
    const style = getComputedStyle(element);
    const below = ground(element);
    const text = over(parts(element.closest("svg") ? style.fill : style.color), below);
    const [high, low] = [light(text), light(below)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const hex = (colour) => `rgb(${colour.slice(0, 3).map(Math.round)})`;
    return [(high + 0.05) / (low + 0.05), isLarge ? 3 : 4.5, `${hex(text)} on ${hex(below)}`];
  }
}"""


def examine(page: Page) -> tuple[list[str], int]:
    """What is wrong with a page by the rules of WCAG 2.2 A and AA and axe's best practices; how many looks of texts axe
    could not decide the contrast of, which is then computed here."""
    page.evaluate(AXE_SCRIPT)
    answer: list[Any] = page.evaluate(RUN, [RULES, list(DECIDED)])
    return answer[0], answer[1]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
