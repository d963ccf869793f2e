"""What an edition offers to choose from: levels, measures, years, types of violence, actor families, layers of the map.

Every list is in the order of addresses and of the controls.
"""

from __future__ import annotations

from collections.abc import Sequence

from geodata import periods, policies, vocabulary
from geodata.builds.store import Edition
from geodata.exports.selection import APART, NAMED, SIDES
from geodata.figures import measures

LEVELS = ("admin1", "admin2", "admin3", "zones", "grid")
PEOPLE = vocabulary.PEOPLE
OWN, BOTH = SIDES
CIRCLES = ("none", *measures.CIRCLES)
FORCE_LAYERS = tuple(f"sites-{force.key}" for force in vocabulary.FORCES)
TABS = ("figures", "events", "table", "downloads")
_COLUMNS = ("value", "name", "best", "events", "civilians", "population", "sites", "region")
SORTS = tuple(f"{sign}{column}" for column in _COLUMNS for sign in ("-", ""))
"""Columns of the table of units that it can be sorted by, `-` before those from the highest; the first is usual."""
FOCUSES = ("east", "mali", "gao", "menaka", "three-borders", "niger", "burkina")
ZONE_FOCUSES = ("three-borders", "niger", "burkina")
"""Focuses that follow a border zone."""
DEFAULT_YEAR, DEFAULT_SINCE = "2022", "2020"
DEFAULT_LAYERS = ("units", "niger-50", "burkina-50", "both-50", "rivers", "towns")
COUNTRY = "MLI"
ALL_YEARS = "years"
"""What a view is compared with where it shows a small map of every year."""
NOT_ALLOCATED = "none"
"""What stands in the place of a P-code for the events that no unit of the level could be told."""


def sources(edition: Edition) -> list[str]:
    """The sources of events of the edition's build, newest first."""
    return list(dict.fromkeys(entry["source"] for entry in edition.manifest["editions"]))


def frames(edition: Edition) -> list[str]:
    """The frames of boundaries in which the edition's source is counted."""
    return sorted(entry["frame"] for entry in edition.manifest["editions"] if entry["source"] == edition.source)


def levels(edition: Edition) -> list[str]:
    """The levels of units that the edition has: admin1 and, with boundaries imported, admin2 and admin3."""
    allowed = policies.allowed_levels(edition.policy)
    return [level for level in edition.manifest["levels"] if level in allowed]


def all_levels(edition: Edition) -> list[str]:
    """The levels of units; zones where the source has points, the grid where it may be shown so finely."""
    units = edition.figures.units
    return [*levels(edition), *(level for level in ("zones", "grid") if units[level])]


def years(edition: Edition) -> list[str]:
    """The years that have figures, those of a later release for the country only among them."""
    return list(edition.figures.periods)


def opening_year(edition: Edition) -> str:
    """The default year of an edition: the usual one, else the last that it covers."""
    return DEFAULT_YEAR if DEFAULT_YEAR in edition.figures.periods else str(edition.manifest["covered"][-1])


def months(edition: Edition) -> list[str]:
    """01 to 12 where the source is known by month, else none."""
    return list(periods.MONTHS) if edition.figures.covered_months else []


def named(edition: Edition) -> list[str]:
    """Whether events that only name a unit stand apart or are counted with it; one choice where there are none."""
    has_any = any(edition.figures.has_any_named(level) for level in levels(edition))
    return list(NAMED) if has_any else [APART]


def sides(edition: Edition) -> list[str]:
    """Whether border zones count Mali's side of the border or both; one choice where there are no zones."""
    return list(SIDES) if edition.figures.units["zones"] else [OWN]


def measured(edition: Edition) -> list[str]:
    """The measures that have values at some level of the edition."""
    return [key for key in measures.BY_KEY if key in edition.manifest["breaks"]]


def offered(edition: Edition, level: str) -> list[str]:
    """The measures that have values at a level of the edition, in the registry's order."""
    found = edition.manifest["breaks"]
    return [measure.key for measure in measures.MEASURES if level in found.get(measure.key, ())]


def opening_measure(edition: Edition, level: str) -> str:
    """The measure that a page opens with: the first that is offered and has values for most units."""
    units = edition.figures.units[level]

    def is_known(key: str) -> bool:
        denominator = measures.BY_KEY[key].denominator
        return denominator is None or 2 * sum(bool(getattr(unit, denominator)) for unit in units) > len(units)

    found = offered(edition, level)
    return next((key for key in found if is_known(key)), found[0])


def compared(edition: Edition, level: str | None = None) -> list[str]:
    """What a view can be compared with: all years, a year, a measure (at a level), another source, other boundaries."""
    return [
        ALL_YEARS,
        *(f"year:{year}" for year in years(edition)),
        *(f"measure:{key}" for key in (offered(edition, level) if level else measured(edition))),
        *(f"source:{source}" for source in sources(edition) if source != edition.source),
        *(f"frame:{frame}" for frame in frames(edition) if frame != edition.frame),
    ]


def default_measure(level: str) -> str:
    """The measure that a level opens with: the first of the registry that it has."""
    return next(measure.key for measure in measures.MEASURES if level in measure.levels)


def sorts(level: str) -> list[str]:
    """What the table of a level can be sorted by: people and sites are columns of regions, the region of others."""
    absent = ("region",) if level == "admin1" else ("population", "sites")
    return [sort for sort in SORTS if sort.removeprefix("-") not in absent]


def violence_types(edition: Edition) -> list[str]:
    """No filter, and the types of violence that the source distinguishes."""
    return [vocabulary.ALL_VIOLENCE, *edition.manifest["violence"]]


def actor_families(edition: Edition) -> list[str]:
    """No filter, and the actor families that the source distinguishes."""
    return [vocabulary.ANY_FAMILY, *edition.manifest["families"]]


def focuses(edition: Edition) -> list[str]:
    """The places that the map can zoom to; those of border zones only where there are zones."""
    return [name for name in FOCUSES if edition.figures.units["zones"] or name not in ZONE_FOCUSES]


def map_layers(edition: Edition) -> list[str]:
    """The layers that the edition's map can show."""
    return [
        "units",
        *(["grid"] if edition.figures.units["grid"] else []),
        *zones(edition),
        *FORCE_LAYERS,
        *(["events"] if shows_events(edition) else []),
        "rivers",
        "towns",
    ]


def default_layers(edition: Edition) -> tuple[str, ...]:
    """The layers that a page opens with, as far as the edition has them."""
    known = map_layers(edition)
    return tuple(name for name in DEFAULT_LAYERS if name in known)


def shows_events(edition: Edition) -> bool:
    """True if the edition has events and the source's terms allow showing them."""
    policy = policies.policy(edition.policy)
    return edition.has("events.parquet") and policy.shows_events


def zones(edition: Edition) -> list[str]:
    """The border zones by id."""
    return [unit.pcode for unit in edition.figures.units["zones"]]


def units(edition: Edition) -> list[str]:
    """The units of every level by P-code."""
    return [unit.pcode for level in levels(edition) for unit in edition.figures.units[level]]


def opened(edition: Edition) -> list[str]:
    """What the panel can open: the country, units, zones and, where events are shown, those not allocated."""
    return [COUNTRY, *([NOT_ALLOCATED] if shows_events(edition) else []), *units(edition), *zones(edition)]


def distances(edition: Edition) -> list[str]:
    """The distances of border zones in km."""
    found = sorted({int(str(unit.extra["distance_km"])) for unit in edition.figures.units["zones"]})
    return [str(km) for km in found]


def has_unit(edition: Edition, pcode: str) -> bool:
    """True if a unit, zone or cell of the edition has this P-code, id or number."""
    return any(unit.pcode == pcode for units in edition.figures.units.values() for unit in units)


def layers_with_files(edition: Edition) -> Sequence[str]:
    """The layers that the edition has files of, whatever its terms allow."""
    return [*all_levels(edition), "sites", *(["events"] if shows_events(edition) else [])]
