"""The known strength of a force at a year's end or on a day, or the reason for a gap; measures are never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata.forces.dates import interval, year_end
from geodata.forces.presence import of_force, presence
from geodata.texts import N_
from geodata.vocabulary import GROUPS, INTERNATIONAL

Row = Mapping[str, Any]

STANDING = ("deployed", "annual_mean", "peak")
"""Measures of people who were there, the one that is taken first in front; the others are ceilings and plans."""
CEILINGS = ("authorised", "planned")
MALI = "mali"
WHOLE = ("total", "uniformed")
WHOLE_OF: dict[str, tuple[str, ...]] = {"fama": ("armed_forces", "armed_forces_and_paramilitary")}
"""Components that are the whole of a force, where WHOLE does not say; the first is preferred on the same day."""
WINDOW_DAYS = 92
"""How far from 31 December a figure may lie to stand for a year's end: each stands for one year at most."""

NOT_YET, LEFT, CEILING, NOT_KNOWN = "not_yet", "left", "ceiling", "not_known"
GAPS = {
    NOT_YET: N_("not yet in Mali"),
    LEFT: N_("had left"),
    NOT_KNOWN: N_("not known to these tables"),
    "vague": N_("only a figure of the year, without a day"),
    "far": N_("only a figure too far from 31 December"),
    "wider": N_("only a wider scope is known"),
    "part": N_("only a part is known"),
    CEILING: N_("only a ceiling or a plan is known"),
    "none": N_("no figure found"),
}
"""Why no figure stands for a year."""


@dataclass(frozen=True)
class Standing:
    """The row chosen for a force at a year's end, or the reason for a gap (GAPS) and the nearest rows."""

    force: str
    row: Row | None
    gap: str | None = None
    near: Sequence[Row] = ()


@dataclass(frozen=True)
class Sum:
    """The international forces added up at a year's end: what is in it, what is missing, and what was not there.

    It is a number of people that were there at least: of a range its lowest figure counts, of an upper bound none.
    """

    year: str
    included: Sequence[Standing]
    missing: Sequence[Standing]
    absent: Sequence[Standing]

    @property
    def least(self) -> int | None:
        """The sum of the lowest figures, or None where there is nothing to add."""
        return sum(lowest(one.row) or 0 for one in self.included if one.row) if self.included else None

    @property
    def is_complete(self) -> bool:
        """True if every force that was in Mali at the year's end has a figure."""
        return not self.missing


def lowest(row: Row) -> int | None:
    """The lowest figure of a row: its best where no lower one is given; None of an upper bound."""
    found = row["low"] if row["low"] is not None else row["best"]
    return None if found is None else int(found)


def has_figure(row: Row) -> bool:
    """True if a row gives any number."""
    return any(row[name] is not None for name in ("low", "best", "high"))


def is_whole(row: Row) -> bool:
    """True if a row is of its whole force, and has a figure."""
    return row["component"] in WHOLE_OF.get(row["force"], WHOLE) and has_figure(row)


def latest(rows: Iterable[Row], force: str, day: date) -> Row | None:
    """The last row on or before a day that says how many of the whole force were there, in whatever scope.

    Of a year or month, its last day counts; a figure that is not dated is of no day. Of one day: Mali before a wider
    scope, one that is not disputed, deployed before a mean or a peak, an exact figure, the widest range, the highest.
    """
    found = [(when, row) for row in _standing(rows, force) if (when := interval(row["as_of"])) and when[1] <= day]
    return max(found, key=lambda one: (one[0][1], one[0][0], _rank(one[1])), default=(None, None))[1]


def of_year(
    rows: Iterable[Row], mandates: Iterable[Row], force: str, year: str, known_to: date | None = None
) -> Standing:
    """The deployed figure of the whole force in Mali that is nearest to a year's end, within WINDOW_DAYS of it.

    A figure of a month is as far as its farthest day. One of a whole year, a mean or a peak is of no day.
    """
    end = year_end(year)
    own = of_force(rows, force)
    near = [row for row in _dated(own, force) if _days_off(row, end) <= WINDOW_DAYS]
    held = of_force(mandates, force)
    found = presence(held, end, known_to)
    if found in ("not_yet", "ended"):
        return Standing(force, None, NOT_YET if found == "not_yet" else LEFT)
    if near:
        return Standing(force, min(near, key=lambda row: (_days_off(row, end), *(-part for part in _rank(row)))))
    return _nearest([row for row in own if str(row["as_of"] or "")[:4] == year], force)


def _dated(own: Iterable[Row], force: str) -> list[Row]:
    """The rows of people of the whole force deployed in Mali, on a day or in a month."""
    return [
        row
        for row in _standing(own, force)
        if row["measure"] == "deployed" and row["scope"] == MALI and len(str(row["as_of"] or "")) > len("2022")
    ]


def _days_off(row: Row, day: date) -> int:
    when = interval(row["as_of"]) or (date.min, date.max)
    return max(abs((edge - day).days) for edge in when)


def _nearest(own: Sequence[Row], force: str) -> Standing:
    """Why none of a year's rows stands for it, with the last rows of the kind that comes closest."""
    given = [row for row in own if has_figure(row)]
    whole = [row for row in given if is_whole(row) and row["measure"] in STANDING]
    here = [row for row in whole if row["scope"] == MALI]
    dated = _dated(own, force)
    kinds = {
        "vague": [row for row in here if row not in dated],
        "far": dated,
        "wider": [row for row in whole if row["scope"] != MALI],
        "part": [row for row in given if not is_whole(row) and row["measure"] not in CEILINGS],
        CEILING: [row for row in given if row["measure"] in CEILINGS],
    }
    for gap, found in kinds.items():
        if found:
            last = max(row["as_of"] for row in found)
            return Standing(force, None, gap, [row for row in found if row["as_of"] == last])
    return Standing(force, None, "none")


def summed(rows: Sequence[Row], mandates: Sequence[Row], year: str, known_to: date | None = None) -> Sum:
    """The international forces that have a figure at a year's end, those that were there without one, the others."""
    found = [of_year(rows, mandates, force, year, known_to) for force in INTERNATIONAL]
    return Sum(
        year,
        [one for one in found if one.row],
        [one for one in found if not one.row and one.gap not in (NOT_YET, LEFT)],
        [one for one in found if one.gap in (NOT_YET, LEFT)],
    )


def has_source(rows: Iterable[Row], force: str) -> bool:
    """True if any figure of a force rests on a source that was retrieved."""
    return any(row["source_id"] and has_figure(row) for row in of_force(rows, force))


def is_group(force: str) -> bool:
    """True if it is an armed group, of which only estimates are published."""
    return force in [group.key for group in GROUPS]


def _standing(rows: Iterable[Row], force: str) -> list[Row]:
    return [row for row in of_force(rows, force) if is_whole(row) and row["measure"] in STANDING]


def _rank(row: Row) -> tuple[int, int, int, int, int, int, int]:
    """The sort key between rows of one day; the greatest wins."""
    whole = WHOLE_OF.get(row["force"], WHOLE)
    order = -whole.index(row["component"]) if row["component"] in whole else 0
    given = [int(row[name]) for name in ("low", "best", "high") if row[name] is not None]
    is_settled = row["confidence"] not in ("disputed", "unsourced")
    is_exact = row["uncertainty"] == "exact"
    width = max(given) - min(given)
    return row["scope"] == MALI, order, is_settled, -STANDING.index(row["measure"]), is_exact, width, max(given)
