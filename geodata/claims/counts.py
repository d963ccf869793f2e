"""Tests of claims against national counts: how many more events, deaths, and civilians killed."""

from __future__ import annotations

from geodata.claims.model import Claim, Evidence, Result, Value
from geodata.claims.numbers import (
    CIVILIANS,
    Number,
    against_civilians,
    bar,
    civilian_filter,
    civilians,
    deaths,
    decided,
    events,
    extremes,
    number,
    ratio,
    require_base,
    told,
    victims,
)
from geodata.figures.quarterly import Quarters
from geodata.texts import Text, say

YEARS = ("2020", "2021", "2022")
MILITANT_FILTER = Text(
    "Violent events of the whole country that have JNIM or a group that formed it (family jnim) or the Islamic State "
    "(family is) as a side; each event once.",
    "Événements violents de tout le pays dont une partie est le JNIM ou un groupe dont il est issu (famille jnim), ou "
    "l’État islamique (famille is) ; chaque événement une seule fois.",
)
_WHERE = {
    "events": Text("of militant Islamist groups", "de groupes islamistes armés"),
    "deaths": Text("in events of militant Islamist groups", "dans des événements de groupes islamistes armés"),
}


def militant_events(claim: Claim, evidence: Evidence) -> Result:
    """Events of militant Islamist groups: 2022 over 2020 and, beside it, over 2021."""
    return _growth(claim, evidence, "events", ("2020", "2021"))


def militant_deaths(claim: Claim, evidence: Evidence) -> Result:
    """Deaths in events of militant Islamist groups: 2022 over 2021 and, beside it, over 2020."""
    return _growth(claim, evidence, "deaths", ("2021", "2020"))


def _growth(claim: Claim, evidence: Evidence, unit: str, since: tuple[str, str]) -> Result:
    quarters = told(evidence, YEARS)
    counted = {year: number(quarters, unit, [year], group="militant") for year in YEARS}
    require_base(evidence, counted[since[0]].best, since[0])
    ratios = [_over(year, counted["2022"], counted[year]) for year in since if counted[year].best]
    main = ratios[0]
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


def _over(year: str, now: Number, then: Number) -> Value:
    return ratio(f"{year}_2022", say("2022 over {year}", "2022 sur {year}", year=year), now, then)


def civilians_killed(claim: Claim, evidence: Evidence) -> Result:
    """Civilians killed, 2022 over 2021; beside it, deaths in violence against civilians alone."""
    quarters = told(evidence, YEARS[1:], civilians=True)
    counted = {year: civilians(quarters, [year]) for year in YEARS if evidence.covers(year)}
    require_base(evidence, counted["2021"].best, "2021")
    main = _over("2021", counted["2022"], counted["2021"])
    return Result(
        claim,
        decided(claim.is_met(main.value or 0)),
        say(
            "{name} counts {then} {what} in 2021 and {now} in 2022: {ratio:2} times as many{end}",
            "{name} compte {then} {what} en 2021 et {now} en 2022 : {ratio:2} fois autant{end}",
            name=evidence.name,
            what=victims(quarters, counted["2021"].best),
            then=counted["2021"].best,
            now=counted["2022"].best,
            ratio=main.value,
            end=extremes(claim, main),
        ),
        value=main,
        values=(main, *_one_sided(quarters)),
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
