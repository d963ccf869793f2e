"""What an address asks for, parsed once at the edge: page, download, API and map share these parameters.

An unknown or repeated parameter and a value that is not allowed raise BadParameter, which names what is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from werkzeug.datastructures import MultiDict

from app.request.view import DEFAULT_LAYERS, DEFAULT_YEAR, ViewState
from app.web.errors import BadParameter
from app.web.languages import LANGUAGES, gettext
from geodata import periods, policies, vocabulary
from geodata.builds.store import Build, Edition
from geodata.exports.selection import Selection
from geodata.figures import measures

LEVELS = ("admin1", "admin2", "admin3", "zones", "grid")
CIRCLES = ("none", *measures.CIRCLES)
FORCE_LAYERS = tuple(f"sites-{force.key}" for force in vocabulary.FORCES)
FOCUSES = ("east", "mali", "gao", "menaka", "three-borders", "niger", "burkina")
ZONE_FOCUSES = ("three-borders", "niger", "burkina")
"""Focuses that follow a border zone."""
_GRID_NUMBER = "a PRIO-GRID number"
_AT = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)/(-?\d{1,2}(?:\.\d{1,4})?)/(-?\d{1,3}(?:\.\d{1,4})?)")


@dataclass(frozen=True)
class Parameter:
    """A query parameter: what it sets, and how its text becomes a value."""

    sets: str
    parse: Callable[[str, Edition], Any]
    allowed: Callable[[Edition], Sequence[str]] = field(default=lambda _: ())


def _listed(of: Callable[[Edition], Sequence[str]], sets: str) -> Parameter:
    """A parameter whose values can be listed; which ones may depend on the edition."""

    def parse(text: str, edition: Edition) -> str:
        if text not in of(edition):
            raise ValueError(text)
        return text

    return Parameter(sets, parse, of)


def _one_of(values: Sequence[str], sets: str) -> Parameter:
    return _listed(lambda _: values, sets)


def levels(edition: Edition) -> list[str]:
    """The levels of units that the edition has: admin1 and, with boundaries imported, admin2 and admin3."""
    allowed = policies.allowed_levels(edition.policy)
    return [level for level in edition.manifest["levels"] if level in allowed]


def all_levels(edition: Edition) -> list[str]:
    """The levels of units; zones where the source has points, the grid where it may be shown so finely."""
    units = edition.figures.units
    return [*levels(edition), *(level for level in ("zones", "grid") if units[level])]


def violence(edition: Edition) -> list[str]:
    """No filter, and the types of violence that the source tells apart."""
    return [vocabulary.ALL_VIOLENCE, *edition.manifest["violence"]]


def families(edition: Edition) -> list[str]:
    """No filter, and the actor families that the source tells apart."""
    return [vocabulary.ANY_FAMILY, *edition.manifest["families"]]


def focuses(edition: Edition) -> list[str]:
    """The places that the map can zoom to; those of border zones only where there are zones."""
    return [name for name in FOCUSES if edition.figures.units["zones"] or name not in ZONE_FOCUSES]


def months(edition: Edition) -> list[str]:
    """01 to 12 where the source is known by month, else none."""
    return list(periods.MONTHS) if edition.figures.covered_months else []


def layers(edition: Edition) -> list[str]:
    """The layers that the edition's map can show, in the order of addresses."""
    has_events = shows_events(edition)
    return [
        "units",
        *(["grid"] if edition.figures.units["grid"] else []),
        *(unit.pcode for unit in edition.figures.units["zones"]),
        *FORCE_LAYERS,
        *(["events"] if has_events else []),
        "rivers",
        "towns",
    ]


def default_layers(edition: Edition) -> tuple[str, ...]:
    """The layers that a page opens with, as far as the edition has them."""
    known = layers(edition)
    return tuple(name for name in DEFAULT_LAYERS if name in known)


def shows_events(edition: Edition) -> bool:
    """Whether the events themselves are there and the source's terms allow them to be shown."""
    policy = policies.policy(edition.policy)
    return edition.has("events.parquet") and policy.shows_events


def _years(edition: Edition) -> Sequence[str]:
    return list(edition.figures.periods)


def _layers(text: str, edition: Edition) -> tuple[str, ...]:
    names = [] if text == "none" else text.split(",")
    known = layers(edition)
    if any(name not in known for name in names) or len(set(names)) != len(names):
        raise ValueError(text)
    return tuple(name for name in known if name in names)


def measured(edition: Edition) -> list[str]:
    """The measures that have values at some level of the edition."""
    return [key for key in measures.BY_KEY if key in edition.manifest["breaks"]]


def _zones(edition: Edition) -> list[str]:
    return [unit.pcode for unit in edition.figures.units["zones"]]


def _units(edition: Edition) -> list[str]:
    return [unit.pcode for level in levels(edition) for unit in edition.figures.units[level]]


def _opened(edition: Edition) -> Sequence[str]:
    """What the panel can show: the country, a unit, a zone."""
    return ["MLI", *_units(edition), *_zones(edition)]


def _any_unit(text: str, edition: Edition) -> str:
    if not any(unit.pcode == text for units in edition.figures.units.values() for unit in units):
        raise ValueError(text)
    return text


def _distances(edition: Edition) -> list[int]:
    return sorted({int(str(unit.extra["distance_km"])) for unit in edition.figures.units["zones"]})


def _km(text: str, edition: Edition) -> int:
    if text not in [str(km) for km in _distances(edition)]:
        raise ValueError(text)
    return int(text)


def _at(text: str, _: Edition) -> tuple[float, float, float]:
    match = _AT.fullmatch(text)
    zoom, latitude, longitude = (float(part) for part in match.groups()) if match else (99.0, 0.0, 0.0)
    if not (3 <= zoom <= 12 and -90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(text)
    return zoom, latitude, longitude


def _month(text: str, edition: Edition) -> str:
    month = text.zfill(2)
    if month not in months(edition) or len(text) > 2:
        raise ValueError(text)
    return month


PARAMETERS: dict[str, Parameter] = {
    "source": Parameter("source", lambda text, _: text),
    "frame": Parameter("frame", lambda text, _: text),
    "level": _listed(all_levels, "level"),
    "year": _listed(_years, "year"),
    "month": Parameter("month", _month, months),
    "measure": _listed(measured, "measure"),
    "from": Parameter("since", lambda text, edition: _year(text, edition) if text else None, _years),
    "violence": _listed(violence, "violence"),
    "family": _listed(families, "family"),
    "circles": _one_of(CIRCLES, "circles"),
    "layers": Parameter("layers", _layers, lambda edition: ["none", *layers(edition)]),
    "focus": _one_of(FOCUSES, "focus"),
    "unit": _listed(_opened, "unit"),
    "pcode": Parameter("pcode", _any_unit, lambda edition: [*_units(edition), *_zones(edition), _GRID_NUMBER]),
    "km": Parameter("km", _km, lambda edition: [str(km) for km in _distances(edition)]),
    "at": Parameter("at", _at, lambda _: ["zoom/latitude/longitude, such as 6.5/16.2/0.4"]),
    "lang": _one_of(list(LANGUAGES), "lang"),
    "hxl": _one_of(("0", "1"), "hxl"),
}
EDITION = ("source", "frame")
PAGE = (
    *EDITION,
    "level",
    "year",
    "month",
    "measure",
    "from",
    "violence",
    "family",
    "circles",
    "layers",
    "focus",
    "unit",
    "at",
    "lang",
)
DOWNLOAD = (*EDITION, "year", "month", "from", "violence", "family")
ACCEPTS = {
    "sites": (*EDITION, "year"),
    "events": (*EDITION, "year", "month", "violence", "family"),
    "zones": (*DOWNLOAD, "km"),
}
"""What the downloads of these layers take; the others take DOWNLOAD."""
FIGURES = (*EDITION, "level", "measure", "year", "month", "from", "violence", "family", "pcode", "km")


def _year(text: str, edition: Edition) -> str:
    if text not in _years(edition):
        raise ValueError(text)
    return text


def edition(args: MultiDict[str, str], build: Build) -> Edition:
    """The edition that `source` and `frame` ask for; of what is not given, the first. Raises BadParameter."""
    source = _given(args, "source", list(dict.fromkeys(entry["source"] for entry in build.editions)))
    opened = build.edition(source).source
    frames = sorted(entry["frame"] for entry in build.editions if entry["source"] == opened)
    return build.edition(opened, _given(args, "frame", frames))


def _given(args: MultiDict[str, str], name: str, allowed: list[str]) -> str | None:
    texts = args.getlist(name)
    if len(texts) > 1:
        _refuse_repeated(name, len(texts), allowed)
    if texts and texts[0] not in allowed:
        _refuse(name, texts[0], allowed)
    return texts[0] if texts else None


def parse(
    args: MultiDict[str, str],
    edition: Edition,
    accepts: Sequence[str],
    parameters: Mapping[str, Parameter] = PARAMETERS,
) -> dict[str, Any]:
    """The values that a query string sets, by field name. Raises BadParameter."""
    chosen: dict[str, Any] = {}
    for name, texts in args.lists():
        if name not in accepts:
            takes = ", ".join(accepts) or gettext("none")
            text = gettext("unknown parameter '%(name)s'; this address takes %(names)s", name=_short(name), names=takes)
            raise BadParameter(_short(name), text, list(accepts))
        parameter = parameters[name]
        if len(texts) > 1:
            _refuse_repeated(name, len(texts), list(parameter.allowed(edition)))
        try:
            chosen[parameter.sets] = parameter.parse(texts[0], edition)
        except ValueError:
            _refuse(name, texts[0], list(parameter.allowed(edition)))
    return chosen


def _refuse_repeated(name: str, times: int, allowed: list[str]) -> NoReturn:
    text = gettext("parameter '%(name)s' is given %(times)s times; give it once", name=name, times=times)
    raise BadParameter(name, text, allowed)


def _short(text: str) -> str:
    return text[:60] + ("…" if len(text) > 60 else "")


def view(args: MultiDict[str, str], edition: Edition) -> ViewState:
    """The view that a page's query string asks for. Raises BadParameter."""
    chosen = parse(args, edition, PAGE, {**PARAMETERS, "level": _listed(levels, "level")})
    level = chosen.get("level", "admin1")
    allowed = offered(edition, level)
    if chosen.setdefault("measure", allowed[0]) not in allowed:
        _refuse("measure", chosen["measure"], allowed)
    chosen.setdefault("year", opening_year(edition))
    chosen.setdefault("layers", default_layers(edition))
    state = ViewState(**chosen)
    _two_years(state.since, state.year, edition)
    return state


def opening_year(edition: Edition) -> str:
    """The year that the edition opens with where none is asked for: the usual one, else the last that it covers."""
    return DEFAULT_YEAR if DEFAULT_YEAR in edition.figures.periods else str(edition.manifest["covered"][-1])


def offered(edition: Edition, level: str) -> list[str]:
    """The measures that have values at a level of the edition, in the registry's order."""
    found = edition.manifest["breaks"]
    return [measure.key for measure in measures.MEASURES if level in found.get(measure.key, ())]


def selection(args: MultiDict[str, str], edition: Edition, accepts: Sequence[str]) -> Selection:
    """What a download or the API is asked for. Raises BadParameter."""
    found = parse(args, edition, accepts)
    chosen = Selection(**{name: value for name, value in found.items() if name not in (*EDITION, "hxl")})
    if chosen.km and "level" in accepts and chosen.level != "zones":
        raise BadParameter("km", gettext("parameter 'km' needs level=zones"), [])
    if chosen.month and not chosen.year:
        raise BadParameter("month", gettext("parameter 'month' needs a 'year'"), list(edition.figures.periods))
    _two_years(chosen.since, chosen.year, edition)
    _of_level(chosen, edition)
    return chosen


def _of_level(chosen: Selection, edition: Edition) -> None:
    """A measure must have values at the level, and a unit must be of it."""
    if chosen.measure and chosen.measure not in offered(edition, chosen.level):
        _refuse("measure", chosen.measure, offered(edition, chosen.level))
    codes = [unit.pcode for unit in edition.figures.units[chosen.level]]
    if chosen.pcode and chosen.pcode not in codes:
        _refuse("pcode", chosen.pcode, codes if chosen.level != "grid" else [_GRID_NUMBER])


def _refuse(name: str, value: str, allowed: Sequence[str]) -> NoReturn:
    shown = [*allowed[:_MOST_SHOWN], "…"] if len(allowed) > _MOST_SHOWN else allowed
    text = gettext(
        "parameter '%(name)s' cannot be '%(value)s'; it can be %(values)s",
        name=name,
        value=_short(value),
        values=", ".join(shown) or gettext("none"),
    )
    raise BadParameter(name, text, list(allowed))


_MOST_SHOWN = 200


def _two_years(since: str | None, year: str | None, edition: Edition) -> None:
    if since is not None and since == year:
        others = [period for period in edition.figures.periods if period != year]
        text = gettext("parameter 'from' is the same year as 'year', %(year)s; give another", year=year)
        raise BadParameter("from", text, others)
