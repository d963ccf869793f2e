"""The command line as a table: its commands with their arguments and options.

It stands above the app that it starts, so its commands are looked up by name when the reference is asked for.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import cast

import click

PROGRAM = "mali-atlas"
_COMMANDS = "app.cli.main:main"


@dataclass(frozen=True)
class Option:
    """An option of a command: how it is written, what it does, its default ("" where none is shown)."""

    written: str
    help: str
    default: str


@dataclass(frozen=True)
class Command:
    """A command: its name, how it is called, the paragraphs of its help, its options.

    `is_set` says of each paragraph whether its lines stand as they are.
    """

    name: str
    usage: str
    help: Sequence[tuple[str, bool]]
    options: Sequence[Option]


def commands() -> list[Command]:
    """Every command, in the order of their names."""
    group = cast(click.Group, resolve_name(_COMMANDS))
    return [_command(name, one) for name, one in sorted(group.commands.items())]


def _command(name: str, one: click.Command) -> Command:
    context = click.Context(one, info_name=f"{PROGRAM} {name}")
    usage = " ".join((context.command_path, *one.collect_usage_pieces(context)))
    options = [_option(option) for option in one.params if isinstance(option, click.Option)]
    return Command(name, usage, _paragraphs(one.help or ""), options)


def _option(option: click.Option) -> Option:
    value = "" if option.is_flag else option.make_metavar(click.Context(click.Command("")))
    written = f"{', '.join(option.opts)} {value}".strip()
    return Option(written, option.help or "", option.show_default if isinstance(option.show_default, str) else "")


def _paragraphs(text: str) -> list[tuple[str, bool]]:
    r"""The paragraphs of a help text; one that click does not wrap (\b) keeps its lines."""
    found = (part for part in inspect.cleandoc(text).split("\n\n") if part.strip())
    return [
        (part.removeprefix("\b\n"), True) if part.startswith("\b") else (" ".join(part.split()), False)
        for part in found
    ]
