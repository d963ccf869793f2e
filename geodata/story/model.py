"""The story as values: its steps, and the figures of an edition that its sentences say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geodata.builds.store import Edition
from geodata.figures import sums
from geodata.figures.figures import Figures, Row, Unit
from geodata.texts import Text
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY

THEN, NOW = "2020", "2022"
"""The year of the coup and the year of the report, which the story compares."""
GAO, MENAKA = "Gao", "Ménaka"
ZONE, BOTH_BORDERS = "either-50", "both-50"
"""The border zones of the story: within 50 km of Niger or Burkina Faso, and within 50 km of both."""
_EVERYTHING = (ALL_VIOLENCE, ANY_FAMILY)


@dataclass(frozen=True)
class Step:
    """A step of the story: a title, one or more sentences, and the view of the map that shows it.

    `view` holds the parameters of the map's address, `claims` ids of the report's statements on the same matter.
    `holds`: the figures are as the report says; where they are not, title and sentences say so. None: the step tells
    no comparison. `page`: another page to read on, with its parameters.
    """

    key: str
    title: Text
    sentences: tuple[Text, ...]
    view: Mapping[str, str]
    claims: tuple[str, ...] = ()
    holds: bool | None = None
    page: tuple[str, Mapping[str, str]] | None = None


@dataclass(frozen=True)
class Subject:
    """An edition as the story reads it: its counts by place and period, regions by name, force tables.

    `name` is what readers call the source. `others` are editions of the build's other sources, in the same frame.
    """

    edition: Edition
    name: str
    others: Sequence[Edition] = ()
    regions: Mapping[str, Unit] = field(default_factory=dict)

    @property
    def figures(self) -> Figures:
        """The counts of the edition."""
        return self.edition.figures

    def table(self, name: str) -> Sequence[Mapping[str, Any]]:
        """The rows of a force table."""
        return self.edition.table(name)

    def covers(self, year: str) -> bool:
        """True if the source covers the whole of a year."""
        return self.figures.covers_whole(year)

    @property
    def years(self) -> list[str]:
        """The years that the source covers whole, in order."""
        return [year for year in self.figures.periods if self.covers(year)]

    def country(self, period: str) -> Row:
        """The counts of all of Mali."""
        return self.figures.national(period, *_EVERYTHING)

    def region(self, name: str, period: str) -> Row:
        """The figures of a region, by its name."""
        return self.figures.row("admin1", self.regions[name], period, *_EVERYTHING)

    def elsewhere(self, period: str) -> Row:
        """The figures of the regions but Gao and Ménaka together (sums.total); empty where there is no other."""
        rows = [self.region(name, period) for name in self.regions if name not in (GAO, MENAKA)]
        return sums.total(rows) if rows else {}

    def zone(self, zone: str, period: str, side: str | None = None) -> Row | None:
        """The counts of a border zone on Mali's or a neighbour's side; None where the source has no such zone."""
        figures = self.figures.abroad.get(side) if side else self.figures
        unit = figures.unit("zones", zone) if figures and "zones" in figures.units else None
        return figures.row("zones", unit, period, *_EVERYTHING) if figures and unit else None

    def not_allocated(self, level: str, period: str) -> Row:
        """The counts of events that no unit, or no zone, could be told."""
        return self.figures.not_allocated(level, period, *_EVERYTHING)


def subject(edition: Edition, others: Sequence[Edition] = ()) -> Subject:
    """The edition as the story reads it."""
    record = edition.manifest["sources"][edition.source]
    regions = {unit.name: unit for unit in edition.figures.units["admin1"]}
    return Subject(edition, record["short"] or record["title"], others, regions)
