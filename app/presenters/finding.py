"""Everything of an edition that can be found by name, in the answer's language, as one index; and where each leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.presenters import claims
from app.request import options
from app.text import labels
from app.web import links
from app.web.languages import N_, french, gettext, language
from geodata import vocabulary
from geodata.builds.store import Build, Edition
from geodata.exports import search_index, sites
from geodata.exports.search import Entry, folded
from geodata.figures import measures
from geodata.figures.figures import Unit
from geodata.texts import Text
from geodata.vocabulary import DISTANCES_KM, FORCES, GROUPS

FITTED, PLACE, SITE = "#fit", "#place-", "#site-"
"""What the map's script does on arrival: fit the unit that is opened, open the events of a place, or a site."""
_KINDS = {
    **labels.UNIT,
    "zone": N_("Border zone"),
    "force": N_("Force"),
    "group": N_("Armed group"),
    "town": N_("Town"),
    "place": N_("Place of events"),
    "site": N_("Documented site"),
    "missing": N_("Events without a unit"),
    "measure": N_("Measure"),
    "page": N_("Page"),
    "claim": N_("Claim of the report"),
}
_TOWN_ZOOM = 9
_SHOWN = ("open", "last_reported", "uncertain")
"""The statuses of a site that the map draws at the end of a year, the surest first."""
_ZONE_ORDER = (50, *(km for km in DISTANCES_KM if km != 50))
"""Distances of zones: the one that the map opens with first."""


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is found: its key, its label, and the frame of units that are of another one."""

    key: str
    label: str
    frame: str = ""


@dataclass(frozen=True)
class Index:
    """What can be found, in the order of its kinds; `layers` and `year` are those that the map opens with."""

    kinds: Sequence[Kind]
    entries: Sequence[Entry]
    layers: Sequence[str]
    year: str

    def document(self) -> dict[str, Any]:
        """The index as JSON has it; a row ends with the last number that is not 0."""
        rows = [list(entry) if entry.events else list(entry)[:4] for entry in self.entries]
        kinds = [[kind.key, kind.label, kind.frame] for kind in self.kinds]
        return {"kinds": kinds, "layers": list(self.layers), "year": self.year, "entries": rows}


def read(document: Mapping[str, Any]) -> Index:
    """The index of a document."""
    kinds = [Kind(*row) for row in document["kinds"]]
    return Index(kinds, [Entry(*row) for row in document["entries"]], document["layers"], document["year"])


def index(build: Build, edition: Edition, pages: Sequence[tuple[str, str]]) -> Index:
    """All that can be found in an edition, and `pages`: address and label in English.

    Places of events are in it only where the source's terms, as the edition has them, let events be shown.
    """
    found = [*_units(build, edition), *_zones(edition), *_forces(), *_places(edition), *_rest(edition, pages)]
    kinds = list(dict.fromkeys(kind for kind, *_ in found))
    order = [*_KINDS]
    kinds.sort(key=lambda kind: (kind.frame != "" and 2.5) or order.index(kind.key))
    entries = [Entry(kinds.index(kind), *rest) for kind, *rest in found]
    return Index(kinds, entries, options.default_layers(edition), options.opening_year(edition))


Row = tuple[Any, ...]
"""The kind of an entry, and its fields after it."""


def _kind(key: str, frame: str = "") -> Kind:
    label = gettext(_KINDS[key])
    if frame:
        label = gettext("%(unit)s, boundaries of %(year)s", unit=label, year=frame)
    return Kind(key, label, frame)


def _named(kind: str, name: str, *more: str) -> list[str]:
    """A name with the other names of the same thing, each once."""
    others = search_index.other_names().get((kind, folded(name)), ())
    return list(dict.fromkeys((name, *more, *others)))


def _both(label: str) -> list[str]:
    """A label in the answer's language, then in the other."""
    return list(dict.fromkeys((gettext(label), label, french(label))))


def _units(build: Build, edition: Edition) -> Iterator[Row]:
    levels = options.levels(edition)
    units = edition.figures.units
    names = {unit.pcode: unit.name for level in levels for unit in units[level]}
    for level in levels:
        kind = _kind(level)
        for unit in units[level]:
            yield kind, _names(unit), _around(unit, level, names), unit.pcode
    for frame, level, unit, region in search_index.other_frames(build, edition, levels):
        yield _kind(level, frame), _names(unit), "" if level == "admin1" else region, unit.pcode


def _names(unit: Unit) -> list[str]:
    return _named("name", unit.name, *search_index.names_of(unit.name)[1:])


def _around(unit: Unit, level: str, names: Mapping[str, str]) -> str:
    """The cercle and the region that a unit lies in. A commune's code begins with its cercle's."""
    if level == "admin1":
        return ""
    cercle = unit.pcode.partition("-")[0] if level == "admin3" else ""
    within = [names.get(f"{cercle}-{unit.admin1}") or names.get(cercle), names.get(unit.admin1 or "")]
    return ", ".join(dict.fromkeys(name for name in within if name))


def _zones(edition: Edition) -> Iterator[Row]:
    known = options.zones(edition)
    for kind in vocabulary.KINDS:
        for zone in (vocabulary.zone_id(kind, km) for km in _ZONE_ORDER):
            if zone in known:
                distance = zone.rpartition("-")[2]
                name = [f"{label}, {distance} km" for label in _both(labels.ZONES[kind])]
                yield (
                    _kind("zone"),
                    [*name, *search_index.other_names().get(("zone", kind), ())],
                    f"{distance} km",
                    zone,
                )


def _forces() -> Iterator[Row]:
    for key, members in (("force", FORCES), ("group", GROUPS)):
        for force in members:
            others = search_index.other_names().get(("force", folded(force.key)), ())
            names = [*_both(force.label), *_both(force.name), *others]
            yield _kind(key), list(dict.fromkeys(names)), "", f"/forces/{force.key}"


def _places(edition: Edition) -> Iterator[Row]:
    """Towns, places of events and sites of forces."""
    regions = {unit.pcode: unit.name for unit in edition.figures.units["admin1"]}
    towns = edition.document("web_base")["towns"]
    for town, region in zip(towns, search_index.regions_at(edition, (town["at"] for town in towns)), strict=True):
        at = f"{_TOWN_ZOOM}/{town['at'][0]:.3f}/{town['at'][1]:.3f}"
        yield _kind("town"), _named("name", town["name"]), regions.get(region or "", ""), at
    if options.shows_events(edition):
        yield from _event_places(edition, regions)
    yield from _sites(edition, regions)


def _sites(edition: Edition, regions: Mapping[str, str]) -> Iterator[Row]:
    """The sites that are drawn in some year; those that the map has in none of its own lead to the force's page."""
    kind, offered = _kind("site"), options.years(edition)
    for site in sites.documented(edition):
        latest = sorted(site.status, reverse=True)
        drawn = [year for status in _SHOWN for year in latest if site.status[year] == status]
        years = [year for year in drawn if year in offered]
        if drawn:
            key = site.row["force"]
            force = gettext(vocabulary.BY_FORCE[key].label)
            where = ", ".join(filter(None, (force, regions.get(site.row["pcode"] or ""))))
            to = " ".join((site.row["site_id"], key, *years)) if years else f"/forces/{key}"
            yield kind, _named("name", site.row["site"]), where, to


def _event_places(edition: Edition, regions: Mapping[str, str]) -> Iterator[Row]:
    cercles = {unit.pcode: unit.name for unit in edition.figures.units.get("admin2", ())}
    kind = _kind("place")
    for place in search_index.event_places(edition):
        others = [name for one in search_index.names_of(place.name) for name in _named("name", one)]
        names = list(dict.fromkeys((place.name, *others, *_named("place", place.name))))
        within = [cercles.get(place.admin2 or ""), regions.get(place.admin1 or "")]
        where = ", ".join(dict.fromkeys(name for name in within if name))
        to = " ".join((place.event, *place.years))
        yield kind, names, where, to, place.by_year.total(), place.deaths_by_year.total()


def _rest(edition: Edition, pages: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """What is not allocated, measures, pages, claims."""
    missing = list(dict.fromkeys(name for one in labels.MISSING_LABEL.values() for name in _both(one)))
    if options.shows_events(edition):
        yield _kind("missing"), missing, "", options.NOT_ALLOCATED
    else:
        yield _kind("page"), missing, "", "/#accounting"
    for measure in options.measured(edition):
        level = next((one for one in options.levels(edition) if measure in options.offered(edition, one)), None)
        if level:
            yield _kind("measure"), _both(measures.BY_KEY[measure].label), "", f"{measure} {level}"
    for address, label in pages:
        yield _kind("page"), _both(label), "", address
    for claim in claims.shipped():
        spoken = language()
        quoted = dict.fromkeys(filter(None, (Text(claim.quoted, claim.quoted_fr).of(spoken), claim.quoted)))
        yield _kind("claim"), [f"{claim.id}: {claim.subject.of(spoken)}", *quoted], "", f"/claims/{claim.id}"


def address(index: Index, entry: Entry, carried: Mapping[str, str | None]) -> str:
    """Where an entry leads from a page that shows no view; `carried` are source, frame and lang of the page."""
    kind = index.kinds[entry.kind]
    if entry.to.startswith("/"):
        path, mark, anchor = entry.to.partition("#")
        return path + links.query(carried) + mark + anchor
    changes, arrival = _changes(index, kind, entry)
    pairs = {"source": carried.get("source"), "frame": kind.frame or carried.get("frame"), **changes}
    return "/" + links.query({**pairs, "lang": carried.get("lang")}) + arrival


def _changes(index: Index, kind: Kind, entry: Entry) -> tuple[dict[str, str], str]:
    """The parameters that choosing an entry sets, in the order of addresses, and what is done on arrival."""
    first, *rest = entry.to.split(" ")
    match kind.key:
        case "zone":
            return {"layers": _with(index, first), "unit": first}, FITTED
        case "place":
            return {"year": _year(index, rest), "layers": _with(index, "events")}, PLACE + first
        case "site":
            force, *years = rest
            layers = _with(index, f"sites-{force}")
            return {"year": _year(index, years), "layers": layers}, SITE + first
        case "town":
            return {"at": first}, ""
        case "missing":
            return {"unit": first}, ""
        case "measure":
            return {"level": rest[0], "measure": first}, ""
        case _:
            return {"level": kind.key, "unit": first}, FITTED


def _year(index: Index, years: Sequence[str]) -> str:
    """The year that the map opens with where it is among those of an entry, else the first of them."""
    return index.year if index.year in years else years[0]


def _with(index: Index, layer: str) -> str:
    """The layers that the map opens with, and another."""
    return ",".join(dict.fromkeys((*index.layers, layer)))


def told(index: Index, entry: Entry) -> str:
    """What is said beside the name of an entry: its kind, where it lies, what is counted there."""
    where = entry.where
    parts = [index.kinds[entry.kind].label, where if index.kinds[entry.kind].key != "zone" else ""]
    if entry.events:
        parts.append(gettext("events: %(events)s, fatalities: %(deaths)s", events=entry.events, deaths=entry.deaths))
    return " · ".join(part for part in parts if part)


def shown(entry: Entry, name: str) -> str:
    """The name of an entry; before it the one that it was found by, where that is another and no part of it."""
    own = entry.names[0]
    is_same = folded(name) in folded(own) or entry.to.startswith("/claims/")
    return own if is_same else f"{name} ({own})"
