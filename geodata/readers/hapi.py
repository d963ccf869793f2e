"""HDX HAPI, conflict events: ACLED's counts by month, admin2 and type of event, in OCHA's common form.

Source of the definitions: HDX HAPI documentation, conflict events.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.tabular import matching, typed_cells
from geodata.tabular.typed_cells import LARGEST, Cells, ReadResult
from geodata.texts import N_

LAYOUT = "hapi"
TITLE = "HDX HAPI, conflict events"
NEEDED = (
    *("location_code", "admin1_code", "admin2_code", "event_type", "events", "fatalities"),
    *("reference_period_start", "reference_period_end"),
)
OPTIONAL = (
    *("admin1_name", "admin2_name", "provider_admin1_name", "provider_admin2_name", "admin_level"),
    *("warning", "error"),
)
TYPES = ("political_violence", "civilian_targeting", "demonstration")
"""event_type: they overlap (violence against civilians is in the first two), so they are never added together."""
_KEY = ["country_iso3", "admin1_name", "admin2_name", "admin1_pcode", "admin2_pcode", "event_type", "period"]


def read(path: Path) -> ReadResult:
    """The months of a HAPI file as columns.MONTHLY, every row accounted for.

    Names are OCHA's, else the provider's. Fatalities are null where the file holds none (demonstrations). A row that
    OCHA marks as an error, one that is no whole month, and a second one for the same unit, type and month are
    rejected. Raises DataError when the file is unreadable as a whole or a column is missing.
    """
    cells = Cells(matching.open_table(path, NEEDED, OPTIONAL, TITLE))
    months = pd.DataFrame(index=cells.index)
    months["country_iso3"] = cells.text("location_code", required=True).str.upper()
    for level in ("admin1", "admin2"):
        months[f"{level}_name"] = cells.text(f"{level}_name").fillna(cells.text(f"provider_{level}_name"))
        months[f"{level}_pcode"] = cells.text(f"{level}_code")
    months["period"] = _months(cells)
    months["event_type"] = cells.code("event_type", {name: name for name in TYPES})
    months["events"] = cells.number("events", 0, LARGEST)
    months["fatalities"] = cells.number("fatalities", 0, LARGEST, required=False)
    cells.reject("error", cells.cells("error") != "", N_("the publisher marks it as an error"))
    cells.odd("warning", cells.cells("warning") != "", cells.cells("warning").str.slice(0, 200))
    cells.once("reference_period_start", typed_cells.key(months, _KEY))
    return cells.accept(LAYOUT, "monthly", months)


def _months(cells: Cells) -> pd.Series[str]:
    start, end = cells.dates(("reference_period_start", "reference_period_end"))
    is_month = (start.dt.day == 1) & (end == start + pd.offsets.MonthEnd(0))
    cells.reject("reference_period_end", start.notna() & end.notna() & ~is_month, N_("no whole month"))
    return start.dt.strftime("%Y-%m")
