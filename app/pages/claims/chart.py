"""The chart of a claim and the table behind it: its bars, its readings or its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.charts import claims
from app.charts.render import Drawing
from app.presenters.claim_values import between, headed, lettered, number, own
from app.text import numbers
from app.web.languages import N_, gettext
from geodata.claims.model import Bar, Result, Value
from geodata.forces.dates import interval

_UNITS = {
    "events": N_("Events"),
    "deaths": N_("Deaths"),
    "people": N_("People"),
    "ratio": N_("Ratio"),
    "share": N_("Share"),
    "percent": N_("Change"),
}


@dataclass(frozen=True)
class Behind:
    """The table behind a chart."""

    head: list[str]
    rows: list[list[str]]


def drawing(result: Result) -> Drawing | None:
    """The chart of a claim; None where it has none, or nothing of it is known."""
    key, title = result.claim.id.lower(), _title(result)
    description = own(result.reason)
    if result.claim.figure == "dates":
        spans = [
            claims.Span(label, *_days(day), numbers.day(day), is_main=not is_beside)
            for label, day, is_beside in _dates(result)
        ]
        return claims.dates(spans, key=key, title=title, description=description) if spans else None
    bars, unit = result.series, result.series_unit
    if not any(_is_known(bar) for bar in bars):
        return None
    rows = [
        claims.Row(label, bar.number, bar.low, bar.high, number(bar.number, unit, bar.low, bar.high), bar.is_main)
        for label, bar in zip(_labels(result), bars, strict=True)
    ]
    rule = claims.Rule(result.threshold, _rule(result, unit)) if result.threshold is not None else None
    return claims.bars(rows, rule, key=key, title=title, description=description)


def behind(result: Result) -> Behind | None:
    """The table behind the chart of a claim; None where there is no chart."""
    if result.claim.figure == "dates":
        rows = [[label, numbers.day(day)] for label, day, _ in _dates(result)]
        return Behind([gettext("What"), gettext("Date")], rows) if rows else None
    bars, unit = result.series, result.series_unit
    if not any(_is_known(bar) for bar in bars):
        return None
    ranges = [_range(bar, unit) for bar in bars]
    head = [gettext("What"), gettext(_UNITS[unit]), gettext("Low–high")]
    rows = [
        [label, number(bar.number, unit, bar.low, bar.high)] for label, bar in zip(_labels(result), bars, strict=True)
    ]
    if not any(ranges):
        return Behind(head[:2], rows)
    return Behind(head, [[*row, text] for row, text in zip(rows, ranges, strict=True)])


def _is_known(bar: Bar) -> bool:
    return any(one is not None for one in (bar.number, bar.low, bar.high))


def _labels(result: Result) -> list[str]:
    """The labels of the bars; those of ways of counting with the letter that the reason calls them by."""
    labels = [own(bar.label) for bar in result.series]
    if len(result.readings) != len(labels):
        return labels
    return [lettered(one.key, label) for one, label in zip(result.readings, labels, strict=True)]


def _title(result: Result) -> str:
    """The title of the chart."""
    return gettext("%(name)s: %(what)s", name=result.claim.id, what=headed(own(result.claim.subject)))


def _dates(result: Result) -> list[tuple[str, str, bool]]:
    """Label and date of what the report says, where it gives one, then of what was found; whether it stands beside
    what is tested, as the report's does.

    Empty: none found. Of a sequence the dates stand in the order of time.
    """
    tested = {pick.key for pick in result.claim.picks}
    dates = [value for value in result.values if value.unit == "date"]
    found = [(own(value.label), value.text or "", value.key not in tested) for value in dates]
    if result.claim.computation == "sequence":
        found.sort(key=lambda one: one[1])
    claimed = [(gettext("The report"), result.claim.claimed, True)] if result.claim.claimed else []
    return [*claimed, *found] if found else []


def _days(day: str) -> tuple[str, str]:
    """First and last day that a date can mean."""
    first, last = interval(day) or (date.min, date.min)
    return first.isoformat(), last.isoformat()


def _rule(result: Result, unit: str) -> str:
    """The label of the threshold, with its number."""
    said = number(result.threshold, unit)
    label = own(result.threshold_label)
    return gettext("%(name)s (%(number)s)", name=label, number=said) if label else said


def _range(bar: Bar, unit: str) -> str:
    return between(Value("", bar.label, bar.number, unit, bar.low, bar.high))
