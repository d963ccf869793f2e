"""Collect a build's inputs: shipped data plus the user's imports."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata import policies
from geodata.boundaries import frames, people
from geodata.boundaries.ground import Ground
from geodata.boundaries.imported.audit import Audit
from geodata.builds.inputs import Incidents, Inputs, Monthly, shipped_inputs
from geodata.builds.usable import UsableImports
from geodata.counting import completeness
from geodata.counting.abroad import Abroad
from geodata.counting.actors import Actors
from geodata.forces import personnel
from geodata.forces.personnel import Strength
from geodata.forces.tables import ForceTables
from geodata.geometry import simplify
from geodata.imports import layouts, neighbours, placed
from geodata.imports.checks import days
from geodata.imports.record import Imported, listed
from geodata.sources import Source, require_known
from geodata.tabular.typed_cells import ReadResult
from geodata.texts import N_
from geodata.vocabulary import FRAME

INCIDENT_KINDS = ("events", "monthly", placed.KIND)
"""Kinds of imports that are counted as sources of incidents."""
SHORT = {
    "ucdp-ged": "UCDP GED",
    "ucdp-candidate": "UCDP Candidate",
    "acled": "ACLED",
    "acled-old": "ACLED",
    "acled-monthly": "ACLED, HDX",
    "hapi": "HDX HAPI",
    "placed-ucdp": "UCDP GED",
    "placed-acled": "ACLED",
}
"""The short names of the sources of these layouts."""
PROVISIONAL = ("ucdp-candidate",)
"""Layouts whose figures the producer revises later; not shown first if there is another event file."""
USED_FOR = {
    "events": N_("events and fatalities, imported"),
    "monthly": N_("events and fatalities by month and cercle, imported"),
    placed.KIND: N_("events and fatalities, placed before and imported as counts"),
    neighbours.KIND: N_("a neighbour’s events near Mali’s borders, imported"),
    "personnel": N_("strength of the mission by month, imported"),
    "boundaries": N_("regions, cercles and communes, imported"),
}
_CERCLES = N_("regions and cercles, imported")


def gather_inputs(data: Path) -> Inputs:
    """The inputs that ship and those imported into the data directory; files of incidents in `order_of_sources`.

    An event file that the shipped counts were made from takes their place. An import that cannot be used, such as one
    whose copy was changed or that holds nothing to count, is left out and listed.
    """
    shipped = shipped_inputs()
    usable = UsableImports(data)
    records = usable.records(listed(data))
    incidents = [record for record in records if record.kind in INCIDENT_KINDS]
    expected = completeness.by_year(shipped.incidents)
    months = {record.name: usable.months(record.name) for record in incidents}
    complete = {name for name, found in months.items() if completeness.is_complete(found, expected)}
    strengths = [_strength(record, usable.tables[record.name]) for record in records if record.kind == "personnel"]
    known = {record.name: source(record, usable.tables.get(record.name)) for record in records}
    counted_from = shipped.sources[shipped.incident_source].raw_sha256
    grounds = _grounds(usable.boundaries, shipped)
    return replace(
        shipped,
        ground=next((ground for ground in grounds if ground.key == shipped.ground.key), shipped.ground),
        grounds=grounds,
        imported=[
            usable.placed_counts(record, is_complete=record.name in complete)
            if record.kind == placed.KIND
            else _brought(
                record,
                usable.tables[record.name],
                is_complete=record.name in complete,
                is_shipped_release=record.sha256 == counted_from,
                abroad=(beside := usable.beside(record.name)),
                incomplete_abroad=_samples(beside, shipped.abroad),
            )
            for record in order_of_sources(records, complete)
        ],
        personnel=strengths,
        forces=_forces(shipped.forces, strengths, known),
        sources={**shipped.sources, **known},
        is_superseded=any(record.sha256 == counted_from for record in records),
        left_out=usable.left_out,
    )


def order_of_sources(records: Sequence[Imported], complete: Collection[str]) -> list[Imported]:
    """The imported files of incidents in the order that sources are shown in; `records` are in order of import.

    The newest event file that is complete and not provisional comes first; else the newest counts by month that are
    complete, the newest event file that is not provisional, the newest event file. The others follow, newest first.
    `complete` are the names of those that completeness.is_complete says so of.
    """
    newest_first = [record for record in reversed(records) if record.kind in INCIDENT_KINDS]
    events = [record for record in newest_first if record.kind == "events"]
    final = [record for record in events if record.layout not in PROVISIONAL]
    whole = [record for record in (*final, *newest_first) if record.name in complete]
    first = (whole or final or events)[:1]
    return [*first, *(record for record in newest_first if record not in first)]


def source(record: Imported, found: ReadResult | None = None) -> Source:
    """The source of an imported file, as pages, files and the API name it; its last day is that of Mali's rows."""
    return Source(
        id=record.name,
        title=record.title,
        producer=record.producer,
        release=record.release,
        licence=record.licence,
        licence_url=record.licence_url,
        url=record.url,
        citation=record.citation,
        used_for=_CERCLES if record.levels[-1] == "admin2" and record.kind == "boundaries" else USED_FOR[record.kind],
        data_to=days(found.table)[1] if found else record.last_day,
        is_release_inferred=record.is_release_inferred,
        is_provisional=record.layout in PROVISIONAL,
        policy=record.policy,
        raw_sha256=record.sha256,
        short=_short(record, found),
    )


def _samples(abroad: Mapping[str, pd.DataFrame], shipped: Abroad) -> tuple[str, ...]:
    """The files of neighbours alone that are samples: of any neighbour that they have, not complete."""
    return tuple(
        name
        for name, table in abroad.items()
        if not all(
            completeness.is_complete(
                completeness.by_month(table, name, side), completeness.by_year_abroad(shipped, side)
            )
            for side in neighbours.sides(table)
        )
    )


def _short(record: Imported, found: ReadResult | None) -> str:
    """The short name of the source; of a file of neighbours alone it names them."""
    short = SHORT.get(record.layout, "")
    if record.kind == neighbours.KIND and found is not None:
        return f"{short}, {neighbours.names(neighbours.sides(found.table))}"
    return short


def _brought(
    record: Imported,
    found: ReadResult,
    *,
    is_complete: bool,
    is_shipped_release: bool,
    abroad: Mapping[str, pd.DataFrame],
    incomplete_abroad: tuple[str, ...],
) -> Incidents | Monthly:
    if record.kind == "monthly":
        levels = [level for level in record.levels if level in policies.allowed_levels(record.policy)]
        return Monthly(record.name, found.table, found.odd, tuple(levels), is_complete)
    actors: Actors = "acled" if layouts.LAYOUTS[record.layout].policy == "acled" else "ucdp"
    terms = policies.policy(record.policy)
    return Incidents(
        record.name,
        actors,
        found.table,
        found.odd,
        record.levels,
        keeps_events=terms.shows_events,
        is_provisional=record.layout in PROVISIONAL,
        is_complete=is_complete,
        abroad=abroad,
        incomplete_abroad=incomplete_abroad,
        is_shipped_release=is_shipped_release,
    )


def _strength(record: Imported, found: ReadResult) -> Strength:
    return personnel.strength(found.table, record.name)


def _forces(shipped: ForceTables, brought: Sequence[Strength], known: Mapping[str, Source]) -> ForceTables:
    """The force tables with the headcounts of imported files beside those that ship, and the sources they name."""
    if not brought:
        return shipped
    rows = [
        {"source_id": own.id, "title": own.title, "publisher": own.producer, "url": own.url, "published": own.release}
        for own in (known[one.source] for one in brought)
    ]
    tables = replace(
        shipped,
        headcounts=pd.concat([shipped.headcounts, *(one.headcounts for one in brought)], ignore_index=True),
        sources=pd.concat([shipped.sources, pd.DataFrame(rows, dtype="str")], ignore_index=True),
    )
    require_known(set(tables.sources["source_id"]), set(tables.headcounts["source_id"].dropna()), "headcounts")
    return tables


def _grounds(boundaries: tuple[Imported, gpd.GeoDataFrame, Audit] | None, shipped: Inputs) -> list[Ground]:
    """The grounds of the frames that the boundary file in use gives; empty without one.

    They are dissolved from its communes or cercles. The frame that ships is there in any case, with the regions that
    ship where the file does not give it.
    """
    if boundaries is None:
        return []
    record, table, audit = boundaries
    levels = frames.levels if audit.level == "admin3" else frames.levels_of_cercles
    made = [
        Ground(
            units := levels(table, frame),
            people.of_frame(frame).census,
            shipped.ground.surroundings,
            {level: frames.rules(frame, level) for level in units},
            frame=frame,
            key=record.name,
            drawn={level: simplify.web(table, level) for level, table in units.items()},
            sources=(record.name, "natural-earth", "instat-rgph"),
            policy=record.policy,
            since_2016=_since(frame),
            population_before=people.of_frame(frame).before,
            population_notes=people.of_frame(frame).notes,
            differences=_differences(frame, audit.frames),
        )
        for frame in audit.frames
    ]
    if FRAME not in audit.frames:
        made.append(replace(shipped.ground, differences=_differences(FRAME, audit.frames)))
    return made


def _since(frame: str) -> Mapping[str, list[str]]:
    return {pcode: list(there) for pcode, there, _ in frames.differences("2016", frame)}


def _differences(frame: str, shown: Sequence[str]) -> dict[str, list[Any]]:
    return {other: frames.differences(frame, other) for other in sorted({*shown, FRAME} - {frame})}
