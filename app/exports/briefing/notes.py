"""The notes of a briefing: counting, gaps, sources, citation."""

from __future__ import annotations

from collections.abc import Iterator

from app.exports.briefing import rises
from app.exports.mapsheet import route
from app.exports.mapsheet.view import SheetView
from app.presenters import caveats, legend, table
from app.presenters.map_view import MapView
from app.request import terms
from app.request.view import View
from app.text import captions, labels, numbers
from app.web.languages import N_, gettext, language
from geodata import policies
from geodata.builds.store import Edition
from geodata.exports import citations
from geodata.exports.citations import Citation
from geodata.texts import Text

_COUNTED = {
    "ucdp": N_(
        "An event is one that UCDP recorded: organised violence with at least one death in one of its estimates."
    ),
    "acled": N_(
        "An event is one that ACLED recorded, most of them without deaths; never added to those of another source."
    ),
    "monthly": N_("Counts by month as the source publishes them, deaths without a range."),
    "": N_("An event is one that the source recorded."),
}
"""By terms of the source, or its kind."""
_PLACED = N_(
    "Names give candidates, the point decides; units and what is not allocated add up to the country. "
    "Border zones overlap: never add them up."
)
_NAMED = N_("The name given decides where a count belongs; units and what is not allocated add up to the country.")
_AREAS = N_("Rates are per area: no census count ships for these units.")
_CLASSES = N_("A colour of the map means the same in all years. Figures say what was recorded, not why.")


def method(shown: MapView) -> list[str]:
    """Five lines: what is counted, its range, how it is placed, what rates are of, what colours and figures mean."""
    edition = shown.edition
    is_monthly = edition.manifest["kind"] == "monthly"
    counted = "monthly" if is_monthly else terms.policy_of(edition)
    by_people = rises.measured(shown).denominator == "population"
    lines = [
        _COUNTED.get(counted, _COUNTED[""]),
        route.RANGE if "fatalities_low" not in edition.figures.absent else "",
        _NAMED if is_monthly else _PLACED,
        legend.PEOPLE[shown.view.people] if by_people else _AREAS,
        _CLASSES,
    ]
    return [gettext(line) for line in lines if line]


def missing(shown: MapView, *, is_short: bool) -> list[str]:
    """Gaps in the figures: events without a unit, by reason; years without data.

    Unless it `is_short`, also what is of the whole file: names and points that disagree, rows that were left out.
    """
    edition = shown.edition
    more = [] if is_short else [caveats.disagreements(edition, shown.view.level), caveats.left_out(edition)]
    return [text for text in (*_reasons(edition, shown.view), *_periods(shown), *more) if text]


def _reasons(edition: Edition, view: View) -> Iterator[str]:
    """Numbers of events of the year that have no unit, by reason, the commonest first."""
    reasons = [row for row in table.by_reason(edition, view.level, view.period) if not row["allocated"]]
    for row in sorted(reasons, key=lambda row: -row["events"]):
        reason = labels.REASONS[row["reason"]]
        yield gettext(
            "%(year)s, %(reason)s – events: %(events)s, deaths: %(deaths)s.",
            year=captions.years_label(view.period),
            reason=gettext(reason),
            events=numbers.whole(row["events"]),
            deaths=numbers.whole(row["fatalities_best"]),
        )


def _periods(shown: MapView) -> Iterator[str]:
    """The events whose month is not known; the years without data; where the country's counts are from."""
    view = shown.view
    if view.month:
        undated = shown.undated.now
        yield gettext(
            "Month not known, all of %(year)s – events: %(events)s, deaths: %(deaths)s.",
            year=captions.years_label(view.period),
            events=numbers.whole(undated["events"]),
            deaths=numbers.whole(undated["fatalities_best"]),
        )
    yield _years(shown.edition)
    note = table.national(shown)["note"]
    yield f"{captions.period_label(view.period)} – {note}." if note else ""


def _years(edition: Edition) -> str:
    """The years shown that the source does not cover, or covers in part."""
    without = [year for year in edition.manifest["periods"] if year not in edition.figures.covered]
    parts = [gettext("no data by region: %(years)s", years=", ".join(without))] if without else []
    parts += [
        gettext("%(year)s, only %(months)s", year=year, months=months)
        for year, months in captions.partial(edition, language()).items()
    ]
    return gettext("Years – %(years)s.", years="; ".join(parts)) if parts else ""


def sources(shown: SheetView) -> list[str]:
    """Every source of the briefing with its release, producer, licence and last day."""
    known = shown.edition.manifest["sources"]
    found = [*route.source_ids(shown), "force-tables"]
    if rises.measured(shown.units).denominator == "population":
        found.append("instat-rgph")
    records = [known[name] for name in dict.fromkeys(found) if name in known]
    return [citations.source(record).of(language()) for record in records]


def rules(edition: Edition) -> list[str]:
    """The restrictions that the sources' terms impose; empty if there are none."""
    own, ground = (policies.policy(key) for key in (terms.policy_of(edition), terms.ground_policy_of(edition)))
    found = [own.rule] if not own.exports_events else []
    return [gettext(rule) for rule in (*found, *([ground.rule] if not ground.exports_geometry else []))]


def cited(edition: Edition, title: Text, address: str) -> str:
    """The citation of the briefing, without its sources, which have a list of their own."""
    made = Citation(title, address, edition.id, edition.built.date(), ())
    return citations.as_text(made).of(language())
