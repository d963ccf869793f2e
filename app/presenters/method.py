"""The facts of an edition that the page on method tells: totals, what was not allocated, class limits, actors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.presenters import placing_examples
from app.presenters.placing_examples import Example
from app.request import options
from app.text import labels, numbers
from app.web.languages import gettext
from geodata import vocabulary
from geodata.builds.manifest import Contradiction
from geodata.builds.store import Edition
from geodata.exports import columns
from geodata.figures import measures
from geodata.figures.figures import Unit, people_of
from geodata.figures.measures import Measure
from geodata.schema.column import Column


@dataclass(frozen=True)
class PeopleLine:
    """A region's people at two censuses; how many times a rate grows if it divides by those of the year; a note."""

    name: str
    before: str
    census: str
    times: Sequence[str]
    note: str


COMPARED = ("2012", "2017", "2021")
"""Years for which the page shows what the people of the year change."""


@dataclass(frozen=True)
class Method:
    """An edition's facts for the page on method; numbers are text.

    `first` and `last` are the years covered; `later_years` come from the release `later_release`. `not_allocated` and
    `level_names` are by level, `breaks` by measure and level, `members` by actor family.
    """

    first: str
    last: str
    later_years: str
    later_release: str
    total: str
    not_allocated: Mapping[str, str]
    has_months: bool
    kind: str
    actors: str
    members: Mapping[str, str]
    measures: Sequence[Measure]
    breaks: Mapping[str, Mapping[str, str]]
    level_names: Mapping[str, str]
    unit_names: Mapping[str, str]
    contradictions: Sequence[Contradiction]
    columns: Sequence[Column]
    breakdowns: Sequence[str]
    statuses: Mapping[str, str]
    placing: Sequence[tuple[Mapping[str, str], Sequence[Example]]]
    """The rules of placing by example, by section."""
    worst_precision: Mapping[str, int]
    people: Sequence[PeopleLine]
    compared: Sequence[str]
    reasons: Mapping[str, str]


def method(edition: Edition) -> Method:
    """The facts of an edition for the page on method."""
    manifest, figures = edition.manifest, edition.figures
    covered, rules = manifest["covered"], placing_examples.read()
    actors = "acled" if edition.policy == "acled" else "ucdp"
    return Method(
        first=covered[0],
        last=covered[-1],
        later_years=", ".join(sorted(set(manifest["periods"]) - set(covered))),
        later_release=later_release(edition),
        total=_events(figures.national(year, "all", "any")["events"] for year in covered),
        not_allocated=_not_allocated(edition),
        has_months=bool(options.months(edition)),
        kind=manifest["kind"],
        actors=actors,
        members={labels.FAMILIES[key]: ", ".join(names) for key, names in _members(edition).items()},
        measures=[item for item in measures.MEASURES if item.key in manifest["breaks"]],
        breaks={key: class_limits(edition, measures.BY_KEY[key]) for key in manifest["breaks"]},
        level_names={level: gettext(label) for level, label in labels.LEVELS.items()},
        unit_names={unit.pcode: unit.name for unit in figures.units["admin1"]},
        contradictions=manifest["contradictions"],
        columns=columns.columns_of("admin1"),
        breakdowns=columns.breakdowns(manifest["violence"], manifest["families"]),
        statuses=labels.STATUSES,
        placing=rules.shown(actors),
        people=[_people(edition, unit) for unit in figures.units["admin1"]],
        compared=COMPARED,
        worst_precision={level: limit[actors] for level, limit in rules.limits.items()},
        reasons=labels.REASONS,
    )


def _people(edition: Edition, unit: Unit) -> PeopleLine:
    ofs = [people_of(unit, year, "year") for year in COMPARED]
    note = edition.manifest["population_notes"].get(unit.pcode, "")
    return PeopleLine(
        name=unit.name,
        before=numbers.whole(unit.population_before),
        census=numbers.whole(unit.population),
        times=[numbers.rate(unit.population / of if unit.population and of else None, 2) for of in ofs],
        note=gettext(note) if note else "",
    )


def later_release(edition: Edition) -> str:
    """The release of the country's figures of later years; "" where the build has none."""
    later = edition.manifest["sources"].get(edition.manifest["later_source"])
    return later["release"] if later else ""


def class_limits(edition: Edition, measure: Measure) -> dict[str, str]:
    """By level but the zones, the upper limits of a measure's classes of years, the open one left out."""
    limits = edition.manifest["breaks"][measure.key]
    return {
        level: ", ".join(numbers.limit(limit) for limit in limits[level]["value"][1:])
        for level in measure.levels
        if level != "zones" and level in limits
    }


def _not_allocated(edition: Edition) -> dict[str, str]:
    """By level, how many events of all covered years have no unit."""
    figures = edition.figures
    return {
        level: _events(
            figures.not_allocated(level, year, "all", "any")["events"] for year in edition.manifest["covered"]
        )
        for level in options.all_levels(edition)
    }


def _events(counts: Iterable[float | None]) -> str:
    return numbers.whole(sum(int(count or 0) for count in counts))


def _members(edition: Edition) -> dict[str, tuple[str, ...]]:
    """The source's actor names in each family."""
    return vocabulary.ACLED_MEMBERS if edition.policy == "acled" else vocabulary.MEMBERS
