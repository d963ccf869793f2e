"""Tables that ship as csv, read with their row numbers and checked against the dictionary."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.schema import validate


def read(path: Path, table: str) -> pd.DataFrame:
    """An aggregate source's table from csv, checked against the dictionary."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8").replace("", pd.NA)
    raw.index = pd.RangeIndex(2, len(raw) + 2, name="row")
    if "allocated" in raw.columns:
        raw["allocated"] = raw["allocated"].map({"True": True, "False": False})
    return validate.validate(table, raw, path.name).reset_index(drop=True)


def write(table: pd.DataFrame, path: Path) -> None:
    """Write the table as csv, UTF-8, one row per line."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
