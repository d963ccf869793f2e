"""The test of the claim that each quarter of 2022 saw more civilians killed than any earlier calendar year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geodata.claims.model import Bar, Claim, Evidence, Result, Value
from geodata.claims.numbers import CannotTell, Number, civilian_filter, civilians, decided, told, victims
from geodata.figures.quarterly import START_DATE, WHOLE, Quarters
from geodata.texts import Text, say

YEAR = "2022"
SINCE = "2012"
"""First year of the war. A source that begins later cannot tell that a quarter is above all earlier years."""
ORDINALS = (
    Text("first quarter", "premier trimestre"),
    Text("second quarter", "deuxième trimestre"),
    Text("third quarter", "troisième trimestre"),
    Text("fourth quarter", "quatrième trimestre"),
)
_MOST = {
    "year": Text("the most of any earlier calendar year", "maximum des années civiles antérieures"),
    "quarter": Text("the most of any earlier quarter", "maximum des trimestres antérieurs"),
    SINCE: Text("the most since 2012", "maximum depuis 2012"),
}
_HOW_MANY = (
    Text("None of the four quarters exceeds", "Aucun des quatre trimestres ne dépasse"),
    Text("One of the four quarters exceeds", "Un des quatre trimestres dépasse"),
    Text("Two of the four quarters exceed", "Deux des quatre trimestres dépassent"),
    Text("Three of the four quarters exceed", "Trois des quatre trimestres dépassent"),
    Text("All four quarters exceed", "Les quatre trimestres dépassent"),
)
_OF_THEM = (
    Text("none exceeds", "aucun ne dépasse"),
    Text("one exceeds", "un dépasse"),
    Text("two exceed", "deux dépassent"),
    Text("three exceed", "trois dépassent"),
    Text("all four exceed", "tous les quatre dépassent"),
)
"""The number of quarters above something, as the beginning of a sentence and within one."""
_BASES = {
    START_DATE: Text("events that start in it", "événements qui y commencent"),
    WHOLE: Text("events known to lie in it as a whole", "événements qui y tiennent sûrement en entier"),
}
_TOO_FEW_YEARS = (
    "{name} begins in {first}: too few earlier years to compare with.",
    "{name} commence en {first} : trop peu d’années antérieures pour comparer.",
)


def quarters_above_years(claim: Claim, evidence: Evidence) -> Result:
    """Test that each quarter of 2022 is above every earlier calendar year and, beside it, every earlier quarter.

    Earlier years are all that the source has, before 2012 too; beside them, those since 2012.
    """
    quarters = told(evidence, [YEAR], civilians=True)
    years = {year: civilians(quarters, [year]).best for year in quarters.years if year < YEAR}
    if not years:
        raise CannotTell("{name} has no earlier year.", "{name} n’a aucune année antérieure.", name=evidence.name)
    found = [civilians(quarters, [quarter]) for quarter in _quarters(YEAR)]
    earlier = {quarter: civilians(quarters, [quarter]).best for year in years for quarter in _quarters(year)}
    highest = {"year": _highest("year", years), "quarter": _highest("quarter", earlier)}
    main = highest["year"][0]
    is_met = _above(main, found) == len(found)
    if is_met and min(years) > SINCE:
        raise CannotTell(*_TOO_FEW_YEARS, name=evidence.name, first=min(years))
    return Result(
        claim,
        decided(is_met),
        _reason(evidence.name, victims(quarters), found, highest),
        value=_headline(main, found, victims(quarters, int(main.value or 0))),
        values=(*highest["year"], *highest["quarter"], *_by_basis(quarters)),
        series=tuple(Bar(which, one.best, one.low, one.high) for which, one in zip(ORDINALS, found, strict=True)),
        series_unit="deaths",
        threshold=main.value,
        threshold_label=main.label,
        filter=say(
            "{what} The quarter is that of an event’s first possible day.",
            "{what} Le trimestre est celui du premier jour possible de l’événement.",
            what=civilian_filter(quarters),
        ),
    )


def _reason(name: str, what: Text, found: Sequence[Number], highest: Mapping[str, Sequence[Value]]) -> Text:
    """The four quarters, and how many of them are above the highest earlier year and quarter."""
    return say(
        "{name} counts {a}, {b}, {c} and {d} {what} in the four quarters of 2022. {years} {quarters}",
        "{name} compte {a}, {b}, {c} et {d} {what} dans les quatre trimestres de 2022. {years} {quarters}",
        name=name,
        what=what,
        years=_above_years(highest["year"], found),
        quarters=_above_quarters(highest["quarter"], found),
        **dict(zip("abcd", (one.best for one in found), strict=True)),
    )


def _quarters(year: str) -> list[str]:
    return [f"{year}-Q{number}" for number in range(1, 5)]


def _highest(unit: str, counted: Mapping[str, int]) -> list[Value]:
    """The highest earlier period of all, which the last of equals is; where any is before 2012, the highest since."""
    recent = {period: number for period, number in counted.items() if period >= SINCE}
    chosen = [(f"highest_{unit}", _MOST[unit], counted)]
    if recent and len(recent) < len(counted):
        chosen.append((f"highest_{unit}_since_{SINCE}", _MOST[SINCE], recent))
    made = []
    for key, most, own in chosen:
        period = max(own, key=lambda one: (own[one], one))
        label = say("{most}: {when}", "{most} : {when}", most=most, when=_in_words(period))
        made.append(Value(key, label, own[period], "deaths", text=period))
    return made


def _headline(highest: Value, found: Sequence[Number], what: Text) -> Value:
    """The number of quarters, out of four, above the highest earlier year."""
    above = _above(highest, found)
    label = say(
        "{exceed} the highest earlier calendar year ({n} {what}, in {year})",
        "{exceed} l’année civile antérieure la plus haute ({n} {what}, en {year})",
        exceed=Text("exceeds" if above == 1 else "exceed", "dépasse" if above < 2 else "dépassent"),
        n=highest.value,
        what=what,
        year=highest.text,
    )
    return Value("quarters_above", label, above, "quarters")


def _above(highest: Value, found: Sequence[Number]) -> int:
    return sum(one.best > (highest.value or 0) for one in found)


def _above_years(highest: Sequence[Value], found: Sequence[Number]) -> Text:
    """A sentence: how many quarters are above the highest earlier year and, where it is before 2012, since then."""
    first, *since = highest
    return _sentence(
        say(
            "{many} the highest earlier year ({n}, in {year})",
            "{many} l’année antérieure la plus haute ({n}, en {year})",
            many=_HOW_MANY[_above(first, found)],
            n=first.value,
            year=first.text,
        ),
        *(
            say(
                "; {many} the highest since 2012 ({n}, in {year})",
                " ; {many} la plus haute depuis 2012 ({n}, en {year})",
                many=_OF_THEM[_above(one, found)],
                n=one.value,
                year=one.text,
            )
            for one in since
        ),
    )


def _above_quarters(highest: Sequence[Value], found: Sequence[Number]) -> Text:
    """A sentence: the same of earlier quarters."""
    first, *since = highest
    return _sentence(
        say(
            "Against single quarters: {many} the highest ({n}, {when})",
            "Face aux trimestres antérieurs : {many} le plus haut ({n}, {when})",
            many=_OF_THEM[_above(first, found)],
            n=first.value,
            when=_in_words(first.text or ""),
        ),
        *(
            say(
                ", {many} the highest since 2012 ({n}, {when})",
                ", {many} le plus haut depuis 2012 ({n}, {when})",
                many=_OF_THEM[_above(one, found)],
                n=one.value,
                when=_in_words(one.text or ""),
            )
            for one in since
        ),
    )


def _sentence(*parts: Text) -> Text:
    return Text("".join(part.en for part in parts) + ".", "".join(part.fr for part in parts) + ".")


def _in_words(period: str) -> Text:
    year, _, quarter = period.partition("-Q")
    if not quarter:
        return Text(year, year)
    return say("{which} of {year}", "{which} de {year}", which=ORDINALS[int(quarter) - 1], year=year)


def _by_basis(quarters: Quarters) -> list[Value]:
    """The quarters on both bases, and the events not known to lie in one."""
    made = []
    for basis, how in _BASES.items():
        for number, which in enumerate(ORDINALS, start=1):
            counted = civilians(quarters, [f"{YEAR}-Q{number}"], basis=basis)
            label = say("{which}, {how}", "{which}, {how}", which=which, how=how)
            made.append(Value(f"q{number}_{basis}", label, counted.best, "deaths", counted.low, counted.high))
    undated, where = [f"{YEAR}-Q0"], Text("not known to lie in one quarter", "de trimestre incertain")
    killed = civilians(quarters, undated, basis=WHOLE)
    deaths = say("{what}, {where}", "{what}, {where}", what=victims(quarters), where=where)
    events = say("events, {where}", "événements, {where}", where=where)
    return [
        *made,
        Value("undated", deaths, killed.best, "deaths", killed.low, killed.high),
        Value("undated_events", events, quarters.count("events", undated, basis=WHOLE), "events"),
    ]
