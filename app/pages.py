"""The pages that people read: the map with its table, and the method. Every view is also there without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Blueprint, Response, current_app, render_template, request

from app import assets, format, legend, state, table, words
from app.messages import LANGUAGES, gettext, language
from app.state import ViewState
from app.wire import Cache, body, respond
from geodata import measures, records, vocabulary
from geodata.measures import Measure
from geodata.store import Build

blueprint = Blueprint("pages", __name__)

_VARY = "Accept-Encoding, Accept-Language"
MAP_HTML = '<div class="folium-map" id="map_atlas" ></div>'
"""What maps.render() returns as the map's HTML: written here too, so that a page needs no Folium. A test compares."""


@blueprint.get("/")
def index() -> Response:
    """The map."""
    return _page("index", _index)


@blueprint.get("/method")
def method() -> Response:
    """Sources, placing, precision, ranges, denominators, gaps."""
    return _page("method", _method)


def _page(name: str, render: Callable[[Build], str]) -> Response:
    build = current_app.extensions["catalogue"].current()
    kept: Cache = current_app.extensions["bodies"]
    key = ("page", name, build.id, request.query_string, language())
    return respond(kept.get(key, lambda: body(render(build), "text/html", vary=_VARY)))


def _index(build: Build) -> str:
    return render_template("index.html", **context(build, state.view(request.args, build)))


def context(build: Build, view: ViewState) -> dict[str, Any]:
    """Everything the map page's template reads."""
    measure = measures.BY_KEY[view.measure]
    incident_source = build.manifest["sources"][build.manifest["incident_source"]]
    return {
        **_frame(build, view),
        "view": view,
        "measure": measure,
        "measures": measures.MEASURES,
        "title": gettext(measure.label),
        "subtitle": _subtitle(view, measure),
        "first_change": {"since": state.DEFAULT_SINCE, "year": state.DEFAULT_YEAR},
        "filter_words": _filter_words(view),
        "periods": build.manifest["periods"],
        "covered": set(build.manifest["covered"]),
        "comparable": [period for period in _comparable(build, measure) if period != view.year],
        "legend": legend.entries(build, view),
        "lines": table.lines(build, view),
        "national": table.national(build, view),
        "missing": table.missing(build, view, "admin1"),
        "zones_missing": table.missing(build, view, "zones"),
        "headline": table.headline(build, view),
        "legend_source": legend.source(view, incident_source["producer"]),
        "caveats": legend.caveats(view),
        "zone_lines": table.zone_lines(build, view),
        "reasons": table.reasons(build, view.year),
        "words": words,
        "forces": vocabulary.FORCES,
        "zone_kinds": vocabulary.KINDS,
        "distances": vocabulary.DISTANCES_KM,
        "violence": state.VIOLENCE,
        "families": state.FAMILIES,
        "focuses": state.FOCUSES,
        "circles": state.CIRCLES,
        "download_query": _download_query(view, is_one_year=True),
        "download_all_query": _download_query(view, is_one_year=False),
        "state": _state(view, build),
        "map_html": MAP_HTML,
    }


def _frame(build: Build, view: ViewState) -> dict[str, Any]:
    source = build.manifest["sources"][build.manifest["incident_source"]]
    return {
        "tag": assets.tag(build),
        "build_id": build.id,
        "lang": language(),
        "languages": {code: (name, view.query(lang=code)) for code, name in LANGUAGES.items()},
        "vintage": _vintage(source),
        "source": source,
        "sources": build.manifest["sources"],
    }


def _vintage(source: dict[str, Any]) -> str:
    day = format_date(date.fromisoformat(source["data_to"]), "d MMMM y", locale=language())
    release = source["release"]
    if not release:
        return gettext("Data to %(day)s (UCDP GED, release not stated in the file)", day=day)
    if source.get("is_release_inferred"):
        return gettext("Data to %(day)s (UCDP GED, release %(release)s inferred)", day=day, release=release)
    return gettext("Data to %(day)s (UCDP GED, release %(release)s)", day=day, release=release)


def _subtitle(view: ViewState, measure: Measure) -> str:
    if view.since:
        return gettext("Change from %(since)s to %(year)s", since=view.since, year=view.year)
    if measure.key == "documented_sites":
        return gettext("31 December %(year)s", year=view.year)
    return view.year


def _comparable(build: Build, measure: Measure) -> list[str]:
    """The years that have values of the measure, to compare another with."""
    return list(build.manifest["covered" if measure.is_filterable else "sites_covered"])


def _filter_words(view: ViewState) -> str:
    chosen = [words.VIOLENCE[view.violence]] if view.violence != "all" else []
    chosen += [words.FAMILIES[view.family]] if view.family != "any" else []
    return " · ".join(gettext(label) for label in chosen)


def _state(view: ViewState, build: Build) -> dict[str, Any]:
    return {
        "year": view.year,
        "measure": view.measure,
        "from": view.since,
        "violence": view.violence,
        "family": view.family,
        "circles": view.circles,
        "layers": list(view.layers),
        "focus": view.focus,
        "unit": view.unit,
        "at": view.at,
        "lang": view.lang,
        "tag": assets.tag(build),
    }


def _download_query(view: ViewState, *, is_one_year: bool) -> str:
    pairs = {
        "year": view.year if is_one_year else None,
        "from": view.since,
        "violence": view.violence,
        "family": view.family,
    }
    keep = [f"{name}={value}" for name, value in pairs.items() if value not in (None, "all", "any")]
    return "?" + "&".join(keep) if keep else ""


def _method(build: Build) -> str:
    chosen = state.parse(request.args, build, ("lang",))
    view = ViewState(lang=chosen.get("lang"))
    figures = build.figures
    totals = {
        level: sum(
            int(figures.not_allocated(level, period, "all", "any")["events"] or 0)
            for period in build.manifest["covered"]
        )
        for level in ("admin1", "zones", "grid")
    }
    whole = sum(int(figures.national(period, "all", "any")["events"] or 0) for period in build.manifest["covered"])
    return render_template(
        "method.html",
        **_frame(build, view),
        home=view.query(),
        later_years=", ".join(sorted(set(build.manifest["periods"]) - set(build.manifest["covered"]))),
        later_release=build.manifest["sources"][build.manifest["later_source"]]["release"],
        unit_names={unit.pcode: unit.name for unit in figures.units["admin1"]},
        first=build.manifest["covered"][0],
        last=build.manifest["covered"][-1],
        total=format.whole(whole),
        not_allocated={level: format.whole(number) for level, number in totals.items()},
        members={words.FAMILIES[key]: ", ".join(names) for key, names in vocabulary.MEMBERS.items()},
        measures=measures.MEASURES,
        breaks={
            measure.key: {
                level: ", ".join(
                    format.limit(limit) for limit in state.legend_breaks(build, measure.key, level)["value"][1:]
                )
                for level in measure.levels
                if level != "zones"
            }
            for measure in measures.MEASURES
        },
        contradictions=build.manifest["contradictions"],
        columns=records.columns_of("admin1"),
        breakdowns=records.breakdowns(),
        statuses=words.STATUSES,
    )
