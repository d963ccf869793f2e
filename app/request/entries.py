"""A value whose fields are the entries of a registry: read from an address, carried over, written back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Self, TypeVar, cast
from urllib.parse import urlencode

from app.request.registry import Parameter, Where, plain
from geodata.builds.store import Edition

T = TypeVar("T")
_ENTRY = "parameter"


def entry(parameter: Parameter[T]) -> T:
    """A field that a parameter sets and that always has a value."""
    return cast(T, field(default=parameter.default, metadata={_ENTRY: parameter}))


def optional(parameter: Parameter[T]) -> T | None:
    """A field that a parameter sets; None where it is not given."""
    return cast("T | None", field(default=None, metadata={_ENTRY: parameter}))


@cache
def _entries(of: type[Entries], on: Where | None = None) -> tuple[Parameter[Any], ...]:
    """The entries of a type, or those that an address takes: found once, as a page writes some hundred addresses."""
    found: Iterator[Parameter[Any]] = (one.metadata[_ENTRY] for one in fields(of))
    return tuple(one for one in found if on is None or on in one.on)


@dataclass(frozen=True)
class Entries:
    """A value of which each field is a parameter's entry, in the canonical order of addresses."""

    @classmethod
    def parameters(cls) -> tuple[Parameter[Any], ...]:
        """The entries of the view, in the canonical order of addresses."""
        return cls._on()

    @classmethod
    def _on(cls, on: Where | None = None) -> tuple[Parameter[Any], ...]:
        own: Any = cls  # mypy takes the class for its values, which hash in their own way
        return _entries(own, on)

    def values(self, on: Where = Where.MAP) -> dict[str, object]:
        """Every parameter that an address takes by its name, those that it leaves out as well."""
        return {one.name: plain(getattr(self, one.field)) for one in self._on(on)}

    def pairs(self, on: Where = Where.MAP) -> dict[str, str]:
        """The parameters of this view's address, or of what is made of it: defaults left out, in canonical order."""
        chosen = vars(self)
        given = ((one, chosen[one.field]) for one in self._on(on))
        return {
            one.name: one.text(value)
            for one, value in given
            if value is not None and value != one.left_out(chosen)
        }  # fmt: skip

    def query(self, **changes: Any) -> str:
        """The address of this view, or of this view with changes: `?...`; `./` where all is as a page opens."""
        pairs = replace(self, **changes).pairs()
        return "?" + urlencode(pairs, safe=",/:") if pairs else "./"

    def fit(self, there: Edition, here: Edition) -> Self:
        """This view of `here` in another edition, without what that does not have."""
        fitted: dict[str, Any] = {}
        for one in self.parameters():
            fitted[one.field] = one.fit(getattr(self, one.field), fitted, there, here)
        return replace(self, **fitted)


def opening(given: Mapping[str, Any], edition: Edition, of: type[Entries]) -> dict[str, Any]:
    """The values that a page of the edition opens with, by field, beside those that are given."""
    chosen: dict[str, Any] = {}
    for one in of.parameters():
        chosen[one.field] = given[one.field] if one.field in given else one.opens(chosen, edition)
    return chosen
