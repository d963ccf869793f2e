"""A choice of figures: what a file, the API or a citation holds of an edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypedDict, TypeVar

from geodata import periods, vocabulary
from geodata.builds.store import Edition
from geodata.figures.figures import Unit

T = TypeVar("T")
APART, WITH = NAMED = ("apart", "with")
"""Whether events that only name a unit stand beside its counts, or are among them."""
OWN, BOTH = SIDES = ("mali", "both")
"""The side of the border that zones and cells are counted on: Mali's, or both, each apart."""
SIDED = ("zones", "grid")
"""Layers that reach across the border."""
_CHOICE = "choice"
_YEARS, _MONTHS = r"\d{4}(?:-\d{4})?", r"\d{4}-\d{2}\.\.\d{4}-\d{2}"


def _text(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


class Filters(TypedDict):
    """The filters and the compared year, as keyword arguments of the functions of records."""

    violence: str
    family: str
    since: str | None


def counted(edition: Edition, named: str, people: str) -> Edition:
    """The edition whose figures count as asked: with the events that only name a unit, or not; by whose people."""
    return (edition.with_named if named == WITH else edition).by_people(people)


@dataclass(frozen=True)
class _Choice:
    """The way a field of a selection is written in addresses and manifests: its name and the form of its text."""

    name: str
    pattern: str
    parse: Callable[[str], object]


def _period(text: str) -> str:
    """A year or month, or a range that ends after it begins. Raises ValueError for another."""
    first, last = periods.ends(text)
    if periods.is_range(text) and first >= last:
        raise ValueError(text)
    return text


def _choice(name: str, pattern: str, default: T, parse: Callable[[str], object] = str) -> T:
    """A field that the address of a file can name."""
    found: T = field(default=default, metadata={_CHOICE: _Choice(name, pattern, parse)})
    return found


def codes_of(text: str) -> tuple[str, ...]:
    """The codes of units in a text with commas between them."""
    return tuple(text.split(","))


@dataclass(frozen=True)
class Selection:
    """The parameters of a download or API request. Of a range of months, `year` is the last one that it touches."""

    level: str = "admin1"
    year: str | None = _choice("year", _YEARS, None, _period)
    month: str | None = _choice("month", rf"\d{{2}}|{_MONTHS}", None, _period)
    since: str | None = _choice("from", rf"{_YEARS}|{_MONTHS}", None, _period)
    measure: str | None = None
    picked: tuple[str, ...] = _choice("units", r"[\w-]{1,80}(,[\w-]{1,80}){0,999}", (), codes_of)
    violence: str = _choice("violence", r"[a-z_]{1,40}", vocabulary.ALL_VIOLENCE)
    family: str = _choice("family", r"[a-z_]{1,40}", vocabulary.ANY_FAMILY)
    named: str = _choice("named", r"[a-z]{1,8}", APART)
    sides: str = _choice("sides", r"[a-z]{1,8}", OWN)
    people: str = _choice("people", r"[a-z]{1,10}", vocabulary.PEOPLE[0])
    pcode: str | None = None
    km: int | None = _choice("km", r"\d{1,4}", None, int)

    @classmethod
    def read(cls, pairs: Mapping[str, object]) -> Selection:
        """The selection of pairs that `pairs()` wrote. Raises ValueError with the name of one that it cannot be."""
        chosen: dict[str, Any] = {}
        for one in fields(cls):
            choice: _Choice | None = one.metadata.get(_CHOICE)
            if choice is None or (text := pairs.get(choice.name)) is None:
                continue
            if not (isinstance(text, str) and re.fullmatch(choice.pattern, text, re.ASCII)):
                raise ValueError(choice.name)
            try:
                chosen[one.name] = choice.parse(text) or one.default
            except ValueError:
                raise ValueError(choice.name) from None
        month = chosen.get("month")
        if month and periods.is_range(month):
            chosen["year"] = periods.year_of(month)
        return cls(**chosen)

    def pairs(self) -> dict[str, str]:
        """The parameters of a file's address, as a manifest lists them too; choices that are not made are left out."""
        found = [(one.metadata[_CHOICE], one.default, getattr(self, one.name)) for one in fields(self) if one.metadata]
        named = {choice.name: _text(value) for choice, default, value in found if value and value != default}
        if self.month and periods.is_range(self.month):
            del named["year"]
        return named

    def counted(self, edition: Edition) -> Edition:
        """The edition whose figures count what the selection counts."""
        return counted(edition, self.named, self.people)

    def sides_of(self, edition: Edition, level: str) -> list[Edition]:
        """The edition and, of zones and cells on both sides of the border, those of the neighbours: Edition.of_side."""
        chosen = edition.sides if level in SIDED and self.sides == BOTH else (edition.side,)
        return [edition.of_side(side) for side in chosen]

    def units(self, edition: Edition, level: str) -> list[Unit]:
        """The units asked for: those picked, else all; of zones those of one distance, else the standard ones."""
        found = [unit for unit in edition.figures.units[level] if self.pcode in (None, unit.pcode)]
        if self.picked:
            return [unit for unit in found if unit.pcode in self.picked]
        if level != "zones" or self.pcode:
            return found
        wanted = [self.km] if self.km else vocabulary.DISTANCES_KM
        return [unit for unit in found if unit.extra["distance_km"] in wanted]

    def periods(self, edition: Edition) -> list[str]:
        """The periods asked for: the month or year chosen, else every year."""
        return [self.period] if self.period else list(edition.figures.periods)

    @property
    def period(self) -> str | None:
        """The year, month or range that is chosen; None for every year."""
        return periods.period_of(self.year, self.month) if self.year else None

    @property
    def is_summed(self) -> bool:
        """True if a range is chosen, whose counts are sums."""
        return self.period is not None and periods.is_range(self.period)

    @property
    def filters(self) -> Filters:
        """The filters and the compared year, as keyword arguments of the functions of records."""
        return {"violence": self.violence, "family": self.family, "since": self.since}
