"""How near to the borders events lie, in bands between the standard distances: from their distances, or for millions.

A square answers for all points in it where its middle is farther from every standard distance than its corners are
from the middle; else the points are measured. Nothing is rounded: the bands are those of the distances.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.geometry.geodesy import BorderLine
from geodata.vocabulary import DISTANCES_KM, KINDS, zone_id

Floats = npt.NDArray[np.float64]
Bands = npt.NDArray[np.int8]

BORDERS = {"niger": "NER", "burkina": "BFA"}
"""Zone kinds that follow one border, and the neighbour's ISO 3166-1 alpha-3 code."""
BEYOND = len(DISTANCES_KM)
"""The band of what is farther than every standard distance."""
UNKNOWN = (BEYOND + 1) ** 2
"""The position (see `position`) of an event that is too vague for any zone."""
POSITIONS = UNKNOWN + 1
_SIDE = 0.02
"""Degrees of a square's side."""
_HALF_DIAGONAL_KM = 1.58
"""Of a square at the equator, where it is largest, and a little more."""
_SLACK_KM = 0.1
"""More than measured distances may differ from exact ones (some metres), at both ends."""
_AROUND = 2.0
"""Degrees around the border beyond which everything is farther than any standard distance, up to 60 degrees north."""
_UNDECIDED, _NOT_ASKED = -1, -2


def of_distance(km: npt.ArrayLike) -> Bands:
    """The band of each distance in km: 0 within the least standard distance, BEYOND farther than all."""
    return np.searchsorted(DISTANCES_KM, km, side="left").astype(np.int8)


def position(niger: Bands, burkina: Bands, is_known: npt.NDArray[np.bool_]) -> Bands:
    """One number for the bands of both borders; UNKNOWN where the place is too vague."""
    return np.where(is_known, niger * np.int8(BEYOND + 1) + burkina, np.int8(UNKNOWN))


def zones_of(where: int) -> list[str]:
    """The ids of the standard zones that a position lies in; none for UNKNOWN."""
    if where == UNKNOWN:
        return []
    niger, burkina = divmod(where, BEYOND + 1)
    near = {"niger": niger, "burkina": burkina, "either": min(niger, burkina), "both": max(niger, burkina)}
    return [zone_id(kind, km) for kind in KINDS for at, km in enumerate(DISTANCES_KM) if near[kind] <= at]


def border_lines(borders: gpd.GeoDataFrame) -> dict[str, shapely.Geometry]:
    """The line of each border that zones follow, by kind."""
    return {
        kind: shapely.union_all(borders.geometry[borders["neighbour_iso_a3"] == iso].to_numpy())
        for kind, iso in BORDERS.items()
    }


def positions_of(distance: pd.DataFrame) -> Bands:
    """The positions of events with known distances (km_to_niger, km_to_burkina; NaN: too vague)."""
    is_known = distance.notna().all(axis=1).to_numpy()
    near = [of_distance(distance[f"km_to_{kind}"].to_numpy()) for kind in BORDERS]
    return position(near[0], near[1], is_known)


class BorderBands:
    """The bands of any number of points along one border, measured where squares do not tell."""

    def __init__(self, line: shapely.Geometry) -> None:
        """Lay squares around the border; none has been asked for yet."""
        self._line = BorderLine(line)
        west, south, east, north = shapely.bounds(line)
        self._west, self._south = west - _AROUND, south - _AROUND
        self._columns = int((east + _AROUND - self._west) / _SIDE) + 1
        self._rows = int((north + _AROUND - self._south) / _SIDE) + 1
        self._known = np.full(self._columns * self._rows, _NOT_ASKED, np.int8)

    def of(self, longitude: Floats, latitude: Floats) -> Bands:
        """The band of each point (degrees), as of_distance of its distance."""
        column = np.floor((longitude - self._west) / _SIDE)
        row = np.floor((latitude - self._south) / _SIDE)
        is_near = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
        found = np.full(len(longitude), BEYOND, np.int8)
        at = np.flatnonzero(is_near)
        square = (row[at] * self._columns + column[at]).astype(np.int64)
        band = self._known[square]
        if (band == _NOT_ASKED).any():
            self._ask(np.unique(square[band == _NOT_ASKED]))
            band = self._known[square]
        found[at] = band
        open_ = at[band == _UNDECIDED]
        found[open_] = of_distance(self._line.km(longitude[open_], latitude[open_]))
        return found

    def _ask(self, squares: npt.NDArray[np.int64]) -> None:
        x = self._west + (squares % self._columns + 0.5) * _SIDE
        y = self._south + (squares // self._columns + 0.5) * _SIDE
        km = self._line.km(x, y)
        margin = _HALF_DIAGONAL_KM + _SLACK_KM
        low, high = of_distance(km - margin), of_distance(km + margin)
        self._known[squares] = np.where(low == high, low, _UNDECIDED)
