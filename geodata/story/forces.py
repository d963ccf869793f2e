"""The steps of the story about forces: their sites, the departures, what came first, what came since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geodata.figures.listings import SITES
from geodata.forces import departures
from geodata.forces.dates import first_day
from geodata.forces.departures import Departure
from geodata.periods import months_of, undated
from geodata.story.model import GAO, MENAKA, NOW, THEN, Step, Subject
from geodata.story.phrases import dated, deaths, moved, share
from geodata.texts import Text, day, listed, say
from geodata.vocabulary import BY_FORCE

COUP = "coup-2020"
_FRENCH_NAMES = {
    "minusma": "la MINUSMA",
    "french": "les forces françaises",
    "takuba": "la force Takuba",
    "eutm": "l’EUTM",
    "eucap": "l’EUCAP",
    "g5": "la force du G5",
}
_ENGLISH_NAMES = {
    "french": "the French forces",
    "takuba": "Takuba",
    "eutm": "EUTM",
    "eucap": "EUCAP",
    "g5": "the G5 force",
}
_LATEST = 3
"""Dated events that the last step names."""


def sites(told: Subject) -> Step | None:
    """Documented sites of international forces in Gao and Ménaka at the end of the years; None without the regions."""
    if GAO not in told.regions or MENAKA not in told.regions:
        return None
    years = [THEN, NOW, str(int(NOW) + 1)]
    opened = {year: [told.region(name, year) for name in (GAO, MENAKA)] for year in years if SITES.covers(year)}
    counts = {year: sum(int(row["documented_sites"] or 0) for row in rows) for year, rows in opened.items()}
    doubtful = {
        year: sum(int(row[one] or 0) for row in rows for one in SITES.doubtful) for year, rows in opened.items()
    }
    parts = [
        say("{n} at the end of {year}{perhaps}", "{n} fin {year}{perhaps}", n=counts[year], year=year,
            perhaps=_perhaps(doubtful[year]))
        for year in years
        if year in counts
    ]  # fmt: skip
    first = say(
        "Documented sites of MINUSMA, French, European, Takuba and G5 forces open in Gao and Ménaka: {parts}.",
        "Sites documentés de la MINUSMA, des forces françaises, européennes, de Takuba et du G5 ouverts à Gao et "
        "Ménaka : {parts}.",
        parts=listed(parts),
    )
    second = Text("It is what is documented, not all there is.", "C’est ce qui est documenté, non tout ce qui existe.")
    holds = counts[years[-1]] < counts[THEN] if years[-1] in counts else None
    title = (
        Text("The international forces close their sites", "Les forces internationales ferment leurs sites")
        if holds
        else Text("The sites of international forces", "Les sites des forces internationales")
    )
    view = {"measure": "documented_sites", "from": THEN, "year": years[-1], "focus": "east"}
    return Step("sites", title, (first, second), view, ("C11",), holds=holds)


def _perhaps(number: int) -> Text:
    return say(" ({n} more perhaps)", " ({n} de plus peut-être)", n=number) if number else Text("", "")


def left(told: Subject) -> Step | None:
    """The departures from Gao and Ménaka since the coup, by force and date; None where there is none."""
    since = next((row["date"] for row in told.table("timeline") if row["event_id"] == COUP), f"{THEN}-01-01")
    coup = first_day(since)
    known = [one for one in departures.read(told.table("sites")) if one.is_dated and one.shown[0] > coup]
    in_mali = [one for one in known if one.pcode]
    if not in_mali:
        return None
    own = [_of_region(told, name, in_mali) for name in (MENAKA, GAO) if name in told.regions]
    sentences = [
        say(
            "After the coup of {coup}, {n} documented sites of international forces in Mali closed, the last {last}.",
            "Après le coup d’État du {coup}, {n} sites documentés de forces internationales ont fermé au Mali, le "
            "dernier {last}.",
            coup=day(since),
            n=len(in_mali),
            last=dated(in_mali[-1].closed_on or ""),
        ),
        *(sentence for sentence in own if sentence is not None),
    ]
    title = Text("Who left, and when", "Qui est parti, et quand")
    view = {"year": NOW, "focus": "east", "measure": "documented_sites"}
    return Step("left", title, tuple(sentences), view, ("C30", "C33", "C18"), page=("/withdrawal", {}))


def _of_region(told: Subject, name: str, known: Sequence[Departure]) -> Text | None:
    """The last departure of each force from a region."""
    last = {one.force: one for one in known if one.pcode == told.regions[name].pcode}
    parts = [
        Text(f"{force_name(one.force).en} {dated(one.closed_on or '').en}",
             f"{force_name(one.force).fr} {dated(one.closed_on or '').fr}")
        for one in sorted(last.values(), key=lambda one: one.shown)
    ]  # fmt: skip
    if not parts:
        return None
    return say("The last documented site in {name} was left by {parts}.", "Le dernier site documenté à {name} a été "
               "quitté par {parts}.", name=name, parts=listed(parts))  # fmt: skip


def force_name(key: str) -> Text:
    """A force's name inside a sentence."""
    return Text(_ENGLISH_NAMES.get(key, BY_FORCE[key].label), _FRENCH_NAMES.get(key, BY_FORCE[key].label))


def order(told: Subject) -> Step | None:
    """What came first in Ménaka: the months of the violence against the departure; None without the region."""
    if MENAKA not in told.regions:
        return None
    gone = next(
        (
            one
            for one in departures.read(told.table("sites"))
            if one.pcode == told.regions[MENAKA].pcode and one.month and one.month[:4] == NOW
        ),
        None,
    )
    caution = Text(
        "An order in time is no cause: other things happened in the same months, and the map cannot tell them apart.",
        "Un ordre dans le temps n’est pas une cause : d’autres choses se sont passées dans les mêmes mois, et la carte "
        "ne peut pas les distinguer.",
    )
    first = _months(told, gone) if told.figures.covered_months else _years_only(told)
    title = Text("Before or after the departure?", "Avant ou après le départ ?")
    view = {"year": NOW, "unit": told.regions[MENAKA].pcode, "focus": "menaka"}
    place = {"place": told.regions[MENAKA].pcode}
    return Step("order", title, (*first, caution), view, ("C53",), page=("/withdrawal", place))


def _months(told: Subject, gone: Departure | None) -> Sequence[Text]:
    """The month with the most deaths, and the deaths before and after the departure's month."""
    by_month = {month: told.region(MENAKA, month)["fatalities_best"] or 0 for month in months_of(NOW)}
    whole, vague = told.region(MENAKA, NOW), told.region(MENAKA, undated(NOW))
    top = max(by_month, key=lambda month: by_month[month])
    month = day(top)
    said = [
        say("Of Ménaka’s {deaths} of {now}, {top} fell in {month} ({share}).", "Des {deaths} de Ménaka en {now}, {top} "
            "sont de {month} ({share}).", deaths=deaths(whole), now=NOW, top=by_month[top], month=month,
            share=share(by_month[top], whole["fatalities_best"] or 0)),
    ]  # fmt: skip
    if gone is None or gone.month is None:
        return said
    before = sum(number for one, number in by_month.items() if one < gone.month)
    after = sum(number for one, number in by_month.items() if one > gone.month)
    said.append(
        say(
            "The first departure of that year from there is of {date}: {before} deaths fell in the months before that "
            "month, {during} in it and {after} in the months after; the month of {vague} is not known.",
            "Le premier départ de cette année-là est du {date} : {before} morts sont des mois précédant ce mois, "
            "{during} du mois même et {after} des mois suivants ; pour {vague}, le mois n’est pas connu.",
            date=day(gone.closed_on or gone.month),
            before=before,
            during=by_month[gone.month],
            after=after,
            vague=deaths(vague),
        )
    )
    return said


def _years_only(told: Subject) -> Sequence[Text]:
    """That the months are not known here, and the dated events that tell the order."""
    events = {row["event_id"]: row for row in told.table("timeline")}
    known = [events[key] for key in ("menaka-offensive", "barkhane-menaka-handed-over") if key in events]
    said = [
        say(
            "{name} is known here by year alone, so that the months cannot be told apart.",
            "{name} n’est connu ici que par année : les mois ne peuvent pas être distingués.",
            name=told.name,
        )
    ]
    if len(known) > 1:
        said.append(
            say(
                "Dated events tell this much: {first}: {a}; {second}: {b}.",
                "Des événements datés disent ceci : {first} : {a} ; {second} : {b}.",
                first=day(known[0]["date"]),
                a=_title(known[0]),
                second=day(known[1]["date"]),
                b=_title(known[1]),
            )
        )
    return said


def _title(row: Mapping[str, Any]) -> Text:
    return Text(row["title_en"], row["title_fr"])


def since(told: Subject) -> Step | None:
    """What is counted after the report's year, and the latest dated events; None where nothing is known of it."""
    later = [year for year in told.years if year > NOW]
    said = []
    for year in later:
        row = told.country(year)
        before = told.country(str(int(year) - 1))
        parts = [
            say("{name} {deaths}", "{name} {deaths}", name=name, deaths=told.region(name, year)["fatalities_best"])
            for name in (GAO, MENAKA)
            if name in told.regions
        ]
        said.append(
            say(
                "In {year} the number of deaths in Mali {moved}{parts}.",
                "En {year}, le nombre de morts au Mali {moved}{parts}.",
                year=year,
                moved=moved(row["fatalities_best"] or 0, before["fatalities_best"] or 0),
                parts=say(" ({parts})", " ({parts})", parts=listed(parts)) if parts else Text("", ""),
            )
        )
    said += _other_release(told)
    latest = _latest(told)
    if latest:
        said.append(
            say(
                "Since then, by the dated events of this project: {events}.",
                "Depuis, selon les événements datés de ce projet : {events}.",
                events=Text("; ".join(one.en for one in latest), " ; ".join(one.fr for one in latest)),
            )
        )
    if not said:
        return None
    title = Text("Since the report", "Depuis le rapport")
    return Step("since", title, tuple(said), {"year": (later or [NOW])[-1], "focus": "mali"}, ())


def _other_release(told: Subject) -> Sequence[Text]:
    """The country's deaths of later years, from another release."""
    covered = told.edition.manifest["covered"]
    release = told.edition.manifest["sources"][told.edition.later_source]["release"]
    return [
        say(
            "For {year} only the country’s total is known, of release {release}: {n} deaths ({low} to {high}).",
            "Pour {year}, seul le total du pays est connu, de la version {release} : {n} morts ({low} à {high}).",
            year=row["period"],
            release=release,
            n=row["fatalities_best"],
            low=row["fatalities_low"],
            high=row["fatalities_high"],
        )
        for row in told.edition.table("national")
        if row["period"] not in covered and row["period"] > NOW
    ]


def _latest(told: Subject) -> list[Text]:
    rows = [
        row
        for row in told.table("timeline")
        if row["is_key"] and row["date"] > f"{told.edition.manifest['covered'][-1]}-99"
    ]
    return [
        Text(f"{_title(row).en} ({day(row['date']).en})", f"{_title(row).fr} ({day(row['date']).fr})")
        for row in rows[-_LATEST:]
    ]
