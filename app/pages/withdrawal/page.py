"""Departures of international forces, and what is counted before and after them: the page /withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from app import page
from app.pages.withdrawal import series
from app.pages.withdrawal.series import Shown
from app.pages.withdrawal.side_by_side import SideBySide, side_by_side
from app.presenters import forces
from app.presenters.departures import called, documented_since, named, rows, scope, when
from app.request import parsing, terms
from app.request.parameters import accepts, of_page
from app.request.registry import Parameter, listed, names, one_of
from app.text import numbers
from app.text.labels import ZONES
from app.web import links
from app.web.languages import N_, gettext, language
from geodata import policies, vocabulary
from geodata.builds.store import Edition
from geodata.figures.figures import Unit
from geodata.forces import departure_places, departures
from geodata.forces.departure_places import DeparturePlaces
from geodata.forces.departures import RADII_KM, Departure, Place

blueprint = Blueprint("withdrawal", __name__)

COUNTS = ("fatalities", "events")
DATED = ("conflict", "attack", "atrocity", "deployment")
"""Kinds of events that are listed under a region's series."""
FIRST_NAMED = ("Gao", "Ménaka", "Kidal", "Tombouctou", "Mopti")
"""The regions that stand first in the choice, where the frame has them."""


@dataclass(frozen=True)
class Asked:
    """The request of the page: place, distance around a site, deaths or events; and the address itself."""

    place: str
    km: int
    count: str
    address: dict[str, str]


@dataclass(frozen=True)
class Link:
    """A choice of the page: its label, its address, whether it is what is shown, a note beside it."""

    label: str
    href: str
    is_chosen: bool
    note: str | None = None


def places(edition: Edition) -> list[str]:
    """The values of `place`: regions, zones of a standard distance, closed sites in Mali."""
    return [
        *(unit.pcode for unit in edition.figures.units["admin1"]),
        *(unit.pcode for unit in edition.figures.units["zones"] if unit.pcode in vocabulary.zone_ids()),
        *(one.site_id for one in departures.read(edition.table("sites")) if one.pcode),
    ]


_KM = tuple(str(km) for km in RADII_KM)
_km = listed(lambda _: _KM)
ACCEPTS = of_page(
    one_of("place", N_("The region, border zone or closed site whose months are shown."), places),
    Parameter(
        "km",
        N_("The distance around a closed site, in km."),
        lambda text, edition: int(_km(text, edition)),
        lambda _: _KM,
        default=RADII_KM[0],
    ),
    one_of("count", N_("What is counted by month."), COUNTS, default=COUNTS[0]),
)


@blueprint.get("/withdrawal")
@accepts(*ACCEPTS)
def withdrawal() -> Response:
    """The series of a place with the departures from it, and the months before and after each."""
    return page.page("withdrawal", _withdrawal)


def _asked(edition: Edition) -> Asked:
    found = parsing.parse(request.args, edition, ACCEPTS)
    address = {name: str(found[name]) for name in names(ACCEPTS) if name in found}
    return Asked(
        found.get("place", _first(edition)), found.get("km", RADII_KM[0]), found.get("count", COUNTS[0]), address
    )


def _first(edition: Edition) -> str:
    """Gao in the edition's frame, else its first region."""
    return str([*edition.manifest["highlights"], edition.figures.units["admin1"][0].pcode][0])


def departure_places_of(edition: Edition, policy: str) -> DeparturePlaces:
    """The departures of an edition, and the places for which they are analysed.

    Without the surroundings of sites where the build has no events, or the terms of `policy` keep them here.
    """
    is_near = policies.policy(policy).shows_events and edition.has("around_sites.parquet")
    return departure_places.places_of(
        edition.figures,
        departures.read(edition.table("sites")),
        edition.table("site_distances"),
        edition.table("around_sites") if is_near else None,
    )


def _withdrawal(edition: Edition) -> str:
    return page.render(withdrawal_page(edition, _asked(edition)))


@dataclass(frozen=True)
class Places:
    """The places to choose from: regions, zones by kind, closed sites by region; counts and distances."""

    regions: Sequence[Link]
    zones: Sequence[tuple[str, Sequence[Link]]]
    closed: Sequence[tuple[str, Sequence[Link]]]
    counts: Sequence[Link]
    radii: Sequence[Link]


@dataclass(frozen=True)
class WithdrawalPage(page.Shared):
    """The page of departures: a place's series, and the months before and after each departure from it."""

    TEMPLATE: ClassVar[str] = "withdrawal.html"

    places: Places
    name: str
    site: str | None
    km: int
    has_events: bool
    is_monthly: bool
    series: Shown
    scope: str
    without: str
    share_without: str | None
    known_to: str
    vaguely_left: str
    dated: Sequence[Mapping[str, str]]
    own: Sequence[Mapping[str, Any]]
    own_years: Sequence[Mapping[str, Any]]
    every: Sequence[Mapping[str, Any]]
    together: SideBySide
    is_asked: bool


def withdrawal_page(edition: Edition, asked: Asked) -> WithdrawalPage:
    """The page of the place that is asked for."""
    here = departure_places_of(edition, terms.policy_of(edition))
    place, departure = _found(here, asked)
    is_monthly = bool(edition.figures.covered_months)
    look = departures.by_month if is_monthly else departures.by_year
    elsewhere = here.elsewhere()
    later = documented_since(edition.table("sites"))
    own = [(one, place) for one in place.departures]
    every = [(one, here.site(one, asked.km)) for one in here.departures]

    def link(key: str) -> str:
        return links.query({**asked.address, "place": key})

    name = called(place, departure)
    return WithdrawalPage(
        **page.shared(edition, asked.address, "withdrawal"),
        places=_places(here, asked, place),
        name=name,
        site=named(departure) if departure else None,
        km=asked.km,
        has_events=here.around is not None,
        is_monthly=is_monthly,
        series=series.place_series(edition.figures, place, name, elsewhere, count=asked.count),
        scope=scope(place),
        without=", ".join(unit.name for unit in here.without()),
        share_without=_share(here),
        known_to=numbers.day(known.isoformat()) if (known := forces.known_to(edition)) else "",
        vaguely_left=_vaguely_left(here),
        dated=_dated(edition, departure.pcode if departure else place.key),
        own=rows(look, own, elsewhere, link, later),
        own_years=rows(departures.by_year, own, elsewhere, link, later) if is_monthly else [],
        every=rows(look, every, elsewhere, link, later),
        together=side_by_side(edition, here, _regions(here)),
        is_asked="place" in asked.address,
    )


def _places(here: DeparturePlaces, asked: Asked, place: Place) -> Places:
    return Places(
        regions=[_link(asked, unit.pcode, unit.name, place) for unit in _regions(here)],
        zones=_zones(here, asked, place),
        closed=_closed(here, asked, place),
        counts=_links(asked, "count", {"fatalities": gettext("Deaths"), "events": gettext("Events")}, asked.count),
        radii=_links(asked, "km", {km: gettext("within %(km)s km", km=km) for km in _KM}, str(asked.km)),
    )


def _found(here: DeparturePlaces, asked: Asked) -> tuple[Place, Departure | None]:
    """The requested place, with its departure if it is a closed site."""
    if unit := here.figures.unit("admin1", asked.place):
        return here.region(unit), None
    if unit := here.figures.unit("zones", asked.place):
        return here.zone(unit), None
    departure = next(one for one in here.departures if one.site_id == asked.place)
    place = here.site(departure, asked.km)
    if place is None:
        raise LookupError(asked.place)
    return place, departure


def _dated(edition: Edition, pcode: str | None) -> list[dict[str, str]]:
    """Other dated events in a region: fighting, attacks, atrocities, arrivals; none for a zone."""
    return [
        {
            "id": row["event_id"],
            "when": numbers.days(row["date"], row["end_date"]),
            "title": row[f"title_{language()}"],
        }
        for row in edition.table("timeline")
        if pcode and row["pcode"] == pcode and row["category"] in DATED
    ]


def _regions(here: DeparturePlaces) -> list[Unit]:
    return sorted(here.figures.units["admin1"], key=lambda unit: (_rank(unit.name), unit.name))


def _zones(here: DeparturePlaces, asked: Asked, place: Place) -> list[tuple[str, list[Link]]]:
    """The border zones to choose from, by kind."""
    known = [unit.pcode for unit in here.figures.units["zones"]]
    return [
        (
            gettext(ZONES[kind]),
            [_link(asked, zone, gettext("%(km)s km", km=km), place) for km, zone in zones if zone in known],
        )
        for kind in vocabulary.KINDS
        if (zones := [(km, vocabulary.zone_id(kind, km)) for km in vocabulary.DISTANCES_KM])[0][1] in known
    ]


def _closed(here: DeparturePlaces, asked: Asked, place: Place) -> list[tuple[str, list[Link]]]:
    """The closed sites to choose from, by region, with their dates."""
    found = [(unit.name, [one for one in here.departures if one.pcode == unit.pcode]) for unit in _regions(here)]
    return [
        (name, [_link(asked, one.site_id, named(one), place, note=when(one)) for one in closed])
        for name, closed in found
        if closed
    ]


def _share(here: DeparturePlaces) -> str | None:
    """The share of deaths in the regions without a departure, in percent."""
    share = here.share_without()
    return None if share is None else numbers.rate(100 * share, 1)


def _vaguely_left(here: DeparturePlaces) -> str:
    """The regions of which no end of a presence is known, with what is."""
    return "; ".join(
        f"{unit.name} ({', '.join(f'{named(one)}, {when(one)}' for one in own)})" for unit, own in here.vaguely_left()
    )


def _rank(name: str) -> int:
    return FIRST_NAMED.index(name) if name in FIRST_NAMED else len(FIRST_NAMED)


def _link(asked: Asked, key: str, label: str, place: Place, note: str | None = None) -> Link:
    return Link(label, links.query({**asked.address, "place": key}), key == place.key, note)


def _links(asked: Asked, name: str, labels: Mapping[str, str], chosen: str) -> list[Link]:
    return [Link(label, links.query({**asked.address, name: key}), key == chosen) for key, label in labels.items()]
