"""Captions: periods, sources, filters and zones in words, as pages, figures and files share them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, get_month_names

from app.request.view import View
from app.text import labels
from app.web.languages import N_, gettext, language
from geodata import periods
from geodata.builds.store import Edition
from geodata.exports import titles
from geodata.exports.selection import BOTH
from geodata.figures import measures
from geodata.figures.measures import Measure
from geodata.sources import Provenance
from geodata.vocabulary import CENSUS, COUNTRY_NAMES, INCIDENTS

GRID_MEASURE = "fatalities_per_1000km2"
"""The measure that colours the grid cells."""
BOTH_SIDES = N_("border zones on both sides")
BOTH_SIDES_BY_AREA = N_("border zones on both sides (beyond it: per 1,000 km²)")
"""Where the map itself shows another measure than by area, with other classes: no census counts the zones' people."""
PRODUCERS = {"ucdp": "UCDP", "acled": "ACLED"}
"""The short names of producers."""
_SUM_OF_YEARS = N_("Counts are sums over %(period)s, rates are means per year (of %(count)s).")
_SUM_OF_MONTHS = N_("Counts are sums over %(period)s, rates are means per month (of %(count)s).")
_MEANS = N_("Counts and rates are means per year or month, so that periods of different length compare.")
_SUM_OF_REPORTS = N_(
    "Low and high are the sums of the lowest and of the highest reports: no limits of the whole, which is hardly ever "
    "the lowest or the highest throughout."
)


def credits(edition: Edition) -> list[str]:
    """The producers of the data that the map draws."""
    sources = edition.manifest["sources"]
    names = [*edition.manifest["ground_sources"], "geonames", edition.source]
    known = [name for name in names if name in sources and name != "instat-rgph"]
    found = [PRODUCERS.get(sources[name]["policy"], sources[name]["producer"]) for name in known]
    return list(dict.fromkeys(found))


def subtitle(edition: Edition, view: View, measure: Measure) -> str:
    """The period in words, or the two that are compared."""
    if listed := labels.LISTED.get(measure.of):
        return _listed(view, listed)
    now, then = view.period, view.then
    if then:
        change = gettext("Change from %(since)s to %(year)s", since=period_label(then), year=period_label(now))
        return mean_of(change, then if periods.is_range(then) else now)
    return mean_of(period_words(now), now) if periods.is_range(now) else _with_end(edition, now)


def _listed(view: View, listed: labels.Listed) -> str:
    """The time of what is listed, which is no sum: the end of the last year."""
    if view.then:
        return gettext("Change from %(since)s to %(year)s", since=periods.year_of(view.then), year=view.last_year)
    return gettext(listed.time(view.last_year), year=view.last_year)


def mean_of(text: str, period: str) -> str:
    """The text of a range, with that its values are means; that of another period as it is."""
    if not periods.is_range(period):
        return text
    if periods.is_of_months(period):
        return gettext("%(period)s, mean per month", period=text)
    return gettext("%(period)s, mean per year", period=text)


def _with_end(edition: Edition, period: str) -> str:
    """A period in words; of a year that is known in part, which months."""
    known = partial(edition, language()).get(period)
    return gettext("%(year)s, only %(months)s", year=period, months=known) if known else period_label(period)


def filter_words(view: View) -> str:
    """The type of violence and the actors that are counted; empty where all are. Where zones show both sides of the
    border, that as well, and by what those beyond it are coloured where the map is not."""
    chosen = [labels.VIOLENCE[view.violence]] if view.violence != "all" else []
    chosen += [labels.FAMILIES[view.family]] if view.family != "any" else []
    if view.sides == BOTH:
        is_by_area = "grid" in view.layers or measures.BY_KEY[view.measure].denominator == "area_km2"
        chosen += [BOTH_SIDES if is_by_area else BOTH_SIDES_BY_AREA]
    return " · ".join(gettext(label) for label in chosen)


def people_label(view: View) -> str:
    """The head of the column of people, whose number rates divide by."""
    first = periods.years_of(view.period)[0]
    if view.people == "year" and int(first) < CENSUS:
        return gettext("People of %(year)s, between two censuses", year=years_label(view.period))
    return gettext("People, census %(year)s", year=CENSUS)


def period_label(period: str) -> str:
    """A period in words: 2022, March 2022, 2021–2023, or March to August 2022."""
    return titles.period_text(period).of(language())


def period_words(period: str) -> str:
    """A period in words where it begins a sentence or ends one: of years, fr. de 2021 à 2023."""
    if not periods.is_range(period) or periods.is_of_months(period):
        return period_label(period)
    first, last = periods.ends(period)
    return gettext("%(first)s–%(last)s", first=first, last=last)


def years_label(period: str) -> str:
    """The years that a period touches: 2022, or 2021–2023."""
    return "–".join(dict.fromkeys(end[:4] for end in periods.ends(period)))


def summed(edition: Edition, view: View) -> str:
    """What the figures of a range are, and what of it is in no sum; "" where no range is shown or compared with."""
    ranges = [period for period in (view.then, view.period) if period and periods.is_range(period)]
    said = [gettext(_MEANS)] if view.then and ranges else []
    for period in ranges:
        said += _held(edition, period, is_sum=not view.then)
    if ranges and "fatalities_low" not in edition.figures.absent:
        said.append(gettext(_SUM_OF_REPORTS))
    return " ".join(said)


def _held(edition: Edition, period: str, *, is_sum: bool) -> list[str]:
    """What is counted of a range, what is not covered, and which years are known in part."""
    held = edition.figures.summed(period)
    if not held:
        return [gettext("No part of %(period)s is covered by the source.", period=period_label(period))]
    form = _SUM_OF_MONTHS if periods.is_of_months(period) else _SUM_OF_YEARS
    said = [gettext(form, period=_joined(held), count=len(held))] if is_sum else []
    said += filter(None, [left_out(edition, period)])
    known = partial(edition, language()) if not periods.is_of_months(period) else {}
    in_part = [year for year in held if year in known]
    return said + [gettext("%(year)s, only %(months)s", year=year, months=known[year]) + "." for year in in_part]


def left_out(edition: Edition, period: str) -> str:
    """What of a range is in no sum; "" where all is covered, and of another period."""
    held = edition.figures.summed(period)
    rest = [part for part in periods.split(period) if part not in held] if periods.is_range(period) else []
    return gettext("Not covered, and in no sum or mean: %(periods)s.", periods=_joined(rest)) if rest else ""


def _joined(parts: list[str]) -> str:
    return ", ".join(map(period_label, periods.joined(parts).split(", ")))


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
