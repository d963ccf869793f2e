"""The legend of a sheet in the page's words: classes, grid, circles, zones, sites, events; and the table of figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from app.exports.mapsheet import events
from app.exports.mapsheet.drawing import radius
from app.exports.mapsheet.view import SheetView
from app.presenters import legend, side_parts, sum_line, table, uncertainty, zone_table
from app.presenters.map_view import MapView
from app.presenters.table import Line
from app.text import captions, numbers
from app.text.labels import CIRCLES, LEVELS, LISTED
from app.web.languages import N_, gettext
from geodata import periods, vocabulary
from geodata.figures.figures import Unit
from geodata.figures.listings import SITES
from geodata.mapsheet.sheet import Block, Key, Row, Symbol

_SITE_KEYS = {
    "open": N_("open"),
    "last_reported": N_("last reported before, end not known"),
    "uncertain": N_("uncertain"),
    "closed_during": N_("closed during %(period)s"),
    "closed": N_("closed before %(period)s"),
}
_CROSSED = N_("A cell that the border crosses is coloured by Mali’s events alone.")
_NESTED = N_("The colour of a band is that of all within its distance, narrower bands included.")
_TOP = N_("Highest values")
_MOST_ROWS, _HIGHEST = 20, (10, 5, 3)
"""Units up to which the table can have all of them; how many of the highest it has else."""


def blocks(shown: SheetView) -> tuple[Block, ...]:
    """The parts of the legend in the page's order."""
    classes = _of_cells(shown) if shown.cells else _of_units(shown)
    return (
        *classes,
        *_circles(shown),
        *_zones(shown),
        *_zone_classes(shown),
        *_sides(shown),
        *_sites(shown),
        *events.blocks(shown),
    )


def _of_units(shown: SheetView) -> Iterator[Block]:
    """The classes of the units; nothing where they are not shown."""
    units = shown.units
    if shown.has_units:
        caveat = legend.caveats(units.measure, units.view.people)
        notes = (legend.source(units.measure, captions.producer(units.source)), caveat, *_summed(units))
        notes += (said,) if (said := uncertainty.unstable(units)) else ()
        yield _classes(units, remark=legend.placed(units), notes=notes)


def _of_cells(shown: SheetView) -> Iterator[Block]:
    """The classes of the grid's cells."""
    cells = shown.coloured
    source = legend.source(cells.measure, captions.producer(cells.source))
    caveat = legend.caveats(cells.measure, cells.view.people)
    yield _classes(cells, notes=(source, vague(shown.units), caveat, *_summed(cells)))


def _summed(shown: MapView) -> tuple[str, ...]:
    """What the figures of a range are; nothing of another period, and of what is listed."""
    said = captions.summed(shown.edition, shown.view) if shown.measure.denominator else ""
    return (said,) if said else ()


def _classes(shown: MapView, *, remark: str = "", notes: tuple[str, ...]) -> Block:
    return Block(
        title=captions.subtitle(shown.edition, shown.view, shown.measure),
        unit=legend.unit(shown),
        keys=(*(Key("fill", entry.fill, entry.label) for entry in legend.entries(shown)), *_doubts(shown)),
        remark=remark,
        notes=notes,
    )


def _doubts(shown: MapView) -> Iterator[Key]:
    """What the hatch over units means, where there is one."""
    if said := uncertainty.hatched(shown):
        yield Key("fill", uncertainty.HATCH, said)


def vague(shown: MapView) -> str:
    """The events of a period whose place is too vague for a cell or zone; "" if there is no data."""
    missing = shown.not_allocated("zones").now
    if missing["events"] is None:
        return ""
    return gettext(
        "%(events)s events of %(year)s with %(deaths)s deaths, in all of Mali, "
        "have too vague a place for any zone or cell.",
        events=numbers.whole(missing["events"]),
        deaths=numbers.whole(missing["fatalities_best"]),
        year=captions.period_label(shown.view.period),
    )


def _circles(shown: SheetView) -> Iterator[Block]:
    if shown.view.circles == "none":
        return
    top = shown.largest_count
    steps = dict.fromkeys(_round_down(top / part) for part in (1, 4, 25))
    keys = tuple(Key("circle", str(radius(step, top)), numbers.whole(step)) for step in steps)
    label = captions.mean_of(gettext(CIRCLES[shown.view.circles]), shown.view.period)
    yield Block(title="", unit=gettext("Circles: %(label)s, by area", label=label), keys=keys)


def _round_down(count: float) -> float:
    """To one digit, never up: no circle of the legend is larger than the largest on the map."""
    scale = 10.0 ** math.floor(math.log10(max(1.0, count)))
    return max(1.0, math.floor(count / scale) * scale)


def _zones(shown: SheetView) -> Iterator[Block]:
    keys = [Key("zone", str(unit.extra["zone"]), captions.zone_name(unit.pcode)) for unit in shown.zones]
    opened = shown.units.opened
    keys += [Key("opened", "", opened[1].name)] if opened and opened[0] != "zones" else []
    picked = [one.unit for one in shown.units.picked]
    keys += [Key("opened", "", sum_line.name(picked))] if picked else []
    if keys:
        yield Block(title="", keys=tuple(keys))


def _zone_classes(shown: SheetView) -> Iterator[Block]:
    """What the colours of the zones in Mali are."""
    cells = side_parts.zone_cells(shown.units, shown.zones)
    if not cells:
        return
    measure = side_parts.measure_of(shown.units)
    yield Block(
        title=captions.subtitle(shown.edition, shown.view, shown.units.measure),
        unit=gettext(measure.unit),
        keys=tuple(Key("fill", entry.fill, entry.label) for entry in side_parts.classes(shown.units)),
        notes=(gettext(_NESTED),),
    )


def _sides(shown: SheetView) -> Iterator[Block]:
    """What the colours beyond the border are, and what is counted there."""
    if not (shown.units.sides and (shown.zones or shown.cells_abroad)):
        return
    own = () if shown.cells else side_parts.entries(shown.units)
    is_band = any(part.cell for part in side_parts.parts(shown.units, shown.zones)) and not shown.cells
    is_coloured = is_band or bool(shown.cells_abroad)
    same = (gettext("Coloured as the map’s units are."),) if is_coloured and not own else ()
    distances = {unit.extra["distance_km"] for unit in shown.zones}
    nested = (gettext(_NESTED),) if is_band and len(distances) > 1 else ()
    crossed = (gettext(_CROSSED),) if shown.cells_abroad else ()
    yield Block(
        title=gettext("Beyond the border"),
        unit=gettext(side_parts.measure_of(shown.units).unit) if own else "",
        keys=tuple(Key("fill", entry.fill, entry.label) for entry in own),
        notes=(*same, *crossed, *nested, zone_table.note(shown.units)),
    )


def _sites(shown: SheetView) -> Iterator[Block]:
    forces, view = shown.forces, shown.view
    if not forces:
        return
    day = numbers.day(periods.bounds(view.period)[1].isoformat())
    keys = [(force, "open", gettext(force.label)) for force in forces]
    period = captions.period_label(view.period)
    keys += [(forces[0], status, gettext(text, period=period)) for status, text in _SITE_KEYS.items()]
    yield Block(
        title="",
        unit=gettext("Documented sites on %(day)s", day=day),
        keys=tuple(Key("mark", "", label, Symbol(force.key, force.colour, status)) for force, status, label in keys),
        notes=tuple(_gaps(shown)),
    )


def _gaps(shown: SheetView) -> Iterator[str]:
    if not SITES.covers(shown.view.last_year):
        yield gettext("The list of sites does not cover %(year)s.", year=shown.view.last_year)
    names = [gettext(force.label) for force in shown.forces if force.key in vocabulary.INCOMPLETE]
    if names:
        yield gettext(
            "%(forces)s: the list is far from complete. No symbol does not mean no site.", forces=", ".join(names)
        )


def value_tables(shown: SheetView) -> tuple[Block, ...]:
    """The units' values as in the table, as alternatives of which a sheet takes the first that it has room for.

    All units, then only the highest, those of the opened and the picked units always with them, then only these; of a
    region that is opened, only its own units. None where the map shows other classes.
    """
    if not shown.has_units or shown.cells:
        return ()
    region = _region(shown.units)
    members = [one.unit.pcode for one in shown.units.units if region is None or one.unit.admin1 == region.pcode]
    lines = [line for line in table.lines(shown.units) if line.pcode in members]
    title = _Title(shown.units, region)
    chosen = {pcode for pcode in (shown.view.unit, *shown.view.picked) if pcode}
    tables = (
        *_whole_table(title, lines, len(members)),
        *_highest_tables(title, lines, chosen),
        *_opened_table(title, lines, chosen),
    )
    return tuple(tables)


@dataclass(frozen=True)
class _Title:
    """The headings of tables of a view's values: their units, those of one region, and what the values are."""

    shown: MapView
    region: Unit | None

    def over(self, lines: Sequence[Line], *, is_top: bool) -> Block:
        """The lines as a table; `is_top`: of the highest values."""
        label = gettext(_TOP if is_top else LEVELS[self.shown.view.level])
        unit = [legend.short(self.shown), *([gettext("change")] if self.shown.is_change else [])]
        return Block(
            title=f"{label}, {self.region.name}" if self.region else label,
            unit=", ".join(part for part in unit if part),
            rows=tuple(_row(line, self.shown) for line in lines),
        )


def _whole_table(title: _Title, lines: Sequence[Line], whole: int) -> Iterator[Block]:
    """Every line, where they are few and one of them has a value; `whole`: how many units there are."""
    if any(map(_is_counted, lines)) and len(lines) <= _MOST_ROWS:
        yield title.over(lines, is_top=len(lines) != whole)


def _highest_tables(title: _Title, lines: Sequence[Line], chosen: Set[str]) -> Iterator[Block]:
    """The lines of the highest values, fewer each time, with those of the unit that is opened and of those picked."""
    counted = [line for line in lines if _is_counted(line)]
    for number in _HIGHEST:
        if counted and number < len(lines):
            top = counted[:number]
            own = [line for line in lines if line.pcode in chosen and line not in top]
            yield title.over([*top, *own], is_top=True)


def _opened_table(title: _Title, lines: Sequence[Line], chosen: Set[str]) -> Iterator[Block]:
    """The lines of the unit that is opened and of those picked."""
    if own := [line for line in lines if line.pcode in chosen]:
        yield title.over(own, is_top=False)


def _is_counted(line: Line) -> bool:
    """True if the line has a class of values, or of changes."""
    return line.key[1:].lstrip("-").isdigit()


def _region(shown: MapView) -> Unit | None:
    """The region that is opened on a map of finer units."""
    if shown.opened is None or shown.view.level == "admin1":
        return None
    level, unit = shown.opened
    return unit if level == "admin1" else None


def _row(line: Line, shown: MapView) -> Row:
    """One table row; if the unit has no value, its status text instead."""
    listed, is_opened = LISTED.get(shown.measure.of), line.pcode in (shown.view.unit, *shown.view.picked)
    if listed and line.key == "none_documented":
        return Row(line.fill, line.name, "", gettext(listed.missing), is_opened)
    if line.value == numbers.whole(None):
        return Row(line.fill, line.name, "", line.value, is_opened)
    return Row(
        line.fill, line.name, f"{line.value}{line.marks}", "" if line.key == "none_recorded" else line.limits, is_opened
    )
