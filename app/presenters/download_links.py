"""Links to everything a view can be downloaded as: layers, figure, briefing, pack; and its permanent address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.presenters import citations
from app.request import options, parameters
from app.request.registry import Where
from app.request.view import View
from app.text import labels
from app.web import links
from app.web.languages import N_, gettext, language
from app.web.links import Links
from geodata import periods, policies
from geodata.builds.store import Edition
from geodata.exports import columns, extract
from geodata.exports.formats import FORMATS, Format
from geodata.exports.selection import Selection

FIRST = ("xlsx", "csv", "geojson", "gpkg")
"""The formats that a reader sees at once; the others stand behind them."""
SHORT = {"xlsx": "Excel"}
LABELS = {**labels.LEVELS, "sites": N_("Force sites"), "events": N_("Events")}
SHAPES: dict[str, dict[str, str]] = {"A4": {}, "16:9": {"size": "16x9"}}
"""The shapes of a figure, and what its address adds for each."""
IMAGES = ("png", "svg", "pdf")


@dataclass(frozen=True)
class File:
    """A file of a layer: name, with ?hxl=1 if it has the HXL row, label, URL."""

    name: str
    label: str
    href: str


@dataclass(frozen=True)
class Group:
    """The files of a layer for the period of the view or for all years; `when` says which, in words."""

    when: str
    is_all: bool
    files: Sequence[File]
    more: Sequence[File]


@dataclass(frozen=True)
class Layer:
    """A layer of the view: key, label, files by period.

    `only`: the names of the picked units that its files hold, "" where they hold all; None where it has no such units.
    """

    key: str
    label: str
    groups: Sequence[Group]
    only: str | None = None


def layers(edition: Edition) -> list[str]:
    """Every layer that may be downloaded, as far as there are such units and the source's terms allow it."""
    policy = policies.policy(edition.policy)
    allowed = policies.allowed_levels(policy.key)
    found = [level for level in options.all_levels(edition) if level in allowed]
    return [*found, *(["events"] if options.shows_events(edition) and policy.exports_events else []), "sites"]


def shares_geometry(edition: Edition) -> bool:
    """True if the boundaries of units may be exported."""
    return policies.policy(edition.manifest["ground_policy"]).exports_geometry


def formats(edition: Edition, layer: str) -> list[Format]:
    """The formats of a layer: those with shapes only where its boundaries may be handed out."""
    is_drawn_only = layer.startswith("admin") and not shares_geometry(edition)
    return [found for found in FORMATS.values() if not (is_drawn_only and found.has_geometry)]


def breakdowns(edition: Edition, layer: str) -> list[str]:
    """The names of the layer's columns that break its counts down by type of violence and actor family."""
    there = {column.name for column in extract.columns(edition, layer, Selection())}
    return [
        name for name in columns.breakdowns(edition.manifest["violence"], edition.manifest["families"]) if name in there
    ]


def rules(edition: Edition) -> list[str]:
    """The terms of the incident source and, where shapes may not be handed out, those of the boundaries."""
    keys = [edition.policy, *([] if shares_geometry(edition) else [edition.manifest["ground_policy"]])]
    return [policies.policy(key).rule for key in keys]


def of_view(edition: Edition, view: View, when: str, root: str) -> list[Layer]:
    """The layers of a view with their files; `when` is its period in words, `root` stands before the paths."""
    shown = [level for level in layers(edition) if level in (view.level, "zones", "grid", "events", "sites")]
    names = [unit.name for unit in edition.figures.units[view.level] if unit.pcode in view.picked]
    return [
        Layer(
            layer,
            gettext(LABELS[layer]),
            [
                group(pairs(view, layer, is_all=False), view.last_year if layer == "sites" and view.month else when),
                group(pairs(view, layer, is_all=True), gettext("all years"), is_all=True),
            ],
            " + ".join(names) if layer == view.level else None,
        )
        for layer in shown
        for group in [partial(_group, edition, layer, root)]
    ]


def pairs(view: View, layer: str, *, is_all: bool) -> dict[str, str]:
    """The parameters of a layer's file: those of the view that the layer takes."""
    edition = {name: text for name, text in (("source", view.source), ("frame", view.frame)) if text}
    return {**edition, **view.selection(layer, "all" if is_all else "shown").pairs()}


def _group(
    edition: Edition, layer: str, root: str, asked: Mapping[str, str], when: str, *, is_all: bool = False
) -> Group:
    known = {found.extension: found for found in formats(edition, layer)}
    first = [_file(layer, known[extension], root, asked) for extension in FIRST if extension in known]
    more = [_file(layer, found, root, asked) for extension, found in known.items() if extension not in FIRST]
    tagged = [known[extension] for extension in FIRST if extension in known and known[extension].takes_hxl]
    more += [_file(layer, found, root, asked, is_tagged=True) for found in tagged]
    return Group(when, is_all, first, more)


def _file(layer: str, of: Format, root: str, asked: Mapping[str, str], *, is_tagged: bool = False) -> File:
    name = f"{layer}.{of.extension}"
    own = {"hxl": "1"} if is_tagged else {}
    label = SHORT.get(of.extension, of.label)
    return File(
        name + links.query(own),
        f"{label} + HXL" if is_tagged else label,
        f"{root}/download/{name}{links.query({**asked, **own})}",
    )


def _events(view: View, root: str) -> str:
    return f"{root}/download/events.csv{links.query(pairs(view, 'events', is_all=False))}"


def of_whole_view(view: View, root: str) -> dict[str, list[File]]:
    """Downloads of the view as a whole: a figure of each size, the briefing, the pack."""
    return {
        **{
            shape: [_made(view, root, f"figure.{image}", image.upper(), own) for image in IMAGES]
            for shape, own in SHAPES.items()
        },
        "briefing": [
            _made(view, root, "briefing", gettext("Read"), {}),
            _made(view, root, "briefing.html", "HTML", {}),
        ],
        "pack": [_made(view, root, "download/pack.zip", "ZIP", {})],
    }


def _made(view: View, root: str, name: str, label: str, own: Mapping[str, str]) -> File:
    asked = links.query({**view.pairs(Where.FIGURE), **own})
    return File(name + links.query(own), label, f"{root}/{name}{asked}")


def kept(edition: Edition, view: View, path: str, **more: str | None) -> str:
    """The path at which the view, or what is made of it, stays what it is while its build is kept.

    Year and language are always named; `more` are parameters of the path's own.
    """
    own = {**view.pairs(), "lang": language()}
    own |= {} if view.month and periods.is_range(view.month) else {"year": view.year}
    named = {one.name: own[one.name] for one in view.parameters() if one.name in own}
    named = {name: text for name, text in named.items() if name not in parameters.EDITION}
    return links.kept(edition, path, {**named, **more})


@dataclass(frozen=True)
class Downloads:
    """The downloads of the map page: layers, reports of the whole view, citations, terms, the permanent address.

    `events`: the address of the events of the view as a table, None where the source has none to show.
    """

    layers: Sequence[Layer]
    reports: Mapping[str, Sequence[File]]
    events: str | None
    citable: Mapping[str, Any]
    rules: Sequence[str]
    base: str
    permanent: str


def downloads(edition: Edition, view: View, when: str, stem: Links) -> Downloads:
    """The downloads that the map page offers; `when` is the view's period in words."""
    shown = of_view(edition, view, when, stem.root)
    return Downloads(
        layers=shown,
        reports=of_whole_view(view, stem.root),
        events=_events(view, stem.root) if any(layer.key == "events" for layer in shown) else None,
        citable=citations.of(edition, [layer.key for layer in shown]),
        rules=rules(edition),
        base=stem.base,
        permanent=kept(edition, view, "/"),
    )
