"""The figures as the map's script reads them: columns of counts by unit and year, and what each figure says."""

from __future__ import annotations

from typing import Any

from geodata import measures
from geodata.columns import ADDITIVE_NAMES
from geodata.figures import Figures, Row

SHORT = dict(zip(ADDITIVE_NAMES, ("events", "low", "best", "high", "civilians"), strict=True))
LETTERS = {
    "no_data": "-",
    "none_recorded": "n",
    "zero": "z",
    "best_zero": "b",
    "recorded": "r",
    "none_documented": "u",
    "uncertain": "?",
}
_STATUS = {
    "best": "fatalities_per_1000km2",
    "events": "events_per_100k",
    "civilians": "civilian_fatalities_per_100k",
}


def values(figures: Figures, level: str, violence: str, family: str) -> dict[str, Any]:
    """A level's counts under one filter: each column is a list of units, each unit a list of years; null: no data."""
    table = [
        [figures.row(level, unit, period, violence, family) for period in figures.periods]
        for unit in figures.units[level]
    ]
    document: dict[str, Any] = {
        "pcodes": [unit.pcode for unit in figures.units[level]],
        "periods": list(figures.periods),
        "status": {
            short: ["".join(LETTERS[measures.status(measures.BY_KEY[key], row)] for row in rows) for rows in table]
            for short, key in _STATUS.items()
        },
        "not_allocated": _series(
            [figures.not_allocated(level, period, violence, family) for period in figures.periods]
        ),
        "national": _series([figures.national(period, violence, family) for period in figures.periods]),
    }
    for name, short in SHORT.items():
        document[short] = [[row[name] for row in rows] for rows in table]
    if level == "zones":
        document["outside_events"] = [
            [figures.outside(unit, period, violence, family)["events"] for period in figures.periods]
            for unit in figures.units[level]
        ]
    if level == "grid":
        document = _only_cells_with_events(document)
    return document


def _series(rows: list[Row]) -> dict[str, list[float | None]]:
    return {short: [row[name] for row in rows] for name, short in SHORT.items()}


def _only_cells_with_events(document: dict[str, Any]) -> dict[str, Any]:
    """Cells without any event are left out: the script draws them as none recorded."""
    keep = [index for index, events in enumerate(document["events"]) if any(events)]
    for name in ("pcodes", *SHORT.values()):
        document[name] = [document[name][index] for index in keep]
    document["status"] = {name: [letters[index] for index in keep] for name, letters in document["status"].items()}
    return document


def sites(figures: Figures) -> dict[str, Any]:
    """Documented international sites of the regions by year, and what each figure says; null: none is listed."""
    measure = measures.BY_KEY["documented_sites"]
    found: dict[str, Any] = {"open": [], "uncertain": [], "closed": [], "status": []}
    for unit in figures.units["admin1"]:
        rows = figures.series("admin1", unit, "all", "any")
        found["open"].append([row["documented_sites"] for row in rows])
        found["uncertain"].append([row["uncertain_sites"] for row in rows])
        found["closed"].append([row["closed_sites"] for row in rows])
        found["status"].append("".join(LETTERS[measures.status(measure, row)] for row in rows))
    return found
