"""The steps of the story about violence: the country, Gao and Ménaka, the borders, civilians, what is not placed."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.figures.figures import Row
from geodata.story.model import BOTH_BORDERS, GAO, MENAKA, NOW, THEN, ZONE, Step, Subject
from geodata.story.phrases import compared, deaths, events, moved, share, spread
from geodata.texts import Text, listed, say
from geodata.vocabulary import ABROAD

_SIDES = {
    "NER": Text("on Niger’s side", "du côté nigérien"),
    "BFA": Text("on Burkina Faso’s side", "du côté burkinabè"),
}


def country(told: Subject) -> Step:
    """Deaths and events of the country in the year of the report, against the year of the coup."""
    now, then = told.country(NOW), told.country(THEN)
    most = max(told.years, key=lambda year: told.country(year)["fatalities_best"] or 0)
    rose = _of(now) > _of(then)
    compare = compared(_of(now), _of(then), THEN)
    first = say(
        "{name} counts {deaths}{range} in {events} in Mali in {now}: {compared}.",
        "{name} compte {deaths}{range} dans {events} au Mali en {now} : {compared}.",
        name=told.name,
        deaths=deaths(now),
        range=spread(now),
        events=events(now),
        now=NOW,
        compared=compare,
    )
    title = say("Deaths in {now}: {compared}", "Les morts de {now} : {compared}", now=NOW, compared=compare)
    return Step("country", title, (first, _peak(told, most)), {"year": NOW, "focus": "mali"}, ("C03", "C04", "C05"),
                holds=rose)  # fmt: skip


def _peak(told: Subject, most: str) -> Text:
    """Whether the year of the report is the one with the most deaths, else which is."""
    span = {"first": told.years[0], "last": told.years[-1]}
    if most == NOW:
        return say(
            "No other year from {first} to {last} has as many.",
            "Aucune autre année de {first} à {last} n’en compte autant.",
            **span,
        )
    return say(
        "Of the years {first} to {last}, {most} has the most: {deaths}.",
        "Des années {first} à {last}, {most} en compte le plus : {deaths}.",
        most=most,
        deaths=deaths(told.country(most)),
        **span,
    )


def gao_and_menaka(told: Subject) -> Step | None:
    """Gao and Ménaka, and their part of the country's deaths; None where the frame has not both of them."""
    if GAO not in told.regions or MENAKA not in told.regions:
        return None
    places = {name: (told.region(name, NOW), told.region(name, THEN)) for name in (MENAKA, GAO)}
    rest = told.elsewhere(NOW), told.elsewhere(THEN)
    holds = all(_growth(*pair) > max(1, _growth(*rest)) for pair in places.values())
    parts = [
        say("in {name} it {moved}", "à {name} il {moved}", name=name, moved=moved(_of(now), _of(then)))
        for name, (now, then) in places.items()
    ]
    first = say(
        "The number of deaths, {then} to {now}: {parts}; in the other regions together it {rest}.",
        "Le nombre de morts, de {then} à {now} : {parts} ; dans les autres régions ensemble il {rest}.",
        then=THEN,
        now=NOW,
        parts=listed(parts),
        rest=moved(_of(rest[0]), _of(rest[1])),
    )
    second = say(
        "The two regions have {share_now} of the country’s deaths in {now}, against {share_then} in {then}.",
        "Les deux régions ont {share_now} des morts du pays en {now}, contre {share_then} en {then}.",
        share_now=share(sum(_of(now) for now, _ in places.values()), _of(told.country(NOW))),
        share_then=share(sum(_of(then) for _, then in places.values()), _of(told.country(THEN))),
        now=NOW,
        then=THEN,
    )
    title = (
        Text("Gao and Ménaka rose most of all", "Gao et Ménaka, en hausse plus que toutes")
        if holds
        else Text("Gao and Ménaka did not both rise beyond the rest", "Gao et Ménaka ne dépassent pas toutes deux le "
                  "reste")
    )  # fmt: skip
    view = {"from": THEN, "year": NOW, "focus": "east"}
    return Step("gao-menaka", title, (first, second), view, ("C10",), holds=holds)


def borders(told: Subject) -> Step | None:
    """The borders with Niger and Burkina Faso, on both sides; None where the source has no zones."""
    pair = told.zone(ZONE, NOW), told.zone(ZONE, THEN)
    three = told.zone(BOTH_BORDERS, NOW), told.zone(BOTH_BORDERS, THEN)
    if pair[0] is None or pair[1] is None or three[0] is None or three[1] is None:
        return None
    holds = _of(pair[0]) > _of(pair[1])
    lost = [told.not_allocated("zones", year) for year in (NOW, THEN)]
    first = say(
        "Within 50 km of the border with Niger or Burkina Faso, on Mali’s side, the number of deaths "
        "{moved}; where the three countries meet it {three}.",
        "À moins de 50 km de la frontière avec le Niger ou le Burkina Faso, côté malien, le nombre de morts {moved} ; "
        "là où les trois pays se touchent, il {three}.",
        moved=moved(_of(pair[0]), _of(pair[1])),
        three=moved(_of(three[0]), _of(three[1])),
    )
    second = say(
        "A further {now} deaths of {year} ({then} of {before}) have too vague a place for any zone.",
        "{now} autres morts de {year} ({then} de {before}) ont un lieu trop vague pour toute zone.",
        now=lost[0]["fatalities_best"],
        then=lost[1]["fatalities_best"],
        year=NOW,
        before=THEN,
    )
    title = (
        Text("Along the borders, more deaths", "Le long des frontières, plus de morts")
        if holds
        else Text("Along the borders, no more deaths", "Le long des frontières, pas plus de morts")
    )
    view = {"year": NOW, "focus": "three-borders", "measure": "fatalities_per_1000km2"}
    if told.figures.abroad:
        view["sides"] = "both"
    return Step("borders", title, (first, *_abroad(told), second), view, ("C34", "C45"), holds=holds)


def _abroad(told: Subject) -> Sequence[Text]:
    rows = {side: [told.zone(ZONE, year, side) for year in (NOW, THEN)] for side in ABROAD}
    parts = [
        say("{side} it {moved}", "{side} il {moved}", side=_SIDES[side], moved=moved(_of(now), _of(then)))
        for side, (now, then) in rows.items()
        if now is not None and then is not None
    ]
    if not parts:
        return ()
    said = listed(parts)
    return (Text(f"{said.en[0].upper()}{said.en[1:]}.", f"{said.fr[0].upper()}{said.fr[1:]}."),)


def civilians(told: Subject) -> Step | None:
    """Civilians among the dead; None where the source does not tell them apart."""
    now, then = told.country(NOW), told.country(THEN)
    if now["civilian_fatalities"] is None or then["civilian_fatalities"] is None:
        return None
    holds = now["civilian_fatalities"] > then["civilian_fatalities"]
    first = say(
        "{civilians} of the {deaths} dead of {now} were civilians ({share}); in {then} they were {before} of {all} "
        "({share_then}).",
        "{civilians} des {deaths} morts de {now} étaient des civils ({share}) ; en {then}, {before} sur {all} "
        "({share_then}).",
        civilians=now["civilian_fatalities"],
        deaths=now["fatalities_best"],
        now=NOW,
        share=share(now["civilian_fatalities"], _of(now)),
        then=THEN,
        before=then["civilian_fatalities"],
        all=then["fatalities_best"],
        share_then=share(then["civilian_fatalities"], _of(then)),
    )
    title = (
        say("Civilians: {compared}", "Les civils : {compared}",
            compared=compared(now["civilian_fatalities"], then["civilian_fatalities"], THEN))
    )  # fmt: skip
    view = {"year": NOW, "measure": "civilian_fatalities_per_100k", "focus": "mali"}
    return Step("civilians", title, (first, *_moura(told)), view, ("C06", "C16"), holds=holds)


def _moura(told: Subject) -> Sequence[Text]:
    found = [row for row in told.table("timeline") if row["event_id"] == "moura"]
    return [
        Text(
            f"One event, and several counts of it: {row['title_en']}.",
            f"Un seul événement, et plusieurs décomptes : {row['title_fr']}.",
        )
        for row in found
    ]


def not_placed(told: Subject) -> Step:
    """Events that no region and no zone could be told, and what other sources of the build count."""
    lost, whole = told.not_allocated("admin1", NOW), told.country(NOW)
    first = say(
        "{events} with {deaths} of {now} belong to no region: their place is too vague. They are in the country’s "
        "figure and in no region’s.",
        "{events} avec {deaths} de {now} n’appartiennent à aucune région : leur lieu est trop vague. Ils sont dans le "
        "chiffre du pays et dans celui d’aucune région.",
        events=events(lost),
        deaths=deaths(lost),
        now=NOW,
    )
    range_ = say(
        "Low and high are a range of reports, not a confidence interval.",
        "Les extrêmes sont une fourchette de rapports, non un intervalle de confiance.",
    )
    title = Text(
        "What cannot be placed, and what others count", "Ce qui ne peut être situé, et ce que d’autres comptent"
    )
    return Step("not-placed", title, (first, *_others(told, whole), range_), {"year": NOW, "focus": "mali"}, ())


def _others(told: Subject, whole: Row) -> Sequence[Text]:
    """What each other source of the build counts in the country in the same year."""
    said = []
    for other in told.others:
        row = other.figures.national(NOW, "all", "any")
        if row["fatalities_best"] is None:
            continue
        record = other.manifest["sources"][other.source]
        said.append(
            say(
                "{name} counts {deaths} in {events}, where {own} counts {whole}: sources count different things, and "
                "are never added up.",
                "{name} compte {deaths} dans {events}, là où {own} compte {whole} : les sources comptent des choses "
                "différentes et ne s’additionnent jamais.",
                name=record["short"] or record["title"],
                deaths=deaths(row),
                events=events(row),
                own=told.name,
                whole=deaths(whole),
            )
        )
    return said


def _of(row: Row | None) -> float:
    return (row or {}).get("fatalities_best") or 0


def _growth(now: Row, then: Row) -> float:
    """The ratio of the deaths of two rows; infinite from none to some, 1 from none to none."""
    if _of(then):
        return _of(now) / _of(then)
    return float("inf") if _of(now) else 1.0
