"""The group of commands: errors as one sentence, and the options that several commands take."""

from __future__ import annotations

import errno
import sys
from typing import Any

import click

from app.cli import terminal
from geodata.errors import AtlasError

DATA_OPTION = click.option(
    "--data",
    type=click.Path(file_okay=False),
    help="Directory of the builds and imports. Else MALI_ATLAS_DATA, else the system's user data directory.",
)
ACCEPT_OPTION = click.option(
    "--accept-rejected",
    is_flag=True,
    help="Import a file although more than 5 % of its rows cannot be used; they are left out and listed.",
)

_ROOM = "Make room on this disk, or choose another directory with --data."
_RIGHTS = "Run it as the user whom the directory belongs to, or choose another directory with --data."
_TODO = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _ROOM),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _RIGHTS),
}
"""What to do about an error of the system."""


class Group(click.Group):
    """Shows a user's error, or the system's, as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit with 1 after an error in words. A broken pipe is left to click."""
        try:
            return super().invoke(ctx)
        except (AtlasError, OSError) as problem:
            if isinstance(problem, OSError) and problem.errno == errno.EPIPE:
                raise
            complain(problem)
            sys.exit(1)


def complain(problem: AtlasError | OSError) -> None:
    """Say an error in one sentence on standard error."""
    if isinstance(problem, OSError):
        todo = _TODO.get(problem.errno or 0, "")
        problem = AtlasError(problem.strerror or str(problem), where=str(problem.filename or ""), todo=todo)
    terminal.echo(f"mali-atlas: {problem.text}", err=True)
