"""Additive counts by unit, period, type of violence and actor family, and the accounting of every event behind them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from geodata.errors import DataError
from geodata.schema import validate
from geodata.schema.tables import ADDITIVE_NAMES, BESIDE
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, FAMILIES

KEYS = ["frame", "level", "pcode", "period", "violence_type", "actor_family"]


def tally(
    events: pd.DataFrame,
    pcode: pd.Series[str],
    months: pd.Series[str],
    families: pd.DataFrame,
    *,
    frame: str,
    level: str,
) -> pd.DataFrame:
    """Counts of the events by unit, for each year and each month: columns.COUNTS, sparse (no row: no event).

    `pcode`, `months` and `families` have the events' index; a null p-code counts as not allocated. A column that
    the source leaves empty in every event stays null.
    """
    table = events[list(ADDITIVE_NAMES[1:])].assign(
        frame=frame,
        level=level,
        pcode=pcode.astype("string"),
        violence_type=events["violence_type"],
        events=1,
    )
    timed = [table.assign(period=period) for period in (events["year"].astype("string"), months)]
    parts = []
    for family in (ANY_FAMILY, *FAMILIES):
        is_in = slice(None) if family == ANY_FAMILY else families[family].to_numpy()
        parts += [rows[is_in].assign(actor_family=family) for rows in timed]
    rows = pd.concat(parts)
    return rows.groupby(KEYS, dropna=False, observed=True)[list(ADDITIVE_NAMES)].sum(min_count=1).reset_index()


def by_zone(
    events: pd.DataFrame,
    inside: dict[str, pd.Series[bool]],
    is_known: pd.Series[bool],
    months: pd.Series[str],
    families: pd.DataFrame,
    *,
    frame: str,
) -> pd.DataFrame:
    """Counts inside each zone, and once, with a null p-code, of the events too imprecise for any zone."""
    masks: list[tuple[str | None, pd.Series[bool]]] = [*inside.items(), (None, ~is_known)]
    zones = [pd.Series(zone, index=range(int(mask.sum())), dtype="string") for zone, mask in masks]
    return tally(
        pd.concat([events[mask] for _, mask in masks], ignore_index=True),
        pd.concat(zones, ignore_index=True),
        pd.concat([months[mask] for _, mask in masks], ignore_index=True),
        pd.concat([families[mask] for _, mask in masks], ignore_index=True),
        frame=frame,
        level="zones",
    )


def named(
    events: pd.DataFrame,
    placement: pd.DataFrame,
    months: pd.Series[str],
    families: pd.DataFrame,
    *,
    frame: str,
    level: str,
) -> pd.DataFrame:
    """Counts, by the unit that they name, of the events that are placed in no unit of the level: columns.COUNTS."""
    is_named = (placement["pcode"].isna() & placement["named_pcode"].notna()).to_numpy()
    at = placement["named_pcode"][is_named]
    return tally(events[is_named], at, months[is_named], families[is_named], frame=frame, level=level)


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


def disagreements(events: pd.DataFrame, placement: pd.DataFrame) -> pd.DataFrame:
    """Events whose named unit differs from the unit of their point: columns.DISAGREEMENTS, most deaths first."""
    is_other = (placement["basis"] == "name") & (placement["point_pcode"].fillna("") != placement["pcode"])
    found = placement.assign(events=1, fatalities_best=events["fatalities_best"])[is_other]
    keys = ["frame", "level", "pcode", "point_pcode"]
    summed = found.groupby(keys, dropna=False)[["events", "fatalities_best"]].sum().reset_index()
    order = ["events", "pcode", "point_pcode"]
    ordered = validate.validate("disagreements", summed, "disagreements").sort_values(
        order, ascending=[False, True, True]
    )
    return ordered.reset_index(drop=True)


def account(events: pd.DataFrame, placement: pd.DataFrame) -> pd.DataFrame:
    """The number of events and deaths by basis and reason of placement, year and level: columns.ACCOUNTING."""
    joined = placement.assign(
        period=events["year"].astype(str),
        allocated=placement["pcode"].notna(),
        events=1,
        fatalities_best=events["fatalities_best"],
    )
    keys = ["frame", "level", "period", "basis", "reason", "allocated"]
    summed = joined.groupby(keys)[["events", "fatalities_best"]].sum().reset_index()
    return validate.validate("accounting", summed, "accounting").sort_values(keys, ignore_index=True)


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
    whole = counts[counts["level"] == "country"].set_index(keys)[names].sort_index()
    for level in ("admin1", "admin2", "admin3", "grid"):
        rows = counts[counts["level"] == level]
        if rows.empty:
            continue
        found = rows.groupby(keys)[names].sum(min_count=1).sort_index()
        both = found.reindex(whole.index.union(found.index)), whole.reindex(whole.index.union(found.index))
        wrong = (both[0].fillna(-1) != both[1].fillna(-1)).to_numpy()
        for row, column in np.argwhere(wrong)[:1]:
            key, name = both[0].index[row], names[column]
            raise DataError(
                f"{name} of {', '.join(key)}: units and not allocated are {both[0].iloc[row, column]}",
                where=f"counts at {level}",
                expected=f"{both[1].iloc[row, column]}, the country's",
            )
