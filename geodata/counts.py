"""Additive counts by unit, year, type of violence and actor family, and the accounting of every event behind them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata import checks
from geodata.columns import ADDITIVE_NAMES
from geodata.vocabulary import FAMILIES

ALL_VIOLENCE = "all"
ANY_FAMILY = "any"
KEYS = ["frame", "level", "pcode", "period", "violence_type", "actor_family"]


def tally(
    events: pd.DataFrame, pcode: pd.Series[str], families: pd.DataFrame, *, frame: str, level: str
) -> pd.DataFrame:
    """Counts of the events by unit: columns.COUNTS, sparse (no row: no event), sorted by key.

    `pcode` and `families` have the events' index; a null p-code counts as not allocated.
    """
    table = events.assign(
        frame=frame, level=level, pcode=pcode.astype("string"), period=events["year"].astype(str), events=1
    )
    parts = []
    for family in (ANY_FAMILY, *FAMILIES):
        chosen = table if family == ANY_FAMILY else table[families[family]]
        parts.append(chosen.assign(actor_family=family))
    rows = pd.concat(parts)
    summed = rows.groupby(KEYS, dropna=False, observed=True)[list(ADDITIVE_NAMES)].sum().reset_index()
    return checks.validate("counts", summed, "counts").sort_values(KEYS, ignore_index=True)


def by_zone(
    events: pd.DataFrame,
    inside: dict[str, pd.Series[bool]],
    is_known: pd.Series[bool],
    families: pd.DataFrame,
    *,
    frame: str,
) -> pd.DataFrame:
    """Counts inside each zone, and once, with a null p-code, of the events that no zone can be told of."""
    parts = []
    for zone, mask in inside.items():
        pcode = pd.Series(zone, index=events.index[mask])
        parts.append(tally(events[mask], pcode, families[mask], frame=frame, level="zones"))
    unknown = events[~is_known]
    nowhere = pd.Series(pd.NA, index=unknown.index, dtype="string")
    parts.append(tally(unknown, nowhere, families.loc[unknown.index], frame=frame, level="zones"))
    return pd.concat(parts).sort_values(KEYS, ignore_index=True)


def account(events: pd.DataFrame, placement: pd.DataFrame) -> pd.DataFrame:
    """How many events and deaths each basis and reason placed, by year and level: columns.ACCOUNTING."""
    joined = placement.assign(
        period=events["year"].astype(str),
        allocated=placement["pcode"].notna(),
        events=1,
        fatalities_best=events["fatalities_best"],
    )
    keys = ["frame", "level", "period", "basis", "reason", "allocated"]
    summed = joined.groupby(keys)[["events", "fatalities_best"]].sum().reset_index()
    return checks.validate("accounting", summed, "accounting").sort_values(keys, ignore_index=True)


def with_all_violence(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with rows of violence_type "all" added: the sum over the three types, which do not overlap."""
    keys = [key for key in KEYS if key != "violence_type"]
    total = counts.groupby(keys, dropna=False, observed=True)[list(ADDITIVE_NAMES)].sum().reset_index()
    return pd.concat([counts, total.assign(violence_type=ALL_VIOLENCE)]).sort_values(KEYS, ignore_index=True)


def read(path: Path, table: str) -> pd.DataFrame:
    """An aggregate source's table from csv, checked against the dictionary."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8").replace("", pd.NA)
    raw.index = pd.RangeIndex(2, len(raw) + 2, name="row")
    if "allocated" in raw.columns:
        raw["allocated"] = raw["allocated"].map({"True": True, "False": False})
    return checks.validate(table, raw, path.name).reset_index(drop=True)


def write(table: pd.DataFrame, path: Path) -> None:
    """The table as csv, UTF-8, one row a line."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
