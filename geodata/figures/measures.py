"""The registry of measures: what each is computed from, its unit, its classes and colours, its words.

A new measure is one entry here; legend, tooltip, table, downloads, API and data dictionary follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.figures.figures import PERIODS
from geodata.figures.listings import BY_COUNT, Listing
from geodata.texts import N_

REDS = ("#fde0c5", "#fab384", "#f07c4f", "#cf3f34", "#96152f", "#4f0a24")
BLUES = ("#d0e3f1", "#8fbfdd", "#4a90c2", "#1f5f9e", "#0b3468")
PERCENTILES = (25, 50, 75, 90, 97)
"""Places of the class limits among all positive values of a measure: finer towards the top, where a few years tower."""
CHANGE_PERCENTILES = (50, 85)
DIVERGING = ("#2c5aa0", "#7fa6d6", "#c9daee", "#f3efe6", "#f9cfa5", "#e2803e", "#9c3a0c")
"""Seven classes from less to more: three down, no change, three up."""

INCIDENTS = "incidents"


@dataclass(frozen=True)
class Measure:
    """A measure: value = numerator * per / denominator, or the numerator itself where there is no denominator.

    Of a range of periods a value with a denominator is the mean per year or month; others are no sums: the last year's.

    `of` says where its values come from: the incidents, or the listing of that key in listings.LISTINGS. `breaks` and
    `change_breaks` are limits of its classes that no figures decided; those of other measures are in class_limits.
    """

    key: str
    numerator: str
    denominator: str | None
    per: int
    label: str
    unit: str
    short_unit: str
    palette: tuple[str, ...]
    levels: tuple[str, ...]
    decimals: int = 1
    low: str | None = None
    high: str | None = None
    breaks: tuple[float, ...] | None = None
    change_breaks: tuple[float, ...] = ()
    of: str = INCIDENTS
    unit_of_year: str | None = None
    """The unit where it divides by the people of the year."""

    def unit_by(self, people: str) -> str:
        """The unit, where rates divide by these people: vocabulary.PEOPLE."""
        return self.unit_of_year if people == "year" and self.unit_of_year else self.unit

    @property
    def is_filterable(self) -> bool:
        """True if types of violence and actor families apply."""
        return self.of == INCIDENTS


MEASURES = (
    Measure(
        "fatalities_per_100k",
        "fatalities_best",
        "population",
        100_000,
        N_("Fatalities per 100,000 people"),
        N_("deaths per 100,000 people (census 2022)"),
        N_("per 100,000"),
        REDS,
        ("admin1",),
        low="fatalities_low",
        high="fatalities_high",
        unit_of_year=N_("deaths per 100,000 people (of the year, between two censuses)"),
    ),
    Measure(
        "fatalities_per_1000km2",
        "fatalities_best",
        "area_km2",
        1_000,
        N_("Fatalities per 1,000 km²"),
        N_("deaths per 1,000 km²"),
        N_("per 1,000 km²"),
        REDS,
        ("admin1", "admin2", "admin3", "zones", "grid"),
        decimals=2,
        low="fatalities_low",
        high="fatalities_high",
    ),
    Measure(
        "events_per_100k",
        "events",
        "population",
        100_000,
        N_("Events per 100,000 people"),
        N_("events per 100,000 people (census 2022)"),
        N_("per 100,000"),
        REDS,
        ("admin1",),
        decimals=2,
        unit_of_year=N_("events per 100,000 people (of the year, between two censuses)"),
    ),
    Measure(
        "civilian_fatalities_per_100k",
        "civilian_fatalities",
        "population",
        100_000,
        N_("Civilian fatalities per 100,000 people"),
        N_("civilian deaths per 100,000 people (census 2022)"),
        N_("per 100,000"),
        REDS,
        ("admin1",),
        unit_of_year=N_("civilian deaths per 100,000 people (of the year, between two censuses)"),
    ),
    Measure(
        "events_per_1000km2",
        "events",
        "area_km2",
        1_000,
        N_("Events per 1,000 km²"),
        N_("events per 1,000 km²"),
        N_("per 1,000 km²"),
        REDS,
        ("admin2", "admin3"),
        decimals=2,
    ),
    Measure(
        "civilian_fatalities_per_1000km2",
        "civilian_fatalities",
        "area_km2",
        1_000,
        N_("Civilian fatalities per 1,000 km²"),
        N_("civilian deaths per 1,000 km²"),
        N_("per 1,000 km²"),
        REDS,
        ("admin2", "admin3"),
        decimals=2,
    ),
    Measure(
        "documented_sites",
        "documented_sites",
        None,
        1,
        N_("Documented sites: MINUSMA, French, EU, Takuba, G5"),
        N_("open sites (documented)"),
        N_("sites"),
        BLUES,
        ("admin1",),
        decimals=0,
        breaks=(0, 1, 2, 4),
        change_breaks=(1, 2),
        of="sites",
    ),
    Measure(
        "nominal_troops",
        "nominal_troops",
        None,
        1,
        N_("MINUSMA troops, nominal (unit sizes)"),
        N_("nominal troops (unit sizes, not headcounts)"),
        N_("nominal troops"),
        BLUES,
        ("admin1",),
        decimals=0,
        breaks=(0, 500, 1_500, 3_000, 5_000),
        change_breaks=(250, 1_000),
        of="troops",
    ),
)
BY_KEY: dict[str, Measure] = {measure.key: measure for measure in MEASURES}
DEFAULT = MEASURES[0]

CIRCLES = {"events": N_("Events"), "fatalities": N_("Fatalities (best estimate)")}
"""Counts that circles can show over any measure, by area."""
LARGEST_CIRCLE_PX = 34.0
"""The radius of the circle of the largest count."""


def ratio(count: float | None, measure: Measure, row: Mapping[str, float | None]) -> float | None:
    """The count as the measure's rate; None where the count or the denominator is missing or the latter is zero.

    Of a row that sums several years or months, the mean of one, so that it is of the classes that one has.
    """
    if count is None:
        return None
    if measure.denominator is None:
        return count
    denominator = row.get(measure.denominator)
    return count * measure.per / denominator / (row.get(PERIODS) or 1) if denominator else None


def value(measure: Measure, row: Mapping[str, float | None]) -> float | None:
    """The measure's value for a row of figures; None where there is no data."""
    return ratio(row.get(measure.numerator), measure, row)


def limits(measure: Measure, row: Mapping[str, float | None]) -> tuple[float | None, float | None]:
    """The rate at the lowest and the highest estimate; None for measures whose count has no range."""
    if measure.low is None or measure.high is None:
        return None, None
    return ratio(row.get(measure.low), measure, row), ratio(row.get(measure.high), measure, row)


def status(measure: Measure, row: Mapping[str, float | None]) -> str:
    """The status of the value: a word of vocabulary.STATUSES, or none_documented and uncertain for listed measures.

    "best_zero": events recorded, best estimate 0, highest above 0. "zero": recorded, and none counted.
    "no_denominator": counted, and the denominator of the rate is not known.
    """
    found = count_status(measure.numerator, measure.high, row)
    is_counted = found in ("recorded", "zero", "best_zero")
    return "no_denominator" if is_counted and measure.denominator and not row.get(measure.denominator) else found


def count_status(numerator: str, high: str | None, row: Mapping[str, float | None]) -> str:
    """The status of a count, regardless of any denominator."""
    count = row.get(numerator)
    if numerator in BY_COUNT:
        return _listed_status(BY_COUNT[numerator], row)
    if count is None:
        return "no_data"
    if not row.get("events"):
        return "none_recorded"
    if count == 0:
        return "best_zero" if high and (row.get(high) or 0) > 0 else "zero"
    return "recorded"


def _listed_status(listing: Listing, row: Mapping[str, float | None]) -> str:
    if not row.get(listing.flag):
        return "no_data"
    if row.get(listing.count) is None:
        return "none_documented"
    if row[listing.count]:
        return "recorded"
    return "uncertain" if any(row[name] for name in listing.doubtful) else "zero"


def change(then: float | None, now: float | None) -> float | None:
    """Now less then; None where either is missing."""
    return None if then is None or now is None else now - then


def change_status(then: str, now: str) -> str:
    """The status of a change: missing or uncertain if either is; none_recorded if neither has events; else recorded."""
    for missing in ("no_data", "no_denominator", "none_documented", "uncertain"):
        if missing in (then, now):
            return missing
    return "none_recorded" if then == now == "none_recorded" else "recorded"
