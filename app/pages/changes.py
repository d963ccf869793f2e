"""The page /changes: differences between two releases of a source, and between two frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flask import request
from werkzeug.datastructures import MultiDict

from app import page
from app.request import options, parameters, parsing, terms
from app.request.options import DEFAULT_YEAR
from app.request.registry import one_of
from app.request.view import View
from app.text import captions, labels, numbers
from app.web.languages import N_, gettext
from geodata import vocabulary
from geodata.builds.store import Build, Edition
from geodata.figures.figures import Row, Unit

ACCEPTS = parameters.of_page(one_of("year", N_("The year in which frames are compared."), options.years))
_COUNTS = ("events", "fatalities_best")
_Counter = Callable[[str], Row]
"""The counts of a place by year."""


@dataclass(frozen=True)
class Asked:
    """The request of the page: the edition's parameters, the year of the frames, the language."""

    edition: dict[str, str] = field(default_factory=dict)
    year: str = DEFAULT_YEAR
    lang: str | None = None


def asked(args: MultiDict[str, str], edition: Edition) -> Asked:
    """The page's parameters. Raises BadParameter."""
    found = parsing.parse(args, edition, ACCEPTS)
    covered = edition.manifest["covered"]
    year = found.get("year") or (DEFAULT_YEAR if DEFAULT_YEAR in covered else covered[-1])
    return Asked({name: found[name] for name in parameters.EDITION if name in found}, year, found.get("lang"))


@dataclass(frozen=True)
class ChangesPage(page.Shared):
    """The page of changes: a comparison with each other release, and with each other frame."""

    TEMPLATE: ClassVar[str] = "changes.html"

    year: str
    releases: Sequence[Mapping[str, Any]]
    frames: Sequence[Mapping[str, Any]]
    frame_label: str
    source_label: str
    year_links: Mapping[str, str]


def render(edition: Edition) -> str:
    """The page of changes of an edition."""
    build, wanted = terms.build(), asked(request.args, edition)
    source, frame = wanted.edition.get("source"), wanted.edition.get("frame")
    view = View(source=source, frame=frame, year=wanted.year, lang=wanted.lang)
    return page.render(
        ChangesPage(
            **page.shared(edition, view.pairs(), "changes"),
            year=wanted.year,
            releases=[releases(*_newer_first(build, edition, other)) for other in _other_releases(build, edition)],
            frames=[between_frames(edition, other, wanted.year) for other in _other_frames(build, edition)],
            frame_label=gettext(labels.FRAMES[edition.frame]),
            source_label=captions.source_label(edition.manifest["sources"][edition.source]),
            year_links={year: _address(wanted, year) for year in edition.manifest["covered"]},
        )
    )


def _address(wanted: Asked, year: str) -> str:
    pairs = {**wanted.edition, "year": year, "lang": wanted.lang}
    return "?" + "&".join(f"{name}={value}" for name, value in pairs.items() if value)


def _other_releases(build: Build, edition: Edition) -> list[Edition]:
    """The other sources of the same kind in the same frame that cover a year of it; never another kind."""
    others = [
        build.edition(entry["source"], entry["frame"])
        for entry in build.editions
        if entry["frame"] == edition.frame and entry["source"] != edition.source
    ]
    covered = set(edition.manifest["covered"])
    return [other for other in others if _is_same_kind(edition, other) and covered & set(other.manifest["covered"])]


def _is_same_kind(one: Edition, other: Edition) -> bool:
    """True if both count the same things: events of one producer, or the same counts by month."""
    kinds = {(found.manifest["kind"], terms.policy_of(found)) for found in (one, other)}
    types = {kind for found in (one, other) for kind in found.manifest["violence"]}
    return len(kinds) == 1 and vocabulary.UNSPECIFIED not in types


def _newer_first(build: Build, edition: Edition, other: Edition) -> list[Edition]:
    order = [entry["source"] for entry in build.editions]
    return sorted((edition, other), key=lambda one: order.index(one.source))


def _other_frames(build: Build, edition: Edition) -> list[Edition]:
    return [
        build.edition(entry["source"], entry["frame"])
        for entry in build.editions
        if entry["source"] == edition.source and entry["frame"] != edition.frame
    ]


def releases(now: Edition, before: Edition) -> dict[str, Any]:
    """Deaths and events of both releases in the years that both cover: rows by region, only what differs in cells."""
    years = [year for year in before.manifest["covered"] if year in now.manifest["covered"]]
    units = [unit for unit in now.figures.units["admin1"] if before.figures.unit("admin1", unit.pcode)]
    rows = [(unit.name, _of_unit(now, unit), _of_unit(before, unit)) for unit in units]
    label = labels.MISSING_LABEL["admin1"]
    missing = (gettext(label), _not_allocated(now), _not_allocated(before))
    country = ("Mali", _country(now), _country(before))
    lines = [_line(name, years, here, there) for name, here, there in (*rows, missing, country)]
    return {
        "now": captions.source_label(now.manifest["sources"][now.source]),
        "before": captions.source_label(before.manifest["sources"][before.source]),
        "years": years,
        "lines": lines,
        "is_same": not any(cell["is_other"] for line in lines for cell in line["cells"]),
    }


def _of_unit(edition: Edition, unit: Unit) -> _Counter:
    return lambda year: edition.figures.row("admin1", unit, year, "all", "any")


def _not_allocated(edition: Edition) -> _Counter:
    return lambda year: edition.figures.not_allocated("admin1", year, "all", "any")


def _country(edition: Edition) -> _Counter:
    return lambda year: edition.figures.national(year, "all", "any")


def _line(name: str, years: list[str], now: _Counter, before: _Counter) -> dict[str, Any]:
    cells = []
    for year in years:
        here, there = now(year), before(year)
        cells.append(
            {
                "year": year,
                "is_other": any(here[count] != there[count] for count in _COUNTS),
                **{f"{count}_before": numbers.whole(there[count]) for count in _COUNTS},
                **{count: numbers.whole(here[count]) for count in _COUNTS},
            }
        )
    return {"name": name, "cells": cells}


def between_frames(edition: Edition, other: Edition, year: str) -> dict[str, Any]:
    """The regions whose borders differ between two frames, with their figures in a year; the others are the same."""
    rows = edition.manifest["frame_differences"].get(other.frame, [])
    moved, same = [], []
    for row in rows:
        unit = edition.figures.unit("admin1", row["pcode"])
        there = [found for pcode in row["there"] if (found := other.figures.unit("admin1", pcode))]
        if unit is None:
            continue
        here = edition.figures.row("admin1", unit, year, "all", "any")
        beside = [(found.name, other.figures.row("admin1", found, year, "all", "any")) for found in there]
        if row["is_same"]:
            is_other = any(here[count] != counts[count] for _, counts in beside for count in _COUNTS)
            same.append({"name": unit.name, "is_other": is_other})
        else:
            moved.append(
                {
                    "name": unit.name,
                    **_shown(here),
                    "there": [{"name": name, **_shown(found)} for name, found in beside],
                }
            )
    lost = {name: _shown(_not_allocated(one)(year)) for name, one in (("here", edition), ("there", other))}
    return {"frame": gettext(labels.FRAMES[other.frame]), "moved": moved, "same": same, "missing": lost}


def _shown(row: Row) -> dict[str, str]:
    return {count: numbers.whole(row[count]) for count in _COUNTS}
