"""What a briefing tells of a view: the country's figures, map, changes, tables, forces, gaps, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.exports.briefing import facts, notes, rises, tables
from app.exports.briefing.facts import Chart, Fact
from app.exports.briefing.rises import Rises
from app.exports.mapsheet import route
from app.exports.mapsheet.view import SheetView
from app.presenters import citations, download_links, forces, legend, sum_line, table
from app.presenters.map_view import MapView
from app.request import terms
from app.request.view import View
from app.text import captions, labels, numbers
from app.web.languages import gettext
from geodata.builds.store import Edition
from geodata.figures.measures import INCIDENTS
from geodata.mapsheet.sheet import Sheet

WIDTH_MM = 188.0
"""Of the map: an A4 page between its margins."""
_ROOM = 15, 19
"""Rows of the second page's tables up to which all notes fit below them, and up to which most do."""
_LETTERS, _NOTE_LINES = 110, 5
"""Letters of a line of notes below the table of units, and the lines of them that the rows above leave room for."""
_MAP_MM = {True: 85.0, False: 118.0}
"""Height of the map, by whether what rose and fell has a table below it."""


def require_shown(edition: Edition, view: View) -> None:
    """Raise policies.Refused unless the sources' terms allow exporting the content of the briefing."""
    route.require_shown(edition, view)
    terms.require_exportable(edition, view.level, with_geometry=False)
    for layer in ("grid", "events"):
        if layer in view.layers:
            terms.require_exportable(edition, layer, with_geometry=False)


@dataclass(frozen=True)
class Layout:
    """The amount of content that the two pages have room for, by the number of rows of their tables.

    `map_mm`: the map's height. `has_all`: strength and the full reference stand below the tables. `is_short`: of what
    is missing only what is of the period, and few zones have a row.
    """

    map_mm: float
    has_all: bool
    is_short: bool


def map_mm(shown: MapView) -> float:
    """The height of the map of a view."""
    return _MAP_MM[not rises.uncompared(shown)]


def layout(rows: int, zones: int, texts: Sequence[str] = (), *, has_rises: bool, is_change: bool) -> Layout:
    """The layout beside so many rows of units and of zones, and the texts of notes; rows of a change take two lines."""
    lines = sum(map(len, texts)) // _LETTERS
    taken = rows + zones + (zones // 2 if is_change else 0) + max(0, lines - _NOTE_LINES)
    return Layout(_MAP_MM[has_rises], taken <= _ROOM[0], taken > _ROOM[1])


@dataclass(frozen=True)
class Briefing:
    """Everything that a briefing tells, as a file and as a page."""

    title: str
    period: str
    level: str
    vintage: str
    view: View
    measure: str
    missing_label: str
    facts: list[Fact]
    national_note: str
    sum_line: str
    charts: list[Chart]
    plate: Plate
    rises: Rises
    units: tables.Units
    zones: tables.Zones | None
    forces: tables.Forces
    missing: list[str]
    reference: str
    layout: Layout
    origin: Origin


@dataclass(frozen=True)
class Images:
    """The addresses of the map's picture: wide as a page, and tall for narrow screens."""

    wide: str
    tall: str


@dataclass(frozen=True)
class Plate:
    """The map with what stands above and below it."""

    shown: str
    subtitle: str
    filters: str
    images: Images
    size: tuple[int, int]
    """Of the wide picture."""
    notes: list[str]
    address: str


@dataclass(frozen=True)
class Origin:
    """Notes on how the figures were counted, their sources, and how to cite them."""

    method: list[str]
    sources: list[str]
    rules: list[str]
    cited: str
    has_host: bool
    build_id: str
    built: str


def briefing(edition: Edition, view: View, base: str, path: str, images: Callable[[Sheet, float], Images]) -> Briefing:
    """The briefing of a view: its figures are looked up once, for the tables as for the map.

    `base`: scheme and host of the addresses in it, "" where none is known; `path`: where it is to be had itself.
    `images`: the pictures of a map's sheet of so many mm in height.
    """
    shown = MapView(edition, view)
    sheet_view = SheetView(shown)
    units, moved, zones = tables.units(shown), rises.rises(shown), tables.zones(shown)
    few = zones.first(tables.MOST_ZONES) if zones else None
    zone_rows = len(few.lines) if few else 0
    texts = [*units.notes, *([zones.note] if zones else [])]
    laid = layout(
        len(units.lines) + bool(units.summed), zone_rows, texts, has_rises=not moved.why, is_change=shown.is_change
    )
    if zones and laid.is_short:
        few = zones.first(tables.FEW_ZONES * zones.rows_of_each)
    period = _period(view)
    return Briefing(
        title=f"Mali, {period}",
        period=period,
        level=gettext(labels.LEVELS[view.level]),
        vintage=captions.vintage(shown.source),
        view=view,
        measure=gettext(shown.measure.label),
        missing_label=gettext(labels.MISSING_LABEL[view.level]),
        facts=facts.facts(shown),
        national_note=table.national(shown)["note"],
        sum_line=sum_line.line(shown),
        charts=facts.charts(shown),
        plate=_plate(sheet_view, base, laid, images),
        rises=moved,
        units=units,
        zones=few,
        forces=tables.forces(edition, view, forces.book(edition, {}, ""), with_strength=laid.has_all),
        missing=notes.missing(shown, is_short=laid.is_short),
        reference=shown.source["citation"] if laid.has_all else "",
        layout=laid,
        origin=_origin(sheet_view, base, path),
    )


def _plate(shown: SheetView, base: str, laid: Layout, images: Callable[[Sheet, float], Images]) -> Plate:
    address = address_of(shown.edition, shown.view, "/", base)
    sheet = route.sheet(shown, address)
    return Plate(
        shown=sheet.title,
        subtitle=sheet.subtitle,
        filters=sheet.filters,
        images=images(sheet, laid.map_mm),
        size=(round(10 * WIDTH_MM), round(10 * laid.map_mm)),
        notes=[text for text in _map_notes(shown.units, sheet) if text],
        address=address,
    )


def _origin(shown: SheetView, base: str, path: str) -> Origin:
    edition, view = shown.edition, shown.view
    title = citations.briefing_title(view.period, view.then)
    return Origin(
        method=notes.method(shown.units),
        sources=notes.sources(shown),
        rules=notes.rules(edition),
        cited=notes.cited(edition, title, address_of(edition, view, path, base)),
        has_host=bool(base),
        build_id=edition.id,
        built=numbers.day(edition.built.date().isoformat()),
    )


def _map_notes(shown: MapView, sheet: Sheet) -> Iterator[str]:
    """The notes below the map: share of the period shown, lists, source of the boundaries."""
    yield legend.placed(shown)
    yield "" if shown.measure.of == INCIDENTS else legend.caveats(shown.measure, shown.view.people)
    yield sheet.small[0][1]


def _period(view: View) -> str:
    now = captions.period_label(view.period)
    return gettext("%(then)s to %(now)s", then=captions.period_label(view.then), now=now) if view.then else now


def address_of(edition: Edition, view: View, path: str, base: str) -> str:
    """The permanent address of the view, as this briefing or as a map; a path if no host is known."""
    return base + download_links.kept(edition, view, path)
