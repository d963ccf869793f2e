"""Tests of claims against dates and published numbers: when, in which order, how many, and who would leave."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from geodata.claims.force_rows import HEADCOUNTS_FILTER, amount, beside, counted, dated, look_up
from geodata.claims.model import Bar, Claim, Evidence, Result, Value
from geodata.claims.numbers import CannotTell
from geodata.forces.dates import interval
from geodata.texts import Text, day, listed, say

_DATES_FILTER = Text(
    "Dates of the tables of mandates and events, and of the publications named.",
    "Dates des tableaux des mandats et des événements, et des publications nommées.",
)
_ASKED = (
    "Asked: whether it happened, and when. Found: {dates}.",
    "Question posée : cela a-t-il eu lieu, et quand ? Trouvé : {dates}.",
)
_THE_REPORT = Text("the report", "le rapport")
Span = tuple[date, date]


def dates(claim: Claim, evidence: Evidence) -> Result:
    """Test that every date picked lies within the one claimed, or only that it is known where none is claimed."""
    values, spans = _dated(claim, evidence)
    if not claim.claimed:
        reason = say(*_ASKED, dates=_said(values))
        return _of_dates(claim, evidence, "supported", reason, values)
    first, last = interval(claim.claimed) or (date.min, date.max)
    is_within = all(first <= one[0] and one[1] <= last for one in spans)
    if not is_within and not any(one[1] < first or last < one[0] for one in spans):
        raise CannotTell("A date is not known closely enough.", "Une date n’est pas connue assez précisément.")
    reason = say(
        "Given for {claimed}; found: {dates}.",
        "Donné pour : {claimed} ; trouvé : {dates}.",
        claimed=day(claim.claimed),
        dates=_said(values),
    )
    return _of_dates(claim, evidence, "supported" if is_within else "differs", reason, values)


def sequence(claim: Claim, evidence: Evidence) -> Result:
    """Test that the dates picked follow one another in the order in which the claim has them."""
    values, spans = _dated(claim, evidence)
    pairs = list(pairwise(spans))
    is_in_order = all(one[1] < other[0] for one, other in pairs)
    if not is_in_order and not any(one[0] > other[1] for one, other in pairs):
        raise CannotTell("A date is not known closely enough.", "Une date n’est pas connue assez précisément.")
    ordered = [value for _, value in sorted(zip(spans, values, strict=True), key=lambda pair: pair[0])]
    reason = say(
        "Asked: whether they stand in the order that the statement needs. By date: {dates}. {answer}",
        "Question posée : sont-ils dans l’ordre que l’affirmation suppose ? Par date : {dates}. {answer}",
        dates=_said(ordered),
        answer=Text("They do.", "Oui.") if is_in_order else Text("They do not.", "Non."),
    )
    return _of_dates(claim, evidence, "supported" if is_in_order else "differs", reason, values)


def _dated(claim: Claim, evidence: Evidence) -> tuple[list[Value], list[Span]]:
    """The dates picked as values, and the first and last day that each can mean. Raises CannotTell."""
    values = [dated(pick, look_up(pick, evidence.tables)) for pick in claim.picks]
    spans = [span for value in values if (span := interval(value.text)) is not None]
    if len(spans) < len(values):
        raise CannotTell("A date is missing.", "Une date manque.")
    return values, spans


def _said(values: list[Value]) -> Text:
    said = [say("{label}, {day}", "{label}, {day}", label=one.label, day=day(one.text or "")) for one in values]
    return Text("; ".join(one.en for one in said), " ; ".join(one.fr for one in said))


def _of_dates(claim: Claim, evidence: Evidence, verdict: str, reason: Text, values: list[Value]) -> Result:
    shown = (*values, *beside(claim, evidence))
    return Result(claim, verdict, reason, value=values[0], values=shown, filter=_DATES_FILTER)


def estimate(claim: Claim, evidence: Evidence) -> Result:
    """Test that the number claimed lies within the estimate picked; list the others by date beside it."""
    main, *_ = (counted(pick, look_up(pick, evidence.tables)) for pick in claim.picks)
    others = beside(claim, evidence)
    ordered = sorted((main, *others), key=lambda value: value.text or "")
    is_within = (main.low or 0) <= float(claim.claimed) <= (float("inf") if main.high is None else main.high)
    said = [
        say("{n} ({day})", "{n} ({day})", n=amount(value), day=day(value.text or ""))
        for value in ordered
        if value != main
    ]
    return Result(
        claim,
        "supported" if is_within else "differs",
        say(
            "The estimate for {day} is {n} people; others are {others}.",
            "L’estimation pour {day} : {n} personnes ; les autres : {others}.",
            day=day(main.text or ""),
            n=amount(main),
            others=listed(said),
        ),
        value=main,
        values=(main, *others),
        series=tuple(
            Bar(day(value.text or ""), value.value, value.low, value.high, value == main) for value in ordered
        ),
        series_unit="people",
        threshold=float(claim.claimed),
        threshold_label=_THE_REPORT,
        filter=HEADCOUNTS_FILTER,
    )


def floor(claim: Claim, evidence: Evidence) -> Result:
    """Test that every number picked reaches the least that is claimed; the others stand beside, each by its source."""
    found = [counted(pick, look_up(pick, evidence.tables), claim.unit) for pick in claim.picks]
    others = beside(claim, evidence)
    least = float(claim.claimed)
    is_reached = all(_least(value) >= least for value in found)
    said = [say("{label}: {n}", "{label} : {n}", label=one.label, n=amount(one)) for one in (*found, *others)]
    return Result(
        claim,
        "supported" if is_reached else "differs",
        _headed(said),
        value=found[0],
        values=(*found, *others),
        series=tuple(Bar(one.label, one.value, one.low, one.high, one in found) for one in (*found, *others)),
        series_unit=claim.unit,
        threshold=least,
        threshold_label=_THE_REPORT,
        filter=Text(
            "Numbers that the publications named give, each as it is there.",
            "Nombres que donnent les publications nommées, chacun tel qu’il y figure.",
        ),
    )


def _headed(said: list[Text]) -> Text:
    """The texts as one sentence, with a capital at its head."""
    en, fr = "; ".join(one.en for one in said), " ; ".join(one.fr for one in said)
    return Text(f"{en[:1].upper()}{en[1:]}.", f"{fr[:1].upper()}{fr[1:]}.")


def _least(value: Value) -> float:
    return next((number for number in (value.low, value.value) if number is not None), 0)


def announced(claim: Claim, evidence: Evidence) -> Result:
    """Test that several contributors announced that they would leave, and add up their people."""
    found = [counted(pick, look_up(pick, evidence.tables)) for pick in claim.picks]
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
            parts=listed([say("{label} {n}", "{label} {n}", label=value.label, n=amount(value)) for value in found]),
        ),
        value=main,
        values=(main, *found, *beside(claim, evidence)),
        series=tuple(Bar(value.label, value.value, value.low, value.high) for value in found),
        series_unit="people",
        filter=HEADCOUNTS_FILTER,
    )
