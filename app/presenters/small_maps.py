"""A small map of every year: the outlines of a level once, and of each year the class of each unit and the country's
figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.presenters.drawn_shapes import Corner, around, boxes_of, path, point, rings_of
from app.presenters.legend import class_key, fill_of
from app.presenters.map_view import MapView
from app.request.view import View
from app.text import captions, labels, numbers
from app.web.languages import gettext
from geodata import vocabulary
from geodata.builds.store import Edition
from geodata.figures import measures
from geodata.figures.listings import LISTINGS

WIDTH = 400
"""The width of a small map in its own units: two of them are a pixel or less."""


@dataclass(frozen=True)
class Outlines:
    """The units of a level as SVG paths, by P-code, in a drawing of this width and height."""

    width: int
    height: int
    paths: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class YearMap:
    """A year: its view's address, its label, the fill of each unit, the country's figure, what could not be placed."""

    year: str
    href: str
    label: str
    fills: Sequence[tuple[str, str]]
    figure: str
    missing: str
    is_covered: bool


def outlines(edition: Edition, level: str, beside: Sequence[str] = ()) -> Outlines:
    """The units of a level, in Mercator's projection as the map has them, as finely as a small map shows.

    `beside`: ids of border zones of a standard distance that stand behind the units' paths, on the same ground.
    """
    shapes = rings_of(edition, f"web_{level}")
    at, height = _ground(edition, level)
    for zone in beside:
        shapes[zone] = rings_of(edition, f"web_zones_{vocabulary.split_zone(zone)[1]}")[zone]
    paths = [
        (
            pcode,
            "".join(path(list(map(at, ring))) for ring in rings),
        )
        for pcode, rings in shapes.items()
    ]
    return Outlines(WIDTH, height, paths)


def places(edition: Edition, level: str, found: Iterable[tuple[float, float]]) -> list[Corner]:
    """Where places, each a latitude and longitude, are in the drawing of `outlines`."""
    at, _ = _ground(edition, level)
    return [at(point(*place)) for place in found]


def _ground(edition: Edition, level: str) -> tuple[Callable[[tuple[float, float]], Corner], int]:
    """Where a projected place is in the drawing of a level, and how high that is."""
    west, south, east, north = around(boxes_of(edition, f"web_{level}").values())
    scale = WIDTH / (east - west)

    def at(place: tuple[float, float]) -> Corner:
        return round((place[0] - west) * scale), round((north - place[1]) * scale)

    return at, math.ceil((north - south) * scale)


def fills(shown: MapView) -> list[tuple[str, str]]:
    """The fill of each unit of a view, by P-code."""
    measure = shown.measure
    return [(one.unit.pcode, fill_of(class_key(one.cell, measure), measure, one.cell.number)) for one in shown.units]


def year_maps(edition: Edition, view: View, root: str) -> Iterator[YearMap]:
    """Every year of the edition, or its month where a view shows one, under the filters of the view."""
    listed = measures.BY_KEY[view.measure].of in LISTINGS
    for year in edition.figures.periods:
        changes: dict[str, Any] = {**view.in_year(year), "since": None, "compare": None}
        of_year = replace(view, **changes)
        shown = MapView(edition, of_year)
        yield YearMap(
            year=year,
            href=f"{root}/{of_year.query().removeprefix('./')}",
            label=captions.period_label(of_year.period)
            if listed
            else captions.subtitle(edition, of_year, shown.measure),
            fills=fills(shown),
            figure=_figure(shown),
            missing=_missing(shown),
            is_covered=any(class_key(one.cell, shown.measure) != "no_data" for one in shown.units),
        )


def _figure(shown: MapView) -> str:
    """The country's figure of a year in a few words, from which release where it is another than the units'."""
    if shown.measure.of in LISTINGS:
        return _listed(shown)
    row = shown.national.now
    if row["fatalities_best"] is None:
        return gettext("no data")
    said = gettext(
        "deaths: %(deaths)s, events: %(events)s",
        deaths=numbers.whole(row["fatalities_best"]),
        events=numbers.whole(row["events"]),
    )
    release = shown.national_release
    return f"{said} ({gettext('another release, %(release)s', release=release)})" if release else said


def _listed(shown: MapView) -> str:
    """How many are listed in all of the country, and of which day they are."""
    of, year = shown.measure.of, shown.view.year
    if not LISTINGS[of].covers(year):
        return gettext("no data")
    count = shown.edition.figures.listed_total(LISTINGS[of], year)[LISTINGS[of].count]
    when = gettext(labels.LISTED[of].time(year), year=year)
    return f"{numbers.whole(count)} {gettext(shown.measure.short_unit)}, {when}"


def _missing(shown: MapView) -> str:
    """The events of a year that no unit of the level could be told; "" where there is none, or no data."""
    row = shown.missing.now
    if shown.measure.of in LISTINGS or not row["events"]:
        return ""
    return gettext(
        "not allocated – deaths: %(deaths)s, events: %(events)s",
        deaths=numbers.whole(row["fatalities_best"]),
        events=numbers.whole(row["events"]),
    )
