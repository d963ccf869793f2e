"""Rows of the force tables that claims are tested with: found, read as figures, and shown as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.claims.model import Claim, Evidence, Pick, Value
from geodata.claims.numbers import CannotTell
from geodata.texts import Text

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
HEADCOUNTS = "headcounts"
HEADCOUNTS_FILTER = Text(
    "Rows of the table of headcounts, each with its own source.",
    "Lignes du tableau des effectifs, chacune avec sa source.",
)


@dataclass(frozen=True)
class Figure:
    """A row's number with its range, or its date; its source, "" if none is given.

    `measure`: of a headcount. `rests_on`: see model.Value.
    """

    number: float
    low: float
    high: float
    when: str
    source_id: str
    measure: str = ""
    rests_on: str = ""


def rows_of(pick: Pick, tables: Tables) -> list[Mapping[str, Any]]:
    """The rows that match a pick in its table; a valid pick has exactly one."""
    return [row for row in tables.get(pick.table, ()) if all(row.get(name) == text for name, text in pick.where)]


def look_up(pick: Pick, tables: Tables) -> Figure:
    """Look a pick up in the tables. Raises CannotTell unless exactly one row matches and holds a value."""
    if pick.number is not None:
        return Figure(pick.number, pick.number, pick.number, "", "")
    rows = rows_of(pick, tables)
    if len(rows) != 1 or rows[0].get(pick.field) in (None, ""):
        raise CannotTell(
            "The force tables of this build do not hold the row that is needed: {label}.",
            "Les tableaux des forces de cette version ne contiennent pas la ligne nécessaire : {label}.",
            label=pick.label,
        )
    row = rows[0]
    source = row.get("source_id") or ""
    if pick.table != HEADCOUNTS:
        return Figure(0, 0, 0, str(row[pick.field]), source)
    number = float(row[pick.field])
    low, high = (
        float(row[name]) if pick.field == "best" and row.get(name) not in (None, "") else number
        for name in ("low", "high")
    )
    if pick.share:
        part, whole = (look_up(own, tables) for own in pick.share)
        share = part.number / whole.number, part.low / whole.high, part.high / whole.low
        number, low, high = number * share[0], low * share[1], high * share[2]
    rests_on = "computed" if pick.share else ""
    return Figure(number, low, high, str(row["as_of"]), source, str(row.get("measure") or ""), rests_on)


def dated(pick: Pick, figure: Figure) -> Value:
    """A date as a value."""
    return Value(pick.key, pick.label, None, "date", text=figure.when, source_id=figure.source_id)


def people(pick: Pick, figure: Figure) -> Value:
    """A number of people with its range as a value."""
    return Value(
        pick.key,
        pick.label,
        figure.number,
        "people",
        figure.low,
        figure.high,
        figure.when or None,
        figure.source_id,
        figure.rests_on,
    )


def beside(claim: Claim, evidence: Evidence) -> tuple[Value, ...]:
    """Values shown beside a claim: people, or dates."""
    return tuple(
        people(pick, figure) if pick.table == HEADCOUNTS else dated(pick, figure)
        for pick in claim.beside
        for figure in [look_up(pick, evidence.tables)]
    )
