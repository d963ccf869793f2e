"""The inputs of a build: shipped figures and shapes, or a user's event file instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from geodata import vocabulary
from geodata.boundaries.ground import Ground, shipped_boundaries
from geodata.counting import abroad, aggregate
from geodata.counting.abroad import Abroad
from geodata.counting.actors import Actors
from geodata.counting.aggregate import Aggregate
from geodata.counting.placed_file import PlacedFile
from geodata.forces.personnel import Strength
from geodata.forces.tables import ForceTables, shipped_forces
from geodata.schema import shipped_csv
from geodata.sources import Source, read, verify
from geodata.vocabulary import ABROAD, DATA, INCIDENTS

NATIONAL_LATER = "ucdp-country-year"
HIGHLIGHTS = ("ML07", "ML10")
"""Gao and Ménaka, which the map sets apart."""


def later_of(side: str) -> str:
    """The id of the source of a neighbour's figures of later years."""
    return f"{NATIONAL_LATER}-{side.lower()}"


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
    """True if the release is about one month or a few: see periods.covered."""
    is_complete: bool = True
    """False for a sample: see counting.completeness."""
    abroad: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """By source, the events of files of neighbours alone that stand beside these."""
    incomplete_abroad: tuple[str, ...] = ()
    """Those of them that are samples."""
    is_shipped_release: bool = False
    """True if the counts that ship were made from this file: the sides abroad that ship are then of its release."""


@dataclass(frozen=True)
class Monthly:
    """A file of counts by month and unit that a user brought: its source's id, columns.MONTHLY, its odd rows.

    `levels` are those that its terms allow counts at.
    """

    source: str
    counts: pd.DataFrame
    odd: pd.DataFrame
    levels: tuple[str, ...]
    is_complete: bool = True
    """False for a sample: see counting.completeness."""


@dataclass(frozen=True)
class Placed:
    """A file of counts of events that were placed elsewhere: its source's id, the file, the levels that terms allow.

    `ground` is the key of the ground that the events were placed in.
    """

    source: str
    file: PlacedFile
    levels: tuple[str, ...]
    ground: str
    is_complete: bool = True
    """False for a sample: see counting.completeness."""


Brought = Incidents | Monthly | Placed
"""A source of incidents that a user brought."""


@dataclass(frozen=True)
class LeftOut:
    """An import that cannot be used: its name, its title, and why, in a sentence without its end."""

    name: str
    title: str
    why: str


@dataclass(frozen=True)
class Inputs:
    """The inputs of a build: shipped data and the user's imports, those that are complete shown first.

    `imported` files of events and of counts by month are counted in `grounds` where there are any, else in the ground
    that ships. `personnel` are the strengths that imported files give, whose rows are in the force tables.
    `quarters` are those that ship (columns.QUARTERS). `left_out` are the imports that cannot be used.
    """

    ground: Ground
    incidents: Aggregate
    incident_source: str
    national_later: pd.DataFrame
    quarters: pd.DataFrame
    forces: ForceTables
    sources: Mapping[str, Source]
    grounds: Sequence[Ground] = ()
    imported: Sequence[Brought] = ()
    personnel: Sequence[Strength] = ()
    is_superseded: bool = False
    """True if an imported file is the one that the shipped counts were made from."""
    left_out: Sequence[LeftOut] = ()
    abroad: Abroad = field(default_factory=Abroad)
    """The neighbours' sides of the counts that ship."""

    @property
    def opens_with_shipped(self) -> bool:
        """True if pages open with the shipped figures: they are there, and no imported source is complete."""
        return not self.is_superseded and not any(brought.is_complete for brought in self.imported[:1])


def shipped_inputs() -> Inputs:
    """The shipped inputs, each file checked against its recorded hash."""
    records = read(DATA / "sources.toml")
    verify(records, DATA)
    covered = records[INCIDENTS]
    return Inputs(
        ground=shipped_boundaries(),
        incidents=aggregate.read(DATA / "ucdp", range(vocabulary.FIRST_YEAR, int(covered.data_to[:4]) + 1)),
        incident_source=INCIDENTS,
        national_later=shipped_csv.read(DATA / "ucdp" / "national_country_year.csv", "national"),
        quarters=shipped_csv.read(DATA / "ucdp" / "counts_quarters.csv", "quarters"),
        forces=shipped_forces(),
        sources=records,
        abroad=abroad.read(DATA / "ucdp", {side: f"{INCIDENTS}-{side.lower()}" for side in ABROAD}),
    )
