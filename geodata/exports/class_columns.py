"""The columns that say the class of a rate, that of its lowest and highest estimate, and whether it rests on little."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from geodata.figures import classes, estimates, measures
from geodata.figures.figures import Row
from geodata.figures.measures import Measure
from geodata.schema.column import Column
from geodata.texts import N_

_CLASS = N_("class of the rate on the map, from 0; null: no data")
_CLASS_LOW = N_("class of the rate by the lowest estimate; null: no data or no range")
_CLASS_HIGH = N_("class of the rate by the highest estimate; null: no data or no range")
_UNCERTAIN = N_("whether the class differs between the lowest and the highest estimate")
UNSTABLE = Column(
    "is_rate_unstable",
    "bool",
    N_("whether rates rest on fewer than 5 events or, by people, on fewer than 20,000 people"),
    hxl="#status+rate+unstable",
)


def columns(rates: Sequence[Measure]) -> list[Column]:
    """The columns of a level with these rates: of those that have a range, and one for all."""
    return [column for rate in rates if estimates.applies(rate) for column in _of_rate(rate.key)] + [UNSTABLE]


@cache
def _of_rate(key: str) -> tuple[Column, ...]:
    tag = f"#status+{key}+class"
    return (
        Column(f"{key}_class", "Int64", _CLASS, nullable=True, hxl=tag),
        Column(f"{key}_class_low", "Int64", _CLASS_LOW, nullable=True, hxl=f"{tag}+low"),
        Column(f"{key}_class_high", "Int64", _CLASS_HIGH, nullable=True, hxl=f"{tag}+high"),
        Column(f"{key}_is_class_uncertain", "bool", _UNCERTAIN, hxl=f"{tag}+uncertain"),
    )


@cache
def _names(key: str) -> tuple[str, ...]:
    """The names of the columns of a rate: found once, not for each row."""
    return tuple(column.name for column in _of_rate(key))


def of_row(
    rates: Sequence[Measure], row: Row, breaks: Callable[[Measure], Mapping[str, Sequence[float]]]
) -> dict[str, object]:
    """What the columns hold for a row of figures; `breaks` gives the limits of a rate's classes."""
    made: dict[str, object] = {}
    for rate in filter(estimates.applies, rates):
        limits = breaks(rate)["value"]
        low, high = estimates.class_range(rate, row, limits)
        numbers = (classes.classify([measures.value(rate, row)], limits)[0], low, high)
        uncertain = estimates.is_class_uncertain(low, high)
        made |= dict(zip(_names(rate.key), (*numbers, uncertain), strict=True))
    return {**made, UNSTABLE.name: any(estimates.is_unstable(rate, row) for rate in rates)}
