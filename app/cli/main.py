"""The command line: bring data, build the map, serve it."""

from __future__ import annotations

import errno
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

import geodata
from app import __version__, settings
from app.cli import terminal
from geodata import sources
from geodata.builds import report, store
from geodata.errors import AtlasError
from geodata.imports import record as imported

_T = TypeVar("_T")
_LARGE = 10_000_000
"""Bytes above which a file takes more than a second to read."""
_DATA_OPTION = click.option(
    "--data",
    type=click.Path(file_okay=False),
    help="Directory of the builds and imports. Else MALI_ATLAS_DATA, else the system's user data directory.",
)
_ACCEPT_OPTION = click.option(
    "--accept-rejected",
    is_flag=True,
    help="Import a file although more than 5 % of its rows cannot be used; they are left out and listed.",
)


class _Group(click.Group):
    """Shows a user's error, or the system's, as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (AtlasError, OSError) as problem:
            if isinstance(problem, OSError) and problem.errno == errno.EPIPE:
                raise
            _complain(problem)
            sys.exit(1)


def _complain(problem: AtlasError | OSError) -> None:
    if isinstance(problem, OSError):
        problem = AtlasError(problem.strerror or str(problem), where=str(problem.filename or ""))
    click.echo(f"mali-atlas: {problem.text}", err=True)


@click.group(cls=_Group)
@click.version_option(__version__, prog_name="mali-atlas")
def main() -> None:
    """Mali Atlas: conflict events and security forces on Mali's regions and border zones."""


@main.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--name", help="What to call the import; else made of its layout and release.")
@click.option("--release", help="The release of the file, such as 24.1; else inferred where that can be done.")
@_ACCEPT_OPTION
@_DATA_OPTION
def import_(
    files: tuple[Path, ...], name: str | None, release: str | None, accept_rejected: bool, data: str | None
) -> None:
    """Import event or boundary files: recognised by their content, checked, and copied into the data directory."""
    if name and len(files) > 1:
        raise click.UsageError("--name takes one FILE.")
    from geodata.imports import add

    folder = settings.current().data_directory(data)

    def bring(file: Path) -> imported.Imported:
        if file.is_file() and file.stat().st_size > _LARGE:
            click.echo(f"Reading {file.name} ({terminal.size(file.stat().st_size)}) ...", err=True)
        return add.add(folder, file, name=name, release=release, accept_rejected=accept_rejected)

    _bring(folder, files, bring, data)


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
@_ACCEPT_OPTION
@_DATA_OPTION
def fetch(names: tuple[str, ...], accept_rejected: bool, data: str | None) -> None:
    """Download what is openly published and import it; without a NAME, list what there is."""
    from geodata.imports import fetch as fetching

    if not names:
        rows = [
            (found.name, found.title, found.release, terminal.size(found.size), found.licence)
            for found in fetching.DATASETS.values()
        ]
        for line in terminal.table(("name", "what", "release", "size", "licence"), rows, ("what",)):
            terminal.echo(line)
        terminal.echo("Any other monthly candidate release: ucdp-candidate-YY.0.M.")
        return
    from geodata.imports.download import Network

    own = settings.current()
    folder, network = own.data_directory(data), Network(own.mirror, own.proxy, own.timeout)

    def bring(name: str) -> imported.Imported:
        found = fetching.find(name)
        terminal.echo(f"Fetching {network.shown(found.url)} ({terminal.size(found.size)}) ...")
        with terminal.Progress() as progress:
            return fetching.fetch(
                folder,
                found,
                network,
                accept_rejected=accept_rejected,
                watch=progress.bytes,
                tell=lambda line: click.echo(f"  {line}", err=True),
            )

    _bring(folder, names, bring, data)


def _bring(folder: Path, wanted: Iterable[_T], bring: Callable[[_T], imported.Imported], data: str | None) -> None:
    """Bring each; an error of one is shown and does not stop the others, but the exit code is 1 at the end."""
    made, failed = 0, False
    for one in wanted:
        before = imported.boundaries_in_use(folder)
        try:
            record = bring(one)
        except (AtlasError, OSError) as problem:
            _complain(problem)
            failed = True
            continue
        for line in terminal.described(record, folder):
            terminal.echo(line)
        if before and record.kind == "boundaries":
            terminal.echo(f"  replaces    {before.name}, which stays but is no longer in use")
        made += 1
    if made:
        terminal.echo(f"Run mali-atlas build{_data_again(data)} to put it on the map.")
    if failed:
        sys.exit(1)


def _data_again(data: str | None) -> str:
    return f" --data {data}" if data else ""


@main.command("sources")
@click.option("--json", "as_json", is_flag=True, help="Every field of every record, as JSON.")
@_DATA_OPTION
def sources_(as_json: bool, data: str | None) -> None:
    """List what ships and what was imported."""
    folder = settings.current().data_directory(data)
    shipped = sources.read(Path(geodata.__file__).parent / "data" / "sources.toml")
    brought = imported.listed(folder)
    if as_json:
        records = [{**asdict(record), "path": str(record.path(folder))} for record in brought]
        found = {"shipped": [source.provenance() for source in shipped.values()], "imported": records}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=dict))
        return
    rows = [
        (
            source.id,
            source.title,
            f"{source.release} (inferred)" if source.is_release_inferred else source.release,
            "",
            source.licence,
            "ships",
        )
        for source in shipped.values()
    ]
    rows += [
        (
            record.name,
            record.title,
            terminal.release(record),
            f"{record.accepted:,}",
            record.licence,
            record.imported_at[:10] if record.is_in_use else "not in use",
        )
        for record in brought
    ]
    for line in terminal.table(
        ("name", "what", "release", "rows", "licence", "imported"), rows, ("what", "release", "licence")
    ):
        terminal.echo(line)


@main.command()
@click.argument("name")
@_DATA_OPTION
def remove(name: str, data: str | None) -> None:
    """Take an import away again; NAME as `mali-atlas sources` lists it."""
    folder = settings.current().data_directory(data)
    record = imported.remove(folder, name)
    terminal.echo(f"Removed {record.name}, with its copy of {record.file}.")
    now = imported.boundaries_in_use(folder) if record.kind == "boundaries" and record.is_in_use else None
    if now:
        terminal.echo(f"In use again: {now.name}.")
    terminal.echo(f"Run mali-atlas build{_data_again(data)} to take it off the map.")


@main.command()
@_DATA_OPTION
def build(data: str | None) -> None:
    """Build the map anew, from what ships and what was imported."""
    _build(settings.current().data_directory(data))


@main.command()
@click.argument("file", metavar="PACK", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="All that was found, every difference among it, as JSON.")
@_DATA_OPTION
def verify(file: Path, as_json: bool, data: str | None) -> None:
    """Say whether a citation pack is intact, and whether the present build gives the same figures.

    PACK is what /download/pack.zip gave. Nothing is unpacked, and no connection is opened. The figures of the build
    that it names, where that is still kept, and of the present one are compared with the pack's row by row and column
    by column; a figure that is null is not the same as 0.

    \b
    The exit code says what was found:
      0  intact, and the present build gives the same figures
      1  damaged, or no citation pack
      2  intact, but the present build gives other figures, or the one that it
         names does: then it is not what that build gave
      3  intact, but the present build cannot tell: there is none, or it lacks
         the source, the boundaries, the layer or the period
    """
    from app.cli import verify as verifying

    sys.exit(verifying.verify(file, settings.current().data_directory(data), as_json=as_json))


@main.command()
@click.argument("query", default="")
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="The file; else named after the view.")
@click.option("--force", "is_forced", is_flag=True, help="Write over a file that is there already.")
@_DATA_OPTION
def briefing(query: str, file: Path | None, is_forced: bool, data: str | None) -> None:
    """Write a view of the map as one HTML file that opens offline and prints on two A4 pages.

    QUERY is what follows the ? of the map's address, such as "year=2022&lang=fr"; else the view that the map opens
    with. Addresses in the file begin with MALI_ATLAS_URL; where that is not set, they are paths.
    """
    own = settings.current()
    folder = own.data_directory(data)
    _ensure_build(folder)
    from app.cli.briefing import write

    made = write(folder, query, file, is_forced=is_forced, settings=own)
    terminal.echo(f"Wrote {made} ({terminal.size(made.stat().st_size)}).")


@main.command()
@click.option("--host", help="Address to listen on.", show_default=settings.DEFAULTS[settings.HOST])
@click.option(
    "--port",
    show_default=settings.DEFAULTS[settings.PORT],
    type=click.IntRange(1, settings.LAST_PORT),
    help="Port to listen on.",
)
@_DATA_OPTION
def serve(host: str | None, port: int | None, data: str | None) -> None:
    """Serve the map; build it first where there is none, or where this version would build another."""
    from app.cli import server

    own = settings.current()
    folder, host, port = own.data_directory(data), host or own.host, port or own.port
    address = server.require_free(host, port)
    _ensure_build(folder)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Mali Atlas is at http://{shown}:{port}/ (stop with Ctrl+C)")
    server.serve(str(folder.resolve()), address, port, own)


def _ensure_build(folder: Path) -> None:
    """A build of this version in the folder."""
    from geodata.versions import fingerprint

    if store.made_from(folder) != fingerprint():
        _build(folder)


def _build(folder: Path) -> None:
    started = time.monotonic()
    names = ["the figures that ship", *(record.name for record in imported.listed(folder) if record.is_in_use)]
    click.echo(f"Building in {folder} from {', '.join(names)} ...")
    from geodata.builds import assemble as pipeline

    try:
        with terminal.Progress() as progress:
            build_id = pipeline.build(folder, progress=progress)
    except OSError as problem:
        raise AtlasError(
            f"cannot be written ({problem.strerror})",
            where=str(folder),
            todo="Choose another directory with --data.",
        ) from None
    click.echo(f"Built {build_id} in {time.monotonic() - started:.1f} s.")
    for line in report.report(store.read(folder, build_id)):
        terminal.echo(line)
