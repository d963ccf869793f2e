"""Millions of points in units: squares that lie in one unit answer at once, those that an edge crosses ask the shapes.

The answers are those of asking every shape: nothing is rounded, and a square counts as crossed where in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.whole_numbers import order

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]

_SQUARES_A_UNIT, _SQUARES_A_VERTEX = 4_000, 16
"""Squares of a lattice (4 bytes each): so many for each unit or, if these are more, each vertex."""
_MOST, _MOST_A_UNIT = 2**22, 400
"""Squares at most, together or, if these are more, for each unit."""
_PAD = 1e-6
"""Of a square's side: more than the rounding of where an edge crosses it."""
_CROSSED = -2
_AT_ONCE = 250_000
"""Points that are asked for at once where pairs of points and shapes are listed."""


@dataclass(frozen=True)
class Lattice:
    """Squares over the units; see `over`.

    `codes`: of each square, row by row from the south-west, the position of the unit that it lies in, -1 for none, or
    -2 - n for the n-th crossed one. Units that meet it are `members[first[n]:first[n + 1]]`, positions ascending.
    """

    shapes: Shapes
    west: float
    south: float
    per_degree: float
    columns: int
    rows: int
    codes: npt.NDArray[np.int32]
    first: Integers
    members: npt.NDArray[np.int32]

    def holding(self, x: Floats, y: Floats) -> npt.NDArray[np.int32]:
        """For each point (degrees) the position of the first unit that holds or touches it, -1 for none."""
        square = _clipped((y - self.south) * self.per_degree, self.rows)
        square *= self.columns
        square += _clipped((x - self.west) * self.per_degree, self.columns)
        found = self.codes.take(square)
        crossed = np.flatnonzero(found <= _CROSSED)
        if len(crossed):
            found[crossed] = self._exact(x[crossed], y[crossed], _CROSSED - found[crossed])
        return found

    def _exact(self, x: Floats, y: Floats, square: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """The first unit that meets each point, of those that meet its crossed square."""
        at, end = self.first[square], self.first[square + 1]
        found = np.full(len(x), -1, np.int32)
        pending = np.arange(len(x))
        while len(pending):
            unit = self.members[at[pending]]
            by_unit = order(unit)
            pending, unit = pending[by_unit], unit[by_unit]
            is_hit = shapely.intersects_xy(self.shapes[unit], x[pending], y[pending])
            found[pending[is_hit]] = unit[is_hit]
            pending = pending[~is_hit]
            at[pending] += 1
            pending = pending[at[pending] < end[pending]]
        return found


def _clipped(squares: Floats, number: int) -> Integers:
    """Positions in rows or columns of squares, cut off to the number that there are."""
    np.clip(squares, 0, number - 1, out=squares)
    return squares.astype(np.int64)


def over(shapes: Shapes) -> Lattice:
    """The lattice over units (EPSG:4326) in the order in which they come first; there must be at least one."""
    shapely.prepare(shapes)
    west, south, east, north = shapely.total_bounds(shapes)
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    most = max(_MOST, _MOST_A_UNIT * len(shapes))
    wanted = min(max(_SQUARES_A_UNIT * len(shapes), _SQUARES_A_VERTEX * vertices), most)
    side = max(np.sqrt(max(east - west, 1e-9) * max(north - south, 1e-9) / wanted), 1e-9)
    side = max(side, (east - west) / wanted, (north - south) / wanted)
    west, south = west - 1.5 * side, south - 1.5 * side
    columns, rows = int((east - west) / side) + 3, int((north - south) / side) + 3
    square, unit = _crossings(shapes, west, south, 1 / side, columns)
    tree = shapely.STRtree(shapes)
    crossed = np.unique(square)
    centre_x, centre_y = _centres(crossed, west, south, side, columns)
    at, inside = _meeting(tree, shapes, centre_x, centre_y)
    pairs = np.unique(np.concatenate([square * len(shapes) + unit, crossed[at] * len(shapes) + inside]))
    first = np.searchsorted(pairs, np.append(crossed, columns * rows) * len(shapes))
    codes = np.zeros(columns * rows, np.int32)
    codes[crossed] = _CROSSED - np.arange(len(crossed), dtype=np.int32)
    _fill(codes, tree, shapes, (west, south, side, columns))
    members = (pairs % len(shapes)).astype(np.int32)
    return Lattice(shapes, west, south, 1 / side, columns, rows, codes, first, members)


def _centres(square: Integers, west: float, south: float, side: float, columns: int) -> tuple[Floats, Floats]:
    column, row = (square % columns).astype(np.float64), (square // columns).astype(np.float64)
    return west + (column + 0.5) * side, south + (row + 0.5) * side


def _meeting(tree: shapely.STRtree, shapes: Shapes, x: Floats, y: Floats) -> tuple[Integers, Integers]:
    """The pairs of a point and a unit that meet, as positions of both."""
    points, units = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(x), _AT_ONCE):
        end = start + _AT_ONCE
        point, unit = tree.query(shapely.points(x[start:end], y[start:end]))
        point = point + start
        is_met = shapely.intersects_xy(shapes[unit], x[point], y[point])
        points.append(point[is_met])
        units.append(unit[is_met])
    return np.concatenate(points), np.concatenate(units)


def _fill(
    codes: npt.NDArray[np.int32], tree: shapely.STRtree, shapes: Shapes, lattice: tuple[float, float, float, int]
) -> None:
    """Set the codes of squares that no edge crosses; neighbours in a row lie in the same units, so one point tells."""
    west, south, side, columns = lattice
    is_free = codes > _CROSSED
    begins = is_free.copy()
    begins[1:] &= ~is_free[:-1]
    begins[::columns] = is_free[::columns]
    runs = np.flatnonzero(begins)
    at, unit = _meeting(tree, shapes, *_centres(runs, west, south, side, columns))
    lowest = np.full(len(runs), len(shapes), np.int64)
    np.minimum.at(lowest, at, unit)
    lowest[lowest == len(shapes)] = -1
    lengths = np.add.reduceat(is_free, runs, dtype=np.int32)
    codes[is_free] = np.repeat(lowest.astype(np.int32), lengths)


def _crossings(shapes: Shapes, west: float, south: float, per_degree: float, columns: int) -> tuple[Integers, Integers]:
    """The pairs of a square and a unit whose edge may cross it."""
    line, start, end = _segments(shapes)
    shift = np.array([west, south])
    start, end = (start - shift) * per_degree, (end - shift) * per_degree
    low, high = np.minimum(start, end), np.maximum(start, end)
    first, last = (np.floor(low[:, 1] - _PAD).astype(np.int64), np.floor(high[:, 1] + _PAD).astype(np.int64))
    which, row = _spread(first, last)
    bottom = np.clip(row, low[which, 1], high[which, 1])
    top = np.clip(row + 1, low[which, 1], high[which, 1])
    rise = end[which, 1] - start[which, 1]
    is_level = rise == 0
    slope = (end[which, 0] - start[which, 0]) / np.where(is_level, 1, rise)
    x = np.stack([start[which, 0] + (height - start[which, 1]) * slope for height in (bottom, top)])
    left = np.where(is_level, low[which, 0], np.maximum(x.min(0), low[which, 0]))
    right = np.where(is_level, high[which, 0], np.minimum(x.max(0), high[which, 0]))
    across, column = _spread(np.floor(left - _PAD).astype(np.int64), np.floor(right + _PAD).astype(np.int64))
    return row[across] * columns + column, line[which[across]]


def _segments(shapes: Shapes) -> tuple[Integers, Floats, Floats]:
    """The edges of all shapes: the position of the shape, both ends (degrees)."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    is_area = shapely.get_dimensions(parts) == 2
    rings, of_part = shapely.get_rings(parts[is_area], return_index=True)
    lines = np.concatenate([rings, parts[~is_area]])
    owner = np.concatenate([owner[is_area][of_part], owner[~is_area]])
    coordinates, of_line = shapely.get_coordinates(lines, return_index=True)
    goes_on = np.append(of_line[1:] == of_line[:-1], False)  # the last vertex of a line is an edge without length
    after = np.where(goes_on[:, None], np.roll(coordinates, -1, axis=0), coordinates)
    return owner[of_line], coordinates, after


def _spread(first: Integers, last: Integers) -> tuple[Integers, Integers]:
    """Every whole number from first to last, of each pair, after the position of the pair."""
    numbers = last - first + 1
    which = np.repeat(np.arange(len(first)), numbers)
    inside = np.arange(len(which)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    return which, first[which] + inside
