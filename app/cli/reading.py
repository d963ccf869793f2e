"""Work of commands on users' files, which is done in a confined process: imports, builds that read them again, and
boundaries that events are placed in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import Settings
from geodata import files
from geodata.confined import process
from geodata.confined.allowed import Limits
from geodata.imports.record import Imported

if TYPE_CHECKING:
    from geodata.bulk.units import UnitsFile

Bring = Callable[..., Imported]
"""Called as imports.add.add: with a data directory, a file, and named options."""


@contextmanager
def importer(data: Path, brought: Sequence[Path], settings: Settings) -> Iterator[Bring]:
    """A function that imports files into a data directory, in one process for all of them, while the block lasts.

    It opens those files, the data directory and nothing else. A data directory that is made for it and stays empty is
    gone afterwards.
    """
    home, is_new = data.absolute(), not data.exists()
    home.mkdir(parents=True, exist_ok=True)
    own = [Path(os.path.abspath(file)) for file in brought]  # noqa: PTH100 - a link keeps its name
    try:
        with process.confined(own, [home], _limits(settings), ["geodata.geometry.drivers:only_shapefile"]) as run:
            yield partial(_add, run)
    finally:
        if is_new:
            files.drop_if_empty(home)


def build(data: Path, settings: Settings) -> str:
    """Build in a data directory, with progress on the terminal; return the build's id."""
    home = data.absolute()
    home.mkdir(parents=True, exist_ok=True)
    with process.confined([], [home], _limits(settings), ["geodata.geometry.drivers:only_shipped"]) as run:
        return str(run(str(data), "app.cli.building:build", home))


def units(given: UnitsFile, folder: Path, settings: Settings) -> UnitsFile:
    """The units of a boundary file, prepared and left in a folder: the process opens these, and what ships."""
    path = Path(given.path)
    first = ["geodata.boundaries.ground:shipped_boundaries", "geodata.geometry.drivers:only_shapefile"]
    with process.confined([path], [folder], _limits(settings), first) as run:
        made: UnitsFile = run(path.name, "geodata.bulk.units:share", given, folder)
    return made


def _add(run: process.Run, data: Path, file: Path, **options: Any) -> Imported:
    own = Path(os.path.abspath(file))  # noqa: PTH100 - a link keeps its name
    made: Imported = run(file.name, "geodata.imports.add:add", data.absolute(), own, **options)
    return made


def _limits(settings: Settings) -> Limits:
    return Limits(settings.read_memory, settings.read_seconds)
