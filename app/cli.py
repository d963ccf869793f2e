"""The command line: build the map, serve it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from app import __version__, settings
from geodata import store
from geodata.errors import AtlasError

_DATA_OPTION = click.option(
    "--data",
    type=click.Path(file_okay=False),
    help="Directory of the builds. Else MALI_ATLAS_DATA, else the system's user data directory.",
)


class _Group(click.Group):
    """Shows a user's error as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AtlasError as error:
            click.echo(f"mali-atlas: {error.text}", err=True)
            sys.exit(1)


@click.group(cls=_Group)
@click.version_option(__version__, prog_name="mali-atlas")
def main() -> None:
    """Mali Atlas: conflict events and security forces on Mali's regions and border zones."""


@main.command()
@_DATA_OPTION
@click.option(
    "--events",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A UCDP GED csv file to count instead of the shipped figures.",
)
def build(data: str | None, events: Path | None) -> None:
    """Build the map anew, from the figures that ship or from an event file."""
    _build(settings.data_directory(data), events)


@main.command()
@click.option(
    "--host",
    envvar="MALI_ATLAS_HOST",
    default=settings.DEFAULTS["MALI_ATLAS_HOST"],
    show_default=True,
    help="Address to listen on.",
)
@click.option(
    "--port",
    envvar="MALI_ATLAS_PORT",
    default=int(settings.DEFAULTS["MALI_ATLAS_PORT"]),
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on.",
)
@_DATA_OPTION
def serve(host: str, port: int, data: str | None) -> None:
    """Serve the map; build it first where there is none, or where this version would build another."""
    from app import server

    folder = settings.data_directory(data)
    address = server.require_free(host, port)
    workers = settings.workers()
    _ensure_build(folder)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Mali Atlas is at http://{shown}:{port}/ (stop with Ctrl+C)")
    server.serve(str(folder.resolve()), address, port, workers)


def _ensure_build(folder: Path) -> None:
    """A build of this version in the folder; one from an event file is made anew from that file."""
    from geodata.versions import fingerprint

    if store.made_from(folder) == fingerprint():
        return
    events = store.events_file(folder)
    if events and not events.is_file():
        raise AtlasError(
            f"the map was made from {events}, which is gone, by another version of Mali Atlas",
            where=str(folder),
            todo="Run mali-atlas build --events FILE, or mali-atlas build to go back to the figures that ship.",
        )
    _build(folder, events)


def _build(folder: Path, events: Path | None) -> None:
    started = time.monotonic()
    click.echo(f"Building in {folder} from {events or 'the figures that ship'} ...")
    from geodata import build as pipeline

    try:
        build_id = pipeline.build(folder, events)
    except OSError as problem:
        raise AtlasError(
            f"cannot be written ({problem.strerror})",
            where=str(folder),
            todo="Choose another directory with --data.",
        ) from None
    click.echo(f"Built {build_id} in {time.monotonic() - started:.1f} s.")
    for line in pipeline.report(store.read(folder, build_id)):
        click.echo(line)
