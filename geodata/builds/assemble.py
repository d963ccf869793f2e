"""The only module that knows the order of the steps: inputs to a build, and a build to its folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata import vocabulary
from geodata.boundaries import shipped
from geodata.boundaries.ground import Ground, shipped_boundaries
from geodata.builds import contents, gather, ground_contents, store
from geodata.builds.inputs import NATIONAL_LATER, Incidents, Inputs, Monthly
from geodata.builds.manifest import BuildManifest
from geodata.builds.store import edition_key
from geodata.counting import aggregate as geodata_aggregate
from geodata.counting import breaks, monthly, quarters, tally
from geodata.counting.aggregate import Aggregate, Located
from geodata.counting.breaks import Counted
from geodata.forces import around_sites as geodata_around
from geodata.forces.sites import locate, relocate
from geodata.readers import ucdp_country_year, ucdp_ged
from geodata.schema import shipped_csv
from geodata.versions import fingerprint
from geodata.vocabulary import CENSUS, COUNTRIES, DISTANCES_KM, FRAME, FREE_DISTANCES_KM

Progress = Callable[[str, int, int], None]
"""Told of every step: its name, how many are done, how many there are."""


def silent(step: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Assembled:
    """A build in memory: tables, layers and documents by their path inside it, without ending."""

    files: Mapping[str, Any]

    @property
    def manifest(self) -> BuildManifest:
        """The build's own manifest."""
        found: BuildManifest = self.files["manifest"]
        return found


@dataclass(frozen=True)
class _Part:
    """A source in a ground, counted; `actors` names its list of actors, "" where it has none."""

    source: str
    actors: str
    ground: Ground
    aggregate: Aggregate


def assemble(inputs: Inputs, progress: Progress = silent) -> Assembled:
    """Everything a build holds, from its inputs. Pure: the same inputs give the same build."""
    steps = len(inputs.imported) + len(inputs.grounds) + 3
    parts, source_files = _counted(inputs, progress, steps)
    done = len(inputs.imported) + 1
    progress("zones and grid", done, steps)
    cells = geodata_aggregate.grid_cells([part.aggregate for part in parts], shipped.country_of(inputs.ground.admin1))
    is_free = any(isinstance(brought, Incidents) for brought in inputs.imported)
    distances = sorted({*DISTANCES_KM, *(FREE_DISTANCES_KM if is_free else ())})
    shared = contents.surface(inputs.ground, cells, distances)
    files: dict[str, Any] = {**source_files, **contents.surface_files(inputs.ground, shared)}
    files["site_distances"] = geodata_around.distances(inputs.forces.sites, inputs.ground.surroundings.borders)
    grounds = _used(parts)
    units = {key: ground_contents.units_of(ground) for key, ground in grounds.items()}
    sites, note = locate(inputs.forces.sites, inputs.ground.admin1, inputs.forces.corrections)
    for number, (key, ground) in enumerate(grounds.items()):
        progress(f"boundaries of {ground.frame}", done + 1 + number, steps)
        moved = sites if ground is inputs.ground else relocate(sites, ground.admin1, ground.since_2016)
        made = ground_contents.ground_files(ground, units[key], inputs.forces, moved, note)
        files |= {f"grounds/{key}/{name}": content for name, content in made.items()}
    for name, ground in {ground.key: ground for ground in grounds.values()}.items():
        shapes = ground_contents.boundary_files(ground)
        files |= {f"boundaries/{name}/{file}": content for file, content in shapes.items()}
    progress("class limits", steps - 1, steps)
    files |= _editions(inputs, parts, source_files, units, shared)
    files["manifest"] = _manifest(inputs, parts)
    progress("class limits", steps, steps)
    return Assembled(files)


def _counted(inputs: Inputs, progress: Progress, steps: int) -> tuple[list[_Part], dict[str, Any]]:
    """Every source counted in its grounds, what was imported first; and the files of the sources themselves."""
    parts: list[_Part] = []
    files: dict[str, Any] = {}
    for number, brought in enumerate(inputs.imported):
        if isinstance(brought, Monthly):
            progress(f"placing the counts of {brought.source}", number, steps)
            parts += _monthly_parts(inputs, brought)
        else:
            progress(f"placing the events of {brought.source}", number, steps)
            made, located = _event_parts(inputs, brought)
            parts += made
            files[f"sources/{brought.source}/quarters"] = quarters.count(brought.events, brought.actors)
            if brought.keeps_events:
                files[f"sources/{brought.source}/events"] = geodata_aggregate.event_rows(located)
                files[f"sources/{brought.source}/around_sites"] = geodata_around.count(located, inputs.forces.sites)
        files[f"sources/{brought.source}/odd"] = brought.odd[["oddity"]]
    if not inputs.is_superseded:
        parts.append(_Part(inputs.incident_source, "ucdp", inputs.ground, inputs.incidents))
        files[f"sources/{inputs.incident_source}/quarters"] = inputs.quarters
    return parts, files


def _event_parts(inputs: Inputs, incidents: Incidents) -> tuple[list[_Part], Located]:
    borders = inputs.ground.surroundings.borders
    located = geodata_aggregate.locate(
        incidents.events,
        borders,
        actors=incidents.actors,
        is_provisional=incidents.is_provisional,
        where=incidents.source,
    )
    with_grid = "grid" in incidents.levels
    everywhere = geodata_aggregate.frameless(located, with_grid=with_grid)
    parts = []
    for ground in inputs.grounds or (inputs.ground,):
        counted = geodata_aggregate.count(
            located,
            _levels(ground, incidents),
            frame=ground.frame,
            rules=ground.rules,
            vague_among=ground.vague_among,
            with_grid=with_grid,
            everywhere=everywhere,
        )
        parts.append(_Part(incidents.source, incidents.actors, ground, counted))
    return parts, located


def _monthly_parts(inputs: Inputs, brought: Monthly) -> list[_Part]:
    return [
        _Part(
            brought.source,
            "",
            ground,
            monthly.count(brought.counts, ground, levels=brought.levels, where=brought.source),
        )
        for ground in inputs.grounds or (inputs.ground,)
    ]


def _levels(ground: Ground, incidents: Incidents) -> dict[str, gpd.GeoDataFrame]:
    return {level: table for level, table in ground.units.items() if level in incidents.levels}


def _used(parts: list[_Part]) -> dict[str, Ground]:
    return {edition_key(part.ground.key, part.ground.frame): part.ground for part in parts}


def _editions(
    inputs: Inputs,
    parts: list[_Part],
    source_files: Mapping[str, Any],
    units: Mapping[str, Mapping[str, Any]],
    shared: contents.Surface,
) -> dict[str, Any]:
    files: dict[str, Any] = {}
    for source in dict.fromkeys(part.source for part in parts):
        own = [part for part in parts if part.source == source]
        around = shared.units(FREE_DISTANCES_KM if f"sources/{source}/events" in source_files else DISTANCES_KM)
        if not any((part.aggregate.counts["level"] == "grid").any() for part in own):
            around["grid"] = []
        if not any(part.aggregate.has_zones for part in own):
            around["zones"] = []
        tables = [tally.with_all_violence(part.aggregate.counts) for part in own]
        for table in tables:
            tally.require_whole(table)
        pooled = breaks.of_source(
            [
                Counted(table, {**_counted_units(units, part), **around}, _years(part))
                for part, table in zip(own, tables, strict=True)
            ]
        )
        later = inputs.national_later
        for part, table in zip(own, tables, strict=True):
            after = later if part.actors == "ucdp" else later.iloc[:0]
            made = contents.edition_files(source, part.aggregate, table, around, after, pooled)
            home = f"editions/{edition_key(source, part.ground.frame)}"
            files |= {f"{home}/{name}": content for name, content in made.items()}
    return files


def _counted_units(units: Mapping[str, Mapping[str, Any]], part: _Part) -> dict[str, Any]:
    """The units of the part's ground at the levels that it has counts of."""
    found = set(part.aggregate.counts["level"])
    own = units[edition_key(part.ground.key, part.ground.frame)]
    return {level: members for level, members in own.items() if level in found}


def _years(part: _Part) -> list[str]:
    return [str(year) for year in part.aggregate.years]


def _manifest(inputs: Inputs, parts: list[_Part]) -> BuildManifest:
    return {
        "editions": [
            {"source": part.source, "frame": part.ground.frame, "ground": part.ground.key} for part in _in_order(parts)
        ],
        "census": CENSUS,
        "later_source": NATIONAL_LATER,
        "layout": store.LAYOUT,
        "made_from": fingerprint(),
        "personnel": [
            {"source": one.source, "months": one.months, "other_missions": one.other_missions}
            for one in inputs.personnel
        ],
        "sources": {name: source.provenance() for name, source in inputs.sources.items()},
    }


def _in_order(parts: list[_Part]) -> list[_Part]:
    """Sources as they come; of each, the frame of 2016 first, which the shipped figures have too."""
    sources = list(dict.fromkeys(part.source for part in parts))
    return sorted(parts, key=lambda part: (sources.index(part.source), part.ground.frame != FRAME, part.ground.frame))


def write(assembled: Assembled, folder: Path) -> None:
    """The build's files: tables as Parquet, layers as GeoParquet, documents and manifests as JSON."""
    for name, content in assembled.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, pd.DataFrame):
            content.to_parquet(path.with_name(f"{path.name}.parquet"), index=False)
        else:
            text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
            path.with_name(f"{path.name}.json").write_text(text, encoding="utf-8", newline="\n")


def build(data: Path, progress: Progress | None = None) -> str:
    """Build into a data directory, from what ships and what was imported there; return the build's id."""
    return publish(data, gather.inputs(data), progress or silent)


def publish(data: Path, inputs: Inputs, progress: Progress = silent) -> str:
    """Assemble the inputs and make the result the data directory's current build."""
    assembled = assemble(inputs, progress)
    return store.publish(data, lambda folder: write(assembled, folder))


def ship(ged: Path, country_year: Path, folder: Path) -> None:
    """Write the aggregate csv files that ship, from UCDP's files of Mali: GED events and country-year."""
    ground = shipped_boundaries()
    table = ucdp_ged.read(ged).table
    borders = ground.surroundings.borders
    made = geodata_aggregate.from_events(table, ground.admin1, borders, frame=FRAME, rules=ground.rules["admin1"])
    geodata_aggregate.write(made, folder)
    shipped_csv.write(quarters.count(table), folder / "counts_quarters.csv")
    mali, _ = COUNTRIES[vocabulary.COUNTRY_ISO3]
    later = ucdp_country_year.read(country_year, country_id=mali, source_id=NATIONAL_LATER)
    shipped_csv.write(later[later["period"] >= str(vocabulary.FIRST_YEAR)], folder / "national_country_year.csv")


if __name__ == "__main__":
    ship(*(Path(argument) for argument in sys.argv[1:4]))
