"""United Nations, historical uniformed personnel contributions (DPO-UCHISTORICAL): by month, country and type."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.tabular import matching, typed_cells
from geodata.tabular.days import Published
from geodata.tabular.typed_cells import LARGEST, Cells, ReadResult

LAYOUT, MISSION = "un-personnel", "MINUSMA"
"""MISSION: the acronym of the mission in Mali."""
TITLE = "UN uniformed personnel by month, contributing country and mission (DPO-UCHISTORICAL)"
NEEDED = (
    *("contributing_country", "mission_acronym", "personnel_type", "female_personnel", "male_personnel"),
    "last_reporting_date",
)
OPTIONAL = ("contribution_id",)
TYPES = ("Troops", "Staff Officer", "Experts on Mission", "Individual Police", "Formed Police Units")
"""personnel_type; the first three are military. Singular and plural are taken for the same."""
_TYPES = {spelled: name for name in TYPES for spelled in (name.lower().removesuffix("s"), f"{name.lower()}s")}
_TYPES |= {name.lower(): name for name in TYPES}
_OLDER = Published("[0-9]{2}/[0-9]{2}/[0-9]{4}", "day")
"""The days of older downloads."""
_KEY = ["mission", "personnel_type", "contributor", "month_end"]


def read(path: Path) -> ReadResult:
    """The personnel of a UN file as columns.PERSONNEL, every row accounted for; total is female and male.

    Dates are ISO or dd/mm/yyyy (older downloads). A repeated contribution_id is rejected, or, where the file has
    none, a second row for the same mission, type, country and day. Raises DataError when the file is unreadable
    as a whole or a column is missing.
    """
    cells = Cells(matching.open_table(path, NEEDED, OPTIONAL, TITLE))
    people = pd.DataFrame(index=cells.index)
    people["mission"] = cells.text("mission_acronym", required=True)
    people["contributor"] = cells.text("contributing_country", required=True)
    people["personnel_type"] = cells.code("personnel_type", _TYPES)
    people["month_end"] = cells.date("last_reporting_date", _OLDER)
    people["female"] = cells.number("female_personnel", 0, LARGEST)
    people["male"] = cells.number("male_personnel", 0, LARGEST)
    people["total"] = people["female"] + people["male"]
    is_month_end = people["month_end"].dt.is_month_end
    cells.odd("not_month_end", ~is_month_end, cells.cells("last_reporting_date"))
    if cells.has("contribution_id"):
        cells.once("contribution_id", cells.id("contribution_id"))
    else:
        cells.once("last_reporting_date", typed_cells.key(people, _KEY))
    return cells.accept(LAYOUT, "personnel", people)
