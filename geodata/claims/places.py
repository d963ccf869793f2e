"""Tests of claims about places: Gao and Ménaka beside the other regions, and the borders."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.claims.model import Bar, Claim, Evidence, Result, Value
from geodata.claims.numbers import (
    CannotTell,
    Number,
    bar,
    deaths,
    decided,
    events,
    ratio,
    require_base,
    require_covered,
    told,
    violent,
)
from geodata.figures.figures import Figures, Row, Unit
from geodata.texts import Text, say
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, zone_id

YEARS, PAIR = ("2020", "2021", "2022"), ("2021", "2022")
GAO, MENAKA = "Gao", "Ménaka"
BORDER = zone_id("either", 50)


def gao_and_menaka(claim: Claim, evidence: Evidence) -> Result:
    """Events and deaths of Gao and of Ménaka, 2022 over 2021, beside those of the other regions together."""
    require_covered(evidence, PAIR)
    named = {unit.name: unit for unit in evidence.figures.units.get("admin1", ())}
    if GAO not in named or MENAKA not in named:
        raise CannotTell(
            "The boundaries of {frame} do not have Gao and Ménaka as two regions.",
            "Le découpage de {frame} n’a pas Gao et Ménaka comme deux régions.",
            frame=evidence.frame,
        )
    places = {
        GAO: [named[GAO]],
        MENAKA: [named[MENAKA]],
        "rest": [unit for name, unit in named.items() if name not in (GAO, MENAKA)],
    }
    counted = {
        (place, unit, year): _of_regions(evidence, regions, unit, year)
        for place, regions in places.items()
        for unit in ("events", "deaths")
        for year in PAIR
    }
    for (_, _, year), found in counted.items():
        if year == "2021":
            require_base(evidence, found.best, year)
    factors = {
        (place, unit): ratio(
            f"{place}_{unit}".replace("é", "e").lower(),
            say("{place}, {unit}", "{place}, {unit}", place=_PLACES[place], unit=_UNITS[unit]),
            counted[place, unit, "2022"],
            counted[place, unit, "2021"],
        )
        for unit in ("events", "deaths")
        for place in places
    }
    return _regional(claim, evidence, factors)


_PLACES = {
    GAO: Text("Gao", "Gao"),
    MENAKA: Text("Ménaka", "Ménaka"),
    "rest": Text("other regions", "autres régions"),
}
_UNITS = {"events": Text("events", "événements"), "deaths": Text("deaths", "morts")}


def _of_regions(evidence: Evidence, regions: list[Unit], unit: str, year: str) -> Number:
    figures = evidence.figures
    rows = [figures.row("admin1", region, year, kind, ANY_FAMILY) for region in regions for kind in _violence(figures)]

    def total(name: str) -> int | None:
        found = [row[name] for row in rows]
        return None if None in found else int(sum(number or 0 for number in found))

    names = ("events", None, None) if unit == "events" else ("fatalities_best", "fatalities_low", "fatalities_high")
    best, low, high = (total(name) if name else None for name in names)
    if best is None:
        raise CannotTell(
            "{name} has no figures of {year} for every region.",
            "{name} n’a pas de chiffres de {year} pour chaque région.",
            name=evidence.name,
            year=year,
        )
    return Number(best, low, high)


def _violence(figures: Figures) -> list[str]:
    return violent({kind for level, kind, _ in figures.counts if level == "admin1"})


def _without_region(figures: Figures, year: str) -> int:
    rows = [figures.not_allocated("admin1", year, kind, ANY_FAMILY) for kind in _violence(figures)]
    return int(sum(row["events"] or 0 for row in rows))


def _regional(claim: Claim, evidence: Evidence, factors: dict[tuple[str, str], Value]) -> Result:
    found = {key: value.value or 0 for key, value in factors.items()}
    is_met = all(
        found[place, unit] > 1 and found[place, unit] > found["rest", unit]
        for place in (GAO, MENAKA)
        for unit in ("events", "deaths")
    )
    return Result(
        claim,
        decided(is_met),
        say(
            "From 2021 to 2022 {name} counts {ge:1} times as many events and {gd:1} times as many deaths in Gao, "
            "{me:1} and {md:1} times in Ménaka, {re:1} and {rd:1} times in the other regions together. Without a "
            "region: {then} of 2021, {now} of 2022.",
            "De 2021 à 2022, {name} compte {ge:1} fois autant d’événements et {gd:1} fois autant de morts dans la "
            "région de Gao, {me:1} et {md:1} fois dans celle de Ménaka, {re:1} et {rd:1} fois dans les autres régions "
            "ensemble. Sans région : {then} de 2021, {now} de 2022.",
            name=evidence.name,
            ge=found[GAO, "events"],
            gd=found[GAO, "deaths"],
            me=found[MENAKA, "events"],
            md=found[MENAKA, "deaths"],
            re=found["rest", "events"],
            rd=found["rest", "deaths"],
            then=events(_without_region(evidence.figures, "2021")),
            now=_without_region(evidence.figures, "2022"),
        ),
        value=factors[MENAKA, "deaths"],
        values=tuple(factors.values()),
        series=tuple(
            Bar(value.label, value.value, value.low, value.high, place != "rest")
            for (place, _), value in factors.items()
        ),
        series_unit="ratio",
        threshold=1.0,
        threshold_label=Text("no change", "sans changement"),
        filter=say(
            "Violent events by region in the boundaries of {frame}, 2021 and 2022 (deaths: best estimate).",
            "Événements violents par région dans le découpage de {frame}, 2021 et 2022 (morts : meilleure estimation).",
            frame=evidence.frame,
        ),
    )


def border_rivalry(claim: Claim, evidence: Evidence) -> Result:
    """Events of JNIM against the Islamic State within 50 km of either border in 2022, beside 2020 and 2021."""
    told(evidence, ["2022"])
    figures, years = evidence.figures, [year for year in YEARS if evidence.covers(year)]
    zone = next((unit for unit in figures.units.get("zones", ()) if unit.pcode == BORDER), None)
    if zone is None:
        raise CannotTell(
            "{name} cannot be counted by distance from the borders.",
            "{name} ne peut pas être compté par distance des frontières.",
            name=evidence.name,
        )
    rows = {year: figures.row("zones", zone, year, ALL_VIOLENCE, "jnim_is") for year in years}
    vague = {year: figures.not_allocated("zones", year, ALL_VIOLENCE, "jnim_is") for year in years}
    inside, unknown = (int(found["2022"]["events"] or 0) for found in (rows, vague))
    if not inside and unknown:
        raise CannotTell(
            "{name} places none of its events of JNIM against the Islamic State of 2022 well enough ({unknown}).",
            "{name} ne place assez bien aucun de ses événements de 2022 opposant le JNIM à l’État islamique "
            "({unknown}).",
            name=evidence.name,
            unknown=unknown,
        )
    label = Text("Events within 50 km of either border, 2022", "Événements à moins de 50 km d’une des frontières, 2022")
    main = Value("events_2022", label, inside, "events")
    return Result(
        claim,
        decided(inside > 0),
        say(
            "{name} counts {now} of JNIM against the Islamic State within 50 km of either border in 2022, with "
            "{deaths}; too vague to place in that year: {unknown} more.",
            "{name} compte {now} du JNIM contre l’État islamique à moins de 50 km d’une des frontières en 2022, avec "
            "{deaths} ; trop imprécis cette année-là pour être placés : {unknown} de plus.",
            name=evidence.name,
            now=events(inside),
            deaths=deaths(int(rows["2022"]["fatalities_best"] or 0)),
            unknown=unknown,
        ),
        value=main,
        values=(main, *_by_year(rows, vague)),
        series=tuple(bar(year, Number(int(row["events"] or 0)), is_main=year == "2022") for year, row in rows.items()),
        series_unit="events",
        filter=Text(
            "Events with JNIM on one side and the Islamic State on the other (family jnim_is), whose place is known to "
            "about 25 km, within 50 km of the border with Niger or with Burkina Faso.",
            "Événements avec le JNIM d’un côté et l’État islamique de l’autre (famille jnim_is), dont le lieu est "
            "connu à environ 25 km près, à moins de 50 km de la frontière avec le Niger ou le Burkina Faso.",
        ),
    )


def _by_year(rows: Mapping[str, Row], vague: Mapping[str, Row]) -> tuple[Value, ...]:
    """Events inside by earlier year and, of each year, those too vague to place."""
    inside = [
        Value(
            f"events_{year}",
            say("Events within 50 km, {year}", "Événements à moins de 50 km, {year}", year=year),
            row["events"],
            "events",
        )
        for year, row in rows.items()
        if year != "2022"
    ]
    unknown = [
        Value(
            f"not_placed_{year}",
            say("Events too vague to place, {year}", "Événements trop imprécis pour être placés, {year}", year=year),
            row["events"],
            "events",
        )
        for year, row in vague.items()
    ]
    return (*inside, *unknown)
