"""What an extract is called: its title in both languages, and the stem of its file's name."""

from __future__ import annotations

from collections.abc import Sequence

from geodata import periods
from geodata.builds.store import Edition
from geodata.exports.selection import BOTH, SIDED, WITH, Selection
from geodata.texts import NOTHING, Text, day, say
from geodata.vocabulary import FRAME

TITLES = {
    "admin1": Text("Regions of Mali", "Régions du Mali"),
    "admin2": Text("Cercles of Mali", "Cercles du Mali"),
    "admin3": Text("Communes of Mali", "Communes du Mali"),
    "zones": Text("Border zones of Mali", "Zones frontalières du Mali"),
    "grid": Text("Grid cells of Mali", "Mailles du Mali"),
    "sites": Text("Documented force sites", "Sites documentés des forces"),
    "events": Text("Events in Mali", "Événements au Mali"),
}
_MOST_NAMED = 5
"""Picked units up to which a title and the name of a file name each."""
ON_BOTH_SIDES = Text(" on both sides of the border", " des deux côtés de la frontière")
WITH_NAMED = Text(", with events that only name the unit", ", avec les événements qui ne font que nommer l’unité")


def title(layer: str, chosen: Selection) -> Text:
    """The layer and the period in words, such as "Regions of Mali, March 2022, change from 2020"."""
    when = period_text(chosen.period) if chosen.period else Text("all years", "toutes les années")
    since = _since(chosen.since) if chosen.since else NOTHING
    form = "{layer}{sides}{picked}, {when}{since}{named}"
    named = WITH_NAMED if chosen.named == WITH else NOTHING
    sides = ON_BOTH_SIDES if layer in SIDED and chosen.sides == BOTH else NOTHING
    return say(
        form, form, layer=TITLES[layer], sides=sides, picked=picked(chosen.picked), when=when, since=since, named=named
    )


def picked(codes: Sequence[str]) -> Text:
    """The codes of the units that are picked; of many the first and their number."""
    if not codes:
        return NOTHING
    shown = codes if len(codes) <= _MOST_NAMED else [*codes[: _MOST_NAMED - 2], "…"]
    number = f" = {len(codes)}" if len(codes) > _MOST_NAMED else ""
    return Text(*(f" ({' + '.join(shown)}{number})" for _ in range(2)))


def _since(since: str) -> Text:
    """The year, or the range, that changes are from."""
    return say(", change from {since}", ", évolution depuis {since}", since=period_text(since))


def period_text(period: str) -> Text:
    """A period in words: 2022, March 2022, 2021–2023, March to August 2022."""
    first, last = periods.ends(period)
    if not periods.is_range(period):
        return day(period)
    if not periods.is_of_months(period):
        return Text(f"{first}–{last}", f"{first}–{last}")
    opening = day(first)
    if first[:4] == last[:4]:
        opening = Text(*(text.removesuffix(f" {first[:4]}") for text in (opening.en, opening.fr)))
    return say("{first} to {last}", "{first} à {last}", first=opening, last=day(last))


def stem(edition: Edition, layer: str, chosen: Selection) -> str:
    """The stem of a file's name: the layer, and every parameter that is not a default."""
    first = edition.manifest["editions"][0]
    parts = ["mali", layer, (chosen.period or "all-years").replace("..", "-to-")]
    parts += [f"within-{chosen.km}-km"] if chosen.km else []
    parts += [edition.source] if edition.source != first["source"] else []
    parts += [f"frame-{edition.frame}"] if edition.frame != FRAME else []
    are_few = len(chosen.picked) <= _MOST_NAMED
    parts += [*chosen.picked] if are_few else [f"{len(chosen.picked)}-units"]
    parts += [f"from-{chosen.since}".replace("..", "-to-")] if chosen.since else []
    parts += [chosen.violence] if chosen.violence != "all" else []
    parts += [chosen.family] if chosen.family != "any" else []
    parts += ["with-named"] if chosen.named == WITH else []
    parts += ["both-sides"] if chosen.sides == BOTH else []
    parts += ["people-of-the-year"] if chosen.people == "year" else []
    return "-".join(parts).replace("_", "-")
