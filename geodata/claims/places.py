"""The test of the claim that violence of militant Islamist groups rose in Gao and Ménaka beyond the other regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geodata.claims import place_sentences
from geodata.claims.model import Bar, Claim, Evidence, Result, Value
from geodata.claims.numbers import (
    CannotTell,
    Number,
    decided,
    number,
    ratio,
    require_base,
    require_covered,
    told,
    violent,
)
from geodata.claims.place_sentences import GAO, MENAKA, REST, UNITS, Growth
from geodata.figures.figures import Figures, Row, Unit
from geodata.periods import months_of
from geodata.vocabulary import ANY_FAMILY

PAIR = ("2021", "2022")
MILITANT = (("jnim", 1), ("is", 1), ("jnim_is", -1))
"""The families whose counts add up to those of militant Islamist groups, each event once."""
_DEATHS = "fatalities_best"
LAST_MONTH = 5
"""The last whole month before the French left Ménaka, 13 June 2022."""


def gao_and_menaka(claim: Claim, evidence: Evidence) -> Result:
    """Events and deaths of militant groups in Gao and in Ménaka, 2022 over 2021, beside the other regions together."""
    require_covered(evidence, PAIR)
    _require_each_once(evidence)
    places = _places(evidence)
    factors = _factors(evidence, places)
    unplaced = {year: _without_region(evidence.figures, year) for year in PAIR}
    growth = Growth({key: value.value or 0 for key, value in factors.items()}, unplaced)
    return Result(
        claim,
        decided(_is_beyond_the_rest(growth)),
        place_sentences.growth_reason(evidence.name, growth),
        value=factors[MENAKA, "deaths"],
        values=(*factors.values(), *_before(evidence.figures, places[MENAKA][0])),
        series=tuple(
            Bar(value.label, value.value, value.low, value.high, place != REST) for (place, _), value in factors.items()
        ),
        series_unit="ratio",
        threshold=1.0,
        threshold_label=place_sentences.NO_CHANGE,
        filter=place_sentences.growth_filter(evidence.frame),
    )


def _require_each_once(evidence: Evidence) -> None:
    """Raise CannotTell unless the families add up, over the country, to the militant events that are counted once."""
    quarters, figures = told(evidence, PAIR), evidence.figures
    for year in PAIR:
        whole = _total([(sign, figures.national(year, kind, own)) for kind, own, sign in _each(figures)], "events")
        if whole != number(quarters, "events", [year], group="militant").best:
            raise CannotTell(*place_sentences.NOT_ONCE, name=evidence.name, year=year)


def _places(evidence: Evidence) -> dict[str, list[Unit]]:
    """The regions of each place. Raises CannotTell where the frame does not have both of them."""
    named = {unit.name: unit for unit in evidence.figures.units.get("admin1", ())}
    if GAO not in named or MENAKA not in named:
        raise CannotTell(*place_sentences.NO_SUCH_REGIONS, frame=evidence.frame)
    rest = [unit for name, unit in named.items() if name not in (GAO, MENAKA)]
    return {GAO: [named[GAO]], MENAKA: [named[MENAKA]], REST: rest}


def _factors(evidence: Evidence, places: Mapping[str, list[Unit]]) -> dict[tuple[str, str], Value]:
    """2022 over 2021 by place and unit. Raises CannotTell where a year is not known or has nothing to divide by."""
    counted = {
        (place, unit, year): _of_regions(evidence, regions, unit, year)
        for place, regions in places.items()
        for unit in UNITS
        for year in PAIR
    }
    for (_, _, year), found in counted.items():
        if year == "2021":
            require_base(evidence, found.best, year)
    return {
        (place, unit): ratio(
            f"{place}_{unit}".replace("é", "e").lower(),
            place_sentences.factor_label(place, unit),
            counted[place, unit, "2022"],
            counted[place, unit, "2021"],
        )
        for unit in UNITS
        for place in places
    }


def _of_regions(evidence: Evidence, regions: list[Unit], unit: str, year: str) -> Number:
    """Violent events of militant groups, or deaths in them with their range, of the regions together."""
    figures = evidence.figures
    rows = [
        (sign, figures.counted("admin1", region, year, kind, family))
        for region in regions
        for kind, family, sign in _each(figures)
    ]
    best = _total(rows, "events" if unit == "events" else "fatalities_best")
    if best is None:
        raise CannotTell(*place_sentences.NOT_EVERY_REGION, name=evidence.name, year=year)
    if unit == "events":
        return Number(best)
    return Number(best, _total(rows, "fatalities_low"), _total(rows, "fatalities_high"))


def _without_region(figures: Figures, year: str) -> int:
    """Violent events of militant groups of the year that are in no region."""
    rows = [(sign, figures.not_allocated("admin1", year, kind, family)) for kind, family, sign in _each(figures)]
    return _total(rows, "events") or 0


def _each(figures: Figures) -> list[tuple[str, str, int]]:
    """Type of violence, family and sign of the counts that add up to those of militant Islamist groups."""
    kinds = violent({kind for level, kind, _ in figures.counts if level == "admin1"})
    return [(kind, family, sign) for kind in kinds for family, sign in MILITANT]


def _total(rows: Sequence[tuple[int, Row]], name: str) -> int | None:
    """The sum of a count over rows, each with its sign; None where a row does not give it."""
    if any(row[name] is None for _, row in rows):
        return None
    return int(sum(sign * (row[name] or 0) for sign, row in rows))


def _before(figures: Figures, menaka: Unit) -> tuple[Value, ...]:
    """Deaths of all violence in Ménaka in the whole months of 2022 before the departure, and of the year.

    Nothing where the source is not counted by month.
    """
    months = months_of("2022")[:LAST_MONTH]
    if not figures.covered_months.issuperset(months):
        return ()
    kinds = violent({kind for level, kind, _ in figures.counts if level == "admin1"})
    before, whole = (
        _total(
            [(1, figures.counted("admin1", menaka, one, kind, ANY_FAMILY)) for one in when for kind in kinds], _DEATHS
        )
        for when in (months, ["2022"])
    )
    return (
        Value("before_departure", place_sentences.BEFORE_LABEL, before, "deaths"),
        Value("whole_year", place_sentences.YEAR_LABEL, whole, "deaths"),
    )


def _is_beyond_the_rest(growth: Growth) -> bool:
    """True if both regions grew, in both units, and by more than the others."""
    found = growth.factors
    return all(
        found[place, unit] > 1 and found[place, unit] > found[REST, unit] for place in (GAO, MENAKA) for unit in UNITS
    )
