"""The figures as the map's script reads them: columns of counts by unit and period, and what each figure says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from geodata.figures import measures
from geodata.figures.figures import Figures, Row, Unit
from geodata.figures.listings import LISTINGS
from geodata.periods import months_of, undated
from geodata.schema.tables import ADDITIVE_NAMES

SHORT = dict(zip(ADDITIVE_NAMES, ("events", "low", "best", "high", "civilians"), strict=True))
SHORT_LISTED = {
    "documented_sites": "open",
    "last_reported_sites": "reported",
    "uncertain_sites": "uncertain",
    "closed_sites": "closed",
    "nominal_troops": "troops",
}
LETTERS = {
    "no_data": "-",
    "none_recorded": "n",
    "zero": "z",
    "best_zero": "b",
    "recorded": "r",
    "none_documented": "u",
    "uncertain": "?",
    "no_denominator": "d",
}
_STATUS = {
    "best": ("fatalities_best", "fatalities_high"),
    "events": ("events", None),
    "civilians": ("civilian_fatalities", None),
}
SPARSE_LEVELS = ("admin2", "admin3", "grid")
"""Levels of many units: those without any event are left out, and the script takes them as none recorded."""


def values(
    figures: Figures, level: str, violence: str, family: str, *, units: Sequence[Unit], year: str | None = None
) -> dict[str, Any]:
    """The units' counts under one filter: each column is a list of units, each unit a list of periods; null: no data.

    The periods are the years or, with `year`, its months and, last, the month that is not known.
    """
    periods = list(figures.periods) if year is None else [*months_of(year), undated(year)]
    rows = [(unit, [figures.row(level, unit, period, violence, family) for period in periods]) for unit in units]
    if level in SPARSE_LEVELS and not figures.is_explicit:
        rows = [(unit, series) for unit, series in rows if any(row["events"] for row in series)]
    found = [series for _, series in rows]
    return {
        "pcodes": [unit.pcode for unit, _ in rows],
        "periods": periods,
        "status": {short: [_letters(series, *of) for series in found] for short, of in _STATUS.items()},
        "not_allocated": _series([figures.not_allocated(level, period, violence, family) for period in periods]),
        "national": _series([figures.national(period, violence, family) for period in periods]),
        **{short: [[row[name] for row in series] for series in found] for name, short in SHORT.items()},
        "beside": _beside(figures, level, units, periods, violence, family),
        **(_outside(figures, units, periods, violence, family) if level == "zones" else {}),
    }


def _beside(
    figures: Figures, level: str, units: Sequence[Unit], periods: Sequence[str], violence: str, family: str
) -> dict[str, dict[str, list[float | None]]]:
    """By unit and period, where there is any event: the counts in SHORT's order that stand beside the unit's own."""
    if level != "zones" and not figures.has_any_named(level):
        return {}
    read = figures.exact if level == "zones" else partial(figures.named, level)
    found: dict[str, dict[str, list[float | None]]] = {}
    for unit in units:
        rows = {period: read(unit, period, violence, family) for period in periods}
        if some := {period: list(row.values()) for period, row in rows.items() if row["events"]}:
            found[unit.pcode] = some
    return found


def _letters(series: Sequence[Row], numerator: str, high: str | None) -> str:
    """The letters of a count's values by period, a letter of LETTERS each."""
    return "".join(LETTERS[measures.count_status(numerator, high, row)] for row in series)


def _outside(
    figures: Figures, zones: Sequence[Unit], periods: Sequence[str], violence: str, family: str
) -> dict[str, list[list[float | None]]]:
    """The events outside each zone by period."""
    return {
        "outside_events": [
            [figures.outside(zone, period, violence, family)["events"] for period in periods] for zone in zones
        ]
    }


def _series(rows: list[Row]) -> dict[str, list[float | None]]:
    return {short: [row[name] for row in rows] for name, short in SHORT.items()}


def listed(figures: Figures) -> dict[str, dict[str, Any]]:
    """The listed figures of the regions by year with their statuses, by key of the listing; null: nothing is listed.

    `counts` by short name, the one that a measure shows first: a list of regions, each a list of years.
    """
    rows = [figures.series("admin1", unit, "all", "any") for unit in figures.units["admin1"]]
    return {
        key: {
            "counts": {
                SHORT_LISTED[name]: [[row[name] for row in series] for series in rows] for name in listing.columns
            },
            "status": [_letters(series, listing.count, None) for series in rows],
        }
        for key, listing in LISTINGS.items()
    }
