"""Rows of the force tables that claims are tested with: found, read as figures, and shown as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geodata.claims.model import Claim, Evidence, Pick, Value
from geodata.claims.numbers import CannotTell
from geodata.texts import Text, say

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
HEADCOUNTS = "headcounts"
HEADCOUNTS_FILTER = Text(
    "Rows of the table of headcounts and figures of publications, each with its own source.",
    "Lignes du tableau des effectifs et chiffres de publications, chacun avec sa source.",
)


@dataclass(frozen=True)
class Figure:
    """A row's number with its range, or its date; its source, "" if none is given.

    A number of None is a range alone. `measure`: of a headcount. `rests_on`: see model.Value.
    """

    number: float | None
    low: float | None
    high: float | None
    when: str
    source_id: str
    measure: str = ""
    rests_on: str = ""


def rows_of(pick: Pick, tables: Tables) -> list[Mapping[str, Any]]:
    """The rows that match a pick in its table; a valid pick has exactly one."""
    return [row for row in tables.get(pick.table, ()) if all(row.get(name) == text for name, text in pick.where)]


def look_up(pick: Pick, tables: Tables) -> Figure:
    """Look a pick up in the tables. Raises CannotTell unless exactly one row matches and holds a value."""
    if pick.stated is not None:
        one = pick.stated
        low, high = (one.number if end is None else end for end in (one.low, one.high))
        return Figure(one.number, low, high, one.when, one.source_id)
    rows = rows_of(pick, tables)
    if len(rows) != 1 or not holds(pick, rows[0]):
        raise CannotTell(
            "The force tables of this build do not hold the row that is needed: {label}.",
            "Les tableaux des forces de cette version ne contiennent pas la ligne nécessaire : {label}.",
            label=pick.label,
        )
    row = rows[0]
    source = row.get("source_id") or ""
    if pick.table != HEADCOUNTS:
        return Figure(None, None, None, str(row[pick.field]), source)
    number = _number(row, pick.field)
    low, high = (_number(row, name) if pick.field == "best" else number for name in ("low", "high"))
    found = Figure(
        number,
        number if low is None else low,
        number if high is None else high,
        str(row["as_of"] or ""),
        source,
        str(row.get("measure") or ""),
    )
    return _shared(found, *(look_up(own, tables) for own in pick.share)) if pick.share else found


def holds(pick: Pick, row: Mapping[str, Any]) -> bool:
    """True if the row has the pick's value; a headcount without a best figure has at least one end of its range."""
    names = ("best", "low", "high") if (pick.table, pick.field) == (HEADCOUNTS, "best") else (pick.field,)
    return any(row.get(name) not in (None, "") for name in names)


def _number(row: Mapping[str, Any], name: str) -> float | None:
    return None if row.get(name) in (None, "") else float(row[name])


def _shared(whole: Figure, part: Figure, of: Figure) -> Figure:
    """A figure times the share of one figure in another, with the widest range that the three allow."""

    def times(number: float | None, one: float | None, other: float | None) -> float | None:
        return None if number is None or one is None or not other else number * one / other

    return replace(
        whole,
        number=times(whole.number, part.number, of.number),
        low=times(whole.low, part.low, of.high),
        high=times(whole.high, part.high, of.low),
        rests_on="computed",
    )


def dated(pick: Pick, figure: Figure) -> Value:
    """A date as a value."""
    return Value(pick.key, pick.label, None, "date", text=figure.when, source_id=figure.source_id)


def counted(pick: Pick, figure: Figure, unit: str = "people") -> Value:
    """A number of people, or of deaths, with its range as a value."""
    return Value(
        pick.key,
        pick.label,
        figure.number,
        unit,
        figure.low,
        figure.high,
        figure.when or None,
        figure.source_id,
        figure.rests_on,
    )


def beside(claim: Claim, evidence: Evidence) -> tuple[Value, ...]:
    """Values shown beside a claim: numbers, or dates."""
    return tuple(
        dated(pick, figure) if is_date(pick) else counted(pick, figure, claim.unit or "people")
        for pick in claim.beside
        for figure in [look_up(pick, evidence.tables)]
    )


def is_date(pick: Pick) -> bool:
    """True if a pick is a date, not a number."""
    return pick.stated.is_dated if pick.stated else pick.table != HEADCOUNTS


def amount(value: Value) -> Text:
    """A value's number in words, or its range where there is no number: "300 to 350", "at least 1,000"."""
    if value.value is not None:
        return say("{n}", "{n}", n=value.value)
    if value.low is not None and value.high is not None:
        return say("{low} to {high}", "{low} à {high}", low=value.low, high=value.high)
    if value.low is not None:
        return say("at least {low}", "au moins {low}", low=value.low)
    return say("up to {high}", "jusqu’à {high}", high=value.high)
