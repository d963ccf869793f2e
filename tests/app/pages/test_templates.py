"""Templates and the pages' contexts: each reads what the other gives."""

from __future__ import annotations

import jinja2
from flask import template_rendered
from jinja2.meta import find_undeclared_variables

from app import page
from app.application import create_app, templates


def declared(name: str) -> set[str]:
    environment = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.do"])
    source = (templates() / name).read_text(encoding="utf-8")
    tree = environment.parse(source)
    imported = {node.target for node in tree.find_all(jinja2.nodes.Import)}
    return find_undeclared_variables(tree) - imported - {"_", "swatch"}


def rendered(data, path: str) -> set[str]:
    app, found = create_app(data), []

    def keep(_, template, context, **__):
        found.append(set(context))

    with template_rendered.connected_to(keep, app):
        assert app.test_client().get(path).status_code == 200
    return found[0] - {"g", "request", "session"}


def test_templates_read_what_the_pages_give_and_nothing_else(data, client, made):
    base = declared("base.html")
    assert "lang" in base
    unread: list[set[str]] = []
    for name, path in (
        ("index.html", "/"),
        ("method.html", "/method"),
        ("changes.html", "/changes"),
        ("forces.html", "/forces"),
        ("force.html", "/forces/minusma"),
        ("claims.html", "/claims"),
        ("claim.html", "/claims/C04"),
        ("sources.html", "/sources"),
        ("withdrawal.html", "/withdrawal"),
        ("ogc.html", "/ogc?f=html"),
        ("ogc_collection.html", "/ogc/collections/admin1-2016?f=html"),
        ("ogc_items.html", "/ogc/collections/admin1-2016/items?f=html"),
        ("ogc_item.html", "/ogc/collections/admin1-2016/items/2016:ML07:2022?f=html"),
        ("ogc_api.html", "/ogc/api?f=html"),
        ("gis.html", "/gis"),
        ("data.html", "/data"),
    ):
        needs, given = declared(name) | base, rendered(data, path)
        assert needs <= given
        unread.append(given - needs)
        with client.application.test_request_context("/"):
            frame = set(page.context(made, {}, "index"))
        assert given - needs <= frame
    assert not set.intersection(*unread), "given to every page, read by none"


def test_the_briefing_reads_all_that_it_is_given_and_nothing_else(data):
    assert declared("briefing.html") == rendered(data, "/briefing.html")
