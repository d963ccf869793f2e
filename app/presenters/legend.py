"""The legend without script: classes of the view's measure, then the statuses, in the script's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.presenters import uncertainty
from app.presenters.map_view import MapView
from app.request.view import View
from app.text import captions, labels, numbers
from app.web.languages import N_, gettext
from geodata import periods, vocabulary
from geodata.builds.store import Edition
from geodata.exports.records import Cell
from geodata.figures import estimates, measures
from geodata.figures.figures import Unit
from geodata.figures.measures import Measure
from geodata.vocabulary import Force

STATUS_FILLS = {
    "no_data": "url(#p-no-data)",
    "none_recorded": "#fbfaf6",
    "zero": "#e6ded0",
    "best_zero": "url(#p-best-zero)",
    "none_documented": "url(#p-none-documented)",
    "sites_zero": "#fbfaf6",
    "uncertain": "url(#p-uncertain)",
    "no_denominator": "url(#p-no-denominator)",
}


PEOPLE = {
    "census": N_("People of the 2022 census in all years: earlier years are indicative."),
    "year": N_(
        "People of the year, interpolated geometrically between the censuses of 2009 and 2022; "
        "from 2022 on those of its census."
    ),
}
CLASSES = N_("Classes are fixed: the same for all years, or all months, in every source and in all boundaries.")


@dataclass(frozen=True)
class Entry:
    """A line of the legend: colour or pattern, and label."""

    key: str
    fill: str
    label: str


@dataclass(frozen=True)
class Legend:
    """The legend of a view in the page: its classes, and what is said below them ("" where there is nothing).

    `unit`: what the values are, and by which estimate; `short`: in a word or two. `hatched` and `unstable`: what the
    marks mean of classes that depend on the estimate, and of rates that rest on little. `placed`: how much of the
    period the units hold; `note` stands at the table; `about`: the force whose page says more about the measure.
    """

    entries: Sequence[Entry]
    unit: str
    short: str
    hatched: str
    unstable: str
    placed: str
    source: str
    caveats: str
    note: str
    about: Force | None


def legend(shown: MapView) -> Legend:
    """The legend of the map page."""
    return Legend(
        entries=entries(shown),
        unit=unit(shown),
        short=short(shown),
        hatched=uncertainty.hatched(shown),
        unstable=uncertainty.unstable(shown),
        placed=placed(shown),
        source=source(shown.measure, captions.producer(shown.source)),
        caveats=caveats(shown.measure, shown.view.people),
        note=table_note(shown.view, shown.edition),
        about=about(shown.view),
    )


def unit(shown: MapView) -> str:
    """What the values are, and by which estimate; that another estimate does not apply, where it is asked for."""
    text = gettext(shown.measure.unit_by(shown.view.people))
    said = (uncertainty.by_estimate(text, shown.measure, shown.view), uncertainty.no_choice(shown.measure, shown.view))
    return ". ".join(part for part in said if part)


def short(shown: MapView) -> str:
    """The unit in a word or two, and by which estimate."""
    return uncertainty.by_estimate(gettext(shown.measure.short_unit), shown.measure, shown.view)


def entries(shown: MapView) -> list[Entry]:
    """The classes of the view's measure, lowest first, then the statuses."""
    breaks = shown.breaks["change" if shown.is_change else "value"]
    level, measure = shown.view.level, estimates.counted(shown.measure, shown.view.estimate)
    return entries_of(shown.edition, measure, level, breaks, is_change=shown.is_change, named_at=level)


def entries_of(
    edition: Edition, measure: Measure, level: str, breaks: Sequence[float], *, is_change: bool, named_at: str
) -> list[Entry]:
    """The classes of a measure at a level, of values or of changes, then what is no class, in the words of `named_at`:
    the level of the map, also where cells of the grid are drawn on it."""
    return classes(measure, breaks, is_change=is_change) + [
        Entry(key, fill_of(key, measure, None), status_label(edition, key, measure.of, named_at, is_change=is_change))
        for key in _states(edition, measure, level, is_change=is_change)
    ]


def classes(measure: Measure, breaks: Sequence[float], *, is_change: bool) -> list[Entry]:
    """The classes of a measure, of values or of changes, lowest first."""
    return _change_entries(breaks) if is_change else _value_entries(breaks, measure)


def note(edition: Edition, key: str, view: View) -> str:
    """The label of a class key; empty for a class of values."""
    of = measures.BY_KEY[view.measure].of
    return status_label(edition, key, of, view.level, is_change=view.since is not None)


def status_label(edition: Edition, key: str, of: str, level: str, *, is_change: bool) -> str:
    """The label of a status at a level, by what a measure is of (Measure.of); empty for a class of values."""
    label = labels.STATUSES.get(f"{key}_change" if is_change else key, labels.STATUSES.get(key))
    if listed := labels.LISTED.get(of):
        label = listed.labels.get(key, label)
    if key == "none_recorded" and captions.is_placed_by_precision(edition, level):
        label = labels.NONE_PLACED
    return gettext(label) if label else ""


def _value_entries(breaks: Sequence[float], measure: Measure) -> list[Entry]:
    found = []
    for index, low in enumerate(breaks):
        high = breaks[index + 1] if index + 1 < len(breaks) else None
        if measure.decimals == 0:
            label = _counts_label(int(low) + 1, None if high is None else int(high))
        elif high is None:
            label = gettext("above %(low)s", low=numbers.limit(low))
        elif low == 0:
            label = gettext("above 0 to %(high)s", high=numbers.limit(high))
        else:
            label = numbers.between(numbers.limit(low), numbers.limit(high))
        found.append(Entry(f"c{index + 1}", measure.palette[index], label))
    return found


def _counts_label(low: int, high: int | None) -> str:
    if high is None:
        return gettext("%(low)s or more", low=numbers.whole(low))
    return numbers.counts(low, high)


def _change_entries(sizes: Sequence[float]) -> list[Entry]:
    texts = [numbers.limit(size) for size in sizes]
    up = [gettext("up to +%(high)s", high=texts[0])]
    up += [gettext("%(low)s to %(high)s", low=f"+{low}", high=f"+{high}") for low, high in pairwise(texts)]
    up.append(gettext("above +%(low)s", low=texts[-1]))
    down = [gettext("up to −%(high)s", high=texts[0])]
    down += [gettext("%(low)s to %(high)s", low=f"−{low}", high=f"−{high}") for low, high in pairwise(texts)]
    down.append(gettext("below −%(low)s", low=texts[-1]))
    labelled = {
        **{-index - 1: text for index, text in enumerate(down)},
        0: gettext("no change"),
        **{index + 1: text for index, text in enumerate(up)},
    }
    return [Entry(f"d{number}", change_fill(number), labelled[number]) for number in sorted(labelled)]


def _states(edition: Edition, measure: Measure, level: str, *, is_change: bool) -> list[str]:
    if listed := labels.LISTED.get(measure.of):
        return listed.keys(is_change=is_change)
    people = edition.figures.units[level] if measure.denominator == "population" else []
    unknown = ["no_denominator"] if any(not is_told(edition, unit) for unit in people) else []
    if is_change:
        return ["none_recorded", *unknown, "no_data"]
    zero = "best_zero" if measure.high and measure.high not in edition.figures.absent else "zero"
    return ([] if measure.numerator == "events" else [zero]) + ["none_recorded", *unknown, "no_data"]


def is_told(edition: Edition, unit: Unit) -> bool:
    """True if the number of people that rates divide by is known in all years."""
    is_of_year = edition.figures.people == "year"
    return bool(unit.population and (unit.population_before or not is_of_year))


def change_fill(number: int) -> str:
    """The colour of a class of change, -3 to 3."""
    return measures.DIVERGING[number + 3]


def fill_of(key: str, measure: Measure, number: int | None) -> str:
    """The colour or pattern of a class key such as c3, d-1 or no_data."""
    if key in STATUS_FILLS:
        return STATUS_FILLS[key]
    return change_fill(number or 0) if key.startswith("d") else measure.palette[(number or 1) - 1]


def class_key(cell: Cell, measure: Measure) -> str:
    """The key of the class that a value is drawn in: its status if it has no class, else the class number."""
    if cell.status == "zero" and measure.of in labels.LISTED:
        return labels.LISTED[measure.of].zero
    if cell.status != "recorded":
        return cell.status
    return f"{'d' if cell.is_change else 'c'}{cell.number}"


def source(measure: Measure, producer: str) -> str:
    """Where a measure's figures are from, in a few words."""
    listed = labels.LISTED.get(measure.of)
    return gettext(listed.source) if listed else gettext("Source: %(source)s", source=producer)


def placed(shown: MapView) -> str:
    """The part of the period's events placed at a level finer than regions; "" for regions and without data."""
    if shown.view.level == "admin1" or shown.national_release:
        return ""
    whole, missing = shown.national.now, shown.missing.now
    if whole["events"] is None or whole["fatalities_best"] is None:
        return ""
    text = gettext(
        "On this map: %(events)s of %(all_events)s events and %(deaths)s of %(all_deaths)s deaths; "
        "the place of the others is not known so closely.",
        events=numbers.whole(whole["events"] - (missing["events"] or 0)),
        all_events=numbers.whole(whole["events"]),
        deaths=numbers.whole(whole["fatalities_best"] - (missing["fatalities_best"] or 0)),
        all_deaths=numbers.whole(whole["fatalities_best"]),
    )
    return f"{text} {named_in_all(shown)}".rstrip()


def named_in_all(shown: MapView) -> str:
    """How many of the period's events only name a unit of the level, and whether they are counted; "" for none."""
    found = shown.named_in_all
    if not found["events"]:
        return ""
    return gettext(
        labels.NAMED_SENTENCE[shown.view.named],
        events=numbers.whole(found["events"]),
        deaths=numbers.whole(found["fatalities_best"]),
    )


def caveats(measure: Measure, people: str) -> str:
    """Notes on a measure's classes, its denominator's year, what it lists."""
    if listed := labels.LISTED.get(measure.of):
        return gettext(listed.caveat)
    found = gettext(CLASSES)
    if measure.denominator == "population":
        found += " " + gettext(PEOPLE[people])
    return found


def table_note(view: View, edition: Edition) -> str:
    """The caveats; of a range what its figures are; where they are no year's, of which day the listed sites are."""
    is_year = not view.month and not periods.is_range(view.period)
    said = [] if is_year or view.level != "admin1" else [gettext(labels.SITES_AT, year=view.last_year)]
    found = [caveats(measures.BY_KEY[view.measure], view.people), captions.summed(edition, view), *said]
    return " ".join(filter(None, found))


def about(view: View) -> Force | None:
    """The force whose page says more about the measure; None where no page does."""
    listed = labels.LISTED.get(measures.BY_KEY[view.measure].of)
    return vocabulary.BY_FORCE[listed.about] if listed and listed.about else None
