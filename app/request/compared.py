"""The parameter `compare`: what stands beside the map."""

from __future__ import annotations

from app.request import options, view_values
from app.request.registry import VIEW, Chosen, Parameter
from app.web.languages import N_
from geodata import periods
from geodata.builds.store import Edition


def _compare(text: str, edition: Edition) -> str:
    """What a view is compared with: one of the list, or any period of the edition after `year:`. Raises Unfit too."""
    kind, _, of = text.partition(":")
    if text not in options.compared(edition):
        if kind != "year":
            raise ValueError(text)
        period(of, edition)
    return text


def period(text: str, edition: Edition) -> tuple[str, str | None]:
    """The year and the month that a period's text stands for, each as a view has it. Raises ValueError, Unfit."""
    if periods.MONTHS_APART in text and options.months(edition):
        return periods.year_of(text), view_values.month(text, edition)
    if periods.is_month(text):
        return view_values.year(text[:4], edition), view_values.month(text[5:], edition)
    return view_values.year(text, edition), None


def _compared_at(chosen: Chosen, edition: Edition) -> list[str]:
    """What a view of the chosen level can be compared with; a period, once known, at any level."""
    known = options.compared(edition, str(chosen["level"]))
    text = chosen["compare"]
    return [text, *known] if text and text.startswith("year:") and text not in known else known


def _fit(compare: str | None, chosen: Chosen, there: Edition, _: Edition) -> str | None:
    """What is compared with, where the other edition has it and it is not that edition itself."""
    if not compare or compare in (f"source:{there.source}", f"frame:{there.frame}"):
        return None
    if compare in options.compared(there, str(chosen["level"])):
        return compare
    try:
        period(compare.removeprefix("year:"), there)
    except ValueError:
        return None
    return compare


COMPARE: Parameter[str | None] = Parameter(
    "compare",
    N_(
        "What stands beside the map: another period (year:), measure, source or frame; years: a small map of "
        "every year, which a figure has too. A briefing and a citation pack hold the first map alone."
    ),
    _compare,
    options.compared,
    VIEW,
    among=_compared_at,
    fitting=_fit,
)
