"""What a build is made of: the figures and shapes that ship, or a user's event file in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata import aggregate, boundaries, checks, counts, force_tables, placing, sources
from geodata.aggregate import Actors, Aggregate
from geodata.boundaries import Surroundings
from geodata.labels import N_
from geodata.personnel import Strength
from geodata.sources import Source
from geodata.vocabulary import FRAME, INCIDENTS

DATA = Path(__file__).parent / "data"
CENSUS = 2022
NATIONAL_LATER = "ucdp-country-year"
POPULATION_NOTES = {"ML10": N_("The census count is about 3.7 times earlier projections.")}
"""What a reader must know of a unit's denominator, by p-code."""
HIGHLIGHTS = ("ML07", "ML10")
"""Gao and Ménaka, which the map sets apart."""


@dataclass(frozen=True)
class Ground:
    """What events are placed in: the units of a frame by level, their people, what surrounds them, what names mean.

    `units` by level: columns.UNITS and, below admin1, admin1_pcode. `drawn` are the same units generalised for the
    web, where they are not drawn as they are. `vague_among`: see placing.place. `key` names the boundary source.
    """

    units: Mapping[str, gpd.GeoDataFrame]
    population: Mapping[str, int | None]
    surroundings: Surroundings
    rules: Mapping[str, Sequence[placing.NameRule]]
    frame: str = FRAME
    key: str = "shipped"
    drawn: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    vague_among: int | None = None
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


@dataclass(frozen=True)
class Incidents:
    """An event file that a user brought: its source's id, the list of actors it uses, its events, its odd rows.

    `levels` are those that its terms allow counts at. `keeps_events`: whether a build may hold the events themselves,
    for points and zones of any distance (counts at ever growing distances would give single events away).
    """

    source: str
    actors: Actors
    events: pd.DataFrame
    odd: pd.DataFrame
    levels: tuple[str, ...]
    keeps_events: bool = True
    is_provisional: bool = False
    """Whether the release is about a month or a few: see periods.covered."""


@dataclass(frozen=True)
class Monthly:
    """A file of counts by month and unit that a user brought: its source's id, columns.MONTHLY, its odd rows.

    `levels` are those that its terms allow counts at.
    """

    source: str
    counts: pd.DataFrame
    odd: pd.DataFrame
    levels: tuple[str, ...]


@dataclass(frozen=True)
class ForceTables:
    """Force sites with corrections, headcounts, mandates, the sources that rows name, dated events, nominal troops.

    The p-codes of events and nominal troops are null: a ground places them.
    """

    sites: pd.DataFrame
    corrections: pd.DataFrame
    headcounts: pd.DataFrame
    mandates: pd.DataFrame
    sources: pd.DataFrame
    timeline: pd.DataFrame
    nominal_troops: pd.DataFrame


@dataclass(frozen=True)
class Inputs:
    """Everything a build is made of: what ships and, first in line to be shown, what a user imported.

    `imported` files of events and of counts by month are counted in `grounds` where there are any, else in the ground
    that ships. `personnel` are the strengths that imported files give, whose rows are in the force tables.
    `quarters` are those that ship (columns.QUARTERS).
    """

    ground: Ground
    incidents: Aggregate
    incident_source: str
    national_later: pd.DataFrame
    quarters: pd.DataFrame
    forces: ForceTables
    sources: Mapping[str, Source]
    grounds: Sequence[Ground] = ()
    imported: Sequence[Incidents | Monthly] = ()
    personnel: Sequence[Strength] = ()
    is_superseded: bool = False
    """Whether an imported file is the very one that the shipped counts were made from."""


@cache
def shipped_boundaries() -> Ground:
    """The ground that ships: 11 units of the 2016 frame with the census of 2022."""
    folder = DATA / "boundaries"
    units = boundaries.read_units(folder / "mali_admin1_generalised.geojson")
    people = boundaries.read_population(folder / "population_admin1.csv", units, year=CENSUS)
    return Ground(
        {"admin1": units},
        {str(pcode): int(count) for pcode, count in people.items()},
        boundaries.read_surroundings(folder),
        {"admin1": placing.read_rules(DATA / "name_rules.csv", FRAME, "admin1")},
    )


def shipped_forces() -> ForceTables:
    """The force tables that ship, checked.

    Raises DataError for a row that names an unknown source, site or force, whose dates are none, or that has no
    source and does not say so.
    """

    def read(name: str) -> pd.DataFrame:
        table = pd.read_csv(DATA / "forces" / f"{name}.csv", dtype=str, keep_default_na=False).replace("", pd.NA)
        table.index = pd.RangeIndex(2, len(table) + 2, name="row")
        return table

    events = read("timeline")
    found = {name: read(name) for name in ("sites", "headcounts", "mandates")} | {
        "timeline": events.assign(
            pcode=None,
            forces=events["forces"].fillna(""),
            is_key=events["is_key"].map({"true": True, "false": False}).astype(object),
        ),
        "nominal_troops": read("nominal_troops").assign(pcode=None),
    }
    tables = {name: checks.validate(name, table, f"{name}.csv") for name, table in found.items()}
    named = read("sources")
    for name, table in tables.items():
        sources.require_known(set(named["source_id"]), set(table["source_id"].dropna()), f"{name}.csv")
    for name in ("headcounts", "timeline"):
        force_tables.require_marked(tables[name], f"{name}.csv")
    force_tables.check_timeline(tables["timeline"], tables["sites"])
    whole = {name: table.reset_index(drop=True) for name, table in tables.items()}
    return ForceTables(**whole, corrections=read("corrections"), sources=named)


def shipped_inputs() -> Inputs:
    """What the project ships, every file checked against its recorded hash."""
    records = sources.read(DATA / "sources.toml")
    sources.verify(records, DATA)
    covered = records[INCIDENTS]
    return Inputs(
        ground=shipped_boundaries(),
        incidents=aggregate.read(DATA / "ucdp", range(aggregate.FIRST_YEAR, int(covered.data_to[:4]) + 1)),
        incident_source=INCIDENTS,
        national_later=counts.read(DATA / "ucdp" / "national_country_year.csv", "national"),
        quarters=counts.read(DATA / "ucdp" / "counts_quarters.csv", "quarters"),
        forces=shipped_forces(),
        sources=records,
    )
