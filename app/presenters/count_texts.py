"""Counts as text, as every table writes them."""

from __future__ import annotations

from app.presenters.map_view import Counts
from app.text import numbers
from app.web.languages import gettext
from geodata.figures.figures import Row


def counts_text(counts: Counts) -> dict[str, str]:
    """Counts as text: events, best, span (the range of the reports), civilians; of two periods, "then → now"."""
    now = _row_text(counts.now)
    if counts.then is None:
        return now
    before = _row_text(counts.then)
    return {name: f"{before[name]} → {text}" for name, text in now.items()}


def _row_text(row: Row) -> dict[str, str]:
    return {
        "events": numbers.whole(row["events"]),
        "best": numbers.whole(row["fatalities_best"]),
        "span": _span(row),
        "civilians": numbers.whole(row["civilian_fatalities"]),
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
    return numbers.between(numbers.whole(row["fatalities_low"]), numbers.whole(row["fatalities_high"]))
