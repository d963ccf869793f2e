"""The actor families that the sides of an event belong to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.vocabulary import ACLED_MEMBERS, FAMILIES, MEMBERS, NOT_AN_ACTOR

Actors = Literal["ucdp", "acled"]
"""Whose scale of precision and list of actors a table of events follows."""
_BITS = {family: 1 << bit for bit, family in enumerate(FAMILIES)}


def families(events: pd.DataFrame, members: Actors = "ucdp") -> pd.DataFrame:
    """For each event, whether it involves each family of vocabulary.FAMILIES (bool columns, the events' index).

    `members` says whose actor names the sides hold: UCDP's are compared as they are, of ACLED's the beginning.
    "other" is any side outside the named families, civilians apart; "jnim_is" is JNIM against the
    Islamic State. An event may be in several families, so families are never summed.
    """
    bits = side_bits(members)
    known = {text: bits(text) for text in pd.unique(pd.concat([events["side_a"], events["side_b"]]).fillna(""))}
    sides = (events[side].fillna("").map(known).to_numpy(np.int64) for side in ("side_a", "side_b"))
    found = involved(*sides)
    flags = {family: (found & bit) > 0 for family, bit in _BITS.items()}
    return pd.DataFrame(flags, index=events.index, columns=list(FAMILIES), dtype=bool)


def side_bits(members: Actors = "ucdp") -> Callable[[str], int]:
    """What tells the families that a side of an event is of, as bits: 1 << the place in vocabulary.FAMILIES."""
    divider, family = (",", _ucdp_family) if members == "ucdp" else (";", _acled_family())

    def bits(text: str) -> int:
        found = {family(name.strip()) for name in text.split(divider) if name.strip()}
        return sum(_BITS[name] for name in found if name)

    return bits


def involved(side_a: npt.NDArray[np.int64], side_b: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The families of events, as bits, from those of their sides; "jnim_is" where the two are on opposite sides."""
    jnim, islamic_state = _BITS["jnim"], _BITS["is"]
    opposed = ((side_a & jnim) > 0) & ((side_b & islamic_state) > 0)
    opposed |= ((side_a & islamic_state) > 0) & ((side_b & jnim) > 0)
    return side_a | side_b | np.where(opposed, _BITS["jnim_is"], 0)


_UCDP = {name: family for family, names in MEMBERS.items() for name in names} | {NOT_AN_ACTOR: ""}


def _ucdp_family(name: str) -> str:
    return _UCDP.get(name, "other")


def _acled_family() -> Callable[[str], str]:
    begins = {**ACLED_MEMBERS, "": (NOT_AN_ACTOR,)}
    patterns = {
        family: re.compile(f"(?:{'|'.join(map(re.escape, names))})s?(?!\\w)", re.IGNORECASE)
        for family, names in begins.items()
    }
    return lambda name: next((family for family, pattern in patterns.items() if pattern.match(name)), "other")
