"""The contents of an edition and of a ground in a build: tables, documents and manifests by file name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geodata import periods
from geodata.boundaries import shipped
from geodata.boundaries.ground import Ground
from geodata.builds.manifest import CountsManifest, SideEntry, UnitRecord
from geodata.counting import tally
from geodata.counting.abroad import cells as abroad_cells
from geodata.counting.aggregate import Aggregate
from geodata.figures.class_limits import Breaks
from geodata.figures.figures import Unit
from geodata.geometry import encode
from geodata.placing.zones import on_sides, outer_edges
from geodata.schema import validate
from geodata.schema.tables import ADDITIVE_NAMES, VIOLENCE
from geodata.vocabulary import ALL_VIOLENCE, COUNTRY, COUNTRY_ISO3, DISTANCES_KM

Folder = dict[str, Any]
"""File name without its ending -> a table, a layer or a document; the type decides the ending."""
_TYPES = VIOLENCE.allowed
_ZONE_TOLERANCE = 0.005
_BORDER_TOLERANCE = 0.003
"""Degrees by which the edges of zones, some 550 m, and the countries' borders, 330 m, may move on the web's map."""


@dataclass(frozen=True)
class Surface:
    """The parts that all editions share: zones by distance, grid, label points; the neighbours' sides of the zones."""

    zones: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame
    label_points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    abroad: Mapping[str, Surface] = field(default_factory=dict)
    """By side of vocabulary.ABROAD."""

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


def surface(ground: Ground, cells: gpd.GeoDataFrame, distances: Sequence[int], sides: Collection[str] = ()) -> Surface:
    """The zones of these distances inside the ground's outline, and the cells, with points for their labels.

    Of each of these `sides`, the zones inside the neighbour's, and the cells near the border.
    """
    around = ground.surroundings
    outlines = {COUNTRY_ISO3: shipped.country_of(ground.admin1)}
    outlines |= {side: shipped.neighbour_of(around, side) for side in sides}
    tables = on_sides(around.borders, outlines, distances)
    points = {
        side: dict(zip(table["pcode"], shipped.label_points(table), strict=True)) for side, table in tables.items()
    }
    near = abroad_cells(around, sides) if sides else {}
    abroad = {side: Surface(tables[side], near[side], points[side]) for side in outlines if side != COUNTRY_ISO3}
    return Surface(tables[COUNTRY_ISO3], cells, points[COUNTRY_ISO3], abroad)


def surface_files(ground: Ground, shared: Surface) -> Folder:
    """The base map, the zones and the grid: web shapes, GeoJSON geometry, layers."""
    around = ground.surroundings
    standard = shared.zones[shared.zones["distance_km"].isin(DISTANCES_KM)]
    files: Folder = {
        "geometry_zones": geometry(shared.zones),
        "geometry_grid": geometry(shared.cells),
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
            "borders": _borders(ground),
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
    files |= _web_zones(shared.zones, "web_zones")
    for side, there in shared.abroad.items():
        files[f"geometry_zones_{side}"] = geometry(there.zones)
        files[f"geometry_grid_{side}"] = geometry(there.cells)
        files |= _web_zones(there.zones, f"web_zones_{side}")
        files[f"web_edges_{side}"] = _outer_edges(there.zones, shipped.neighbour_of(around, side))
    return files


def _borders(ground: Ground) -> list[list[int]]:
    """The lines between the countries in web encoding."""
    lines = shipped.international_lines(ground.surroundings.neighbours, shipped.country_of(ground.admin1))
    return encode.steps(shapely.simplify(lines, _BORDER_TOLERANCE))


def _web_zones(zones: gpd.GeoDataFrame, name: str) -> Folder:
    """The zones of each distance in web encoding."""
    found: Folder = {f"{name}_{km}": [] for km in zones["distance_km"]}
    for km, shape in zip(
        zones["distance_km"], encode.web_shapes(zones, "pcode", tolerance=_ZONE_TOLERANCE), strict=True
    ):
        found[f"{name}_{km}"].append(shape)
    return found


def _outer_edges(zones: gpd.GeoDataFrame, land: shapely.Geometry) -> dict[str, list[list[int]]]:
    """By zone, its edge beyond the border in web encoding."""
    edges = shapely.simplify(list(outer_edges(tuple(zones.geometry), land)), _ZONE_TOLERANCE)
    return {pcode: encode.steps(edge) for pcode, edge in zip(zones["pcode"], edges, strict=True)}


def geometry(table: gpd.GeoDataFrame) -> dict[str, Any]:
    """The shapes as GeoJSON geometries by p-code."""
    return dict(zip(table["pcode"], encode.rfc7946(table.geometry), strict=True))


def unit_record(unit: Unit) -> UnitRecord:
    """The unit as manifests record it."""
    return {
        "pcode": unit.pcode,
        "name": unit.name,
        "area_km2": unit.area_km2,
        "population": unit.population,
        "iso_3166_2": unit.iso_3166_2,
        "label_point": unit.label_point,
        "extra": dict(unit.extra),
        "admin1": unit.admin1,
        "population_before": unit.population_before,
    }


def side_entry(source: str, units: Mapping[str, Sequence[Unit]]) -> SideEntry:
    """A neighbour's side of a source's zones, as a build records it."""
    return {"source": source, "units": {level: [unit_record(unit) for unit in found] for level, found in units.items()}}


def edition_files(
    source: str,
    aggregate: Aggregate,
    table: pd.DataFrame,
    shared: Mapping[str, Sequence[Unit]],
    later: pd.DataFrame,
    breaks: Breaks,
) -> Folder:
    """The counts of a source in a frame (`table`, with violence_type all), the accounting, what the manifest says.

    `later` is the country's figures of other years from another release.
    """
    covered = [str(year) for year in aggregate.years]
    after = later[later["period"] > covered[-1]]
    return {
        "counts": table,
        "beside": tally.with_all_violence(aggregate.beside),
        "accounting": aggregate.accounting,
        "disagreements": aggregate.disagreements,
        "placement": aggregate.placement,
        "national": _national(table, source, after),
        "manifest": counts_manifest(source, aggregate, table, shared, covered + sorted(after["period"]), breaks),
    }


def counts_manifest(
    source: str,
    aggregate: Aggregate,
    table: pd.DataFrame,
    shared: Mapping[str, Sequence[Unit]],
    shown: list[str],
    breaks: Breaks,
) -> CountsManifest:
    """The manifest of a source's counts in a frame; `shown` are the years that pages offer."""
    whole = table[(table["level"] == COUNTRY)]
    types = sorted(set(table["violence_type"]) - {ALL_VIOLENCE})
    found: CountsManifest = {
        "incident_source": source,
        "periods": shown,
        "covered": [str(year) for year in aggregate.years],
        "covered_months": list(aggregate.months),
        "kind": aggregate.kind,
        "violence": [kind for kind in _TYPES if kind in types],
        "families": list(aggregate.families),
        "absent": [name for name in ADDITIVE_NAMES if whole[name].isna().all()],
        "left_out": dict(aggregate.left_out),
        "partial_units": {level: dict(units) for level, units in aggregate.partial.items()},
        "breaks": breaks,
        "units": {level: [unit_record(unit) for unit in members] for level, members in shared.items()},
    }
    if aggregate.kind == "monthly":
        found["levels"] = _counted_levels(table)
    return found


def _counted_levels(table: pd.DataFrame) -> list[str]:
    """The levels of units that the counts have; where they are not all that the ground has, an edition says so."""
    found = set(table["level"])
    return [level for level in ("admin1", "admin2", "admin3") if level in found]


def _national(table: pd.DataFrame, source: str, later: pd.DataFrame) -> pd.DataFrame:
    is_whole = (table["level"] == COUNTRY) & (table["violence_type"] == "all") & (table["actor_family"] == "any")
    rows = table[is_whole & ~table["period"].map(periods.is_month)]
    own = rows[["period", *ADDITIVE_NAMES]].assign(source_id=source)
    return validate.validate("national", pd.concat([own, later], ignore_index=True), "national")
