"""What an address asks for, parsed once at the edge: page, download, API and map share these parameters.

An unknown or repeated parameter and a value that is not allowed raise BadParameter, which names what is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from app.errors import BadParameter
from app.messages import LANGUAGES, gettext
from geodata import measures, vocabulary
from geodata.store import Build

DEFAULT_YEAR, DEFAULT_SINCE = "2022", "2020"
LEVELS = ("admin1", "zones", "grid")
VIOLENCE = ("all", *vocabulary.VIOLENCE_TYPES)
FAMILIES = ("any", *vocabulary.FAMILIES)
CIRCLES = ("none", *measures.CIRCLES)
LAYERS = (
    "admin1",
    "grid",
    *vocabulary.zone_ids(),
    *(f"sites-{force.key}" for force in vocabulary.FORCES),
    "rivers",
    "towns",
)
DEFAULT_LAYERS = ("admin1", "niger-50", "burkina-50", "both-50", "rivers", "towns")
FOCUSES = ("east", "mali", "gao", "menaka", "three-borders", "niger", "burkina")
_GRID_NUMBER = "a PRIO-GRID number"
_AT = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)/(-?\d{1,2}(?:\.\d{1,4})?)/(-?\d{1,3}(?:\.\d{1,4})?)")


@dataclass(frozen=True)
class ViewState:
    """A view of the map: everything that a link needs to reopen it."""

    year: str = DEFAULT_YEAR
    measure: str = measures.DEFAULT.key
    since: str | None = None
    violence: str = "all"
    family: str = "any"
    circles: str = "none"
    layers: tuple[str, ...] = DEFAULT_LAYERS
    focus: str = "east"
    unit: str | None = None
    at: tuple[float, float, float] | None = None
    lang: str | None = None

    def query(self, **changes: Any) -> str:
        """The address of this view, or of this view with changes: `?...`, defaults left out, canonical order."""
        state = replace(self, **changes)
        pairs = [
            (name, value)
            for name, value in (
                ("year", state.year),
                ("measure", state.measure),
                ("from", state.since),
                ("violence", state.violence),
                ("family", state.family),
                ("circles", state.circles),
                ("layers", ",".join(state.layers) or "none"),
                ("focus", state.focus),
                ("unit", state.unit),
                ("at", "/".join(f"{number:.10g}" for number in state.at) if state.at else None),
                ("lang", state.lang),
            )
            if value is not None and value != _DEFAULT_TEXT.get(name)
        ]
        return "?" + urlencode(pairs, safe=",/") if pairs else "./"


_DEFAULT_TEXT = {
    "year": DEFAULT_YEAR,
    "measure": measures.DEFAULT.key,
    "violence": "all",
    "family": "any",
    "circles": "none",
    "layers": ",".join(DEFAULT_LAYERS),
    "focus": "east",
}


@dataclass(frozen=True)
class Selection:
    """What a download or the API is asked for."""

    level: str = "admin1"
    year: str | None = None
    since: str | None = None
    measure: str | None = None
    violence: str = "all"
    family: str = "any"
    pcode: str | None = None

    @property
    def filters(self) -> dict[str, Any]:
        """What narrows or compares the counts of a record, as its functions take it."""
        return {"violence": self.violence, "family": self.family, "since": self.since}


@dataclass(frozen=True)
class Parameter:
    """A query parameter: what it sets, and how its text becomes a value."""

    sets: str
    parse: Callable[[str, Build], Any]
    allowed: Callable[[Build], Sequence[str]] = field(default=lambda _: ())


def _one_of(values: Sequence[str]) -> tuple[Callable[[str, Build], str], Callable[[Build], Sequence[str]]]:
    def parse(text: str, _: Build) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return parse, lambda _: values


def _year(text: str, build: Build) -> str:
    if text not in build.figures.periods:
        raise ValueError(text)
    return text


def _years(build: Build) -> Sequence[str]:
    return list(build.figures.periods)


def _layers(text: str, _: Build) -> tuple[str, ...]:
    names = [] if text == "none" else text.split(",")
    if any(name not in LAYERS for name in names) or len(set(names)) != len(names):
        raise ValueError(text)
    return tuple(name for name in LAYERS if name in names)


def _opened(build: Build) -> Sequence[str]:
    """What the panel can show: the country, a region, a zone."""
    return ["MLI", *_units(build), *vocabulary.zone_ids()]


def _unit(text: str, build: Build) -> str:
    if text not in _opened(build):
        raise ValueError(text)
    return text


def _units(build: Build) -> Sequence[str]:
    return [unit.pcode for unit in build.figures.units["admin1"]]


def _any_unit(text: str, build: Build) -> str:
    if not any(unit.pcode == text for units in build.figures.units.values() for unit in units):
        raise ValueError(text)
    return text


def _at(text: str, _: Build) -> tuple[float, float, float]:
    match = _AT.fullmatch(text)
    zoom, latitude, longitude = (float(part) for part in match.groups()) if match else (99.0, 0.0, 0.0)
    if not (3 <= zoom <= 12 and -90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(text)
    return zoom, latitude, longitude


PARAMETERS: dict[str, Parameter] = {
    "level": Parameter("level", *_one_of(LEVELS)),
    "year": Parameter("year", _year, _years),
    "measure": Parameter("measure", *_one_of([measure.key for measure in measures.MEASURES])),
    "from": Parameter("since", lambda text, build: _year(text, build) if text else None, _years),
    "violence": Parameter("violence", *_one_of(VIOLENCE)),
    "family": Parameter("family", *_one_of(FAMILIES)),
    "circles": Parameter("circles", *_one_of(CIRCLES)),
    "layers": Parameter("layers", _layers, lambda _: ["none", *LAYERS]),
    "focus": Parameter("focus", *_one_of(FOCUSES)),
    "unit": Parameter("unit", _unit, _opened),
    "pcode": Parameter("pcode", _any_unit, lambda build: [*_units(build), *vocabulary.zone_ids(), _GRID_NUMBER]),
    "at": Parameter("at", _at, lambda _: ["zoom/latitude/longitude, such as 6.5/16.2/0.4"]),
    "lang": Parameter("lang", *_one_of(list(LANGUAGES))),
}
PAGE = ("year", "measure", "from", "violence", "family", "circles", "layers", "focus", "unit", "at", "lang")
DOWNLOAD = ("year", "from", "violence", "family")
SITES = ("year",)
FIGURES = ("level", "measure", "year", "from", "violence", "family", "pcode")


def parse(args: MultiDict[str, str], build: Build, accepts: Sequence[str]) -> dict[str, Any]:
    """The values that a query string sets, by field name. Raises BadParameter."""
    chosen: dict[str, Any] = {}
    for name, texts in args.lists():
        if name not in accepts:
            takes = ", ".join(accepts) or gettext("none")
            text = gettext("unknown parameter '%(name)s'; this address takes %(names)s", name=_short(name), names=takes)
            raise BadParameter(_short(name), text, list(accepts))
        parameter = PARAMETERS[name]
        allowed = list(parameter.allowed(build))
        if len(texts) > 1:
            text = gettext("parameter '%(name)s' is given %(times)s times; give it once", name=name, times=len(texts))
            raise BadParameter(name, text, allowed)
        try:
            chosen[parameter.sets] = parameter.parse(texts[0], build)
        except ValueError:
            _refuse(name, texts[0], allowed)
    return chosen


def _short(text: str) -> str:
    return text[:60] + ("…" if len(text) > 60 else "")


def view(args: MultiDict[str, str], build: Build) -> ViewState:
    """The view that a page's query string asks for. Raises BadParameter."""
    chosen = parse(args, build, PAGE)
    if "year" not in chosen and DEFAULT_YEAR not in build.figures.periods:
        chosen["year"] = build.figures.periods[-1]
    state = ViewState(**chosen)
    _two_years(state.since, state.year, build)
    return state


def selection(args: MultiDict[str, str], build: Build, accepts: Sequence[str]) -> Selection:
    """What a download or the API is asked for. Raises BadParameter."""
    chosen = Selection(**parse(args, build, accepts))
    _two_years(chosen.since, chosen.year, build)
    _of_level(chosen, build)
    return chosen


def _of_level(chosen: Selection, build: Build) -> None:
    """A measure must have meaning at the level, and a unit must be of it."""
    if chosen.measure and chosen.level not in measures.BY_KEY[chosen.measure].levels:
        allowed = [measure.key for measure in measures.MEASURES if chosen.level in measure.levels]
        _refuse("measure", chosen.measure, allowed)
    codes = [unit.pcode for unit in build.figures.units[chosen.level]]
    if chosen.pcode and chosen.pcode not in codes:
        _refuse("pcode", chosen.pcode, codes if chosen.level != "grid" else [_GRID_NUMBER])


def _refuse(name: str, value: str, allowed: Sequence[str]) -> NoReturn:
    text = gettext(
        "parameter '%(name)s' cannot be '%(value)s'; it can be %(values)s",
        name=name,
        value=_short(value),
        values=", ".join(allowed),
    )
    raise BadParameter(name, text, list(allowed))


def _two_years(since: str | None, year: str | None, build: Build) -> None:
    if since is not None and since == year:
        others = [period for period in build.figures.periods if period != year]
        text = gettext("parameter 'from' is the same year as 'year', %(year)s; give another", year=year)
        raise BadParameter("from", text, others)


def legend_breaks(build: Build, measure: str, level: str) -> Mapping[str, Sequence[float]]:
    """The frozen breaks of a measure at a level: "value" and "change"."""
    found: Mapping[str, Sequence[float]] = build.manifest["breaks"][measure][level]
    return found
