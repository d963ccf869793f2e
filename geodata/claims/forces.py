"""Tests of claims against the force tables: dates, estimates and announced withdrawals."""

from __future__ import annotations

from geodata.claims.force_rows import HEADCOUNTS_FILTER, beside, dated, look_up, people
from geodata.claims.model import Bar, Claim, Evidence, Result, Value
from geodata.claims.numbers import CannotTell
from geodata.forces.dates import interval
from geodata.texts import Text, day, listed, say


def dates(claim: Claim, evidence: Evidence) -> Result:
    """Test that every date picked lies within the one claimed; name those that do not."""
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
    values = [dated(pick, figure) for pick, figure in found.items()]
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
        values=(*values, *beside(claim, evidence)),
        filter=Text("Dates of the tables of mandates and events.", "Dates des tableaux des mandats et des événements."),
    )


def estimate(claim: Claim, evidence: Evidence) -> Result:
    """Test that the number claimed lies within the estimate picked; list the others by date beside it."""
    main, *_ = (people(pick, look_up(pick, evidence.tables)) for pick in claim.picks)
    others = beside(claim, evidence)
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
        filter=HEADCOUNTS_FILTER,
    )


def announced(claim: Claim, evidence: Evidence) -> Result:
    """Test that several contributors announced that they would leave, and add up their people."""
    found = [people(pick, look_up(pick, evidence.tables)) for pick in claim.picks]
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
        values=(main, *found, *beside(claim, evidence)),
        series=tuple(Bar(value.label, value.value, value.low, value.high) for value in found),
        series_unit="people",
        filter=HEADCOUNTS_FILTER,
    )
