"""Tests of claims against the force tables: dates, estimates, announced withdrawals, and changes of strength."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geodata.claims.model import Bar, Claim, Evidence, Part, Pick, Reading, Recipe, Result, Value
from geodata.claims.numbers import CannotTell
from geodata.forces.dates import interval
from geodata.texts import NOTHING, Text, day, listed, say

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
HEADCOUNTS = "headcounts"


@dataclass(frozen=True)
class Figure:
    """What a row says: its number with its range, or its date; its source, "" where nobody gives one.

    `measure`: of a headcount. `rests_on`: one of findings.RESTS.
    """

    number: float
    low: float
    high: float
    when: str
    source_id: str
    measure: str = ""
    rests_on: str = ""


def rows_of(pick: Pick, tables: Tables) -> list[Mapping[str, Any]]:
    """The rows of its table that a pick fits; it means the only one."""
    return [row for row in tables.get(pick.table, ()) if all(row.get(name) == text for name, text in pick.where)]


def look_up(pick: Pick, tables: Tables) -> Figure:
    """What a pick stands for in the tables. Raises CannotTell where not exactly one row fits, or it says nothing."""
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


def dates(claim: Claim, evidence: Evidence) -> Result:
    """Whether every date picked lies within the one claimed, and which do not."""
    span = interval(claim.claimed)
    found = {pick: look_up(pick, evidence.tables) for pick in claim.picks}
    spans = {pick: interval(figure.when) for pick, figure in found.items()}
    known = {pick: when for pick, when in spans.items() if when is not None}
    if span is None or len(known) < len(found):
        raise CannotTell("A date is missing.", "Une date manque.")
    is_within = all(span[0] <= first and last <= span[1] for first, last in known.values())
    is_outside = any(last < span[0] or span[1] < first for first, last in known.values())
    if not is_within and not is_outside:
        raise CannotTell("A date is not known closely enough.", "Une date n’est pas connue assez précisément.")
    values = [_dated(pick, figure) for pick, figure in found.items()]
    said = [say("{label}, {day}", "{label}, {day}", label=value.label, day=day(value.text or "")) for value in values]
    return Result(
        claim,
        "supported" if is_within else "differs",
        say(
            "Given for {claimed}; found: {dates}.",
            "Donné pour : {claimed} ; trouvé : {dates}.",
            claimed=day(claim.claimed),
            dates=listed(said),
        ),
        value=values[0],
        values=(*values, *_beside(claim, evidence)),
        filter=Text("Dates of the tables of mandates and events.", "Dates des tableaux des mandats et des événements."),
    )


def _dated(pick: Pick, figure: Figure) -> Value:
    return Value(pick.key, pick.label, None, "date", text=figure.when, source_id=figure.source_id)


def _people(pick: Pick, figure: Figure) -> Value:
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


def _beside(claim: Claim, evidence: Evidence) -> tuple[Value, ...]:
    """What is shown next to a claim: people, or dates."""
    return tuple(
        _people(pick, figure) if pick.table == HEADCOUNTS else _dated(pick, figure)
        for pick in claim.beside
        for figure in [look_up(pick, evidence.tables)]
    )


_HEADCOUNTS_FILTER = Text(
    "Rows of the table of headcounts, each with its own source.",
    "Lignes du tableau des effectifs, chacune avec sa source.",
)


def estimate(claim: Claim, evidence: Evidence) -> Result:
    """Whether the number claimed lies within the estimate picked; the others by date beside it."""
    main, *_ = (_people(pick, look_up(pick, evidence.tables)) for pick in claim.picks)
    others = _beside(claim, evidence)
    ordered = sorted((main, *others), key=lambda value: value.text or "")
    is_within = (main.low or 0) <= float(claim.claimed) <= (main.high or 0)
    said = [
        say("{n} ({day})", "{n} ({day})", n=value.value, day=day(value.text or ""))
        for value in ordered
        if value != main
    ]
    return Result(
        claim,
        "supported" if is_within else "differs",
        say(
            "The estimate for {day} is {n} people; others are {others}.",
            "L’estimation pour le {day} est de {n} personnes ; les autres sont de {others}.",
            day=day(main.text or ""),
            n=main.value,
            others=listed(said),
        ),
        value=main,
        values=(main, *others),
        series=tuple(
            Bar(day(value.text or ""), value.value, value.low, value.high, value == main) for value in ordered
        ),
        series_unit="people",
        threshold=float(claim.claimed),
        threshold_label=Text("the report", "le rapport"),
        filter=_HEADCOUNTS_FILTER,
    )


def announced(claim: Claim, evidence: Evidence) -> Result:
    """Whether several contributors said they would leave, and how many people they have together."""
    found = [_people(pick, look_up(pick, evidence.tables)) for pick in claim.picks]
    low, total, high = (sum(getattr(value, name) or 0 for value in found) for name in ("low", "value", "high"))
    label = Text(
        "of contributors who said they would leave, together",
        "des contributeurs ayant dit qu’ils partiraient, ensemble",
    )
    main = Value("total", label, total, "people", low, high, rests_on="sum")
    return Result(
        claim,
        "supported" if sum(bool(value.source_id) for value in found) > 1 else "differs",
        say(
            "{n} contributors said they would leave, with {total} people together: {parts}.",
            "{n} contributeurs ont dit qu’ils partiraient, avec {total} personnes ensemble : {parts}.",
            n=len(found),
            total=total,
            parts=listed([say("{label} {n}", "{label} {n}", label=value.label, n=value.value) for value in found]),
        ),
        value=main,
        values=(main, *found, *_beside(claim, evidence)),
        series=tuple(Bar(value.label, value.value, value.low, value.high) for value in found),
        series_unit="people",
        filter=_HEADCOUNTS_FILTER,
    )


def change(claim: Claim, evidence: Evidence) -> Result:
    """The change in strength counted in every way that the record lists, which give what is claimed, what happened."""
    readings = [_read(claim, recipe, evidence.tables) for recipe in claim.recipes]
    ways = [one for one in readings if not one.is_outcome]
    outcomes = [one for one in readings if one.is_outcome]
    giving, others = ([one for one in ways if one.reproduces is is_given] for is_given in (True, False))
    if outcomes:
        verdict = "supported" if outcomes[0].reproduces else "superseded"
    else:
        verdict = "supported" if giving else "differs"
    claimed = float(claim.claimed)
    return Result(
        claim,
        verdict,
        say(
            "{ways}{came}",
            "{ways}{came}",
            ways=_of_ways(claimed, giving, others),
            came=say(" What happened: {x:1}%.", " Ce qui s’est produit : {x:1} %.", x=outcomes[0].value.value)
            if outcomes
            else NOTHING,
        ),
        value=replace((giving or ways)[0].value, label=_one_of_many(giving, others)),
        values=tuple(one.value for one in readings),
        readings=tuple(readings),
        series=tuple(
            Bar(one.value.label, one.value.value, one.value.low, one.value.high, not one.is_outcome) for one in readings
        ),
        series_unit="percent",
        threshold=claimed,
        threshold_label=Text("the report", "le rapport"),
        filter=_HEADCOUNTS_FILTER,
    )


def _of_ways(claimed: float, giving: Sequence[Reading], others: Sequence[Reading]) -> Text:
    if not giving:
        return say(
            "Counted in {n} ways, none gives {claimed:0}%: {between}.",
            "Compté de {n} façons, aucune ne donne {claimed:0} % : {between}.",
            n=len(others),
            claimed=claimed,
            between=_between(others),
        )
    is_one = len(giving) == 1
    return say(
        "{k} of {n} ways of counting {give} {claimed:0}%: {which}, chosen after the fact, since the report does not "
        "say what it adds up{rest}.",
        "{k} façon{s} de compter sur {n} {give} {claimed:0} % : {which}, choisi après coup, car le rapport ne dit pas "
        "ce qu’il additionne{rest}.",
        k=len(giving),
        s="" if is_one else "s",
        n=len(giving) + len(others),
        give=Text("gives", "donne") if is_one else Text("give", "donnent"),
        claimed=claimed,
        which=listed([Text(one.key, one.key) for one in giving]),
        rest=_others_give(others),
    )


def _one_of_many(giving: Sequence[Reading], others: Sequence[Reading]) -> Text:
    """The label of the figure that stands for all ways of counting: how many give it, and what the others give.

    It is that of the ways that give what is claimed; where none does, of the first.
    """
    rest = others if giving else others[1:]
    return say(
        "by {k} of {n} ways of counting{rest}",
        "selon {k} façon{s} de compter sur {n}{rest}",
        k=len(giving) or 1,
        s="s" if len(giving) > 1 else "",
        n=len(giving) + len(others),
        rest=_others_give(rest),
    )


def _others_give(others: Sequence[Reading]) -> Text:
    if not others:
        return NOTHING
    who = (
        Text("the other gives", "l’autre donne") if len(others) == 1 else Text("the others give", "les autres donnent")
    )
    return say("; {who} {between}", " ; {who} {between}", who=who, between=_between(others))


def _between(readings: Sequence[Reading]) -> Text:
    """What they give: from the smallest fall to the largest."""
    ends = sorted((one.value.value or 0 for one in readings), reverse=True)
    if len(set(ends)) == 1:
        return say("{a:1}%", "{a:1} %", a=ends[0])
    return say("{a:1}% to {b:1}%", "{a:1} % à {b:1} %", a=ends[0], b=ends[-1])


def _read(claim: Claim, recipe: Recipe, tables: Tables) -> Reading:
    start, end = (_parts(side, tables) for side in (recipe.start, recipe.end))
    (start_low, start_total, start_high), (end_low, end_total, end_high) = _total(start), _total(end)
    value = Value(
        recipe.key,
        recipe.label,
        _percent(end_total, start_total),
        "percent",
        _percent(end_low, start_high),
        _percent(end_high, start_low),
        rests_on="computed",
    )
    return Reading(
        recipe.key,
        recipe.label,
        start,
        end,
        start_total,
        end_total,
        value,
        claim.is_met(value.value or 0),
        recipe.is_outcome,
    )


def _percent(end: float, start: float) -> float:
    return 100 * (end / start - 1)


def _parts(side: Sequence[tuple[int, Pick]], tables: Tables) -> tuple[Part, ...]:
    return tuple(
        Part(
            pick.label,
            found.number,
            found.low,
            found.high,
            sign,
            found.source_id,
            found.measure,
            found.when,
            found.rests_on,
        )
        for sign, pick in side
        for found in [look_up(pick, tables)]
    )


def _total(parts: Sequence[Part]) -> tuple[float, float, float]:
    """Lowest, best and highest sum; what is taken away lowers it most at its highest."""
    return (
        sum(part.low if part.sign > 0 else -part.high for part in parts),
        sum(part.sign * part.number for part in parts),
        sum(part.high if part.sign > 0 else -part.low for part in parts),
    )
