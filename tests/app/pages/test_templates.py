"""Templates and the pages' dataclasses: each reads what the other gives, also of the values inside."""

from __future__ import annotations

import dataclasses
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import jinja2
import pytest
from flask import template_rendered
from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from app import page
from app.application import create_app, templates
from app.exports.briefing.contents import Briefing

GLOBALS = {"_", "swatch"}
NOT_FOR_THE_TEMPLATE = {"Layout.map_mm"}
"""Fields of a value in a page that only Python reads."""


def kinds(kind=page.Shared):
    """Every page that is shown: the dataclasses with a template of their own."""
    for one in kind.__subclasses__():
        if "TEMPLATE" in vars(one):
            yield one
        yield from kinds(one)


PAGES = sorted(kinds(), key=lambda kind: kind.TEMPLATE)


def parsed(name: str) -> nodes.Template:
    environment = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.do"])
    return environment.parse((templates() / name).read_text(encoding="utf-8"))


def declared(name: str) -> set[str]:
    tree = parsed(name)
    imported = {node.target for node in tree.find_all(nodes.Import)}
    return find_undeclared_variables(tree) - imported - GLOBALS


def attributes(name: str, variable: str) -> set[str]:
    """The attributes that a template reads of a variable."""
    found = parsed(name).find_all(nodes.Getattr)
    return {node.attr for node in found if isinstance(node.node, nodes.Name) and node.node.name == variable}


def fields(kind) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


def values(kind):
    """The fields of a page that are dataclasses of the app's own, with their types."""
    for name, hint in get_type_hints(kind).items():
        options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
        for option in options:
            if dataclasses.is_dataclass(option) and option.__module__.startswith(("app.pages", "app.presenters")):
                yield name, option


def test_every_template_but_the_errors_and_the_macros_has_a_page():
    shown = {path.name for path in templates().glob("*.html") if not path.stem.endswith("macros")}
    named = {kind.TEMPLATE for kind in PAGES}
    assert shown - named == {"base.html", "briefing.html", "error.html", "windows.html"}
    assert len(named) == len(PAGES)


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.__name__)
def test_a_page_has_what_its_template_reads_and_nothing_else(kind):
    needs, base = declared(kind.TEMPLATE), declared("base.html")
    assert needs | base <= fields(kind)
    assert fields(kind) - needs - base <= fields(page.Shared)


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.__name__)
def test_a_value_in_a_page_has_what_its_template_reads_and_nothing_else(kind):
    for name, value in values(kind):
        read = set().union(*(attributes(one, name) for one in (kind.TEMPLATE, "base.html", "map_macros.html")))
        assert read <= fields(value) | set(dir(value)), name
        assert fields(value) - read <= {one.partition(".")[2] for one in NOT_FOR_THE_TEMPLATE}, name


def test_what_every_page_is_given_some_page_reads():
    read = set.union(declared("base.html"), *(declared(kind.TEMPLATE) for kind in PAGES))
    assert fields(page.Shared) <= read


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "index.html"),
        ("/claims/C04", "claim.html"),
        ("/ogc/collections/admin1-2016?f=html", "ogc_collection.html"),
    ],
)
def test_a_page_is_rendered_with_its_fields_alone(data, path, kind):
    app, found = create_app(data), []

    def keep(_, template, context, **__):
        found.append((template.name, set(context) - {"g", "request", "session"}))

    with template_rendered.connected_to(keep, app):
        assert app.test_client().get(path).status_code == 200
    page_of = {one.TEMPLATE: one for one in PAGES}
    assert found == [(kind, fields(page_of[kind]))]


def test_the_parts_of_a_briefing_read_all_that_it_tells_and_nothing_else():
    both = set().union(*(attributes(name, "briefing") for name in ("briefing_macros.html", "briefing.html")))
    assert both == fields(Briefing)
    assert declared("briefing.html") == {"lang", "style", "briefing"}


@pytest.mark.parametrize("name", ["plate", "origin", "rises", "units", "zones", "forces", "layout"])
def test_a_value_in_the_briefing_has_what_its_parts_read(name):
    kind = dict(get_type_hints(Briefing))[name]
    value = next(option for option in (kind, *get_args(kind)) if dataclasses.is_dataclass(option))
    read = attributes("briefing_macros.html", name)
    read |= {"cited"} if name == "origin" else set()
    assert read <= fields(value)
    assert {f"{value.__name__}.{field}" for field in fields(value) - read} <= NOT_FOR_THE_TEMPLATE
