"""The command line: bring data, build the map, serve it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from app import __version__, settings
from app.cli import reading, terminal
from app.cli.group import DATA_OPTION, Group, complain
from app.cli.imports import fetch, import_, remove, sources_
from app.cli.place import place
from geodata.builds import publishing, report, store
from geodata.errors import AtlasError
from geodata.imports import record


@click.group(cls=Group)
@click.version_option(__version__, prog_name="mali-atlas")
def main() -> None:
    """Mali Atlas: conflict events and security forces on Mali's regions and border zones."""


for command in (import_, fetch, sources_, remove, place):
    main.add_command(command)


@main.command()
@DATA_OPTION
def build(data: str | None) -> None:
    """Build the map anew, from what ships and what was imported."""
    own = settings.current()
    _build(own.data_directory(data), own)


@main.command()
@click.argument("file", metavar="PACK", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="All that was found, every difference among it, as JSON.")
@DATA_OPTION
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
    from app.cli.verify import verify as confirm  # reads builds, which a first start has none of

    sys.exit(confirm(file, settings.current().data_directory(data), as_json=as_json))


@main.command()
@click.argument("directory", required=False, type=click.Path(file_okay=False))
@click.option("--repair", "is_repair", is_flag=True, help="Sweep up leftovers; make the newest whole build current.")
@click.option("--json", "as_json", is_flag=True, help="All that was found, as JSON.")
def doctor(directory: str | None, is_repair: bool, as_json: bool) -> None:
    """Check a data directory: every file of every build, imports, leftovers, space, rights, terms, clock.

    DIRECTORY, else MALI_ATLAS_DATA, else the system's user data directory. What is wrong is said with what to do.
    Nothing is changed without --repair, and with it nothing is deleted but what killed commands left: a damaged build
    stays, and is not served. The exit code is 0 where nothing is wrong, else 1.
    """
    from app.cli.doctor import doctor as examine  # GeoPandas is heavy, and most commands need none

    sys.exit(examine(settings.current().data_directory(directory), is_repair=is_repair, as_json=as_json))


@main.command()
@click.argument("query", default="")
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="The file; else named after the view.")
@click.option("--force", "is_forced", is_flag=True, help="Write over a file that is there already.")
@DATA_OPTION
def briefing(query: str, file: Path | None, is_forced: bool, data: str | None) -> None:
    """Write a view of the map as one HTML file that opens offline and prints on two A4 pages.

    QUERY is what follows the ? of the map's address, such as "year=2022&lang=fr"; else the view that the map opens
    with. Addresses in the file begin with MALI_ATLAS_URL; where that is not set, they are paths.
    """
    own = settings.current()
    folder = own.data_directory(data)
    _ensure_build(folder, own)
    from app.cli.briefing import write  # the web, which other commands need not load

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
@DATA_OPTION
def serve(host: str | None, port: int | None, data: str | None) -> None:
    """Serve the map; build it first if there is no build, or if this version would build a different one."""
    from app.cli import server  # the web, as above

    own = settings.current()
    folder, host, port = own.data_directory(data), host or own.host, port or own.port
    address = server.require_free(host, port)
    _ensure_build(folder, own)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Mali Atlas is at http://{shown}:{port}/ (stop with Ctrl+C)")
    server.serve(str(folder.resolve()), address, port, own)


def _ensure_build(folder: Path, own: settings.Settings) -> None:
    """A whole build of this version in the folder; where none can be made, another that can be read."""
    from geodata.versions import fingerprint  # hashes the pipeline, which takes its time

    if store.made_from(folder) == fingerprint() and publishing.is_whole(folder, store.pointed(folder)):
        return
    try:
        _build(folder, own)
    except (AtlasError, OSError) as problem:
        try:
            there = store.read(folder)
        except AtlasError:
            raise problem from None
        complain(problem)
        terminal.echo(f"Build {there.id} of {there.built:%Y-%m-%d} is used in its place.", err=True)


def _build(folder: Path, own: settings.Settings) -> None:
    started = time.monotonic()
    names = ["the figures that ship", *(one.name for one in record.listed(folder) if one.is_in_use)]
    click.echo(f"Building in {folder} from {', '.join(names)} ...")
    try:
        build_id = reading.build(folder, own)
    except OSError as problem:
        raise AtlasError(
            f"cannot be written ({problem.strerror})",
            where=str(folder),
            todo="Choose another directory with --data.",
        ) from None
    click.echo(f"Built {build_id} in {time.monotonic() - started:.1f} s.")
    for line in report.report(store.read(folder, build_id)):
        terminal.echo(line)
