"""Picked units of a collection: its features of these alone, and their sum beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.ogc.collections import Collection
from app.ogc.features import Features
from app.ogc.query import Asked
from app.request import picked
from app.request.registry import Parameter
from app.web.languages import N_
from geodata.builds.store import Edition
from geodata.exports import sums
from geodata.exports.columns import ADMIN_LEVELS
from geodata.exports.selection import Selection
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY

HELP = N_("Only the features of these units, by code; the answer also has their sum of each period (`sum`).")


def parameters(collection: Collection) -> tuple[Parameter[tuple[str, ...]], ...]:
    """The parameter of the units, for a collection of units."""
    if collection.layer not in ADMIN_LEVELS:
        return ()

    def parse(text: str, edition: Edition) -> tuple[str, ...]:
        units = picked.parse(text, edition)
        picked.require_of_level(units, collection.layer, edition)
        return units

    def codes(edition: Edition) -> list[str]:
        return [unit.pcode for unit in edition.figures.units[collection.layer]]

    return (Parameter(picked.NAME, HELP, parse, codes),)


def summed(collection: Collection, features: Features, found: Sequence[int], asked: Asked) -> dict[str, Any]:
    """`sum`: of the periods of which every picked unit is among the features found, in the form of a file's."""
    if not asked.units:
        return {}
    edition, level = collection.edition, collection.layer
    ids = list(features.ids)
    held = Counter(ids[place].rpartition(":")[2] for place in found)
    units = Selection(picked=asked.units).units(edition, level)
    by_period = {
        period: sums.accounting(edition, level, units, period, ALL_VIOLENCE, ANY_FAMILY)
        for period, number in held.items()
        if number == len(units)
    }
    return {"sum": {"units": list(asked.units), "name": sums.joined(units), "by_period": by_period}}
