"""A command given as a user gives it, and what it answers."""

from __future__ import annotations

from click.testing import CliRunner

from app.cli import main


def run(*arguments: object):
    """The result of the command line with these arguments."""
    return CliRunner().invoke(main.main, [str(argument) for argument in arguments])


def done(result) -> list[str]:
    """The lines of a command that did what it was told."""
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def refused(result, code: int = 1) -> list[str]:
    """What a command that refused says, each in a line and none with a traceback."""
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return [line for line in result.output.splitlines() if line.startswith("mali-atlas: ")]
