"""Breaks that are fixed over all years, and the class of a value."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict

import numpy as np

_NICE = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 10.0)


class Limits(TypedDict):
    """Limits of the classes of a measure at a level, for years and, where months have values, for months."""

    value: list[float]
    change: list[float]
    month: NotRequired[list[float]]
    month_change: NotRequired[list[float]]


def classify(values: Sequence[float | None], breaks: Sequence[float]) -> list[int | None]:
    """The class of each value: 0 up to and with the first break, then one more for each break it exceeds.

    A missing value (None or NaN) has no class: None. A value above the last break has the class len(breaks).
    """
    return [None if value is None or math.isnan(value) else bisect_left(breaks, value) for value in values]


def rounded(value: float) -> float:
    """The nearest of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5 times a power of ten; 0 for 0."""
    if value <= 0:
        return 0.0
    scale = 10.0 ** math.floor(math.log10(value))
    nearest = min(_NICE, key=lambda step: abs(step - value / scale))
    return float(f"{nearest * scale:.6g}")


def pooled_breaks(values: Iterable[float], percentiles: Sequence[float]) -> list[float]:
    """Rounded, increasing upper limits of the classes for the positive values of all years together.

    `percentiles` are the upper limits' places among the positive values; the last class is open above. Fewer
    breaks come back where roundings coincide; [1] when no value is positive.
    """
    positive = np.array([value for value in values if value is not None and value > 0], float)
    if not len(positive):
        return [1.0]
    return sorted({rounded(float(limit)) for limit in np.percentile(positive, list(percentiles))})
