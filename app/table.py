"""The tables without script: regions, the country, what was not allocated, border zones, and the accounting."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from app import config, format, words
from app.legend import class_key, fill_of, note
from app.messages import gettext
from app.state import ViewState
from geodata import measures, records
from geodata.figures import Row, Unit
from geodata.measures import Measure
from geodata.store import Build


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


def lines(build: Build, view: ViewState) -> list[Line]:
    """The table's rows, highest value first, then by name."""
    measure = measures.BY_KEY[view.measure]
    units = build.figures.units["admin1"]
    cells = {unit.pcode: _cell(build, measure, unit, view) for unit in units}
    shown = "change" if view.since else "value"
    ordered = sorted(
        units,
        key=lambda unit: (cells[unit.pcode][shown] is None, -(cells[unit.pcode][shown] or 0), _sort_name(unit)),
    )
    return [_line(build, measure, unit, view, cells[unit.pcode]) for unit in ordered]


def _sort_name(unit: Unit) -> str:
    """The name with its accents after their letters, as the script sorts it too."""
    return unicodedata.normalize("NFD", unit.name)


def _cell(build: Build, measure: Measure, unit: Unit, view: ViewState) -> dict[str, Any]:
    return records.cell(
        build,
        measure,
        "admin1",
        unit,
        view.year,
        violence=view.violence,
        family=view.family,
        since=view.since,
    )


def _line(build: Build, measure: Measure, unit: Unit, view: ViewState, cell: dict[str, Any]) -> Line:
    row = build.figures.row("admin1", unit, view.year, view.violence, view.family)
    then = build.figures.row("admin1", unit, view.since, view.violence, view.family) if view.since else None
    key = class_key(cell, measure, is_change=view.since is not None)
    if view.since:
        value = format.rate(cell["change"], measure.decimals, signed=True)
        limits = f"{format.rate(cell['from_value'], measure.decimals)} → {format.rate(cell['value'], measure.decimals)}"
    else:
        value = format.rate(cell["value"], measure.decimals)
        low, high = format.rate(cell["low"], measure.decimals), format.rate(cell["high"], measure.decimals)
        limits = "" if cell["low"] is None else format.between(low, high)
    caveat = build.manifest["population_notes"].get(unit.pcode, "") if measure.denominator == "population" else ""
    notes = [note(key, view), gettext(caveat) if caveat else ""]
    return Line(
        pcode=unit.pcode,
        name=unit.name,
        key=key,
        fill=fill_of(key, measure, cell["class"]),
        value=value,
        limits=limits,
        note=" ".join(text for text in notes if text),
        population=format.whole(unit.population),
        sites=_sites(row),
        **_counts(row, then),
    )


def _counts(row: Row, then: Row | None = None) -> dict[str, str]:
    found = {
        "events": format.whole(row["events"]),
        "best": format.whole(row["fatalities_best"]),
        "span": _span(row),
        "civilians": format.whole(row["civilian_fatalities"]),
    }
    if then is not None:
        before = _counts(then)
        found = {name: f"{before[name]} → {text}" for name, text in found.items()}
    return found


def _span(row: Row) -> str:
    if row["fatalities_low"] is None:
        return format.whole(None)
    return format.between(format.whole(row["fatalities_low"]), format.whole(row["fatalities_high"]))


def _sites(row: Row) -> str:
    if not row["is_sites_covered"]:
        return gettext("no data")
    if row["documented_sites"] is None:
        return gettext("none documented")
    text = format.whole(row["documented_sites"])
    if not row["uncertain_sites"]:
        return text
    return gettext("%(open)s, %(uncertain)s uncertain", open=text, uncertain=format.whole(row["uncertain_sites"]))


def national(build: Build, view: ViewState) -> dict[str, str]:
    """The country's counts as text, with a note in a year that only another release covers."""
    row, release = records.national(build, view.year, view.violence, view.family)
    then = build.figures.national(view.since, view.violence, view.family) if view.since else None
    note = gettext("country only, from another release (UCDP country-year %(release)s)", release=release)
    return {**_counts(row, then), "note": note if release else ""}


def headline(build: Build, view: ViewState) -> str:
    """The country's figures of the view in one line."""
    texts = national(build, view)
    row, _ = records.national(build, view.year, view.violence, view.family)
    if row["fatalities_best"] is None:
        return gettext("Mali %(year)s: no data for this filter.", year=view.year)
    line = gettext(
        "Mali %(year)s: %(best)s deaths (%(range)s), %(civilians)s civilians, events: %(events)s.",
        year=f"{view.since} → {view.year}" if view.since else view.year,
        best=texts["best"],
        range=texts["span"],
        civilians=texts["civilians"],
        events=texts["events"],
    )
    return f"{line} {gettext('No regional figures: %(note)s.', note=texts['note'])}" if texts["note"] else line


def missing(build: Build, view: ViewState, level: str) -> dict[str, str]:
    """The counts, as text, of the events that no unit of the level can be told of; with what that means."""
    figures = build.figures
    then = figures.not_allocated(level, view.since, view.violence, view.family) if view.since else None
    reason = gettext("no region named and place too vague") if view.year in figures.covered else ""
    return {**_counts(figures.not_allocated(level, view.year, view.violence, view.family), then), "note": reason}


def zone_lines(build: Build, view: ViewState) -> list[dict[str, str]]:
    """A row of text for each border zone: inside, and the events outside."""
    figures, found = build.figures, []
    for unit in figures.units["zones"]:
        row = figures.row("zones", unit, view.year, view.violence, view.family)
        then = figures.row("zones", unit, view.since, view.violence, view.family) if view.since else None
        outside = figures.outside(unit, view.year, view.violence, view.family)["events"]
        name = config.zone_name(unit.pcode)
        found.append({"id": unit.pcode, "name": name, "outside": format.whole(outside), **_counts(row, then)})
    return found


def reasons(build: Build, year: str) -> list[dict[str, str]]:
    """How many events and deaths each reason placed in regions in a year, without filter."""
    return [
        {
            "label": _reason(row),
            "events": format.whole(row["events"]),
            "best": format.whole(row["fatalities_best"]),
        }
        for row in build.table("accounting")
        if row["level"] == "admin1" and row["period"] == year
    ]


def _reason(row: dict[str, Any]) -> str:
    label = words.REASONS[row["reason"]]
    return gettext(label)
