"""The pages that people read: the map with its table, and the method. Every view is also there without script."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from app import page
from app.pages import changes as compare
from app.presenters import caveats, download_links, legend, placing_examples, switches, table
from app.request import parameters, terms
from app.request.view import DEFAULT_SINCE, DEFAULT_YEAR, ViewState
from app.text import captions, labels, numbers
from app.text.captions import _credits, filter_words, subtitle
from app.web import static, urls
from app.web.languages import gettext, language
from geodata import vocabulary
from geodata.builds.store import Build, Edition
from geodata.exports import columns
from geodata.figures import measures
from geodata.figures.listings import LISTINGS
from geodata.figures.measures import Measure

blueprint = Blueprint("pages", __name__)

MAP_HTML = '<div class="folium-map" id="map_atlas" ></div>'
"""What maps.render() returns as the map's HTML: written here too, so that a page needs no Folium. A test compares."""


@blueprint.get("/")
def index() -> Response:
    """The map."""
    return page.page("index", _index)


@blueprint.get("/method")
def method() -> Response:
    """Sources, placing, precision, ranges, denominators, gaps."""
    return page.page("method", _method)


@blueprint.get("/changes")
def changes() -> Response:
    """What another release, or another frame, changes in the figures of a year's units."""
    return page.page("changes", _changes)


def _index(edition: Edition) -> str:
    build = terms.build()
    return render_template("index.html", **context(build, edition, parameters.view(request.args, edition)))


def context(build: Build, edition: Edition, view: ViewState) -> dict[str, Any]:
    """Everything the map page's template reads."""
    measure = measures.BY_KEY[view.measure]
    incident_source = edition.manifest["sources"][edition.source]
    lines = table.lines(edition, view)
    unlisted = len(edition.figures.units[view.level]) - len(lines)
    return {
        **page.context(edition, view.pairs(), "index"),
        "view": view,
        "measure": measure,
        "measures": [measures.BY_KEY[key] for key in parameters.offered(edition, view.level)],
        "title": gettext(measure.label),
        "subtitle": subtitle(edition, view, measure),
        "first_change": {"since": DEFAULT_SINCE, "year": DEFAULT_YEAR},
        "filter_words": filter_words(view),
        "periods": edition.manifest["periods"],
        "covered": set(edition.manifest["covered"]),
        "partial": captions.partial(edition, language()),
        "months": captions.months(language()) if parameters.months(edition) else [],
        "covered_months": edition.figures.covered_months,
        "comparable": [period for period in _comparable(edition, measure) if period != view.year],
        "legend": legend.entries(edition, view),
        "lines": lines,
        "unlisted": unlisted,
        "national": table.national(edition, view),
        "missing": table.missing(edition, view, view.level),
        "undated": table.undated(edition, view),
        "zones_missing": table.missing(edition, view, "zones"),
        "headline": table.headline(edition, view),
        "legend_source": legend.source(measure, incident_source["producer"]),
        "placed": legend.placed(edition, view),
        "caveats": legend.caveats(measure),
        "table_note": legend.table_note(view),
        "about": legend.about(view),
        "zone_lines": table.zone_lines(edition, view),
        "reasons": table.reasons(edition, view.level, view.year),
        "words": labels,
        "forces": vocabulary.FORCES,
        "groups": vocabulary.GROUPS,
        "zone_kinds": vocabulary.KINDS,
        "distances": vocabulary.DISTANCES_KM,
        "violence": parameters.violence(edition),
        "families": parameters.families(edition),
        "focuses": parameters.focuses(edition),
        "circles": parameters.CIRCLES,
        "choices": switches.of(build, edition, view),
        "has_grid": "grid" in parameters.layers(edition),
        "has_zones": "zones" in parameters.all_levels(edition),
        "has_events": parameters.shows_events(edition),
        "is_free": len(edition.figures.units["zones"]) > len(vocabulary.zone_ids()),
        **download_links.context(edition, view, captions.period_label(view.period)),
        "unlisted_text": numbers.whole(unlisted),
        "frame": edition.frame,
        "credits": ", ".join(_credits(edition)),
        **caveats.context(edition, view),
        "state": _state(view, edition),
        "map_html": MAP_HTML,
    }


def _comparable(edition: Edition, measure: Measure) -> list[str]:
    """The years that have values of the measure, to compare another with."""
    if measure.of not in LISTINGS:
        return list(edition.manifest["covered"])
    return [period for period in edition.figures.periods if LISTINGS[measure.of].covers(period)]


def _state(view: ViewState, edition: Edition) -> dict[str, Any]:
    """What the script starts from; the level is the page's, not the state's."""
    shown = {name: value for name, value in view.values().items() if name != "level"}
    return {**shown, "tag": static.tag(edition), "root": urls.root()}


def _method(edition: Edition) -> str:
    view = ViewState(**parameters.parse(request.args, edition, (*parameters.EDITION, "lang")))
    figures = edition.figures
    totals = {
        level: sum(
            int(figures.not_allocated(level, period, "all", "any")["events"] or 0)
            for period in edition.manifest["covered"]
        )
        for level in parameters.all_levels(edition)
    }
    whole = sum(int(figures.national(period, "all", "any")["events"] or 0) for period in edition.manifest["covered"])
    actors = "acled" if terms.policy_of(edition) == "acled" else "ucdp"
    return render_template(
        "method.html",
        **page.context(edition, view.pairs(), "method"),
        later_years=", ".join(sorted(set(edition.manifest["periods"]) - set(edition.manifest["covered"]))),
        later_release=edition.manifest["sources"].get(edition.manifest["later_source"], {}).get("release", ""),
        unit_names={unit.pcode: unit.name for unit in figures.units["admin1"]},
        first=edition.manifest["covered"][0],
        last=edition.manifest["covered"][-1],
        total=numbers.whole(whole),
        not_allocated={level: numbers.whole(number) for level, number in totals.items()},
        members={labels.FAMILIES[key]: ", ".join(names) for key, names in _members(edition).items()},
        has_months=bool(parameters.months(edition)),
        measures=[item for item in measures.MEASURES if item.key in edition.manifest["breaks"]],
        level_names={level: gettext(label) for level, label in labels.LEVELS.items()},
        breaks={
            measure.key: {
                level: ", ".join(
                    numbers.limit(limit) for limit in edition.manifest["breaks"][measure.key][level]["value"][1:]
                )
                for level in measure.levels
                if level != "zones" and level in edition.manifest["breaks"][measure.key]
            }
            for measure in measures.MEASURES
            if measure.key in edition.manifest["breaks"]
        },
        contradictions=edition.manifest["contradictions"],
        columns=columns.columns_of("admin1"),
        breakdowns=columns.breakdowns(edition.manifest["violence"], edition.manifest["families"]),
        actors=actors,
        **_placing(actors),
        statuses=labels.STATUSES,
        kind=edition.manifest["kind"],
    )


def _placing(actors: str) -> dict[str, Any]:
    """What the method page shows of the rules of placing, by the precision that a source of these actors gives."""
    rules = placing_examples.read()
    return {
        "placing": rules.shown(actors),
        "worst_precision": {level: limit[actors] for level, limit in rules.limits.items()},
        "level_words": labels.LEVELS,
        "reasons": labels.REASONS,
    }


def _members(edition: Edition) -> dict[str, tuple[str, ...]]:
    """The source's actor names in each family."""
    return vocabulary.ACLED_MEMBERS if terms.policy_of(edition) == "acled" else vocabulary.MEMBERS


def _changes(edition: Edition) -> str:
    build = terms.build()
    asked = compare.asked(request.args, edition)
    source, frame = asked.edition.get("source"), asked.edition.get("frame")
    view = ViewState(source=source, frame=frame, year=asked.year, lang=asked.lang)
    return render_template(
        "changes.html",
        **page.context(edition, view.pairs(), "changes"),
        **compare.context(build, edition, asked),
    )
