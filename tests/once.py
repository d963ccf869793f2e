"""What the tests of one run make once: folders by what they are made from, shared by all workers of the run.

A world is built when it is first asked for and kept by its content; who wants to change a data directory gets a copy.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import pickle
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
import vl_convert

from geodata.builds import assemble, hashes, publishing, store
from geodata.builds.inputs import Inputs
from geodata.imports import add
from geodata.versions import fingerprint
from tests import worlds

WAIT = 600
"""Seconds that one worker gives another to make what both want."""
_rooms: list[Path] = []
draw_chart = vl_convert.vegalite_to_svg


def open_room(base: Path) -> Path:
    """Keep things in the temporary folder of the run that `base`, a worker's own, is in; conftest calls this."""
    room = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "kept"
    room.mkdir(exist_ok=True)
    _rooms.append(room)
    worlds.ROOM.append(room)
    return room


def room(name: str) -> Path:
    """A folder that all workers of the run share and write to."""
    shared = _rooms[-1] / name
    shared.mkdir(exist_ok=True)
    return shared


def folder(name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name, made by the first worker that asks for it; the others wait. Not to be changed."""
    home = _rooms[-1] / name
    done, failed = home.with_name(f"{name}.done"), home.with_name(f"{name}.failed")
    if done.exists():
        return home
    try:
        home.mkdir()
    except FileExistsError:
        return _made_elsewhere(home, done, failed)
    try:
        make(home)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return home


def _made_elsewhere(home: Path, done: Path, failed: Path) -> Path:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if done.exists():
            return home
        if failed.exists():
            raise RuntimeError(f"{home.name} could not be made; see the test that asked for it first")
        time.sleep(0.02)
    raise RuntimeError(f"{home.name} was not made within {WAIT} s")


def chart(spec: dict[str, Any], **options: Any) -> str:
    """The SVG of a Vega-Lite specification, as vl_convert draws it."""
    text = json.dumps([spec, options], sort_keys=True, default=repr)
    name = f"chart-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
    made = folder(name, lambda home: (home / "chart.svg").write_text(draw_chart(spec, **options), encoding="utf-8"))
    return (made / "chart.svg").read_text(encoding="utf-8")


def sheet(draw: Callable[..., bytes], look: Mapping[Any, Any], *asked: Any, **options: Any) -> bytes:
    """The file of a sheet, as one of the functions of geodata.mapsheet.files draws it in that look."""
    said = pickle.dumps((draw.__name__, dict(look), asked, sorted(options.items())))  # whole: a shape's repr is cut
    name = f"sheet-{hashlib.sha256(said).hexdigest()[:24]}"
    made = folder(name, lambda home: (home / "sheet").write_bytes(draw(*asked, **options)))
    return (made / "sheet").read_bytes()


def shipped() -> Path:
    """The data directory of the build that ships."""
    return folder(f"shipped-{fingerprint()}", assemble.build)


def imported(*names: str) -> Path:
    """A data directory with these files of the shared folder imported in this order, not built."""

    def bring(data: Path) -> None:
        for file in files:
            add.add(data, file)

    files = [worlds.shared(name) for name in names]
    return folder(f"imported-{_short(names)}-{fingerprint()}", bring)


def imported_build(*names: str) -> Path:
    """The same, built."""

    def bring(data: Path) -> None:
        copy(imported(*names), data)
        assemble.build(data)

    for name in names:
        worlds.shared(name)
    return folder(f"built-{_short(names)}-{fingerprint()}", bring)


def offer(names: Iterable[str], bring: Callable[[], Path]) -> None:
    """Keep as `imported_build` of these files what a test's own commands make, unless it was made before.

    `bring` is then not called. It gives the data directory, of which the current build is kept."""

    def keep(home: Path) -> None:
        data = bring()
        others = {path.name for path in (data / "builds").iterdir()} - {store.pointed(data)}
        shutil.copytree(data, home, dirs_exist_ok=True, ignore=lambda _, found: others.intersection(found))

    folder(f"built-{_short(names)}-{fingerprint()}", keep)


def copy(kept: Path, into: Path) -> Path:
    """A copy of a kept data directory, to be changed."""
    return Path(shutil.copytree(kept, into, dirs_exist_ok=True))


def world(inputs: Inputs) -> Path:
    """The data directory of the build of these inputs."""
    return folder(f"world-{digest(inputs)}-{fingerprint()}", lambda data: assemble.publish(data, inputs))


def publish(data: Path, inputs: Inputs) -> str:
    """As build.publish: the inputs' build becomes the current one of a data directory; what was built is copied."""
    made = store.read(world(inputs)).folder

    def write(aside: Path) -> None:
        shutil.copytree(made, aside, dirs_exist_ok=True, ignore=shutil.ignore_patterns(hashes.BUILT))

    return publishing.publish(data, write)


def changed() -> list[str]:
    """The kept folders whose builds are not what was built any more: a test wrote into what is shared."""
    builds = [path for room in _rooms for path in room.glob("*/builds/*") if not path.name.startswith(".")]
    return [path.relative_to(path.parents[2]).as_posix() for path in builds if hashes.content_hash(path) != path.name]


def digest(value: object) -> str:
    """A hash of inputs by their values: the same in every process, another where any cell differs."""
    found = hashlib.sha256()
    for part in _parts(value):
        found.update(part.encode() + b"\0")
    return found.hexdigest()[:16]


def _short(names: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:8]


def _parts(value: object) -> Iterator[str]:
    """The texts that a value is made of; TypeError for one of a kind that is not known to be told by its text."""
    if isinstance(value, pd.DataFrame):
        yield from _table(value)
    elif isinstance(value, shapely.Geometry):
        yield value.wkb_hex
    elif dataclasses.is_dataclass(value):
        yield type(value).__name__
        for one in dataclasses.fields(value):
            yield one.name
            yield from _parts(getattr(value, one.name))
    elif isinstance(value, Mapping):
        yield f"{len(value)} entries"
        for pair in value.items():
            yield from _parts(pair)
    elif isinstance(value, list | tuple):
        yield f"{type(value).__name__} of {len(value)}"
        for one in value:
            yield from _parts(one)
    elif value is None or value is pd.NA or isinstance(value, str | int | float | Path):
        yield f"{type(value).__name__} {value!r}"
    else:
        raise TypeError(f"no digest of {type(value)}")


def _table(table: pd.DataFrame) -> Iterator[str]:
    yield f"{list(table.columns)} {table.dtypes.tolist()} {table.index.tolist()} {getattr(table, 'crs', None)}"
    for name in table.columns:
        column: Any = table[name]
        yield str(column.to_wkb(hex=True).tolist() if isinstance(column, gpd.GeoSeries) else column.tolist())
