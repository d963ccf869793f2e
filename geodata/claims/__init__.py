"""The report's claims: read from their file, and tested with an edition's figures and force tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from geodata.builds.store import Edition
from geodata.claims import file
from geodata.claims.borders import border_areas, border_rivalry
from geodata.claims.counts import civilians_killed, militant_deaths, militant_events
from geodata.claims.forces import announced, dates, estimate, floor, sequence
from geodata.claims.model import Claim, Evidence, Result
from geodata.claims.numbers import CannotTell
from geodata.claims.places import gao_and_menaka
from geodata.claims.quarters import quarters_above_years
from geodata.claims.strength_change import change
from geodata.claims.wagner import killed_together, operations, share_of_civilians
from geodata.figures import quarterly

FILE = Path(__file__).parents[1] / "data" / "forces" / "claims.toml"
Test = Callable[[Claim, Evidence], Result]
OF_COUNTS: Mapping[str, Test] = {
    "militant_events": militant_events,
    "militant_deaths": militant_deaths,
    "civilians_killed": civilians_killed,
    "quarters_above_years": quarters_above_years,
    "gao_and_menaka": gao_and_menaka,
    "border_rivalry": border_rivalry,
    "border_areas": border_areas,
    "wagner_operations": operations,
    "wagner_killed_together": killed_together,
    "wagner_share_of_civilians": share_of_civilians,
}
OF_FORCES: Mapping[str, Test] = {
    "dates": dates,
    "sequence": sequence,
    "estimate": estimate,
    "floor": floor,
    "announced": announced,
    "change": change,
}
COMPUTATIONS: Mapping[str, Test] = {**OF_COUNTS, **OF_FORCES}
"""By the name that records call it: a function of a claim and the evidence."""


def read(path: Path = FILE) -> list[Claim]:
    """The claims in their order. Raises DataError as records.read does."""
    return file.read(path, COMPUTATIONS)


def evidence_of(edition: Edition) -> Evidence:
    """The evidence in an edition for testing claims. Headcounts of imported files are left out."""
    record = edition.manifest["sources"][edition.source]
    imported = {entry["source"] for entry in edition.manifest["personnel"]}
    tables = {name: edition.table(name) for name in ("headcounts", "mandates", "sites", "timeline")}
    return Evidence(
        source=edition.source,
        name=record["short"] or record["title"],
        frame=edition.frame,
        figures=edition.figures,
        quarters=quarterly.read(edition.table("quarters")) if edition.has("quarters.parquet") else None,
        tables=tables | {"headcounts": [row for row in tables["headcounts"] if row["source_id"] not in imported]},
        sides={side: edition.of_side(side).side_source for side in edition.figures.abroad},
    )


def evaluate(claims: Sequence[Claim], evidence: Evidence) -> list[Result]:
    """The result of testing each claim with this evidence, in order."""
    return [_tested(claim, evidence) for claim in claims]


def _tested(claim: Claim, evidence: Evidence) -> Result:
    if claim.computation is None:
        return Result(claim, claim.verdict or "", claim.evidence)
    try:
        found = COMPUTATIONS[claim.computation](claim, evidence)
    except CannotTell as told:
        found = Result(claim, "not_testable", told.reason)
    return replace(found, source_id=evidence.source if claim.computation in OF_COUNTS else "")
