"""The known strength of a force in a year or on a day, or the reason for a gap; measures and scopes are never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata.forces.presence import keys, of_force, presence
from geodata.texts import N_
from geodata.vocabulary import GROUPS, INTERNATIONAL

Row = Mapping[str, Any]

STANDING = ("deployed", "annual_mean", "peak")
"""Measures of people who were there, the one that is taken first in front; the others are ceilings and plans."""
CEILINGS = ("authorised", "planned")
MALI = "mali"
WHOLE = ("total", "uniformed")
WHOLE_OF: dict[str, tuple[str, ...]] = {
    "fama": ("armed_forces", "armed_forces_and_paramilitary"),
    "wagner": ("wagner_and_africa_corps", "total"),
}
"""Components that are the whole of a force, where WHOLE does not say; the first is preferred on the same day."""

NOT_YET, LEFT, CEILING = "not_yet", "left", "ceiling"
GAPS = {
    NOT_YET: N_("not yet in Mali"),
    LEFT: N_("had left"),
    "wider": N_("only a wider scope is known"),
    "part": N_("only a part is known"),
    CEILING: N_("only a ceiling or a plan is known"),
    "none": N_("no figure found"),
}
"""Why no figure stands for a year."""


@dataclass(frozen=True)
class Standing:
    """The row chosen for a force in a year, or the reason for a gap (GAPS) and the nearest rows."""

    force: str
    row: Row | None
    gap: str | None = None
    near: Sequence[Row] = ()


@dataclass(frozen=True)
class Sum:
    """The international forces added up in a year: what is in it, what is missing, and what was not there."""

    year: str
    included: Sequence[Standing]
    missing: Sequence[Standing]
    absent: Sequence[Standing]

    @property
    def best(self) -> int | None:
        """The sum of the best figures, or None."""
        return sum(int(one.row["best"]) for one in self.included if one.row) if self.included else None

    @property
    def is_complete(self) -> bool:
        """True if every force that was in Mali in the year has a figure."""
        return not self.missing

    @property
    def is_lower_bound(self) -> bool:
        """True if a figure in it is only a lower bound ("at least")."""
        return any(one.row and one.row["uncertainty"] == "lower_bound" for one in self.included)

    @property
    def has_peak(self) -> bool:
        """True if a figure in it is the highest of the year and not that of a day or a mean."""
        return any(one.row and one.row["measure"] == "peak" for one in self.included)


def is_whole(row: Row) -> bool:
    """True if a row is of its whole force, and has a figure."""
    force = "wagner" if row["force"] in keys("wagner") else row["force"]
    return row["component"] in WHOLE_OF.get(force, WHOLE) and row["best"] is not None


def latest(rows: Iterable[Row], force: str, day: date) -> Row | None:
    """The last row on or before a day that says how many of the whole force were there, in whatever scope.

    Of one day: Mali before a wider scope, deployed before a mean or a peak, an exact figure before an estimate, the
    widest range, the highest.
    """
    found = [row for row in _standing(rows, force) if row["as_of"] <= day.isoformat()]
    return max(found, key=lambda row: (row["as_of"], _rank(row)), default=None)


def of_year(rows: Iterable[Row], mandates: Iterable[Row], force: str, year: str) -> Standing:
    """The figure of a force in a year: the last deployed one of the whole force in Mali, else mean, else peak."""
    own = [row for row in of_force(rows, force) if row["as_of"][:4] == year]
    here = [row for row in _standing(own, force) if row["scope"] == MALI]
    for measure in STANDING:
        found = [row for row in here if row["measure"] == measure]
        if found:
            return Standing(force, max(found, key=lambda row: (row["as_of"], _rank(row))))
    held = of_force(mandates, force)
    if presence(held, date(int(year), 12, 31)) == "not_yet":
        return Standing(force, None, NOT_YET)
    if presence(held, date(int(year), 1, 1)) == "ended":
        return Standing(force, None, LEFT)
    return _nearest(own, force)


def _nearest(own: Sequence[Row], force: str) -> Standing:
    """Why none of a year's rows stands for it, with the last rows of the kind that comes closest."""
    given = [row for row in own if row["best"] is not None]
    kinds = {
        "wider": [row for row in given if is_whole(row) and row["scope"] != MALI and row["measure"] in STANDING],
        "part": [row for row in given if not is_whole(row) and row["measure"] not in CEILINGS],
        CEILING: [row for row in given if row["measure"] in CEILINGS],
    }
    for gap, found in kinds.items():
        if found:
            last = max(row["as_of"] for row in found)
            return Standing(force, None, gap, [row for row in found if row["as_of"] == last])
    return Standing(force, None, "none")


def summed(rows: Sequence[Row], mandates: Sequence[Row], year: str) -> Sum:
    """The international forces of a year that have a figure, those that were there without one, and the others."""
    found = [of_year(rows, mandates, force, year) for force in INTERNATIONAL]
    return Sum(
        year,
        [one for one in found if one.row],
        [one for one in found if not one.row and one.gap not in (NOT_YET, LEFT)],
        [one for one in found if one.gap in (NOT_YET, LEFT)],
    )


def has_source(rows: Iterable[Row], force: str) -> bool:
    """True if any figure of a force rests on a source that was retrieved."""
    return any(row["source_id"] and row["best"] is not None for row in of_force(rows, force))


def is_group(force: str) -> bool:
    """True if it is an armed group, of which only estimates are published."""
    return force in [group.key for group in GROUPS]


def _standing(rows: Iterable[Row], force: str) -> list[Row]:
    return [row for row in of_force(rows, force) if is_whole(row) and row["measure"] in STANDING]


def _rank(row: Row) -> tuple[bool, int, int, bool, int, int]:
    """The sort key between rows of one day; the greatest wins."""
    whole = WHOLE_OF.get(row["force"], WHOLE)
    order = -whole.index(row["component"]) if row["component"] in whole else 0
    best, low, high = (row[name] if row[name] is not None else row["best"] for name in ("best", "low", "high"))
    is_exact = row["uncertainty"] == "exact"
    return row["scope"] == MALI, order, -STANDING.index(row["measure"]), is_exact, high - low, best
