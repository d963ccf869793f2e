"""Quarterly national counts as a web worker looks them up: plain Python over the rows of columns.QUARTERS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import ALL_VIOLENCE

START_DATE, WHOLE = "start_date", "whole"
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Quarters:
    """Counts by period, basis, type of violence and actor group; no key: no such event, in covered years."""

    rows: Mapping[Key, Mapping[str, int | None]]
    absent: frozenset[str]
    """The counts that the source does not give of any event."""

    @property
    def years(self) -> list[str]:
        """The years that have an event, in order."""
        return sorted({period[:4] for period, *_ in self.rows})

    @property
    def kinds(self) -> set[str]:
        """The types of violence that any event has, with "all"."""
        return {kind for _, _, kind, _ in self.rows}

    def has(self, *, violence: str | None = None, group: str | None = None) -> bool:
        """True if any event is of that type, or of that group."""
        return any(violence in (None, kind) and group in (None, own) for _, _, kind, own in self.rows)

    def count(
        self,
        name: str,
        periods: Iterable[str],
        *,
        violence: str = ALL_VIOLENCE,
        group: str = "any",
        basis: str = START_DATE,
    ) -> int | None:
        """The sum over periods, each once; a year stands for its quarters and what is in none. None: not given."""
        if name in self.absent:
            return None
        found = [quarter for period in periods for quarter in _quarters(period)]
        return sum(self.rows.get((one, basis, violence, group), {}).get(name) or 0 for one in found)


def _quarters(period: str) -> list[str]:
    return [f"{period}-Q{number}" for number in range(5)] if len(period) == 4 else [period]


def read(rows: Iterable[Mapping[str, Any]]) -> Quarters:
    """The lookup of a build's rows of columns.QUARTERS."""
    found: dict[Key, Mapping[str, int | None]] = {
        (row["period"], row["basis"], row["violence_type"], row["actor_group"]): {
            name: row[name] for name in ADDITIVE_NAMES
        }
        for row in rows
    }
    given = {name for row in found.values() for name, number in row.items() if number is not None}
    return Quarters(found, frozenset(ADDITIVE_NAMES) - given)
