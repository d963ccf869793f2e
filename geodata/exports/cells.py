"""The value of a measure as the map draws it: by an estimate, with its range, its class, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.figures import classes, estimates, measures
from geodata.figures.figures import Row
from geodata.figures.measures import Measure

Record = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """The value of a measure as the map draws it: its range, status and class; None where there is no data.

    Of a change, `value` is that of the later period, `then` that of the earlier one, and status and class are those
    of the `change`.
    """

    value: float | None
    low: float | None
    high: float | None
    status: str
    number: int | None
    """The class: from 1 up or, of a change, from -3 to 3."""
    class_low: int | None = None
    class_high: int | None = None
    """The classes by the lowest and by the highest estimate; None for a change, and where there is no range."""
    is_unstable: bool = False
    is_change: bool = False
    then: float | None = None
    change: float | None = None

    @property
    def is_class_uncertain(self) -> bool:
        """True if the class differs between the lowest and the highest estimate."""
        return estimates.is_class_uncertain(self.class_low, self.class_high)

    @property
    def is_best_outside(self) -> bool:
        """True if the best estimate lies below the lowest or above the highest, as sources have it of some events."""
        if self.value is None or self.low is None or self.high is None:
            return False
        return not self.low <= self.value <= self.high

    @property
    def shown(self) -> float | None:
        """The number that the class is of: the change or the value."""
        return self.change if self.is_change else self.value

    def record(self) -> Record:
        """The cell as the API writes it."""
        found: Record = {"value": self.value, "low": self.low, "high": self.high, "status": self.status}
        if self.is_change:
            found |= {"from_value": self.then, "change": self.change}
        found |= {"class": self.number, "class_low": self.class_low, "class_high": self.class_high}
        return {**found, "is_class_uncertain": self.is_class_uncertain, "is_rate_unstable": self.is_unstable}


def cell_of(
    measure: Measure,
    now: Row,
    then: Row | None,
    breaks: Mapping[str, Sequence[float]],
    estimate: str = estimates.BEST,
) -> Cell:
    """The value of a measure for a row of figures or, with `then`, its change from that row; by one of the estimates
    where the measure has several."""
    by = estimates.counted(measure, estimate)
    value, status = measures.value(by, now), measures.status(by, now)
    is_unstable = any(estimates.is_unstable(measure, row) for row in (now, then) if row)
    low, high = measures.limits(measure, now)
    if then is None:
        number, ends = (
            classes.classify([value], breaks["value"])[0],
            estimates.class_range(measure, now, breaks["value"]),
        )
        return Cell(value, low, high, status, number, *ends, is_unstable=is_unstable)
    before = measures.value(by, then)
    change = measures.change(before, value)
    status = measures.change_status(measures.status(by, then), status)
    number = change_class(change, breaks["change"])
    return Cell(value, low, high, status, number, None, None, is_unstable, is_change=True, then=before, change=change)


def change_class(change: float | None, sizes: Sequence[float]) -> int | None:
    """The class of a change: 0 for none, else 1 to 3 by size, negative for a fall; None where there is no data."""
    if change is None or change == 0:
        return None if change is None else 0
    size = 1 + (classes.classify([abs(change)], sizes)[0] or 0)
    return size if change > 0 else -size
