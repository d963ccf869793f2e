"""A view of the map and a choice of figures: what an address asks for, as values, and back as an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from geodata import periods, vocabulary
from geodata.figures import measures

DEFAULT_YEAR, DEFAULT_SINCE = "2022", "2020"
DEFAULT_LAYERS = ("units", "niger-50", "burkina-50", "both-50", "rivers", "towns")


@dataclass(frozen=True)
class ViewState:
    """A view of the map: everything that a link needs to reopen it."""

    source: str | None = None
    frame: str | None = None
    level: str = "admin1"
    year: str = DEFAULT_YEAR
    month: str | None = None
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

    @property
    def period(self) -> str:
        """The year, or the month of it, that is shown."""
        return periods.period_of(self.year, self.month)

    @property
    def then(self) -> str | None:
        """The year, or the month of it, that is compared with."""
        return periods.period_of(self.since, self.month) if self.since else None

    @property
    def free_km(self) -> int | None:
        """The distance of a border zone that is shown and is none of the standard ones; None where there is none."""
        kms = [vocabulary.split_zone(name)[1] for name in self.layers if name.rpartition("-")[0] in vocabulary.KINDS]
        return next((km for km in kms if km not in vocabulary.DISTANCES_KM), None)

    def values(self) -> dict[str, Any]:
        """Every parameter of this view by its name in addresses, those that an address leaves out as well."""
        return {
            "source": self.source,
            "frame": self.frame,
            "level": self.level,
            "year": self.year,
            "month": self.month,
            "measure": self.measure,
            "from": self.since,
            "violence": self.violence,
            "family": self.family,
            "circles": self.circles,
            "layers": list(self.layers),
            "focus": self.focus,
            "unit": self.unit,
            "at": list(self.at) if self.at else None,
            "lang": self.lang,
        }

    def pairs(self) -> dict[str, str]:
        """The parameters of this view's address, defaults left out, in canonical order."""
        texts = {
            **self.values(),
            "measure": self.measure if self.measure != default_measure(self.level) else None,
            "layers": ",".join(self.layers) or "none",
            "at": "/".join(f"{number:.10g}" for number in self.at) if self.at else None,
        }
        return {name: text for name, text in texts.items() if text is not None and text != _DEFAULT_TEXT.get(name)}

    def query(self, **changes: Any) -> str:
        """The address of this view, or of this view with changes: `?...`; `./` where all is as a page opens."""
        pairs = replace(self, **changes).pairs()
        return "?" + urlencode(pairs, safe=",/") if pairs else "./"


def default_measure(level: str) -> str:
    """The measure that a level opens with: the first of the registry that it has."""
    return next(measure.key for measure in measures.MEASURES if level in measure.levels)


_DEFAULT_TEXT = {
    "level": "admin1",
    "year": DEFAULT_YEAR,
    "violence": "all",
    "family": "any",
    "circles": "none",
    "layers": ",".join(DEFAULT_LAYERS),
    "focus": "east",
}
