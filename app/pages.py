"""The pages that people read: the map with its table, and the method. Every view is also there without script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext

from app import assets, config, format, state, words
from app.messages import LANGUAGES, language
from app.state import ViewState
from app.wire import Body, Cache, body, respond
from geodata import events, forces, measures, records, zones
from geodata.figures import Unit
from geodata.measures import Measure
from geodata.store import Build

blueprint = Blueprint("pages", __name__)

_VARY = "Accept-Encoding, Accept-Language"
MAP_HTML = '<div class="folium-map" id="map_atlas"></div>'
"""What maps.render() returns as the map's HTML: written here too, so that a page needs no Folium. A test compares."""


@dataclass(frozen=True)
class Entry:
    """A line of the legend: the colour or pattern, and what it stands for."""

    key: str
    fill: str
    label: str


@dataclass(frozen=True)
class Line:
    """A row of the table: the unit, the class it is drawn in, and its figures as text."""

    pcode: str
    name: str
    key: str
    fill: str
    value: str
    limits: str
    note: str
    events: str
    best: str
    span: str
    civilians: str
    population: str
    sites: str


@blueprint.get("/")
def index() -> Response:
    """The map."""
    return _page("index", _index)


@blueprint.get("/method")
def method() -> Response:
    """Sources, placing, precision, ranges, denominators, gaps."""
    return _page("method", _method)


def _page(name: str, render: Any) -> Response:
    build = current_app.extensions["catalogue"].current()
    kept: Cache = current_app.extensions["bodies"]
    key = ("page", name, build.id, request.query_string, language())
    return respond(kept.get(key, lambda: body(render(build), "text/html", vary=_VARY)))


def _index(build: Build) -> str:
    return render_template("index.html", **context(build, state.view(request.args, build)))


def context(build: Build, view: ViewState) -> dict[str, Any]:
    """Everything the map page's template reads."""
    measure = measures.BY_KEY[view.measure]
    return {
        **_frame(build, view),
        "view": view,
        "measure": measure,
        "measures": measures.MEASURES,
        "title": gettext(measure.label),
        "subtitle": _subtitle(view, measure),
        "filter_words": _filter_words(view),
        "periods": build.manifest["periods"],
        "covered": set(build.manifest["covered"]),
        "legend": legend(build, view),
        "lines": lines(build, view),
        "national": _national(build, view),
        "missing": _missing(build, view),
        "zone_lines": _zone_lines(build, view),
        "reasons": _reasons(build, view.year),
        "words": words,
        "forces": forces.FORCES,
        "zone_kinds": zones.KINDS,
        "distances": zones.DISTANCES_KM,
        "violence": state.VIOLENCE,
        "families": state.FAMILIES,
        "focuses": state.FOCUSES,
        "circles": state.CIRCLES,
        "download_query": _download_query(view),
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
    if source.get("is_release_inferred"):
        return gettext("Data to %(day)s (UCDP GED, release %(release)s inferred)", day=day, release=release)
    return gettext("Data to %(day)s (UCDP GED, release %(release)s)", day=day, release=release)


def _subtitle(view: ViewState, measure: Measure) -> str:
    if view.since:
        return gettext("Change from %(since)s to %(year)s", since=view.since, year=view.year)
    if measure.key == "documented_sites":
        return gettext("31 December %(year)s", year=view.year)
    return view.year


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


def _download_query(view: ViewState) -> str:
    pairs = {"year": view.year, "from": view.since, "violence": view.violence, "family": view.family}
    keep = {name: value for name, value in pairs.items() if value not in (None, "all", "any")}
    return "?" + "&".join(f"{name}={value}" for name, value in keep.items())


def legend(build: Build, view: ViewState) -> list[Entry]:
    """The classes of the view's measure, lowest first, then what is no class."""
    measure = measures.BY_KEY[view.measure]
    breaks = state.legend_breaks(build, measure.key, "admin1")
    entries = _change_entries(breaks["change"], measure) if view.since else _value_entries(breaks["value"], measure)
    return entries + [Entry(key, fill_of(key, measure, None), note(key, view)) for key in _states(view, measure)]


def note(key: str, view: ViewState) -> str:
    """What a class key says in words; empty for a class of values."""
    of_change = f"{key}_change" if view.since else key
    label = words.STATUSES.get(of_change, words.STATUSES.get(key))
    return gettext(label) if label else ""


def _value_entries(breaks: Any, measure: Measure) -> list[Entry]:
    found = []
    for index, low in enumerate(breaks):
        high = breaks[index + 1] if index + 1 < len(breaks) else None
        if measure.decimals == 0:
            label = _sites_label(int(low) + 1, None if high is None else int(high))
        elif high is None:
            label = gettext("above %(low)s", low=format.limit(low))
        elif low == 0:
            label = gettext("above 0 to %(high)s", high=format.limit(high))
        else:
            label = format.between(format.limit(low), format.limit(high))
        found.append(Entry(f"c{index + 1}", measure.palette[index], label))
    return found


def _sites_label(low: int, high: int | None) -> str:
    if high is None:
        return gettext("%(low)s or more", low=low)
    return str(low) if low == high else format.between(str(low), str(high))


def _change_entries(sizes: Any, measure: Measure) -> list[Entry]:
    texts = [format.limit(size) for size in sizes]
    up = [gettext("up to +%(high)s", high=texts[0])]
    up += [f"+{low} {gettext('to')} +{high}" for low, high in zip(texts, texts[1:], strict=False)]
    up.append(gettext("above +%(low)s", low=texts[-1]))
    down = [gettext("up to −%(high)s", high=texts[0])]
    down += [f"−{low} {gettext('to')} −{high}" for low, high in zip(texts, texts[1:], strict=False)]
    down.append(gettext("below −%(low)s", low=texts[-1]))
    labelled = {**{-index - 1: text for index, text in enumerate(down)}, 0: gettext("no change"), **{index + 1: text for index, text in enumerate(up)}}
    return [Entry(f"d{number}", change_fill(number), labelled[number]) for number in sorted(labelled)]


def _states(view: ViewState, measure: Measure) -> list[str]:
    if measure.key == "documented_sites":
        return ["none_documented", "no_data"] if view.since else ["sites_zero", "none_documented", "no_data"]
    if view.since:
        return ["none_recorded", "no_data"]
    zero = "best_zero" if measure.high else "zero"
    return (["none_recorded"] if measure.key == "events_per_100k" else [zero, "none_recorded"]) + ["no_data"]


def change_fill(number: int) -> str:
    """The colour of a class of change, -3 to 3."""
    return measures.DIVERGING[number + 3]


_FILLS = {
    "no_data": "url(#p-no-data)",
    "none_recorded": "#fbfaf6",
    "zero": "#efe9dc",
    "best_zero": "url(#p-best-zero)",
    "none_documented": "url(#p-none-documented)",
    "sites_zero": "#fbfaf6",
}


def fill_of(key: str, measure: Measure, number: int | None) -> str:
    """The colour or pattern of a class key such as c3, d-1 or no_data."""
    if key in _FILLS:
        return _FILLS[key]
    return change_fill(number or 0) if key.startswith("d") else measure.palette[(number or 1) - 1]


def class_key(cell: dict[str, Any], measure: Measure, *, is_change: bool) -> str:
    """The key of the class that a value is drawn in: its status where that is no class, else its number."""
    status = cell["status"]
    if status == "zero" and measure.key == "documented_sites":
        return "sites_zero"
    if status != "recorded":
        return str(status)
    return f"{'d' if is_change else 'c'}{cell['class']}"


def lines(build: Build, view: ViewState) -> list[Line]:
    """The table's rows, highest value first, then by name."""
    measure = measures.BY_KEY[view.measure]
    units = build.figures.units["admin1"]
    cells = {unit.pcode: _cell(build, measure, unit, view) for unit in units}
    shown = "change" if view.since else "value"
    ordered = sorted(units, key=lambda unit: (cells[unit.pcode][shown] is None, -(cells[unit.pcode][shown] or 0), unit.name))
    return [_line(build, measure, unit, view, cells[unit.pcode]) for unit in ordered]


def _cell(build: Build, measure: Measure, unit: Unit, view: ViewState) -> dict[str, Any]:
    return records.cell(
        build, measure, "admin1", unit, view.year, violence=view.violence, family=view.family, since=view.since
    )


def _line(build: Build, measure: Measure, unit: Unit, view: ViewState, cell: dict[str, Any]) -> Line:
    row = build.figures.row("admin1", unit, view.year, view.violence, view.family)
    key = class_key(cell, measure, is_change=view.since is not None)
    if view.since:
        value = format.rate(cell["change"], measure.decimals, signed=True)
        limits = f"{format.rate(cell['from_value'], measure.decimals)} → {format.rate(cell['value'], measure.decimals)}"
    else:
        value = format.rate(cell["value"], measure.decimals)
        low, high = cell["low"], cell["high"]
        limits = "" if low is None else format.between(format.rate(low, measure.decimals), format.rate(high, measure.decimals))
    return Line(
        pcode=unit.pcode,
        name=unit.name,
        key=key,
        fill=fill_of(key, measure, cell["class"]),
        value=value,
        limits=limits,
        note=note(key, view),
        population=format.whole(unit.population),
        sites=_sites(row),
        **_counts(row),
    )


def _counts(row: dict[str, float | None]) -> dict[str, str]:
    low, high = row["fatalities_low"], row["fatalities_high"]
    return {
        "events": format.whole(row["events"]),
        "best": format.whole(row["fatalities_best"]),
        "span": format.whole(None) if low is None else format.between(format.whole(low), format.whole(high)),
        "civilians": format.whole(row["civilian_fatalities"]),
    }


def _sites(row: dict[str, float | None]) -> str:
    if not row["is_sites_covered"]:
        return gettext("no data")
    if row["documented_sites"] is None:
        return gettext("none documented")
    text = format.whole(row["documented_sites"])
    return text + (f" (+{format.whole(row['uncertain_sites'])} ?)" if row["uncertain_sites"] else "")


def _national(build: Build, view: ViewState) -> dict[str, str]:
    if view.year in build.manifest["covered"]:
        return {**_counts(build.figures.national(view.year, view.violence, view.family)), "note": ""}
    later = next(row for row in build.table("national") if row["period"] == view.year)
    if view.violence != "all" or view.family != "any":
        return {**_counts(build.figures.national(view.year, view.violence, view.family)), "note": ""}
    release = build.manifest["sources"][later["source_id"]]["release"]
    note = gettext("country only, from another release (UCDP country-year %(release)s)", release=release)
    return {**_counts(later), "note": note}


def _missing(build: Build, view: ViewState) -> dict[str, str]:
    return _counts(build.figures.not_allocated("admin1", view.year, view.violence, view.family))


def _zone_lines(build: Build, view: ViewState) -> list[dict[str, str]]:
    figures, found = build.figures, []
    for unit in figures.units["zones"]:
        row = figures.row("zones", unit, view.year, view.violence, view.family)
        outside = figures.outside(unit, view.year, view.violence, view.family)["events"]
        unknown = figures.not_allocated("zones", view.year, view.violence, view.family)["events"]
        found.append(
            {
                "id": unit.pcode,
                "name": config.zone_name(unit.pcode),
                "outside": format.whole(outside),
                "unknown": format.whole(unknown),
                **_counts(row),
            }
        )
    return found


def _reasons(build: Build, year: str) -> list[dict[str, str]]:
    return [
        {
            "label": gettext(words.REASONS[row["reason"]]),
            "events": format.whole(row["events"]),
            "best": format.whole(row["fatalities_best"]),
        }
        for row in build.table("accounting")
        if row["level"] == "admin1" and row["period"] == year
    ]


def _method(build: Build) -> str:
    chosen = state.parse(request.args, build, ("lang",))
    view = ViewState(lang=chosen.get("lang"))
    figures = build.figures
    totals = {
        level: sum(int(figures.not_allocated(level, period, "all", "any")["events"] or 0) for period in build.manifest["covered"])
        for level in ("admin1", "zones", "grid")
    }
    whole = sum(int(figures.national(period, "all", "any")["events"] or 0) for period in build.manifest["covered"])
    return render_template(
        "method.html",
        **_frame(build, view),
        view=view,
        home=view.query(),
        first=build.manifest["covered"][0],
        last=build.manifest["covered"][-1],
        total=format.whole(whole),
        not_allocated={level: format.whole(number) for level, number in totals.items()},
        members={words.FAMILIES[key]: ", ".join(names) for key, names in events.MEMBERS.items()},
        measures=measures.MEASURES,
        breaks={
            measure.key: ", ".join(format.limit(limit) for limit in state.legend_breaks(build, measure.key, "admin1")["value"][1:])
            for measure in measures.MEASURES
        },
        contradictions=build.manifest["contradictions"],
        columns=records.columns_of("admin1"),
        statuses=words.STATUSES,
    )
