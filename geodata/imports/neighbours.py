"""Files of Niger's or Burkina Faso's events alone: an addition to Mali's events of the same layout and release.

They make no source of their own, since nothing of Mali could be shown of it (decision 17).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geodata.errors import DataError, MaliMissing
from geodata.imports.record import Imported
from geodata.vocabulary import ABROAD, COUNTRY_ISO3, COUNTRY_NAMES, FIRST_YEAR

KIND = "abroad"
"""The kind of such imports."""


def sides(table: pd.DataFrame) -> tuple[str, ...]:
    """The neighbours that a table of events (columns.EVENTS) has any of from FIRST_YEAR on."""
    found = set(table.loc[table["year"] >= FIRST_YEAR, "country_iso3"].dropna())
    return tuple(side for side in ABROAD if side in found)


def is_abroad(table: pd.DataFrame) -> bool:
    """True for a table of events of neighbours, without an event of Mali that could be counted."""
    if "date_start" not in table.columns or table.empty:
        return False
    of_mali = (table["country_iso3"] == COUNTRY_ISO3) & (table["year"] >= FIRST_YEAR)
    return bool(sides(table)) and not of_mali.fillna(False).any()


def names(of: Sequence[str]) -> str:
    """Countries in words, such as "Niger and Burkina Faso"."""
    return " and ".join(COUNTRY_NAMES[side] for side in of)


def require_beside(record: Imported, of: Sequence[str], before: Sequence[Imported]) -> str:
    """The name of the import of Mali's events that a file of neighbours (`of`) stands beside.

    It is of the same layout and release, the newest where there are several. Raises DataError where there is none, or
    where the events of these countries are there already: in that file, or in another that stands beside it.
    """
    own = [one for one in before if one.kind == "events" and one.layout == record.layout]
    same = [one for one in own if one.release == record.release]
    if not same:
        raise MaliMissing(
            f"holds events of {names(of)} alone, release {record.release or 'not known'}, and there is no import of "
            f"Mali's events that they could stand beside",
            where=record.file,
            expected=f"an import of {record.title} with Mali's events, of the same release (there are: "
            f"{', '.join(f'{one.name}, release {one.release}' for one in own) or 'none'})",
            todo="Import Mali's file first; where the release was told wrongly, give it with --release.",
        )
    home = same[-1]
    beside = [one for one in before if one.kind == KIND and (one.layout, one.release) == (home.layout, home.release)]
    for one in (home, *beside):
        twice = [side for side in of if COUNTRY_NAMES[side] in one.countries]
        if twice:
            raise DataError(
                f"holds events of {names(twice)}, of which {one.name} has release {record.release} already",
                where=record.file,
                expected="a country's events of a release once",
                todo=f"To use this file in its place, run mali-atlas remove {one.name} first.",
            )
    return home.name
