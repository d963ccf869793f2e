"""The data of the forces' charts: bars, marks and points, made from rows of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from app.charts import sheet, timeline
from app.charts import strength as panels
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
            "Thick bars: mandates, paler from the day the end was decided on to the last day in Mali. Thin bars: "
            "documented sites. A line: the date is known to the month or year only, or the site was last reported "
            "before. An arrow: no end is known. The chart ends where the tables do. "
            "Ticks above: dated events by kind; red ones are named, pale ones have no source. The tables on this page "
            "hold the same."
        ),
        with_sites=not is_whole,
        language=language(),
    )


def _years() -> dict[str, int]:
    return {"first": sheet.FIRST, "last": sheet.LAST - 1}


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
        tuple(_mandate(row, _window(book)) for row in sorted(presence.of_force(book.mandates, force.key), key=start)),
        tuple(_site(row, earliest, _window(book)) for row in sorted(sites, key=lambda row: row["from_date"] or "")),
    )


def start(row: Row) -> str:
    """The sort key of mandates: the start, else the decision."""
    return str(row["started"] or row["decided"] or "")


def _window(book: Book) -> tuple[date, date]:
    """The days that the chart shows: to the last that the tables tell of."""
    first, last = timeline.WINDOW
    return first, min(last, book.known_to or last)


def _mandate(row: Row, window: tuple[date, date]) -> timeline.Bar:
    started, left = presence.mandate_spans(row)
    ended = interval(row["end_decided"]) or interval(row["ended"])
    forever = date.max, date.max
    parts: list[tuple[date, date, str]] = []
    for first, after, is_sure in presence.stretches(started, left or forever, window):
        turn = max(first, ended[1] + timedelta(days=1)) if ended and is_sure else after
        parts += [(first, min(turn, after), timeline.SURE if is_sure else timeline.UNSURE)]
        parts += [(turn, after, timeline.WITHDRAWING)] if turn < after else []
    goes_on = left is None or left[1] == date.max
    return timeline.Bar(
        force_labels.mandate_name(row), tuple(parts), goes_on, gettext("end not known") if goes_on and parts else ""
    )


def _site(row: Row, earliest: date | None, window: tuple[date, date]) -> timeline.Bar:
    known = presence.dates_of(row, earliest)
    parts = presence.stretches(known.opened, known.closed, window, known.reported)
    kinds = tuple((first, after, timeline.SURE if is_sure else timeline.UNSURE) for first, after, is_sure in parts)
    return timeline.Bar(row["site"], kinds, goes_on=known.closed is None)


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
            "One panel a force, one mark a figure of the whole force, at its day or amid its month or year; "
            "a vertical line from the lowest to the highest figure, without a mark where the source gives no best one; "
            "an arrow up from a lower bound, down from an upper one. No mark: no figure, or one that is not dated. The "
            "tables on this page hold the same figures."
        ),
        language=language(),
    )


def _panel(book: Book, force: Force) -> panels.Panel:
    rows = [row for row in presence.of_force(book.headcounts, force.key) if strength.is_whole(row)]
    points = tuple(_point(row) for row in rows if _kind(row) and row["as_of"])
    scopes = dict.fromkeys(
        force_labels.said(force_labels.SCOPES, row["scope"]) for row in rows if row["scope"] != "mali"
    )
    remark = f"◇ {', '.join(scopes)}" if scopes else ""
    return panels.Panel(gettext(BY_FORCE[force.key].label), force.colour, remark, points)


def _point(row: Row) -> panels.Point:
    first, last = interval(row["as_of"]) or (date.min, date.min)
    day = first + (last - first) / 2
    year = day.year + (day.timetuple().tm_yday - 1) / 366
    low, best, high = (row[name] for name in ("low", "best", "high"))
    bound = {"lower_bound": low, "upper_bound": high}.get(row["uncertainty"])
    shown = best if best is not None else bound
    return panels.Point(round(year, 3), _kind(row), shown, low, high, bool(row["source_id"]), row["uncertainty"])


def _kind(row: Row) -> str:
    """The mark of a figure; "" if it is not drawn: an announced withdrawal, a computed remainder."""
    if row["measure"] in strength.STANDING and row["scope"] != strength.MALI:
        return panels.WIDER
    return str(row["measure"]) if row["measure"] in (*strength.STANDING, *strength.CEILINGS) else ""
