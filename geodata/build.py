"""The only module that knows the order of the steps: inputs to a build, and a build to its folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geodata import (
    aggregate,
    boundaries,
    checks,
    classes,
    columns,
    counts,
    forces,
    layers,
    measures,
    sources,
    store,
    vocabulary,
    zones,
)
from geodata.errors import DataError
from geodata.figures import COUNTRY, Figures, Unit, index_counts
from geodata.inputs import (
    CENSUS,
    FRAME,
    HIGHLIGHTS,
    INCIDENTS,
    NATIONAL_LATER,
    POPULATION_NOTES,
    SITES_FIRST,
    SITES_LAST,
    Ground,
    Inputs,
    shipped_boundaries,
    shipped_inputs,
)
from geodata.readers import ucdp_country_year, ucdp_ged
from geodata.versions import fingerprint


def inputs_with_events(path: Path) -> Inputs:
    """The shipped inputs with the incidents counted from a UCDP GED file instead."""
    shipped = shipped_inputs()
    ground = shipped.ground
    table = ucdp_ged.read(path)
    made = aggregate.from_events(
        table, ground.units, ground.surroundings.borders, frame=FRAME, rules=ground.rules, where=path.name
    )
    record = shipped.sources[INCIDENTS]
    digest = sources.sha256(path)
    if digest != record.raw_sha256:
        last_day = f"{table['date_end'].max():%Y-%m-%d}"
        record = replace(
            record,
            raw_sha256=digest,
            release="",
            is_release_inferred=False,
            data_to=last_day,
        )
    return replace(
        shipped,
        incidents=made,
        sources={**shipped.sources, INCIDENTS: replace(record, files={})},
    )


@dataclass(frozen=True)
class Assembled:
    """A build in memory: tables, geometry layers and documents by file name, and the manifest."""

    tables: dict[str, pd.DataFrame]
    geometry: dict[str, gpd.GeoDataFrame]
    documents: dict[str, Any]
    manifest: dict[str, Any]


def assemble(inputs: Inputs) -> Assembled:
    """Everything a build holds, from its inputs. Pure: the same inputs give the same build."""
    ground, incidents = inputs.ground, inputs.incidents
    country = boundaries.country_of(ground.units)
    zone_table = zones.polygons(ground.surroundings.borders, country)
    cells = aggregate.grid_cells(incidents, country)
    covered = [str(year) for year in incidents.years]
    later = inputs.national_later[inputs.national_later["period"] > covered[-1]]
    periods = covered + sorted(later["period"])
    sites_covered = [period for period in periods if SITES_FIRST <= int(period) <= SITES_LAST]
    sites, contradictions = forces.locate(inputs.forces.sites, ground.units, inputs.forces.corrections)
    statuses = forces.status_by_year(sites, sites_covered)
    by_unit = forces.documented(sites, statuses)
    table = counts.with_all_violence(incidents.counts)
    units = _units(ground, zone_table, cells)
    figures = Figures(
        counts=index_counts(_rows(table)),
        units=units,
        periods=periods,
        covered=frozenset(covered),
        sites={(row[0], row[1]): row[2:] for row in by_unit.itertuples(index=False, name=None)},
        sites_covered=frozenset(sites_covered),
    )
    _check_totals(figures)
    geometry = {"admin1": ground.units, "zones": zone_table, "grid": cells}
    manifest = {
        "frame": FRAME,
        "census": CENSUS,
        "periods": periods,
        "covered": covered,
        "sites_covered": sites_covered,
        "incident_source": inputs.incident_source,
        "later_source": NATIONAL_LATER,
        "left_out": dict(inputs.incidents.left_out),
        "made_from": fingerprint(),
        "population_notes": {
            pcode: text for pcode, text in POPULATION_NOTES.items() if pcode in set(ground.units["pcode"])
        },
        "highlights": [pcode for pcode in HIGHLIGHTS if pcode in set(ground.units["pcode"])],
        "bbox": {name: layers.bbox(layer.geometry) for name, layer in geometry.items()},
        "breaks": _breaks(figures),
        "units": {level: [_record(unit) for unit in members] for level, members in units.items()},
        "contradictions": contradictions.to_dict("records"),
        "sources": {name: source.provenance() for name, source in inputs.sources.items()},
    }
    return Assembled(
        tables={
            "counts": table,
            "accounting": incidents.accounting,
            "national": _national(table, inputs.incident_source, later),
            "national_later": inputs.national_later,
            "sites": sites,
            "site_status": statuses,
            "sites_by_unit": by_unit,
            "headcounts": inputs.forces.headcounts,
            "mandates": inputs.forces.mandates,
            "force_sources": inputs.forces.sources,
        },
        geometry=geometry,
        documents=_documents(ground, geometry),
        manifest=manifest,
    )


def _rows(table: pd.DataFrame) -> list[tuple[object, ...]]:
    names = [name for name in [*counts.KEYS, *columns.ADDITIVE_NAMES] if name != "frame"]
    plain = table[names].astype(object).where(table[names].notna(), None)
    return list(plain.itertuples(index=False, name=None))


def _units(ground: Ground, zone_table: gpd.GeoDataFrame, cells: gpd.GeoDataFrame) -> dict[str, list[Unit]]:
    points = boundaries.label_points(ground.units)
    admin1 = [
        Unit(row.pcode, row.name, float(row.area_km2), int(ground.population[row.pcode]), row.iso_3166_2, point)
        for row, point in zip(ground.units.itertuples(index=False), points, strict=True)
    ]
    zone_units = [
        Unit(
            row.pcode,
            row.pcode,
            float(row.area_km2),
            label_point=point,
            extra={"zone": row.zone, "distance_km": int(row.distance_km)},
        )
        for row, point in zip(zone_table.itertuples(index=False), boundaries.label_points(zone_table), strict=True)
    ]
    grid = [
        Unit(row.pcode, row.pcode, float(row.area_km2), extra={"gid": int(row.gid)})
        for row in cells.itertuples(index=False)
    ]
    return {"admin1": admin1, "zones": zone_units, "grid": grid}


def _record(unit: Unit) -> dict[str, Any]:
    return {**unit.__dict__, "extra": dict(unit.extra)}


def _breaks(figures: Figures) -> dict[str, dict[str, dict[str, list[float]]]]:
    """By measure and level: upper limits of the classes of values (0 first) and of the sizes of changes."""
    return {
        measure.key: {
            level: {
                "value": list(
                    measure.breaks
                    or (0.0, *classes.pooled_breaks(figures.pooled(measure, level), measures.PERCENTILES))
                ),
                "change": [1.0, 2.0]
                if measure.breaks
                else classes.pooled_breaks(figures.pooled_changes(measure, level), measures.CHANGE_PERCENTILES),
            }
            for level in measure.levels
        }
        for measure in measures.MEASURES
    }


def _national(table: pd.DataFrame, source: str, later: pd.DataFrame) -> pd.DataFrame:
    rows = table[(table["level"] == COUNTRY) & (table["violence_type"] == "all") & (table["actor_family"] == "any")]
    own = rows[["period", *columns.ADDITIVE_NAMES]].assign(source_id=source)
    return checks.validate("national", pd.concat([own, later], ignore_index=True), "national")


def _check_totals(figures: Figures) -> None:
    """Units and not allocated must add up to the country, for each count, period and breakdown."""
    for level in ("admin1", "grid"):
        for violence in ("all", *vocabulary.VIOLENCE_TYPES):
            for family in ("any", *vocabulary.FAMILIES):
                for period in sorted(figures.covered):
                    parts = [figures.row(level, unit, period, violence, family) for unit in figures.units[level]]
                    parts.append(figures.not_allocated(level, period, violence, family))
                    whole = figures.national(period, violence, family)
                    for name in columns.ADDITIVE_NAMES:
                        total = sum(part[name] or 0 for part in parts)
                        if total != whole[name]:
                            raise DataError(
                                f"{name} of {violence}, {family}, {period}: units and not allocated are {total}",
                                where=f"counts at {level}",
                                expected=f"{whole[name]}, the country's",
                            )


def _documents(ground: Ground, geometry: Mapping[str, gpd.GeoDataFrame]) -> dict[str, Any]:
    around = ground.surroundings
    documents: dict[str, Any] = {
        f"geometry_{name}": {
            pcode: layers.rfc7946(shape) for pcode, shape in zip(layer["pcode"], layer.geometry, strict=True)
        }
        for name, layer in geometry.items()
    }
    documents["web_admin1"] = layers.web_shapes(ground.units, "pcode")
    documents["web_zones"] = layers.web_shapes(geometry["zones"], "pcode", tolerance=0.005)
    documents["web_base"] = {
        "neighbours": [
            {"at": point[::-1], "name_en": english, "name_fr": french}
            for point, english, french in zip(
                boundaries.label_points(around.neighbours),
                around.neighbours["name_en"],
                around.neighbours["name_fr"],
                strict=True,
            )
        ],
        "borders": layers.steps(boundaries.international_lines(around.neighbours, boundaries.country_of(ground.units))),
        "rivers": layers.web_shapes(around.rivers, "name", tolerance=0.004),
        "towns": [
            {
                "name": row.name,
                "at": [round(shapely.get_y(row.geometry), 3), round(shapely.get_x(row.geometry), 3)],
                "population": None if pd.isna(row.population) else int(row.population),
            }
            for row in around.places.itertuples(index=False)
        ],
    }
    return documents


def write(assembled: Assembled, folder: Path) -> None:
    """The build's files: tables as Parquet, layers as GeoParquet, documents and manifest as JSON."""
    for name, table in assembled.tables.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
    for name, layer in assembled.geometry.items():
        layer.to_parquet(folder / f"layer_{name}.parquet", index=False)
    for name, document in {**assembled.documents, "manifest": assembled.manifest}.items():
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
        (folder / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


def build(data: Path, events_file: Path | None = None) -> str:
    """Build into a data directory, from the shipped figures or from a UCDP GED file; return the build's id."""
    inputs = inputs_with_events(events_file) if events_file else shipped_inputs()
    return publish(data, inputs, events_file=str(events_file.resolve()) if events_file else "")


def publish(data: Path, inputs: Inputs, *, events_file: str = "") -> str:
    """Assemble the inputs and make the result the data directory's current build."""
    assembled = assemble(inputs)
    return store.publish(data, lambda folder: write(assembled, folder), events_file=events_file)


def report(made: store.Build) -> list[str]:
    """What a person should know of a build: the accounting of the events, and contradictions that were decided."""
    rows = [row for row in made.table("accounting") if row["level"] == "admin1"]
    total = sum(row["events"] for row in rows)
    placed = sum(row["events"] for row in rows if row["allocated"])
    left_out = {"other_countries": "of other countries", "earlier_years": "of earlier years"}
    lines = [
        f"Left out: {number} events {left_out[key]}." for key, number in made.manifest["left_out"].items() if number
    ]
    lines += [f"Events: {total} = {placed} in regions + {total - placed} not allocated."]
    reasons = sorted({row["reason"] for row in rows})
    lines += [
        f"  {sum(row['events'] for row in rows if row['reason'] == reason):5} {reason.replace('_', ' ')}"
        for reason in reasons
    ]
    lines += [
        f"Site {row['site_id']}: stated {row['stated']}, its point lies in {row['found']}; "
        f"decided {row['decided']}: {row['reason']}."
        for row in made.manifest["contradictions"]
    ]
    return lines


def ship(ged: Path, country_year: Path, folder: Path) -> None:
    """Write the aggregate csv files that ship, from UCDP's files of Mali: GED events and country-year."""
    ground = shipped_boundaries()
    table = ucdp_ged.read(ged)
    made = aggregate.from_events(table, ground.units, ground.surroundings.borders, frame=FRAME, rules=ground.rules)
    aggregate.write(made, folder)
    later = ucdp_country_year.read(country_year, country_id=aggregate.COUNTRY_ID, source_id=NATIONAL_LATER)
    counts.write(later[later["period"] >= str(aggregate.FIRST_YEAR)], folder / "national_country_year.csv")


if __name__ == "__main__":
    ship(*(Path(argument) for argument in sys.argv[1:4]))
