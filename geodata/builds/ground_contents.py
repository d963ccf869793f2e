"""What a build holds of a ground in a frame: shapes, force tables by unit, and the manifest, by file name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geodata.boundaries import gazetteer, shipped
from geodata.boundaries.ground import Ground
from geodata.builds.contents import Folder, geometry, unit_record
from geodata.builds.inputs import HIGHLIGHTS
from geodata.builds.manifest import FrameDifference, GroundManifest
from geodata.figures.figures import Unit
from geodata.figures.listings import SITES, TROOPS
from geodata.forces.sites import documented, status_by_year
from geodata.forces.tables import ForceTables, placed
from geodata.geometry import encode
from geodata.geometry.simplify import outlines

FRAMELESS = ("admin3",)
"""Levels whose shapes are the same in every frame of a ground."""
_REGION = ["admin1_pcode", "admin1_name"]
"""Columns that depend on the frame, and so are left out of a layer that all frames share."""


def units_of(ground: Ground) -> dict[str, list[Unit]]:
    """The units of a ground by level, as figures know them."""
    found = {}
    for level, table in ground.units.items():
        is_region = level == "admin1"
        parents = table["pcode"] if is_region else table["admin1_pcode"]
        rows = zip(
            table["pcode"],
            table["name"],
            table["area_km2"].astype(float),
            table["iso_3166_2"] if is_region else [None] * len(table),
            shipped.label_points(table),
            parents,
            strict=True,
        )
        found[level] = [
            Unit(
                pcode,
                name,
                area,
                ground.population.get(pcode) if is_region else None,
                None if pd.isna(iso) else iso,
                point,
                admin1=None if is_region else parent,
                population_before=ground.population_before.get(pcode) if is_region else None,
            )
            for pcode, name, area, iso, point, parent in rows
        ]
    return found


def ground_files(
    ground: Ground, units: Mapping[str, Sequence[Unit]], tables: ForceTables, sites: pd.DataFrame, note: pd.DataFrame
) -> Folder:
    """A ground's geometry, its force sites with their status by year, the other force tables, and its manifest.

    `note` are the contradictions that were found when the sites were located.
    """
    return {
        **_force_files(ground, tables, sites),
        **_ground_shapes(ground),
        "manifest": ground_manifest(ground, units, note),
    }


def _force_files(ground: Ground, tables: ForceTables, sites: pd.DataFrame) -> Folder:
    """The force tables with the units of the ground that their rows lie in, and the two listings by unit and year."""
    statuses = status_by_year(sites, SITES.years())
    troops = placed(tables.nominal_troops, sites, ground.admin1)
    return {
        "sites": sites,
        "site_status": statuses,
        SITES.table: documented(sites, statuses),
        TROOPS.table: troops.groupby(["pcode", "period"], as_index=False)["nominal_troops"].sum(),
        "headcounts": tables.headcounts,
        "mandates": tables.mandates,
        "timeline": placed(tables.timeline, sites, ground.admin1),
        "nominal_troops": troops,
        "force_sources": tables.sources,
    }


def _ground_shapes(ground: Ground) -> Folder:
    """The shapes of the levels that a frame changes, and the outlines of the units below the regions."""
    files: Folder = {}
    for level, table in ground.units.items():
        if level not in FRAMELESS:
            files |= _shapes(ground, level)
        if level != "admin1":
            files[f"outlines_{level}"] = encode.steps(outlines(ground.drawn.get(level, table)))
    return files


def ground_manifest(ground: Ground, units: Mapping[str, Sequence[Unit]], note: pd.DataFrame) -> GroundManifest:
    """The manifest of a ground in a frame; `note`: contradictions of site_id, stated, found, decided, reason."""
    places = {place for pcode in HIGHLIGHTS for place in ground.since_2016.get(pcode, [pcode])}
    contradictions: Any = note.to_dict("records")
    return {
        "frame": ground.frame,
        "ground": ground.key,
        "ground_policy": ground.policy,
        "ground_sources": list(ground.sources),
        "units": {level: [unit_record(unit) for unit in members] for level, members in units.items()},
        "levels": list(ground.units),
        "highlights": sorted(places & set(ground.admin1["pcode"])),
        "population_notes": dict(ground.population_notes),
        "contradictions": contradictions,
        "bbox": {level: encode.bbox(table.geometry) for level, table in ground.units.items()},
        "frame_differences": _frame_differences(ground),
    }


def _frame_differences(ground: Ground) -> dict[str, list[FrameDifference]]:
    """By other frame, how each unit differs there."""
    known = gazetteer.units()
    names = dict(zip(zip(known["frame"], known["pcode"], strict=True), known["name"], strict=True))
    return {
        other: [
            {
                "pcode": pcode,
                "there": list(there),
                "names": [names.get((other, code), code) for code in there],
                "is_same": same,
            }
            for pcode, there, same in rows
        ]
        for other, rows in ground.differences.items()
    }


def boundary_files(ground: Ground) -> Folder:
    """The shapes of a ground that no frame changes."""
    return {
        name: content
        for level in ground.units
        if level in FRAMELESS
        for name, content in _shapes(ground, level).items()
    }


def _shapes(ground: Ground, level: str) -> Folder:
    table = ground.units[level]
    return {
        f"geometry_{level}": geometry(table),
        f"layer_{level}": table.drop(columns=_REGION) if level in FRAMELESS else table,
        f"web_{level}": encode.web_shapes(ground.drawn.get(level, table), "pcode"),
    }
