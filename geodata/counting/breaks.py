"""Class limits: which measures an edition has classes of, and how the limits were once found.

The limits themselves are fixed (figures.class_limits). `pooled` is how they were found: percentiles over all units,
periods and frames of a source, rounded; builds.freeze_limits wrote them down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata import periods
from geodata.figures import class_limits, classes, measures
from geodata.figures.class_limits import Breaks
from geodata.figures.classes import Limits
from geodata.figures.figures import Unit
from geodata.figures.measures import Measure
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY


@dataclass(frozen=True)
class Counted:
    """The counts of a frame (columns.COUNTS with violence_type all), its units by level, the years covered."""

    counts: pd.DataFrame
    units: Mapping[str, Sequence[Unit]]
    years: Sequence[str]


SHARED_LEVELS = ("zones", "grid")
"""Levels that are the same in every frame."""


def of_source(frames: Sequence[Counted]) -> Breaks:
    """The fixed limits of the measures that one source has, over all its frames, by level."""
    has_months = any(bool(frame.counts["period"].map(periods.is_month).any()) for frame in frames)
    return _of_each(frames, lambda measure, level: class_limits.limits_of(measure, level, has_months=has_months))


def pooled(frames: Sequence[Counted]) -> Breaks:
    """The limits that the figures of one source give, over all its frames, of the measures that have no fixed ones."""
    wides = [_Wide(frame) for frame in frames]

    def limits(measure: Measure, level: str) -> Limits | None:
        return None if measure.breaks else _of_level(measure, level, wides[:1] if level in SHARED_LEVELS else wides)

    return _of_each(frames, limits)


def _of_each(frames: Sequence[Counted], limits: Callable[[Measure, str], Limits | None]) -> Breaks:
    """The limits of each measure at each level where the source has values of some unit there; None is left out."""
    found: Breaks = {}
    for measure in measures.MEASURES:
        for level in measure.levels:
            if not any(_is_counted(measure, frame.counts) for frame in frames):
                continue
            if not any(_is_told(measure, frame.units.get(level, ())) for frame in frames):
                continue
            if (made := limits(measure, level)) is not None:
                found.setdefault(measure.key, {})[level] = made
    return found


def _is_counted(measure: Measure, counts: pd.DataFrame) -> bool:
    """True if the source reports this measure's numerator (listed measures always have one)."""
    return measure.numerator not in ADDITIVE_NAMES or bool(counts[measure.numerator].notna().any())


def _is_told(measure: Measure, units: Sequence[Unit]) -> bool:
    return any(measure.denominator is None or getattr(unit, measure.denominator) for unit in units)


def _of_level(measure: Measure, level: str, wides: Sequence[_Wide]) -> Limits:
    yearly = [wide.values(measure, level) for wide in wides]
    found: Limits = {
        "value": [0.0, *classes.pooled_breaks(_positive(yearly), measures.PERCENTILES)],
        "change": classes.pooled_breaks(_positive(map(_changes, yearly)), measures.CHANGE_PERCENTILES),
    }
    monthly = [wide.values(measure, level, month) for wide in wides for month in periods.MONTHS]
    values = _positive(monthly)
    if len(values):
        found["month"] = [0.0, *classes.pooled_breaks(values, measures.PERCENTILES)]
        found["month_change"] = classes.pooled_breaks(_positive(map(_changes, monthly)), measures.CHANGE_PERCENTILES)
    return found


def _positive(parts: Iterable[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    found = [part.ravel() for part in parts]
    values = np.concatenate(found) if found else np.array([])
    positive: npt.NDArray[np.float64] = values[values > 0]
    return positive


class _Wide:
    """A frame's unfiltered counts, one row per unit and one column per period; each numerator laid out once a level."""

    def __init__(self, frame: Counted) -> None:
        counts = frame.counts
        is_all = (counts["violence_type"] == ALL_VIOLENCE) & (counts["actor_family"] == ANY_FAMILY)
        self._frame, self._rows = frame, counts[is_all & counts["pcode"].notna()]
        self._laid_out: dict[tuple[str, str], tuple[list[str], dict[str, int], npt.NDArray[np.float64]]] = {}

    def _counts(self, level: str, numerator: str) -> tuple[list[str], dict[str, int], npt.NDArray[np.float64]]:
        """P-codes of the rows, the column of each period, and the counts; the last column is nothing recorded."""
        key = (level, numerator)
        if key not in self._laid_out:
            rows = self._rows[(self._rows["level"] == level) & self._rows[numerator].notna()]
            which, pcodes = pd.factorize(rows["pcode"])
            when, shown = pd.factorize(rows["period"])
            table = np.zeros((len(pcodes), len(shown) + 1))
            table[which, when] = rows[numerator].to_numpy(float)
            self._laid_out[key] = (list(pcodes), {period: column for column, period in enumerate(shown)}, table)
        return self._laid_out[key]

    def values(self, measure: Measure, level: str, month: str | None = None) -> npt.NDArray[np.float64]:
        """The measure: one row per unit with any event, one column per year; of one month of each year if given."""
        pcodes, columns, table = self._counts(level, measure.numerator)
        wanted = [columns.get(periods.period_of(year, month), -1) for year in self._frame.years]
        divide = {unit.pcode: _divisor(measure, unit) for unit in self._frame.units.get(level, ())}
        by = np.array([divide.get(pcode, np.nan) for pcode in pcodes])
        found: npt.NDArray[np.float64] = (table[:, wanted] / by[:, None])[~np.isnan(by)]
        return found


def _divisor(measure: Measure, unit: Unit) -> float:
    """The divisor of a count; NaN where the denominator is unknown."""
    if measure.denominator is None:
        return 1.0
    return (getattr(unit, measure.denominator) or np.nan) / measure.per


def _changes(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The size of every change between two columns."""
    first, second = np.triu_indices(values.shape[1], 1)
    return np.abs(values[:, second] - values[:, first])
