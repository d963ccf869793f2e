"""The columns by which files of events are read in pieces: Mali Atlas's own (columns.EVENTS), UCDP GED's and ACLED's.

A layout is recognised by the header. Days are ISO 8601 (2022-03-27, a time after it is cut off): an order of days in
figures could only be told by a whole column.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from geodata.counting.actors import Actors
from geodata.errors import DataError
from geodata.readers.acled import TYPES as ACLED_TYPES
from geodata.readers.ucdp_ged import VIOLENCE as UCDP_TYPES
from geodata.schema.tables import VIOLENCE
from geodata.vocabulary import COUNTRIES


@dataclass(frozen=True)
class BulkLayout:
    """A layout: the file's name (or names, the first there is) of each column of columns.EVENTS that counting reads.

    `violence` and `countries` are what the file's codes mean, compared in lower case without decimals. `actors` names
    the scale of precision and the list of actors; None: the file does not tell.
    """

    key: str
    actors: Actors | None
    columns: Mapping[str, tuple[str, ...]]
    violence: Mapping[str, str]
    countries: Mapping[str, str]

    def names(self, there: Collection[str]) -> dict[str, str]:
        """The file's column of each that counting reads, of those that are there."""
        return {
            name: found for name, spellings in self.columns.items() if (found := _first(spellings, there)) is not None
        }


def _first(spellings: tuple[str, ...], there: Collection[str]) -> str | None:
    return next((name for name in spellings if name in there), None)


REQUIRED = (
    *("year", "country_iso3", "date_start", "date_end", "date_precision", "where_precision", "longitude", "latitude"),
    *("violence_type", "side_a", "fatalities_best"),
)
OPTIONAL = (
    *("admin1_name", "admin2_name", "side_b", "fatalities_low", "fatalities_high", "civilian_fatalities"),
    *("side_a_more", "side_b_more"),
)
"""Columns that may be missing: nothing is then named, nobody else took part, no such number is given.

side_a_more and side_b_more are ACLED's associates of the sides.
"""
_OWN = {name: (name,) for name in (*REQUIRED, *OPTIONAL)}

LAYOUTS = (
    BulkLayout(
        "events",
        None,
        _OWN,
        {name: name for name in VIOLENCE.allowed},
        {iso3.lower(): iso3 for iso3 in COUNTRIES},
    ),
    BulkLayout(
        "ucdp-ged",
        "ucdp",
        {
            **{"year": ("year",), "country_iso3": ("country_id",), "date_start": ("date_start",)},
            **{"date_end": ("date_end",), "date_precision": ("date_prec",), "where_precision": ("where_prec",)},
            **{"longitude": ("longitude",), "latitude": ("latitude",), "violence_type": ("type_of_violence",)},
            **{"side_a": ("side_a",), "side_b": ("side_b",), "admin1_name": ("adm_1",), "admin2_name": ("adm_2",)},
            **{"fatalities_best": ("best", "best_est"), "fatalities_low": ("low", "low_est")},
            **{"fatalities_high": ("high", "high_est"), "civilian_fatalities": ("deaths_civilians",)},
        },
        UCDP_TYPES,
        {str(ucdp): iso3 for iso3, (ucdp, _) in COUNTRIES.items()},
    ),
    BulkLayout(
        "acled",
        "acled",
        {
            **{"year": ("year",), "country_iso3": ("iso",), "date_start": ("event_date",)},
            **{"date_end": ("event_date",), "date_precision": ("time_precision",)},
            **{"where_precision": ("geo_precision",), "longitude": ("longitude",), "latitude": ("latitude",)},
            **{"violence_type": ("event_type",), "side_a": ("actor1",), "side_a_more": ("assoc_actor_1",)},
            **{"side_b": ("actor2",), "side_b_more": ("assoc_actor_2",), "admin1_name": ("admin1",)},
            **{"admin2_name": ("admin2",), "fatalities_best": ("fatalities",)},
        },
        ACLED_TYPES,
        {str(iso): iso3 for iso3, (_, iso) in COUNTRIES.items()},
    ),
)


def recognise(there: Collection[str], where: str) -> BulkLayout:
    """The layout that a header has, the columns in lower case. Raises DataError naming what the nearest one lacks."""
    lacking = {layout.key: [name for name in REQUIRED if name not in layout.names(there)] for layout in LAYOUTS}
    nearest = min(LAYOUTS, key=lambda layout: len(lacking[layout.key]))
    if lacking[nearest.key]:
        names = [" or ".join(nearest.columns[name]) for name in lacking[nearest.key]]
        raise DataError(
            f"missing columns: {', '.join(names)}",
            where=where,
            expected=f"events with the columns of one of {', '.join(layout.key for layout in LAYOUTS)}",
        )
    return nearest
