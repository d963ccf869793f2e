"""The output of `mali-atlas verify`: the pack, its view, and the comparison with the builds kept here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from app.cli import terminal, verify_words
from geodata.builds import store
from geodata.errors import BuildMissing, DataError
from geodata.exports.differences import Value
from geodata.exports.pack import MOST_BYTES, Pack, read
from geodata.exports.verify import BuildResult, Change, LayerResult, Obstacle, Reason, confirm

SAME, DAMAGED, DIFFERENT, UNKNOWN = 0, 1, 2, 3
"""The exit codes."""
VERDICTS = {SAME: "same", DIFFERENT: "different", UNKNOWN: "unknown"}
_MOST = 40
"""Lines of a table that are shown; --json has them all."""


def verify(file: Path, data: Path, *, as_json: bool) -> int:
    """Print the findings on a pack and return the exit code. Raises AtlasError if the file is not a pack."""
    try:
        pack = read(_content(file), str(file))
        then, now = _answers(pack, data, str(file))
    except DataError as problem:
        if not as_json:
            raise
        click.echo(json.dumps({"pack": str(file), "is_intact": False, "problem": problem.text}, ensure_ascii=False))
        return DAMAGED
    code = _code(then, now)
    if as_json:
        found = {"pack": str(file), "is_intact": True, "verdict": VERDICTS[code], **_of(pack)}
        found |= {"kept_build": _told(then), "present_build": _told(now)}
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for line in (*_described(pack, file), *_found(pack, then, now)):
            terminal.echo(line)
    return code


def _content(file: Path) -> bytes:
    if file.is_file() and file.stat().st_size > MOST_BYTES:
        raise DataError("is larger than any citation pack", where=str(file))
    return file.read_bytes()


def _answers(pack: Pack, data: Path, where: str) -> tuple[BuildResult | None, BuildResult]:
    """The answers of the pack's own build, None if it is not kept, and of the present build."""
    current = store.current_id(data)
    then = None
    try:
        if pack.build in store.kept(data):
            then = _answer(pack, data, pack.build)
        if current is None:
            return then, BuildResult("", obstacle=Obstacle(Reason.NO_BUILD, str(data)))
        return then, then if then and pack.build == current else _answer(pack, data, current)
    except DataError as problem:
        raise DataError(problem.what, where=f"{where}: {problem.where}") from None


def _answer(pack: Pack, data: Path, build: str) -> BuildResult:
    try:
        return confirm(pack, store.read(data, build))
    except BuildMissing as problem:
        return BuildResult(build, obstacle=Obstacle(Reason.NOT_READ, problem.what))


def _code(then: BuildResult | None, now: BuildResult) -> int:
    if now.differs or (then is not None and then.differs):
        return DIFFERENT
    return SAME if now.is_same else UNKNOWN


def _of(pack: Pack) -> dict[str, Any]:
    """The pack's description of itself."""
    names = ("title", "permalink", "view", "filters", "source", "frame", "build", "built", "code", "left_out")
    return {name: pack.manifest.get(name) for name in names}


def _told(answer: BuildResult | None) -> dict[str, Any] | None:
    return None if answer is None else verify_words.as_json(answer)


def _described(pack: Pack, file: Path) -> Iterator[str]:
    manifest = pack.manifest
    size = terminal.size(sum(map(len, pack.files.values())))
    yield f"{file}: intact, {len(pack.files)} files with the size and SHA-256 that its manifest says ({size})"
    yield f"  of          {_inside(manifest, 'title', 'en')}"
    yield f"  build       {pack.build} of {manifest.get('built')}, Mali Atlas {_inside(manifest, 'code', 'version')}"
    for record in manifest["sources"]:
        if record["id"] == pack.source:
            inferred = " (inferred)" if record.get("is_release_inferred") else ""
            yield f"  source      {pack.source}: {record.get('title')}, {record.get('release')}{inferred}"
    yield f"  boundaries  {pack.frame}"
    yield f"  permalink   {manifest.get('permalink')}"


def _inside(manifest: dict[str, Any], name: str, key: str) -> object:
    found = manifest.get(name)
    return found.get(key) if isinstance(found, dict) else None


def _found(pack: Pack, then: BuildResult | None, now: BuildResult) -> Iterator[str]:
    if then is None:
        yield f"The build {pack.build} is not kept here."
    elif then is now:
        yield from _told_of(f"The present build is the one it names, {now.build}, and", pack, now)
        return
    else:
        yield from _told_of(f"The build it names, {then.build}, is kept here and", pack, then)
    yield from _told_of(f"The present build, {now.build}," if now.build else "No comparison:", pack, now)


def _told_of(start: str, pack: Pack, answer: BuildResult) -> Iterator[str]:
    """The answer of a build in one line, with tables of the differences if there are any."""
    if answer.obstacle:
        yield f"{start} {verify_words.obstacle_text(answer.obstacle, answer.source)}."
        return
    if answer.source != pack.source:
        yield f"{start} calls the source {answer.source}: it was read from the same file."
        start = "It"
    if answer.is_same:
        rows, cells = sum(layer.rows for layer in answer.layers), sum(layer.cells for layer in answer.layers)
        yield f"{start} gives the same figures: {rows:,} rows, {cells:,} values{_bytes(pack, answer)}."
    else:
        word = "gives other figures" if answer.differs else "does not tell of every figure"
        yield f"{start} {word}:"
        for layer in answer.layers:
            yield from _layer(layer)
    yield from _changes(answer.changes)


def _bytes(pack: Pack, answer: BuildResult) -> str:
    """Say whether the data files are identical to the byte."""
    identical = sum(len(layer.identical) for layer in answer.layers)
    every = sum(len(part.files) for part in pack.parts)
    return f", and all {every} data files byte for byte" if identical == every else ""


def _layer(found: LayerResult) -> Iterator[str]:
    if found.obstacle:
        yield f"  {found.layer}: the build {verify_words.obstacle_text(found.obstacle)}."
        return
    if found.is_same:
        yield f"  {found.layer}: the same, {found.rows:,} rows, {found.cells:,} values."
        return
    counts = [
        (len(found.differences), "value differs", "values differ"),
        (len(found.gone), "row is gone", "rows are gone"),
        (len(found.come), "row is new", "rows are new"),
        (len(found.columns_gone), "column is gone", "columns are gone"),
    ]
    said = ", ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in counts if number)
    remark = f"; {text}" if (text := verify_words.remark_text(found)) else ""
    yield f"  {found.layer}: {said} of {found.rows:,} rows and {found.cells:,} values compared{remark}."
    yield from _table(found)


def _table(found: LayerResult) -> Iterator[str]:
    rows = [(one.unit, one.period, one.column, shown(one.then), shown(one.now)) for one in found.differences]
    rows += [(one.unit, one.period, "(row)", "there", "gone") for one in found.gone]
    rows += [(one.unit, one.period, "(row)", "not there", "new") for one in found.come]
    rows += [("", "", name, "there", "gone") for name in found.columns_gone]
    give_way = ("unit", "then", "now", "column")
    for line in terminal.table(("unit", "period", "column", "then", "now"), rows[:_MOST], give_way):
        yield f"    {line}"
    if len(rows) > _MOST:
        yield f"    and {len(rows) - _MOST:,} more, which --json lists"


def shown(value: Value) -> str:
    """A value as it is written for a person: null is "no data"."""
    if value is None:
        return "no data"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.10g}" if isinstance(value, float) else value


def _changes(changes: tuple[Change, ...]) -> Iterator[str]:
    """The sources whose records are others, a line for each entry that a reader can read."""
    for change in changes:
        if change.entry == "record":
            yield f"  source {change.source} {change.then or ''} is not a source of the build."
        elif change.entry in ("files", "raw_sha256"):
            yield f"  source {change.source}: it is read from another file."
        else:
            then, now = change.then or "not known", change.now or "not known"
            yield f"  source {change.source}: {change.entry} was {then}, is {now}."
