"""How precisely a source knows places, by its own codes, and the ways in which an event comes to its unit or to none.

Precision limits by level: UCDP GED codebook, where_prec (1 exact, 2 within about 25 km, 3 second-order unit
known, 4 first-order unit known, 5 linear or vague feature, 6 country, 7 international).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


@dataclass(frozen=True, eq=False)
class Scale:
    """A source's precision codes: the worst code whose point may decide a unit, by level, and the first vague code."""

    limit: Mapping[str, int]
    vague_from: int
    """From here on a named region is still believed, and the event is flagged."""
    decides: int = 2
    """The worst code whose point is finer than any name: worse ones are representative points of the unit named, so
    that they decide nothing between the units that the name may mean."""


UCDP = Scale({"admin1": 4, "admin2": 3, "admin3": 1, "grid": 2, "zones": 2}, vague_from=5)
ACLED = Scale({"admin1": 3, "admin2": 2, "admin3": 1, "grid": 2, "zones": 2}, vague_from=4)
"""ACLED codebook, geo_precision: 1 exact, 2 part of a region, 3 region."""


class Verdict(IntEnum):
    """The way an event was allocated, or the reason why it was not: `basis` and `reason` of columns.PLACEMENT.

    NAMED_LOW_PRECISION is NAMED of a place that the source calls vague; it is flagged.
    """

    basis: str
    reason: str

    def __new__(cls, basis: str, reason: str) -> Verdict:
        """Number the members from 0, so that an array of them is one of integers."""
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.basis, member.reason = basis, reason
        return member

    @property
    def is_allocated(self) -> bool:
        """True if the event has a unit."""
        return self.basis != "none"

    POINT = "point", "point_precise"
    NAMED = "name", "named"
    NAMED_LOW_PRECISION = "name", "named_low_precision"
    POINT_DECIDES = "name_and_point", "point_decides"
    NEAREST_NAMED = "name_and_point", "nearest_named"
    TOO_VAGUE = "none", "precision_too_low"
    OUTSIDE = "none", "point_outside"
    AMBIGUOUS = "none", "ambiguous_name"
