"""A tally as tables: counts at every level, what stands beside them, and the accounting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from geodata.counting import tally
from geodata.counting.batch_tally import Tally
from geodata.counting.rows import Counted, counts_table
from geodata.counting.sums import UNIT_SHIFT as _SHIFT
from geodata.counting.sums import Integers, Sums, combined, key_of, units_of
from geodata.placing import bands
from geodata.placing.unit_index import UnitIndex
from geodata.vocabulary import COUNTRY, COUNTRY_ISO3, zone_ids

ZONES = tuple(sorted(zone_ids()))
"""The standard zones in the order of their ids."""


class Frameless(NamedTuple):
    """The counts that no frame changes (columns.COUNTS): of the country, the zones and, with them, the cells; and of
    the events inside each zone whose place the source knows exactly. Their frame is ""."""

    counts: pd.DataFrame
    exact: pd.DataFrame


def frameless(made: Tally, *, country: str = COUNTRY_ISO3, with_grid: bool = True) -> Frameless:
    """The counts of a tally that no frame changes; `country` is the p-code of the whole."""
    parts = [Counted(whole(made.zones), [country], COUNTRY)]
    if with_grid:
        parts.append(Counted(*cells(made.cells), "grid"))
    parts.append(Counted(zones(made.zones), ZONES, "zones"))
    exact = Counted(zones(made.zones, is_exact=True), ZONES, "zones")
    return Frameless(counts_table(parts, frame=""), counts_table([exact], frame=""))


def whole(found: Sums) -> Sums:
    """The sums of Tally.zones all together, as those of one unit."""
    return found.under(key_of(np.zeros(len(found.keys), np.int64), _attribute(found.keys)))


def zones(found: Sums, *, is_exact: bool = False) -> Sums:
    """The sums of Tally.zones by zone (positions in ZONES), and without one those of events too vague for any.

    `is_exact`: of events of exact place alone, of which none is too vague.
    """
    place = units_of(found.keys)
    parts = []
    for at, members in _members().items():
        chosen = np.flatnonzero(np.isin(place, members) & ((place >= bands.POSITIONS) | (not is_exact)))
        if len(chosen):
            part = found.at(chosen)
            parts.append(part.under(key_of(np.full(len(chosen), at), _attribute(part.keys))))
    return combined(parts)


def _members() -> dict[int, list[int]]:
    """By position of a zone in ZONES (-1: too vague for any), the units of Tally.zones that lie in it."""
    found: dict[int, list[int]] = {at: [] for at in range(-1, len(ZONES))}
    for place in range(bands.POSITIONS):
        inside = [ZONES.index(zone) for zone in bands.zones_of(place)] if place != bands.UNKNOWN else [-1]
        for at in inside:
            found[at] += [place, place + bands.POSITIONS]
    return found


def cells(found: Sums) -> tuple[Sums, Sequence[str]]:
    """The sums by cell, cells in the order of their numbers as text, and those texts."""
    gids = units_of(found.keys)
    texts = sorted(str(number) for number in np.unique(gids[gids >= 0]).tolist())
    rank = {int(text): at for at, text in enumerate(texts)} | {-1: -1}
    numbers, which = np.unique(gids, return_inverse=True)
    units = np.array([rank[number] for number in numbers.tolist()], np.int64)
    return found.under(key_of(units[which], _attribute(found.keys))), texts


def of_units(found: Sums, units: Integers) -> Sums:
    """Sums as those of other units, one for each key, which must ascend as they do."""
    return replace(found, keys=key_of(units, _attribute(found.keys)))


def _attribute(keys: Integers) -> Integers:
    return keys & ((1 << _SHIFT) - 1)


class InFrame(NamedTuple):
    """A tally in the units of a frame's levels: columns.COUNTS, counts of events that name a unit and are placed in
    none, columns.ACCOUNTING and columns.DISAGREEMENTS."""

    counts: pd.DataFrame
    named: pd.DataFrame
    accounting: pd.DataFrame
    disagreements: pd.DataFrame


def in_frame(made: Tally, indexes: Sequence[UnitIndex], *, with_grid: bool = False) -> InFrame:
    """The tally in the units of these indexes, all of one frame; accounted for in the cells, too, `with_grid`."""
    frame = indexes[0].frame
    found = [(index, made.levels[index.key]) for index in indexes]
    accounts = [(frame, index.level, level.account) for index, level in found]
    return InFrame(
        counts_table([Counted(level.units, index.pcodes, index.level) for index, level in found], frame=frame),
        counts_table([Counted(level.named, index.pcodes, index.level) for index, level in found], frame=frame),
        tally.account([*accounts, (frame, "grid", made.cell_account)] if with_grid else accounts),
        tally.disagreements([(index, level.disagreements) for index, level in found]),
    )
