"""Symbols of force sites, drawn as the map's script draws them (drawing/symbols.js)."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geodata.mapsheet.look import PAPER
from geodata.mapsheet.page import Page
from geodata.mapsheet.sheet import Symbol


def _polygon(*points: tuple[float, float]) -> Path:
    """A polygon in px, y downwards as in an SVG."""
    turned = [(x, -y) for x, y in points]
    return Path([*turned, turned[0]], closed=True)


def _disc(radius: float) -> Path:
    return Path.unit_circle().transformed(Affine2D().scale(radius))


_ARM, _END = 2.3, 6.5
FORCES = {
    "minusma": _disc(6),
    "french": _polygon((-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)),
    "takuba": _polygon((0, -7), (7, 0), (0, 7), (-7, 0)),
    "eutm": _polygon((0, -6.5), (6.2, 5), (-6.2, 5)),
    "eucap": _polygon((0, 6.5), (6.2, -5), (-6.2, -5)),
    "g5": _polygon((0, -6.8), (6.5, -2), (4, 5.6), (-4, 5.6), (-6.5, -2)),
    "fama": _polygon(
        *((-_ARM, -_END), (_ARM, -_END), (_ARM, -_ARM), (_END, -_ARM), (_END, _ARM), (_ARM, _ARM)),
        *((_ARM, _END), (-_ARM, _END), (-_ARM, _ARM), (-_END, _ARM), (-_END, -_ARM), (-_ARM, -_ARM)),
    ),
    "wagner": _polygon((-3.4, -6), (3.4, -6), (7, 0), (3.4, 6), (-3.4, 6), (-7, 0)),
    "africa_corps": _polygon((-5.5, -6.2), (5.5, -6.2), (5.5, 0.5), (0, 7), (-5.5, 0.5)),
}
"""By force, in px."""
SITE_PX = 17.0
"""The room of a symbol, in px."""


def draw(page: Page, x: float, y: float, symbol: Symbol, size: float, *, z: float) -> None:
    """The symbol around a point; `size` is the points of a px."""
    look = _look(symbol)
    look["linewidth"] *= size
    if dashes := look.pop("dashes", None):
        look["linestyle"] = (0, tuple(dash * size / look["linewidth"] for dash in dashes))
    page.path(FORCES[symbol.force], Affine2D().scale(size).translate(x, y), z=z, **look)


def _look(symbol: Symbol) -> dict[str, Any]:
    """Filled when open, pale when last reported before, pale and dashed when uncertain, hollow when closed: grey where
    before the period."""
    colour = symbol.colour
    look: dict[str, dict[str, Any]] = {
        "open": {"facecolor": colour, "edgecolor": PAPER, "linewidth": 1.0},
        "last_reported": {"facecolor": _pale(colour), "edgecolor": colour, "linewidth": 1.6},
        "uncertain": {"facecolor": _pale(colour), "edgecolor": colour, "linewidth": 1.6, "dashes": (2.4, 1.6)},
        "closed_during": {"facecolor": PAPER, "edgecolor": colour, "linewidth": 2.2},
        "closed": {"facecolor": PAPER, "edgecolor": "#7d7a73", "linewidth": 1.6},
    }
    return look[symbol.status]


def _pale(colour: str) -> tuple[float, ...]:
    rgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return (*(1 - 0.35 * (1 - rgb)).tolist(), 0.85)
