"""Tests of claims against national counts: how many more events, deaths, and civilians killed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geodata.claims.model import Claim, Evidence, Result, Value
from geodata.claims.numbers import (
    CIVILIANS,
    Number,
    against_civilians,
    bar,
    civilian_filter,
    civilians,
    decided,
    extremes,
    number,
    ratio,
    require_base,
    told,
    victims,
)
from geodata.figures.quarterly import Quarters
from geodata.texts import NOTHING, Text, deaths, events, say

YEARS = ("2020", "2021", "2022")
BEFORE_COUP = ("2019-Q3", "2019-Q4", "2020-Q1", "2020-Q2")
"""The four whole quarters before the coup of August 2020."""
MILITANT_FILTER = Text(
    "Violent events of the whole country that have JNIM or a group that formed it (family jnim) or the Islamic State "
    "(family is) as a side; each event once.",
    "Événements violents de tout le pays dont une partie est le JNIM ou un groupe dont il est issu (famille jnim), ou "
    "l’État islamique (famille is) ; chaque événement une seule fois.",
)
_FROM_THE_COUP = Text(
    "2022 over the four quarters before the coup (July 2019 to June 2020)",
    "2022 sur les quatre trimestres avant le coup d’État (juillet 2019 à juin 2020)",
)
_WHERE = {
    "events": Text("of militant Islamist groups", "de groupes islamistes armés"),
    "deaths": Text("in events of militant Islamist groups", "dans des événements de groupes islamistes armés"),
}


def militant_events(claim: Claim, evidence: Evidence) -> Result:
    """Events of militant Islamist groups: 2022 over 2020 and, beside it, over 2021 and the year before the coup."""
    return _growth(claim, evidence, "events", ("2020", "2021"))


def militant_deaths(claim: Claim, evidence: Evidence) -> Result:
    """Deaths in events of militant Islamist groups: 2022 over 2021 and, beside it, over 2020 and before the coup."""
    return _growth(claim, evidence, "deaths", ("2021", "2020"))


def _growth(claim: Claim, evidence: Evidence, unit: str, since: tuple[str, str]) -> Result:
    quarters = told(evidence, YEARS)
    counted = {year: number(quarters, unit, [year], group="militant") for year in YEARS}
    require_base(evidence, counted[since[0]].best, since[0])
    ratios = [_over(year, counted["2022"], counted[year]) for year in since if counted[year].best]
    before = number(quarters, unit, BEFORE_COUP, group="militant")
    if all(evidence.covers(one[:4], int(one[-1])) for one in BEFORE_COUP) and before.best:
        ratios.append(ratio("before_coup_2022", _FROM_THE_COUP, counted["2022"], before))
    main = replace(ratios[0], label=_with_other_starts(ratios))
    return Result(
        claim,
        decided(claim.is_met(main.value or 0)),
        say(
            "{name} counts {then} {where} in {since} and {now} in 2022: {ratio:2} times as many{end}",
            "{name} compte {then} {where} en {since} et {now} en 2022 : {ratio:2} fois autant{end}",
            name=evidence.name,
            where=_WHERE[unit],
            since=since[0],
            then={"events": events, "deaths": deaths}[unit](counted[since[0]].best),
            now=counted["2022"].best,
            ratio=main.value,
            end=extremes(claim, main),
        ),
        value=main,
        values=tuple(ratios),
        series=tuple(bar(year, counted[year], is_main=year != since[1]) for year in YEARS),
        series_unit=unit,
        filter=MILITANT_FILTER,
    )


def _with_other_starts(ratios: Sequence[Value]) -> Text:
    """The label of the first ratio, with the range that the other starts of the comparison give."""
    first, *others = ratios
    ends = sorted(one.value or 0 for one in others)
    if not ends:
        return first.label
    return say(
        "{label}; {low:2} to {high:2} from other starts",
        "{label} ; de {low:2} à {high:2} depuis d’autres points de départ",
        label=first.label,
        low=ends[0],
        high=ends[-1],
    )


def _over(year: str, now: Number, then: Number) -> Value:
    return ratio(f"{year}_2022", say("2022 over {year}", "2022 sur {year}", year=year), now, then)


def civilians_killed(claim: Claim, evidence: Evidence) -> Result:
    """Civilians killed, 2022 over 2021; beside it, deaths in violence against civilians alone."""
    quarters = told(evidence, YEARS[1:], civilians=True)
    counted = {year: civilians(quarters, [year]) for year in YEARS if evidence.covers(year)}
    require_base(evidence, counted["2021"].best, "2021")
    main, beside = _over("2021", counted["2022"], counted["2021"]), _one_sided(quarters)
    return Result(
        claim,
        decided(claim.is_met(main.value or 0)),
        say(
            "{name} counts {then} {what} in 2021 and {now} in 2022: {ratio:2} times as many{end}{beside}",
            "{name} compte {then} {what} en 2021 et {now} en 2022 : {ratio:2} fois autant{end}{beside}",
            name=evidence.name,
            what=victims(quarters, counted["2021"].best),
            then=counted["2021"].best,
            now=counted["2022"].best,
            ratio=main.value,
            end=extremes(claim, main),
            beside=_range_of(claim, beside),
        ),
        value=replace(main, label=_with_range(main, beside)),
        values=(main, *beside),
        series=tuple(bar(year, one, is_main=year != "2020") for year, one in counted.items()),
        series_unit="deaths",
        filter=civilian_filter(quarters),
    )


def _one_sided(quarters: Quarters) -> tuple[Value, ...]:
    """The ratio of deaths in violence against civilians, where it is not the main one already."""
    kind = against_civilians(quarters)
    if kind is None or CIVILIANS in quarters.absent:
        return ()
    then, now = (number(quarters, "deaths", [year], violence=kind) for year in ("2021", "2022"))
    label = Text("Deaths in violence against civilians alone", "Morts dans les seules violences contre les civils")
    return (ratio("against_civilians", label, now, then),) if then.best else ()


def _range_of(claim: Claim, beside: Sequence[Value]) -> Text:
    """A sentence: the ratio of the part of the deaths that the reports give a range for."""
    if not beside:
        return NOTHING
    (one,) = beside
    return say(
        " It gives no range for civilians; of violence against civilians alone it counts {ratio:2} times the "
        "deaths{end}",
        " Il ne donne pas de fourchette pour les civils ; pour les seules violences contre les civils, il compte "
        "{ratio:2} fois les morts{end}",
        ratio=one.value,
        end=extremes(claim, one),
    )


def _with_range(main: Value, beside: Sequence[Value]) -> Text:
    if not beside or beside[0].low is None:
        return main.label
    return say(
        "{label}, at the best estimate; {low:1} to {high:1} over the estimates of violence against civilians",
        "{label}, en meilleure estimation ; de {low:1} à {high:1} selon les estimations des violences contre les "
        "civils",
        label=main.label,
        low=beside[0].low,
        high=beside[0].high,
    )
