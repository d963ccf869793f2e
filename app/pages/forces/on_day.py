"""What the pages of forces say of a day: each force's presence and latest figures, and who held each place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.presenters import forces
from app.presenters.forces import Book, Row
from app.text import force_labels, numbers
from app.web.languages import gettext, language
from geodata.forces import presence, strength
from geodata.forces.dates import interval
from geodata.vocabulary import FORCES, Force


def line(book: Book, force: Force, day: date) -> dict[str, Any]:
    """A force's row of the table of a day: presence, sites, the latest figures or the stated gap."""
    found = _presence(book, force, day)
    has_left = found["presence"] == "ended"
    latest = None if has_left else strength.latest(book.headcounts, force.key, day)
    sourced = [row for row in book.headcounts if row["source_id"] and not has_left]
    best = strength.latest(sourced, force.key, day)
    return {
        **book.force(force.key),
        **found,
        **forces.listed(book, force.key, day),
        "figures": [book.figure(row) for row in ([best] if best else []) + _other(latest, best)],
        "gap": "" if best else _gap(book, force, day, has_left=has_left),
        "ceiling": [] if latest or has_left else [book.figure(row) for row in _ceiling(book, force, day)],
    }


def _other(latest: Row | None, sourced: Row | None) -> list[Row]:
    """The latest figure, where it is one without a source and so no substitute for the latest that has one."""
    return [latest] if latest is not None and latest is not sourced else []


def _gap(book: Book, force: Force, day: date, *, has_left: bool) -> str:
    """Why no sourced figure of the whole force stands for the day."""
    if has_left:
        return gettext(strength.GAPS[strength.LEFT])
    if strength.is_group(force.key) and not strength.has_source(book.headcounts, force.key):
        return gettext("no estimate with a source retrieved")
    if presence.presence(presence.of_force(book.mandates, force.key), day) == strength.NOT_YET:
        return gettext(strength.GAPS[strength.NOT_YET])
    if _ceiling(book, force, day):
        return gettext(strength.GAPS[strength.CEILING])
    return gettext("no figure of the whole force up to this day")


def _ceiling(book: Book, force: Force, day: date) -> list[Row]:
    """The last ceiling or plan of the whole force up to a day."""
    rows = [
        (when[1], row)
        for row in presence.of_force(book.headcounts, force.key)
        if row["measure"] in strength.CEILINGS and strength.is_whole(row) and (when := interval(row["as_of"]))
    ]
    return [row for _, row in sorted((one for one in rows if one[0] <= day), key=lambda one: one[0])][-1:]


def _presence(book: Book, force: Force, day: date) -> dict[str, Any]:
    mandates, sites = (presence.of_force(rows, force.key) for rows in (book.mandates, book.sites))
    earliest = presence.first_day(mandates, force.key)
    found = presence.presence_with_sites(mandates, sites, day, earliest, book.known_to)
    if found:
        return {"presence": found, "presence_text": gettext(force_labels.PRESENCES[found])}
    text = (
        gettext("armed group, no mandate") if strength.is_group(force.key) else gettext("national forces, no mandate")
    )
    return {"presence": "none", "presence_text": text}


def mandate(book: Book, row: Row, day: date) -> dict[str, Any]:
    """A mandate: its legal basis, its days in words, the presence under it on a day, its sources."""
    legal = str(row["legal_basis_fr" if language() == "fr" else "legal_basis"])
    days: Mapping[str, str] = {
        name: numbers.day(row[name]) if row[name] else gettext("not known")
        for name in ("decided", "end_decided", "ended")
    }
    found = presence.mandate_presence(row, day, book.known_to)
    return {
        **days,
        "started": _started(row),
        "left_mali": _left(book, row),
        "name": force_labels.mandate_name(row),
        "legal_basis": legal,
        "presence_text": gettext(force_labels.PRESENCES[found]),
        "source": book.source(row),
        "more": book.more(row),
        "confidence": force_labels.said(force_labels.CONFIDENCE, row["confidence"]),
    }


def _started(row: Row) -> str:
    """The start of a mandate in words, or the day by which the force was there."""
    if row["started"]:
        return numbers.day(row["started"])
    return gettext("in Mali by %(day)s", day=numbers.day(row["here_by"])) if row["here_by"] else gettext("not known")


def _left(book: Book, row: Row) -> str:
    """The day a force left in words, with that of its last site; of an operation that went on as another one, which."""
    if row["succeeded_by"]:
        names = [force_labels.mandate_name(one) for one in book.mandates if one["name"] == row["succeeded_by"]]
        return gettext("did not leave, became %(name)s", name=", ".join(names) or row["succeeded_by"])
    if not row["left_mali"]:
        return gettext("not known")
    left = numbers.day(row["left_mali"])
    last = row["last_site"]
    return gettext("%(left)s; last site %(day)s", left=left, day=numbers.day(last)) if last else left


HELD, PERHAPS, GONE = ("open",), ("last_reported", "uncertain"), ("closed",)


def places(book: Book, day: date) -> list[dict[str, Any]]:
    """The places of Mali with a documented site, by region and name: who held it on a day, perhaps did, or had left."""
    names = {unit.pcode: unit.name for unit in book.edition.figures.units["admin1"]}
    found: dict[tuple[str, str], list[tuple[str, Row]]] = {}
    order = [force.key for force in FORCES]
    for row in sorted(presence.in_mali(book.sites), key=lambda row: order.index(row["force"])):
        status = presence.site_status(row, day, presence.first_day(book.mandates, row["force"]))
        if status != "not_yet":
            found.setdefault((names[row["pcode"]], str(row["site"])), []).append((status, row))
    return [
        {
            "region": region,
            "place": place,
            **{
                name: [_item(book, status, row) for status, row in sites if status in kinds]
                for name, kinds in (("held", HELD), ("perhaps", PERHAPS), ("gone", GONE))
            },
        }
        for (region, place), sites in sorted(found.items())
    ]


def _item(book: Book, status: str, row: Row) -> dict[str, Any]:
    """A site in the table of places: its force, what is known of it, its basis and sources."""
    if status == "open":
        when = forces.dated(row["from_date"], row["from_basis"])
        text = gettext("since %(day)s", day=when["text"])
    elif status == "uncertain":
        text = gettext("uncertain")
    else:
        text = forces.closed(row)["text"]
    return {
        "force": book.force(row["force"]),
        "status": status,
        "text": text,
        "mark": forces.mark(row),
        "source": book.source(row),
        "more": book.more(row),
    }
