"""The story's axis of time: the deaths of its places, the sites of the forces, the dated events that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.charts import shared_axis
from app.charts.render import Drawing
from app.charts.shared_axis import Count, Held, Named, Place, Strength
from app.charts.sheet import FIRST, LAST
from app.presenters.forces import known_to
from app.text import numbers
from app.web.languages import gettext, language
from geodata.builds.store import Edition
from geodata.figures.figures import Row
from geodata.forces import presence, strength
from geodata.forces.dates import first_day
from geodata.periods import bounds
from geodata.story.model import BOTH_BORDERS, GAO, MENAKA, ZONE, Subject
from geodata.vocabulary import ABROAD, BY_FORCE, COUNTRY_NAMES, INTERNATIONAL, Force

NAMED = ("coup-2020", "coup-2021", "barkhane-menaka-handed-over", "barkhane-gao-handed-over", "minusma-deadline",
         "wagner-arrives-bamako", "wagner-departs")  # fmt: skip
"""The dated events that the axis names: coups, departures, the coming and going of Wagner."""
SHOWN = (*INTERNATIONAL, "wagner", "africa_corps")
_YEARS = range(FIRST, LAST)


def axis(told: Subject, marks: Sequence[Mapping[str, Any]]) -> Drawing:
    """The drawing; `marks` are the rows of the timeline that `marks_of` gives."""
    places = tuple(_places(told))
    held = tuple(_strength(told.edition, BY_FORCE[key]) for key in SHOWN)
    named = tuple(
        Named(first_day(row["date"]), row[f"title_{language()}"], str(number))
        for number, row in enumerate(marks, start=1)
    )
    return shared_axis.shared_axis(
        places,
        tuple(force for force in held if force.held),
        named,
        key="story",
        title=gettext("Deaths by place and documented sites by force, on one axis of time"),
        description=gettext(
            "Rows of bars by year: deaths at the best estimate, a line from the lowest to the highest report, "
            "grey where there is no data. Below, by force, documented sites open at the end of the year, pale where "
            "perhaps. Places overlap and are never added up."
        ),
        language=language(),
    )


def marks_of(edition: Edition) -> list[dict[str, Any]]:
    """The rows of the timeline that the axis names, by date."""
    return sorted((row for row in edition.table("timeline") if row["event_id"] in NAMED), key=lambda row: row["date"])


def _places(told: Subject) -> Iterable[Place]:
    if GAO in told.regions and MENAKA in told.regions:
        yield _place(told, GAO, lambda year: told.region(GAO, year))
        yield _place(told, MENAKA, lambda year: told.region(MENAKA, year))
        yield _place(told, gettext("Other regions"), told.elsewhere, is_main=False)
    else:
        yield _place(told, "Mali", told.country)
    if told.zone(BOTH_BORDERS, told.years[0]):
        yield _place(told, gettext("Three-border area"), lambda year: told.zone(BOTH_BORDERS, year) or {})
    for side in ABROAD:
        if told.zone(ZONE, told.years[0], side):
            name = gettext("%(country)s’s side", country=COUNTRY_NAMES[side])
            yield _place(told, name, partial(_beyond, told, side), is_main=False)


def _beyond(told: Subject, side: str, year: str) -> Row:
    return told.zone(ZONE, year, side) or {}


def _place(told: Subject, label: str, count: Callable[[str], Row], *, is_main: bool = True) -> Place:
    rows = {year: count(year) for year in told.figures.periods}
    most = max(rows, key=lambda year: rows[year].get("fatalities_best") or 0)
    return Place(label, tuple(_count(year, row, is_named=year == most) for year, row in rows.items()), is_main)


def _count(year: str, row: Row, *, is_named: bool) -> Count:
    first, last = bounds(year)
    best = row.get("fatalities_best")
    text = numbers.whole(best) if is_named and best else ""
    return Count(first, last + timedelta(days=1), best, row.get("fatalities_low"), row.get("fatalities_high"), text)


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
