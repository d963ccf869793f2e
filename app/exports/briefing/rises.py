"""The largest rises and falls since an earlier period, computed from the figures and stated without a cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.presenters.count_texts import comparable
from app.presenters.map_view import MapView, UnitFigures
from app.request import options
from app.request.view import View
from app.text import captions, labels, numbers
from app.web.languages import N_, gettext, language
from geodata import periods
from geodata.figures import measures
from geodata.figures.figures import Row, Unit
from geodata.figures.measures import INCIDENTS, Measure

MOST_RISES, MOST_FALLS = 3, 2
_NAMED = 3
"""Units that a sentence names."""
COUNTS = {"fatalities_best": N_("deaths"), "events": N_("events"), "civilian_fatalities": N_("civilians killed")}
_RANGES = {"fatalities_best": ("fatalities_low", "fatalities_high")}


@dataclass(frozen=True)
class Move:
    """A unit's rate and count then and now, each with what lies between, as text; counts with their range."""

    name: str
    rates: tuple[str, str, str]
    counts: tuple[str, str, str]


@dataclass(frozen=True)
class Rises:
    """Sentences on the changes since `then`; "" where nothing can be compared, which `why` explains.

    `news` is the sentence that a reader takes away; `counted` how many units rose and fell; `numbers` the largest rises
    of the count itself. `heads`: what the rates and the counts are.
    """

    then: str
    now: str
    why: str
    news: str
    counted: str
    numbers: str
    heads: tuple[str, str]
    rises: tuple[Move, ...]
    falls: tuple[Move, ...]


@dataclass(frozen=True)
class _Pair:
    """A unit with its rows then and now and the value of the measure for each."""

    unit: Unit
    then: Row
    now: Row
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        return measures.change(self.before, self.after)


def then(view: View) -> str:
    """The period to compare with: that of `from`, else the same one a year before, or the range before a range."""
    if view.then or not periods.is_range(view.period):
        return view.then or periods.period_of(str(int(view.year) - 1), view.month)
    return periods.before(view.period)


def uncompared(shown: MapView) -> str:
    """Why the period cannot be compared with `then`; "" where it can."""
    edition, view = shown.edition, shown.view
    for period in (view.period, *periods.split(then(view))):
        if not edition.figures.is_covered(period):
            return gettext("Nothing to compare: no data for %(period)s.", period=captions.period_label(period))
    partial = captions.partial(edition, language())
    years = [year for period in (view.period, then(view)) for year in periods.years_of(period)]
    for year in years if not view.month else ():
        if year in partial:
            return gettext(
                "Not compared with another year: of %(year)s only %(months)s is known.",
                year=year,
                months=partial[year],
            )
    return ""


def measured(shown: MapView) -> Measure:
    """The view's measure; where that shows a list, the first of the level that counts incidents."""
    if shown.measure.of == INCIDENTS:
        return shown.measure
    keys = options.offered(shown.edition, shown.view.level)
    return next(one for key in keys if (one := measures.BY_KEY[key]).of == INCIDENTS)


def rises(shown: MapView) -> Rises:
    """The changes at the view's level, measure and filters; ties are ordered by name."""
    view, measure, before = shown.view, measured(shown), then(shown.view)
    texts = captions.period_label(before), captions.period_label(view.period)
    summed = view.period if periods.is_range(view.period) else before
    counted = captions.mean_of(gettext(COUNTS[measure.numerator]), summed)
    heads = gettext(measure.unit_by(view.people)), counted
    if why := uncompared(shown):
        return Rises(*texts, why, "", "", "", heads, (), ())
    pairs = _pairs(shown, measure, before)
    known = [pair for pair in pairs if pair.change is not None]
    up = sorted((pair for pair in known if _of(pair) > 0), key=lambda pair: (-_of(pair), pair.unit.name))
    down = sorted((pair for pair in known if _of(pair) < 0), key=lambda pair: (_of(pair), pair.unit.name))
    return Rises(
        *texts,
        "",
        news=_news(up, measure, heads[0], texts[0]),
        counted=_counted(view, len(up), len(down), len(known), len(pairs)),
        numbers=_numbers(pairs, measure.numerator, counted),
        heads=heads,
        rises=tuple(_move(pair, measure) for pair in up[:MOST_RISES]),
        falls=tuple(_move(pair, measure) for pair in down[:MOST_FALLS]),
    )


def _of(pair: _Pair) -> float:
    return pair.change or 0.0


def _pairs(shown: MapView, measure: Measure, before: str) -> list[_Pair]:
    def pair(one: UnitFigures) -> _Pair:
        old, new = one.counts.then or shown.row(shown.view.level, one.unit, before), one.counts.now
        return _Pair(one.unit, old, new, measures.value(measure, old), measures.value(measure, new))

    return [pair(one) for one in shown.units]


def _news(up: Sequence[_Pair], measure: Measure, unit: str, before: str) -> str:
    if not up:
        return gettext("No rise anywhere since %(then)s, in %(unit)s.", then=before, unit=unit)
    rates = [tuple(numbers.rate(rate, measure.decimals) for rate in (pair.before, pair.after)) for pair in up]
    named = [f"{pair.unit.name} ({old} → {new})" for pair, (old, new) in zip(up, rates, strict=True)][:_NAMED]
    return gettext(
        "Largest rises since %(then)s, in %(unit)s: %(names)s.", then=before, unit=unit, names=", ".join(named)
    )


def _counted(view: View, up: int, down: int, known: int, whole: int) -> str:
    return gettext(
        "%(units)s: %(up)s with a rise, %(down)s with a fall, %(same)s unchanged, %(unknown)s without data.",
        units=gettext(labels.LEVELS[view.level]),
        up=numbers.whole(up),
        down=numbers.whole(down),
        same=numbers.whole(known - up - down),
        unknown=numbers.whole(whole - known),
    )


def _numbers(pairs: Sequence[_Pair], count: str, label: str) -> str:
    """The largest rises of the count itself, which name other units than those of a rate."""
    grown = [(_change(pair, count), pair) for pair in pairs]
    found = sorted(
        ((change, pair) for change, pair in grown if change and change > 0),
        key=lambda one: (-one[0], one[1].unit.name),
    )
    named = [f"{pair.unit.name} +{numbers.mean(change)}" for change, pair in found[:_NAMED]]
    if not named:
        return ""
    return gettext("Largest rises in numbers (%(count)s): %(names)s.", count=label, names=", ".join(named))


def _change(pair: _Pair, count: str) -> float | None:
    then, now = comparable(pair.then, pair.now)
    return measures.change(then[count], now[count])


def _move(pair: _Pair, measure: Measure) -> Move:
    name, decimals = measure.numerator, measure.decimals
    then, now = comparable(pair.then, pair.now)
    change = measures.change(then[name], now[name])
    return Move(
        pair.unit.name,
        (
            numbers.rate(pair.before, decimals),
            numbers.rate(pair.after, decimals),
            numbers.rate(pair.change, decimals, signed=True),
        ),
        (
            _ranged(then, name),
            _ranged(now, name),
            numbers.change(change),
        ),
    )


def _ranged(row: Row, name: str) -> str:
    """A count with the range of the reports behind it, where the source gives one."""
    low, high = (row.get(limit) for limit in _RANGES.get(name, ("", "")))
    best = numbers.mean(row[name])
    if low is None or high is None:
        return best
    return f"{best} ({numbers.between(numbers.mean(low), numbers.mean(high))})"
