"""Sentences of the claims about places: what was found, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.texts import Text, deaths, events, listed, say

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
NOT_ONCE = (
    "{name} has events of {year} with JNIM and the Islamic State on the same side, which cannot be counted once here.",
    "{name} a des événements de {year} avec le JNIM et l’État islamique du même côté, qu’on ne peut pas compter ici "
    "une seule fois.",
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


BEFORE_LABEL = Text(
    "Deaths of all violence in Ménaka, January to May 2022, before the departure of 13 June",
    "Morts de toutes les violences à Ménaka, janvier à mai 2022, avant le départ du 13 juin",
)
YEAR_LABEL = Text("Deaths of all violence in Ménaka, 2022", "Morts de toutes les violences à Ménaka, 2022")
_SIDES = {
    "MLI": Text("Mali’s side", "côté malien"),
    "NER": Text("Niger’s side", "côté nigérien"),
    "BFA": Text("Burkina Faso’s side", "côté burkinabè"),
}
_AREAS = {
    "near": Text("Deaths within 50 km", "Morts à moins de 50 km"),
    "far": Text("Deaths farther inside", "Morts plus loin à l’intérieur"),
    "vague": Text("Deaths too vague to place", "Morts trop imprécis pour être placés"),
}
AREAS_FILTER = Text(
    "Deaths of all violence within 50 km of Mali’s border with Niger or with Burkina Faso, on each side, of events "
    "whose place is known to about 25 km; beside them those placed farther inside and those too vague.",
    "Morts de toutes les violences à moins de 50 km de la frontière du Mali avec le Niger ou le Burkina Faso, de "
    "chaque côté, dans les événements dont le lieu est connu à environ 25 km près ; à côté, ceux placés plus loin à "
    "l’intérieur et ceux trop imprécis.",
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


@dataclass(frozen=True)
class Areas:
    """Deaths near the borders of 2021 and 2022 by side, growth farther inside Mali, deaths of 2022 too vague, by "
    "side."""

    near: Mapping[str, tuple[int, int]]
    far: float
    vague: Mapping[str, int]


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
        "From 2021 to 2022 {name} counts, of militant Islamist groups, {ge:1} times as many events and {gd:1} times as "
        "many deaths in Gao, {me:1} and {md:1} times in Ménaka, {re:1} and {rd:1} times in the other regions together. "
        "Without a region: {then} of 2021, {now} of 2022.",
        "De 2021 à 2022, {name} compte, pour les groupes islamistes armés, {ge:1} fois autant d’événements et {gd:1} "
        "fois autant de morts dans la région de Gao, {me:1} et {md:1} fois dans celle de Ménaka, {re:1} et {rd:1} fois "
        "dans les autres régions ensemble. Sans région : {then} de 2021, {now} de 2022.",
        name=name,
        then=events(found.unplaced["2021"]),
        now=found.unplaced["2022"],
        **by_place,
    )


def growth_filter(frame: str) -> Text:
    """The counts by region."""
    return say(
        "Violent events with JNIM, a group that formed it, or the Islamic State as a side, each once, by region in the "
        "boundaries of {frame}, 2021 and 2022 (deaths: best estimate).",
        "Événements violents dont une partie est le JNIM, un groupe dont il est issu ou l’État islamique, chacun une "
        "fois, par région dans le découpage de {frame}, 2021 et 2022 (morts : meilleure estimation).",
        frame=frame,
    )


def area_label(side: str, place: str, year: str) -> Text:
    """Deaths near a border, farther away or too vague, on a side in a year."""
    return say("{what}, {side}, {year}", "{what}, {side}, {year}", what=_AREAS[place], side=_SIDES[side], year=year)


def rise_label(side: str, place: str) -> Text:
    """Deaths near a border or farther away on a side, 2022 over 2021."""
    return say("{what}, {side}, 2022 over 2021", "{what}, {side}, 2022 sur 2021", what=_AREAS[place], side=_SIDES[side])


def areas_reason(name: str, found: Areas) -> Text:
    """The deaths near the borders of both years on each side and together, and growth farther inside Mali."""
    sides = [
        say(
            "{side} {then} and {now} ({times:1} times)",
            "{side} {then} et {now} ({times:1} fois)",
            side=_SIDES[side],
            then=then,
            now=now,
            times=now / then,
        )
        for side, (then, now) in found.near.items()
    ]
    vague = [say("{n} on {side}", "{n} {side}", n=n, side=_SIDES[side]) for side, n in found.vague.items()]
    then, now = (sum(pair[at] for pair in found.near.values()) for at in (0, 1))
    return say(
        "Deaths within 50 km of either border in 2021 and 2022 by {name}: {sides}{both}. Farther inside Mali they are "
        "{far:1} times as many. Too vague to place in 2022: {vague}.",
        "Morts à moins de 50 km d’une des frontières en 2021 et en 2022 selon {name} : {sides}{both}. Plus loin à "
        "l’intérieur du Mali, ils sont {far:1} fois autant. Trop imprécis en 2022 pour être placés : {vague}.",
        name=name,
        sides=Text("; ".join(one.en for one in sides), " ; ".join(one.fr for one in sides)),
        both=say("; together: {a} and {b}", " ; ensemble : {a} et {b}", a=then, b=now)
        if len(sides) > 1
        else Text("", ""),
        far=found.far,
        vague=listed(vague),
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
