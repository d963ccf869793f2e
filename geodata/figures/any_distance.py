"""Count events within an arbitrary distance of a border, by the two distances that every event carries.

Plain Python over the events of a build, so that a web worker needs no table library for a zone of 75 km.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, FAMILIES

Numbers = tuple[int | None, ...]
EXACT_PLACE = 1
"""Precision of an event whose place itself is known: UCDP's where_prec and ACLED's geo_precision."""


@dataclass(frozen=True)
class EventDistance:
    """An event as a zone counts it: distances in km, its year and month, type, families, additive counts."""

    km_to_niger: float
    km_to_burkina: float
    periods: tuple[str, str]
    violence: str
    families: tuple[str, ...]
    counts: Numbers
    is_exact: bool = False

    def is_inside(self, kind: str, km: float) -> bool:
        """True if the event lies in the zone of that kind and distance."""
        return is_within(self.km_to_niger, self.km_to_burkina, kind, km)


def is_within(km_to_niger: float, km_to_burkina: float, kind: str, km: float) -> bool:
    """True if a place so far from the two borders lies in the zone of that kind and distance."""
    niger, burkina = km_to_niger <= km, km_to_burkina <= km
    return {"niger": niger, "burkina": burkina, "either": niger or burkina, "both": niger and burkina}[kind]


class ZoneCounter:
    """Count the events of a source by border zone: those placed well enough."""

    def __init__(self, events: Iterable[EventDistance]) -> None:
        """Keep the events; a zone is counted when it is first asked for."""
        self._events = tuple(events)
        self._exact = tuple(event for event in self._events if event.is_exact)
        self.zone = lru_cache(256)(lambda kind, km: _zone(self._events, kind, km))
        """(type of violence or all, family or any, period) -> the additive counts inside; no key: no event."""
        self.exact = lru_cache(256)(lambda kind, km: _zone(self._exact, kind, km))
        """The same of the events alone whose place is known exactly."""


def _zone(events: Iterable[EventDistance], kind: str, km: float) -> Mapping[tuple[str, str, str], Numbers]:
    found: dict[tuple[str, str, str], Numbers] = {}
    for event in events:
        if event.is_inside(kind, km):
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


def less(one: Numbers, part: Numbers) -> Numbers:
    """What is left of counts without a part of them, column by column; a column that is null stays null."""
    return tuple(None if a is None else a - (b or 0) for a, b in zip(one, part, strict=True))


def zone_counter_from(rows: Iterable[Mapping[str, object]], names: tuple[str, ...]) -> ZoneCounter:
    """A counter of a build's event rows; `names` are the additive columns, events first."""

    def near(row: Mapping[str, object]) -> EventDistance:
        counts = (1, *(None if row[name] is None else int(str(row[name])) for name in names[1:]))
        families = tuple(family for family in FAMILIES if row[f"is_{family}"])
        periods = (str(row["year"]), str(row["month"]))
        return EventDistance(
            float(str(row["km_to_niger"])),
            float(str(row["km_to_burkina"])),
            periods,
            str(row["violence_type"]),
            families,
            counts,
            is_exact=row["where_precision"] == EXACT_PLACE,
        )

    return ZoneCounter(near(row) for row in rows if row["km_to_niger"] is not None)
