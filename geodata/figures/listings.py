"""The lists kept beside the incidents that a measure can show by region and year: documented sites, nominal troops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Listing:
    """A list by region and year: its table in a ground, the columns it fills in a row of figures, its years.

    `columns`: name in a row of figures -> name in the table; the first is what a measure shows. `doubtful` are the
    columns that count what may or may not be meant; none: there is no such doubt.
    """

    key: str
    table: str
    columns: Mapping[str, str]
    first: int
    last: int
    doubtful: tuple[str, ...] = ()

    @property
    def count(self) -> str:
        """The column that a measure shows."""
        return next(iter(self.columns))

    @property
    def flag(self) -> str:
        """The key, in a row of figures, of the flag that the list covers the year."""
        return f"is_{self.key}_covered"

    def years(self) -> list[str]:
        """The years that the list covers, in order."""
        return [str(year) for year in range(self.first, self.last + 1)]

    def covers(self, year: str) -> bool:
        """True if the list covers a year."""
        return self.first <= int(year) <= self.last


SITES = Listing(
    "sites",
    "sites_by_unit",
    {
        "documented_sites": "sites_open",
        "last_reported_sites": "sites_last_reported",
        "uncertain_sites": "sites_uncertain",
        "closed_sites": "sites_closed",
    },
    first=2013,
    last=2025,
    doubtful=("uncertain_sites", "last_reported_sites"),
)
"""International force sites at the end of a year: from the first deployments to the last year end that is known."""

TROOPS = Listing("troops", "troops_by_unit", {"nominal_troops": "nominal_troops"}, first=2014, last=2023)
"""Nominal MINUSMA troops: from the first full year of the mission to the year in which it left."""

LISTINGS: dict[str, Listing] = {listing.key: listing for listing in (SITES, TROOPS)}
BY_COUNT: dict[str, Listing] = {listing.count: listing for listing in LISTINGS.values()}
