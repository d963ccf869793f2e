"""Test of a claim about a change of strength: counted in every way that the record lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geodata.claims.force_rows import HEADCOUNTS_FILTER, Tables, look_up
from geodata.claims.model import Bar, Claim, Evidence, Part, Pick, Reading, Recipe, Result, Value
from geodata.texts import NOTHING, Text, listed, say


def change(claim: Claim, evidence: Evidence) -> Result:
    """The change in strength counted in every way that the record lists, which give what is claimed, what happened."""
    readings = [_reading(claim, recipe, evidence.tables) for recipe in claim.recipes]
    ways = [one for one in readings if not one.is_outcome]
    outcomes = [one for one in readings if one.is_outcome]
    giving, others = ([one for one in ways if one.reproduces is is_given] for is_given in (True, False))
    claimed = float(claim.claimed)
    return Result(
        claim,
        _verdict(giving, outcomes),
        say("{ways}{came}", "{ways}{came}", ways=_of_ways(claimed, giving, others), came=_what_happened(outcomes)),
        value=replace((giving or ways)[0].value, label=_one_of_many(giving, others)),
        values=tuple(one.value for one in readings),
        readings=tuple(readings),
        series=tuple(
            Bar(one.value.label, one.value.value, one.value.low, one.value.high, not one.is_outcome) for one in readings
        ),
        series_unit="percent",
        threshold=claimed,
        threshold_label=Text("the report", "le rapport"),
        filter=HEADCOUNTS_FILTER,
    )


def _verdict(giving: Sequence[Reading], outcomes: Sequence[Reading]) -> str:
    """By what happened where that is known, else by whether any way of counting gives what is claimed."""
    if outcomes:
        return "supported" if outcomes[0].reproduces else "superseded"
    return "supported" if giving else "differs"


def _what_happened(outcomes: Sequence[Reading]) -> Text:
    if not outcomes:
        return NOTHING
    return say(" What happened: {x:1}%.", " Ce qui s’est produit : {x:1} %.", x=outcomes[0].value.value)


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
    """The label of the figure chosen among all ways of counting: how many give it, and the results of the others.

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
    """The range of the results: from the smallest fall to the largest."""
    ends = sorted((one.value.value or 0 for one in readings), reverse=True)
    if len(set(ends)) == 1:
        return say("{a:1}%", "{a:1} %", a=ends[0])
    return say("{a:1}% to {b:1}%", "{a:1} % à {b:1} %", a=ends[0], b=ends[-1])


def _reading(claim: Claim, recipe: Recipe, tables: Tables) -> Reading:
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
    """Lowest, best and highest sum; for the lowest, what is subtracted counts at its highest."""
    return (
        sum(part.low if part.sign > 0 else -part.high for part in parts),
        sum(part.sign * part.number for part in parts),
        sum(part.high if part.sign > 0 else -part.low for part in parts),
    )
