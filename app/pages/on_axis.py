"""Places and forces as rows of the shared axis of time: deaths of a place by year, documented sites of a force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from app.charts.shared_axis import Count, Held, Left, Named, Place, Strength
from app.charts.sheet import FIRST, LAST
from app.presenters.forces import known_to
from app.text import numbers
from app.web.languages import gettext, language
from geodata.builds.store import Edition
from geodata.figures.figures import Row
from geodata.forces import presence, strength
from geodata.forces.dates import first_day
from geodata.forces.departures import Departure
from geodata.periods import bounds
from geodata.vocabulary import BY_FORCE, INTERNATIONAL, Force

NAMED = ("coup-2020", "coup-2021", "barkhane-menaka-handed-over", "barkhane-gao-handed-over", "minusma-deadline",
         "wagner-arrives-bamako", "wagner-departs")  # fmt: skip
"""The dated events that the axis names: coups, departures, the coming and going of Wagner."""
SHOWN = (*INTERNATIONAL, "wagner", "africa_corps")
_YEARS = range(FIRST, LAST)


def marks_of(edition: Edition) -> list[dict[str, Any]]:
    """The rows of the timeline that the axis names, by date."""
    return sorted((row for row in edition.table("timeline") if row["event_id"] in NAMED), key=lambda row: row["date"])


def named(marks: Sequence[dict[str, Any]]) -> tuple[Named, ...]:
    """The rows of `marks_of` as the axis names them, numbered from 1."""
    return tuple(
        Named(first_day(row["date"]), row[f"title_{language()}"], str(number))
        for number, row in enumerate(marks, start=1)
    )


def place(
    label: str,
    years: Sequence[str],
    count: Callable[[str], Row],
    left: Sequence[Departure] = (),
    *,
    is_main: bool = True,
) -> Place:
    """The row of a place: its counts of each year, its highest in words, the departures from it."""
    rows = {year: count(year) for year in years}
    most = max(rows, key=lambda year: rows[year].get("fatalities_best") or 0)
    counts = tuple(_count(year, row, is_named=year == most) for year, row in rows.items())
    return Place(label, counts, is_main, tuple(Left(*one.shown, BY_FORCE[one.force].colour) for one in left))


def _count(year: str, row: Row, *, is_named: bool) -> Count:
    first, last = bounds(year)
    best = row.get("fatalities_best")
    text = numbers.whole(best) if is_named and best else ""
    return Count(first, last + timedelta(days=1), best, row.get("fatalities_low"), row.get("fatalities_high"), text)


def strengths(edition: Edition) -> tuple[Strength, ...]:
    """The rows of the forces of which a site is documented."""
    found = (_strength(edition, BY_FORCE[key]) for key in SHOWN)
    return tuple(force for force in found if force.held)


def _strength(edition: Edition, force: Force) -> Strength:
    last = known_to(edition) or date.max
    sites = presence.in_mali(presence.of_force(edition.table("sites"), force.key))
    earliest = presence.first_day(edition.table("mandates"), force.key)
    held = []
    for year in _YEARS:
        day = date(year, 12, 31)
        found = presence.counts(sites, day, earliest) if day <= last else None
        perhaps = found["uncertain"] + found["last_reported"] if found else 0
        if found and (found["open"] or perhaps):
            held.append(Held(year, found["open"], perhaps))
    return Strength(gettext(force.label), force.colour, tuple(held), _most(edition, force))


def _most(edition: Edition, force: Force) -> str:
    """The highest figure of the whole force in Mali, with its year; "" where none is known."""
    rows = [
        row
        for row in presence.of_force(edition.table("headcounts"), force.key)
        if strength.is_whole(row) and row["measure"] in strength.STANDING and row["scope"] == strength.MALI
        if row["best"] is not None and row["as_of"]
    ]
    if not rows:
        return ""
    top = max(rows, key=lambda row: row["best"])
    return gettext("up to %(n)s, %(year)s", n=numbers.whole(top["best"]), year=str(top["as_of"])[:4])
