"""The command that places and counts files of events larger than memory."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, cast

import click

from app import settings
from app.cli import reading, terminal


@click.command()
@click.argument("events", nargs=-1, required=True, metavar="EVENTS...", type=click.Path(path_type=Path))
@click.option("--units", type=click.Path(path_type=Path), help="A boundary file that import takes; else the regions.")
@click.option(
    *("-o", "--output", "output"),
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("placed.parquet"),
    show_default=True,
    help="The file of counts to write.",
)
@click.option("--actors", type=click.Choice(["ucdp", "acled"]), help="Whose codes the events follow, if not their own.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Who counts.")
@click.option("--address", default="", help="The scheduler of a Dask cluster, such as tcp://127.0.0.1:8786.")
@click.option("--workers", type=click.IntRange(1), help="Processes of this machine; else one for each processor.")
@click.option("--force", "is_forced", is_flag=True, help="Write over a file that is there already.")
def place(
    events: tuple[Path, ...],
    units: Path | None,
    output: Path,
    actors: str | None,
    engine: str,
    address: str,
    workers: int | None,
    is_forced: bool,
) -> None:
    """Place and count events, in files of any size, in the units of a boundary file; write the counts as one file.

    EVENTS are CSV or Parquet with the columns of UCDP GED, of ACLED, or of Mali Atlas's own table of events; days are
    ISO 8601. No file is read as a whole. The counts are the same bytes whatever the engine, the number of processes
    and the order of files; import takes them, once the same boundary file is imported.
    """
    if output.exists() and not is_forced:
        raise click.UsageError(f"{output} is there already; --force writes over it.")
    if address and engine != "dask":
        raise click.UsageError("--address is for --engine dask.")
    from geodata.bulk import by_name, run  # GeoPandas is heavy, and most commands need none
    from geodata.counting.actors import Actors  # heavy, too

    wanted = run.Wanted(events, units, output, cast("Actors | None", actors))
    chosen = by_name.named(engine, workers or settings.cores(), address)
    prepare = partial(reading.units, settings=settings.current())
    try:
        with terminal.Progress() as progress:
            about = run.run(wanted, chosen, lambda done, of: progress("placing events", done, of), prepare)
    finally:
        chosen.close()
    for line in _report(about, output):
        terminal.echo(line)


def _report(about: dict[str, Any], output: Path) -> list[str]:
    """What became of every row, and where the counts are."""
    rejected = sum(row[-1] for row in about["rejected"])
    left_out = sum(about["left_out"].values())
    lines = [
        f"Rows: {about['rows']:,} = {about['events']:,} events + {left_out:,} left out + {rejected:,} rejected.",
    ]
    if left_out:
        lines.append(f"Left out: {terminal.counted(about['left_out'])}.")
    lines += [
        f"Rejected: {number:,} of {file}{f', column {column}' if column else ''}: {reason}."
        for file, column, reason, number in about["rejected"]
    ]
    table = about["accounting"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    for frame, levels in about["units"]["levels"].items():
        for level in levels:
            found = [row for row in rows if (row["frame"], row["level"]) == (frame, level)]
            here = sum(row["events"] for row in found if row["allocated"])
            lines.append(f"{frame} {level}: {here:,} allocated + {about['events'] - here:,} not allocated.")
    return [*lines, f"Wrote {output} ({terminal.size(output.stat().st_size)})."]
