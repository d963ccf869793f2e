"""UCDP Georeferenced Event Dataset: the per-country download (47 columns), official and candidate releases (49).

Source of every definition: UCDP GED codebook (Sundberg & Melander 2013; Högbladh, release codebooks).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.tabular import matching, typed_cells
from geodata.tabular.days import Published
from geodata.tabular.raw_table import RawTable
from geodata.tabular.typed_cells import FIRST_YEAR, LAST_YEAR, Cells, ReadResult
from geodata.vocabulary import COUNTRIES, VIOLENCE_TYPES

OFFICIAL, CANDIDATE = "ucdp-ged", "ucdp-candidate"
TITLE = "UCDP GED, per-country download (47 columns) or official file (49 columns)"
VIOLENCE = dict(zip(("1", "2", "3"), VIOLENCE_TYPES, strict=True))
"""type_of_violence: 1 state-based, 2 non-state, 3 one-sided."""

NEEDED = (
    *("id", "year", "type_of_violence", "side_a", "side_b", "where_prec", "adm_1", "adm_2", "latitude", "longitude"),
    *("country", "country_id", "date_prec", "date_start", "date_end", "deaths_civilians"),
    *("best|best_est", "high|high_est", "low|low_est"),
)
OPTIONAL = ("active_year", "code_status", "source_office", "where_coordinates")

_TEXT = {
    "country": "country",
    "side_a": "side_a",
    "side_b": "side_b",
}
_OPTIONAL_TEXT = {
    "admin1_name": "adm_1",
    "admin2_name": "adm_2",
    "admin3_name": "adm_3",
    "place": "where_coordinates",
    "reported_by": "source_office",
    "clarity_status": "code_status",
}
_NUMBER = {
    "year": ("year", FIRST_YEAR, LAST_YEAR),
    "date_precision": ("date_prec", 1, 5),
    "where_precision": ("where_prec", 1, 7),
    "fatalities_low": ("low", 0, typed_cells.LARGEST),
    "fatalities_best": ("best", 0, typed_cells.LARGEST),
    "fatalities_high": ("high", 0, typed_cells.LARGEST),
    "civilian_fatalities": ("deaths_civilians", 0, typed_cells.LARGEST),
}
_ISO3 = {gleditsch_ward: iso3 for iso3, (gleditsch_ward, _) in COUNTRIES.items()}
_IS_ACTIVE = {"1": True, "0": False}
_YES_OR_NO = {"true": "1", "false": "0", "1": "1", "0": "0"}
_DOWNLOADED = Published(r"[0-9]{2}/[0-9]{2}/[0-9]{4} 00:00:00", "month")
"""The days of the per-country download."""
_CANDIDATE_YEARS = 2
_CANDIDATE_UNCLEAR = 0.05


def read(path: Path) -> ReadResult:
    """The events of a UCDP GED file, csv or xlsx, one row each, as columns.EVENTS has them, every row accounted for.

    Accepts estimates named `best` or `best_est`, dates as ISO or `MM/DD/YYYY 00:00:00` (other days in figures where
    the two columns tell their order), a trailing comma on each row and newlines inside quotes. The layout is a
    candidate release where is_candidate says so. Raises DataError when the file is unreadable as a whole or a column
    is missing; a bad row is rejected.
    """
    return accept(matching.open_table(path, NEEDED, OPTIONAL, TITLE))


def accept(raw: RawTable) -> ReadResult:
    """The events of a table that holds the codebook's columns as text."""
    cells = Cells(raw)
    events = pd.DataFrame(
        {
            "event_id": cells.id("id"),
            **{name: cells.text(column, required=True) for name, column in _TEXT.items()},
            **{name: cells.text(column) for name, column in _OPTIONAL_TEXT.items()},
            **{name: cells.number(column, least, most) for name, (column, least, most) in _NUMBER.items()},
            "longitude": cells.number("longitude", -180, 180, whole=False),
            "latitude": cells.number("latitude", -90, 90, whole=False),
            "country_iso3": cells.number("country_id", 1, 9_999).map(_ISO3).astype("str"),
            "violence_type": cells.code("type_of_violence", VIOLENCE),
            "is_active": cells.code("active_year", _YES_OR_NO, required=False).map(_IS_ACTIVE).astype("boolean"),
            **dict(zip(("date_start", "date_end"), cells.dates(("date_start", "date_end"), _DOWNLOADED), strict=True)),
        }
    )
    cells.once("id", events["event_id"])
    _list_odd(cells, events)
    layout = CANDIDATE if is_candidate(events["year"], events["clarity_status"]) else OFFICIAL
    return cells.accept(layout, "events", events)


def is_candidate(years: pd.Series[float], statuses: pd.Series[str]) -> bool:
    """True if events are of a candidate release: of two years at most, and more than 5 % of them not cleared.

    Official releases clear every event; the columns are the same.
    """
    unclear = (statuses.notna() & (statuses.str.lower() != "clear")).mean()
    return bool(years.nunique() <= _CANDIDATE_YEARS and unclear > _CANDIDATE_UNCLEAR)


def _list_odd(cells: Cells, events: pd.DataFrame) -> None:
    low, best, high = (events[f"fatalities_{name}"] for name in ("low", "best", "high"))
    start, end, status = events["date_start"], events["date_end"], events["clarity_status"]
    estimates = ("low ", cells.cells("low"), ", best ", cells.cells("best"), ", high ", cells.cells("high"))
    days = (cells.cells("date_start").str.slice(0, 10), " to ", cells.cells("date_end").str.slice(0, 10))
    cells.odd("best_above_high", best > high, *estimates)
    cells.odd("low_above_best", low > best, *estimates)
    cells.odd("best_zero", (best == 0) & (high > 0), *estimates)
    cells.odd("spans_months", (start < end) & (start.dt.to_period("M") != end.dt.to_period("M")), *days)
    cells.odd("vague_date", events["date_precision"] == _NUMBER["date_precision"][2], *days)
    cells.odd("dates_reversed", start > end, *days)
    cells.odd("year_differs", events["year"] != start.dt.year, cells.cells("year"), ", ", *days)
    cells.odd("inactive_year", ~events["is_active"], cells.cells("year"))
    cells.odd("not_clear", status.notna() & (status.str.lower() != "clear"), status)
    cells.odd_place(events)
