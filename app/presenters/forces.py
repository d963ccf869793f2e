"""Rows of the force tables as people read them: a figure, an event, a site, each with its source or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.request import options
from app.request.view import View
from app.text import force_labels, labels, numbers
from app.web import links
from app.web.languages import gettext, language
from geodata.builds.store import Edition
from geodata.forces import presence, strength
from geodata.forces.dates import year_end
from geodata.forces.strength import Standing, Sum
from geodata.vocabulary import BY_FORCE, INCOMPLETE, MOVEMENTS

Row = Mapping[str, Any]
STATUS_YEARS = ("2020", "2022", "2023", "2025")


def known_to(edition: Edition) -> date | None:
    """The last day that the force tables of an edition tell of; None where they do not say."""
    record = edition.manifest["sources"].get("force-tables")
    return date.fromisoformat(record["data_to"]) if record and record["data_to"] else None


@dataclass(frozen=True)
class Book:
    """An edition's force tables, with what an address carries on to the pages that they link to."""

    edition: Edition
    asked: Mapping[str, str | None]
    root: str
    """The prefix of its links' paths (links.Links.root)."""
    mandates: Sequence[Row]
    sites: Sequence[Row]
    headcounts: Sequence[Row]
    timeline: Sequence[Row]
    sources: Mapping[str, Row]

    @property
    def known_to(self) -> date | None:
        """The last day that the force tables tell of; None where they do not say."""
        return known_to(self.edition)

    def source(self, row: Row) -> dict[str, str] | None:
        """Name and address of a row's source; None where it has none."""
        key = row["source_id"]
        return self._source(key) if key else None

    def more(self, row: Row) -> list[dict[str, str]]:
        """Names and addresses of a row's further sources."""
        return [self._source(key) for key in (row["more_sources"] or "").split(";") if key]

    def _source(self, key: str) -> dict[str, str]:
        known = self.sources.get(key)
        return {"name": str(known["publisher"]) if known else key, "address": self.link("/sources", anchor=key)}

    def link(self, path: str, *, anchor: str = "", with_day: bool = False) -> str:
        """The address of another page, with what this one's carries."""
        carried = {name: self.asked.get(name) for name in (*links.CARRIED, *(["on"] if with_day else []))}
        return self.root + path + links.query(carried) + (f"#{anchor}" if anchor else "")

    def force(self, key: str) -> dict[str, str]:
        """Label, name, colour and address of a force."""
        force = BY_FORCE[key]
        return {
            "key": key,
            "label": gettext(force.label),
            "name": gettext(force.name),
            "colour": force.colour,
            "address": self.link(f"/forces/{key}", with_day=True),
        }

    def figure(self, row: Row, year: str = "") -> dict[str, Any]:
        """A headcount: its number in words, low to high, what it counts, its day, its source.

        Beside a `year`, the day of that year is without it, and what is of the whole year has no day.
        """
        parts = [force_labels.said(force_labels.MEASURES, row["measure"])]
        if row["component"] not in strength.WHOLE:
            parts.append(force_labels.said(force_labels.COMPONENTS, row["component"]))
        if row["scope"] != strength.MALI:
            parts.append(force_labels.said(force_labels.SCOPES, row["scope"]))
        if not year or row["as_of"] != year:
            parts.append(as_of(row).removesuffix(f" {year}"))
        return {
            "text": number(row),
            "range": between(row) if row["best"] is not None else "",
            "what": ", ".join(parts),
            "source": self.source(row),
            "mark": mark(row),
        }

    def standing(self, one: Standing, year: str) -> dict[str, Any]:
        """The figure of a force in a year, or its gap with the nearest figures."""
        return {
            "force": self.force(one.force),
            "figure": self.figure(one.row, year) if one.row else None,
            "gap": gettext(strength.GAPS[one.gap]) if one.gap else "",
            "is_there": one.gap not in (strength.NOT_YET, strength.LEFT),
            "near": [self.figure(row, year) for row in one.near],
        }

    def sum(self, one: Sum) -> dict[str, Any]:
        """The international forces at a year's end, added up in words, with what is in it and what is not."""
        return {
            "year": one.year,
            "text": gettext("nothing to add")
            if one.least is None
            else gettext("at least %(number)s", number=numbers.whole(one.least)),
            "is_complete": one.is_complete,
            "included": [self.standing(item, one.year) for item in one.included],
            "missing": [self.standing(item, one.year) for item in one.missing],
            "absent": self._absent(one),
        }

    def _absent(self, one: Sum) -> list[tuple[str, str]]:
        """The forces that were not in Mali in the year: why not, and which."""
        gaps = dict.fromkeys(str(item.gap) for item in one.absent)
        return [
            (
                gettext(strength.GAPS[gap]),
                ", ".join(self.force(item.force)["label"] for item in one.absent if item.gap == gap),
            )
            for gap in gaps
        ]

    def event(self, row: Row, ticks: Mapping[str, int]) -> dict[str, Any]:
        """A dated event: its number on the charts, days, title, forces, place, source."""
        return {
            "id": row["event_id"],
            "number": ticks.get(row["event_id"]),
            "days": numbers.days(row["date"], row["end_date"]),
            "title": row[f"title_{language()}"],
            "category": force_labels.said(force_labels.CATEGORIES, row["category"]),
            "forces": [self._side(key) for key in row["forces"].split(";") if key],
            "place": row["place"] or "",
            "source": self.source(row),
            "more": self.more(row),
            "mark": gettext("in part") if row["confidence"] == "partly_sourced" else mark(row),
        }

    def _side(self, key: str) -> dict[str, str]:
        """A force of an event, with its page; an armed movement without one."""
        return {"label": gettext(MOVEMENTS[key]), "address": ""} if key in MOVEMENTS else self.force(key)

    def site(self, row: Row, day: date) -> dict[str, Any]:
        """A documented site: place, role, dates with what they rest on, who took it over, its status on days."""
        earliest = presence.first_day(self.mandates, row["force"])
        units = {unit.pcode: unit.name for unit in self.edition.figures.units["admin1"]}
        stated = str(row["stated_admin1"])
        return {
            "id": row["site_id"],
            "site": row["site"],
            "region": units.get(row["pcode"]) or force_labels.said(force_labels.COUNTRIES, stated),
            "role": force_labels.said(labels.ROLES, row["role"]),
            "opened": dated(row["from_date"], row["from_basis"]),
            "closed": closed(row),
            "heirs": [self._holder(key) for key in (row["taken_over_by"] or "").split(";") if key],
            "statuses": [status(presence.site_status(row, when, earliest)) for when in status_days(day)],
            "confidence": force_labels.said(force_labels.CONFIDENCE, row["confidence"]),
            "source": self.source(row),
            "more": self.more(row),
            "map": self.map(row["force"], day, (8.0, round(row["latitude"], 4), round(row["longitude"], 4))),
        }

    def _holder(self, key: str) -> dict[str, str]:
        """Who held a place next: a force with its page, or the civil authorities."""
        return self.force(key) if key in BY_FORCE else {"label": force_labels.holder(key), "address": ""}

    def map(self, force: str, day: date, at: tuple[float, float, float] | None = None) -> str:
        """The address of the map with a force's sites, in the day's year or the year nearest to it that it has."""
        years = self.edition.figures.periods
        year = min(max(str(day.year), years[0]), years[-1])
        own = {name: self.asked.get(name) for name in ("source", "frame", "lang")}
        chosen = {*options.default_layers(self.edition), f"sites-{force}"}
        layers = tuple(name for name in options.map_layers(self.edition) if name in chosen)
        return self.root + "/" + View(**own, year=year, layers=layers, focus="mali", at=at).query()  # type: ignore[arg-type]


def book(edition: Edition, asked: Mapping[str, str | None], root: str) -> Book:
    """The force tables of an edition."""
    return Book(
        edition,
        asked,
        root,
        edition.table("mandates"),
        edition.table("sites"),
        edition.table("headcounts"),
        sorted(edition.table("timeline"), key=lambda row: row["date"]),
        {row["source_id"]: row for row in edition.table("force_sources")},
    )


def status_days(day: date) -> list[date]:
    """The year ends at which the table of sites gives their status, and the day that is asked for."""
    return list(dict.fromkeys([*(year_end(year) for year in STATUS_YEARS), day]))


def number(row: Row) -> str:
    """The figure of a headcount in words: the best, else the range or the bound; a dash where the source gives none."""
    low, best, high = (row[name] for name in ("low", "best", "high"))
    if best is None and low is not None and high is not None:
        return numbers.between(numbers.whole(low), numbers.whole(high))
    found = next((one for one in (best, low, high) if one is not None), None)
    if found is None:
        return "–"
    text = numbers.whole(found)
    if row["uncertainty"] == "lower_bound":
        return gettext("at least %(number)s", number=text)
    return gettext("up to %(number)s", number=text) if row["uncertainty"] == "upper_bound" else text


def mark(row: Row) -> str:
    """What a reader must know of a row's basis: disputed, approximate, one source only, derived; "" else."""
    if row["confidence"] not in ("approximate", "disputed", "single_source", "derived"):
        return ""
    return force_labels.said(force_labels.CONFIDENCE, row["confidence"])


def as_of(row: Row) -> str:
    """What a headcount is for in words: a year, month or day."""
    return numbers.day(row["as_of"]) if row["as_of"] else gettext("not dated")


def between(row: Row) -> str:
    """The lowest to the highest figure of a headcount; "" where they are not both given, or are the same."""
    if row["low"] is None or row["high"] is None or row["low"] == row["high"]:
        return ""
    return numbers.between(numbers.whole(row["low"]), numbers.whole(row["high"]))


def dated(text: str | None, basis: str) -> dict[str, str]:
    """A site's date in words, and its basis; "" if that is the source named."""
    when = numbers.day(text) if text else gettext("not known")
    return {"text": when, "basis": gettext(labels.BASES[basis]) if basis in labels.BASES else ""}


def closed(row: Row) -> dict[str, str]:
    """When a site closed in words, with what that rests on; without a date, its last report and when it had closed."""
    if row["to_date"]:
        found = dated(row["to_date"], row["to_basis"])
        if row["to_latest"] and row["to_basis"] != "force_left" and len(row["to_date"]) > len("2022-08"):
            found["basis"] = gettext("closed by %(latest)s", latest=numbers.day(row["to_latest"]))
        return found
    told = row["reported"] or row["from_date"]
    text = gettext("last reported %(day)s", day=numbers.day(told)) if told else gettext("not known")
    if not row["to_latest"]:
        return {"text": text, "basis": ""}
    by = gettext("closed by %(latest)s", latest=numbers.day(row["to_latest"]))
    basis = gettext(labels.BASES[row["to_basis"]]) if row["to_basis"] in labels.BASES else ""
    return {"text": f"{text}, {by}", "basis": basis}


def status(key: str) -> dict[str, str]:
    """A site's status, as key and in words."""
    return {"key": key, "text": gettext(force_labels.SITE_STATUSES[key])}


def listed(book: Book, force: str, day: date) -> dict[str, Any]:
    """The number of a force's sites in Mali, and of those `abroad`, by status; None: none listed."""
    sites = presence.of_force(book.sites, force)
    earliest = presence.first_day(book.mandates, force)
    return {
        "counts": presence.counts(presence.in_mali(sites), day, earliest),
        "abroad": presence.counts(presence.abroad(sites), day, earliest),
        "is_incomplete": force in INCOMPLETE,
    }
