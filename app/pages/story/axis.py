"""The story's axis of time: the deaths of its places, the sites of the forces, the dated events that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from app.charts import shared_axis
from app.charts.render import Drawing
from app.charts.shared_axis import Place
from app.pages import on_axis
from app.web.languages import gettext, language
from geodata.figures.figures import Row
from geodata.story.model import BOTH_BORDERS, GAO, MENAKA, ZONE, Subject
from geodata.vocabulary import ABROAD, COUNTRY_NAMES


def axis(told: Subject, marks: Sequence[dict[str, Any]]) -> Drawing:
    """The drawing; `marks` are the rows of the timeline that `on_axis.marks_of` gives."""
    return shared_axis.shared_axis(
        tuple(_places(told)),
        on_axis.strengths(told.edition),
        on_axis.named(marks),
        key="story",
        title=gettext("Deaths by place and documented sites by force, on one axis of time"),
        description=gettext(
            "Rows of bars by year: deaths at the best estimate, a line from the lowest to the highest report, "
            "grey where there is no data. Below, by force, documented sites open at the end of the year, pale where "
            "perhaps. Places overlap and are never added up."
        ),
        language=language(),
    )


def _places(told: Subject) -> Iterable[Place]:
    if GAO in told.regions and MENAKA in told.regions:
        yield _place(told, GAO, lambda year: told.region(GAO, year))
        yield _place(told, MENAKA, lambda year: told.region(MENAKA, year))
        yield _place(told, gettext("Other regions"), told.elsewhere, is_main=False)
    else:
        yield _place(told, "Mali", told.country)
    if told.zone(BOTH_BORDERS, told.years[0]):
        yield _place(told, gettext("Three-border area"), lambda year: told.zone(BOTH_BORDERS, year) or {})
    for side in ABROAD:
        if told.zone(ZONE, told.years[0], side):
            name = gettext("%(country)s’s side", country=COUNTRY_NAMES[side])
            yield _place(told, name, partial(_beyond, told, side), is_main=False)


def _beyond(told: Subject, side: str, year: str) -> Row:
    return told.zone(ZONE, year, side) or {}


def _place(told: Subject, label: str, count: Callable[[str], Row], *, is_main: bool = True) -> Place:
    return on_axis.place(label, told.figures.periods, count, is_main=is_main)
