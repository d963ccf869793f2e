"""Counts within any distance of the borders: a lookup on the two distances that every event carries.

Plain Python over the events of a build, so that a web worker needs no table library for a zone of 75 km.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, FAMILIES

Numbers = tuple[int | None, ...]


@dataclass(frozen=True)
class Near:
    """An event as a zone counts it: distances in km, its year and month, type, families, additive counts."""

    km_to_niger: float
    km_to_burkina: float
    periods: tuple[str, str]
    violence: str
    families: tuple[str, ...]
    counts: Numbers

    def is_inside(self, kind: str, km: float) -> bool:
        """Whether the event lies in the zone of that kind and distance."""
        niger, burkina = self.km_to_niger <= km, self.km_to_burkina <= km
        return {"niger": niger, "burkina": burkina, "either": niger or burkina, "both": niger and burkina}[kind]


class Reach:
    """The events of a source that are placed well enough for zones."""

    def __init__(self, events: Iterable[Near]) -> None:
        """Keep the events; a zone is counted when it is first asked for."""
        self._events = tuple(events)
        self.zone = lru_cache(256)(self._zone)

    def _zone(self, kind: str, km: float) -> Mapping[tuple[str, str, str], Numbers]:
        """(type of violence or all, family or any, period) -> the additive counts inside; no key: no event."""
        found: dict[tuple[str, str, str], Numbers] = {}
        for event in self._events:
            if not event.is_inside(kind, km):
                continue
            for violence in (ALL_VIOLENCE, event.violence):
                for family in (ANY_FAMILY, *event.families):
                    for period in event.periods:
                        key = (violence, family, period)
                        found[key] = plus(found.get(key), event.counts)
        return found


def plus(one: Numbers | None, other: Numbers) -> Numbers:
    """The sum column by column; a column that is null in both stays null."""
    if one is None:
        return other
    return tuple(b if a is None else a if b is None else a + b for a, b in zip(one, other, strict=True))


def read(rows: Iterable[Mapping[str, object]], names: tuple[str, ...]) -> Reach:
    """The reach of a build's event rows; `names` are the additive columns, events first."""

    def near(row: Mapping[str, object]) -> Near:
        counts = (1, *(None if row[name] is None else int(str(row[name])) for name in names[1:]))
        families = tuple(family for family in FAMILIES if row[f"is_{family}"])
        periods = (str(row["year"]), str(row["month"]))
        return Near(
            float(str(row["km_to_niger"])),
            float(str(row["km_to_burkina"])),
            periods,
            str(row["violence_type"]),
            families,
            counts,
        )

    return Reach(near(row) for row in rows if row["km_to_niger"] is not None)
