"""The ground: the units of a frame by level, with people and surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import geopandas as gpd

from geodata import names
from geodata.boundaries import frames, people, shipped
from geodata.boundaries.shipped import Surroundings
from geodata.vocabulary import DATA, FRAME


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
    population_before: Mapping[str, int | None] = field(default_factory=dict)
    """People by p-code at the census before, that of 2009."""
    population_notes: Mapping[str, str] = field(default_factory=dict)
    """By p-code, what is to be known of its people."""
    differences: Mapping[str, Sequence[tuple[str, Sequence[str], bool]]] = field(default_factory=dict)
    """By other frame: each unit here, the units there that share communes with it, whether it is the same place."""

    @property
    def admin1(self) -> gpd.GeoDataFrame:
        """The regions."""
        return self.units["admin1"]


REGIONS = DATA / "boundaries" / "mali_admin1_generalised.geojson"
"""The regions of the frame of 2016 that ship."""


@cache
def shipped_boundaries() -> Ground:
    """The ground that ships: 11 units of the 2016 frame with the census of 2022."""
    folder = DATA / "boundaries"
    units = shipped.read_units(REGIONS)
    known = people.of_frame(FRAME)
    return Ground(
        {"admin1": units},
        known.census,
        shipped.read_surroundings(folder),
        {"admin1": frames.rules(FRAME, "admin1")},
        population_before=known.before,
        population_notes=known.notes,
    )
