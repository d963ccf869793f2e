"""Terminal output: a progress line, plain tables, the description of an import."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import click

from geodata import policies
from geodata.imports.record import ODD, RECORD, REJECTED, Imported

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

WIDTH = 100
_NOTES = 12
"""Findings of an audit that are shown; all are in the record."""
_BAR = 24
_TEMPLATE = "  [%(bar)s]  %(label)s"
_LABEL = WIDTH - _BAR - 7
"""Characters of the bar, and of what is said beside it."""
_LEAST = 12
"""Characters that a column which gives way keeps."""


class Progress:
    """Shows how far a long work is: on a terminal a bar, once it takes more than a second; else a line a step."""

    def __init__(self) -> None:
        """Look whether the standard error is a terminal, and start the clock."""
        self._is_terminal = sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: ProgressBar[None] | None = None

    def __call__(self, step: str, done: int, of: int) -> None:
        """Show that `done` of `of` steps are finished, and the current one."""
        self._show(f"{done} of {of}  {step} ..." if self._is_terminal else f"  {step} ...", done, of)

    def bytes(self, done: int, of: int | None) -> None:
        """Show that `done` bytes have come of so many, None where that is not known; without a terminal nothing."""
        if self._is_terminal:
            self._show(size(done) if of is None else f"{size(done)} of {size(of)}", done, of)

    def _show(self, label: str, done: int, of: int | None) -> None:
        if self._bar is None:
            unknown = repeat(None) if of is None else None
            self._bar = click.progressbar(unknown, of, file=sys.stderr, bar_template=_TEMPLATE, width=_BAR)
        self._bar.hidden = self._is_terminal and time.monotonic() - self._started <= 1
        self._bar.label, self._bar.pos = label[:_LABEL], done
        self._bar.render_progress()

    def __enter__(self) -> Progress:
        """The progress itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the line of the bar, so that what follows stands below it."""
        if self._bar is not None:
            self._bar.render_finish()


def echo(line: str, *, err: bool = False) -> None:
    """Print a line, unprintable characters replaced, so that a file cannot control the terminal."""
    click.echo("".join(letter if letter.isprintable() else "?" for letter in line), err=err)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], give_way: Sequence[str]) -> list[str]:
    """The lines of a table, WIDTH wide at most: some columns give way, the first of them half as much as the others.

    Numbers stand at the right.
    """
    cells = [list(head), *map(list, rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
    weights = {head.index(name): 1 if place else 0.5 for place, name in enumerate(give_way)}
    while sum(widths) + 2 * (len(widths) - 1) > WIDTH:
        wide = [at for at in weights if widths[at] > _LEAST]
        if not wide:
            break
        widths[max(wide, key=lambda at: widths[at] * weights[at])] -= 1
    is_number = [all(row[at].replace(",", "").isdigit() or not row[at] for row in rows) for at in range(len(head))]
    return ["  ".join(map(_cell, row, widths, is_number)).rstrip() for row in cells]


def _cell(text: str, width: int, is_number: bool) -> str:
    shown = text if len(text) <= width else f"{text[: width - 2]}.."
    return shown.rjust(width) if is_number else shown.ljust(width)


def counted(numbers: dict[str, int]) -> str:
    """Counts as one line: "Mali 33, Burkina Faso 48, Niger 21"."""
    return ", ".join(f"{name.replace('_', ' ')} {number:,}" for name, number in numbers.items())


def size(number: int | None) -> str:
    """A number of bytes for a person; "unknown" for None."""
    if number is None:
        return "unknown"
    return f"{number / 1e6:.1f} MB" if number >= 1e5 else f"{number / 1e3:.1f} kB"


def release(record: Imported) -> str:
    """The release, and whether it is inferred."""
    return f"{record.release} (inferred)" if record.is_release_inferred else record.release or "not known"


def _of_mali(record: Imported) -> str:
    """What days are of, where a file holds more than Mali."""
    return ", of Mali's rows" if len(record.countries) > 1 and record.kind != "abroad" else ""


def described(record: Imported, data: Path) -> list[str]:
    """The description of an import: layout and why, row accounting, release, licence, path."""
    folder = record.folder(data)
    what = "units" if record.kind == "boundaries" else "rows"
    why = record.why.removeprefix(f"{record.title}: ")
    lines = [
        f"{record.file}: {record.title}",
        f"  why         {why}",
        f"  {what:<11} {record.rows:,} read = {record.accepted:,} accepted + {record.rejected:,} rejected",
    ]
    if record.rejected:
        lines.append(f"  rejected    each with its row, column, value and reason in {folder / REJECTED}")
    if record.odd:
        lines += [f"  odd, kept   {counted(record.odd)}", f"              listed in {folder / ODD}"]
    if record.countries:
        lines.append(f"  countries   {counted(record.countries)}")
    if record.first_day:
        lines.append(f"  days        {record.first_day} to {record.last_day}{_of_mali(record)}")
    lines += [f"  found       {note}" for note in record.notes[:_NOTES]]
    if len(record.notes) > _NOTES:
        lines.append(f"              and {len(record.notes) - _NOTES} more in {folder / RECORD}")
    return [
        *lines,
        f"  release     {release(record)}",
        f"  licence     {record.licence}",
        f"  terms       {policies.policy(record.policy).rule}",
        f"  kept        as {record.name} in {folder}",
    ]
