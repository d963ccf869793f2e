"""Collect a build's inputs: shipped data plus the user's imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from geodata import policies
from geodata.boundaries import frames, people
from geodata.boundaries.ground import Ground
from geodata.builds.inputs import Incidents, Inputs, Monthly, shipped_inputs
from geodata.counting.aggregate import Actors
from geodata.forces import personnel
from geodata.forces.personnel import Strength
from geodata.forces.tables import ForceTables
from geodata.geometry import simplify
from geodata.imports import add, layouts
from geodata.imports.record import Imported, boundaries_in_use, listed
from geodata.sources import Source, require_known
from geodata.texts import N_
from geodata.vocabulary import FRAME

SHORT = {
    "ucdp-ged": "UCDP GED",
    "ucdp-candidate": "UCDP Candidate",
    "acled": "ACLED",
    "acled-old": "ACLED",
    "acled-monthly": "ACLED, HDX",
    "hapi": "HDX HAPI",
}
"""The short names of the sources of these layouts."""
PROVISIONAL = ("ucdp-candidate",)
"""Layouts whose figures the producer revises later; not shown first if there is another event file."""
USED_FOR = {
    "events": N_("events and fatalities, imported"),
    "monthly": N_("events and fatalities by month and cercle, imported"),
    "personnel": N_("strength of the mission by month, imported"),
    "boundaries": N_("regions, cercles and communes, imported"),
}
_CERCLES = N_("regions and cercles, imported")


def gather_inputs(data: Path) -> Inputs:
    """The inputs that ship and those imported into the data directory; event files in `order_of_sources`.

    An event file that the shipped counts were made from takes their place. Raises DataError where an imported file
    was changed since.
    """
    shipped = shipped_inputs()
    records = listed(data)
    strengths = [_strength(data, record) for record in records if record.kind == "personnel"]
    known = {record.name: source(record) for record in records if record.kind != "boundaries" or record.is_in_use}
    counted_from = shipped.sources[shipped.incident_source].raw_sha256
    grounds = _grounds(data, shipped)
    return replace(
        shipped,
        ground=next((ground for ground in grounds if ground.key == shipped.ground.key), shipped.ground),
        grounds=grounds,
        imported=[_brought(data, record) for record in order_of_sources(records)],
        personnel=strengths,
        forces=_forces(shipped.forces, strengths, known),
        sources={**shipped.sources, **known},
        is_superseded=any(record.sha256 == counted_from for record in records),
    )


def order_of_sources(records: Sequence[Imported]) -> list[Imported]:
    """The imported files of incidents in the order that sources are shown in; `records` are in order of import.

    The newest event file that is not provisional comes first; the newest event file if all are. The others follow,
    newest first. Counts by month come first only where there is no event file.
    """
    newest_first = [record for record in reversed(records) if record.kind in ("events", "monthly")]
    events = [record for record in newest_first if record.kind == "events"]
    final = [record for record in events if record.layout not in PROVISIONAL]
    first = (final or events)[:1]
    return [*first, *(record for record in newest_first if record not in first)]


def source(record: Imported) -> Source:
    """The source of an imported file, as pages, files and the API name it."""
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
        data_to=record.last_day,
        is_release_inferred=record.is_release_inferred,
        is_provisional=record.layout in PROVISIONAL,
        policy=record.policy,
        raw_sha256=record.sha256,
        short=SHORT.get(record.layout, ""),
    )


def _brought(data: Path, record: Imported) -> Incidents | Monthly:
    found = add.read(data, record)
    if record.kind == "monthly":
        levels = [level for level in record.levels if level in policies.allowed_levels(record.policy)]
        return Monthly(record.name, found.table, found.odd, tuple(levels))
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
    )


def _strength(data: Path, record: Imported) -> Strength:
    return personnel.strength(add.read(data, record).table, record.name)


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


def _grounds(data: Path, shipped: Inputs) -> list[Ground]:
    """The grounds of the frames that the boundary file in use gives; empty without one.

    They are dissolved from its communes or cercles. The frame that ships is there in any case, with the regions that
    ship where the file does not give it.
    """
    record = boundaries_in_use(data)
    if record is None:
        return []
    table, audit = add.read_boundaries(data, record)
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
