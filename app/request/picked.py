"""Picked units: their parameter, and what they may be together: each once, all of one level, none that overlap."""

from __future__ import annotations

from collections.abc import Sequence

from app.request import options
from app.request.registry import VIEW, Chosen, Parameter, Where
from app.web.errors import BadParameter
from app.web.languages import N_, gettext
from geodata.builds.store import Edition
from geodata.exports.columns import ADMIN_LEVELS

NAME = "units"
_MOST_SHOWN = 200


def parse(text: str, edition: Edition) -> tuple[str, ...]:
    """The codes of units that are named, in the edition's order."""
    order = {pcode: place for place, pcode in enumerate(options.units(edition))}
    return tuple(sorted(text.split(","), key=lambda pcode: order.get(pcode, len(order))))


def fit(picked: tuple[str, ...], chosen: Chosen, there: Edition, _: Edition) -> tuple[str, ...]:
    """The units, where the other edition has all of them at the level; none else: a sum of some is another sum."""
    known = {unit.pcode for unit in there.figures.units[chosen["level"]]}
    return picked if known.issuperset(picked) else ()


_NONE: tuple[str, ...] = ()
PARAMETER = Parameter(
    NAME,
    N_("Units of the level that are picked, by code, with commas between: their figures are added up."),
    parse,
    options.units,
    VIEW | {Where.FILES, Where.FIGURES},
    ADMIN_LEVELS,
    default=_NONE,
    sets="picked",
    text=",".join,
    fitting=fit,
    elsewhere=N_("zones and grid cells are not added up: zones overlap, and a cell is no unit. Pick units."),
)


def require_of_level(picked: Sequence[str], level: str, edition: Edition) -> None:
    """Raise BadParameter unless the units can be added up: see the module."""
    if not picked:
        return
    if level not in ADMIN_LEVELS:
        _refuse(
            gettext(
                "parameter 'units' is for units: zones overlap, so that their sum would count events twice, and a grid "
                "cell is no unit. Ask for admin1, admin2 or admin3, or for one zone or cell by 'pcode'"
            ),
            [],
        )
    own = [unit.pcode for unit in edition.figures.units[level]]
    _require_once(picked, own)
    for pcode in picked:
        if pcode not in own:
            _refuse(_why_not(pcode, level, own, edition), own)


def _require_once(picked: Sequence[str], own: Sequence[str]) -> None:
    twice = next((pcode for pcode in picked if picked.count(pcode) > 1), None)
    if twice is not None:
        text = gettext(
            "parameter 'units' names %(unit)s twice, which would count it twice; name it once", unit=twice[:60]
        )
        _refuse(text, own)


def _why_not(pcode: str, level: str, own: Sequence[str], edition: Edition) -> str:
    if pcode in options.zones(edition):
        return gettext(
            "parameter 'units' names %(unit)s, a border zone: zones overlap each other and the units, and are never "
            "added up. Open one zone with 'unit'",
            unit=pcode,
        )
    other = next((name for name in options.levels(edition) if edition.figures.unit(name, pcode)), None)
    if other:
        return gettext(
            "parameter 'units' names %(unit)s, which is of level %(other)s, and the level here is %(level)s: units of "
            "two levels hold each other and are not added up. Give level=%(other)s, or units of %(level)s",
            unit=pcode,
            other=other,
            level=level,
        )
    shown = [*own[:_MOST_SHOWN], "…"] if len(own) > _MOST_SHOWN else own
    return gettext(
        "parameter '%(name)s' cannot be '%(value)s'; it can be %(values)s",
        name=NAME,
        value=pcode[:60] + ("…" if len(pcode) > 60 else ""),
        values=", ".join(shown),
    )


def _refuse(text: str, allowed: Sequence[str]) -> None:
    raise BadParameter(NAME, text, list(allowed))
