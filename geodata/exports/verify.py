"""Compare a citation pack with a build: layer by layer, row by row, column by column."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from geodata import periods, policies
from geodata.builds.store import Build, Edition
from geodata.errors import BuildLacks, DataError
from geodata.exports import extract
from geodata.exports.differences import CellDifference, UnmatchedRow, Value, compare, keys_of
from geodata.exports.pack import Pack, Part, content
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, COUNTRY_ISO3

NOT_COMPARED = {
    "sites": ("release",),
    **dict.fromkeys(
        ("admin1", "admin2", "admin3", "zones", "grid", "events"),
        ("source", "release", "release_is_inferred", "licence", "build"),
    ),
}
"""Columns that say where a row is from: what differs there is said of the sources, once."""
OF_SOURCES = ("title", "producer", "release", "licence", "data_to", "policy", "raw_sha256", "files")
"""The fields of a source's record that are compared."""
LATER_KEYS: Mapping[str, Value] = {"side": COUNTRY_ISO3}
"""Columns of keys that packs of earlier versions lack, and the value that all of their rows have there."""


@dataclass(frozen=True)
class Change:
    """A source's record in the pack and now; None now if the source is gone."""

    source: str
    entry: str
    then: Any
    now: Any


class Reason(Enum):
    """Why a pack or a layer of it cannot be compared with a build."""

    NO_BUILD = auto()
    NOT_READ = auto()
    """The build cannot be read at all."""
    INCOMPLETE = auto()
    """A file of the build is missing or cannot be read."""
    NO_SOURCE = auto()
    NO_FRAME = auto()
    REFUSED = auto()
    """The terms of the source do not allow the layer."""
    NO_LAYER = auto()
    NO_PERIOD = auto()
    NO_MONTHS = auto()
    NOT_TOLD_APART = auto()
    """The source has no such type of violence, or no such actor family."""
    NO_ZONES = auto()
    NO_UNITS = auto()


@dataclass(frozen=True)
class Obstacle:
    """A reason with what its sentence names: what is missing or stands in the way, and what there is instead."""

    reason: Reason
    missing: str = ""
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class LayerResult:
    """A layer of a pack, compared with what a build gives of it.

    `obstacle`: why it could not be compared, None where it was. `identical` are the files that the build gives byte
    for byte. `uncovered`: the period, where the source does not cover it.
    """

    layer: str
    rows: int = 0
    cells: int = 0
    differences: tuple[CellDifference, ...] = ()
    gone: tuple[UnmatchedRow, ...] = ()
    come: tuple[UnmatchedRow, ...] = ()
    columns_gone: tuple[str, ...] = ()
    identical: tuple[str, ...] = ()
    uncovered: str = ""
    obstacle: Obstacle | None = None

    @property
    def is_same(self) -> bool:
        """True if every figure of the pack was found again, and no further row."""
        return not (self.obstacle or self.differences or self.gone or self.come or self.columns_gone)


@dataclass(frozen=True)
class BuildResult:
    """A pack, compared with a build; `source` is the build's id of the source that was compared."""

    build: str
    source: str = ""
    layers: tuple[LayerResult, ...] = ()
    changes: tuple[Change, ...] = ()
    obstacle: Obstacle | None = None

    @property
    def differs(self) -> bool:
        """True if a figure, a unit or a column differs."""
        return any(not layer.is_same and not layer.obstacle for layer in self.layers)

    @property
    def is_same(self) -> bool:
        """True if the build gives every figure of the pack."""
        return not self.obstacle and all(layer.is_same for layer in self.layers)


def confirm(pack: Pack, build: Build) -> BuildResult:
    """Compare the pack with the build. Raises DataError for a pack whose tables cannot be read."""
    source = _source(pack, build)
    if source is None:
        names = tuple(dict.fromkeys(entry["source"] for entry in build.editions))
        return BuildResult(build.id, obstacle=Obstacle(Reason.NO_SOURCE, pack.source, names))
    frames = tuple(sorted(entry["frame"] for entry in build.editions if entry["source"] == source))
    if pack.frame not in frames:
        return BuildResult(build.id, source, obstacle=Obstacle(Reason.NO_FRAME, pack.frame, frames))
    try:
        edition = build.edition(source, pack.frame)
        layers = tuple(_compare_part(pack, part, edition) for part in pack.parts)
    except (BuildLacks, KeyError, OSError) as problem:
        return BuildResult(build.id, source, obstacle=Obstacle(Reason.INCOMPLETE, type(problem).__name__))
    return BuildResult(build.id, source, layers, tuple(_changes(pack, edition)))


def _source(pack: Pack, build: Build) -> str | None:
    """The build's source of the pack's name, else the one that was read from the same file; None: neither."""
    names = list(dict.fromkeys(entry["source"] for entry in build.editions))
    if pack.source in names:
        return pack.source
    records = pack.manifest["sources"]
    read_from = next((record.get("raw_sha256") for record in records if record["id"] == pack.source), "")
    known = build.manifest["sources"]
    return next((name for name in names if read_from and known[name]["raw_sha256"] == read_from), None)


def _compare_part(pack: Pack, part: Part, edition: Edition) -> LayerResult:
    if obstacle := _obstacle(part, edition):
        return LayerResult(part.layer, obstacle=obstacle)
    made = extract.build_extract(edition, part.layer, part.chosen)
    dtypes = {column.name: column.dtype for column in made.columns}
    name = part.file("csv").name
    head, then = _read(pack.files[name], dtypes, name, part.layer)
    rows = (*made.items, *made.totals)
    now = [{column: _present(value) for column, value in row.properties.items()} for row in rows]
    left_out = NOT_COMPARED[part.layer]
    found = compare(part.layer, then, now, [column for column in head if column in dtypes and column not in left_out])
    return LayerResult(
        part.layer,
        rows=len(then),
        cells=found.cells,
        differences=tuple(found.differences),
        gone=tuple(found.gone),
        come=tuple(found.come),
        columns_gone=tuple(column for column in head if column not in dtypes),
        identical=tuple(
            file.name for file in part.files if content(made, file.format, part.files) == pack.files[file.name]
        ),
        uncovered=_uncovered(part, edition),
    )


def _uncovered(part: Part, edition: Edition) -> str:
    """The period of the part where the edition's source does not cover it, else ""."""
    period = part.chosen.period or ""
    return "" if not period or part.layer == "sites" or edition.figures.is_covered(period) else period


def _obstacle(part: Part, edition: Edition) -> Obstacle | None:
    """Why the edition cannot give the layer as chosen; None where it can."""
    checks = (_refused, _no_layer, _no_period, _no_months, _not_told_apart, _no_zones, _no_units)
    return next((found for check in checks if (found := check(part, edition))), None)


def _refused(part: Part, edition: Edition) -> Obstacle | None:
    try:
        if part.layer == "events":
            policies.require_events(edition.policy, export=True)
        elif part.layer != "sites":
            policies.require_level(edition.policy, part.layer)
    except policies.Refused as refused:
        return Obstacle(Reason.REFUSED, refused.rule)
    return None


def _no_layer(part: Part, edition: Edition) -> Obstacle | None:
    if part.layer == "sites":
        return None
    is_there = edition.has("events.parquet") if part.layer == "events" else bool(edition.figures.units.get(part.layer))
    is_given = part.layer in (*edition.manifest["levels"], "zones", "grid", "events")
    return None if is_there and is_given else Obstacle(Reason.NO_LAYER)


def _no_period(part: Part, edition: Edition) -> Obstacle | None:
    asked = [period for period in (part.chosen.period, part.chosen.since) if period]
    years = dict.fromkeys(end[:4] for period in asked for end in periods.ends(period))
    known = edition.figures.periods
    unknown = [year for year in years if year not in known]
    return Obstacle(Reason.NO_PERIOD, " and ".join(unknown), tuple(known)) if unknown else None


def _no_months(part: Part, edition: Edition) -> Obstacle | None:
    return Obstacle(Reason.NO_MONTHS) if part.chosen.month and not edition.figures.covered_months else None


def _not_told_apart(part: Part, edition: Edition) -> Obstacle | None:
    chosen, manifest = part.chosen, edition.manifest
    if chosen.violence not in (ALL_VIOLENCE, *manifest["violence"]):
        return Obstacle(Reason.NOT_TOLD_APART, chosen.violence)
    if chosen.family not in (ANY_FAMILY, *manifest["families"]):
        return Obstacle(Reason.NOT_TOLD_APART, chosen.family)
    return None


def _no_zones(part: Part, edition: Edition) -> Obstacle | None:
    if part.layer == "zones" and not part.chosen.units(edition, "zones"):
        return Obstacle(Reason.NO_ZONES, f"{part.chosen.km}")
    return None


def _no_units(part: Part, edition: Edition) -> Obstacle | None:
    known = [unit.pcode for unit in edition.figures.units.get(part.layer, ())]
    missing = [code for code in part.chosen.picked if code not in known]
    return Obstacle(Reason.NO_UNITS, ", ".join(missing)) if missing else None


def _read(data: bytes, dtypes: Mapping[str, str], name: str, layer: str) -> tuple[list[str], list[dict[str, Value]]]:
    """The columns and rows of a CSV file of a pack; a cell that is not of its column's type stays text."""
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise DataError(f"is not a valid CSV file ({problem})", where=name) from None
    head = lines[0] if lines else []
    when = "period" if "period" in head else "year"
    if not ({*keys_of(layer), when} - {*LATER_KEYS}) <= {*head} or len({*head}) < len(head):
        raise DataError(f"has not the columns of {layer}", where=name)
    if any(len(line) != len(head) for line in lines):
        raise DataError("has rows of different lengths", where=name)
    return head, [
        {**LATER_KEYS}
        | {column: _cell(text, dtypes.get(column, "string")) for column, text in zip(head, line, strict=True)}
        for line in lines[1:]
    ]


def _cell(text: str, dtype: str) -> Value:
    try:
        if text and dtype in ("Int64", "float64"):
            number = int(text) if dtype == "Int64" else float(text)
            return number if math.isfinite(number) else text
    except (ValueError, OverflowError):
        return _present(text)
    if dtype == "bool":
        return {"true": True, "false": False}.get(text, _present(text))
    return _present(text)


def _present(value: Value) -> Value:
    """The value as read back from a CSV file: empty text is no data, and a leading apostrophe may be the file's."""
    if isinstance(value, str):
        return value.removeprefix("'") or None
    return value


def _changes(pack: Pack, edition: Edition) -> Iterable[Change]:
    known: Mapping[str, Mapping[str, object]] = edition.manifest["sources"]
    for record in pack.manifest["sources"]:
        name = record["id"] if record["id"] != pack.source else edition.source
        if name not in known:
            yield Change(record["id"], "record", record.get("release"), None)
            continue
        for entry in OF_SOURCES:
            then, now = record.get(entry), known[name][entry]
            if then != now:
                yield Change(record["id"], entry, then, now)
