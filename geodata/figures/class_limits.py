"""Class limits of measures by level: fixed values, the same in what ships, in every import and in every frame."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from geodata.figures.classes import Limits
from geodata.figures.measures import Measure
from geodata.vocabulary import DATA

Breaks = dict[str, dict[str, Limits]]
"""measure -> level -> limits of its classes."""

PATH = DATA / "class_limits.csv"
COLUMNS = ("measure", "level", "kind", "limits")
"""`kind` is a key of Limits; `limits` are numbers with spaces between them, lowest first."""
OF_MONTHS = ("month", "month_change")
"""The kinds of limits that only figures by month need."""


def limits_of(measure: Measure, level: str, *, has_months: bool) -> Limits:
    """The limits of a measure at a level, those of months where there are figures by month.

    Raises KeyError where class_limits.csv has no limits of the measure at that level.
    """
    if measure.breaks is not None:
        return {"value": list(measure.breaks), "change": list(measure.change_breaks)}
    every: Any = _frozen()[measure.key][level]
    found: Any = {kind: list(limits) for kind, limits in every.items() if has_months or kind not in OF_MONTHS}
    limits: Limits = found
    return limits


@cache
def _frozen() -> Breaks:
    return read(PATH)


def read(path: Path) -> Breaks:
    """The limits of a file as `write` makes it."""
    found: dict[str, dict[str, Any]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            limits = [float(limit) for limit in row["limits"].split()]
            found.setdefault(row["measure"], {}).setdefault(row["level"], {})[row["kind"]] = limits
    return found


def write(breaks: Breaks, path: Path) -> None:
    """Write limits as csv, a row for each measure, level and kind in their order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_rows(breaks))


def _rows(breaks: Breaks) -> Iterable[tuple[str, str, str, str]]:
    for measure, levels in breaks.items():
        for level, limits in levels.items():
            kinds: Mapping[str, Any] = limits
            for kind, numbers in kinds.items():
                yield measure, level, kind, " ".join(f"{number:g}" for number in numbers)
