"""The ground: the units of a frame by level, with people and surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import geopandas as gpd

from geodata import names
from geodata.boundaries import shipped
from geodata.boundaries.shipped import Surroundings
from geodata.vocabulary import CENSUS, DATA, FRAME


@dataclass(frozen=True)
class Ground:
    """The ground on which events are placed: units of a frame by level, population, surroundings, meanings of names.

    `units` by level: columns.UNITS and, below admin1, admin1_pcode. `drawn` are the same units generalised for the
    web, where they are not drawn as they are. `key` names the boundary source.
    """

    units: Mapping[str, gpd.GeoDataFrame]
    population: Mapping[str, int | None]
    surroundings: Surroundings
    rules: Mapping[str, Sequence[names.NameRule]]
    frame: str = FRAME
    key: str = "shipped"
    drawn: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    sources: tuple[str, ...] = ("natural-earth", "instat-rgph")
    policy: str = "open"
    since_2016: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By p-code of 2016, the units of this frame that it became; empty: this is the frame of 2016."""
    differences: Mapping[str, Sequence[tuple[str, Sequence[str], bool]]] = field(default_factory=dict)
    """By other frame: each unit here, the units there that share communes with it, whether it is the same place."""

    @property
    def admin1(self) -> gpd.GeoDataFrame:
        """The regions."""
        return self.units["admin1"]


@cache
def shipped_boundaries() -> Ground:
    """The ground that ships: 11 units of the 2016 frame with the census of 2022."""
    folder = DATA / "boundaries"
    units = shipped.read_units(folder / "mali_admin1_generalised.geojson")
    people = shipped.read_population(folder / "population_admin1.csv", units, year=CENSUS)
    return Ground(
        {"admin1": units},
        {str(pcode): int(count) for pcode, count in people.items()},
        shipped.read_surroundings(folder),
        {"admin1": names.read_rules(DATA / "name_rules.csv", FRAME, "admin1")},
    )
