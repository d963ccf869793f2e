"""What an event is, beyond its file: which actor families its sides belong to."""

from __future__ import annotations

import pandas as pd

from geodata.vocabulary import FAMILIES, MEMBERS, NOT_AN_ACTOR


def families(events: pd.DataFrame) -> pd.DataFrame:
    """For each event, whether it involves each family of vocabulary.FAMILIES (bool columns, the events' index).

    "other" is any side outside the named families, civilians apart; "jnim_is" is JNIM against the
    Islamic State. An event may be in several families, so families are never summed.
    """
    of = {name: family for family, names in MEMBERS.items() for name in names}

    def side(text: str) -> frozenset[str]:
        names = (name.strip() for name in text.split(","))
        return frozenset(of.get(name, "other") for name in names if name != NOT_AN_ACTOR)

    known = {text: side(text) for text in pd.unique(pd.concat([events["side_a"], events["side_b"]]))}
    side_a, side_b = events["side_a"].map(known), events["side_b"].map(known)
    pairs = list(zip(side_a, side_b, strict=True))
    flags = {family: [family in a or family in b for a, b in pairs] for family in FAMILIES if family != "jnim_is"}
    flags["jnim_is"] = [("jnim" in a and "is" in b) or ("is" in a and "jnim" in b) for a, b in pairs]
    return pd.DataFrame(flags, index=events.index, columns=list(FAMILIES), dtype=bool)
