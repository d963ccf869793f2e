"""Count every incident source of a build in the grounds it is shown in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import geopandas as gpd
import pandas as pd

from geodata.boundaries.ground import Ground
from geodata.builds import count_placed
from geodata.builds.contents import Folder
from geodata.builds.inputs import Brought, Incidents, Inputs, Monthly, Placed
from geodata.builds.store import edition_key
from geodata.counting import abroad, aggregate, monthly, quarters
from geodata.counting.abroad import Abroad
from geodata.counting.aggregate import Aggregate, Located
from geodata.forces import around_sites
from geodata.placing.unit_index import Indexes
from geodata.vocabulary import ABROAD, DISTANCES_KM, FREE_DISTANCES_KM


@dataclass(frozen=True)
class Counted:
    """A source counted in one ground; `actors` names its list of actors, "" where it has none."""

    source: str
    actors: str
    ground: Ground
    aggregate: Aggregate

    @property
    def ground_key(self) -> str:
        """The name of the ground's folder in a build."""
        return edition_key(self.ground.key, self.ground.frame)


@dataclass(frozen=True)
class CountedSource:
    """A source in every ground it is shown in, and the files of the source itself, which no ground changes."""

    source: str
    parts: tuple[Counted, ...]
    files: Folder
    distances_km: tuple[int, ...] = DISTANCES_KM
    """Distances of the border zones that its editions show."""
    abroad: Abroad = field(default_factory=Abroad)
    """The neighbours' sides of its zones."""
    distances_abroad_km: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By side, distances of the zones that its editions show there; the standard ones where it is not named."""


def grounds_of_imports(inputs: Inputs) -> tuple[Ground, ...]:
    """The grounds that imported sources are counted in: those of the imported boundaries, else the shipped one."""
    return tuple(inputs.grounds) or (inputs.ground,)


def count_shipped(inputs: Inputs) -> CountedSource:
    """The counts that ship, in the ground that ships."""
    source = inputs.incident_source
    part = Counted(source, "ucdp", inputs.ground, inputs.incidents)
    return CountedSource(source, (part,), {"quarters": inputs.quarters}, abroad=inputs.abroad)


def count_imported(inputs: Inputs, brought: Brought, indexes: Indexes | None = None) -> CountedSource:
    """An imported source, counted. Raises DataError where its file holds nothing to count.

    `indexes` of the units are kept there for the next source.
    """
    if isinstance(brought, Placed):
        return _count_placed(inputs, brought)
    if isinstance(brought, Monthly):
        return _count_monthly(inputs, brought)
    return _count_events(inputs, brought, indexes or Indexes())


def _count_placed(inputs: Inputs, brought: Placed) -> CountedSource:
    parts = tuple(
        Counted(brought.source, brought.file.actors, ground, count_placed.in_ground(brought, ground))
        for ground in count_placed.grounds(brought, grounds_of_imports(inputs))
    )
    return CountedSource(brought.source, parts, {})


def _count_monthly(inputs: Inputs, brought: Monthly) -> CountedSource:
    parts = tuple(
        Counted(
            brought.source,
            "",
            ground,
            monthly.count(brought.counts, ground, levels=brought.levels, where=brought.source),
        )
        for ground in grounds_of_imports(inputs)
    )
    return CountedSource(brought.source, parts, {"odd": brought.odd[["oddity"]]})


def _count_events(inputs: Inputs, incidents: Incidents, indexes: Indexes) -> CountedSource:
    located = aggregate.locate(
        incidents.events,
        inputs.ground.surroundings.borders,
        actors=incidents.actors,
        is_provisional=incidents.is_provisional,
        where=incidents.source,
    )
    files: Folder = {
        "quarters": quarters.count(incidents.events, incidents.actors),
        "odd": incidents.odd[["oddity"]],
    }
    if incidents.keeps_events:
        files["events"] = aggregate.event_rows(located)
        files["around_sites"] = around_sites.count(located, inputs.forces.sites)
    distances = FREE_DISTANCES_KM if incidents.keeps_events else DISTANCES_KM
    there = _abroad(inputs, incidents)
    counted_abroad = sum(len(side.events) for source, side in there.values() if source == incidents.source)
    if there and incidents.keeps_events:
        files["events_abroad"] = abroad.event_rows({side: events for side, (_, events) in there.items()})
    return CountedSource(
        incidents.source,
        _in_grounds(inputs, incidents, _less_abroad(located, counted_abroad), indexes),
        files,
        distances,
        _sides(inputs, incidents, there),
        dict.fromkeys(there, distances),
    )


Sides = Mapping[str, tuple[str, Located]]
"""By neighbour, the source of its events and the events."""


def _abroad(inputs: Inputs, incidents: Incidents) -> Sides:
    """The neighbours' events of an imported source: its own, and those of files that stand beside it."""
    found: dict[str, tuple[str, Located]] = {}
    for source, events in {incidents.source: incidents.events, **incidents.abroad}.items():
        located = abroad.locate(
            events,
            inputs.ground.surroundings.borders,
            actors=incidents.actors,
            is_provisional=incidents.is_provisional,
            where=source,
        )
        found |= {side: (source, events_there) for side, events_there in located.items()}
    return {side: found[side] for side in ABROAD if side in found}


def _less_abroad(located: Located, number: int) -> Located:
    """The events with those that count on a neighbour's side no more among the ones left out."""
    others = located.left_out["other_countries"] - number
    return replace(located, left_out={**located.left_out, "other_countries": others})


def _sides(inputs: Inputs, incidents: Incidents, there: Sides) -> Abroad:
    """The neighbours' sides of an imported source: as imported or, of the release that ships, the counts that ship."""
    near = abroad.cells(inputs.ground.surroundings, there) if there and "grid" in incidents.levels else {}
    cells = {side: set(found["pcode"]) for side, found in near.items()}
    counts = abroad.count({side: events for side, (_, events) in there.items()}, cells)
    sources = {side: source for side, (source, _) in there.items()}
    if incidents.is_shipped_release:
        shipped = {side: source for side, source in inputs.abroad.sources.items() if side not in there}
        counts = pd.concat(
            [counts, inputs.abroad.counts[inputs.abroad.counts["side"].isin(shipped)]], ignore_index=True
        )
        sources |= shipped
    later = inputs.abroad.later if incidents.actors == "ucdp" else Abroad().later
    return Abroad(counts, {side: sources[side] for side in ABROAD if side in sources}, later)


def _in_grounds(inputs: Inputs, incidents: Incidents, located: Located, indexes: Indexes) -> tuple[Counted, ...]:
    with_grid = "grid" in incidents.levels
    everywhere = aggregate.frameless(located, with_grid=with_grid)
    return tuple(
        Counted(
            incidents.source,
            incidents.actors,
            ground,
            aggregate.count(
                located,
                _levels(ground, incidents),
                frame=ground.frame,
                rules=ground.rules,
                with_grid=with_grid,
                everywhere=everywhere,
                made_before=indexes,
            ),
        )
        for ground in grounds_of_imports(inputs)
    )


def _levels(ground: Ground, incidents: Incidents) -> dict[str, gpd.GeoDataFrame]:
    """The units of the ground by level, of the levels that the source's terms allow counts at."""
    return {level: table for level, table in ground.units.items() if level in incidents.levels}
