"""The sum of picked units: their counts, people, area and lists added up, never a silent part of them."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.figures.figures import Row
from geodata.figures.listings import LISTINGS
from geodata.schema.tables import ADDITIVE_NAMES

_WHOLE = (*ADDITIVE_NAMES, "population", "area_km2")
_LISTED = tuple(name for listing in LISTINGS.values() for name in listing.columns)


def total(rows: Sequence[Row]) -> Row:
    """The row of units together, from the row of each in the same period; what else a row says is that of the first.

    A count, people or area is None where it is not known of one of them, so that a rate of the sum divides all of its
    counts by all of its people or has no value. A list is of what is documented: it adds up where it has something.
    """
    made = dict(rows[0])
    for name in _WHOLE:
        if name in made:
            values = [row[name] for row in rows]
            made[name] = None if None in values else sum(value or 0 for value in values)
    for name in _LISTED:
        if name in made:
            known = [value for row in rows if (value := row[name]) is not None]
            made[name] = sum(known) if known else None
    return made
