"""The legend of a sheet in the page's words: classes, grid, circles, zones, sites, events; and the table of figures."""

from __future__ import annotations

import math
from collections.abc import Iterator

from app.exports.mapsheet.drawing import most, of_grid, opened, radius, shown_forces, shown_zones
from app.presenters import legend, table
from app.presenters.table import Line
from app.request.view import ViewState
from app.text import captions, numbers
from app.text.labels import CIRCLES, LEVELS, LISTED, WHERE_PRECISION
from app.web.languages import N_, gettext
from geodata import periods, vocabulary
from geodata.builds.store import Edition
from geodata.exports import events
from geodata.figures import measures
from geodata.figures.figures import Unit
from geodata.figures.listings import SITES
from geodata.figures.measures import Measure
from geodata.mapsheet.sheet import Block, Key, Row, Symbol

_SITE_KEYS = {
    "open": N_("open"),
    "uncertain": N_("uncertain"),
    "closed_during": N_("closed during %(period)s"),
    "closed": N_("closed before %(period)s"),
}
_TOP = N_("Highest values")
_MOST_ROWS, _HIGHEST = 20, (10, 5, 3)
"""Units up to which the table can have all of them; how many of the highest it has else."""


def blocks(edition: Edition, view: ViewState) -> tuple[Block, ...]:
    """The parts of the legend in the page's order."""
    made = [_grid(edition, view)] if "grid" in view.layers else _units(edition, view)
    return (*made, *_circles(edition, view), *_zones(edition, view), *_sites(view), *_events(edition, view))


def _units(edition: Edition, view: ViewState) -> list[Block]:
    """The classes of the units; nothing where they are not shown."""
    if "units" not in view.layers:
        return []
    measure, producer = measures.BY_KEY[view.measure], edition.manifest["sources"][edition.source]["producer"]
    notes = (legend.source(measure, producer), legend.caveats(measure))
    return [
        Block(
            title=captions.subtitle(edition, view, measure),
            unit=gettext(measure.unit),
            keys=_classes(edition, view),
            remark=legend.placed(edition, view),
            notes=notes,
        )
    ]


def _classes(edition: Edition, view: ViewState) -> tuple[Key, ...]:
    return tuple(Key("fill", entry.fill, entry.label) for entry in legend.entries(edition, view))


def _grid(edition: Edition, view: ViewState) -> Block:
    shown = of_grid(view)
    measure, producer = measures.BY_KEY[shown.measure], edition.manifest["sources"][edition.source]["producer"]
    return Block(
        title=captions.subtitle(edition, shown, measure),
        unit=gettext(measure.unit),
        keys=_classes(edition, shown),
        notes=(legend.source(measure, producer), vague(edition, view), legend.caveats(measure)),
    )


def vague(edition: Edition, view: ViewState) -> str:
    """How much of a period has no cell and no zone, since its place is too vague; "" where there is no data."""
    missing = edition.figures.not_allocated("zones", view.period, view.violence, view.family)
    if missing["events"] is None:
        return ""
    return gettext(
        "%(events)s events of %(year)s with %(deaths)s deaths, in all of Mali, "
        "have too vague a place for any zone or cell.",
        events=numbers.whole(missing["events"]),
        deaths=numbers.whole(missing["fatalities_best"]),
        year=captions.period_label(view.period),
    )


def _circles(edition: Edition, view: ViewState) -> Iterator[Block]:
    if view.circles == "none":
        return
    top = most(edition, view)
    steps = dict.fromkeys(_round_down(top / part) for part in (1, 4, 25))
    keys = tuple(Key("circle", str(radius(step, top)), numbers.whole(step)) for step in steps)
    label = gettext(CIRCLES[view.circles])
    yield Block(title="", unit=gettext("Circles: %(label)s, by area", label=label), keys=keys)


def _round_down(count: float) -> float:
    """To one digit, never up: no circle of the legend is larger than the largest on the map."""
    scale = 10.0 ** math.floor(math.log10(max(1.0, count)))
    return max(1.0, math.floor(count / scale) * scale)


def _zones(edition: Edition, view: ViewState) -> Iterator[Block]:
    keys = [Key("zone", str(unit.extra["zone"]), captions.zone_name(unit.pcode)) for unit in shown_zones(edition, view)]
    found = opened(edition, view)
    keys += [Key("opened", "", found[1].name)] if found and found[0] != "zones" else []
    if keys:
        yield Block(title="", keys=tuple(keys))


def _sites(view: ViewState) -> Iterator[Block]:
    forces = shown_forces(view)
    if not forces:
        return
    day = numbers.day(periods.bounds(view.period)[1].isoformat())
    shown = [(force, "open", gettext(force.label)) for force in forces]
    period = captions.period_label(view.period)
    shown += [(forces[0], status, gettext(text, period=period)) for status, text in _SITE_KEYS.items()]
    yield Block(
        title="",
        unit=gettext("Documented sites on %(day)s", day=day),
        keys=tuple(
            Key("mark", "", label, Symbol("site", force.key, force.colour, status)) for force, status, label in shown
        ),
        notes=tuple(_gaps(view)),
    )


def _gaps(view: ViewState) -> Iterator[str]:
    if not SITES.covers(view.year):
        yield gettext("The list of sites does not cover %(year)s.", year=view.year)
    names = [gettext(force.label) for force in shown_forces(view) if force.key in vocabulary.INCOMPLETE]
    if names:
        yield gettext(
            "%(forces)s: the list is far from complete. No symbol does not mean no site.", forces=", ".join(names)
        )


def _events(edition: Edition, view: ViewState) -> Iterator[Block]:
    if "events" not in view.layers:
        return
    labels = {number: WHERE_PRECISION[number] for number in (1, 2, 3)} | {4: N_("region known, or vaguer")}
    said = gettext("A number: that many events near each other.")
    hidden = events.of_year(edition, view.year)["notDrawn"] if view.year in edition.manifest["covered"] else 0
    if hidden:
        text = gettext(
            "Events of %(year)s without a place below the country, not drawn: %(count)s.",
            year=view.year,
            count=numbers.whole(hidden),
        )
        said = f"{said} {text}"
    yield Block(
        title="",
        unit=gettext("Events, by how precise their place is"),
        keys=tuple(Key("mark", "", gettext(text), Symbol("event", str(key))) for key, text in labels.items()),
        notes=(said,),
    )


def figures(edition: Edition, view: ViewState) -> tuple[Block, ...]:
    """The units' values as in the table: all, only the highest, with that of the opened unit always; of a region that
    is opened, only its own. None where the map shows other classes.
    """
    if "units" not in view.layers or "grid" in view.layers:
        return ()
    measure, region = measures.BY_KEY[view.measure], _region(edition, view)
    units = {unit.pcode for unit in edition.figures.units[view.level] if region is None or unit.admin1 == region.pcode}
    lines = [line for line in table.lines(edition, view) if line.pcode in units]
    counted = [line for line in lines if line.key[1:].lstrip("-").isdigit()]
    own = [line for line in lines if line.pcode == view.unit]
    parts = [part for part in (gettext(measure.short_unit), gettext("change") if view.since else "") if part]
    of = f", {region.name}" if region else ""
    name = LEVELS[view.level]
    shown = [(name if len(lines) == len(units) else _TOP, lines)] if counted and len(lines) <= _MOST_ROWS else []
    shown += [(_TOP, _with(counted[:most_], own)) for most_ in _HIGHEST if counted and most_ < len(lines)]
    shown += [(name, own)]
    return tuple(
        Block(title=gettext(title) + of, unit=", ".join(parts), rows=tuple(_row(line, measure, view) for line in rows))
        for title, rows in shown
        if rows
    )


def _region(edition: Edition, view: ViewState) -> Unit | None:
    """The region that is opened on a map of finer units."""
    found = opened(edition, view)
    return found[1] if found and found[0] == "admin1" and view.level != "admin1" else None


def _with(lines: list[Line], own: list[Line]) -> list[Line]:
    return [*lines, *(line for line in own if line not in lines)]


def _row(line: Line, measure: Measure, view: ViewState) -> Row:
    """A unit's row; in place of a value that there is none of, what is said of that."""
    listed, is_opened = LISTED.get(measure.of), line.pcode == view.unit
    if listed and line.key == "none_documented":
        return Row(line.fill, line.name, "", gettext(listed.missing), is_opened)
    if line.value == numbers.whole(None):
        return Row(line.fill, line.name, "", line.value, is_opened)
    return Row(line.fill, line.name, line.value, "" if line.key == "none_recorded" else line.limits, is_opened)
