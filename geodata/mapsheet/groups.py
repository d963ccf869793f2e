"""Sites whose symbols would lie on each other: those of a place share a box."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geodata.mapsheet import labels, symbols
from geodata.mapsheet.labels import Box, Spot
from geodata.mapsheet.look import LINE, PAPER, PX
from geodata.mapsheet.sheet import Mark

if TYPE_CHECKING:
    from geodata.mapsheet.panel import Panel

Placed = tuple[Spot, Mark]
_FAR, _FAR_METRES = 0.66, 1_000_000.0
"""The scale of symbols, on a map of so many metres in width."""
_IN_A_ROW = 4
"""Symbols of a place that stand in one row; more stand in a square."""


def draw(panel: Panel, marks: Sequence[Mark], *, z: float) -> list[Box]:
    """Draw the marks that are in the panel; the boxes that they take."""
    spots = panel.spots([mark.at for mark in marks])
    seen = [(spot, mark) for spot, mark in zip(spots, marks, strict=True) if panel.holds(spot, 5)]
    size = PX * panel.page.scale * (_FAR if panel.window.width > _FAR_METRES else 1.0)
    return [_sites(panel, here, size, z) for here in _places(seen, size)]


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


def _sites(panel: Panel, here: Sequence[Placed], size: float, z: float) -> Box:
    """The symbols of a place in a box, by force."""
    page, box = panel.page, _box(here, size)
    look = {"facecolor": PAPER, "edgecolor": LINE, "linewidth": 0.6 * page.scale, "alpha": 0.94}
    page.box(box[0], box[1], box[2] - box[0], box[3] - box[1], z=z, round_=3 * size, **look)
    step, columns = symbols.SITE_PX * size, _columns(here)
    ordered = sorted(here, key=lambda one: list(symbols.FORCES).index(one[1].symbol.force))
    for number, (_, mark) in enumerate(ordered):
        row, column = divmod(number, columns)
        x, y = box[0] + 2.5 * size + step * (column + 0.5), box[3] - 2.5 * size - step * (row + 0.5)
        symbols.draw(page, x, y, mark.symbol, size, z=z + 0.2)
    return box
