"""What a build holds of one source in one frame, and of one ground: tables, documents and manifests by file name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geodata import periods
from geodata.boundaries import gazetteer, shipped
from geodata.boundaries.ground import Ground
from geodata.builds.inputs import HIGHLIGHTS, POPULATION_NOTES
from geodata.counting.aggregate import Aggregate
from geodata.figures.figures import Unit
from geodata.figures.listings import SITES, TROOPS
from geodata.forces.sites import documented, status_by_year
from geodata.forces.tables import ForceTables, placed
from geodata.geometry import encode
from geodata.geometry.simplify import outlines
from geodata.placing.zones import polygons
from geodata.schema import validate
from geodata.schema.tables import ADDITIVE_NAMES, VIOLENCE
from geodata.vocabulary import ALL_VIOLENCE, COUNTRY, DISTANCES_KM

Folder = dict[str, Any]
"""File name without its ending -> a table, a layer or a document; the type decides the ending."""


@dataclass(frozen=True)
class Surface:
    """What every edition shares: the zones by distance, the grid, the base map."""

    zones: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame
    label_points: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def units(self, distances: Sequence[int]) -> dict[str, list[Unit]]:
        """The zones of these distances, and the cells."""
        zone_units = [
            Unit(
                row.pcode,
                row.pcode,
                float(row.area_km2),
                label_point=self.label_points[row.pcode],
                extra={"zone": row.zone, "distance_km": int(row.distance_km)},
            )
            for row in self.zones.itertuples(index=False)
            if row.distance_km in distances
        ]
        grid = [
            Unit(row.pcode, row.pcode, float(row.area_km2), extra={"gid": int(row.gid)})
            for row in self.cells.itertuples(index=False)
        ]
        return {"zones": zone_units, "grid": grid}


def surface(ground: Ground, cells: gpd.GeoDataFrame, distances: Sequence[int]) -> Surface:
    """The zones of these distances inside the ground's outline, and the cells, with points for their labels."""
    country = shipped.country_of(ground.admin1)
    table = polygons(ground.surroundings.borders, country, distances)
    points = dict(zip(table["pcode"], shipped.label_points(table), strict=True))
    return Surface(table, cells, points)


def surface_files(ground: Ground, shared: Surface) -> Folder:
    """The base map, the zones and the grid: web shapes, GeoJSON geometry, layers."""
    around = ground.surroundings
    standard = shared.zones[shared.zones["distance_km"].isin(DISTANCES_KM)]
    files: Folder = {
        "geometry_zones": _geometry(shared.zones),
        "geometry_grid": _geometry(shared.cells),
        "layer_zones": standard,
        "layer_grid": shared.cells,
        "web_base": {
            "neighbours": [
                {"at": point[::-1], "name_en": english, "name_fr": french}
                for point, english, french in zip(
                    shipped.label_points(around.neighbours),
                    around.neighbours["name_en"],
                    around.neighbours["name_fr"],
                    strict=True,
                )
            ],
            "borders": encode.steps(shipped.international_lines(around.neighbours, shipped.country_of(ground.admin1))),
            "rivers": encode.web_shapes(around.rivers, "name", tolerance=0.004),
            "towns": [
                {
                    "name": row.name,
                    "at": [round(shapely.get_y(row.geometry), 3), round(shapely.get_x(row.geometry), 3)],
                    "population": None if pd.isna(row.population) else int(row.population),
                }
                for row in around.places.itertuples(index=False)
            ],
        },
    }
    for km, table in shared.zones.groupby("distance_km"):
        files[f"web_zones_{km}"] = encode.web_shapes(table, "pcode", tolerance=0.005)
    return files


def _geometry(table: gpd.GeoDataFrame) -> dict[str, Any]:
    return {pcode: encode.rfc7946(shape) for pcode, shape in zip(table["pcode"], table.geometry, strict=True)}


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
            )
            for pcode, name, area, iso, point, parent in rows
        ]
    return found


def ground_files(
    ground: Ground, units: Mapping[str, Sequence[Unit]], tables: ForceTables, sites: pd.DataFrame, note: pd.DataFrame
) -> Folder:
    """A ground's geometry, its force sites with their status by year, the other force tables, and its manifest."""
    statuses = status_by_year(sites, SITES.years())
    troops = placed(tables.nominal_troops, sites, ground.admin1)
    present = set(ground.admin1["pcode"])
    files: Folder = {
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
    for level, table in ground.units.items():
        if level not in FRAMELESS:
            files |= _shapes(ground, level)
        if level != "admin1":
            files[f"outlines_{level}"] = encode.steps(outlines(ground.drawn.get(level, table)))
    known = gazetteer.units()
    names = dict(zip(zip(known["frame"], known["pcode"], strict=True), known["name"], strict=True))
    places = {place for pcode in HIGHLIGHTS for place in ground.since_2016.get(pcode, [pcode])}
    files["manifest"] = {
        "frame": ground.frame,
        "ground": ground.key,
        "ground_policy": ground.policy,
        "ground_sources": list(ground.sources),
        "units": {level: [_record(unit) for unit in members] for level, members in units.items()},
        "levels": list(ground.units),
        "highlights": sorted(places & present),
        "population_notes": {
            pcode: text for pcode, text in POPULATION_NOTES.items() if ground.since_2016.get(pcode) == [pcode]
        },
        "contradictions": note.to_dict("records"),
        "bbox": {level: encode.bbox(table.geometry) for level, table in ground.units.items()},
        "frame_differences": {
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
        },
    }
    return files


FRAMELESS = ("admin3",)
"""Levels whose shapes are the same in every frame of a ground."""
_REGION = ["admin1_pcode", "admin1_name"]
"""What a frame says of a unit, which a layer that all frames share cannot say."""


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
        f"geometry_{level}": _geometry(table),
        f"layer_{level}": table.drop(columns=_REGION) if level in FRAMELESS else table,
        f"web_{level}": encode.web_shapes(ground.drawn.get(level, table), "pcode"),
    }


def _record(unit: Unit) -> dict[str, Any]:
    return {**unit.__dict__, "extra": dict(unit.extra)}


def edition_files(
    source: str,
    aggregate: Aggregate,
    table: pd.DataFrame,
    shared: Mapping[str, Sequence[Unit]],
    later: pd.DataFrame,
    breaks: Mapping[str, Any],
) -> Folder:
    """The counts of a source in a frame (`table`, with violence_type all), the accounting, what the manifest says.

    `later` is the country's figures of other years from another release.
    """
    covered = [str(year) for year in aggregate.years]
    after = later[later["period"] > covered[-1]]
    shown = covered + sorted(after["period"])
    whole = table[(table["level"] == COUNTRY)]
    types = sorted(set(table["violence_type"]) - {ALL_VIOLENCE})
    return {
        "counts": table,
        "accounting": aggregate.accounting,
        "disagreements": aggregate.disagreements,
        "placement": aggregate.placement,
        "national": _national(table, source, after),
        "manifest": {
            "incident_source": source,
            "periods": shown,
            "covered": covered,
            "covered_months": list(aggregate.months),
            "kind": aggregate.kind,
            "violence": [kind for kind in _TYPES if kind in types],
            "families": list(aggregate.families),
            "absent": [name for name in ADDITIVE_NAMES if whole[name].isna().all()],
            "left_out": dict(aggregate.left_out),
            "breaks": breaks,
            "units": {level: [_record(unit) for unit in members] for level, members in shared.items()},
            **({"levels": _counted_levels(table)} if aggregate.kind == "monthly" else {}),
        },
    }


def _counted_levels(table: pd.DataFrame) -> list[str]:
    """The levels of units that the counts have; where they are not all that the ground has, an edition says so."""
    found = set(table["level"])
    return [level for level in ("admin1", "admin2", "admin3") if level in found]


_TYPES = VIOLENCE.allowed


def _national(table: pd.DataFrame, source: str, later: pd.DataFrame) -> pd.DataFrame:
    is_whole = (table["level"] == COUNTRY) & (table["violence_type"] == "all") & (table["actor_family"] == "any")
    rows = table[is_whole & ~table["period"].map(periods.is_month)]
    own = rows[["period", *ADDITIVE_NAMES]].assign(source_id=source)
    return validate.validate("national", pd.concat([own, later], ignore_index=True), "national")
