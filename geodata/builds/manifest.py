"""The manifests of a build: the facts that its JSON files record beside the tables, as types.

A build writes three kinds of file, all called manifest.json: its own, one for each ground in a frame, and one for each
edition's counts. An edition is read under the three of them together.
"""

from typing import Any, NotRequired, TypedDict

from geodata.figures.classes import Limits
from geodata.figures.figures import Unit
from geodata.sources import Provenance


class EditionEntry(TypedDict):
    """An edition in the list of a build: its incident source, and the frame and ground that it is counted in."""

    source: str
    frame: str
    ground: str


class PersonnelEntry(TypedDict):
    """A table of UN personnel that was imported: the months that it has, and its rows of other missions."""

    source: str
    months: list[str]
    other_missions: int


class LeftOutEntry(TypedDict):
    """An import that could not be used: its name, its title, and why, in a sentence without its end."""

    name: str
    title: str
    why: str


class UnitRecord(TypedDict):
    """A unit as figures.Unit holds it."""

    pcode: str
    name: str
    area_km2: float
    population: int | None
    iso_3166_2: str | None
    label_point: tuple[float, float] | None
    extra: dict[str, object]
    admin1: str | None
    population_before: NotRequired[int | None]


class Contradiction(TypedDict):
    """A force site whose stated region is not the one that its point lies in, and which of the two was taken."""

    site_id: str
    stated: str
    found: str | None
    decided: str
    reason: str


class FrameDifference(TypedDict):
    """A unit, the units of another frame that share communes with it, and whether it is the same place."""

    pcode: str
    there: list[str]
    names: list[str]
    is_same: bool


class SideEntry(TypedDict):
    """A neighbour's side of a source's zones: the source of its events, and its zones as units."""

    source: str
    units: dict[str, list[UnitRecord]]


class BuildManifest(TypedDict):
    """A build: its editions in the order they are offered, its sources, and the pipeline that made it.

    `incomplete` are the sources of its editions that pages do not open with: see counting.completeness.
    """

    editions: list[EditionEntry]
    sources: dict[str, Provenance]
    personnel: list[PersonnelEntry]
    census: int
    incomplete: NotRequired[list[str]]
    later_source: str
    left_out_imports: NotRequired[list[LeftOutEntry]]
    layout: int
    made_from: NotRequired[str]


class GroundFacts(TypedDict):
    """A ground in a frame, but for its units: whose boundaries, which units stand out, how other frames differ."""

    frame: str
    ground: str
    ground_policy: str
    ground_sources: list[str]
    highlights: list[str]
    population_notes: dict[str, str]
    contradictions: list[Contradiction]
    bbox: dict[str, list[float]]
    frame_differences: dict[str, list[FrameDifference]]


class GroundManifest(GroundFacts):
    """A ground in a frame; `levels` are those of its units."""

    units: dict[str, list[UnitRecord]]
    levels: list[str]


class CountFacts(TypedDict):
    """The counts of a source in a frame: the periods shown and covered, the breakdowns and counts that it has.

    `partial_units`: by level and p-code, events of all years that may be the unit's or another one's.
    """

    incident_source: str
    periods: list[str]
    covered: list[str]
    covered_months: list[str]
    kind: str
    violence: list[str]
    families: list[str]
    absent: list[str]
    left_out: dict[str, int]
    partial_units: NotRequired[dict[str, dict[str, int]]]
    breaks: dict[str, dict[str, Limits]]


class CountsManifest(CountFacts):
    """The counts of a source in a frame; `units` are its zones and cells, `levels` given where the ground has more."""

    units: dict[str, list[UnitRecord]]
    levels: NotRequired[list[str]]


class EditionManifest(BuildManifest, GroundFacts, CountFacts):
    """All that the three manifests say of an edition."""

    units: dict[str, list[UnitRecord]]
    levels: list[str]


def edition_manifest(build: BuildManifest, ground: GroundManifest, counts: CountsManifest) -> EditionManifest:
    """The three manifests as one: the levels of the counts where those say so, the units of ground and counts."""
    merged: Any = {**build, **ground, **counts, "units": {**ground["units"], **counts["units"]}}
    found: EditionManifest = merged
    return found


def unit_of(record: UnitRecord) -> Unit:
    """The unit that a manifest records."""
    fields: dict[str, Any] = {**record}
    point = fields.get("label_point")
    return Unit(**{**fields, "label_point": tuple(point) if point else None})
