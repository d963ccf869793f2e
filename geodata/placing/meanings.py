"""The units that pairs of names mean, looked up for millions of events: each pair is read by the rules once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.errors import DataError
from geodata.names import NameRule, candidates, normalised

Positions = npt.NDArray[np.int32]
NONE, ONE, SEVERAL = 0, 1, 2
"""How many units a meaning has."""
_MISSING, _UNKNOWN = 0, 1
_OTHER = "\0"
"""Stands for every name that neither a rule nor a unit has: no normalised name is like it."""
_NOT_READ = -1


@dataclass(frozen=True)
class Coded:
    """A column of text as numbers: of each row the position of its text in `texts`, -1 where it is missing."""

    codes: Positions
    texts: Sequence[str]

    @classmethod
    def of(cls, column: pd.Series[str]) -> Coded:
        """The column, its texts in the order in which they come first."""
        codes, texts = pd.factorize(column, use_na_sentinel=True)
        return cls(codes.astype(np.int32), [str(text) for text in texts])

    def at(self, rows: npt.NDArray[np.integer]) -> Coded:
        """The column of some of the rows."""
        return Coded(self.codes[rows], self.texts)

    def through(self, numbers: Sequence[int], missing: int) -> Positions:
        """Of each row the number of its text, or of a missing one."""
        found: Positions = np.array([*numbers, missing], np.int32).take(self.codes)
        return found


class Meanings:
    """What names mean in the units of one level: numbers of meanings, 0 being no unit named or known.

    `own` maps normalised names to p-codes, `rules` go before it: see names.candidates. `pcodes` are sorted.
    """

    def __init__(self, pcodes: Sequence[str], own: Mapping[str, str], rules: Sequence[NameRule]) -> None:
        """Number the names and spans of years that rules tell apart; none of the pairs is read yet."""
        self._own, self._rules = own, rules
        self._positions = {pcode: position for position, pcode in enumerate(pcodes)}
        self.untils = sorted({rule.until for rule in rules if rule.until is not None})
        """The last years of the spans that rules tell apart."""
        self._regions = ["", _OTHER, *sorted({*own, *(rule.region for rule in rules)} - {""})]
        self._cercles = ["", _OTHER, *sorted({rule.cercle for rule in rules} - {""})]
        self._numbers = [{name: at for at, name in enumerate(names)} for names in (self._regions, self._cercles)]
        self._memo: tuple[dict[str, int], dict[str, int]] = ({}, {})
        self._spans = len(self.untils) + 1
        self._table = np.full(len(self._regions) * len(self._cercles) * self._spans, _NOT_READ, np.int32)
        self._known: dict[tuple[int, ...], int] = {(): 0}
        self.units: list[tuple[int, ...]] = [()]
        """Of each meaning the positions of its units, ascending."""
        self.alone: Positions = np.full(1, -1, np.int32)
        """Of each meaning the position of its unit where it has one alone, else -1."""
        self.states: npt.NDArray[np.int8] = np.zeros(1, np.int8)
        """Of each meaning twice NONE, ONE or SEVERAL."""

    @property
    def is_empty(self) -> bool:
        """True if no name means anything: there is no rule and no unit has a name of its own."""
        return not self._rules and not self._own

    def of(self, region: Coded, cercle: Coded, years: npt.NDArray[np.integer]) -> Positions:
        """The number of the meaning of each pair of names in its year."""
        key = region.through([self._number(0, text) for text in region.texts], _MISSING)
        if len(self._cercles) > _UNKNOWN + 1:
            key = key * np.int32(len(self._cercles))
            key += cercle.through([self._number(1, text) for text in cercle.texts], _MISSING)
        else:
            key = key * np.int32(len(self._cercles))
        if self.untils:
            key *= np.int32(self._spans)
            key += np.searchsorted(self.untils, years).astype(np.int32)
        found = self._table[key]
        if len(found) and found.min() == _NOT_READ:
            for new in np.unique(key[found == _NOT_READ]).tolist():
                self._table[new] = self._read(new)
            found = self._table[key]
        return found

    def _number(self, which: int, text: str) -> int:
        memo = self._memo[which]
        if text not in memo:
            memo[text] = self._numbers[which].get(normalised(text), _UNKNOWN)
        return memo[text]

    def _read(self, key: int) -> int:
        """The number of the meaning of a pair of names in a span of years, by the rules."""
        both, span = divmod(key, self._spans)
        region, cercle = divmod(both, len(self._cercles))
        year = self.untils[span] if span < len(self.untils) else (self.untils or [0])[-1] + 1
        pcodes = candidates(self._regions[region], self._cercles[cercle], year, self._own, self._rules)
        lacking = [pcode for pcode in pcodes if pcode not in self._positions]
        if lacking:
            raise DataError(
                f"names mean {', '.join(lacking)}, which the units lack", expected="every unit that a name may mean"
            )
        return self._numbered(tuple(self._positions[pcode] for pcode in pcodes))

    def _numbered(self, units: tuple[int, ...]) -> int:
        if units not in self._known:
            self._known[units] = len(self.units)
            self.units.append(units)
            self.alone = np.array([one[0] if len(one) == 1 else -1 for one in self.units], np.int32)
            self.states = np.array([2 * min(len(one), SEVERAL) for one in self.units], np.int8)
        return self._known[units]
