"""Tables of additive counts by unit, period, type of violence and actor family, and of the accounting behind them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from geodata.counting.batch_tally import PairSums
from geodata.errors import DataError
from geodata.placing.scale import Verdict
from geodata.placing.unit_index import UnitIndex
from geodata.schema import validate
from geodata.schema.tables import ADDITIVE_NAMES, BESIDE
from geodata.vocabulary import ALL_VIOLENCE

KEYS = ["frame", "level", "pcode", "period", "violence_type", "actor_family"]


def beside(named: pd.DataFrame, exact: pd.DataFrame) -> pd.DataFrame:
    """The counts of both kinds together: columns.BESIDE, sorted by key."""
    parts = [part.assign(beside=kind) for kind, part in (("named", named), ("exact", exact)) if len(part)]
    table = pd.concat(parts, ignore_index=True) if parts else none_beside()
    return validate.validate("beside", table, "beside").sort_values(["beside", *KEYS], ignore_index=True)


def none_beside() -> pd.DataFrame:
    """columns.BESIDE without a row."""
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in BESIDE})


def checked(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The counts together: columns.COUNTS, sorted by key. Raises DataError where they break the dictionary."""
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return validate.validate("counts", table, "counts").sort_values(KEYS, ignore_index=True)


def disagreements(found: PairSums, index: UnitIndex) -> pd.DataFrame:
    """Events whose named unit differs from the unit of their point: columns.DISAGREEMENTS, most events first."""
    table = pd.DataFrame(
        {
            **{"frame": index.frame, "level": index.level},
            "pcode": index.names(found.first),
            "point_pcode": index.names(found.second),
            **{"events": found.events, "fatalities_best": found.best},
        }
    )
    order = ["events", "pcode", "point_pcode"]
    ordered = validate.validate("disagreements", table, "disagreements").sort_values(
        order, ascending=[False, True, True]
    )
    return ordered.reset_index(drop=True)


def account(found: PairSums, *, frame: str, level: str) -> pd.DataFrame:
    """The number of events and deaths by basis and reason of placement, year and level: columns.ACCOUNTING."""
    known = list(Verdict)
    verdicts = [known[number] for number in found.second.tolist()]
    table = pd.DataFrame(
        {
            **{"frame": frame, "level": level},
            "period": found.first.astype(str),
            "basis": [verdict.basis for verdict in verdicts],
            "reason": [verdict.reason for verdict in verdicts],
            "allocated": [verdict.is_allocated for verdict in verdicts],
            **{"events": found.events, "fatalities_best": found.best},
        }
    )
    keys = ["frame", "level", "period", "basis", "reason", "allocated"]
    return validate.validate("accounting", table, "accounting").sort_values(keys, ignore_index=True)


def with_all_violence(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with rows of violence_type "all" added: the sum over the three types, which do not overlap.

    Those of columns.BESIDE are summed kind by kind, of columns.ABROAD side by side and part by part.
    """
    order = [key for key in ("side", "part", "beside", *KEYS) if key in counts]
    keys = [key for key in order if key != "violence_type"]
    grouped = counts.groupby(keys, dropna=False, observed=True)[list(ADDITIVE_NAMES)]
    total = grouped.sum(min_count=1).reset_index()
    return pd.concat([counts, total.assign(violence_type=ALL_VIOLENCE)]).sort_values(order, ignore_index=True)


def require_whole(counts: pd.DataFrame) -> None:
    """Raise DataError unless units and not allocated add up to the country at every level that divides it.

    For each count, period, type of violence and actor family.
    """
    keys = ["period", "violence_type", "actor_family"]
    names = list(ADDITIVE_NAMES)
    summed = counts[counts["level"] != "zones"].groupby(["level", *keys])[names].sum(min_count=1)
    levels = summed.index.get_level_values("level")
    whole = summed[levels == "country"].droplevel("level")
    for level in ("admin1", "admin2", "admin3", "grid"):
        found = summed[levels == level].droplevel("level")
        if found.empty or found.equals(whole):
            continue
        both = found.reindex(whole.index.union(found.index)), whole.reindex(whole.index.union(found.index))
        wrong = (both[0].fillna(-1) != both[1].fillna(-1)).to_numpy()
        for row, column in np.argwhere(wrong)[:1]:
            key, name = both[0].index[row], names[column]
            raise DataError(
                f"{name} of {', '.join(key)}: units and not allocated are {both[0].iloc[row, column]}",
                where=f"counts at {level}",
                expected=f"{both[1].iloc[row, column]}, the country's",
            )
