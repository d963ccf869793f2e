"""Tables of additive counts by unit, period, type of violence and actor family, and of the accounting behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.counting.batch_tally import PairSums
from geodata.errors import DataError
from geodata.placing.scale import Verdict
from geodata.placing.unit_index import UnitIndex
from geodata.schema import validate
from geodata.schema.order import Places, ordered, places, rows_by
from geodata.schema.tables import ADDITIVE_NAMES, BESIDE
from geodata.vocabulary import ALL_VIOLENCE

KEYS = ["frame", "level", "pcode", "period", "violence_type", "actor_family"]


def beside(named: pd.DataFrame, exact: pd.DataFrame) -> pd.DataFrame:
    """The counts of both kinds together: columns.BESIDE, sorted by key."""
    parts = [part.assign(beside=kind) for kind, part in (("named", named), ("exact", exact)) if len(part)]
    table = pd.concat(parts, ignore_index=True) if parts else none_beside()
    return ordered(validate.validate("beside", table, "beside"), ["beside", *KEYS])


def none_beside() -> pd.DataFrame:
    """columns.BESIDE without a row."""
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in BESIDE})


def checked(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The counts together: columns.COUNTS, sorted by key. Raises DataError where they break the dictionary."""
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return ordered(validate.validate("counts", table, "counts"), KEYS)


def disagreements(found: Sequence[tuple[UnitIndex, PairSums]]) -> pd.DataFrame:
    """Events whose named unit differs from the unit of their point: columns.DISAGREEMENTS, of each index most events
    first."""
    sizes = [len(sums.events) for _, sums in found]
    table = pd.DataFrame(
        {
            "frame": np.repeat(np.array([index.frame for index, _ in found], object), sizes),
            "level": np.repeat(np.array([index.level for index, _ in found], object), sizes),
            "pcode": _joined([index.names(sums.first) for index, sums in found], object),
            "point_pcode": _joined([index.names(sums.second) for index, sums in found], object),
            "events": _joined([sums.events for _, sums in found]),
            "fatalities_best": _joined([sums.best for _, sums in found]),
        }
    )
    table = validate.validate("disagreements", table, "disagreements")
    pcode, point_pcode, events = (places(table[name].array) for name in ("pcode", "point_pcode", "events"))
    order = rows_by([np.repeat(np.arange(len(found)), sizes), -events, pcode, point_pcode])
    return table.take(order).reset_index(drop=True)


def account(found: Sequence[tuple[str, str, PairSums]]) -> pd.DataFrame:
    """The number of events and deaths by basis and reason of placement and year: columns.ACCOUNTING.

    `found`: frame, level, sums. Frames and levels stay as they come, each sorted by the rest of the key.
    """
    known = list(Verdict)
    sizes = [len(sums.events) for *_, sums in found]
    verdicts = [known[number] for *_, sums in found for number in sums.second.tolist()]
    table = pd.DataFrame(
        {
            "frame": np.repeat(np.array([frame for frame, *_ in found], object), sizes),
            "level": np.repeat(np.array([level for _, level, _ in found], object), sizes),
            "period": [str(year) for *_, sums in found for year in sums.first.tolist()],
            "basis": [verdict.basis for verdict in verdicts],
            "reason": [verdict.reason for verdict in verdicts],
            "allocated": [verdict.is_allocated for verdict in verdicts],
            "events": _joined([sums.events for *_, sums in found]),
            "fatalities_best": _joined([sums.best for *_, sums in found]),
        }
    )
    table = validate.validate("accounting", table, "accounting")
    keys = [places(table[name].array) for name in ("period", "basis", "reason", "allocated")]
    return table.take(rows_by([np.repeat(np.arange(len(found)), sizes), *keys])).reset_index(drop=True)


def _joined(parts: Sequence[npt.NDArray[Any]], kind: Any = np.int64) -> npt.NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *parts])


def with_all_violence(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with rows of violence_type "all" added: the sum over the three types, which do not overlap.

    Those of columns.BESIDE are summed kind by kind, of columns.ABROAD side by side and part by part.
    """
    order = [key for key in ("side", "part", "beside", *KEYS) if key in counts]
    group = _groups([places(counts[key].array) for key in order if key != "violence_type"])
    _, first = np.unique(group, return_index=True)
    total = counts[list(ADDITIVE_NAMES)].groupby(group).sum(min_count=1)
    alike = counts.iloc[first].assign(
        **{name: total[name].array for name in ADDITIVE_NAMES}, violence_type=ALL_VIOLENCE
    )
    return ordered(pd.concat([counts, alike]), order)


def _groups(keys: Sequence[Places]) -> Places:
    """A number for each row, the same of rows whose keys are the same, ascending as they do."""
    group = np.zeros(len(keys[0]), np.int64)
    for key in keys:
        group = np.unique(group * (key.max(initial=0) + 1) + key, return_inverse=True)[1]
    return group


def require_whole(counts: pd.DataFrame) -> None:
    """Raise DataError unless units and not allocated add up to the country at every level that divides it.

    For each count, period, type of violence and actor family.
    """
    keys, names = ["period", "violence_type", "actor_family"], list(ADDITIVE_NAMES)
    counts = counts[counts["level"] != "zones"]
    group = _groups([places(counts[key].array) for key in keys])
    number = group.max(initial=-1) + 1
    codes, levels = pd.factorize(counts["level"].array)
    summed = counts[names].groupby(codes * number + group).sum(min_count=1)
    sums = np.full((len(levels) * number, len(names)), np.nan)
    sums[summed.index] = summed.to_numpy(np.float64, na_value=np.nan)
    by_level: Mapping[str, npt.NDArray[np.float64]] = dict(
        zip(levels, sums.reshape(len(levels), number, len(names)), strict=True)
    )
    whole = by_level.get("country", np.full((number, len(names)), np.nan))
    for level in ("admin1", "admin2", "admin3", "grid"):
        found = by_level.get(level, whole)
        for row, column in np.argwhere((found != whole) & ~(np.isnan(found) & np.isnan(whole)))[:1]:
            key = counts[keys].iloc[int(np.argmax(group == row))]
            raise DataError(
                f"{names[column]} of {', '.join(key)}: units and not allocated are {found[row, column]:.0f}",
                where=f"counts at {level}",
                expected=f"{whole[row, column]:.0f}, the country's",
            )
