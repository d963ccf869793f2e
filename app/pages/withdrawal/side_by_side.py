"""The regions that forces left, side by side: one axis of time for all, and a map with the sites that were closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.charts import shared_axis
from app.charts.render import Drawing
from app.charts.shared_axis import Place
from app.pages import on_axis
from app.presenters import departures, legend, small_maps
from app.presenters.drawn_shapes import Box, meet
from app.presenters.legend import Entry
from app.presenters.map_view import MapView
from app.presenters.small_maps import Outlines
from app.request import parsing
from app.text import captions, numbers
from app.web.languages import gettext, language
from geodata.builds.store import Edition
from geodata.figures.figures import Row, Unit
from geodata.forces.departure_places import DeparturePlaces
from geodata.forces.departures import Departure
from geodata.vocabulary import BY_FORCE

DOT, LETTER, HIGH = 6, 8, 8.5
"""Units of the small map: from a force's dot to the next, about a letter of a name, the height of one."""


@dataclass(frozen=True)
class Spot:
    """A place with closed sites on the map: where, the colours of the forces that left it, all in words, and its name
    beside (`anchor` of SVG, at `name_x` and `name_y`), "" where there is no room."""

    x: int
    y: int
    colours: Sequence[str]
    title: str
    name: str
    anchor: str
    name_x: float
    name_y: float


@dataclass(frozen=True)
class SideBySide:
    """The axis, the numbers behind it, and the map: its caption, fills by P-code, legend and closed sites."""

    axis: Drawing
    marks: Sequence[tuple[str, str]]
    head: Sequence[str]
    behind: Sequence[Sequence[str]]
    caption: str
    outlines: Outlines
    fills: Mapping[str, str]
    entries: Sequence[Entry]
    spots: Sequence[Spot]
    forces: Sequence[tuple[str, str]]


def side_by_side(edition: Edition, here: DeparturePlaces, regions: Sequence[Unit]) -> SideBySide:
    """All regions with a listed departure in the order of `regions`, and the others together."""
    years = edition.figures.periods
    places = [place for unit in regions if (place := here.region(unit)).departures]
    others = here.elsewhere()
    rows = [on_axis.place(one.name, years, one.count, one.departures) for one in places]
    counted = [(one.name, one.count) for one in places]
    if others:
        label = gettext("Without departures")
        rows.append(on_axis.place(label, years, others, is_main=False))
        counted.append((label, others))
    events = on_axis.marks_of(edition)
    shown = MapView(edition, parsing.view_of(MultiDict({"source": edition.source, "frame": edition.frame}), edition))
    left = {one.force for one in here.departures if one.pcode}
    return SideBySide(
        axis=_axis(edition, rows, events),
        marks=[(numbers.day(row["date"]), row[f"title_{language()}"]) for row in events],
        head=[gettext("Period"), *(name for name, _ in counted)],
        behind=[(year, *(_deaths(count(year)) for _, count in counted)) for year in years],
        caption=f"{gettext(shown.measure.label)}, {captions.subtitle(edition, shown.view, shown.measure)}",
        outlines=small_maps.outlines(edition, "admin1"),
        fills=dict(small_maps.fills(shown)),
        entries=legend.entries(shown),
        spots=_spots(edition, here),
        forces=[(gettext(force.label), force.colour) for key, force in BY_FORCE.items() if key in left],
    )


def _axis(edition: Edition, rows: Sequence[Place], events: Sequence[dict[str, Any]]) -> Drawing:
    return shared_axis.shared_axis(
        tuple(rows),
        on_axis.strengths(edition),
        on_axis.named(events),
        key="side-by-side",
        title=gettext("Deaths by region and documented sites by force, on one axis of time"),
        description=gettext(
            "Rows of bars by year, a region each: deaths at the best estimate, a line from the lowest to the "
            "highest report, grey where there is no data; below the base line a mark for each departure. Below, by "
            "force, documented sites open at the end of the year, pale where perhaps."
        ),
        language=language(),
    )


def _deaths(row: Row) -> str:
    best, low, high = (row.get(f"fatalities_{name}") for name in ("best", "low", "high"))
    if low is None or high is None or low == high:
        return numbers.whole(best)
    return f"{numbers.whole(best)} ({numbers.between(numbers.whole(low), numbers.whole(high))})"


def _spots(edition: Edition, here: DeparturePlaces) -> list[Spot]:
    """A spot for each place in Mali with a closed site, the one with most departures first."""
    ground = {row["site_id"]: (row["latitude"], row["longitude"]) for row in edition.table("sites")}
    places: dict[str, list[Departure]] = {}
    for one in here.departures:
        if one.pcode:
            places.setdefault(one.site, []).append(one)
    at = dict(
        zip(
            places,
            small_maps.places(edition, "admin1", (ground[own[0].site_id] for own in places.values())),
            strict=True,
        )
    )
    colours = {site: list(dict.fromkeys(BY_FORCE[one.force].colour for one in own)) for site, own in places.items()}
    dots = {site: _dots(*at[site], len(colours[site])) for site in places}
    taken = list(dots.values())
    found = []
    for site, own in sorted(places.items(), key=lambda pair: -len(pair[1])):
        said = "; ".join(f"{departures.force(one.force)}, {departures.when(one)}" for one in own)
        name, anchor, *where = _named(site, dots[site], small_maps.WIDTH, taken)
        found.append(Spot(*at[site], colours[site], f"{site}: {said}", name, anchor, *where))
    return found


def _dots(x: float, y: float, number: int) -> Box:
    return x - 4, y - 4, x + DOT * (number - 1) + 4, y + 4


def _named(site: str, dots: Box, width: int, taken: list[Box]) -> tuple[str, str, float, float]:
    """The name beside its dots where nothing else is: right, left, above, below, at a corner; its box is then taken."""
    (left, top, right, bottom), half = dots, len(site) * LETTER / 2
    middle, base = (left + right) / 2, (top + bottom) / 2 + 4
    for anchor, x, y in (
        ("start", right + 2, base),
        ("end", left - 2, base),
        ("middle", middle, top - 1),
        ("middle", middle, bottom + HIGH),
        ("end", left, top + 1),
        ("start", right, top + 1),
        ("end", left, bottom + HIGH - 2),
        ("start", right, bottom + HIGH - 2),
    ):
        begin = x - half * {"start": 0, "middle": 1, "end": 2}[anchor]
        box = (begin, y - HIGH, begin + 2 * half, y + 1)
        if box[2] <= width and not any(meet(box, one) for one in taken):
            taken.append(box)
            return site, anchor, x, y
    return "", "start", right, base
