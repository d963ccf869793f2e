"""Points of a whole file that cannot be Mali's, although its rows are: refused, with what they probably are."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geodata.errors import DataError
from geodata.tabular.typed_cells import BOX, ReadResult
from geodata.vocabulary import COUNTRY_ISO3, COUNTRY_NAMES

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees."""
BOXES: dict[str, Box] = {COUNTRY_ISO3: BOX, "NER": (-2.0, 9.5, 18.0, 26.0), "BFA": (-8.0, 7.0, 5.0, 17.5)}
"""Where the points of a country's events lie, with some two degrees around it."""
MOST_FAR = 0.05
"""The share of Mali's events with a point far from Mali above which a file is not imported: then it is no slip."""
_SLIPS = 2
"""Such points that may be slips in a file of any size."""
_MOST_OF = 0.9
_DEGREES = 180
PROJECTED = (
    "They are numbers beyond 180 degrees, so probably metres of a projection such as UTM. Write longitude and "
    "latitude in degrees (EPSG:4326), and import the file again."
)


def require_near(found: ReadResult, where: str) -> None:
    """Raise DataError for a file of events of which more than MOST_FAR of Mali's have a point far from Mali.

    The same of Niger's and Burkina Faso's.
    """
    if "longitude" in found.table.columns:
        for country, box in BOXES.items():
            _require_near(found.table[found.table["country_iso3"] == country], COUNTRY_NAMES[country], box, where)


def _require_near(events: pd.DataFrame, country: str, box: Box, where: str) -> None:
    far = events[~near(events["longitude"], events["latitude"], box)]
    if len(far) <= max(_SLIPS, MOST_FAR * len(events)):
        return
    first, (west, south, east, north) = far.iloc[0], box
    raise DataError(
        f"{len(far):,} of {len(events):,} events of {country} ({100 * len(far) / len(events):.1f} %) lie far from "
        f"{country}, such as longitude {first['longitude']:g}, latitude {first['latitude']:g}: {_guess(far, box)}",
        where=where,
        expected=f"longitude from {west:g} to {east:g}, latitude from {south:g} to {north:g}, in degrees "
        f"(EPSG:4326), but for at most {MOST_FAR:.0%} of the events",
        todo="Correct the two columns, or take the file again from its publisher.",
    )


def near(longitude: pd.Series[float], latitude: pd.Series[float], box: Box = BOX) -> pd.Series[bool]:
    """Whether points lie in Mali or near it, which is inside BOX, or inside another country's box."""
    west, south, east, north = box
    return longitude.between(west, east) & latitude.between(south, north)


def are_projected(rejected: pd.DataFrame) -> bool:
    """True if most rejected rows (columns.REJECTED) hold a longitude or latitude that is far more than degrees."""
    is_point = rejected["column"].str.lower().isin(("longitude", "latitude"))
    numbers = pd.to_numeric(rejected["value"].where(is_point), errors="coerce").abs()
    return bool(rejected.loc[numbers > _DEGREES, "row"].nunique() > rejected["row"].nunique() / 2)


def _guess(far: pd.DataFrame, box: Box) -> str:
    """What points probably are, in words: the first reading of them that most of them fit."""
    return next(words for words, share in _readings(far["longitude"], far["latitude"], box) if share >= _MOST_OF)


def _readings(longitude: pd.Series[float], latitude: pd.Series[float], box: Box) -> Iterator[tuple[str, float]]:
    """Readings of points in words, with the share of the points that fit each; the last fits all."""
    yield "all are 0, so they are not known", ((longitude == 0) & (latitude == 0)).mean()
    yield "latitude and longitude have probably changed places", near(latitude, longitude, box).mean()
    yield "west longitudes have probably lost their minus sign", near(-longitude, latitude, box).mean()
    yield (
        "latitude and longitude have probably changed places, and west longitudes lost their minus sign",
        near(-latitude, longitude, box).mean(),
    )
    yield "they are probably another country's points, or not degrees of longitude and latitude (EPSG:4326)", 1.0
