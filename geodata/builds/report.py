"""The report of a finished build, in lines of plain text."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from geodata.builds import store
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, COUNTRY_NAMES


def report(made: store.Build) -> list[str]:
    """The report of a build: accounting and disagreements by source, sites, personnel, imports left out."""
    lines = []
    for source in dict.fromkeys(entry["source"] for entry in made.editions):
        edition = made.edition(source)
        lines += [f"{source}, boundaries of {edition.frame}:", *_accounting(edition), *_disagreements(edition)]
        lines += _sides(edition)
    lines += [_personnel(entry) for entry in made.manifest["personnel"]]
    first = made.edition()
    lines += [
        f"Site {row['site_id']}: stated {row['stated']}, its point lies in {row['found']}; "
        f"decided {row['decided']}: {row['reason']}."
        for row in first.manifest["contradictions"]
    ]
    return [*lines, *_left_out(made)]


def _left_out(made: store.Build) -> list[str]:
    """A line for each import that the build could not use: why, and the command that removes it."""
    data = shlex.quote(str(made.folder.parent.parent))
    return [
        f"Left out, since it cannot be used: {entry['name']} ({entry['title']}): {entry['why']}. "
        f"To take it away: mali-atlas remove {entry['name']} --data {data}"
        for entry in made.manifest.get("left_out_imports", [])
    ]


_NAMES = {"admin1": "regions", "admin2": "cercles", "admin3": "communes", "grid": "grid cells"}


_LEFT_OUT = {
    "other_countries": "of other countries",
    "earlier_years": "of earlier years",
    "civilian_targeting": "that target civilians, which are among the political violence",
    "demonstration": "that are demonstrations, which are no political violence",
}


def _personnel(entry: Mapping[str, Any]) -> str:
    """A line on the rows used from a file of UN personnel."""
    months = entry["months"]
    span = f"{len(months)} months of MINUSMA, {months[0]} to {months[-1]}" if months else "no month of MINUSMA"
    return (
        f"{entry['source']}: {span}, shown beside the headcounts that ship, never added to them. "
        f"Left out: {entry['other_missions']} rows of other missions."
    )


def _accounting(edition: store.Edition) -> list[str]:
    lines = [
        f"  Left out: {number} events {_LEFT_OUT[key]}."
        for key, number in edition.manifest["left_out"].items()
        if number
    ]
    rows = edition.table("accounting")
    for level, name in _NAMES.items():
        own = [row for row in rows if row["level"] == level]
        total = sum(row["events"] for row in own)
        placed = sum(row["events"] for row in own if row["allocated"])
        if own:
            lines.append(f"  Events: {total} = {placed} in {name} + {total - placed} not allocated.")
        for reason in sorted({row["reason"] for row in own}):
            number = sum(row["events"] for row in own if row["reason"] == reason)
            lines.append(f"    {number:5} {reason.replace('_', ' ')}")
    return lines


def _sides(edition: store.Edition) -> list[str]:
    """A line for each neighbour's side of the border zones: events, and those too vague for any zone."""
    found = []
    for side in edition.sides[1:]:
        there = edition.of_side(side)
        years = [year for year in there.figures.periods if there.figures.is_covered(year)]
        whole = sum(there.figures.national(year, ALL_VIOLENCE, ANY_FAMILY)["events"] or 0 for year in years)
        vague = sum(
            there.figures.not_allocated("zones", year, ALL_VIOLENCE, ANY_FAMILY)["events"] or 0 for year in years
        )
        found.append(
            f"  {COUNTRY_NAMES[side]}'s side of the border zones: {whole:.0f} events of {there.side_source}, "
            f"{vague:.0f} of them too vague for any zone; none is among Mali's."
        )
    return found


def _disagreements(edition: store.Edition) -> list[str]:
    if not edition.has("disagreements.parquet"):
        return []
    rows = edition.table("disagreements")
    return [
        f"  Name and point disagree at {_NAMES[level]} for {number} events; the name decided."
        for level in ("admin1", "admin2")
        if (number := sum(row["events"] for row in rows if row["level"] == level))
    ]
