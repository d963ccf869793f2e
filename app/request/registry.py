"""What a query parameter is: its name, values, default, texts, and which addresses take it.

The parameters themselves are the fields of `view.View` and the entries of `parameters.py`. Whatever is said of a
parameter anywhere (an error's allowed list, the address of a view, the script's configuration, OpenAPI, /docs) is
read from its entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, TypeVar

from geodata.builds.store import Edition
from geodata.exports.extract import LAYERS

T = TypeVar("T")
Allowed = Callable[[Edition], Sequence[str]]
Chosen = Mapping[str, Any]
"""Values by the field that they set."""


class Where(Enum):
    """Addresses that share parameters."""

    MAP = "map"
    FIGURE = "figure"
    CARD = "card"
    BRIEFING = "briefing"
    PACK = "pack"
    FILES = "files"
    FIGURES = "figures"
    PAGES = "pages"


VIEW = frozenset((Where.MAP, Where.FIGURE, Where.CARD, Where.BRIEFING, Where.PACK))
"""The addresses that show or take away a whole view."""


class Unfit(ValueError):
    """A value that a parameter cannot have, with the reason in the reader's words."""


def _nothing(_: Edition) -> Sequence[str]:
    return ()


@dataclass(frozen=True, eq=False)
class Parameter(Generic[T]):
    """A query parameter.

    `parse` makes a value of its text or raises ValueError; `allowed` lists what a refusal says that it can be. `on`
    are the addresses that take it, and of the files of layers those of `layers`. `sets` is the field of a view or a
    selection, the name where it is not given. `text` writes a value as an address has it.

    Of a view: `default` is left out of an address, or what `standard` makes of the values before it; a page opens with
    what `opening` makes of them and the edition, else with the default; `among` narrows `allowed` by them. `fitting`
    carries a value over to another edition (value, values before it, the other edition, this one); without it a value
    stays where the other edition allows it. `elsewhere`: why another address does not take it, for its refusal.
    """

    name: str
    help: str
    parse: Callable[[str, Edition], T]
    allowed: Allowed = _nothing
    on: frozenset[Where] = frozenset()
    layers: Sequence[str] = LAYERS
    default: T | None = None
    sets: str = ""
    text: Callable[[T], str] = str
    opening: Callable[[Chosen, Edition], T] | None = None
    standard: Callable[[Chosen], T] | None = None
    among: Callable[[Chosen, Edition], Sequence[str]] | None = None
    fitting: Callable[[T, Chosen, Edition, Edition], T] | None = None
    schema: Mapping[str, Any] = field(default_factory=dict)
    help_values: Mapping[str, object] = field(default_factory=dict)
    elsewhere: str = ""

    @property
    def field(self) -> str:
        """The field that it sets."""
        return self.sets or self.name

    def opens(self, chosen: Chosen, edition: Edition) -> T | None:
        """The value where none is asked for."""
        return self.opening(chosen, edition) if self.opening else self.default

    def left_out(self, chosen: Chosen) -> T | None:
        """The value that an address does not name."""
        return self.standard(chosen) if self.standard else self.default

    def fit(self, value: T | None, chosen: Chosen, there: Edition, here: Edition) -> T | None:
        """The value in another edition, where that has it, else what that opens with."""
        if value is None:
            return None
        if self.fitting:
            return self.fitting(value, chosen, there, here)
        return value if self._has(value, chosen, there) else self.opens(chosen, there)

    def _has(self, value: T, chosen: Chosen, edition: Edition) -> bool:
        text = self.text(value)
        try:
            self.parse(text, edition)
        except ValueError:
            return False
        return self.among is None or text in self.among(chosen, edition)


def listed(of: Allowed) -> Callable[[str, Edition], str]:
    """The parser of a parameter whose values can be listed; which ones may depend on the edition."""

    def parse(text: str, edition: Edition) -> str:
        if text not in of(edition):
            raise ValueError(text)
        return text

    return parse


def one_of(
    name: str, help: str, of: Allowed | Sequence[str], *, on: frozenset[Where] = frozenset(), **more: Any
) -> Parameter[str]:
    """A parameter whose values can be listed."""
    allowed: Allowed = of if callable(of) else lambda _: of
    return Parameter(name, help, listed(allowed), allowed, on, **more)


def plain(value: object) -> object:
    """A value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def names(parameters: Iterable[Parameter[Any]]) -> list[str]:
    """The names of parameters, in their order."""
    return [one.name for one in parameters]
