"""The strength of MINUSMA by month, from the UN's table of contributions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geodata.readers.un_personnel import MISSION
from geodata.schema import validate
from geodata.schema.forces import HEADCOUNTS

FORCE = "minusma"


@dataclass(frozen=True)
class Strength:
    """A file's months of MINUSMA as columns.HEADCOUNTS, and how many of its rows are of other missions."""

    source: str
    headcounts: pd.DataFrame
    other_missions: int

    @property
    def months(self) -> list[str]:
        """The months that the file has, such as 2022-03, in order."""
        return [str(day)[:7] for day in self.headcounts["as_of"]]


def strength(table: pd.DataFrame, source: str) -> Strength:
    """The uniformed personnel deployed in Mali at each month's end, summed over contributors and types.

    `table` has columns.PERSONNEL; `source` is the id of its source. low and high are null: the UN gives one number.
    Of a contributor and type that is reported twice in a month, the later day counts. These rows stand beside
    others of the same day, and are never added to them.
    """
    own = table[table["mission"].str.strip().str.upper() == MISSION].sort_values("month_end")
    own = own.assign(as_of=(own["month_end"] + pd.offsets.MonthEnd(0)).dt.strftime("%Y-%m-%d"))
    own = own.drop_duplicates(["contributor", "personnel_type", "as_of"], keep="last")
    best = own.groupby("as_of")["total"].sum().reset_index(name="best")
    made = best.assign(
        force=FORCE,
        low=pd.array([pd.NA] * len(best), "Int64"),
        high=pd.array([pd.NA] * len(best), "Int64"),
        component="uniformed",
        measure="deployed",
        scope="mali",
        uncertainty="exact",
        source_id=source,
        more_sources=None,
        confidence="sourced",
    )[[column.name for column in HEADCOUNTS]]
    found = validate.validate("headcounts", made, source).reset_index(drop=True)
    return Strength(source, found, int((table["mission"].str.strip().str.upper() != MISSION).sum()))
