"""Caveats of an edition: rows left out, odd rows, names and points that disagree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.text import labels, numbers
from app.web.languages import gettext
from geodata import vocabulary
from geodata.builds.store import Edition

_MOST_TOLD = 6
"""Units counted in part that a sentence names; of more it says how many they are."""


@dataclass(frozen=True)
class Caveats:
    """Three sentences on an edition, each empty where there is nothing to say."""

    left_out: str
    disagreements: str
    odd: str


def caveats(edition: Edition, level: str) -> Caveats:
    """The caveats of an edition's units of a level."""
    return Caveats(left_out(edition), disagreements(edition, level), odd(edition))


def missing(edition: Edition, level: str) -> str:
    """Why the events that have no unit of a level have none, in a few words."""
    label = labels.MISSING_NAME if edition.manifest["kind"] == "monthly" else labels.MISSING[level]
    return gettext(label)


def left_out(edition: Edition) -> str:
    """The number of events not counted: of other countries, of earlier years, of overlapping types."""
    found = edition.manifest["left_out"]
    abroad, early = found.get("other_countries"), found.get("earlier_years")
    sentences = []
    if abroad or early:
        text = gettext(
            "Not counted: %(abroad)s events of other countries, %(early)s of years before %(first)s.",
            abroad=numbers.whole(abroad),
            early=numbers.whole(early),
            first=edition.manifest["covered"][0],
        )
        sentences.append(text)
    for kind, label in labels.NOT_ADDED.items():
        if found.get(kind):
            sentences.append(gettext(label, count=numbers.whole(found[kind])))
    return " ".join(sentences)


def partial_units(edition: Edition, level: str) -> dict[str, str]:
    """By p-code, a sentence on each unit of a level that is counted in part: names that fit it fit another one too."""
    found = edition.manifest.get("partial_units", {}).get(level, {})
    return {
        pcode: gettext(
            "Counted in part: %(count)s events of all years may lie here or in another unit of these boundaries, "
            "since the source’s names fit both; they are not allocated.",
            count=numbers.whole(number),
        )
        for pcode, number in found.items()
    }


def partial_in_all(edition: Edition, level: str) -> str:
    """A sentence that names the units of a level that are counted in part, those that lack most first; "" for none."""
    found = edition.manifest.get("partial_units", {}).get(level, {})
    names = {unit.pcode: unit.name for unit in edition.figures.units[level]}
    counted = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    told = [f"{names.get(pcode, pcode)} ({numbers.whole(number)})" for pcode, number in counted[:_MOST_TOLD]]
    if others := len(counted) - len(told):
        told.append(gettext("other units: %(count)s", count=numbers.whole(others)))
    if not told:
        return ""
    return gettext(
        "Counted in part: %(units)s; in brackets, the events of all years that may lie there or in another unit of "
        "these boundaries, since the source’s names fit both. They are not allocated.",
        units=", ".join(told),
    )


def disagreements(edition: Edition, level: str) -> str:
    """For how many events the unit that the source names is not the one its point lies in, in all years."""
    if not edition.has("disagreements.parquet"):
        return ""
    number = sum(row["events"] for row in edition.table("disagreements") if row["level"] == level)
    if not number:
        return ""
    return gettext(
        "For %(count)s events of all years the unit that the source names is not the one that the point lies in; "
        "the name decided.",
        count=numbers.whole(number),
    )


def odd(edition: Edition) -> str:
    """The usable rows that a person should look at, by kind: counts that are published as they are."""
    if not edition.has("odd.parquet"):
        return ""
    found = Counter(row["oddity"] for row in edition.table("odd"))
    if not found:
        return ""
    kinds = "; ".join(
        f"{gettext(vocabulary.ODDITIES[kind])} {numbers.whole(number)}" for kind, number in sorted(found.items())
    )
    return gettext("Kept as published, in the whole file: %(kinds)s.", kinds=kinds)
