"""The rules of placing by example: what tests/spec/placing proves, for the method page to show."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("placing_examples.toml")


@dataclass(frozen=True)
class Unit:
    """A unit of the drawings."""

    pcode: str
    name: str


@dataclass(frozen=True)
class Event:
    """An event of an example: what its source says of the place, "" where it names none."""

    id: str
    region: str
    cercle: str
    year: int
    precision: int
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Placed:
    """Where an event belongs, and why; None: in no unit."""

    point_in: Unit | None
    unit: Unit | None
    basis: str
    reason: str


@dataclass(frozen=True)
class Example:
    """A rule with events that show it. `scale` is the source whose precision is meant; None: it is all the same."""

    section: str
    key: str
    titles: dict[str, str]
    frame: str
    level: str
    scale: str | None
    drawing: str
    rows: Sequence[tuple[Event, Placed]]


@dataclass(frozen=True)
class Rules:
    """All examples, in the order of the page; titles of the sections and limits of precision by their keys."""

    sections: dict[str, dict[str, str]]
    limits: dict[str, dict[str, int]]
    units: dict[str, Unit]
    examples: Sequence[Example]

    def shown(self, scale: str) -> list[tuple[dict[str, str], list[Example]]]:
        """Each section's titles, and its examples that hold for the sources of a scale: "ucdp" or "acled"."""
        return [
            (titles, [one for one in self.examples if one.section == key and one.scale in (None, scale)])
            for key, titles in self.sections.items()
        ]


@cache
def read() -> Rules:
    """The rules as the file has them. Raises ValueError where events and placements of an example do not pair."""
    file = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    units = {letter: Unit(*named) for letter, named in file["units"].items()}
    return Rules(
        {one["key"]: _titles(one) for one in file["sections"]},
        file["limits"],
        units,
        [_example(one, units) for one in file["examples"]],
    )


def _titles(entry: dict[str, Any]) -> dict[str, str]:
    return {"en": entry["en"], "fr": entry["fr"]}


def _example(entry: dict[str, Any], units: dict[str, Unit]) -> Example:
    events, placed = (
        {row["id"]: row for row in _table(entry["events"])},
        {row["id"]: row for row in _table(entry["placed"])},
    )
    if list(events) != list(placed):
        raise ValueError(f"{entry['key']}: events {list(events)}, placed {list(placed)}")
    return Example(
        section=entry["section"],
        key=entry["key"],
        titles=_titles(entry),
        frame=entry["frame"],
        level=entry["level"],
        scale=entry.get("scale"),
        drawing=entry["drawing"],
        rows=[(_event(row), _placed(placed[name], units)) for name, row in events.items()],
    )


def _table(text: str) -> list[dict[str, str]]:
    """The rows of a text table: "." is nothing, "_" a space."""
    head, *lines = [line.split() for line in text.splitlines() if line.strip()]
    return [dict(zip(head, ["" if cell == "." else cell for cell in line], strict=True)) for line in lines]


def _event(row: dict[str, str]) -> Event:
    return Event(
        id=row["id"],
        region=row["region"].replace("_", " "),
        cercle=row["cercle"].replace("_", " "),
        year=int(row["year"]),
        precision=int(row["precision"]),
        longitude=float(row["x"]),
        latitude=float(row["y"]),
    )


def _placed(row: dict[str, str], units: dict[str, Unit]) -> Placed:
    return Placed(
        point_in=units[row["point_in"]] if row["point_in"] else None,
        unit=units[row["unit"]] if row["unit"] else None,
        basis=row["basis"],
        reason=row["reason"],
    )
