"""Place and count files of events: pieces to an engine, tallies as a tree, one file of counts."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata import files
from geodata.bulk import pieces, result, tally_file
from geodata.bulk.counted import Counted
from geodata.bulk.engines import Counting, Engine, Watch, reduce
from geodata.bulk.units import UnitsFile, load, share
from geodata.bulk.work import Task
from geodata.counting.actors import Actors
from geodata.errors import DataError
from geodata.vocabulary import FIRST_YEAR


@dataclass(frozen=True)
class Wanted:
    """What is to be counted: files of events in units, into a file; `actors` None: as the layout says, else UCDP's."""

    events: Sequence[Path]
    units: Path | None
    output: Path
    actors: Actors | None = None
    rows_a_piece: int = pieces.ROWS_A_PIECE


Prepare = Callable[[UnitsFile, Path], UnitsFile]
"""Called as units.share: with the units and a folder to leave them in."""


def run(wanted: Wanted, engine: Engine, watch: Watch, prepare: Prepare | None = None) -> dict[str, Any]:
    """Place and count; what the written file says of itself (counting.placed_file).

    A boundary file that is given is read by `prepare`; None: by this process. The work is done in a folder beside the
    output, which every process must see, and which is gone afterwards. Raises DataError in words for files that cannot
    be read, and where no row can be used.
    """
    units = UnitsFile.of(wanted.units)
    output = wanted.output.resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    with files.folder_aside(output.parent, f".{output.name}-{os.getpid()}-") as folder:
        told = prepare(units, folder) if prepare and wanted.units else units
        loaded = load(told)  # refused here, before a process is asked
        divided = pieces.divide([path.resolve() for path in wanted.events], wanted.rows_a_piece)
        actors = _actors(wanted)
        if engine.is_apart and told is units:
            told = share(units, folder)
        jobs = [Counting(Task(piece, told, actors), str(folder)) for piece in divided]
        made = tally_file.read(reduce(engine, jobs, folder, watch))
        try:
            _require_events(made.small)
            return result.write(made, loaded, units, actors, output)
        finally:
            made.close()


def _actors(wanted: Wanted) -> Actors:
    """The list of actors that all files follow."""
    told = {path.name: pieces.layout_of(path)[0].actors or wanted.actors or "ucdp" for path in wanted.events}
    if len({*told.values(), *([wanted.actors] if wanted.actors else [])}) > 1:
        raise DataError(
            f"follow different codebooks: {', '.join(f'{name} {actors}' for name, actors in told.items())}",
            where="the files of events",
            expected="files of one source",
            todo="Place them apart.",
        )
    return next(iter(told.values()))


def _require_events(made: Counted) -> None:
    """Raise DataError where nothing is counted, saying why."""
    if not made.tally.events:
        reasons = [
            f"{number:,} of column {column or '(any)'}: {why}" for (_, column, why), number in made.rejected.items()
        ]
        reasons += [f"{number:,} {why.replace('_', ' ')}" for why, number in made.left_out.items() if number]
        raise DataError(
            f"hold no event to count in {made.read:,} rows ({'; '.join(reasons[:5]) or 'no rows'})",
            where="the files of events",
            expected=f"events of Mali of {FIRST_YEAR} or later",
        )
