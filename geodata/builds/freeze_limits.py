"""Write the class limits that ship: python -m geodata.builds.freeze_limits GED_FILE COMMUNES_FILE CSV.

The values and changes of years of regions, zones and cells are classed by the figures that ship; cercles, communes and
months by the same release of UCDP GED counted in imported communes, over the three frames together.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.builds import assemble, gather, publishing, store
from geodata.builds.inputs import Inputs, shipped_inputs
from geodata.builds.store import Build, Edition
from geodata.counting import breaks
from geodata.counting.breaks import Counted
from geodata.figures import class_limits
from geodata.figures.class_limits import OF_MONTHS, Breaks
from geodata.figures.classes import Limits
from geodata.imports import add
from geodata.schema.tables import ADDITIVE_NAMES


def limits(shipped: Build, imported: Build) -> Breaks:
    """The limits of the figures that ship; those of levels and of months that only the imported build has, from it."""
    first, second = (breaks.pooled(_frames(build)) for build in (shipped, imported))
    return {
        measure: {level: _together(first.get(measure, {}).get(level), found) for level, found in levels.items()}
        for measure, levels in second.items()
    }


def _together(of_years: Limits | None, found: Limits) -> Limits:
    kinds: Any = {**found, **{key: value for key, value in (of_years or {}).items() if key not in OF_MONTHS}}
    made: Limits = kinds
    return made


def _frames(build: Build) -> list[Counted]:
    """The counts of the build's first source in each of its frames."""
    source = build.editions[0]["source"]
    return [_counted(build.edition(source, entry["frame"])) for entry in build.editions if entry["source"] == source]


def _counted(edition: Edition) -> Counted:
    table = pd.DataFrame(edition.table("counts")).astype(dict.fromkeys(ADDITIVE_NAMES, "Int64"))
    return Counted(table, edition.figures.units, edition.manifest["covered"])


def freeze(ged: Path, communes: Path, file: Path) -> None:
    """Write the limits of UCDP's GED of Mali, as it ships and counted in these communes, as csv."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        for path in (ged, communes):
            add.add(Path(second), path)
        shipped = _built(Path(first), shipped_inputs())
        imported = _built(Path(second), gather.gather_inputs(Path(second)))
        class_limits.write(limits(shipped, imported), file)


def _built(data: Path, inputs: Inputs) -> Build:
    """The build of these inputs; its own class limits are left out, since a new measure has none yet."""
    made = assemble.assemble(inputs, limits=lambda _: {})
    publishing.publish(data, lambda folder: assemble.write(made, folder))
    return store.read(data)


if __name__ == "__main__":
    freeze(*(Path(argument) for argument in sys.argv[1:4]))
