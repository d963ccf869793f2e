"""Counts as text, as every table writes them."""

from __future__ import annotations

from app.presenters.map_view import Counts
from app.text import numbers
from app.web.languages import gettext
from geodata.exports import period_columns
from geodata.figures.figures import PERIODS, Row


def counts_text(counts: Counts) -> dict[str, str]:
    """Counts as text: events, best, span (the range of the reports), civilians; of two periods, "then → now".

    Of a range they are sums; where one is compared, means per year or month.
    """
    if counts.then is None:
        return _row_text(counts.now)
    before, now = map(_row_text, comparable(counts.then, counts.now))
    return {name: f"{before[name]} → {text}" for name, text in now.items()}


def mean_of_deaths(counts: Counts) -> str:
    """The mean per year or month of a sum's deaths; "" of one year or month, and of two periods."""
    row = counts.now
    if counts.then is not None or not row.get(PERIODS) or row["fatalities_best"] is None:
        return ""
    return gettext("mean %(mean)s", mean=numbers.rate(period_columns.mean(row)["fatalities_best"], 1))


def comparable(then: Row, now: Row) -> tuple[Row, Row]:
    """Two rows as they can be compared: as they are or, where one of them is a sum of several, their means."""
    if max(then.get(PERIODS) or 1, now.get(PERIODS) or 1) == 1:
        return then, now
    return period_columns.mean(then), period_columns.mean(now)


def _row_text(row: Row) -> dict[str, str]:
    return {
        "events": numbers.mean(row["events"]),
        "best": numbers.mean(row["fatalities_best"]),
        "span": _span(row),
        "civilians": numbers.mean(row["civilian_fatalities"]),
    }


def deaths_and_events(row: Row) -> str:
    """Deaths and, in brackets, events; "" where there is no event."""
    if row["events"] is None:
        return numbers.whole(None)
    if not row["events"]:
        return ""
    return f"{numbers.whole(row['fatalities_best'])} ({numbers.whole(row['events'])})"


def _span(row: Row) -> str:
    if row["fatalities_low"] is None:
        return numbers.whole(None) if row["fatalities_best"] is None else gettext("no range")
    return numbers.between(numbers.mean(row["fatalities_low"]), numbers.mean(row["fatalities_high"]))
