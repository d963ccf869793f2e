"""The data of the forces' charts: bars, marks and points, made from rows of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from app.charts import strength as panels
from app.charts import timeline
from app.charts.render import Drawing
from app.presenters.forces import Book, Row
from app.text import force_labels
from app.web.languages import gettext, language
from geodata.forces import presence, strength
from geodata.forces.dates import interval
from geodata.vocabulary import BY_FORCE, Force


def timeline_chart(
    book: Book, forces: Sequence[Force], events: Sequence[Row], numbers: Mapping[str, int], *, is_whole: bool
) -> Drawing:
    """The bars of the forces under the marks of the events; on narrow screens sites only where it is one force's."""
    return timeline.timeline(
        tuple(_group(book, force) for force in forces if presence.of_force([*book.mandates, *book.sites], force.key)),
        tuple(_mark(row, numbers) for row in _by_lane(events)),
        key="timeline",
        title=gettext("Mandates, documented sites and dated events, %(first)s to %(last)s", **_years()),
        description=gettext(
            "Thick bars: mandates, paler from the end of the mandate to the last day in Mali. Thin bars: documented "
            "sites. A line: the date is known to the month or year only, or not at all. An arrow: no end is known. "
            "Ticks above: dated events by kind; red ones are named, pale ones have no source. The tables on this page "
            "hold the same."
        ),
        with_sites=not is_whole,
        language=language(),
    )


def _years() -> dict[str, int]:
    return {"first": timeline.FIRST, "last": timeline.LAST - 1}


def _by_lane(events: Iterable[Row]) -> list[Row]:
    order = list(force_labels.CATEGORIES)
    return sorted(events, key=lambda row: (order.index(row["category"]), row["date"]))


def _mark(row: Row, numbers: Mapping[str, int]) -> timeline.Mark:
    first, last = presence.days(row)
    return timeline.Mark(
        row[f"title_{language()}"],
        first,
        last + timedelta(days=1),
        force_labels.said(force_labels.CATEGORIES, row["category"]),
        numbers.get(row["event_id"]),
        bool(row["source_id"]),
    )


def _group(book: Book, force: Force) -> timeline.Group:
    earliest = presence.first_day(book.mandates, force.key)
    sites = presence.of_force(book.sites, force.key)
    return timeline.Group(
        gettext(force.label),
        force.colour,
        tuple(_mandate(row) for row in sorted(presence.of_force(book.mandates, force.key), key=start)),
        tuple(_site(row, earliest) for row in sorted(sites, key=lambda row: row["from_date"] or "")),
    )


def start(row: Row) -> str:
    """The sort key of mandates: the start, else the decision."""
    return str(row["started"] or row["decided"] or "")


def _mandate(row: Row) -> timeline.Bar:
    started, left = presence.mandate_spans(row)
    ended = interval(row["ended"])
    forever = date.max, date.max
    parts: list[tuple[date, date, str]] = []
    for first, after, is_sure in presence.stretches(started, left or forever, timeline.WINDOW):
        turn = ended[1] + timedelta(days=1) if ended and is_sure else after
        parts += [(first, min(turn, after), timeline.SURE if is_sure else timeline.UNSURE)]
        parts += [(turn, after, timeline.WITHDRAWING)] if turn < after else []
    goes_on = left is None or left[1] == date.max
    return timeline.Bar(
        force_labels.mandate_name(row), tuple(parts), goes_on, gettext("end not known") if goes_on and parts else ""
    )


def _site(row: Row, earliest: date | None) -> timeline.Bar:
    opened, closed = presence.site_spans(row, earliest)
    parts = presence.stretches(opened, closed, timeline.WINDOW)
    kinds = tuple((first, after, timeline.SURE if is_sure else timeline.UNSURE) for first, after, is_sure in parts)
    return timeline.Bar(row["site"], kinds, goes_on=closed is None or closed[1] == date.max)


def panel_chart(book: Book, forces: Sequence[Force]) -> Drawing | None:
    """The strength of the forces by year, one panel each; None where no figure of a whole force is known."""
    drawn = tuple(panel for panel in (_panel(book, force) for force in forces) if panel.points)
    if not drawn:
        return None
    return panels.strength(
        drawn,
        key="strength",
        title=gettext("Strength by year, each panel with its own scale")
        if len(drawn) > 1
        else gettext("Strength by year"),
        description=gettext(
            "One panel a force, one mark a figure of the whole force, at its day; a vertical line from the lowest to "
            "the highest figure given; an arrow up from a figure that is a lower bound, down from an upper one. No "
            "mark: no figure. The tables on this page hold the same figures."
        ),
        language=language(),
    )


def _panel(book: Book, force: Force) -> panels.Panel:
    rows = [row for row in presence.of_force(book.headcounts, force.key) if strength.is_whole(row)]
    points = tuple(_point(row) for row in rows if _kind(row))
    scopes = dict.fromkeys(
        force_labels.said(force_labels.SCOPES, row["scope"]) for row in rows if row["scope"] != "mali"
    )
    remark = f"◇ {', '.join(scopes)}" if scopes else ""
    return panels.Panel(gettext(BY_FORCE[force.key].label), force.colour, remark, points)


def _point(row: Row) -> panels.Point:
    day = date.fromisoformat(row["as_of"])
    year = day.year + (day.timetuple().tm_yday - 1) / 366
    numbers = row["best"], row["low"], row["high"]
    return panels.Point(round(year, 3), _kind(row), *numbers, bool(row["source_id"]), row["uncertainty"])


def _kind(row: Row) -> str:
    """The mark of a figure; "" if it is not drawn: an announced withdrawal, a computed remainder."""
    if row["measure"] in strength.STANDING and row["scope"] != strength.MALI:
        return panels.WIDER
    return str(row["measure"]) if row["measure"] in (*strength.STANDING, *strength.CEILINGS) else ""
