"""The tables without script: regions, the country, what was not allocated, border zones, and the accounting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app import config, format, words
from app.legend import class_key, fill_of, note
from app.messages import gettext
from app.state import ViewState
from geodata import measures, records
from geodata.figures import Unit
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
        key=lambda unit: (cells[unit.pcode][shown] is None, -(cells[unit.pcode][shown] or 0), unit.name),
    )
    return [_line(build, measure, unit, view, cells[unit.pcode]) for unit in ordered]


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
    key = class_key(cell, measure, is_change=view.since is not None)
    if view.since:
        value = format.rate(cell["change"], measure.decimals, signed=True)
        limits = f"{format.rate(cell['from_value'], measure.decimals)} → {format.rate(cell['value'], measure.decimals)}"
    else:
        value = format.rate(cell["value"], measure.decimals)
        low, high = cell["low"], cell["high"]
        limits = (
            ""
            if low is None
            else format.between(format.rate(low, measure.decimals), format.rate(high, measure.decimals))
        )
    return Line(
        pcode=unit.pcode,
        name=unit.name,
        key=key,
        fill=fill_of(key, measure, cell["class"]),
        value=value,
        limits=limits,
        note=note(key, view),
        population=format.whole(unit.population),
        sites=_sites(row),
        **_counts(row),
    )


def _counts(row: dict[str, float | None]) -> dict[str, str]:
    low, high = row["fatalities_low"], row["fatalities_high"]
    return {
        "events": format.whole(row["events"]),
        "best": format.whole(row["fatalities_best"]),
        "span": format.whole(None) if low is None else format.between(format.whole(low), format.whole(high)),
        "civilians": format.whole(row["civilian_fatalities"]),
    }


def _sites(row: dict[str, float | None]) -> str:
    if not row["is_sites_covered"]:
        return gettext("no data")
    if row["documented_sites"] is None:
        return gettext("none documented")
    text = format.whole(row["documented_sites"])
    return text + (f" (+{format.whole(row['uncertain_sites'])} ?)" if row["uncertain_sites"] else "")


def national(build: Build, view: ViewState) -> dict[str, str]:
    """The country's counts as text; of a year that only the later source covers, that source's, with a note."""
    if view.year in build.manifest["covered"]:
        return {**_counts(build.figures.national(view.year, view.violence, view.family)), "note": ""}
    later = next(row for row in build.table("national") if row["period"] == view.year)
    if view.violence != "all" or view.family != "any":
        return {**_counts(build.figures.national(view.year, view.violence, view.family)), "note": ""}
    release = build.manifest["sources"][later["source_id"]]["release"]
    note = gettext("country only, from another release (UCDP country-year %(release)s)", release=release)
    return {**_counts(later), "note": note}


def missing(build: Build, view: ViewState) -> dict[str, str]:
    """The counts, as text, of the events that no region can be told of."""
    return _counts(build.figures.not_allocated("admin1", view.year, view.violence, view.family))


def zone_lines(build: Build, view: ViewState) -> list[dict[str, str]]:
    """A row of text for each border zone: inside, outside, not allocated."""
    figures, found = build.figures, []
    for unit in figures.units["zones"]:
        row = figures.row("zones", unit, view.year, view.violence, view.family)
        outside = figures.outside(unit, view.year, view.violence, view.family)["events"]
        unknown = figures.not_allocated("zones", view.year, view.violence, view.family)["events"]
        found.append(
            {
                "id": unit.pcode,
                "name": config.zone_name(unit.pcode),
                "outside": format.whole(outside),
                "unknown": format.whole(unknown),
                **_counts(row),
            }
        )
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
