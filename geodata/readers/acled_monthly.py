"""ACLED's counts by month and admin2, as HDX publishes them: events and fatalities, months without any at 0."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.tabular import matching, typed_cells
from geodata.tabular.days import MONTHS
from geodata.tabular.typed_cells import FIRST_YEAR, LARGEST, LAST_YEAR, Cells, ReadResult

LAYOUT = "acled-monthly"
TITLE = "ACLED by month and admin2, from HDX (sheet Data, or HRP_1 of the global file)"
NEEDED = (
    *("country", "admin1", "admin2", "iso3", "admin2 pcode", "admin1 pcode", "month", "year", "events", "fatalities"),
)
_TEXT = {
    "admin1_name": "admin1",
    "admin2_name": "admin2",
    "admin1_pcode": "admin1 pcode",
    "admin2_pcode": "admin2 pcode",
}
_MONTHS = {name: f"{number:02}" for name, number in MONTHS.items()}
_KEY = ["country_iso3", "admin1_name", "admin2_name", "admin1_pcode", "admin2_pcode", "period"]


def read(path: Path) -> ReadResult:
    """The months of an HDX file as columns.MONTHLY, every row accounted for; event_type is null.

    A second row for the same unit and month is rejected. Raises DataError when the file is unreadable as a whole
    or a column is missing.
    """
    cells = Cells(matching.open_table(path, NEEDED, (), TITLE))
    months = pd.DataFrame(index=cells.index)
    months["country_iso3"] = cells.text("iso3", required=True).str.upper()
    for name, column in _TEXT.items():
        months[name] = cells.text(column)
    year = cells.number("year", FIRST_YEAR, LAST_YEAR).astype("Int64").astype("str")
    months["period"] = year + "-" + cells.code("month", _MONTHS)
    months["event_type"] = pd.Series(None, index=months.index, dtype="str")
    months["events"] = cells.number("events", 0, LARGEST)
    months["fatalities"] = cells.number("fatalities", 0, LARGEST)
    cells.once("month", typed_cells.key(months, _KEY))
    return cells.accept(LAYOUT, "monthly", months)
