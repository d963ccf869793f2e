"""Tests of claims about places: Gao and Ménaka beside the other regions, and the borders."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.claims import place_sentences
from geodata.claims.model import Bar, Claim, Evidence, Result, Value
from geodata.claims.numbers import CannotTell, Number, bar, decided, ratio, require_base, require_covered, told, violent
from geodata.claims.place_sentences import GAO, MENAKA, REST, UNITS, Growth, Rivalry
from geodata.figures.figures import Figures, Row, Unit
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, zone_id

YEARS, PAIR = ("2020", "2021", "2022"), ("2021", "2022")
BORDER = zone_id("either", 50)
FAMILY = "jnim_is"


def gao_and_menaka(claim: Claim, evidence: Evidence) -> Result:
    """Events and deaths of Gao and of Ménaka, 2022 over 2021, beside those of the other regions together."""
    require_covered(evidence, PAIR)
    factors = _factors(evidence, _places(evidence))
    unplaced = {year: _without_region(evidence.figures, year) for year in PAIR}
    growth = Growth({key: value.value or 0 for key, value in factors.items()}, unplaced)
    return Result(
        claim,
        decided(_is_beyond_the_rest(growth)),
        place_sentences.growth_reason(evidence.name, growth),
        value=factors[MENAKA, "deaths"],
        values=tuple(factors.values()),
        series=tuple(
            Bar(value.label, value.value, value.low, value.high, place != REST) for (place, _), value in factors.items()
        ),
        series_unit="ratio",
        threshold=1.0,
        threshold_label=place_sentences.NO_CHANGE,
        filter=place_sentences.growth_filter(evidence.frame),
    )


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
    """Violent events, or deaths with their range, of the regions together."""
    figures = evidence.figures
    rows = [figures.row("admin1", region, year, kind, ANY_FAMILY) for region in regions for kind in _violence(figures)]

    def total(name: str) -> int | None:
        found = [row[name] for row in rows]
        return None if None in found else int(sum(number or 0 for number in found))

    names = ("events", None, None) if unit == "events" else ("fatalities_best", "fatalities_low", "fatalities_high")
    best, low, high = (total(name) if name else None for name in names)
    if best is None:
        raise CannotTell(*place_sentences.NOT_EVERY_REGION, name=evidence.name, year=year)
    return Number(best, low, high)


def _violence(figures: Figures) -> list[str]:
    return violent({kind for level, kind, _ in figures.counts if level == "admin1"})


def _without_region(figures: Figures, year: str) -> int:
    """Violent events of the year that are in no region."""
    rows = [figures.not_allocated("admin1", year, kind, ANY_FAMILY) for kind in _violence(figures)]
    return int(sum(row["events"] or 0 for row in rows))


def _is_beyond_the_rest(growth: Growth) -> bool:
    """True if both regions grew, in both units, and by more than the others."""
    found = growth.factors
    return all(
        found[place, unit] > 1 and found[place, unit] > found[REST, unit] for place in (GAO, MENAKA) for unit in UNITS
    )


def border_rivalry(claim: Claim, evidence: Evidence) -> Result:
    """Events of JNIM against the Islamic State within 50 km of either border in 2022, beside 2020 and 2021."""
    told(evidence, ["2022"])
    inside, vague = _near_borders(evidence)
    found = Rivalry(
        int(inside["2022"]["events"] or 0),
        int(inside["2022"]["fatalities_best"] or 0),
        int(vague["2022"]["events"] or 0),
    )
    if not found.inside and found.unknown:
        raise CannotTell(*place_sentences.ALL_TOO_VAGUE, name=evidence.name, unknown=found.unknown)
    main = Value("events_2022", place_sentences.RIVALRY_LABEL, found.inside, "events")
    return Result(
        claim,
        decided(found.inside > 0),
        place_sentences.rivalry_reason(evidence.name, found),
        value=main,
        values=(main, *_by_year(inside, vague)),
        series=tuple(
            bar(year, Number(int(row["events"] or 0)), is_main=year == "2022") for year, row in inside.items()
        ),
        series_unit="events",
        filter=place_sentences.RIVALRY_FILTER,
    )


def _near_borders(evidence: Evidence) -> tuple[dict[str, Row], dict[str, Row]]:
    """By covered year, the counts near a border and those of events too vague to place. Raises CannotTell."""
    figures = evidence.figures
    zone = next((unit for unit in figures.units.get("zones", ()) if unit.pcode == BORDER), None)
    if zone is None:
        raise CannotTell(*place_sentences.NO_DISTANCES, name=evidence.name)
    years = [year for year in YEARS if evidence.covers(year)]
    return (
        {year: figures.row("zones", zone, year, ALL_VIOLENCE, FAMILY) for year in years},
        {year: figures.not_allocated("zones", year, ALL_VIOLENCE, FAMILY) for year in years},
    )


def _by_year(inside: Mapping[str, Row], vague: Mapping[str, Row]) -> tuple[Value, ...]:
    """Events inside by earlier year and, of each year, those too vague to place."""
    earlier = [
        Value(f"events_{year}", place_sentences.inside_label(year), row["events"], "events")
        for year, row in inside.items()
        if year != "2022"
    ]
    unknown = [
        Value(f"not_placed_{year}", place_sentences.not_placed_label(year), row["events"], "events")
        for year, row in vague.items()
    ]
    return (*earlier, *unknown)
