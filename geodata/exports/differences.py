"""Compare two tables of a layer: rows matched by key, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from geodata.vocabulary import COUNTRY_ISO3

Value = str | int | float | bool | None
Row = Mapping[str, Value]
_Key = tuple[str, ...]

_KEYS = {
    "zones": ("zone", "distance_km", "side"),
    "grid": ("gid", "side"),
    "sites": ("site_id",),
    "events": ("event_id",),
}
_NAMES = {"sites": "site", "events": "place", "zones": "", "grid": ""}
_CLOSE = 1e-9
"""Numbers with decimals are the same where they differ by less than this part of them."""


def keys_of(layer: str) -> tuple[str, ...]:
    """The columns that tell the rows of a layer and period apart; units have their p-code."""
    return _KEYS.get(layer, ("pcode",))


@dataclass(frozen=True)
class CellDifference:
    """One differing cell: unit, period, column, value then and value now (None: no data)."""

    layer: str
    unit: str
    period: str
    column: str
    then: Value
    now: Value


@dataclass(frozen=True)
class UnmatchedRow:
    """A row that only one of the tables has."""

    layer: str
    unit: str
    period: str


@dataclass
class TableDifferences:
    """The differences between two tables: `cells` counts those compared; rows `gone` and `come` have no counterpart."""

    cells: int = 0
    differences: list[CellDifference] = field(default_factory=list)
    gone: list[UnmatchedRow] = field(default_factory=list)
    come: list[UnmatchedRow] = field(default_factory=list)


def compare(layer: str, then: Iterable[Row], now: Iterable[Row], columns: Sequence[str]) -> TableDifferences:
    """The differences between two tables of a layer in these columns, rows matched by key, in the order of `then`."""
    keys = (*keys_of(layer), "year", "month", "period")
    before, after = _keyed(then, keys), _keyed(now, keys)
    found = TableDifferences()
    for key, row in before.items():
        if key not in after:
            found.gone.append(UnmatchedRow(layer, *_named(layer, row)))
            continue
        other = after[key]
        found.cells += len(columns)
        found.differences += [
            CellDifference(layer, *_named(layer, row), column, row[column], other[column])
            for column in columns
            if not is_same(row[column], other[column])
        ]
    found.come += [UnmatchedRow(layer, *_named(layer, row)) for key, row in after.items() if key not in before]
    return found


def _keyed(rows: Iterable[Row], keys: Sequence[str]) -> dict[_Key, Row]:
    """The rows by their keys; of several with the same key, the second and later are numbered."""
    found: dict[_Key, Row] = {}
    for row in rows:
        key = tuple("" if row.get(name) is None else str(row[name]) for name in keys)
        number = 2
        while key in found:
            key, number = (*key[: len(keys)], f"{number}"), number + 1
        found[key] = row
    return found


def _named(layer: str, row: Row) -> tuple[str, str]:
    """The unit and period of a row, as shown to a reader; of Mali's side of a zone no side."""
    names = (*keys_of(layer), _NAMES.get(layer, "name"))
    unit = " ".join(str(row[name]) for name in names if row.get(name) not in (None, COUNTRY_ISO3))
    month = row.get("month")
    return unit, str(row.get("period") or row["year"]) + (f"-{month:02}" if isinstance(month, int) else "")


def is_same(then: Value, now: Value) -> bool:
    """True if two cells are equal; null and 0 are not, nor are text and number."""
    numbers = [value for value in (then, now) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) == 2 and any(isinstance(number, float) for number in numbers):
        return math.isclose(*numbers, rel_tol=_CLOSE)
    return type(then) is type(now) and then == now
