"""The pages that people read: the map with its table, and the method. Every view is also there without script."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from app import (
    account,
    addresses,
    assets,
    choices,
    compare,
    config,
    format,
    legend,
    offered,
    placing_examples,
    served,
    shell,
    state,
    table,
    words,
)
from app.messages import gettext, language
from app.view import DEFAULT_SINCE, DEFAULT_YEAR, ViewState
from geodata import measures, records, vocabulary
from geodata.listings import LISTINGS
from geodata.measures import Measure
from geodata.store import Build, Edition

blueprint = Blueprint("pages", __name__)

MAP_HTML = '<div class="folium-map" id="map_atlas" ></div>'
"""What maps.render() returns as the map's HTML: written here too, so that a page needs no Folium. A test compares."""


@blueprint.get("/")
def index() -> Response:
    """The map."""
    return shell.page("index", _index)


@blueprint.get("/method")
def method() -> Response:
    """Sources, placing, precision, ranges, denominators, gaps."""
    return shell.page("method", _method)


@blueprint.get("/changes")
def changes() -> Response:
    """What another release, or another frame, changes in the figures of a year's units."""
    return shell.page("changes", _changes)


def _index(edition: Edition) -> str:
    build = served.build()
    return render_template("index.html", **context(build, edition, state.view(request.args, edition)))


def context(build: Build, edition: Edition, view: ViewState) -> dict[str, Any]:
    """Everything the map page's template reads."""
    measure = measures.BY_KEY[view.measure]
    incident_source = edition.manifest["sources"][edition.source]
    lines = table.lines(edition, view)
    unlisted = len(edition.figures.units[view.level]) - len(lines)
    return {
        **shell.context(edition, view.pairs(), "index"),
        "view": view,
        "measure": measure,
        "measures": [measures.BY_KEY[key] for key in state.offered(edition, view.level)],
        "title": gettext(measure.label),
        "subtitle": subtitle(edition, view, measure),
        "first_change": {"since": DEFAULT_SINCE, "year": DEFAULT_YEAR},
        "filter_words": filter_words(view),
        "periods": edition.manifest["periods"],
        "covered": set(edition.manifest["covered"]),
        "partial": config.partial(edition, language()),
        "months": config.months(language()) if state.months(edition) else [],
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
        "legend_source": legend.source(view, incident_source["producer"]),
        "placed": legend.placed(edition, view),
        "caveats": legend.caveats(view),
        "table_note": legend.table_note(view),
        "about": legend.about(view),
        "zone_lines": table.zone_lines(edition, view),
        "reasons": table.reasons(edition, view.level, view.year),
        "words": words,
        "forces": vocabulary.FORCES,
        "groups": vocabulary.GROUPS,
        "zone_kinds": vocabulary.KINDS,
        "distances": vocabulary.DISTANCES_KM,
        "violence": state.violence(edition),
        "families": state.families(edition),
        "focuses": state.focuses(edition),
        "circles": state.CIRCLES,
        "choices": choices.of(build, edition, view),
        "has_grid": "grid" in state.layers(edition),
        "has_zones": "zones" in state.all_levels(edition),
        "has_events": state.shows_events(edition),
        "is_free": len(edition.figures.units["zones"]) > len(vocabulary.zone_ids()),
        **offered.context(edition, view, table.when(view.period)),
        "unlisted_text": format.whole(unlisted),
        "frame": edition.frame,
        "credits": ", ".join(_credits(edition)),
        **account.context(edition, view),
        "state": _state(view, edition),
        "map_html": MAP_HTML,
    }


def _credits(edition: Edition) -> list[str]:
    """The producers of what the map draws."""
    sources = edition.manifest["sources"]
    names = [*edition.manifest["ground_sources"], "geonames", edition.source]
    known = [name for name in names if name in sources and name != "instat-rgph"]
    found = [choices.PRODUCERS.get(sources[name]["policy"], sources[name]["producer"]) for name in known]
    return list(dict.fromkeys(found))


def subtitle(edition: Edition, view: ViewState, measure: Measure) -> str:
    """The period in words, or the two that are compared."""
    listed = words.LISTED.get(measure.of)
    now, then = (view.year, view.since) if listed else (view.period, view.then)
    if then:
        return gettext("Change from %(since)s to %(year)s", since=table.when(then), year=table.when(now))
    return gettext(listed.when).format(year=now) if listed else _with_end(edition, now)


def _with_end(edition: Edition, period: str) -> str:
    """A period in words; of a year that is known in part, which months."""
    known = config.partial(edition, language()).get(period)
    return gettext("%(year)s, only %(months)s", year=period, months=known) if known else table.when(period)


def _comparable(edition: Edition, measure: Measure) -> list[str]:
    """The years that have values of the measure, to compare another with."""
    if measure.of not in LISTINGS:
        return list(edition.manifest["covered"])
    return [period for period in edition.figures.periods if LISTINGS[measure.of].covers(period)]


def filter_words(view: ViewState) -> str:
    """The type of violence and the actors that are counted; empty where all are."""
    chosen = [words.VIOLENCE[view.violence]] if view.violence != "all" else []
    chosen += [words.FAMILIES[view.family]] if view.family != "any" else []
    return " · ".join(gettext(label) for label in chosen)


def _state(view: ViewState, edition: Edition) -> dict[str, Any]:
    """What the script starts from; the level is the page's, not the state's."""
    shown = {name: value for name, value in view.values().items() if name != "level"}
    return {**shown, "tag": assets.tag(edition), "root": addresses.root()}


def _method(edition: Edition) -> str:
    view = ViewState(**state.parse(request.args, edition, (*state.EDITION, "lang")))
    figures = edition.figures
    totals = {
        level: sum(
            int(figures.not_allocated(level, period, "all", "any")["events"] or 0)
            for period in edition.manifest["covered"]
        )
        for level in state.all_levels(edition)
    }
    whole = sum(int(figures.national(period, "all", "any")["events"] or 0) for period in edition.manifest["covered"])
    actors = "acled" if served.policy_of(edition) == "acled" else "ucdp"
    return render_template(
        "method.html",
        **shell.context(edition, view.pairs(), "method"),
        later_years=", ".join(sorted(set(edition.manifest["periods"]) - set(edition.manifest["covered"]))),
        later_release=edition.manifest["sources"].get(edition.manifest["later_source"], {}).get("release", ""),
        unit_names={unit.pcode: unit.name for unit in figures.units["admin1"]},
        first=edition.manifest["covered"][0],
        last=edition.manifest["covered"][-1],
        total=format.whole(whole),
        not_allocated={level: format.whole(number) for level, number in totals.items()},
        members={words.FAMILIES[key]: ", ".join(names) for key, names in _members(edition).items()},
        has_months=bool(state.months(edition)),
        measures=[item for item in measures.MEASURES if item.key in edition.manifest["breaks"]],
        level_names={level: gettext(label) for level, label in words.LEVELS.items()},
        breaks={
            measure.key: {
                level: ", ".join(
                    format.limit(limit) for limit in edition.manifest["breaks"][measure.key][level]["value"][1:]
                )
                for level in measure.levels
                if level != "zones" and level in edition.manifest["breaks"][measure.key]
            }
            for measure in measures.MEASURES
            if measure.key in edition.manifest["breaks"]
        },
        contradictions=edition.manifest["contradictions"],
        columns=records.columns_of("admin1"),
        breakdowns=records.breakdowns(edition.manifest["violence"], edition.manifest["families"]),
        actors=actors,
        **_placing(actors),
        statuses=words.STATUSES,
        kind=edition.manifest["kind"],
    )


def _placing(actors: str) -> dict[str, Any]:
    """What the method page shows of the rules of placing, by the precision that a source of these actors gives."""
    rules = placing_examples.read()
    return {
        "placing": rules.shown(actors),
        "worst_precision": {level: limit[actors] for level, limit in rules.limits.items()},
        "level_words": words.LEVELS,
        "reasons": words.REASONS,
    }


def _members(edition: Edition) -> dict[str, tuple[str, ...]]:
    """The source's actor names in each family."""
    return vocabulary.ACLED_MEMBERS if served.policy_of(edition) == "acled" else vocabulary.MEMBERS


def _changes(edition: Edition) -> str:
    build = served.build()
    asked = compare.asked(request.args, edition)
    source, frame = asked.edition.get("source"), asked.edition.get("frame")
    view = ViewState(source=source, frame=frame, year=asked.year, lang=asked.lang)
    return render_template(
        "changes.html",
        **shell.context(edition, view.pairs(), "changes"),
        **compare.context(build, edition, asked),
    )
