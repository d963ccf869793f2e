"""A briefing's tables: the units of a view, the zones that it shows, the forces in Gao and Ménaka."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.presenters import caveats, legend, sum_line, table, uncertainty, zone_table
from app.presenters.count_texts import counts_text
from app.presenters.forces import Book
from app.presenters.map_view import Counts, MapView
from app.presenters.table import Line
from app.request.view import View
from app.text import captions, labels, numbers
from app.text.numbers import whole
from app.web.languages import N_, gettext
from geodata import periods, vocabulary
from geodata.builds.store import Edition
from geodata.figures.figures import PERIODS, Row, add_up
from geodata.figures.listings import SITES
from geodata.figures.measures import INCIDENTS
from geodata.forces import presence
from geodata.forces.dates import LISTED
from geodata.forces.strength import summed

DASH = "–"
ALL_OF = "admin1"
"""The level of which every unit has a row."""
MOST_UNITS, MOST_ZONES, FEW_ZONES = 15, 6, 2
_LAST = {True: N_("Documented sites"), False: N_("Region")}
"""The heading of the last column, by whether the units are regions."""
_CHANGED = ("best", "span", "events", "civilians")
"""The columns that a change shows for both periods."""


@dataclass(frozen=True)
class Units:
    """The table of units: heads of its first columns and of its last ("": there is none), the lines, the sum of the
    others, that of the picked ones, what is not allocated, the country, notes."""

    heads: tuple[str, str, str]
    last: str
    lines: Sequence[Line]
    others: dict[str, str] | None
    summed: dict[str, str] | None
    missing: dict[str, str]
    national: dict[str, str]
    notes: list[str]


def units(shown: MapView) -> Units:
    """Every region; of cercles and communes the first by value, and the sum of the others."""
    view, measure, found = shown.view, shown.measure, table.lines(shown)
    lines = found
    if view.level != ALL_OF:
        lines = [*found[:MOST_UNITS], *(line for line in found[MOST_UNITS:] if line.pcode in (view.unit, *view.picked))]
    limits = gettext("Range of the rate") if measure.high and not view.since else ""
    if view.since and view.level == ALL_OF:
        limits = gettext("from → to")
    others = _others(shown, {line.pcode for line in lines})
    return Units(
        heads=(gettext(labels.UNIT[view.level]), legend.short(shown), limits),
        last="" if view.since and view.level == ALL_OF else gettext(_LAST[view.level == ALL_OF]),
        lines=[_short(line) for line in lines],
        others=_dashed(others) if others else None,
        summed=_dashed(sum_line.row(shown)) if shown.picked else None,
        missing=_dashed(table.missing(shown, view.level)),
        national=_dashed(table.national(shown)),
        notes=list(_notes(shown, lines)),
    )


def _short(line: Line) -> Line:
    """A table line without the range where there is no data, and with a dash for it in a change."""
    made = replace(line, limits="") if line.value == whole(None) else line
    return replace(made, **_dashed({name: getattr(made, name) for name in _CHANGED}))


def _dashed(texts: dict[str, str]) -> dict[str, str]:
    """Counts as text, where from which to which is said with a dash for no data, which `_notes` explains."""
    return {
        name: text.replace(whole(None), DASH) if name in _CHANGED and " → " in text else text
        for name, text in texts.items()
    }


def _others(shown: MapView, listed: set[str]) -> dict[str, str] | None:
    """The units without a row: how many they are, in how many of them nothing is recorded, their counts added up."""
    rest = [one.counts for one in shown.units if one.unit.pcode not in listed]
    if not rest:
        return None
    empty = sum(not counts.has_events for counts in rest)
    label = gettext(
        "The other %(count)s, %(empty)s of them without an event", count=whole(len(rest)), empty=whole(empty)
    )
    sums = Counts(*(_sum(rows) for rows in zip(*(counts.rows for counts in rest), strict=True)))
    return {"label": label, **counts_text(sums)}


def _sum(rows: Iterable[Row]) -> Row:
    found = list(rows)
    return {**add_up(found), PERIODS: found[0].get(PERIODS)}


def _notes(shown: MapView, lines: Sequence[Line]) -> Iterable[str]:
    edition, view = shown.edition, shown.view
    periods_shown = (view.period, view.then)
    if view.since and not all(edition.figures.is_covered(period) for period in periods_shown if period):
        yield gettext("%(mark)s: no data.", mark=DASH)
    yield from uncertainty.shortly(shown)
    yield gettext("“Range” is the lowest and highest of the reports, not a confidence interval.")
    if said := captions.summed(edition, view):
        yield said
    if shown.measure.denominator == "population":
        known = edition.manifest["population_notes"]
        for line in lines:
            if line.pcode in known:
                yield gettext("%(unit)s: %(note)s", unit=line.name, note=gettext(known[line.pcode]))
    if shown.measure.of == INCIDENTS:
        partial = caveats.partial_units(edition, view.level)
        for line in lines:
            if line.pcode in partial:
                yield gettext("%(unit)s: %(note)s", unit=line.name, note=partial[line.pcode])
    if view.level == ALL_OF and not view.since and SITES.covers(view.last_year):
        yield gettext(labels.SITES_AT, year=view.last_year)


@dataclass(frozen=True)
class Zones:
    """The table of zones: a row each, and each side of the border that the view shows; the names of those without a
    row; what is too vague for any zone; what is counted on which side."""

    lines: list[dict[str, str]]
    others: str
    missing: list[dict[str, str]]
    note: str

    @property
    def rows_of_each(self) -> int:
        """The rows that a zone has: one, or one for each side."""
        return len(self.lines) // len({line["id"] for line in self.lines})

    def first(self, most: int) -> Zones:
        """The table with the first zones, as many as so many rows hold, but at least one; the other zones named."""
        ids = list(dict.fromkeys(line["id"] for line in self.lines))
        kept = ids[: max(1, most // self.rows_of_each)]
        lines = [line for line in self.lines if line["id"] in kept]
        return replace(self, lines=lines, others=_named(ids[len(kept) :]))


def zones(shown: MapView) -> Zones | None:
    """The zones that the view shows, each with its rows; None where it shows none."""
    lines = [_dashed(line) for line in zone_table.lines(shown) if line["id"] in shown.view.layers]
    missing = [_dashed(line) for line in zone_table.missing(shown)]
    return Zones(lines, "", missing, zone_table.note(shown)) if lines else None


def _named(zones: Sequence[str]) -> str:
    """Zones by kind with their distances."""
    kinds: dict[str, list[str]] = {}
    for kind, km in map(vocabulary.split_zone, zones):
        kinds.setdefault(kind, []).append(str(km))
    return "; ".join(f"{gettext(labels.ZONES[kind])}, {', '.join(kms)}\u00a0km" for kind, kms in kinds.items())


@dataclass(frozen=True)
class Forces:
    """Who has documented sites in Gao and Ménaka: the day, the regions, a row a force, strength, what is not listed."""

    day: str
    regions: list[str]
    rows: list[tuple[str, list[list[str]]]]
    strength: str
    notes: list[str]


def forces(edition: Edition, view: View, book: Book, *, with_strength: bool) -> Forces:
    """The sites open or uncertain on the last day of the period and those closed during it, by force and region."""
    start, day = periods.bounds(view.period)
    found = (edition.figures.unit("admin1", pcode) for pcode in edition.manifest["highlights"])
    regions = [unit for unit in found if unit]
    rows = []
    is_covered = SITES.covers(view.last_year)
    for force in vocabulary.FORCES if is_covered else ():
        cells = [_cell(book, force.key, unit.pcode, start, day) for unit in regions]
        if any(cells):
            rows.append((gettext(force.label), [cell or [gettext("none")] for cell in cells]))
    notes = [] if is_covered else [gettext("The list of sites does not cover %(year)s.", year=view.last_year)]
    if rows:
        notes.append(
            gettext(
                "What is documented, not all there is. Lists of Malian, Wagner and Africa Corps sites are far from "
                "complete."
            )
        )
    return Forces(
        numbers.day(day.isoformat()),
        [unit.name for unit in regions],
        rows,
        _strength(book, view.last_year) if with_strength else "",
        notes,
    )


def _cell(book: Book, force: str, pcode: str, start: date, day: date) -> list[str]:
    """A line for each status: open, last reported, uncertain, closed during the period, with the names of the sites."""
    found: dict[str, list[str]] = {}
    earliest = presence.first_day(book.mandates, force)
    for row in presence.of_force(book.sites, force):
        status = presence.site_status(row, day, earliest)
        closed = presence.dates_of(row, earliest).closed if status == "closed" else None
        if row["pcode"] != pcode or status == "not_yet" or (status == "closed" and not (closed and closed[0] >= start)):
            continue
        is_dated = closed and row["to_date"]
        when = f" ({numbers.day(row['to_date']).removesuffix(f' {day.year}')})" if is_dated else ""
        found.setdefault(status, []).append(str(row["site"]) + when)
    return [
        gettext(
            "%(status)s: %(sites)s", status=gettext(labels.SITE_STATUSES[status]), sites=", ".join(dict.fromkeys(names))
        )
        for status in LISTED
        if (names := found.get(status))
    ]


def _strength(book: Book, year: str) -> str:
    """The published strength of the international forces in Mali in the year, and those without a figure."""
    found = summed(book.headcounts, book.mandates, year)
    parts = []
    for one in found.included:
        standing = book.standing(one, year)
        figure = standing["figure"]
        source = f"; {figure['source']['name']}" if figure["source"] else ""
        parts.append(f"{standing['force']['label']} {figure['text']} ({figure['what']}{source})")
    missing = ", ".join(book.force(one.force)["label"] for one in found.missing)
    said = (
        gettext("Published strength in Mali, %(year)s: %(figures)s.", year=year, figures="; ".join(parts))
        if parts
        else ""
    )
    none = gettext("No figure of the whole force in Mali: %(forces)s.", forces=missing) if missing else ""
    return " ".join(part for part in (said, none) if part)
