"""Counts in an incident source for testing claims, and sentences for why a source cannot tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from geodata.claims.model import Bar, Claim, Evidence, Value
from geodata.figures.quarterly import START_DATE, Quarters
from geodata.texts import Text, listed, say
from geodata.vocabulary import ALL_VIOLENCE

CIVILIANS = "civilian_fatalities"
AGAINST_CIVILIANS = ("one_sided", "against_civilians")
"""The types of violence whose victims are civilians: UCDP's, ACLED's."""
NOT_VIOLENT = {"protests", "strategic"}
"""ACLED codebook: protests and strategic developments, which it counts beside violence."""


_AGREE = {
    True: Text("both agree", "le confirment tous deux"),
    False: Text("do not both agree", "ne le confirment pas tous deux"),
}


@dataclass(frozen=True)
class Number:
    """A count with the range of the reports, None where the source gives none."""

    best: int
    low: int | None = None
    high: int | None = None


class CannotTell(Exception):
    """Raised when a source cannot test a claim: the reason, in words for a reader."""

    def __init__(self, en: str, fr: str, **values: object) -> None:
        """Keep the reason in both languages."""
        self.reason = say(en, fr, **values)
        super().__init__(self.reason.en)


def decided(is_met: bool) -> str:
    """The verdict of a claim that the source can test."""
    return "supported" if is_met else "not_supported"


def told(evidence: Evidence, years: Sequence[str], *, civilians: bool = False) -> Quarters:
    """The quarters of a source that covers these years by actor and, with `civilians`, counts the civilians killed.

    Raises CannotTell.
    """
    quarters = evidence.quarters
    if quarters is None:
        raise CannotTell(
            "{name} gives counts by month and unit, which tell neither actors nor civilians apart.",
            "{name} donne des décomptes par mois et par unité, qui ne distinguent ni les acteurs ni les civils.",
            name=evidence.name,
        )
    if civilians and CIVILIANS in quarters.absent and against_civilians(quarters) is None:
        raise CannotTell(
            "{name} does not tell civilians apart among the dead.",
            "{name} ne distingue pas les civils parmi les morts.",
            name=evidence.name,
        )
    require_covered(evidence, years)
    return quarters


def require_covered(evidence: Evidence, years: Sequence[str]) -> None:
    """Raise CannotTell unless the source covers the whole of these years."""
    missing = [Text(year, year) for year in years if not evidence.covers(year)]
    if missing:
        raise CannotTell(
            "{name} does not cover the whole of {years}.",
            "{name} ne couvre pas entièrement {years}.",
            name=evidence.name,
            years=listed(missing),
        )


def require_base(evidence: Evidence, counted: int | None, year: str) -> None:
    """Raise CannotTell where nothing was counted at the start of a comparison."""
    if not counted:
        raise CannotTell(
            "{name} counts none in {year}, so there is nothing to compare 2022 with.",
            "{name} n’en compte aucun en {year} : il n’y a rien à quoi comparer 2022.",
            name=evidence.name,
            year=year,
        )


def against_civilians(quarters: Quarters) -> str | None:
    """The source's type of violence against civilians; None where it has no event of such a type."""
    return next((kind for kind in AGAINST_CIVILIANS if quarters.has(violence=kind)), None)


def violent(kinds: Collection[str]) -> list[str]:
    """The types of a source that add up to all its violence: "all", unless it also counts non-violent events."""
    found = {*kinds} - {ALL_VIOLENCE}
    return sorted(found - NOT_VIOLENT) if found & NOT_VIOLENT else [ALL_VIOLENCE]


def number(
    quarters: Quarters,
    unit: str,
    periods: Sequence[str],
    *,
    violence: str | None = None,
    group: str = "any",
    basis: str = START_DATE,
) -> Number:
    """Events, or deaths with the range of the reports, over periods: of one type, or of all violence."""
    kinds = [violence] if violence is not None else violent(quarters.kinds)

    def count(name: str) -> int | None:
        found = [quarters.count(name, periods, violence=kind, group=group, basis=basis) for kind in kinds]
        return None if None in found else sum(one or 0 for one in found)

    if unit == "events":
        return Number(count("events") or 0)
    return Number(count("fatalities_best") or 0, count("fatalities_low"), count("fatalities_high"))


def civilians(quarters: Quarters, periods: Sequence[str], *, group: str = "any", basis: str = START_DATE) -> Number:
    """Civilians killed; deaths in violence against civilians if the source does not count civilians separately."""
    found = quarters.count(CIVILIANS, periods, group=group, basis=basis)
    if found is not None:
        return Number(found)
    return number(quarters, "deaths", periods, violence=against_civilians(quarters) or "", group=group, basis=basis)


def victims(quarters: Quarters, number: int = 2) -> Text:
    """The noun phrase for what `civilians` counts, to follow a number in a sentence."""
    if CIVILIANS not in quarters.absent:
        one, many = Text("civilian killed", "civil tué"), Text("civilians killed", "civils tués")
    else:
        one = Text("death in violence against civilians", "mort dans des violences contre les civils")
        many = Text("deaths in violence against civilians", "morts dans des violences contre les civils")
    return Text(one.en if number == 1 else many.en, one.fr if number < 2 else many.fr)


def civilian_filter(quarters: Quarters) -> Text:
    """A sentence saying what `civilians` counts."""
    if CIVILIANS not in quarters.absent:
        return Text(
            "Civilians among the dead (best estimate) in all events of the whole country.",
            "Civils parmi les morts (meilleure estimation) de tous les événements de tout le pays.",
        )
    return Text(
        "Deaths in all events of the type violence against civilians in the whole country, since the source does not "
        "tell civilians apart among the dead.",
        "Morts dans tous les événements du type violence contre les civils dans tout le pays, car la source ne "
        "distingue pas les civils parmi les morts.",
    )


def ratio(key: str, label: Text, now: Number, then: Number) -> Value:
    """Now over then: at the best estimates and at the extremes of the reports. Then must not be 0."""
    low = now.low / then.high if now.low is not None and then.high else None
    high = now.high / then.low if now.high is not None and then.low else None
    return Value(key, label, now.best / then.best, "ratio", low, high)


def extremes(claim: Claim, main: Value) -> Text:
    """The end of a sentence: a full stop, after the range of the reports and whether it agrees with the verdict."""
    if main.low is None or main.high is None:
        return Text(".", ".")
    agrees = claim.is_met(main.low) == claim.is_met(main.high) == claim.is_met(main.value or 0)
    return say(
        " ({low:2} to {high:2} at the extremes of the reports, which {agrees}).",
        " ({low:2} à {high:2} aux extrêmes des rapports, qui {agrees}).",
        low=main.low,
        high=main.high,
        agrees=_AGREE[agrees],
    )


def bar(text: str, counted: Number, *, is_main: bool = True) -> Bar:
    """A bar of a count, under a label that is the same in both languages."""
    return Bar(Text(text, text), counted.best, counted.low, counted.high, is_main)
