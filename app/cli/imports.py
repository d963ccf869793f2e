"""The commands of the data directory: import, fetch, sources, remove."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import click

import geodata
from app import settings
from app.cli import reading, terminal
from app.cli.group import ACCEPT_OPTION, DATA_OPTION, complain
from geodata import sources
from geodata.errors import AtlasError, MaliMissing
from geodata.imports import record
from geodata.sources import Source

_T = TypeVar("_T")
_LARGE = 10_000_000
"""Bytes above which a file takes more than a second to read."""


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--name", help="What to call the import; else made of its layout and release.")
@click.option("--release", help="The release of the file, such as 24.1; else inferred where that can be done.")
@ACCEPT_OPTION
@DATA_OPTION
def import_(
    files: tuple[Path, ...], name: str | None, release: str | None, accept_rejected: bool, data: str | None
) -> None:
    """Import event or boundary files: recognised by their content, checked, and copied into the data directory."""
    if name and len(files) > 1:
        raise click.UsageError("--name takes one FILE.")
    own = settings.current()
    folder = own.data_directory(data)
    with reading.importer(folder, files, own) as add:

        def bring(file: Path) -> record.Imported:
            if file.is_file() and file.stat().st_size > _LARGE:
                click.echo(f"Reading {file.name} ({terminal.size(file.stat().st_size)}) ...", err=True)
            return add(folder, file, name=name, release=release, accept_rejected=accept_rejected)

        _bring(folder, files, bring, data)


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
@ACCEPT_OPTION
@DATA_OPTION
def fetch(names: tuple[str, ...], accept_rejected: bool, data: str | None) -> None:
    """Download what is openly published and import it; without a NAME, list what there is."""
    from geodata.imports.fetch import DATASETS, find  # GeoPandas is heavy, and most commands need none
    from geodata.imports.fetch import fetch as download  # heavy, too

    if not names:
        rows = [
            (found.name, found.title, found.release, terminal.size(found.size), found.licence)
            for found in DATASETS.values()
        ]
        for line in terminal.table(("name", "what", "release", "size", "licence"), rows, ("what",)):
            terminal.echo(line)
        terminal.echo("Any other monthly candidate release: ucdp-candidate-YY.0.M.")
        return
    from geodata.imports.download import Network  # only what downloads needs a network

    own = settings.current()
    folder, network = own.data_directory(data), Network(own.mirror, own.proxy, own.timeout)

    def bring(name: str) -> record.Imported:
        found = find(name)
        terminal.echo(f"Fetching {network.shown(found.url)} ({terminal.size(found.size)}) ...")
        with terminal.Progress() as progress:
            return download(
                folder,
                found,
                network,
                accept_rejected=accept_rejected,
                watch=progress.bytes,
                tell=lambda line: click.echo(f"  {line}", err=True),
                bring=add,
            )

    with reading.importer(folder, (), own) as add:
        _bring(folder, names, bring, data)


def _bring(folder: Path, wanted: Iterable[_T], bring: Callable[[_T], record.Imported], data: str | None) -> None:
    """Bring each; an error of one is shown and does not stop the others, but the exit code is 1 at the end.

    A file of a neighbour alone waits for Mali's, which may come after it.
    """
    made, failed = 0, False
    queue, waiting = deque(wanted), deque[_T]()
    while queue or waiting:
        is_last = not queue
        one = (queue or waiting).popleft()
        before = record.boundaries_in_use(folder)
        try:
            brought = bring(one)
        except MaliMissing as problem:
            if is_last:
                complain(problem)
                failed = True
            else:
                waiting.append(one)
            continue
        except (AtlasError, OSError) as problem:
            complain(problem)
            failed = True
            continue
        for line in terminal.described(brought, folder):
            terminal.echo(line)
        if before and brought.kind == "boundaries":
            terminal.echo(f"  replaces    {before.name}, which stays but is no longer in use")
        made += 1
    if made:
        terminal.echo(f"Run mali-atlas build{_data_again(data)} to put it on the map.")
    if failed:
        sys.exit(1)


def _data_again(data: str | None) -> str:
    return f" --data {data}" if data else ""


@click.command("sources")
@click.option("--json", "as_json", is_flag=True, help="Every field of every record, as JSON.")
@DATA_OPTION
def sources_(as_json: bool, data: str | None) -> None:
    """List what ships and what was imported."""
    folder = settings.current().data_directory(data)
    shipped = sources.read(Path(geodata.__file__).parent / "data" / "sources.toml")
    brought = record.listed(folder)
    if as_json:
        records = [{**asdict(one), "path": str(one.path(folder))} for one in brought]
        found = {"shipped": [source.provenance() for source in shipped.values()], "imported": records}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=dict))
        return
    heads = ("name", "what", "release", "rows", "licence", "imported")
    for line in terminal.table(heads, _listed(shipped.values(), brought), ("what", "release", "licence")):
        terminal.echo(line)


def _listed(shipped: Iterable[Source], brought: Iterable[record.Imported]) -> Sequence[tuple[str, ...]]:
    """A row for each source that ships, then for each import."""
    rows = [
        (
            source.id,
            source.title,
            f"{source.release} (inferred)" if source.is_release_inferred else source.release,
            "",
            source.licence,
            "ships",
        )
        for source in shipped
    ]
    return rows + [
        (
            one.name,
            one.title,
            terminal.release(one),
            f"{one.accepted:,}",
            one.licence,
            one.imported_at[:10] if one.is_in_use else "not in use",
        )
        for one in brought
    ]


@click.command()
@click.argument("name")
@DATA_OPTION
def remove(name: str, data: str | None) -> None:
    """Take an import away again; NAME as `mali-atlas sources` lists it."""
    folder = settings.current().data_directory(data)
    gone = record.remove(folder, name)
    terminal.echo(f"Removed {gone.name}, with its copy of {gone.file}.")
    now = record.boundaries_in_use(folder) if gone.kind == "boundaries" and gone.is_in_use else None
    if now:
        terminal.echo(f"In use again: {now.name}.")
    terminal.echo(f"Run mali-atlas build{_data_again(data)} to take it off the map.")
