"""The values of a view's parameters that no list gives: how their text is read, and what another edition keeps of them.

A parser makes a value of a text, or raises ValueError; a fitting carries a value over (see registry.Parameter).
"""

from __future__ import annotations

import re

from app.request import options, ranges
from app.request.registry import VIEW, Chosen, one_of
from app.web.languages import N_
from geodata import periods
from geodata.builds.store import Edition
from geodata.figures import estimates, measures

_AT = re.compile(r"(\d{1,2}(?:\.\d{1,3})?)/(-?\d{1,2}(?:\.\d{1,4})?)/(-?\d{1,3}(?:\.\d{1,4})?)")


def as_it_is(text: str, _: Edition) -> str:
    """The text itself."""
    return text


def year(text: str, edition: Edition) -> str:
    """A year of the edition, or a range of its years."""
    known = options.years(edition)
    return text if text in known else ranges.read(text, known)


def month(text: str, edition: Edition) -> str:
    """The number of a month that the edition knows, in two digits, or a range of its months."""
    known = options.months(edition)
    if known and ranges.is_meant(text):
        return ranges.read(text, options.years(edition), of_months=True)
    month = text.zfill(2)
    if month not in known or len(text) > 2:
        raise ValueError(text)
    return month


def since(text: str, edition: Edition) -> str | None:
    """A year of the edition, a range of its years or months, or None for none."""
    if periods.MONTHS_APART in text and options.months(edition):
        return ranges.read(text, options.years(edition), of_months=True)
    return year(text, edition) if text else None


def layers(text: str, edition: Edition) -> tuple[str, ...]:
    """The layers of the edition's map that are named, in the canonical order, each once."""
    wanted = [] if text == "none" else text.split(",")
    known = options.map_layers(edition)
    if any(name not in known for name in wanted) or len(set(wanted)) != len(wanted):
        raise ValueError(text)
    return tuple(name for name in known if name in wanted)


def at(text: str, _: Edition) -> tuple[float, float, float]:
    """Zoom, latitude and longitude."""
    match = _AT.fullmatch(text)
    zoom, latitude, longitude = (float(part) for part in match.groups()) if match else (99.0, 0.0, 0.0)
    if not (3 <= zoom <= 12 and -90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(text)
    return zoom, latitude, longitude


def fit_year(year: str, _: Chosen, there: Edition, __: Edition) -> str:
    """The year or range, or the last year that the other edition covers."""
    return year if ranges.are_among(year, there.figures.periods) else str(there.manifest["covered"][-1])


def fit_measure(measure: str, chosen: Chosen, there: Edition, _: Edition) -> str:
    """The measure, or one of the same count that the other edition's level has, else what that opens with."""
    known = options.offered(there, chosen["level"])
    if measure in known:
        return measure
    count = measures.BY_KEY[measure].numerator
    same = (key for key in known if measures.BY_KEY[key].numerator == count)
    return next(same, None) or options.opening_measure(there, chosen["level"])


def fit_since(since: str | None, chosen: Chosen, there: Edition, _: Edition) -> str | None:
    """The period compared with, where the other edition covers it and it is not the period shown."""
    if not since or not ranges.are_among(since, there.manifest["covered"]):
        return None
    return since if ranges.problem(chosen["year"], chosen["month"], since, there) is None else None


def fit_layers(layers: tuple[str, ...], _: Chosen, there: Edition, here: Edition) -> tuple[str, ...]:
    """The layers that the other edition has too; what it opens with where the view shows just what opened."""
    if layers == options.default_layers(here):
        return options.default_layers(there)
    return tuple(name for name in layers if name in options.map_layers(there))


ESTIMATE = one_of(
    "estimate",
    N_("The estimate that colours and values are by, where a measure has a range of reports."),
    estimates.ESTIMATES,
    on=VIEW,
    default=estimates.BEST,
)
