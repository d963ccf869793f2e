"""Test of a claim about a change of strength: counted in every way that the record lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geodata.claims.force_rows import HEADCOUNTS_FILTER, Tables, amount, counted, dated, look_up
from geodata.claims.model import Bar, Claim, Evidence, Part, Pick, Reading, Recipe, Result, Value
from geodata.texts import NOTHING, Text, day, listed, say


def change(claim: Claim, evidence: Evidence) -> Result:
    """The change in strength counted in every way that the record lists, which give what is claimed, what happened."""
    readings = [_reading(claim, recipe, evidence.tables) for recipe in claim.recipes]
    giving, others = ([one for one in readings if one.reproduces is is_given] for is_given in (True, False))
    claimed = float(claim.claimed)
    shares = _gone(claim, readings)
    is_contradicted = _contradicts(claim, evidence.tables)
    return Result(
        claim,
        _verdict(claimed, giving, shares, is_contradicted),
        say(
            "{ways}{came}{apart}",
            "{ways}{came}{apart}",
            ways=_of_ways(claimed, giving, others),
            came=_what_happened(claim, shares, evidence.tables),
            apart=_apart(claim, evidence.tables) if is_contradicted else NOTHING,
        ),
        value=replace((giving or readings)[0].value, label=_one_of_many(giving, others)),
        values=tuple(one.value for one in readings),
        readings=tuple(readings),
        series=tuple(Bar(one.value.label, one.value.value, one.value.low, one.value.high) for one in readings),
        series_unit="percent",
        threshold=claimed,
        threshold_label=Text("the report", "le rapport"),
        filter=HEADCOUNTS_FILTER,
    )


def _verdict(claimed: float, giving: Sequence[Reading], shares: Sequence[float], is_contradicted: bool) -> str:
    """Overtaken where more than what was claimed had left in every way of counting; else whether any way gives it."""
    if shares and min(shares) > abs(claimed):
        return "superseded"
    if is_contradicted:
        return "disputed"
    return "supported" if giving else "differs"


def _gone(claim: Claim, readings: Sequence[Reading]) -> list[float]:
    """The percent of each start that is of the force which had left; nothing where none is named."""
    force = dict(claim.left.where)["force"] if claim.left else None
    return [
        100 * sum(part.number or part.low for part in one.start if part.force == force) / one.start_total
        for one in readings
        if force and one.start_total
    ]


def _what_happened(claim: Claim, shares: Sequence[float], tables: Tables) -> Text:
    """What left, and how much of every sum it was: a bound of the fall, without a sum of unlike things."""
    if claim.left is None or not shares:
        return NOTHING
    when = dated(claim.left, look_up(claim.left, tables))
    return say(
        " What happened, whatever is added up: {label}, {day}; that force made up {share} of these sums at their "
        "start.",
        " Ce qui s’est produit, quoi que l’on additionne : {label}, {day} ; cette force formait {share} de ces sommes "
        "au départ.",
        label=when.label,
        day=day(when.text or ""),
        share=_percents(min(shares), max(shares)),
    )


def _percents(low: float, high: float) -> Text:
    if round(low) == round(high):
        return say("{low:0}%", "{low:0} %", low=low)
    return say("{low:0} to {high:0}%", "de {low:0} à {high:0} %", low=low, high=high)


def _contradicts(claim: Claim, tables: Tables) -> bool:
    """True if a source makes a part larger than another makes the whole."""
    if claim.contradiction is None:
        return False
    whole, part = (look_up(pick, tables) for pick in claim.contradiction)
    most = whole.number if whole.high is None else whole.high
    least = part.number if part.low is None else part.low
    return most is not None and least is not None and least > most


def _apart(claim: Claim, tables: Tables) -> Text:
    whole, part = (counted(pick, look_up(pick, tables)) for pick in claim.contradiction or ())
    return say(
        " The sources contradict each other: {part}: {n} people; {whole}: {m}.",
        " Les sources se contredisent : {part} : {n} personnes ; {whole} : {m}.",
        part=part.label,
        n=amount(part),
        whole=whole.label,
        m=amount(whole),
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
    """The range of the results: from the smallest fall to the largest; of a range alone, both of its ends."""
    values = [one.value for one in readings]
    found = [end for one in values for end in ((one.low, one.high) if one.value is None else (one.value,))]
    ends = sorted((end for end in found if end is not None), reverse=True)
    if len(set(ends)) == 1:
        return say("{a:1}%", "{a:1} %", a=ends[0])
    return say("{a:1}% to {b:1}%", "{a:1} % à {b:1} %", a=ends[0], b=ends[-1])


def _reading(claim: Claim, recipe: Recipe, tables: Tables) -> Reading:
    start, end = (_parts(side, tables) for side in (recipe.start, recipe.end))
    (start_low, start_total, start_high), (end_low, end_total, end_high) = _total(start), _total(end)
    is_known = start_total is not None and end_total is not None
    value = Value(
        recipe.key,
        recipe.label,
        _percent(end_total or 0, start_total or 1) if is_known else None,
        "percent",
        _percent(end_low, start_high),
        _percent(end_high, start_low),
        rests_on="computed",
    )
    ends = [value.value] if value.value is not None else [value.low or 0, value.high or 0]
    return Reading(
        recipe.key,
        recipe.label,
        start,
        end,
        start_total,
        end_total,
        value,
        all(claim.is_met(one) for one in ends),
    )


def _percent(end: float, start: float) -> float:
    return 100 * (end / start - 1)


def _parts(side: Sequence[tuple[int, Pick]], tables: Tables) -> tuple[Part, ...]:
    return tuple(_part(sign, pick, tables) for sign, pick in side)


def _part(sign: int, pick: Pick, tables: Tables) -> Part:
    """A pick with its sign; an end of its range that no source gives is the other one."""
    found = look_up(pick, tables)
    known = [number for number in (found.number, found.low, found.high) if number is not None]
    low = found.low if found.low is not None else known[0]
    high = found.high if found.high is not None else known[0]
    force = dict(pick.where).get("force", "")
    return Part(
        pick.label,
        found.number,
        low,
        high,
        sign,
        found.source_id,
        found.measure,
        found.when,
        found.rests_on,
        force,
    )


def _total(parts: Sequence[Part]) -> tuple[float, float | None, float]:
    """Lowest, best and highest sum; for the lowest, what is subtracted counts at its highest.

    The best is None where a part is a range alone.
    """
    best = None
    if all(part.number is not None for part in parts):
        best = sum(part.sign * (part.number or 0) for part in parts)
    return (
        sum(part.low if part.sign > 0 else -part.high for part in parts),
        best,
        sum(part.high if part.sign > 0 else -part.low for part in parts),
    )
