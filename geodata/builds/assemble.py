"""The only module that knows the order of the steps: inputs to a build, and a build to its folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.boundaries import shipped
from geodata.boundaries.ground import Ground
from geodata.builds import contents, gather, ground_contents, publishing, store
from geodata.builds.contents import Folder, Surface
from geodata.builds.count_sources import Counted, CountedSource, count_imported, count_shipped, grounds_of_imports
from geodata.builds.inputs import NATIONAL_LATER, Brought, Incidents, Inputs, Monthly, Placed
from geodata.builds.manifest import BuildManifest
from geodata.builds.steps import Progress, Steps, silent
from geodata.builds.store import edition_key
from geodata.counting import aggregate, breaks, tally
from geodata.figures.class_limits import Breaks
from geodata.figures.figures import Unit
from geodata.forces import around_sites
from geodata.forces.sites import locate, relocate
from geodata.placing.unit_index import Indexes
from geodata.versions import fingerprint
from geodata.vocabulary import ABROAD, CENSUS, DISTANCES_KM, FRAME, FREE_DISTANCES_KM

Units = Mapping[str, Sequence[Unit]]
"""Units by level."""
FindLimits = Callable[[Sequence[breaks.Counted]], Breaks]


@dataclass(frozen=True)
class BuildContents:
    """A build in memory: its manifest, the files that all editions share, and a folder each of the others.

    `sources` by source, `boundaries` by the key of the ground, `grounds` and `editions` by edition_key.
    """

    manifest: BuildManifest
    shared: Folder
    sources: Mapping[str, Folder]
    boundaries: Mapping[str, Folder]
    grounds: Mapping[str, Folder]
    editions: Mapping[str, Folder]

    @property
    def files(self) -> dict[str, Any]:
        """Tables, layers and documents by their path inside the build, without ending."""
        kinds = {
            "sources": self.sources,
            "boundaries": self.boundaries,
            "grounds": self.grounds,
            "editions": self.editions,
        }
        below = {
            f"{kind}/{key}/{name}": content
            for kind, folders in kinds.items()
            for key, folder in folders.items()
            for name, content in folder.items()
        }
        return {**self.shared, **below, "manifest": self.manifest}


def assemble(inputs: Inputs, progress: Progress = silent, *, limits: FindLimits = breaks.of_source) -> BuildContents:
    """Everything a build holds, from its inputs. Pure: the same inputs give the same build.

    `limits` finds the class limits of a source from its counts in each frame.
    """
    grounds = _grounds(inputs)
    steps = Steps(progress, total=len(inputs.imported) + len(grounds) + 2)
    indexes = Indexes()
    counted = [count_imported(inputs, brought, indexes) for brought in steps.each(inputs.imported, _counting)]
    if not inputs.is_superseded:
        counted.insert(0 if inputs.opens_with_shipped else len(counted), count_shipped(inputs))
    steps.begin("zones and grid")
    surface = _surface(inputs, counted)
    sites = locate(inputs.forces.sites, inputs.ground.admin1, inputs.forces.corrections)
    units = {key: ground_contents.units_of(ground) for key, ground in grounds.items()}
    ground_folders = {
        key: _ground_folder(inputs, ground, units[key], sites)
        for key, ground in steps.each(grounds.items(), lambda item: f"boundaries of {item[1].frame}")
    }
    steps.begin("class limits")
    edition_folders: dict[str, Folder] = {}
    for source in counted:
        edition_folders |= _edition_folders(inputs, source, units, surface, limits)
    steps.end("class limits")
    return BuildContents(
        manifest=_manifest(inputs, [part for source in counted for part in source.parts]),
        shared={
            **contents.surface_files(inputs.ground, surface),
            "site_distances": around_sites.distances(inputs.forces.sites, inputs.ground.surroundings.borders),
        },
        sources={source.source: {**source.files, **_side_files(source, surface)} for source in counted},
        boundaries={ground.key: ground_contents.boundary_files(ground) for ground in grounds.values()},
        grounds=ground_folders,
        editions=edition_folders,
    )


def _counting(brought: Brought) -> str:
    """The name of the step that counts an imported source."""
    return f"placing the {'counts' if isinstance(brought, Monthly | Placed) else 'events'} of {brought.source}"


def _grounds(inputs: Inputs) -> dict[str, Ground]:
    """The grounds that any source is counted in, by edition_key: those of imports first."""
    imported = grounds_of_imports(inputs) if inputs.imported else ()
    shown = (*imported, *(() if inputs.is_superseded else (inputs.ground,)))
    return {edition_key(ground.key, ground.frame): ground for ground in shown}


def _surface(inputs: Inputs, counted: Sequence[CountedSource]) -> Surface:
    """The zones at every distance that a build with these inputs can show, and the cells that any source needs."""
    aggregates = [part.aggregate for source in counted for part in source.parts]
    cells = aggregate.grid_cells(aggregates, shipped.country_of(inputs.ground.admin1))
    is_free = any(isinstance(brought, Incidents) for brought in inputs.imported)
    distances = sorted({*DISTANCES_KM, *(FREE_DISTANCES_KM if is_free else ())})
    sides = {side for source in counted for side in source.abroad.sides}
    return contents.surface(inputs.ground, cells, distances, [side for side in ABROAD if side in sides])


def _side_files(source: CountedSource, surface: Surface) -> Folder:
    """The neighbours' sides of a source: counts, yearly figures of the countries, what the build says of each."""
    sides = source.abroad
    if not sides.sides:
        return {}
    distances = source.distances_abroad_km
    units = {side: surface.abroad[side].units(distances.get(side, DISTANCES_KM)) for side in sides.sides}
    if not (sides.counts["level"] == "grid").any():
        units = {side: {**found, "grid": []} for side, found in units.items()}
    return {
        "abroad": sides.counts,
        "national_abroad": sides.national(source.parts[0].aggregate.years),
        "sides": {side: contents.side_entry(sides.sources[side], found) for side, found in units.items()},
    }


def _ground_folder(inputs: Inputs, ground: Ground, units: Units, located: tuple[pd.DataFrame, pd.DataFrame]) -> Folder:
    """A ground's files; `located` are the sites in the units that ship, and the corrections that contradict them."""
    sites, note = located
    if ground is not inputs.ground:
        sites = relocate(sites, ground.admin1, ground.since_2016)
        note = note.assign(decided=note["site_id"].map(sites.set_index("site_id")["pcode"]))
    return ground_contents.ground_files(ground, units, inputs.forces, sites, note)


def _edition_folders(
    inputs: Inputs, source: CountedSource, units: Mapping[str, Units], surface: Surface, limits: FindLimits
) -> dict[str, Folder]:
    """The editions of one source by edition_key, with the class limits of the measures it has."""
    shared = _shared_units(source, surface)
    tables = [_table(part) for part in source.parts]
    found = limits(
        [
            breaks.Counted(
                table, {**_counted_units(units, part), **shared}, [str(year) for year in part.aggregate.years]
            )
            for part, table in zip(source.parts, tables, strict=True)
        ]
    )
    return {
        edition_key(source.source, part.ground.frame): contents.edition_files(
            source.source, part.aggregate, table, shared, _later(inputs, part), found
        )
        for part, table in zip(source.parts, tables, strict=True)
    }


def _shared_units(source: CountedSource, surface: Surface) -> dict[str, list[Unit]]:
    """The zones and cells of the source; none of a level that it cannot be counted at."""
    found = surface.units(source.distances_km)
    if not any((part.aggregate.counts["level"] == "grid").any() for part in source.parts):
        found["grid"] = []
    if not any(part.aggregate.has_zones for part in source.parts):
        found["zones"] = []
    return found


def _table(part: Counted) -> pd.DataFrame:
    """The counts of a part with those of all violence. Raises DataError unless parts and whole add up."""
    table = tally.with_all_violence(part.aggregate.counts)
    tally.require_whole(table)
    return table


def _counted_units(units: Mapping[str, Units], part: Counted) -> Units:
    """The units of the part's ground at the levels that it has counts of."""
    found = set(part.aggregate.counts["level"])
    return {level: members for level, members in units[part.ground_key].items() if level in found}


def _later(inputs: Inputs, part: Counted) -> pd.DataFrame:
    """The country's figures of later years, which continue UCDP's alone."""
    return inputs.national_later if part.actors == "ucdp" else inputs.national_later.iloc[:0]


def _manifest(inputs: Inputs, parts: Sequence[Counted]) -> BuildManifest:
    return {
        "editions": [
            {"source": part.source, "frame": part.ground.frame, "ground": part.ground.key} for part in _in_order(parts)
        ],
        "census": CENSUS,
        "incomplete": _incomplete(inputs),
        "later_source": NATIONAL_LATER,
        "left_out_imports": [{"name": one.name, "title": one.title, "why": one.why} for one in inputs.left_out],
        "layout": store.LAYOUT,
        "made_from": fingerprint(),
        "personnel": [
            {"source": one.source, "months": one.months, "other_missions": one.other_missions}
            for one in inputs.personnel
        ],
        "sources": {name: source.provenance() for name, source in inputs.sources.items()},
    }


def _incomplete(inputs: Inputs) -> list[str]:
    """The imported sources that are samples, and the files of neighbours beside them that are."""
    own = [brought.source for brought in inputs.imported if not brought.is_complete]
    return own + [
        name for brought in inputs.imported if isinstance(brought, Incidents) for name in brought.incomplete_abroad
    ]


def _in_order(parts: Sequence[Counted]) -> list[Counted]:
    """Sources as they come; of each, the frame first that it opens with.

    Counts by month open in the frame in which most of their events have the file's own regions, since a file knows
    one division of the country and nothing but names; events, which have points, and ties in that of 2016.
    """
    sources = list(dict.fromkeys(part.source for part in parts))
    return sorted(
        parts,
        key=lambda part: (
            sources.index(part.source),
            -part.aggregate.fitting,
            part.ground.frame != FRAME,
            part.ground.frame,
        ),
    )


def write(made: BuildContents, folder: Path) -> None:
    """Write the build's files: tables as Parquet, layers as GeoParquet, documents and manifests as JSON."""
    for name, content in made.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, pd.DataFrame):
            content.to_parquet(path.with_name(f"{path.name}.parquet"), index=False)
        else:
            text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
            path.with_name(f"{path.name}.json").write_text(text, encoding="utf-8", newline="\n")


def build(data: Path, progress: Progress | None = None) -> str:
    """Build into a data directory, from what ships and what was imported there; return the build's id."""
    return publish(data, gather.gather_inputs(data), progress or silent)


def publish(data: Path, inputs: Inputs, progress: Progress = silent) -> str:
    """Assemble the inputs and make the result the data directory's current build."""
    made = assemble(inputs, progress)
    return publishing.publish(data, lambda folder: write(made, folder))
