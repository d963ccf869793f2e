"""Whether a build gives the figures that a citation pack holds: layer by layer, row by row, column by column."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geodata import periods, policies
from geodata.builds.store import Build, Edition
from geodata.errors import BuildLacks, DataError
from geodata.exports import extract
from geodata.exports import pack as packs
from geodata.exports.pack import Pack, Part
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY

Value = str | int | float | bool | None
Row = Mapping[str, Value]
_Key = tuple[str, ...]

KEYS = {"zones": ("zone", "distance_km"), "grid": ("gid",), "sites": ("site_id",), "events": ("event_id",)}
_BY_CODE = ("pcode",)
"""The columns that tell the rows of a layer and period apart; the levels of units have theirs by code."""
_NAMES = {"sites": "site", "events": "place", "zones": "", "grid": ""}
NOT_COMPARED = {
    "sites": ("release",),
    **dict.fromkeys(
        ("admin1", "admin2", "admin3", "zones", "grid", "events"),
        ("source", "release", "release_is_inferred", "licence", "build"),
    ),
}
"""Columns that say where a row is from: what differs there is said of the sources, once."""
_CLOSE = 1e-9
"""Numbers with decimals are the same where they differ by less than this part of them."""
OF_SOURCES = ("title", "producer", "release", "licence", "data_to", "policy", "raw_sha256", "files")
"""What is compared of the record of a source."""


@dataclass(frozen=True)
class Difference:
    """A cell that is another: of which unit and period, in which column; None: no data."""

    layer: str
    unit: str
    period: str
    column: str
    then: Value
    now: Value


@dataclass(frozen=True)
class Place:
    """A row that only the pack has, or only the build."""

    layer: str
    unit: str
    period: str


@dataclass(frozen=True)
class Change:
    """What a source's record said in the pack and says now; a source that is gone has no record now."""

    source: str
    entry: str
    then: Any
    now: Any


@dataclass(frozen=True)
class Confirmed:
    """What a build gives of a layer of a pack.

    `why_not` says why it cannot be compared, "" where it was; `identical` are the files that it gives byte for byte.
    """

    layer: str
    rows: int = 0
    cells: int = 0
    differences: tuple[Difference, ...] = ()
    gone: tuple[Place, ...] = ()
    come: tuple[Place, ...] = ()
    columns_gone: tuple[str, ...] = ()
    columns_come: tuple[str, ...] = ()
    identical: tuple[str, ...] = ()
    remark: str = ""
    why_not: str = ""

    @property
    def is_same(self) -> bool:
        """Whether every figure of the pack was found again, and no row more."""
        return not (self.why_not or self.differences or self.gone or self.come or self.columns_gone)


@dataclass(frozen=True)
class Answer:
    """What a build gives of a pack; `source` is what the build calls the source that was compared."""

    build: str
    source: str = ""
    layers: tuple[Confirmed, ...] = ()
    changes: tuple[Change, ...] = ()
    why_not: str = ""

    @property
    def differs(self) -> bool:
        """Whether a figure, a unit or a column is another."""
        return any(not layer.is_same and not layer.why_not for layer in self.layers)

    @property
    def is_same(self) -> bool:
        """Whether the build gives every figure of the pack."""
        return not self.why_not and all(layer.is_same for layer in self.layers)


def confirm(pack: Pack, build: Build) -> Answer:
    """What the build gives of the pack. Raises DataError for a pack whose tables are none."""
    source, why_not = _source(pack, build)
    if why_not:
        return Answer(build.id, why_not=why_not)
    frames = sorted(entry["frame"] for entry in build.editions if entry["source"] == source)
    if pack.frame not in frames:
        text = f"has {source} in the boundaries of {', '.join(frames)}, not in those of {_quoted(pack.frame)}"
        return Answer(build.id, source, why_not=text)
    try:
        edition = build.edition(source, pack.frame)
        layers = tuple(_confirmed(pack, part, edition) for part in pack.parts)
    except (BuildLacks, KeyError, OSError) as problem:
        return Answer(build.id, source, why_not=f"cannot be read whole ({type(problem).__name__})")
    return Answer(build.id, source, layers, tuple(_changes(pack, edition)))


def _source(pack: Pack, build: Build) -> tuple[str, str]:
    """The build's source of the name, else the one that was read from the same file; and why there is none."""
    names = list(dict.fromkeys(entry["source"] for entry in build.editions))
    known = build.manifest["sources"]
    read_from = next(
        (record.get("raw_sha256") for record in pack.manifest["sources"] if record["id"] == pack.source), ""
    )
    same = [name for name in names if read_from and known[name]["raw_sha256"] == read_from]
    if pack.source in names or same:
        return (pack.source if pack.source in names else same[0]), ""
    return "", f"has no source called {_quoted(pack.source)}; it has {', '.join(names)}"


def _quoted(text: str) -> str:
    return repr(text[:80])


def _confirmed(pack: Pack, part: Part, edition: Edition) -> Confirmed:
    if why_not := _why_not(part, edition):
        return Confirmed(part.layer, why_not=why_not)
    made = extract.of(edition, part.layer, part.chosen)
    dtypes = {column.name: column.dtype for column in made.columns}
    name = part.file("csv").name
    head, then = _read(pack.files[name], dtypes, name, part.layer)
    now = [
        {column: _present(value) for column, value in item.properties.items()} for item in (*made.items, *made.totals)
    ]
    left_out = NOT_COMPARED[part.layer]
    found = compare(part.layer, then, now, [column for column in head if column in dtypes and column not in left_out])
    identical = [
        file.name for file in part.files if packs.content(made, file.format, part.files) == pack.files[file.name]
    ]
    period = periods.of(part.chosen.year, part.chosen.month) if part.chosen.year else ""
    is_covered = not period or part.layer == "sites" or edition.figures.is_covered(period)
    return Confirmed(
        part.layer,
        rows=len(then),
        cells=found.cells,
        differences=tuple(found.differences),
        gone=tuple(found.gone),
        come=tuple(found.come),
        columns_gone=tuple(column for column in head if column not in dtypes),
        columns_come=tuple(column for column in dtypes if column not in head),
        identical=tuple(identical),
        remark="" if is_covered else f"its source does not cover {period}",
    )


def _why_not(part: Part, edition: Edition) -> str:
    """Why the edition cannot give the layer as chosen; "" where it can."""
    chosen, figures, manifest = part.chosen, edition.figures, edition.manifest
    try:
        if part.layer == "events":
            policies.require_events(edition.policy, export=True)
        elif part.layer != "sites":
            policies.require_level(edition.policy, part.layer)
    except policies.Refused as refused:
        return f"may not give it: {refused.rule}"
    is_there = edition.has("events.parquet") if part.layer == "events" else bool(figures.units.get(part.layer))
    if part.layer != "sites" and not (is_there and part.layer in (*manifest["levels"], "zones", "grid", "events")):
        return "has no such layer of this source in this frame"
    years = [year for year in (chosen.year, chosen.since) if year]
    if unknown := [year for year in years if year not in figures.periods]:
        return f"has no figures of {' and '.join(unknown)}; it has {', '.join(figures.periods)}"
    if chosen.month and not figures.covered_months:
        return "knows no months of this source"
    if chosen.violence not in (ALL_VIOLENCE, *manifest["violence"]):
        return f"does not tell {chosen.violence} apart in this source"
    if chosen.family not in (ANY_FAMILY, *manifest["families"]):
        return f"does not tell {chosen.family} apart in this source"
    if part.layer == "zones" and not chosen.units(edition, "zones"):
        return f"draws no zones of {chosen.km} km for this source"
    return ""


def _read(content: bytes, dtypes: Mapping[str, str], name: str, layer: str) -> tuple[list[str], list[dict[str, Value]]]:
    """The columns and rows of a CSV file of a pack; a cell that is not of its column's type stays text."""
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise DataError(f"is no CSV file ({problem})", where=name) from None
    head = lines[0] if lines else []
    if not {*KEYS.get(layer, _BY_CODE), "year"} <= {*head} or len({*head}) < len(head):
        raise DataError(f"has not the columns of {layer}", where=name)
    if any(len(line) != len(head) for line in lines):
        raise DataError("has rows of different lengths", where=name)
    return head, [
        {column: _cell(text, dtypes.get(column, "string")) for column, text in zip(head, line, strict=True)}
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
    """The value as it can be told from a CSV file: no text is no data, and an apostrophe in front may be the file's."""
    if isinstance(value, str):
        return value.removeprefix("'") or None
    return value


@dataclass
class _Compared:
    cells: int = 0
    differences: list[Difference] = field(default_factory=list)
    gone: list[Place] = field(default_factory=list)
    come: list[Place] = field(default_factory=list)


def compare(layer: str, then: Iterable[Row], now: Iterable[Row], columns: Sequence[str]) -> _Compared:
    """What differs between two tables of a layer in these columns, rows matched by key, in the order of `then`."""
    keys = (*KEYS.get(layer, _BY_CODE), "year", "month")
    before, after = _keyed(then, keys), _keyed(now, keys)
    found = _Compared()
    for key, row in before.items():
        if key not in after:
            found.gone.append(Place(layer, *_named(layer, row)))
            continue
        other = after[key]
        found.cells += len(columns)
        found.differences += [
            Difference(layer, *_named(layer, row), column, row[column], other[column])
            for column in columns
            if not is_same(row[column], other[column])
        ]
    found.come += [Place(layer, *_named(layer, row)) for key, row in after.items() if key not in before]
    return found


def _keyed(rows: Iterable[Row], keys: Sequence[str]) -> dict[_Key, Row]:
    """The rows by their keys; of several with the same key, the second and later are numbered."""
    found: dict[_Key, Row] = {}
    for row in rows:
        key = tuple("" if row.get(name) is None else str(row[name]) for name in keys)
        number = 2
        while key in found:
            key, number = (*key[: len(keys)], f"{number}"), number + 1
        found[key] = row
    return found


def _named(layer: str, row: Row) -> tuple[str, str]:
    """What a reader calls the unit and the period of a row."""
    names = (*KEYS.get(layer, _BY_CODE), _NAMES.get(layer, "name"))
    unit = " ".join(str(row[name]) for name in names if row.get(name) is not None)
    month = row.get("month")
    return unit, f"{row['year']}" + (f"-{month:02}" if isinstance(month, int) else "")


def is_same(then: Value, now: Value) -> bool:
    """Whether two cells are the same; null and 0 are not, nor are text and number."""
    numbers = [value for value in (then, now) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) == 2 and any(isinstance(number, float) for number in numbers):
        return math.isclose(*numbers, rel_tol=_CLOSE)
    return type(then) is type(now) and then == now


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
