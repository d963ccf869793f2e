"""Tests of claims about the Wagner Group, which need a source that names it as a side."""

from __future__ import annotations

from dataclasses import replace

from geodata.claims.model import Bar, Claim, Evidence, Result, Value
from geodata.claims.numbers import (
    CIVILIANS,
    CannotTell,
    against_civilians,
    civilians,
    decided,
    number,
    require_covered,
    told,
    victims,
)
from geodata.figures.quarterly import Quarters
from geodata.texts import Text, deaths, events, say
from geodata.vocabulary import ALL_VIOLENCE

ARRIVED = "2021-Q4"
YEAR = "2022"
WAGNER, BOTH = "wagner", "wagner_government"
ARMY = "government"
"""The family of Malian government forces."""
_NAMES_NOBODY = (
    "{name} names neither the Wagner Group nor the Africa Corps as a side of any event, so it cannot tell.",
    "{name} ne nomme ni le groupe Wagner ni l’Africa Corps dans aucun événement : il ne peut rien en dire.",
)
_ARMY_FILTER = Text(
    "Civilians among the dead (best estimate) of 2022: in events with a government force of Mali as a side, and in "
    "all.",
    "Civils parmi les morts (meilleure estimation) de 2022 : dans les événements dont une partie est une force "
    "gouvernementale du Mali, et en tout.",
)
_EVENTS_FILTER = Text(
    "Violent events of October 2021 to December 2022 with the Wagner Group or the Africa Corps on a side; the group "
    "arrived in December 2021.",
    "Événements violents d’octobre 2021 à décembre 2022 dont une partie compte le groupe Wagner ou l’Africa Corps ; le "
    "groupe est arrivé en décembre 2021.",
)
_BOTH_FILTER = Text(
    "Violent events of 2022 with Wagner or the Africa Corps and a government force of Mali on one and the same side.",
    "Événements violents de 2022 où Wagner ou l’Africa Corps est du même côté qu’une force gouvernementale du Mali.",
)


def operations(claim: Claim, evidence: Evidence) -> Result:
    """The share of the events that name Wagner that are violence against civilians, December 2021 to 2022."""
    quarters = _naming(evidence, WAGNER)
    if not evidence.covers(ARRIVED[:4], 4):
        raise CannotTell(
            "{name} does not cover the last quarter of 2021.",
            "{name} ne couvre pas le dernier trimestre de 2021.",
            name=evidence.name,
        )
    periods = [ARRIVED, YEAR]
    whole = _whole(evidence, number(quarters, "events", periods, group=WAGNER).best)
    kind = against_civilians(quarters) or ""
    part = number(quarters, "events", periods, violence=kind, group=WAGNER).best
    return _share(
        claim,
        part,
        whole,
        "events",
        say(
            "{name} counts {whole} with Wagner on a side, {part} of them violence against civilians: {percent:0}%.",
            "{name} compte {whole} avec Wagner d’un côté, dont {part} de violence contre les civils : {percent:0} %.",
            name=evidence.name,
            whole=events(whole),
            part=part,
            percent=100 * part / whole,
        ),
        _EVENTS_FILTER,
    )


def killed_together(claim: Claim, evidence: Evidence) -> Result:
    """The share of civilians among those killed in events with Wagner and Malian forces on one side, 2022."""
    quarters = _naming(evidence, BOTH)
    whole = _whole(evidence, number(quarters, "deaths", [YEAR], group=BOTH).best)
    part = civilians(quarters, [YEAR], group=BOTH).best
    return _share(
        claim,
        part,
        whole,
        "deaths",
        say(
            "{name} counts {whole} in events of 2022 with Wagner and Malian forces on one side, {part} of them "
            "{what}: {percent:0}%.",
            "{name} compte {whole} dans des événements de 2022 avec Wagner et les forces maliennes du même "
            "côté, dont {part} {what} : {percent:0} %.",
            name=evidence.name,
            whole=deaths(whole),
            part=part,
            what=_among(quarters),
            percent=100 * part / whole,
        ),
        _BOTH_FILTER,
    )


def share_of_civilians(claim: Claim, evidence: Evidence) -> Result:
    """The share of events with Wagner and Malian forces on one side in all deaths of civilians, 2022.

    Where a source does not name Wagner, the share of all events with Malian forces, which is the most that it can be.
    """
    quarters = told(evidence, [])
    if not quarters.has(group=WAGNER):
        return _most(claim, evidence, told(evidence, [YEAR], civilians=True))
    quarters = _naming(evidence, BOTH)
    whole = _whole(evidence, civilians(quarters, [YEAR]).best)
    part = civilians(quarters, [YEAR], group=BOTH).best
    return _share(
        claim,
        part,
        whole,
        "deaths",
        say(
            "{name} counts {whole} {what} in 2022, {part} of them in events with Wagner and Malian forces on one side: "
            "{percent:0}%.",
            "{name} compte {whole} {what} en 2022, dont {part} dans des événements avec Wagner et les forces "
            "maliennes du même côté : {percent:0} %.",
            name=evidence.name,
            whole=whole,
            part=part,
            what=victims(quarters, whole),
            percent=100 * part / whole,
        ),
        _BOTH_FILTER,
    )


def _most(claim: Claim, evidence: Evidence, quarters: Quarters) -> Result:
    """An upper bound of the share, which can refute the claim and not support it. Raises CannotTell."""
    of_army = evidence.figures.national(YEAR, ALL_VIOLENCE, ARMY)[CIVILIANS]
    if of_army is None:
        raise CannotTell(*_NAMES_NOBODY, name=evidence.name)
    part, whole = int(of_army), _whole(evidence, civilians(quarters, [YEAR]).best)
    if claim.is_met(part / whole):
        raise CannotTell(*_NAMES_NOBODY, name=evidence.name)
    reason = say(
        "{name} names the Wagner Group in no event. Events with Malian forces on a side, with or without others, hold "
        "{part} of the {whole} {what} in 2022: the part that both killed together is at most {percent:0}% in this "
        "source.",
        "{name} ne nomme le groupe Wagner dans aucun événement. Les événements où sont les forces maliennes, avec ou "
        "sans d’autres, comptent {part} des {whole} {what} en 2022 : la part tuée par les deux ensemble est d’au plus "
        "{percent:0} % dans cette source.",
        name=evidence.name,
        part=part,
        whole=whole,
        what=victims(quarters, whole),
        percent=100 * part / whole,
    )
    found = _share(claim, part, whole, "deaths", reason, _ARMY_FILTER)
    main = replace(found.values[0], key="most", label=Text("at most", "au plus"))
    return replace(found, value=main, values=(main, *found.values[1:]))


def _naming(evidence: Evidence, group: str) -> Quarters:
    """The quarters of a source that names Wagner and covers 2022. Raises CannotTell."""
    quarters = told(evidence, [])
    if not quarters.has(group=WAGNER):
        raise CannotTell(*_NAMES_NOBODY, name=evidence.name)
    if not quarters.has(group=group):
        raise CannotTell(
            "{name} names no event with Wagner and a government force of Mali on one and the same side.",
            "{name} ne nomme aucun événement avec Wagner et une force gouvernementale du Mali du même côté.",
            name=evidence.name,
        )
    require_covered(evidence, [YEAR])
    return told(evidence, [YEAR], civilians=True)


def _whole(evidence: Evidence, counted: int) -> int:
    if not counted:
        raise CannotTell(
            "{name} counts none in that time, so there is no share.",
            "{name} n’en compte aucun sur cette période : il n’y a pas de part.",
            name=evidence.name,
        )
    return counted


def _among(quarters: Quarters) -> Text:
    if CIVILIANS not in quarters.absent:
        return Text("civilians", "civils")
    return Text("in violence against civilians", "dans des violences contre les civils")


def _share(claim: Claim, part: int, whole: int, unit: str, reason: Text, filtered: Text) -> Result:
    share = part / whole
    main = Value("share", Text("share", "part"), share, "share")
    parts = (
        Value("part", Text("of them", "dont"), part, unit),
        Value("whole", Text("in all", "en tout"), whole, unit),
    )
    return Result(
        claim,
        decided(claim.is_met(share)),
        reason,
        value=main,
        values=(main, *parts),
        series=tuple(Bar(value.label, value.value, is_main=value.key == "part") for value in parts),
        series_unit=unit,
        filter=filtered,
    )
