"""The collections of a build: its layers by source and frame, as far as their terms allow exporting them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from app.request import terms
from app.text import captions, labels
from app.web.languages import N_, gettext
from geodata import policies
from geodata.builds.store import Build, Edition
from geodata.exports.columns import ADMIN_LEVELS
from geodata.exports.selection import BOTH, OWN, SIDED
from geodata.sources import Provenance

FORCES = {"sites": "force-sites", "headcounts": "force-headcounts"}
"""Layers of the force tables, which belong to no incident source: the id of their collection."""
GROUNDS = ("zones", "grid")
NO_SHAPES = ("headcounts", "claims")
_TITLES = {
    "sites": N_("Documented force sites by year"),
    "headcounts": N_("Force headcounts"),
    "zones": N_("Border zones by year"),
    "zones-both": N_("Border zones by year, on both sides of the border"),
    "grid": N_("Grid cells by year"),
    "grid-both": N_("Grid cells by year, on both sides of the border"),
    "claims": N_("The report’s claims, tested"),
    "events": N_("Events"),
}
_OF_UNITS = {
    "admin1": N_("Regions by year, boundaries of %(frame)s"),
    "admin2": N_("Cercles by year, boundaries of %(frame)s"),
    "admin3": N_("Communes by year, boundaries of %(frame)s"),
}
_ABOUT = {
    "units": N_(
        "One feature for each unit and year, with the same figures as the downloads; year=2021-2023 gives the sums of "
        "a range instead. A null figure means no data, never zero; the columns that end in _status say which."
    ),
    "zones": N_(
        "The zones within 25, 50 and 100 km of the borders, one feature for each zone and year. Zones overlap: never "
        "add them up. A null figure means no data, never zero."
    ),
    "zones-both": N_(
        "The zones within 25, 50 and 100 km of Mali’s borders with Niger and Burkina Faso, one feature for each zone, "
        "side and year; side is the country that the source gives the events. Zones overlap: never add them up. A null "
        "figure means no data, never zero."
    ),
    "grid": N_("PRIO-GRID cells, one feature for each cell and year. A null figure means no data, never zero."),
    "grid-both": N_(
        "PRIO-GRID cells of Mali and, within 100 km of its borders with them, of Niger and Burkina Faso, one feature "
        "for each cell, side and year; side is the country that the source gives the events, and of a cell that a "
        "border crosses each country has its own counts. A null figure means no data, never zero."
    ),
    "sites": N_(
        "Sites that are documented, not all there are: one feature for each site and year, with its status on 31 "
        "December. A null date is not known."
    ),
    "headcounts": N_(
        "Published figures of strength, each for a day and with its own source; no geometry. A null figure means that "
        "the source gives none. Deployed, authorised and planned are never added together, nor Mali and the Sahel."
    ),
    "claims": N_(
        "Statements of the report this project starts from, each tested with this source; no geometry. A null value "
        "means that the source cannot tell."
    ),
    "events": N_(
        "The events one by one, as the source gives them, without headlines. A null p-code means that the event could "
        "not be allocated at that level."
    ),
}


@dataclass(frozen=True)
class Collection:
    """A collection: its id, its layer (of geodata.extracts, or headcounts or claims), and the edition it is read from.

    `is_drawn`: its features have shapes that may leave the server.
    """

    id: str
    layer: str
    edition: Edition
    is_drawn: bool
    sides: str = OWN
    """Of zones and cells: whether its features are of Mali's side of the border, or of both (selection.SIDES)."""
    years: str | None = None
    """A range of years that its features are the sums of, in place of a feature for each year."""

    @property
    def about(self) -> str:
        """The kind of its content: the layer, with its sides."""
        return f"{self.layer}-{self.sides}" if self.sides != OWN else self.layer

    @property
    def is_of_forces(self) -> bool:
        """True if it holds force tables, which are the same for every incident source."""
        return self.layer in FORCES

    @property
    def source(self) -> Provenance:
        """The record of the source behind its figures."""
        return self.edition.manifest["sources"]["force-tables" if self.is_of_forces else self.edition.source]

    @property
    def title(self) -> str:
        """Its title in the answer's language."""
        label = _OF_UNITS.get(self.layer) or _TITLES[self.about]
        text = gettext(label, frame=self.edition.frame) if self.layer in _OF_UNITS else gettext(label)
        return text if self.is_of_forces else f"{text} ({_named(self.source)})"

    @property
    def description(self) -> str:
        """A description in the answer's language: features, meaning of null, source, release, frame and licence."""
        kept = self.source
        about = "units" if self.layer in ADMIN_LEVELS else self.about
        parts = [
            gettext(_ABOUT[about]),
            *([] if self.is_drawn or self.layer in NO_SHAPES else [gettext(policies.policy(_ground(self)).rule)]),
            gettext("Source: %(source)s.", source=f"{kept['producer']}, {kept['title']}"),
            gettext("Release: %(release)s.", release=kept["release"] or gettext("not stated in the file")),
            gettext("Boundaries: %(frame)s.", frame=gettext(labels.FRAMES[self.edition.frame])),
            gettext("Licence: %(licence)s.", licence=kept["licence"]),
            *([] if self.is_of_forces else [gettext(policies.policy(terms.policy_of(self.edition)).rule)]),
            gettext("Not for operational or targeting use. Names and boundaries imply no endorsement."),
        ]
        return " ".join(parts)


def _ground(collection: Collection) -> str:
    return str(collection.edition.manifest["ground_policy"])


def _named(source: Provenance) -> str:
    return " ".join(part for part in (captions.short_name(source), source["release"]) if part)


def offered(build: Build) -> dict[str, Collection]:
    """The collections of a build by id, in their order: units, zones, cells, events, claims of each source; forces."""
    found = list(_of_sources(build))
    first = terms.strict(build.edition())
    found += [Collection(name, layer, first, layer not in NO_SHAPES) for layer, name in FORCES.items()]
    return {collection.id: collection for collection in found if _may_leave(collection)}


def named(build: Build, name: str) -> Collection:
    """Look a collection up by id. Raises NotFound for an unknown id, Refused if its source's terms forbid it."""
    there = offered(build)
    if name in there:
        return there[name]
    refused = next((one for one in _of_sources(build, every=True) if one.id == name), None)
    if refused:
        terms.require_exportable(refused.edition, refused.layer, with_geometry=False)
    raise NotFound(gettext("There is no such collection. Available: %(names)s.", names=", ".join(there)))


def _of_sources(build: Build, *, every: bool = False) -> Iterator[Collection]:
    """The collections of a build's sources; with `every`, also those that their terms forbid."""
    seen: set[str] = set()
    for entry in build.editions:
        edition = terms.strict(build.edition(entry["source"], entry["frame"]))
        end = "" if edition.source == build.editions[0]["source"] else f"-{edition.source}"
        levels = ADMIN_LEVELS if every else edition.manifest["levels"]
        may_draw = policies.policy(edition.manifest["ground_policy"]).exports_geometry
        yield from (Collection(f"{level}-{edition.frame}{end}", level, edition, may_draw) for level in levels)
        if edition.source in seen:
            continue
        seen.add(edition.source)
        layers = [layer for layer in GROUNDS if every or edition.figures.units[layer]]
        layers += ["events"] if every or edition.has("events.parquet") else []
        for layer in (*layers, "claims"):
            yield Collection(f"{layer}{end}", layer, edition, layer != "claims")
            if layer in SIDED and any(there.units[layer] for there in edition.figures.abroad.values()):
                yield Collection(f"{layer}-both{end}", layer, edition, True, BOTH)


def _may_leave(collection: Collection) -> bool:
    if collection.layer in (*FORCES, "claims"):
        return True
    try:
        terms.require_exportable(collection.edition, collection.layer, with_geometry=False)
    except policies.Refused:
        return False
    return True
