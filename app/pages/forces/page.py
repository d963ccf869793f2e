"""The pages of the forces: all of them on a day and over the years, and each with its mandates, figures and sites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from app import page
from app.charts.render import Drawing
from app.pages.forces import charts
from app.presenters import forces
from app.presenters.forces import Book, Row
from app.request import parsing
from app.request.parameters import accepts, of_page
from app.request.registry import Parameter, names
from app.text import force_labels, numbers
from app.web import links, problems, urls
from app.web.languages import N_, gettext, language
from geodata.builds.store import Edition
from geodata.forces import presence, strength
from geodata.vocabulary import BY_FORCE, INCOMPLETE, REPORTED, Force

blueprint = Blueprint("forces", __name__)

FIRST_DAY, LAST_DAY, OPENING_DAY = date(2012, 1, 1), date(2025, 12, 31), date(2022, 12, 31)
YEARS = [str(year) for year in range(2013, LAST_DAY.year + 1)]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _parse_day(text: str, _: Edition) -> date:
    day = date.fromisoformat(text) if _DAY.fullmatch(text) else date.min
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


ON = Parameter(
    "on",
    N_("The day whose presence and sites are listed."),
    _parse_day,
    lambda _: [f"a day such as {OPENING_DAY}, from {FIRST_DAY} to {LAST_DAY}"],
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
    """The values that the pages of the forces share: the day shown, the days that can be, the parameters."""

    day: str
    day_text: str
    first_day: str
    last_day: str
    hidden: Mapping[str, str | None]


@dataclass(frozen=True)
class ForcesPage(DayPage):
    """The page of all forces: presence on the day, events and strength over the years."""

    TEMPLATE: ClassVar[str] = "forces.html"

    lines: Sequence[Mapping[str, Any]]
    timeline: Drawing
    events: Sequence[Mapping[str, Any]]
    panels: Drawing | None
    heads: Sequence[Mapping[str, Any]]
    years: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]
    sums: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class ForcePage(DayPage):
    """The page of a force: mandates, strength, sites and events."""

    TEMPLATE: ClassVar[str] = "force.html"

    force: Mapping[str, Any]
    line: Mapping[str, Any]
    others: Sequence[Mapping[str, Any]]
    also: str
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
        "last_day": LAST_DAY.isoformat(),
        "hidden": {name: book.asked[name] for name in links.CARRIED if book.asked.get(name)},
    }


def _forces(edition: Edition) -> str:
    day, asked = _asked(edition)
    book = forces.book(edition, asked, urls.root())
    ticks = numbered(book.timeline)
    return page.render(
        ForcesPage(
            **_day_fields(edition, book, day),
            lines=[_line(book, one, day) for one in REPORTED],
            timeline=charts.timeline_chart(book, REPORTED, book.timeline, ticks, is_whole=True),
            events=[book.event(row, ticks) for row in book.timeline],
            panels=charts.panel_chart(book, REPORTED),
            heads=[book.force(one.key) for one in REPORTED],
            years=[(year, [_stands(book, one.key, year) for one in REPORTED]) for year in YEARS],
            sums=[book.sum(strength.summed(book.headcounts, book.mandates, year)) for year in YEARS],
        )
    )


def _stands(book: Book, force: str, year: str) -> dict[str, Any]:
    return book.standing(strength.of_year(book.headcounts, book.mandates, force, year), year)


def numbered(events: Sequence[Row]) -> dict[str, int]:
    """The numbers that charts give the events that they name, in the order of their days."""
    named = [row["event_id"] for row in events if row["is_key"]]
    return {event: number for number, event in enumerate(named, start=1)}


def _line(book: Book, force: Force, day: date) -> dict[str, Any]:
    """A force's row of the table of a day: presence, sites, the latest figures or the stated gap."""
    latest = strength.latest(book.headcounts, force.key, day)
    sourced = strength.latest([row for row in book.headcounts if row["source_id"]], force.key, day)
    return {
        **book.force(force.key),
        **_presence(book, force, day),
        **forces.listed(book, force.key, day),
        "figures": [book.figure(row) for row in ([sourced] if sourced else []) + _other(latest, sourced)],
        "gap": "" if sourced else _gap(book, force, day),
        "ceiling": [] if latest else [book.figure(row) for row in _ceiling(book, force, day)],
    }


def _other(latest: Row | None, sourced: Row | None) -> list[Row]:
    """The latest figure, where it is one without a source and so no substitute for the latest that has one."""
    return [latest] if latest is not None and latest is not sourced else []


def _gap(book: Book, force: Force, day: date) -> str:
    """Why no sourced figure of the whole force stands for the day."""
    if strength.is_group(force.key) and not strength.has_source(book.headcounts, force.key):
        return gettext("no estimate with a source retrieved")
    if presence.presence(presence.of_force(book.mandates, force.key), day) == strength.NOT_YET:
        return gettext(strength.GAPS[strength.NOT_YET])
    if _ceiling(book, force, day):
        return gettext(strength.GAPS[strength.CEILING])
    return gettext("no figure of the whole force up to this day")


def _ceiling(book: Book, force: Force, day: date) -> list[Row]:
    """The last ceiling or plan of the whole force up to a day."""
    rows = [
        row
        for row in presence.of_force(book.headcounts, force.key)
        if row["measure"] in strength.CEILINGS and strength.is_whole(row) and row["as_of"] <= day.isoformat()
    ]
    return sorted(rows, key=lambda row: str(row["as_of"]))[-1:]


def _presence(book: Book, force: Force, day: date) -> dict[str, Any]:
    mandates, sites = (presence.of_force(rows, force.key) for rows in (book.mandates, book.sites))
    found = presence.presence_with_sites(mandates, sites, day, presence.first_day(mandates, force.key))
    if found:
        return {"presence": found, "presence_text": gettext(force_labels.PRESENCES[found])}
    text = (
        gettext("armed group, no mandate") if strength.is_group(force.key) else gettext("national forces, no mandate")
    )
    return {"presence": "none", "presence_text": text}


def _force(edition: Edition, force: Force) -> str:
    day, asked = _asked(edition)
    book = forces.book(edition, asked, urls.root())
    ticks = numbered(book.timeline)
    key = force.key
    events = [row for row in book.timeline if set(row["forces"].split(";")) & set(presence.keys(key))]
    mandates = sorted(presence.of_force(book.mandates, key), key=charts.start)
    sites = presence.of_force(book.sites, key)
    counted = presence.of_force(book.headcounts, key)
    return page.render(
        ForcePage(
            **_day_fields(edition, book, day),
            force=book.force(key),
            line=_line(book, force, day),
            others=[book.force(one.key) for one in REPORTED],
            also=", ".join(force_labels.mandate_name(row) for row in mandates if row["force"] != key),
            mandates=[_mandate(book, row, day) for row in mandates],
            timeline=charts.timeline_chart(book, [force], events, ticks, is_whole=False)
            if events or sites or mandates
            else None,
            panels=charts.panel_chart(book, [force]),
            headcounts=[_headcount(book, row) for row in sorted(counted, key=lambda row: str(row["as_of"]))],
            has_source=strength.has_source(counted, key),
            is_group=strength.is_group(key),
            is_incomplete=key in INCOMPLETE,
            sites=[book.site(row, day) for row in sites],
            status_days=[numbers.day(when.isoformat()) for when in forces.status_days(day)],
            map_address=book.map(key, day) if sites else "",
            events=[book.event(row, ticks) for row in events],
        )
    )


def _mandate(book: Book, row: Row, day: date) -> dict[str, Any]:
    legal = str(row["legal_basis_fr" if language() == "fr" else "legal_basis"])
    days: Mapping[str, str] = {
        name: numbers.day(row[name]) if row[name] else gettext("not known")
        for name in ("decided", "started", "ended", "left_mali")
    }
    found = presence.mandate_presence(row, day)
    return {
        **days,
        "name": force_labels.mandate_name(row),
        "legal_basis": legal,
        "presence_text": gettext(force_labels.PRESENCES[found]),
        "source": book.source(row),
    }


def _headcount(book: Book, row: Row) -> dict[str, Any]:
    return {
        "day": numbers.day(row["as_of"]),
        **{name: "–" if row[name] is None else numbers.whole(row[name]) for name in ("low", "best", "high")},
        "component": force_labels.said(force_labels.COMPONENTS, row["component"]),
        "measure": force_labels.said(force_labels.MEASURES, row["measure"]),
        "scope": force_labels.said(force_labels.SCOPES, row["scope"]),
        "uncertainty": force_labels.said(force_labels.UNCERTAINTIES, row["uncertainty"]),
        "confidence": force_labels.said(force_labels.CONFIDENCE, row["confidence"]),
        "source": book.source(row),
    }
