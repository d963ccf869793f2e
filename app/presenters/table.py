"""The tables without script: regions, the country, what was not allocated, border zones, and the accounting."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from app.presenters import caveats
from app.presenters.legend import class_key, fill_of, note
from app.request.view import ViewState
from app.text import captions, labels, numbers
from app.text.captions import period_label
from app.web.languages import gettext
from geodata import periods, vocabulary
from geodata.builds.store import Edition
from geodata.exports import records
from geodata.figures import measures
from geodata.figures.figures import Row, Unit
from geodata.figures.measures import Measure


@dataclass(frozen=True)
class Line:
    """A row of the table: the unit, the class it is drawn in, and its figures as text."""

    pcode: str
    name: str
    key: str
    fill: str
    value: str
    limits: str
    note: str
    events: str
    best: str
    span: str
    civilians: str
    population: str
    sites: str
    region: str


LONG_LEVEL = "admin3"
"""The level of so many units that those without any event have no row of their own."""


def lines(edition: Edition, view: ViewState) -> list[Line]:
    """The table's rows, highest value first, then by name."""
    measure = measures.BY_KEY[view.measure]
    units = shown_units(edition, view)
    cells = {unit.pcode: _cell(edition, measure, unit, view) for unit in units}
    shown = "change" if view.since else "value"
    ordered = sorted(
        units,
        key=lambda unit: (cells[unit.pcode][shown] is None, -(cells[unit.pcode][shown] or 0), _sort_name(unit)),
    )
    return [_line(edition, measure, unit, view, cells[unit.pcode]) for unit in ordered]


def shown_units(edition: Edition, view: ViewState) -> list[Unit]:
    """The units that have a row: all of them but, of communes, only those with an event in the periods shown."""
    figures, units = edition.figures, edition.figures.units[view.level]
    if view.level != LONG_LEVEL:
        return list(units)
    wanted = [period for period in (view.period, view.then) if period]
    return [
        unit
        for unit in units
        if unit.pcode == view.unit
        or any(figures.row(view.level, unit, period, view.violence, view.family)["events"] for period in wanted)
    ]


def _sort_name(unit: Unit) -> str:
    """The name with its accents after their letters, as the script sorts it too."""
    return unicodedata.normalize("NFD", unit.name)


def _cell(edition: Edition, measure: Measure, unit: Unit, view: ViewState) -> dict[str, Any]:
    return records.cell(
        edition,
        measure,
        view.level,
        unit,
        view.period,
        violence=view.violence,
        family=view.family,
        since=view.since,
    )


def _line(edition: Edition, measure: Measure, unit: Unit, view: ViewState, cell: dict[str, Any]) -> Line:
    row = edition.figures.row(view.level, unit, view.period, view.violence, view.family)
    then = edition.figures.row(view.level, unit, view.then, view.violence, view.family) if view.then else None
    key = class_key(cell, measure, is_change=view.since is not None)
    if view.since:
        value = numbers.rate(cell["change"], measure.decimals, signed=True)
        limits = (
            f"{numbers.rate(cell['from_value'], measure.decimals)} → {numbers.rate(cell['value'], measure.decimals)}"
        )
    else:
        value = numbers.rate(cell["value"], measure.decimals)
        low, high = numbers.rate(cell["low"], measure.decimals), numbers.rate(cell["high"], measure.decimals)
        limits = "" if cell["low"] is None else numbers.between(low, high)
    caveat = edition.manifest["population_notes"].get(unit.pcode, "") if measure.denominator == "population" else ""
    notes = [note(edition, key, view), gettext(caveat) if caveat else ""]
    return Line(
        pcode=unit.pcode,
        name=unit.name,
        key=key,
        fill=fill_of(key, measure, cell["class"]),
        value=value,
        limits=limits,
        note=" ".join(text for text in notes if text),
        population=numbers.whole(unit.population),
        sites=_sites(row),
        region=_region(edition, unit),
        **counts(row, then),
    )


def _region(edition: Edition, unit: Unit) -> str:
    found = edition.figures.unit("admin1", unit.admin1 or "")
    return found.name if found else ""


def counts(row: Row, then: Row | None = None) -> dict[str, str]:
    """A row's counts as text: events, best, span (the range of the reports), civilians; with `then`, "then → now"."""
    found = {
        "events": numbers.whole(row["events"]),
        "best": numbers.whole(row["fatalities_best"]),
        "span": _span(row),
        "civilians": numbers.whole(row["civilian_fatalities"]),
    }
    if then is not None:
        before = counts(then)
        found = {name: f"{before[name]} → {text}" for name, text in found.items()}
    return found


def _span(row: Row) -> str:
    if row["fatalities_low"] is None:
        return numbers.whole(None) if row["fatalities_best"] is None else gettext("no range")
    return numbers.between(numbers.whole(row["fatalities_low"]), numbers.whole(row["fatalities_high"]))


def _sites(row: Row) -> str:
    if not row["is_sites_covered"]:
        return gettext("no data")
    if row["documented_sites"] is None:
        return gettext("none documented")
    text = numbers.whole(row["documented_sites"])
    if not row["uncertain_sites"]:
        return text
    return gettext("%(open)s, %(uncertain)s uncertain", open=text, uncertain=numbers.whole(row["uncertain_sites"]))


def national(edition: Edition, view: ViewState) -> dict[str, str]:
    """The country's counts as text, with a note in a year that only another release covers."""
    row, release = records.national(edition, view.period, view.violence, view.family)
    then = edition.figures.national(view.then, view.violence, view.family) if view.then else None
    note = gettext("country only, from another release (UCDP country-year %(release)s)", release=release)
    return {**counts(row, then), "note": note if release else ""}


def headline(edition: Edition, view: ViewState) -> str:
    """The country's figures of the view in one line."""
    texts = national(edition, view)
    row, _ = records.national(edition, view.period, view.violence, view.family)
    if row["fatalities_best"] is None:
        return gettext("Mali %(year)s: no data.", year=period_label(view.period))
    year = f"{period_label(view.then)} → {period_label(view.period)}" if view.then else period_label(view.period)
    if row["fatalities_low"] is None:
        best, events = texts["best"], texts["events"]
        return gettext("Mali %(year)s: %(best)s deaths, events: %(events)s.", year=year, best=best, events=events)
    line = gettext(
        "Mali %(year)s: %(best)s deaths (%(range)s), %(civilians)s civilians, events: %(events)s.",
        year=year,
        best=texts["best"],
        range=texts["span"],
        civilians=texts["civilians"],
        events=texts["events"],
    )
    return f"{line} {gettext('No regional figures: %(note)s.', note=texts['note'])}" if texts["note"] else line


def missing(edition: Edition, view: ViewState, level: str) -> dict[str, str]:
    """The counts, as text, of the events that no unit of the level can be told of; with what that means."""
    figures = edition.figures
    then = figures.not_allocated(level, view.then, view.violence, view.family) if view.then else None
    reason = caveats.missing(edition, level) if figures.is_covered(view.period) else ""
    return {**counts(figures.not_allocated(level, view.period, view.violence, view.family), then), "note": reason}


def zone_lines(edition: Edition, view: ViewState) -> list[dict[str, str]]:
    """A row of text for each border zone: inside, and the events outside."""
    figures, found = edition.figures, []
    for unit in zones(edition, view):
        row = figures.row("zones", unit, view.period, view.violence, view.family)
        then = figures.row("zones", unit, view.then, view.violence, view.family) if view.then else None
        outside = figures.outside(unit, view.period, view.violence, view.family)["events"]
        name = captions.zone_name(unit.pcode)
        found.append({"id": unit.pcode, "name": name, "outside": numbers.whole(outside), **counts(row, then)})
    return found


def zones(edition: Edition, view: ViewState) -> list[Unit]:
    """The zones of the standard distances and, after them, those of the distance that the view chose."""
    wanted = [*vocabulary.DISTANCES_KM, *([view.free_km] if view.free_km else [])]
    return sorted(
        (unit for unit in edition.figures.units["zones"] if unit.extra["distance_km"] in wanted),
        key=lambda unit: unit.extra["distance_km"] == view.free_km,
    )


def undated(edition: Edition, view: ViewState) -> dict[str, str]:
    """The counts, as text, of the events of the view's year whose month is not known."""
    then = edition.figures.national(periods.undated(view.since), view.violence, view.family) if view.since else None
    row = edition.figures.national(periods.undated(view.year), view.violence, view.family)
    note = gettext("date spans months or is vaguer; counts in the year only")
    return {**counts(row, then), "note": note}


def reasons(edition: Edition, level: str, year: str) -> list[dict[str, str]]:
    """How many events and deaths each reason placed in the units of a level in a year, without filter."""
    return [
        {
            "label": _reason(row),
            "events": numbers.whole(row["events"]),
            "best": numbers.whole(row["fatalities_best"]),
        }
        for row in edition.table("accounting")
        if row["level"] == level and row["period"] == year
    ]


def _reason(row: dict[str, Any]) -> str:
    label = labels.REASONS[row["reason"]]
    return gettext(label)
