"""Captions: periods, sources, filters and zones in words, as pages, figures and files share them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, get_month_names

from app.request.view import View
from app.text import labels
from app.web.languages import N_, gettext, language
from geodata import periods
from geodata.builds.store import Edition
from geodata.exports.selection import BOTH
from geodata.figures.measures import Measure
from geodata.sources import Provenance
from geodata.vocabulary import CENSUS, COUNTRY_NAMES, INCIDENTS

GRID_MEASURE = "fatalities_per_1000km2"
"""The measure that colours the grid cells."""
BOTH_SIDES = N_("border zones on both sides")
PRODUCERS = {"ucdp": "UCDP", "acled": "ACLED"}
"""The short names of producers."""


def credits(edition: Edition) -> list[str]:
    """The producers of the data that the map draws."""
    sources = edition.manifest["sources"]
    names = [*edition.manifest["ground_sources"], "geonames", edition.source]
    known = [name for name in names if name in sources and name != "instat-rgph"]
    found = [PRODUCERS.get(sources[name]["policy"], sources[name]["producer"]) for name in known]
    return list(dict.fromkeys(found))


def subtitle(edition: Edition, view: View, measure: Measure) -> str:
    """The period in words, or the two that are compared."""
    listed = labels.LISTED.get(measure.of)
    now, then = (view.year, view.since) if listed else (view.period, view.then)
    if then:
        return gettext("Change from %(since)s to %(year)s", since=period_label(then), year=period_label(now))
    return gettext(listed.time(now), year=now) if listed else _with_end(edition, now)


def _with_end(edition: Edition, period: str) -> str:
    """A period in words; of a year that is known in part, which months."""
    known = partial(edition, language()).get(period)
    return gettext("%(year)s, only %(months)s", year=period, months=known) if known else period_label(period)


def filter_words(view: View) -> str:
    """The type of violence and the actors that are counted; empty where all are. Where zones show both sides of the
    border, that as well."""
    chosen = [labels.VIOLENCE[view.violence]] if view.violence != "all" else []
    chosen += [labels.FAMILIES[view.family]] if view.family != "any" else []
    chosen += [BOTH_SIDES] if view.sides == BOTH else []
    return " · ".join(gettext(label) for label in chosen)


def people_label(view: View) -> str:
    """The head of the column of people, whose number rates divide by."""
    if view.people == "year" and int(view.year) < CENSUS:
        return gettext("People of %(year)s, between two censuses", year=view.year)
    return gettext("People, census %(year)s", year=CENSUS)


def period_label(period: str) -> str:
    """A period in words: 2022, or March 2022."""
    if not periods.is_month(period):
        return period
    return str(format_date(periods.bounds(period)[0], "LLLL y", locale=language()))


def is_placed_by_precision(edition: Edition, level: str) -> bool:
    """True if events of the source may be missing at a level because their place is not known precisely enough."""
    return level != "admin1" and edition.manifest["kind"] == "events"


def partial(edition: Edition, lang: str) -> dict[str, str]:
    """The years that the source covers in part, and the months of each that it does, in a language."""

    def name(month: str) -> str:
        return str(format_date(periods.bounds(month)[0], "LLLL y", locale=lang))

    found = {}
    for year in edition.manifest["covered"]:
        known = [month for month in periods.months_of(year) if month in edition.figures.covered_months]
        if 0 < len(known) < len(periods.MONTHS):
            found[year] = name(known[0]) if len(known) == 1 else f"{name(known[0])} – {name(known[-1])}"
    return found


def months(lang: str) -> list[tuple[str, str, str]]:
    """Number, short and full name of the twelve months in a language."""
    short = get_month_names("abbreviated", context="stand-alone", locale=lang)
    full = get_month_names("wide", context="stand-alone", locale=lang)
    return [(number, short[int(number)], full[int(number)]) for number in periods.MONTHS]


def zone_name(zone_id: str) -> str:
    """A zone's name in the answer's language, with its distance."""
    kind, km = zone_id.rsplit("-", 1)
    return f"{gettext(labels.ZONES[kind])}, {km} km"


def on_side(name: str, side: str) -> str:
    """The name of a zone on one side of the border."""
    return f"{name} – {COUNTRY_NAMES[side]}"


def short_name(source: Provenance) -> str:
    """The short name of a source."""
    return source["short"] or source["title"]


def producer(source: Provenance) -> str:
    """The producer of a source; of provisional figures it says that they are."""
    if not source["is_provisional"]:
        return source["producer"]
    return gettext("%(name)s, provisional figures", name=source["producer"])


def source_label(source: Provenance) -> str:
    """A source in a few words: its short name and release, whether it ships or was imported, and is provisional."""
    origin = gettext("shipped counts") if source["id"] == INCIDENTS else gettext("imported")
    origin = gettext("%(name)s, provisional figures", name=origin) if source["is_provisional"] else origin
    return " ".join(part for part in (short_name(source), source["release"]) if part) + f" · {origin}"


def vintage(source: Provenance) -> str:
    """To which day the source's data reach, which release they are of, and whether the figures are provisional."""
    words = _vintage(source)
    return gettext("%(name)s, provisional figures", name=words) if source["is_provisional"] else words


def _vintage(source: Provenance) -> str:
    day = format_date(date.fromisoformat(source["data_to"]), "d MMMM y", locale=language())
    name, release = short_name(source), source["release"]
    if not release:
        return gettext("Data to %(day)s (%(name)s, release not stated in the file)", day=day, name=name)
    if source.get("is_release_inferred"):
        return gettext("Data to %(day)s (%(name)s, release %(release)s inferred)", day=day, name=name, release=release)
    return gettext("Data to %(day)s (%(name)s, release %(release)s)", day=day, name=name, release=release)
