"""Sentences of the claims about places: what was found, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.claims.numbers import deaths, events
from geodata.texts import Text, say

GAO, MENAKA, REST = "Gao", "Ménaka", "rest"
"""Places: two regions by name, and the other regions together."""
PLACES = {
    GAO: Text("Gao", "Gao"),
    MENAKA: Text("Ménaka", "Ménaka"),
    REST: Text("other regions", "autres régions"),
}
UNITS = {"events": Text("events", "événements"), "deaths": Text("deaths", "morts")}
NO_SUCH_REGIONS = (
    "The boundaries of {frame} do not have Gao and Ménaka as two regions.",
    "Le découpage de {frame} n’a pas Gao et Ménaka comme deux régions.",
)
NOT_EVERY_REGION = (
    "{name} has no figures of {year} for every region.",
    "{name} n’a pas de chiffres de {year} pour chaque région.",
)
NO_DISTANCES = (
    "{name} cannot be counted by distance from the borders.",
    "{name} ne peut pas être compté par distance des frontières.",
)
ALL_TOO_VAGUE = (
    "{name} places none of its events of JNIM against the Islamic State of 2022 well enough ({unknown}).",
    "{name} ne place assez bien aucun de ses événements de 2022 opposant le JNIM à l’État islamique ({unknown}).",
)
NO_CHANGE = Text("no change", "sans changement")
RIVALRY_LABEL = Text(
    "Events within 50 km of either border, 2022", "Événements à moins de 50 km d’une des frontières, 2022"
)
RIVALRY_FILTER = Text(
    "Events with JNIM on one side and the Islamic State on the other (family jnim_is), whose place is known to "
    "about 25 km, within 50 km of the border with Niger or with Burkina Faso.",
    "Événements avec le JNIM d’un côté et l’État islamique de l’autre (famille jnim_is), dont le lieu est "
    "connu à environ 25 km près, à moins de 50 km de la frontière avec le Niger ou le Burkina Faso.",
)


@dataclass(frozen=True)
class Growth:
    """2022 over 2021 by place and unit, and the events that are in no region, by year."""

    factors: Mapping[tuple[str, str], float]
    unplaced: Mapping[str, int]


@dataclass(frozen=True)
class Rivalry:
    """Events of JNIM against the Islamic State of 2022 near a border, the deaths in them, and those too vague."""

    inside: int
    deaths: int
    unknown: int


def factor_label(place: str, unit: str) -> Text:
    """Such as "Gao, deaths"."""
    return say("{place}, {unit}", "{place}, {unit}", place=PLACES[place], unit=UNITS[unit])


def growth_reason(name: str, found: Growth) -> Text:
    """The ratio of events and deaths of 2022 to those of 2021 in the source, by place."""
    by_place = {
        f"{short}{unit[0]}": found.factors[place, unit]
        for short, place in (("g", GAO), ("m", MENAKA), ("r", REST))
        for unit in UNITS
    }
    return say(
        "From 2021 to 2022 {name} counts {ge:1} times as many events and {gd:1} times as many deaths in Gao, "
        "{me:1} and {md:1} times in Ménaka, {re:1} and {rd:1} times in the other regions together. Without a "
        "region: {then} of 2021, {now} of 2022.",
        "De 2021 à 2022, {name} compte {ge:1} fois autant d’événements et {gd:1} fois autant de morts dans la "
        "région de Gao, {me:1} et {md:1} fois dans celle de Ménaka, {re:1} et {rd:1} fois dans les autres régions "
        "ensemble. Sans région : {then} de 2021, {now} de 2022.",
        name=name,
        then=events(found.unplaced["2021"]),
        now=found.unplaced["2022"],
        **by_place,
    )


def growth_filter(frame: str) -> Text:
    """The counts by region."""
    return say(
        "Violent events by region in the boundaries of {frame}, 2021 and 2022 (deaths: best estimate).",
        "Événements violents par région dans le découpage de {frame}, 2021 et 2022 (morts : meilleure estimation).",
        frame=frame,
    )


def rivalry_reason(name: str, found: Rivalry) -> Text:
    """The events and deaths that the source counts near a border in 2022, and how many it cannot place."""
    return say(
        "{name} counts {now} of JNIM against the Islamic State within 50 km of either border in 2022, with "
        "{deaths}; too vague to place in that year: {unknown} more.",
        "{name} compte {now} du JNIM contre l’État islamique à moins de 50 km d’une des frontières en 2022, avec "
        "{deaths} ; trop imprécis cette année-là pour être placés : {unknown} de plus.",
        name=name,
        now=events(found.inside),
        deaths=deaths(found.deaths),
        unknown=found.unknown,
    )


def inside_label(year: str) -> Text:
    """Events near a border in a year."""
    return say("Events within 50 km, {year}", "Événements à moins de 50 km, {year}", year=year)


def not_placed_label(year: str) -> Text:
    """Events of a year whose place is not known well enough for a distance."""
    return say("Events too vague to place, {year}", "Événements trop imprécis pour être placés, {year}", year=year)
