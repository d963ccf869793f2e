"""Fills: a colour, or a pattern as the page has it, drawn as strokes that the shape cuts off."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from matplotlib.path import Path

from geodata.mapsheet.look import PATTERNS, PX, Pattern
from geodata.mapsheet.page import Page

_GROWN = 0.01
"""Length in points of a dot, which is a stroke with round ends."""


def fill(page: Page, path: Path, name: str, *, z: float, gid: str | None = None) -> None:
    """Fill a shape in points with a colour, or with the pattern of that name."""
    pattern = PATTERNS.get(name)
    patch = page.path(path, z=z, facecolor=pattern.ground if pattern else name, edgecolor="none")
    patch.set_gid(gid)
    if pattern is None:
        return
    strokes = page.path(
        strokes_of(pattern, path, page.scale),
        z=z + 0.1,
        facecolor="none",
        edgecolor=pattern.colour,
        linewidth=pattern.width * PX * page.scale,
        capstyle="round" if pattern.marks == "dots" else "butt",
        snap=False,
    )
    strokes.set_clip_path(path, page.points)


def strokes_of(pattern: Pattern, path: Path, scale: float) -> Path:
    """The strokes of a pattern that a shape in points can hold, as one path; they lie on the page, not on the shape."""
    pitch = pattern.pitch * PX * scale
    (west, south), (east, north) = path.get_extents().get_points()
    if pattern.marks in ("rising", "falling"):
        return _stripes(pitch * math.sqrt(2), (west, south, east, north), is_rising=pattern.marks == "rising")
    columns = np.arange(math.floor(west / pitch), math.ceil(east / pitch) + 1) * pitch
    rows = np.arange(math.floor(south / pitch), math.ceil(north / pitch) + 1) * pitch
    marks = np.array(list(itertools.product(columns, rows)))
    kept = marks[path.contains_points(marks, radius=pitch) | path.contains_points(marks, radius=-pitch)]
    if pattern.marks == "dots":
        return _strokes(kept, [((0, 0), (_GROWN, 0))])
    arm = pitch / 4
    return _strokes(kept, [((-arm, 0), (arm, 0)), ((0, -arm), (0, arm))])


def _stripes(step: float, box: tuple[float, float, float, float], *, is_rising: bool) -> Path:
    west, south, east, north = box
    high = north - south
    first, last = math.floor((west - high - south) / step), math.ceil((east + high + north) / step)
    starts = np.arange(first, last + 1) * step
    lean = 1 if is_rising else -1
    strokes = [
        ((start + lean * south, south), (start + lean * north, north))
        for start in starts
        if max(start + lean * south, start + lean * north) > west
        and min(start + lean * south, start + lean * north) < east
    ]
    return _strokes(np.zeros((1, 2)), strokes)


def _strokes(at: Any, strokes: list[tuple[tuple[float, float], tuple[float, float]]]) -> Path:
    """Every stroke at every place."""
    if not len(at) or not strokes:
        return Path([(0, 0)])
    points = np.concatenate([np.asarray(at)[:, None, :] + np.asarray(stroke)[None, :, :] for stroke in strokes])
    codes = np.tile([Path.MOVETO, Path.LINETO], len(points))
    return Path(points.reshape(-1, 2), codes)
