"""Events and deaths of the whole country by quarter of every year of a file, for claims that count by quarter."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geodata.counting.actors import Actors, families
from geodata.figures.quarterly import START_DATE, WHOLE
from geodata.periods import WORST_DATE_PRECISION
from geodata.schema import validate
from geodata.schema.order import ordered
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import ALL_VIOLENCE, COUNTRY_ISO3

BASES = (START_DATE, WHOLE)
"""Every event, in the quarter that it starts in; only those known to lie in one quarter."""
MILITANT = ("jnim", "is")
"""The actor families whose events are those of militant Islamist groups."""
KEYS = ["period", "basis", "violence_type", "actor_group"]
_WAGNER = re.compile(r"(?:Wagner Group|Africa Corps)(?!\w)", re.IGNORECASE)
_DIVIDER = {"ucdp": ",", "acled": ";"}


def count(table: pd.DataFrame, actors: Actors = "ucdp") -> pd.DataFrame:
    """The events of Mali in `table` (columns.EVENTS) by quarter: columns.QUARTERS, sparse, every year of the file.

    A quarter lies in the year of the first possible day. Each event counts once in "any" on each basis; where it is
    not known to lie in one quarter, it is in "-Q0" on the basis "whole". A count that the source gives of no event
    stays null.
    """
    mali = table[(table["country_iso3"] == COUNTRY_ISO3).fillna(False)]
    when = {START_DATE: _quarter(mali["date_start"]), WHOLE: _whole(mali)}
    groups = {group: np.flatnonzero(is_in) for group, is_in in _groups(mali, actors).items()}
    whole = pd.Series(ALL_VIOLENCE, index=mali.index, dtype="str")
    parts = [
        (at, basis, group, violence.iloc[at])
        for group, at in groups.items()
        for basis in BASES
        for violence in (mali["violence_type"], whole)
    ]
    sizes = [len(at) for at, *_ in parts]
    rows = mali[list(ADDITIVE_NAMES[1:])].iloc[np.concatenate([at for at, *_ in parts])]
    rows = rows.reset_index(drop=True).assign(
        events=1,
        period=pd.concat([when[basis].iloc[at] for at, basis, *_ in parts], ignore_index=True),
        basis=np.repeat([basis for _, basis, *_ in parts], sizes),
        actor_group=np.repeat([group for _, _, group, _ in parts], sizes),
        violence_type=pd.concat([violence for *_, violence in parts], ignore_index=True),
    )
    summed = rows.groupby(KEYS)[list(ADDITIVE_NAMES)].sum(min_count=1).reset_index()
    return ordered(validate.validate("quarters", summed, "quarters"), KEYS)


def _groups(mali: pd.DataFrame, actors: Actors) -> dict[str, pd.Series[bool]]:
    involved = families(mali, actors)
    wagner, both = [], []
    for side in ("side_a", "side_b"):
        of_mali = families(mali.assign(side_a=mali[side], side_b=None), actors)["government"]
        is_wagner = mali[side].fillna("").map(lambda text: _names_wagner(text, _DIVIDER[actors])).astype(bool)
        wagner.append(is_wagner)
        both.append(is_wagner & of_mali)
    return {
        "any": pd.Series(True, index=mali.index),
        "militant": involved[list(MILITANT)].any(axis=1),
        "wagner": wagner[0] | wagner[1],
        "wagner_government": both[0] | both[1],
    }


def _names_wagner(side: str, divider: str) -> bool:
    return any(_WAGNER.match(name.strip()) for name in side.split(divider))


def _quarter(days: pd.Series[pd.Timestamp]) -> pd.Series[str]:
    return days.dt.year.astype("string") + "-Q" + days.dt.quarter.astype("string")


def _whole(mali: pd.DataFrame) -> pd.Series[str]:
    start, end = _quarter(mali["date_start"]), _quarter(mali["date_end"])
    is_known = (start == end) & (mali["date_precision"] <= WORST_DATE_PRECISION)
    return start.where(is_known, mali["date_start"].dt.year.astype("string") + "-Q0")
