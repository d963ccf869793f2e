"""The estimates of a count that has a range, the classes that they give, and rates that rest on little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geodata.figures import classes, measures
from geodata.figures.measures import Measure

LOW, BEST, HIGH = ESTIMATES = ("low", "best", "high")
FEWEST_EVENTS, FEWEST_PEOPLE = 5, 20_000
"""A rate on fewer is marked as unstable: one event more or less changes it a great deal."""
_COUNTED = ("recorded", "zero", "best_zero")


def applies(measure: Measure) -> bool:
    """True if the measure's count has a lowest and a highest estimate."""
    return measure.low is not None and measure.high is not None


def counted(measure: Measure, estimate: str) -> Measure:
    """The measure of one estimate: of a count without a range, or of the best, the measure itself."""
    numerator = {LOW: measure.low, HIGH: measure.high}.get(estimate)
    return replace(measure, numerator=numerator, high=None) if numerator and applies(measure) else measure


def class_range(
    measure: Measure, row: Mapping[str, float | None], breaks: Sequence[float]
) -> tuple[int | None, int | None]:
    """The classes of the lowest and of the highest estimate; None where the count has no range or no data."""
    low, high = classes.classify(measures.limits(measure, row), breaks)
    return low, high


def is_class_uncertain(class_low: int | None, class_high: int | None) -> bool:
    """True if the class depends on the estimate."""
    return class_low is not None and class_high is not None and class_low != class_high


def is_unstable(measure: Measure, row: Mapping[str, float | None]) -> bool:
    """True if a rate is of fewer than FEWEST_EVENTS events or, by people, of fewer than FEWEST_PEOPLE."""
    if measure.denominator is None or measures.status(measure, row) not in _COUNTED:
        return False
    is_small = measure.denominator == "population" and (row["population"] or 0) < FEWEST_PEOPLE
    return (row["events"] or 0) < FEWEST_EVENTS or is_small
