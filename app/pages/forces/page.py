"""The pages of the forces: all of them on a day and over the years, and each with its mandates, figures and sites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from app import page
from app.charts.render import Drawing
from app.pages.forces import charts, on_day
from app.presenters import forces
from app.presenters.forces import Book, Row
from app.request import parsing
from app.request.parameters import accepts, of_page
from app.request.registry import Parameter, names
from app.text import force_labels, numbers
from app.web import links, problems, urls
from app.web.languages import N_, gettext
from geodata.builds.store import Edition
from geodata.forces import presence, strength
from geodata.vocabulary import BY_FORCE, INCOMPLETE, REPORTED, Force

blueprint = Blueprint("forces", __name__)

FIRST_DAY, OPENING_DAY = date(2012, 1, 1), date(2022, 12, 31)
YEARS = [str(year) for year in range(2013, 2026)]
"""Those whose last day the tables tell of."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _today() -> date:
    return datetime.now(UTC).date()


def _parse_day(text: str, _: Edition) -> date:
    day = date.fromisoformat(text) if _DAY.fullmatch(text) else date.min
    if not FIRST_DAY <= day <= _today():
        raise ValueError(text)
    return day


ON = Parameter(
    "on",
    N_("The day whose presence and sites are listed."),
    _parse_day,
    lambda _: [f"a day such as {OPENING_DAY}, from {FIRST_DAY} to today"],
    default=OPENING_DAY,
)
TAKES = of_page(ON)


@blueprint.get("/forces")
@accepts(*TAKES)
def all_forces() -> Response:
    """Every force: its presence on a day, its sites and its strength."""
    return page.page("forces", _forces)


@blueprint.get("/forces/<name>")
@accepts(*TAKES)
def force(name: str) -> Response:
    """One force: mandates, timeline, headcounts, sites, events."""
    if name not in BY_FORCE:
        return problems.problem(404, gettext("There is no force with that name."), allowed=list(BY_FORCE))
    return page.page("force", lambda edition: _force(edition, BY_FORCE[name]))


def _asked(edition: Edition) -> tuple[date, dict[str, str | None]]:
    """The requested day, and the parameters of the address."""
    chosen = parsing.parse(request.args, edition, TAKES)
    given = {name: request.args.get(name) for name in names(TAKES) if name in request.args}
    return chosen.get("on", OPENING_DAY), given


@dataclass(frozen=True)
class DayPage(page.Shared):
    """The values that the pages of the forces share: the day shown, the first that can be, the last that is known."""

    day: str
    day_text: str
    first_day: str
    known_to: str
    is_beyond: bool
    """True if the day is past what the tables know."""
    hidden: Mapping[str, str | None]


@dataclass(frozen=True)
class ForcesPage(DayPage):
    """The page of all forces: presence on the day, events and strength over the years."""

    TEMPLATE: ClassVar[str] = "forces.html"

    lines: Sequence[Mapping[str, Any]]
    places: Sequence[Mapping[str, Any]]
    timeline: Drawing
    events: Sequence[Mapping[str, Any]]
    panels: Drawing | None
    heads: Sequence[Mapping[str, Any]]
    years: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]
    sums: Sequence[Mapping[str, Any]]
    window_days: int


@dataclass(frozen=True)
class ForcePage(DayPage):
    """The page of a force: mandates, strength, sites and events."""

    TEMPLATE: ClassVar[str] = "force.html"

    force: Mapping[str, Any]
    line: Mapping[str, Any]
    others: Sequence[Mapping[str, Any]]
    mandates: Sequence[Mapping[str, Any]]
    timeline: Drawing | None
    panels: Drawing | None
    headcounts: Sequence[Mapping[str, Any]]
    has_source: bool
    is_group: bool
    is_incomplete: bool
    sites: Sequence[Mapping[str, Any]]
    status_days: Sequence[str]
    map_address: str
    events: Sequence[Mapping[str, Any]]


def _day_fields(edition: Edition, book: Book, day: date) -> dict[str, Any]:
    """The fields of DayPage."""
    return {
        **page.shared(edition, book.asked, "forces"),
        "day": day.isoformat(),
        "day_text": numbers.day(day.isoformat()),
        "first_day": FIRST_DAY.isoformat(),
        "known_to": numbers.day(book.known_to.isoformat()) if book.known_to else "",
        "is_beyond": bool(book.known_to and day > book.known_to),
        "hidden": {name: book.asked[name] for name in links.CARRIED if book.asked.get(name)},
    }


def _forces(edition: Edition) -> str:
    day, asked = _asked(edition)
    book = forces.book(edition, asked, urls.root())
    ticks = numbered(book.timeline)
    return page.render(
        ForcesPage(
            **_day_fields(edition, book, day),
            lines=[on_day.line(book, one, day) for one in REPORTED],
            places=on_day.places(book, day),
            timeline=charts.timeline_chart(book, REPORTED, book.timeline, ticks, is_whole=True),
            events=[book.event(row, ticks) for row in book.timeline],
            panels=charts.panel_chart(book, REPORTED),
            heads=[book.force(one.key) for one in REPORTED],
            years=[(year, [_stands(book, one.key, year) for one in REPORTED]) for year in YEARS],
            sums=[book.sum(strength.summed(book.headcounts, book.mandates, year, book.known_to)) for year in YEARS],
            window_days=strength.WINDOW_DAYS,
        )
    )


def _stands(book: Book, force: str, year: str) -> dict[str, Any]:
    return book.standing(strength.of_year(book.headcounts, book.mandates, force, year, book.known_to), year)


def numbered(events: Sequence[Row]) -> dict[str, int]:
    """The numbers that charts give the events that they name, in the order of their days."""
    named = [row["event_id"] for row in events if row["is_key"]]
    return {event: number for number, event in enumerate(named, start=1)}


def _force(edition: Edition, force: Force) -> str:
    day, asked = _asked(edition)
    book = forces.book(edition, asked, urls.root())
    ticks = numbered(book.timeline)
    key = force.key
    events = [row for row in book.timeline if key in row["forces"].split(";")]
    mandates = sorted(presence.of_force(book.mandates, key), key=charts.start)
    sites = presence.of_force(book.sites, key)
    counted = presence.of_force(book.headcounts, key)
    return page.render(
        ForcePage(
            **_day_fields(edition, book, day),
            force=book.force(key),
            line=on_day.line(book, force, day),
            others=[book.force(one.key) for one in REPORTED],
            mandates=[on_day.mandate(book, row, day) for row in mandates],
            timeline=charts.timeline_chart(book, [force], events, ticks, is_whole=False)
            if events or sites or mandates
            else None,
            panels=charts.panel_chart(book, [force]),
            headcounts=[_headcount(book, row) for row in sorted(counted, key=lambda row: row["as_of"] or "9")],
            has_source=strength.has_source(counted, key),
            is_group=strength.is_group(key),
            is_incomplete=key in INCOMPLETE,
            sites=[book.site(row, day) for row in sites],
            status_days=[numbers.day(when.isoformat()) for when in forces.status_days(day)],
            map_address=book.map(key, day) if sites else "",
            events=[book.event(row, ticks) for row in events],
        )
    )


def _headcount(book: Book, row: Row) -> dict[str, Any]:
    return {
        "day": forces.as_of(row),
        **{name: "–" if row[name] is None else numbers.whole(row[name]) for name in ("low", "best", "high")},
        "component": force_labels.said(force_labels.COMPONENTS, row["component"]),
        "measure": force_labels.said(force_labels.MEASURES, row["measure"]),
        "scope": force_labels.said(force_labels.SCOPES, row["scope"]),
        "uncertainty": force_labels.said(force_labels.UNCERTAINTIES, row["uncertainty"]),
        "more": book.more(row),
        "confidence": force_labels.said(force_labels.CONFIDENCE, row["confidence"]),
        "source": book.source(row),
    }
