"""A choice of figures: what a file, the API or a citation holds of an edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geodata import vocabulary
from geodata.builds.store import Edition
from geodata.figures.figures import Unit
from geodata.periods import period_of


@dataclass(frozen=True)
class Selection:
    """What a download or the API is asked for."""

    level: str = "admin1"
    year: str | None = None
    month: str | None = None
    since: str | None = None
    measure: str | None = None
    violence: str = "all"
    family: str = "any"
    pcode: str | None = None
    km: int | None = None

    def units(self, edition: Edition, level: str) -> list[Unit]:
        """The units asked for; of zones those of one distance, else the standard ones."""
        found = [unit for unit in edition.figures.units[level] if self.pcode in (None, unit.pcode)]
        if level != "zones" or self.pcode:
            return found
        wanted = [self.km] if self.km else vocabulary.DISTANCES_KM
        return [unit for unit in found if unit.extra["distance_km"] in wanted]

    def periods(self, edition: Edition) -> list[str]:
        """The periods asked for: the month or year chosen, else every year."""
        return [period_of(self.year, self.month)] if self.year else list(edition.figures.periods)

    @property
    def filters(self) -> dict[str, Any]:
        """What narrows or compares the counts of a record, as its functions take it."""
        return {"violence": self.violence, "family": self.family, "since": self.since}
