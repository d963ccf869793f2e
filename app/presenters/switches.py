"""What a reader can switch to from a view: other sources, frames and levels, each as a link that keeps the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.request import parameters
from app.request.view import ViewState
from app.text import labels
from app.text.captions import source_label
from app.web.languages import gettext
from geodata.builds.store import Build, Edition


@dataclass(frozen=True)
class Choice:
    """A link of a switch: its key, its label, its address, whether it is what is shown."""

    key: str
    label: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """The three switches of the map page; a switch with one choice is not shown."""

    sources: list[Choice]
    frames: list[Choice]
    levels: list[Choice]


def of(build: Build, edition: Edition, view: ViewState) -> Choices:
    """The switches of a view, each in its own order: newest source first, frames and levels as they nest."""
    first = build.editions[0]
    sources = list(dict.fromkeys(entry["source"] for entry in build.editions))
    frames = sorted(entry["frame"] for entry in build.editions if entry["source"] == edition.source)
    return Choices(
        [
            Choice(
                name,
                source_label(edition.manifest["sources"][name]),
                _fitting(build, view, source=None if name == first["source"] else name),
                name == edition.source,
            )
            for name in sources
        ],
        [
            Choice(
                frame,
                gettext(labels.FRAMES[frame]),
                _fitting(build, view, frame=_unless_first(build, edition, frame)),
                frame == edition.frame,
            )
            for frame in frames
        ],
        [
            Choice(level, gettext(labels.LEVELS[level]), _fitting(build, view, level=level), level == view.level)
            for level in parameters.levels(edition)
        ],
    )


def _unless_first(build: Build, edition: Edition, frame: str) -> str | None:
    """The frame as an address needs it: nothing for the one that the source opens with."""
    opened = next(entry["frame"] for entry in build.editions if entry["source"] == edition.source)
    return None if frame == opened else frame


def _fitting(build: Build, view: ViewState, **changes: Any) -> str:
    """The address of the view with these changes, without what the other edition or level does not have."""
    if "source" in changes:
        changes |= {"frame": None, "level": "admin1"}
    if "source" in changes or "level" in changes or "frame" in changes:
        changes |= {"unit": None}
    wanted = {"source": view.source, "frame": view.frame, "level": view.level, **changes}
    other = build.edition(wanted["source"] or build.editions[0]["source"], wanted["frame"])
    levels = parameters.levels(other)
    level = wanted["level"] if wanted["level"] in levels else "admin1"
    offered = parameters.offered(other, level)
    year = view.year if view.year in other.manifest["periods"] else other.manifest["covered"][-1]
    changes |= {
        "level": level,
        "measure": view.measure if view.measure in offered else offered[0],
        "year": year,
        "since": view.since if view.since in other.manifest["covered"] and view.since != year else None,
        "month": view.month if view.month in parameters.months(other) else None,
        "violence": view.violence if view.violence in parameters.violence(other) else "all",
        "family": view.family if view.family in parameters.families(other) else "any",
        "focus": view.focus if view.focus in parameters.focuses(other) else "east",
        "layers": _layers(build, view, other),
    }
    return view.query(**changes)


def _layers(build: Build, view: ViewState, other: Edition) -> tuple[str, ...]:
    """The view's layers that the other edition has too; what it opens with where the view shows just what opened."""
    here = build.edition(view.source, view.frame)
    if view.layers == parameters.default_layers(here):
        return parameters.default_layers(other)
    return tuple(name for name in view.layers if name in parameters.layers(other))
