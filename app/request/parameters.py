"""Every parameter that several addresses share, and which address takes which.

A parameter of a view is a field of `view.View`; the others are entries here. One that a single page takes stands in
that page's module, which hands it to `of_page`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from app.request import options
from app.request.registry import Parameter, Where, names, one_of
from app.request.view import View
from app.web.languages import N_
from geodata.builds.store import Edition
from geodata.exports.extract import LAYERS
from geodata.mapsheet.sheet import SIZES

V = TypeVar("V", bound=Callable[..., object])
EDITION = ("source", "frame")
"""The parameters that say which edition is asked for."""
GRID_NUMBER = "a PRIO-GRID number"


def _pcode(text: str, edition: Edition) -> str:
    if not options.has_unit(edition, text):
        raise ValueError(text)
    return text


def _km(text: str, edition: Edition) -> int:
    if text not in options.distances(edition):
        raise ValueError(text)
    return int(text)


_FIGURES = frozenset((Where.FIGURES,))
OTHERS: tuple[Parameter[Any], ...] = (
    one_of("level", N_("The units, zones or cells whose figures are given."), options.all_levels, on=_FIGURES,
           default="admin1"),
    Parameter("pcode", N_("One unit by its P-code, one zone by its id, one cell by its number."), _pcode,
              lambda edition: [*options.units(edition), *options.zones(edition), GRID_NUMBER], _FIGURES),
    Parameter("km", N_("Border zones of this distance in km, instead of the standard ones."), _km, options.distances,
              _FIGURES | {Where.FILES}, ("zones",)),
    one_of("hxl", N_("1 adds a row of HXL tags to Excel and CSV."), ("0", "1"), on=frozenset((Where.FILES,)),
           default="0"),
    one_of("size", N_("The shape of the sheet."), tuple(SIZES), on=frozenset((Where.FIGURE,)),
           default=next(iter(SIZES))),
)  # fmt: skip


@dataclass(frozen=True)
class Registry:
    """Every shared parameter in canonical order: those of a view, which are the fields of its type, then the others.

    Where other addresses read one of a view's names in their own way, theirs stands beside the view's.
    """

    view: type[View]
    others: tuple[Parameter[Any], ...] = ()

    def __iter__(self) -> Iterator[Parameter[Any]]:
        """Each entry."""
        of_view = self.view.parameters()
        for one in of_view:
            yield one
            yield from (other for other in self.others if other.name == one.name)
        yield from (other for other in self.others if other.name not in names(of_view))

    def taken(self, where: Where, layer: str | None = None) -> tuple[Parameter[Any], ...]:
        """The parameters that an address takes; of files, those of a layer."""
        return _taken(self, where, layer)


@cache
def _taken(registry: Registry, where: Where, layer: str | None) -> tuple[Parameter[Any], ...]:
    return tuple(one for one in registry if where in one.on and (layer is None or layer in one.layers))


REGISTRY = Registry(View, OTHERS)


def taken(where: Where, layer: str | None = None) -> tuple[Parameter[Any], ...]:
    """The parameters that an address takes; of files, those of a layer."""
    return REGISTRY.taken(where, layer)


def of_page(*own: Parameter[Any]) -> tuple[Parameter[Any], ...]:
    """The parameters of a page that shows no view: edition and language, and between them its own."""
    *edition, language = REGISTRY.taken(Where.PAGES)
    return (*edition, *own, language)


def without_language(*own: Parameter[Any]) -> tuple[Parameter[Any], ...]:
    """The parameters of an answer for programs: the edition, and its own."""
    return of_page(*own)[:-1]


def of_files() -> dict[str, list[str]]:
    """The view parameters that the files of each layer take, by name."""
    return {
        layer: [name for name in names(taken(Where.FILES, layer)) if name not in (*EDITION, "hxl")] for layer in LAYERS
    }


_ACCEPTED: dict[Callable[..., object], tuple[Where | Parameter[Any], ...]] = {}


def accepts(*what: Where | Parameter[Any]) -> Callable[[V], V]:
    """Note what the address of a view function takes, for /docs."""

    def note(answer: V) -> V:
        _ACCEPTED[answer] = what
        return answer

    return note


def accepted(answer: Callable[..., object]) -> tuple[Parameter[Any], ...]:
    """The parameters that the address of a view function takes."""
    found: list[Parameter[Any]] = []
    for one in _ACCEPTED.get(answer, ()):
        found += [one] if isinstance(one, Parameter) else taken(one)
    return tuple(found)
