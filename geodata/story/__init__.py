"""The story of the report, told by an edition's figures: steps of a sentence or two, each with a view of the map.

Plain Python: a web worker imports this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geodata.builds.store import Edition
from geodata.story import forces, violence
from geodata.story.model import NOW, THEN, Step, Subject, subject

STEPS: Sequence[Callable[[Subject], Step | None]] = (
    violence.country,
    violence.gao_and_menaka,
    violence.borders,
    violence.civilians,
    forces.sites,
    forces.left,
    forces.order,
    violence.not_placed,
    forces.since,
)
"""The steps in their order. Each is left out where it cannot be told."""


def tell(edition: Edition, others: Sequence[Edition] = ()) -> list[Step]:
    """The steps of the story that an edition can tell; none where it does not cover both years that are compared."""
    told = subject(edition, others)
    if not all(told.covers(year) for year in (THEN, NOW)):
        return []
    return [step for make in STEPS if (step := make(told)) is not None]
