"""What is said of a class that depends on the estimate, and of a rate that rests on little: marks, notes, legend."""

from __future__ import annotations

from app.presenters.map_view import MapView
from app.request.view import View
from app.text import labels
from app.web.languages import N_, gettext
from geodata.exports.cells import Cell
from geodata.figures import estimates
from geodata.figures.measures import Measure

UNSTABLE, UNCERTAIN = "†", "◪"
"""The marks of a rate that rests on little, and of a class that depends on the estimate; the map hatches the latter."""
HATCH = "url(#p-class-edge)"
"""The dark part of the hatch, which shows on the white of a sheet's legend."""
_UNSTABLE = N_("† Unstable: fewer than 5 events or, by people, fewer than 20,000 people.")
_UNCERTAIN = N_("◪ The class differs between the lowest and the highest of the reports.")
_OUTSIDE = N_("The best estimate lies outside the range, as published.")
_UNSTABLE_SHORT = N_("† Fewer than 5 events or 20,000 people.")
_UNCERTAIN_SHORT = N_("◪ Class by estimate.")
_HATCHED = N_("Hatched, ◪ in the table: the class differs between the lowest and the highest of the reports.")


def marks(cell: Cell) -> str:
    """The marks behind a value; "" where there is nothing to mark."""
    return UNSTABLE * cell.is_unstable + UNCERTAIN * cell.is_class_uncertain


def notes(cell: Cell) -> list[str]:
    """The same in words, and that a best estimate lies outside its own range, which readers would take for an error."""
    said = ((cell.is_unstable, _UNSTABLE), (cell.is_class_uncertain, _UNCERTAIN), (cell.is_best_outside, _OUTSIDE))
    return [gettext(text) for is_so, text in said if is_so]


def hatched(shown: MapView) -> str:
    """What the hatch means; "" where no unit has one."""
    return gettext(_HATCHED) if any(one.cell.is_class_uncertain for one in shown.units) else ""


def unstable(shown: MapView) -> str:
    """What the dagger means; "" where no unit has one."""
    return gettext(_UNSTABLE) if any(one.cell.is_unstable for one in shown.units) else ""


def shortly(shown: MapView) -> list[str]:
    """What the marks of the units mean, where there is little room."""
    said = ((unstable(shown), _UNSTABLE_SHORT), (hatched(shown), _UNCERTAIN_SHORT))
    return [gettext(text) for is_there, text in said if is_there]


def by_estimate(text: str, measure: Measure, view: View) -> str:
    """A measure's unit with the estimate that values are by; as it is for the best one, and where there is no other."""
    if view.estimate == estimates.BEST or not estimates.applies(measure):
        return text
    return gettext(labels.BY_ESTIMATE[view.estimate], unit=text)


def no_choice(measure: Measure, view: View) -> str:
    """That the chosen estimate does not apply; "" where it does."""
    is_best = view.estimate == estimates.BEST
    return "" if is_best or estimates.applies(measure) else gettext(labels.ONE_ESTIMATE)
