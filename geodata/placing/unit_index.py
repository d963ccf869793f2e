"""The units of a frame's levels, prepared once for placing any number of events in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.geometry import lattice
from geodata.geometry.lattice import Lattice
from geodata.geometry.points import Nearness
from geodata.names import NameRule, normalised
from geodata.placing.meanings import Meanings


@dataclass(frozen=True)
class UnitIndex:
    """The units of one level of a frame, by p-code: a lattice for points, what names mean, which unit is nearer.

    Indexes of other frames with the same units and the same names share what is placed: they have one `key`.
    """

    frame: str
    level: str
    pcodes: tuple[str, ...]
    lattice: Lattice
    meanings: Meanings
    key: str
    _near: dict[int, Nearness] = field(default_factory=dict, repr=False)

    def nearness(self, meaning: int) -> Nearness:
        """What tells which of the units of a meaning is nearest, made once."""
        if meaning not in self._near:
            units = np.array(self.meanings.units[meaning])
            self._near[meaning] = Nearness(self.lattice.shapes[units])
        return self._near[meaning]

    def names(self, units: npt.NDArray[np.integer]) -> npt.NDArray[np.object_]:
        """The p-codes of units by position, None for -1."""
        found: npt.NDArray[np.object_] = np.array([*self.pcodes, None], dtype=object)[units]
        return found


class Indexes:
    """Makes indexes; units of the same shapes share a lattice, and those of the same names, too, an index."""

    def __init__(self) -> None:
        """Nothing is made yet."""
        self._lattices: dict[str, Lattice] = {}
        self._made: dict[str, UnitIndex] = {}

    def of(self, units: gpd.GeoDataFrame, frame: str, level: str, rules: Sequence[NameRule] = ()) -> UnitIndex:
        """The index of one level of a frame. `units`: pcode, name and geometry in EPSG:4326, in any order."""
        units = units.sort_values("pcode", ignore_index=True)
        own = dict(zip(units["name"].map(normalised), units["pcode"], strict=True)) if level == "admin1" else {}
        shapes, pcodes = units.geometry.to_numpy(), tuple(str(pcode) for pcode in units["pcode"])
        drawn = _digest(*shapely.to_wkb(shapes))
        if drawn not in self._lattices:
            self._lattices[drawn] = lattice.over(shapes)
        key = _digest(drawn, level, *pcodes, repr(sorted(own.items())), repr(list(rules)))
        if key not in self._made:
            meanings = Meanings(pcodes, own, rules)
            self._made[key] = UnitIndex(frame, level, pcodes, self._lattices[drawn], meanings, key)
        return replace(self._made[key], frame=frame)

    def of_levels(
        self,
        levels: Mapping[str, gpd.GeoDataFrame],
        frame: str,
        rules: Mapping[str, Sequence[NameRule]],
    ) -> list[UnitIndex]:
        """The indexes of a frame's levels, in their order."""
        return [self.of(units, frame, level, rules.get(level, ())) for level, units in levels.items()]


def _digest(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in _bytes(parts):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _bytes(parts: Iterable[str | bytes]) -> Iterable[bytes]:
    return (part.encode() if isinstance(part, str) else part for part in parts)
