"""/docs: the reference, made from the tables that the program runs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Blueprint, Response, current_app, request
from werkzeug.routing import Rule

from app import page, settings
from app.pages import command_line, data
from app.pages.command_line import Command
from app.presenters import download_links
from app.request import options, parameters, parsing
from app.request.entries import opening
from app.request.parameters import accepted, accepts, of_page
from app.request.registry import Parameter, Where
from app.settings import Setting
from app.web import links
from app.web.languages import gettext
from geodata.builds.store import Edition
from geodata.exports.columns import columns_of
from geodata.exports.extract import LAYERS
from geodata.exports.formats import FORMATS, Format
from geodata.schema.column import Column

blueprint = Blueprint("docs", __name__)

ACCEPTS = of_page()
FEW = 12
"""Values that stand in the table itself; more of them are folded."""
_MOST = 300
"""Values of a parameter that are listed at most: P-codes of communes go on below."""


@dataclass(frozen=True)
class Address:
    """A route: its path with what varies in <>, the first line of its description, the parameters it takes."""

    path: str
    about: str
    takes: Sequence[Entry]


@dataclass(frozen=True)
class Entry:
    """A parameter as the page shows it.

    `id` is its anchor. `values` are those of the opened edition, `rest` the number that is not listed, `default` ""
    where there is none; `of` are the layers whose files take it, where not all do.
    """

    id: str
    name: str
    help: str
    values: Sequence[str]
    rest: int
    default: str
    of: Sequence[str]


@dataclass(frozen=True)
class Described:
    """A column, and the levels whose rows hold it."""

    column: Column
    levels: Sequence[str]


@dataclass(frozen=True)
class DocsPage(page.Shared):
    """The reference. `taken_by` are the paths that take a parameter, by its anchor; `few` values stand unfolded."""

    TEMPLATE: ClassVar[str] = "docs.html"

    addresses: Sequence[Address]
    entries: Sequence[Entry]
    taken_by: Mapping[str, Sequence[str]]
    few: int
    formats: Sequence[tuple[Format, str]]
    columns: Sequence[Described]
    level_names: Mapping[str, str]
    settings: Sequence[Setting]
    commands: Sequence[Command]
    spoken: str


@blueprint.get("/docs")
@accepts(*ACCEPTS)
def docs() -> Response:
    """The reference: addresses and their parameters, formats, columns, settings and commands."""
    return page.page("docs", _docs)


def _docs(edition: Edition) -> str:
    asked = parsing.parse(request.args, edition, ACCEPTS)
    entries = _entries(edition)
    addresses = list(_addresses(entries))
    return page.render(
        DocsPage(
            **page.shared(edition, asked, "docs"),
            addresses=addresses,
            entries=list(entries.values()),
            taken_by={entry.id: [one.path for one in addresses if entry in one.takes] for entry in entries.values()},
            few=FEW,
            formats=[(found, gettext(data.USES[found.extension])) for found in FORMATS.values()],
            columns=_columns(),
            level_names={level: gettext(download_links.LABELS[level]) for level in options.LEVELS},
            settings=[_in_words(one) for one in settings.SETTINGS],
            commands=command_line.commands(),
            spoken=links.query({"lang": asked.get("lang")}),
        )
    )


def _rules() -> list[Rule]:
    """Every route of the app, pages before what programs read, in the order of their paths."""
    return sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule)


def _takes(rule: Rule) -> tuple[Parameter[Any], ...]:
    return accepted(current_app.view_functions[rule.endpoint])


def _entries(edition: Edition) -> dict[Parameter[Any], Entry]:
    """Every parameter with its entry: those that addresses share first, then those of single pages."""
    shared = [*parameters.REGISTRY]
    own = [one for rule in _rules() for one in _takes(rule)]
    opened = opening({}, edition, parameters.REGISTRY.view)
    seen: list[str] = []
    found: dict[Parameter[Any], Entry] = {}
    for one in dict.fromkeys((*shared, *own)):
        seen.append(one.name)
        number = seen.count(one.name)
        found[one] = _entry(one, one.name if number == 1 else f"{one.name}-{number}", edition, opened)
    return found


def _entry(one: Parameter[Any], anchor: str, edition: Edition, opened: Mapping[str, Any]) -> Entry:
    values = list(one.allowed(edition))
    is_of_view = one in parameters.REGISTRY.view.parameters()
    default = opened[one.field] if is_of_view else one.default
    is_narrow = Where.FILES in one.on and tuple(one.layers) != LAYERS
    return Entry(
        f"parameter-{anchor}",
        one.name,
        gettext(one.help, **one.help_values),
        values[:_MOST],
        len(values[_MOST:]),
        "" if default is None else one.text(default),
        one.layers if is_narrow else (),
    )


def _addresses(entries: Mapping[Parameter[Any], Entry]) -> Iterator[Address]:
    for rule in _rules():
        about = (current_app.view_functions[rule.endpoint].__doc__ or "").strip().partition("\n")[0]
        yield Address(rule.rule, gettext(about).replace("`", ""), [entries[one] for one in _takes(rule)])


def _in_words(one: Setting) -> Setting:
    """A setting in the language of the page; a default that is no word stays as it is."""
    return Setting(one.variable, gettext(one.default), gettext(one.meaning))


def _columns() -> list[Described]:
    """The dictionary of columns: each with the levels that hold it; one that means another thing is another."""
    levels: dict[Column, list[str]] = {}
    for level in options.LEVELS:
        for column in columns_of(level):
            levels.setdefault(column, []).append(level)
    order = _in_order(column.name for column in levels)
    return [Described(column, levels[column]) for column in sorted(levels, key=lambda column: order[column.name])]


def _in_order(found: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(dict.fromkeys(found))}
