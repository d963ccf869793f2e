"""Switches from a view to other sources, frames and levels, each a link that keeps the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.request import options
from app.request.view import View
from app.text import labels
from app.text.captions import source_label
from app.web.languages import gettext
from geodata.builds.store import Build, Edition
from geodata.figures import holders


@dataclass(frozen=True)
class Choice:
    """A link of a switch: its key, its label, its address, whether it is what is shown."""

    key: str
    label: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """The switches of the map page; a switch with one choice is not shown."""

    sources: list[Choice]
    frames: list[Choice]
    levels: list[Choice]
    named: list[Choice]
    sides: list[Choice]


def of(build: Build, edition: Edition, view: View) -> Choices:
    """The switches of a view, each in its own order: newest source first, frames and levels as they nest."""
    first = build.editions[0]
    sources = list(dict.fromkeys(entry["source"] for entry in build.editions))
    frames = sorted(entry["frame"] for entry in build.editions if entry["source"] == edition.source)
    return Choices(
        [
            Choice(
                name,
                _label(build, name),
                _fitting(
                    build,
                    edition,
                    replace(view, source=None if name == first["source"] else name, frame=None, level="admin1"),
                ),
                name == edition.source,
            )
            for name in sources
        ],
        [
            Choice(
                frame,
                gettext(labels.FRAMES[frame]),
                _fitting(build, edition, replace(view, frame=_unless_first(build, edition, frame))),
                frame == edition.frame,
            )
            for frame in frames
        ],
        [
            Choice(
                level,
                gettext(labels.LEVELS[level]),
                _fitting(build, edition, replace(view, level=level), _unit_at(edition, view.unit, level)),
                level == view.level,
            )
            for level in options.levels(edition)
        ],
        _named(edition, view),
        _sides(edition, view),
    )


def _named(edition: Edition, view: View) -> list[Choice]:
    """Whether events that only name a unit count with it, where there are any at the view's level."""
    if not edition.figures.has_any_named(view.level):
        return []
    return [
        Choice(key, gettext(labels.NAMED[key]), replace(view, named=key).query(), key == view.named)
        for key in options.named(edition)
    ]


def _sides(edition: Edition, view: View) -> list[Choice]:
    """Whether border zones show one side of the border or both."""
    return [
        Choice(key, gettext(labels.SIDES[key]), replace(view, sides=key).query(), key == view.sides)
        for key in options.sides(edition)
    ]


def _label(build: Build, source: str) -> str:
    """A source in a few words, and whether it is a sample."""
    label = source_label(build.manifest["sources"][source])
    return f"{label} · {gettext('incomplete')}" if source in build.manifest.get("incomplete", ()) else label


def _unless_first(build: Build, edition: Edition, frame: str) -> str | None:
    """The frame as an address needs it: nothing for the one that the source opens with."""
    opened = next(entry["frame"] for entry in build.editions if entry["source"] == edition.source)
    return None if frame == opened else frame


def _fitting(build: Build, here: Edition, changed: View, unit: str | None = None) -> str:
    """The address of a view of `here` after a switch, without what the other edition or level does not have."""
    there = build.edition(changed.source or build.editions[0]["source"], changed.frame)
    return replace(changed, unit=unit).fit(there, here).query()


def _unit_at(edition: Edition, unit: str | None, level: str) -> str | None:
    """What stays opened at another level: of what is finer than its units, the cercle or region that holds it."""
    known = options.levels(edition)
    finer = known[known.index(level) + 1 :]
    found = (edition.figures.unit(one, unit) for one in finer) if unit else ()
    return next((holders.at(edition.figures, one, level) for one in found if one), unit)
