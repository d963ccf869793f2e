"""The actor families that the sides of an event belong to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pandas as pd

from geodata.vocabulary import ACLED_MEMBERS, FAMILIES, MEMBERS, NOT_AN_ACTOR


def families(events: pd.DataFrame, members: Literal["ucdp", "acled"] = "ucdp") -> pd.DataFrame:
    """For each event, whether it involves each family of vocabulary.FAMILIES (bool columns, the events' index).

    `members` says whose actor names the sides hold: UCDP's are compared as they are, of ACLED's the beginning.
    "other" is any side outside the named families, civilians apart; "jnim_is" is JNIM against the
    Islamic State. An event may be in several families, so families are never summed.
    """
    divider, family = (",", _ucdp_family) if members == "ucdp" else (";", _acled_family())

    def side(text: str) -> frozenset[str]:
        found = (family(name.strip()) for name in text.split(divider) if name.strip())
        return frozenset(name for name in found if name)

    known = {text: side(text) for text in pd.unique(pd.concat([events["side_a"], events["side_b"]]).fillna(""))}
    side_a, side_b = events["side_a"].fillna("").map(known), events["side_b"].fillna("").map(known)
    pairs = list(zip(side_a, side_b, strict=True))
    flags = {family: [family in a or family in b for a, b in pairs] for family in FAMILIES if family != "jnim_is"}
    flags["jnim_is"] = [("jnim" in a and "is" in b) or ("is" in a and "jnim" in b) for a, b in pairs]
    return pd.DataFrame(flags, index=events.index, columns=list(FAMILIES), dtype=bool)


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
