"""A query string made values, once at the edge: page, download, API and map share these parsers.

An unknown or repeated parameter and a value that is not allowed raise BadParameter, which names what is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, NoReturn

from werkzeug.datastructures import MultiDict

from app.request import options, parameters, picked, ranges
from app.request.entries import opening
from app.request.registry import Parameter, Unfit, Where, names
from app.request.view import View
from app.web.errors import BadParameter
from app.web.languages import gettext
from geodata.builds.store import Build, Edition
from geodata.exports.selection import Selection

_MOST_SHOWN = 200
_SELECTS = frozenset(one.name for one in fields(Selection))


def edition_of(args: MultiDict[str, str], build: Build) -> Edition:
    """The edition of the parameters `source` and `frame`; of whichever is not given, the first. Raises BadParameter."""
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


def parse(args: MultiDict[str, str], edition: Edition, accepts: Sequence[Parameter[Any]]) -> dict[str, Any]:
    """The values that a query string sets, by field. Raises BadParameter."""
    known = {one.name: one for one in accepts}
    chosen: dict[str, Any] = {}
    for name, texts in args.lists():
        if name not in known:
            _refuse_unknown(name, list(known))
        parameter = known[name]
        if len(texts) > 1:
            _refuse_repeated(name, len(texts), list(parameter.allowed(edition)))
        try:
            chosen[parameter.field] = parameter.parse(texts[0], edition)
        except Unfit as problem:
            _refuse_unfit(name, texts[0], str(problem), parameter.allowed(edition))
        except ValueError:
            _refuse(name, texts[0], list(parameter.allowed(edition)))
    return chosen


def view_of(args: MultiDict[str, str], edition: Edition, where: Where = Where.MAP) -> View:
    """The view that a query string asks for. Raises BadParameter."""
    return view_from(parse(args, edition, parameters.taken(where)), edition)


def view_from(given: dict[str, Any], edition: Edition) -> View:
    """The view of values by field, the others as the edition opens with. Raises BadParameter."""
    given = _settled(given, edition)
    chosen = opening(given, edition, parameters.REGISTRY.view)
    for one in parameters.REGISTRY.view.parameters():
        text = chosen[one.field]
        if one.among and text is not None and text not in (allowed := one.among(chosen, edition)):
            _refuse(one.name, text, allowed)
    view = parameters.REGISTRY.view(**chosen)
    picked.require_of_level(view.picked, view.level, edition)
    _require_fitting(view.year, view.month, view.since, edition)
    return view


def selection_of(
    args: MultiDict[str, str], edition: Edition, accepts: Sequence[Parameter[Any]], layer: str | None = None
) -> Selection:
    """The selection of a download, whose layer is given, or of an API request. Raises BadParameter."""
    found = parse(args, edition, accepts)
    found = _settled(found, edition)
    chosen = Selection(**{name: value for name, value in found.items() if name in _SELECTS})
    picked.require_of_level(chosen.picked, layer or chosen.level, edition)
    if chosen.picked and chosen.pcode:
        raise BadParameter("pcode", gettext("give one of 'pcode' and 'units', not both"), [])
    if chosen.km and "level" in names(accepts) and chosen.level != "zones":
        raise BadParameter("km", gettext("parameter 'km' needs level=zones"), [])
    if chosen.month and not chosen.year:
        raise BadParameter("month", gettext("parameter 'month' needs a 'year'"), list(edition.figures.periods))
    _require_fitting(chosen.year, chosen.month, chosen.since, edition)
    _require_of_level(chosen, edition)
    return chosen


def _require_of_level(chosen: Selection, edition: Edition) -> None:
    """A measure must have values at the level, and a unit must be of it."""
    offered = options.offered(edition, chosen.level)
    if chosen.measure and chosen.measure not in offered:
        _refuse("measure", chosen.measure, offered)
    codes = [unit.pcode for unit in edition.figures.units[chosen.level]]
    if chosen.pcode and chosen.pcode not in codes:
        _refuse("pcode", chosen.pcode, codes if chosen.level != "grid" else [parameters.GRID_NUMBER])


def _settled(given: dict[str, Any], edition: Edition) -> dict[str, Any]:
    """The values with the year of a range of months. Raises BadParameter where another year is given."""
    found = dict(given)
    try:
        ranges.settle(found)
    except Unfit as problem:
        _refuse_unfit("year", given["year"], str(problem), options.years(edition))
    return found


def _require_fitting(year: str | None, month: str | None, since: str | None, edition: Edition) -> None:
    found = ranges.problem(year, month, since, edition)
    if found:
        name, why = found
        value = {"month": month, "from": since}[name] or ""
        allowed = options.months(edition) if name == "month" else options.years(edition)
        _refuse_unfit(name, value, why, [one for one in allowed if one != year])


def _refuse_unknown(name: str, known: list[str]) -> NoReturn:
    takes = ", ".join(known) or gettext("none")
    text = gettext("unknown parameter '%(name)s'; this address takes %(names)s", name=_short(name), names=takes)
    why = next((one.elsewhere for one in parameters.REGISTRY if one.name == name and one.elsewhere), "")
    text = f"{text}; {gettext(why)}" if why else text
    raise BadParameter(_short(name), text, known)


def _refuse_repeated(name: str, times: int, allowed: list[str]) -> NoReturn:
    text = gettext("parameter '%(name)s' is given %(times)s times; give it once", name=name, times=times)
    raise BadParameter(name, text, allowed)


def _refuse(name: str, value: str, allowed: Sequence[str]) -> NoReturn:
    shown = [*allowed[:_MOST_SHOWN], "…"] if len(allowed) > _MOST_SHOWN else allowed
    text = gettext(
        "parameter '%(name)s' cannot be '%(value)s'; it can be %(values)s",
        name=name,
        value=_short(value),
        values=", ".join(shown) or gettext("none"),
    )
    raise BadParameter(name, text, list(allowed))


def _refuse_unfit(name: str, value: str, why: str, allowed: Sequence[str]) -> NoReturn:
    text = gettext("parameter '%(name)s' cannot be '%(value)s': %(why)s", name=name, value=_short(value), why=why)
    raise BadParameter(name, text, list(allowed))


def _short(text: str) -> str:
    return text[:60] + ("…" if len(text) > 60 else "")
