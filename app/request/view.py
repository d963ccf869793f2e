"""A view of the map: what an address asks for, as values, and back as an address.

Its fields are the view's part of the registry of parameters, in the canonical order of addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from app.request import options, picked, view_values
from app.request.compared import COMPARE
from app.request.entries import Entries, entry, optional
from app.request.options import DEFAULT_LAYERS, DEFAULT_YEAR
from app.request.registry import VIEW, Parameter, Where, one_of
from app.web.languages import LANGUAGES, N_
from geodata import periods, vocabulary
from geodata.builds.store import Edition
from geodata.exports import selection
from geodata.exports.columns import ADMIN_LEVELS
from geodata.exports.extract import LAYERS
from geodata.exports.selection import APART, SIDED, Filters, Selection
from geodata.figures import measures
from geodata.periods import is_of_months, is_range

_SELECTS = frozenset(one.name for one in fields(Selection))
_EVERYWHERE = frozenset(Where)
_COUNTS = VIEW | {Where.FILES, Where.FIGURES}
"""The addresses of whatever is counted."""
_PAGE = frozenset((Where.MAP,))
"""The map's page alone."""
_COUNTED = tuple(layer for layer in LAYERS if layer != "sites")
_COMPARED = tuple(layer for layer in _COUNTED if layer != "events")


@dataclass(frozen=True)
class View(Entries):
    """A view of the map: everything that a link needs to reopen it. Each field is a parameter's entry."""

    source: str | None = optional(
        Parameter(
            "source", N_("The source of the events, by its id."), view_values.as_it_is, options.sources, _EVERYWHERE
        )
    )
    frame: str | None = optional(
        Parameter("frame", N_("The boundaries, by their year."), view_values.as_it_is, options.frames, _EVERYWHERE)
    )
    level: str = entry(
        one_of("level", N_("The units that are coloured and listed."), options.levels, on=VIEW, default="admin1")
    )
    year: str = entry(
        Parameter(
            "year",
            N_("The year shown, or a range such as 2021-2023, which is summed. A file without it holds every year."),
            view_values.year,
            options.years,
            _COUNTS,
            default=DEFAULT_YEAR,
            standard=lambda chosen: chosen["year"] if is_range(chosen["month"] or "") else DEFAULT_YEAR,
            opening=lambda _, edition: options.opening_year(edition),
            fitting=view_values.fit_year,
        )
    )
    month: str | None = optional(
        Parameter(
            "month",
            N_("The month of the year, where months are known, or a range such as 2022-03..2022-08, without a year."),
            view_values.month,
            options.months,
            _COUNTS,
            _COUNTED,
        )
    )
    measure: str = entry(
        one_of(
            "measure",
            N_("What the units are coloured by."),
            options.measured,
            on=VIEW | {Where.FIGURES},
            default=measures.DEFAULT.key,
            opening=lambda chosen, edition: options.opening_measure(edition, chosen["level"]),
            standard=lambda chosen: options.default_measure(chosen["level"]),
            among=lambda chosen, edition: options.offered(edition, chosen["level"]),
            fitting=view_values.fit_measure,
        )
    )
    since: str | None = optional(
        Parameter(
            "from",
            N_("The year or range that is compared with: every value is then the change from it, of ranges by means."),
            view_values.since,
            options.years,
            _COUNTS,
            _COMPARED,
            sets="since",
            fitting=view_values.fit_since,
        )
    )
    picked: tuple[str, ...] = entry(picked.PARAMETER)
    violence: str = entry(
        one_of(
            "violence",
            N_("Only events of this type of violence."),
            options.violence_types,
            on=_COUNTS,
            layers=_COUNTED,
            default=vocabulary.ALL_VIOLENCE,
        )
    )
    family: str = entry(
        one_of(
            "family",
            N_("Only events in which this family of actors takes part."),
            options.actor_families,
            on=_COUNTS,
            layers=_COUNTED,
            default=vocabulary.ANY_FAMILY,
        )
    )
    named: str = entry(
        one_of(
            "named",
            N_("Whether events that only name a unit, and are placed in none, stand apart or count with it."),
            options.named,
            on=_COUNTS,
            layers=ADMIN_LEVELS,
            default=APART,
        )
    )
    sides: str = entry(
        one_of(
            "sides",
            N_("Whether zones and cells are counted on Mali’s side of the border or, each apart, on both."),
            options.sides,
            on=_COUNTS,
            layers=SIDED,
            default=options.OWN,
        )
    )
    people: str = entry(
        one_of(
            "people",
            N_("Whose number rates by people divide by: of the 2022 census, or of the year, between two censuses."),
            options.PEOPLE,
            on=_COUNTS | {Where.FIGURES},
            layers=("admin1",),
            default=options.PEOPLE[0],
        )
    )
    estimate: str = entry(view_values.ESTIMATE)
    circles: str = entry(
        one_of(
            "circles",
            N_("What circles on the units stand for."),
            options.CIRCLES,
            on=VIEW,
            default=options.CIRCLES[0],
        )
    )
    layers: tuple[str, ...] = entry(
        Parameter(
            "layers",
            N_("The layers that the map shows, with commas between them."),
            view_values.layers,
            lambda edition: ["none", *options.map_layers(edition)],
            VIEW,
            default=DEFAULT_LAYERS,
            text=lambda layers: ",".join(layers) or "none",
            opening=lambda _, edition: options.default_layers(edition),
            fitting=view_values.fit_layers,
        )
    )
    focus: str = entry(
        one_of(
            "focus",
            N_("The place that the map zooms to."),
            options.FOCUSES,
            on=VIEW,
            default=options.FOCUSES[0],
            fitting=lambda focus, _, there, __: focus if focus in options.focuses(there) else options.FOCUSES[0],
        )
    )
    unit: str | None = optional(
        one_of("unit", N_("The unit or zone opened; MLI: the country; none: not allocated."), options.opened, on=VIEW)
    )
    at: tuple[float, float, float] | None = optional(
        Parameter(
            "at",
            N_("Where the map looks, instead of a focus: zoom and middle."),
            view_values.at,
            lambda _: ["zoom/latitude/longitude, such as 6.5/16.2/0.4"],
            VIEW,
            text=lambda at: "/".join(f"{number:.10g}" for number in at),
            fitting=lambda at, *_: at,
        )
    )
    tab: str = entry(
        one_of("tab", N_("The tab of the panel that is shown."), options.TABS, on=_PAGE, default=options.TABS[0])
    )
    sort: str = entry(
        one_of(
            "sort",
            N_("The column that the table is sorted by; with - before it, the highest or last first."),
            options.SORTS,
            on=_PAGE,
            default=options.SORTS[0],
            among=lambda chosen, _: options.sorts(chosen["level"]),
        )
    )
    compare: str | None = optional(COMPARE)
    lang: str | None = optional(
        one_of("lang", N_("The language of the answer, before that of the browser."), list(LANGUAGES),
               on=VIEW | {Where.PAGES})
    )  # fmt: skip

    @property
    def period(self) -> str:
        """The year, the month of it, or the range that is shown."""
        return periods.period_of(self.year, self.month)

    @property
    def then(self) -> str | None:
        """The year, the month of it, or the range that is compared with."""
        return periods.compared(self.period, self.since) if self.since else None

    @property
    def last_year(self) -> str:
        """The last year that the period touches: what is listed is of its end."""
        return periods.year_of(self.period)

    def in_year(self, year: str) -> dict[str, str | None]:
        """The changes that show a single year, or its month where one is shown."""
        return self.in_month(None if self.month and is_range(self.month) else self.month, year)

    def in_month(self, month: str | None, year: str) -> dict[str, str | None]:
        """The changes that show a month of a year, or the year, with the year that it can be compared with."""
        since = None if self.since and (is_range(self.since) or self.since == year) else self.since
        return {"year": year, "month": month, "since": since}

    @property
    def free_km(self) -> int | None:
        """The distance of a border zone that is shown and not a standard one, or None."""
        kms = [vocabulary.split_zone(name)[1] for name in self.layers if name.rpartition("-")[0] in vocabulary.KINDS]
        return next((km for km in kms if km not in vocabulary.DISTANCES_KM), None)

    def counted(self, edition: Edition) -> Edition:
        """The edition whose figures count what the view counts."""
        return selection.counted(edition, self.named, self.people)

    @property
    def filters(self) -> Filters:
        """The filters and the compared year, as keyword arguments of the functions of records."""
        return {"violence": self.violence, "family": self.family, "since": self.since}

    def selection(self, layer: str, period: Literal["shown", "all"] = "shown") -> Selection:
        """The selection that a layer's files hold of this view: its period or all years, and what else they take."""
        of_months = ["from"] if self.since and is_of_months(self.since) else []
        left_out = {"year", "month", *of_months} if period == "all" else set()
        left_out |= {"units"} if layer != self.level else set()
        taken = [one for one in self.parameters() if Where.FILES in one.on and layer in one.layers]
        chosen = {
            one.field: getattr(self, one.field) for one in taken if one.field in _SELECTS and one.name not in left_out
        }
        return Selection(**chosen, km=self.free_km if layer == "zones" else None)
