"""ACLED, events as its export tool and its API give them: the current columns, and those before 2023.

Source of every definition: ACLED codebook. Its terms bar handing events on: what leaves is for policies to say.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.tabular import matching, typed_cells
from geodata.tabular.typed_cells import FIRST_YEAR, LARGEST, LAST_YEAR, Cells, ReadResult
from geodata.texts import N_
from geodata.vocabulary import ACLED_TYPES, COUNTRIES

CURRENT, OLD = "acled", "acled-old"
TITLE = "ACLED, an export of events with all columns"
TYPES = dict(
    zip(
        (
            *("battles", "explosions/remote violence", "violence against civilians"),
            *("riots", "protests", "strategic developments"),
        ),
        ACLED_TYPES,
        strict=True,
    )
)
"""event_type in lower case: the codebook's six types."""

NEEDED = (
    *("event_id_cnty", "event_date", "year", "time_precision", "event_type", "actor1", "assoc_actor_1", "actor2"),
    *("assoc_actor_2", "iso", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude"),
    *("geo_precision", "fatalities"),
)
CURRENT_ONLY = "disorder_type"
OPTIONAL = (CURRENT_ONLY, "iso3")

_TEXT = {"admin1_name": "admin1", "admin2_name": "admin2", "admin3_name": "admin3", "place": "location"}
_NUMBER = {
    "year": ("year", FIRST_YEAR, LAST_YEAR),
    "date_precision": ("time_precision", 1, 3),
    "where_precision": ("geo_precision", 1, 3),
    "fatalities_best": ("fatalities", 0, LARGEST),
}
_NOT_GIVEN = {
    "fatalities_low": "float64",
    "fatalities_high": "float64",
    "civilian_fatalities": "float64",
    "reported_by": "str",
    "clarity_status": "str",
    "is_active": "boolean",
}
_NO_COUNTRY = N_("neither an ISO 3166-1 number nor three letters")
_ISO3 = {f"{number}": iso3 for iso3, (_, number) in COUNTRIES.items()}


def read(path: Path) -> ReadResult:
    """The events of an ACLED file, csv or xlsx, one row each, as columns.EVENTS has them, every row accounted for.

    A side is the actor and its associates, divided by "; "; side_b is null where none is named. Fatalities are one
    number, the best; low, high and civilians are null. Precisions are ACLED's own, 1 to 3. `inter` codes, notes and
    sources are not read. Raises DataError when the file is unreadable as a whole or a column is missing.
    """
    raw = matching.open_table(path, NEEDED, OPTIONAL, TITLE)
    cells = Cells(raw)
    events = pd.DataFrame(index=cells.index)
    events["event_id"] = cells.text("event_id_cnty", required=True)
    events["country"] = cells.text("country", required=True)
    for name, column in _TEXT.items():
        events[name] = cells.text(column)
    for name, (column, least, most) in _NUMBER.items():
        events[name] = cells.number(column, least, most)
    events["longitude"] = cells.number("longitude", -180, 180, whole=False)
    events["latitude"] = cells.number("latitude", -90, 90, whole=False)
    events["country_iso3"] = _countries(cells)
    events["violence_type"] = cells.code("event_type", TYPES)
    events["date_start"] = events["date_end"] = cells.date("event_date")
    events["side_a"] = _side(cells.text("actor1", required=True), cells.text("assoc_actor_1"))
    events["side_b"] = _side(cells.text("actor2"), cells.text("assoc_actor_2"))
    for name, dtype in _NOT_GIVEN.items():
        events[name] = pd.Series(None, index=events.index, dtype=dtype)
    cells.once("event_id_cnty", events["event_id"])
    cells.odd("year_differs", events["year"] != events["date_start"].dt.year, cells.cells("event_date"))
    cells.odd_place(events)
    return cells.accept(CURRENT if cells.has(CURRENT_ONLY) else OLD, "events", events)


def _countries(cells: Cells) -> pd.Series[str]:
    """ISO 3166-1 alpha-3, from `iso` (number or letters), else from `iso3`; null where neither says a known one."""
    iso = typed_cells.without_decimals(cells.cells("iso").str.upper())
    is_letters, is_number = iso.str.fullmatch("[A-Z]{3}"), iso.str.fullmatch("[0-9]{1,3}")
    cells.reject("iso", (iso != "") & ~is_letters & ~is_number, _NO_COUNTRY)
    known = iso.str.lstrip("0").map(_ISO3).astype("str")
    iso3 = cells.cells("iso3").str.upper()
    return known.fillna(iso.where(is_letters)).fillna(iso3.where(iso3.str.fullmatch("[A-Z]{3}")))


def _side(actor: pd.Series[str], associates: pd.Series[str]) -> pd.Series[str]:
    return (actor + "; " + associates).fillna(actor).fillna(associates)
