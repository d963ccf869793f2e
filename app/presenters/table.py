"""The tables without script: regions, the country, what was not allocated, border zones, and the accounting."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.presenters import caveats, sum_line, uncertainty, zone_table
from app.presenters.count_texts import counts_text, deaths_and_events, mean_of_deaths
from app.presenters.legend import class_key, fill_of, note
from app.presenters.map_view import MapView, UnitFigures
from app.text import labels, numbers
from app.web.languages import gettext
from geodata import periods
from geodata.builds.store import Edition
from geodata.exports.records import Cell
from geodata.figures.figures import Row, Unit
from geodata.figures.listings import SITES
from geodata.figures.measures import INCIDENTS

_SORTED_BY = {
    "best": "fatalities_best",
    "events": "events",
    "civilians": "civilian_fatalities",
    "population": "population",
    "sites": "documented_sites",
}
"""What the columns of numbers count, by the name that an address sorts by."""
LONG_LEVEL = "admin3"
"""The level with so many units that those without any event get no row."""


@dataclass(frozen=True)
class Line:
    """A row of the table: the unit, the class it is drawn in, and its figures as text."""

    pcode: str
    name: str
    key: str
    fill: str
    value: str
    marks: str
    limits: str
    note: str
    events: str
    best: str
    mean: str
    span: str
    civilians: str
    named: str
    population: str
    sites: str
    region: str


@dataclass(frozen=True)
class Tables:
    """The tables of a view: its units with what stands below them, the border zones, and the accounting of events.

    `summed`: the sum of the picked units. `named`: the deaths and events that name a unit and are placed in none, in
    all; None where no column says it of the units. `unlisted`: how many units have no row, "" where all have one.
    Counts are text (counts_text) with a note.
    """

    lines: Sequence[Line]
    unlisted: str
    national: Mapping[str, str]
    missing: Mapping[str, str]
    named: str | None
    undated: Mapping[str, str]
    summed: Mapping[str, str]
    zone_lines: Sequence[Mapping[str, str]]
    zones_missing: Sequence[Mapping[str, str]]
    zones_note: str
    reasons: Sequence[Mapping[str, str]]


def tables(shown: MapView) -> Tables:
    """The tables of the map page."""
    rows = lines(shown)
    others = len(shown.units) - len(rows)
    return Tables(
        lines=rows,
        unlisted=numbers.whole(others) if others else "",
        national=national(shown),
        missing=missing(shown, shown.view.level),
        named=deaths_and_events(shown.named_in_all) if shown.has_named else None,
        undated=undated(shown),
        summed=sum_line.row(shown),
        zone_lines=zone_table.lines(shown),
        zones_missing=zone_table.missing(shown),
        zones_note=zone_table.note(shown),
        reasons=reasons(shown.edition, shown.view.level, shown.view.period),
    )


def lines(shown: MapView) -> list[Line]:
    """The table's rows in the view's order: what has no value last, what is alike by name."""
    column = shown.view.sort.removeprefix("-")
    by_name = sorted(listed_units(shown), key=lambda one: _sort_name(one.unit))
    values = [(_sort_value(shown, one, column), one) for one in by_name]
    known = [pair for pair in values if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=column != shown.view.sort)
    return [_line(shown, one) for _, one in [*known, *(pair for pair in values if pair[0] is None)]]


def _sort_value(shown: MapView, one: UnitFigures, column: str) -> Any:
    """What a column is sorted by; None where the unit has no value in it."""
    if column == "value":
        return one.cell.shown
    if column == "name":
        return _sort_name(one.unit)
    if column == "region":
        return unicodedata.normalize("NFD", _region(shown.edition, one.unit))
    return one.counts.now[_SORTED_BY[column]]


def listed_units(shown: MapView) -> list[UnitFigures]:
    """The units that have a row: all of them but, of communes, only those with an event in the periods shown."""
    if shown.view.level != LONG_LEVEL:
        return list(shown.units)
    return [
        one
        for one in shown.units
        if one.counts.has_events
        or one.unit.pcode in (shown.view.unit, *shown.view.picked)
        or shown.named(LONG_LEVEL, one.unit)["events"]
    ]


def _sort_name(unit: Unit) -> str:
    """The name with its accents after their letters, as the script sorts it too."""
    return unicodedata.normalize("NFD", unit.name)


def _line(shown: MapView, one: UnitFigures) -> Line:
    edition, measure, unit = shown.edition, shown.measure, one.unit
    key = class_key(one.cell, measure)
    caveat = edition.manifest["population_notes"].get(unit.pcode, "") if measure.denominator == "population" else ""
    notes = [
        note(edition, key, shown.view),
        gettext(caveat) if caveat else "",
        caveats.partial_units(edition, shown.view.level).get(unit.pcode, "") if measure.of == INCIDENTS else "",
        _remark(shown, one.cell),
        *uncertainty.notes(one.cell),
    ]
    return Line(
        pcode=unit.pcode,
        name=unit.name,
        key=key,
        fill=fill_of(key, measure, one.cell.number),
        value=numbers.rate(one.cell.shown, measure.decimals, signed=one.cell.is_change),
        marks=uncertainty.marks(one.cell),
        limits=_limits(one.cell, measure.decimals),
        note=" ".join(text for text in notes if text),
        mean=mean_of_deaths(one.counts),
        named=deaths_and_events(shown.named(shown.view.level, unit)) if shown.has_named else "",
        population=numbers.whole(one.counts.now["population"]),
        sites=_sites(one.counts.now),
        region=_region(edition, unit),
        **counts_text(one.counts),
    )


def _remark(shown: MapView, cell: Cell) -> str:
    """What the year's listed figure is no count of; "" for most years, without a figure, and for other measures."""
    if cell.shown is None:
        return ""
    listed = labels.LISTED.get(shown.measure.of)
    years = [periods.year_of(period) for period in (shown.view.then, shown.view.period) if period]
    found = [listed.remarks[year] for year in years if listed and year in listed.remarks]
    return gettext(found[0]) if found else ""


def population_notes(shown: MapView) -> list[str]:
    """What is to be known of the people of the level's units, where rates divide by them: units with the same note
    together."""
    if shown.measure.denominator != "population":
        return []
    units: dict[str, list[str]] = {}
    known = shown.edition.manifest["population_notes"]
    for unit in shown.edition.figures.units[shown.view.level]:
        if unit.pcode in known:
            units.setdefault(known[unit.pcode], []).append(unit.name)
    return [gettext("%(unit)s: %(note)s", unit=", ".join(names), note=gettext(note)) for note, names in units.items()]


def _limits(cell: Cell, decimals: int) -> str:
    """The range of a value; of a change, from what to what; "" where the measure has no range."""
    if cell.is_change:
        return f"{numbers.rate(cell.then, decimals)} → {numbers.rate(cell.value, decimals)}"
    if cell.low is None:
        return ""
    return numbers.between(numbers.rate(cell.low, decimals), numbers.rate(cell.high, decimals))


def _region(edition: Edition, unit: Unit) -> str:
    found = edition.figures.unit("admin1", unit.admin1 or "")
    return found.name if found else ""


def _sites(row: Row) -> str:
    if not row["is_sites_covered"]:
        return gettext("no data")
    if row["documented_sites"] is None:
        return gettext("none documented")
    text = numbers.whole(row["documented_sites"])
    perhaps = sum(int(row[name] or 0) for name in SITES.doubtful)
    return gettext("%(open)s, %(perhaps)s perhaps", open=text, perhaps=numbers.whole(perhaps)) if perhaps else text


def national(shown: MapView) -> dict[str, str]:
    """The country's counts as text, with a note in a year that only another release covers."""
    release = shown.national_release
    note = gettext("country only, from another release (UCDP country-year %(release)s)", release=release)
    return {**counts_text(shown.national), "note": note if release else ""}


def missing(shown: MapView, level: str) -> dict[str, str]:
    """The counts, as text, of the events that no unit of the level could be told; with what that means."""
    counts = shown.missing if level == shown.view.level else shown.not_allocated(level)
    reason = caveats.missing(shown.edition, level) if shown.edition.figures.is_covered(shown.view.period) else ""
    return {**counts_text(counts), "note": reason}


def undated(shown: MapView) -> dict[str, str]:
    """The counts, as text, of the events of the view's year whose month is not known."""
    note = gettext("date spans months or is vaguer; counts in the year only")
    return {**counts_text(shown.undated), "note": note}


def reasons(edition: Edition, level: str, period: str) -> list[dict[str, str]]:
    """The number of events and deaths placed by each reason at a level in the years of a period, without filter."""
    return [
        {
            "label": gettext(labels.REASONS[one["reason"]]),
            "events": numbers.whole(one["events"]),
            "best": numbers.whole(one["fatalities_best"]),
        }
        for one in by_reason(edition, level, period)
    ]


def by_reason(edition: Edition, level: str, period: str) -> list[dict[str, Any]]:
    """Events and deaths by reason at a level, summed over the years of a period, with whether they were `allocated`."""
    years = periods.years_of(period)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in edition.table("accounting"):
        if row["level"] != level or row["period"] not in years:
            continue
        named = {name: row[name] for name in ("reason", "allocated")}
        one = found.setdefault(tuple(named.values()), {**named, "events": 0, "fatalities_best": 0})
        for name in ("events", "fatalities_best"):
            one[name] += row[name] or 0
    return list(found.values())
