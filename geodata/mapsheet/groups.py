"""Marks that would lie on each other: sites of a place share a box, events a circle with their number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geodata.mapsheet import labels, symbols
from geodata.mapsheet.labels import Box, Spot
from geodata.mapsheet.look import INK, LINE, PAPER, PX, Style
from geodata.mapsheet.page import width
from geodata.mapsheet.sheet import Mark

if TYPE_CHECKING:
    from geodata.mapsheet.panel import Panel

Placed = tuple[Spot, Mark]
_NEAR_PX = 26.0
"""Events nearer to each other than this many px share a circle."""
_FAR, _FAR_METRES = 0.66, 1_000_000.0
"""The scale of symbols, on a map of so many metres in width."""
_IN_A_ROW = 4
"""Symbols of a place that stand in one row; more stand in a square."""
_TURNS = tuple(math.radians(45 * turn) for turn in range(8))


def draw(panel: Panel, marks: Sequence[Mark], *, z: float) -> list[Box]:
    """Draw the marks that are in the panel; the boxes that they take."""
    spots = panel.spots([mark.at for mark in marks])
    seen = [(spot, mark) for spot, mark in zip(spots, marks, strict=True) if panel.holds(spot, 5)]
    size = PX * panel.page.scale * (_FAR if panel.window.width > _FAR_METRES else 1.0)
    events = _clusters([one for one in seen if one[1].symbol.kind == "event"], _NEAR_PX * size)
    places = _places([one for one in seen if one[1].symbol.kind == "site"], size)
    taken = [_sites(panel, here, size, z + 1) for here in places]
    for here in events:
        taken.append(_event(panel, here, size, taken, z))
    return taken


def _clusters(events: Sequence[Placed], near: float) -> list[list[Placed]]:
    """The events, each with the first kept one that is nearest and near enough (layers/events.js)."""
    found: list[list[Placed]] = []
    cells: dict[tuple[int, int], list[list[Placed]]] = {}
    for spot, mark in events:
        column, row = round(spot[0] / near), round(spot[1] / near)
        around = [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        close = [one for cell in around for one in cells.get(cell, []) if math.dist(one[0][0], spot) < near]
        if close:
            min(close, key=lambda one: math.dist(one[0][0], spot)).append((spot, mark))
            continue
        made = [(spot, mark)]
        found.append(made)
        cells.setdefault((column, row), []).append(made)
    return found


def _places(sites: Sequence[Placed], size: float) -> list[list[Placed]]:
    """The sites in groups, so that no two groups' boxes meet."""
    found = [[site] for site in sites]
    while pair := _first_meeting(found, size):
        one, other = pair
        found = [here for here in found if here is not one and here is not other] + [one + other]
    return found


def _first_meeting(groups: Sequence[list[Placed]], size: float) -> tuple[list[Placed], list[Placed]] | None:
    """Two groups whose boxes meet; None where there are none."""
    boxes = [_box(here, size) for here in groups]
    pairs = ((i, j) for j in range(len(groups)) for i in range(j) if labels.meets(boxes[i], boxes[j]))
    found = next(pairs, None)
    return (groups[found[0]], groups[found[1]]) if found else None


def _box(here: Sequence[Placed], size: float) -> Box:
    """The box of a group around the middle of its places: one row of symbols, or a square."""
    x = sum(spot[0] for spot, _ in here) / len(here)
    y = sum(spot[1] for spot, _ in here) / len(here)
    columns = _columns(here)
    wide = symbols.SITE_PX * size * columns + 5 * size
    high = symbols.SITE_PX * size * math.ceil(len(here) / columns) + 5 * size
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _columns(here: Sequence[Placed]) -> int:
    return len(here) if len(here) <= _IN_A_ROW else math.ceil(math.sqrt(len(here)))


def _event(panel: Panel, here: Sequence[Placed], size: float, taken: Sequence[Box], z: float) -> Box:
    """An event's symbol where it is, or a circle with the number of events beside what is taken."""
    page, ((x, y), first), count = panel.page, here[0], len(here)
    if count == 1:
        symbols.draw(page, x, y, first.symbol, size, z=z)
        half = symbols.EVENT_PX * size / 2
        return x - half, y - half, x + half, y + half
    style = Style(7.0 * page.scale * (size / (PX * page.scale)), True, PAPER)
    wide = width(str(count), style)
    radius = max(min(46.0, 20 + 5 * math.log2(count)) * size / 2, wide / 2 + 2.2 * page.scale)
    circles = [
        (x + dx * radius, y + dy * radius)
        for dx, dy in (
            (0, 0),
            *((math.cos(a), math.sin(a)) for a in _TURNS),
            *((2 * math.cos(a), 2 * math.sin(a)) for a in _TURNS),
        )
    ]
    circles = [panel.inside(circle, radius + 1) for circle in circles]
    boxes = [(cx - radius, cy - radius, cx + radius, cy + radius) for cx, cy in circles]
    at = next((at for at, box in enumerate(boxes) if not any(labels.meets(box, other) for other in taken)), 0)
    x, y = circles[at]
    page.circle(x, y, radius, z=z + 0.2, facecolor=INK, edgecolor=PAPER, linewidth=1.4 * size)
    page.text(x - wide / 2, y - style.size * 0.36, str(count), style, z=z + 0.3)
    return boxes[at]


def _sites(panel: Panel, here: Sequence[Placed], size: float, z: float) -> Box:
    """The symbols of a place in a box, by force."""
    page, box = panel.page, _box(here, size)
    look = {"facecolor": PAPER, "edgecolor": LINE, "linewidth": 0.6 * page.scale, "alpha": 0.94}
    page.box(box[0], box[1], box[2] - box[0], box[3] - box[1], z=z, round_=3 * size, **look)
    step, columns = symbols.SITE_PX * size, _columns(here)
    ordered = sorted(here, key=lambda one: list(symbols.FORCES).index(one[1].symbol.of))
    for number, (_, mark) in enumerate(ordered):
        row, column = divmod(number, columns)
        x, y = box[0] + 2.5 * size + step * (column + 0.5), box[3] - 2.5 * size - step * (row + 0.5)
        symbols.draw(page, x, y, mark.symbol, size, z=z + 0.2)
    return box
