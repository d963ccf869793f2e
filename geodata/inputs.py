"""What a build is made of: the figures and shapes that ship, or a user's event file in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata import aggregate, boundaries, checks, counts, placing, sources
from geodata.aggregate import Aggregate
from geodata.boundaries import Surroundings
from geodata.labels import N_
from geodata.sources import Source

DATA = Path(__file__).parent / "data"
FRAME = "2016"
CENSUS = 2022
SITES_FIRST, SITES_LAST = 2013, 2024
"""Years that the list of sites covers: from the first deployments to the last departure it dates."""
INCIDENTS, NATIONAL_LATER = "ucdp-ged", "ucdp-country-year"
POPULATION_NOTES = {"ML10": N_("The census count is about 3.7 times earlier projections.")}
"""What a reader must know of a unit's denominator, by p-code."""
HIGHLIGHTS = ("ML07", "ML10")
"""Gao and Ménaka, which the map sets apart."""


@dataclass(frozen=True)
class Ground:
    """What events are placed in: units with people, what surrounds them, what their names can mean."""

    units: gpd.GeoDataFrame
    population: pd.Series
    surroundings: Surroundings
    rules: list[placing.NameRule]


@dataclass(frozen=True)
class ForceTables:
    """Force sites with corrections, headcounts, mandates, and the sources their rows name."""

    sites: pd.DataFrame
    corrections: pd.DataFrame
    headcounts: pd.DataFrame
    mandates: pd.DataFrame
    sources: pd.DataFrame


@dataclass(frozen=True)
class Inputs:
    """Everything a build is made of."""

    ground: Ground
    incidents: Aggregate
    incident_source: str
    national_later: pd.DataFrame
    forces: ForceTables
    sources: Mapping[str, Source]


@cache
def shipped_boundaries() -> Ground:
    """The ground that ships: 11 units of the 2016 frame with the census of 2022."""
    folder = DATA / "boundaries"
    units = boundaries.read_units(folder / "mali_admin1_generalised.geojson")
    return Ground(
        units,
        boundaries.read_population(folder / "population_admin1.csv", units, year=CENSUS),
        boundaries.read_surroundings(folder),
        aggregate.read_rules(DATA / "name_rules.csv", FRAME, "admin1"),
    )


def shipped_forces() -> ForceTables:
    """The force tables that ship, checked. Raises DataError when a row names an unknown source."""

    def read(name: str) -> pd.DataFrame:
        table = pd.read_csv(DATA / "forces" / f"{name}.csv", dtype=str, keep_default_na=False).replace("", pd.NA)
        table.index = pd.RangeIndex(2, len(table) + 2, name="row")
        return table

    def checked(name: str) -> pd.DataFrame:
        return checks.validate(name, read(name), f"{name}.csv").reset_index(drop=True)

    tables = ForceTables(
        checked("sites"), read("corrections"), checked("headcounts"), checked("mandates"), read("sources")
    )
    for name in ("sites", "headcounts", "mandates"):
        used = set(getattr(tables, name)["source_id"])
        sources.require_known(set(tables.sources["source_id"]), used, f"{name}.csv")
    return tables


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
        forces=shipped_forces(),
        sources=records,
    )
